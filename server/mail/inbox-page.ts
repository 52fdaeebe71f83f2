import { type Answers, no_store } from '../http/answer.ts'
import { escapeHtml } from '../http/html.ts'
import type { Site } from '../site.ts'

const most_shown = 100
const style = `:root{color-scheme:light dark;--paper:#fcf9f4;--ink:#22201c;--line:#ddd6c8;--neel:#33409b}
@media(prefers-color-scheme:dark){:root{--paper:#15110d;--ink:#ece8e0;--line:#3a352e;--neel:#b9bdf5}}
body{max-width:46rem;margin:0 auto;padding:24px 16px 64px;background:var(--paper);color:var(--ink);font:17px/1.6 "Anek Latin",system-ui,sans-serif}
h1{font-size:32px;line-height:1.2}h2{margin-bottom:0;font-size:20px}a{color:var(--neel)}hr{margin:32px 0;border:0;border-top:1px solid var(--line)}
pre{padding:16px;border:1px solid var(--line);border-radius:10px;white-space:pre-wrap;overflow-wrap:anywhere;font:15px/1.5 ui-monospace,monospace}`
const type = { 'content-type': 'text/html; charset=utf-8', 'cache-control': no_store }

/** `/dev/mail`: what would have been sent, newest first; `/dev/mail/<id>` is the HTML part of one. Outside production only. */
export async function inboxPage(site: Site, path: string, answers: Answers): Promise<Response | undefined> {
  if (site.config.production || site.config.EMAIL_URL) return
  const id = path.slice('/dev/mail/'.length)
  if (id === 'style.css') return answers.plain(style, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': no_store })
  if (id) return htmlPart(site, id, answers)
  const mails = await site.store.db.selectFrom('sent_mails').selectAll().orderBy('id', 'desc').limit(most_shown).execute()
  const items = mails.map(
    (mail) =>
      `<article><h2>${escapeHtml(mail.subject)}</h2><p><small>To ${escapeHtml(mail.recipient)} · <time datetime="${mail.created_at}">${mail.created_at.slice(0, 16).replace('T', ' ')} UTC</time> · <a href="/dev/mail/${mail.id}">as HTML</a></small></p><pre>${escapeHtml(mail.text)}</pre></article>`,
  )
  const body = items.join('<hr>') || '<p>No mail yet. Sign up, and the code lands here.</p>'
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>Mail · development</title><link rel="stylesheet" href="/dev/mail/style.css"></head><body><p><a href="/">Pocket India</a></p><h1>Mail that was not sent</h1><p>EMAIL_URL is not set, so mails stay here. Reload to see new ones.</p>${body}</body></html>`
  return answers.plain(html, 200, type)
}

async function htmlPart(site: Site, id: string, answers: Answers): Promise<Response | undefined> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return
  const mail = await site.store.db.selectFrom('sent_mails').select('html').where('id', '=', id).executeTakeFirst()
  if (!mail) return
  // A mail brings its own styles; nothing else of it may run or load.
  return answers.plain(mail.html, 200, { ...type, 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" })
}
