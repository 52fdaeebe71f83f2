import { letter } from '#server/mail/letter.ts'
import type { Mail } from '#server/mail/mail.ts'
import type { Notice } from '../../contract/notices.ts'
import { words } from './words.ts'

interface Told {
  home: string
  unsubscribe: string
  language: 'en' | 'hi'
  person: { username: string; email: string }
  shown: Notice[]
  more: number
}

/** What somebody has not read, in one mail that can be stopped with one click. */
export function noticeMail({ home, unsubscribe, language, person, shown, more }: Told): Mail {
  const own = words[language]
  const lines = shown.map((notice) => {
    const what = own.line[notice.kind](notice.actor?.username ?? own.somebody, notice.post.postname)
    return notice.excerpt === '' ? `${what}.` : `${what}: ${notice.excerpt}`
  })
  const first = shown.length === 1 && more === 0 ? shown[0] : undefined
  const prefix = language === 'hi' ? '/hi' : ''
  const place = first ? `/posts/${first.post.slug}${first.comment_id === null ? '' : `#comment-${first.comment_id}`}` : '/notices'
  return {
    ...letter({
      to: person.email,
      subject: own.subject(shown.length + more),
      greeting: own.greeting(person.username),
      paragraphs: [...lines, ...(more > 0 ? [own.more(more)] : []), own.why],
      action: { label: own.open, url: `${home}${prefix}${place}` },
      language,
    }),
    unsubscribe,
  }
}
