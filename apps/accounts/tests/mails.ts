import type { TestSite } from '#server/testing.ts'

/** Sends what waits; the mails to an address, oldest first. */
export async function mailsTo(t: TestSite, address: string): Promise<{ subject: string; text: string }[]> {
  while ((await t.worker.drain()) > 0);
  return t.site.store.db.selectFrom('sent_mails').select(['subject', 'text']).where('recipient', '=', address).orderBy('id').execute()
}

/** The six digits of the last mail to an address that has some. */
export async function codeTo(t: TestSite, address: string): Promise<string> {
  const codes = (await mailsTo(t, address)).flatMap(({ text }) => /^\d{6}$/m.exec(text)?.[0] ?? [])
  return codes.at(-1) ?? 'no code'
}

/** The secret of the last link to a page. */
export async function linkTo(t: TestSite, address: string, page: 'reset' | 'not-me'): Promise<string> {
  const tokens = (await mailsTo(t, address)).flatMap(({ text }) => new RegExp(`/${page}\\?token=([\\w-]+)`).exec(text)?.[1] ?? [])
  return tokens.at(-1) ?? 'no link'
}

/** Six digits that are not the code. */
export const wrongFor = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
