import type { Duration } from '../units.ts'

/** At most `count` calls in any `per`, and at most `burst` of them without a pause. */
export interface Limit {
  count: number
  per: Duration
  burst: number
}

/** Every limit of the site; `docs/limits.md` repeats this table. Addresses are an IPv4 address or an IPv6 /64. */
export const limits = {
  /** Ways in with a password or passkey, and confirming who one is, per address: all doors share it. */
  login: { count: 5, per: '1 minute', burst: 3 },
  /** Registration, codes, resets, per address. */
  auth: { count: 10, per: '1 minute', burst: 5 },
  /** API calls of a visitor, per address. */
  api: { count: 100, per: '1 minute', burst: 20 },
  /** API calls with a valid credential, per account. */
  account: { count: 600, per: '1 minute', burst: 120 },
  /** Private pictures that a page shows, per account: a conversation may have hundreds of them. */
  picture: { count: 1200, per: '1 minute', burst: 400 },
  /** Sockets opened, per address: after a restart a whole office comes back at once. */
  socket: { count: 600, per: '1 minute', burst: 200 },
  /** Pages that have to be made anew, per address. */
  page: { count: 300, per: '1 minute', burst: 60 },
  /** Mails with a code of one kind, per mail address: the pause before the next. */
  mail_pause: { count: 1, per: '1 minute', burst: 1 },
  /** Mails that somebody who has proven nothing can cause, per mail address and over all kinds: codes, and notices to an unconfirmed address. */
  mail: { count: 5, per: '1 hour', burst: 5 },
  /** Notices to the confirmed address of an account, apart from the above so that no flood of codes can keep them away. */
  notice: { count: 5, per: '1 hour', burst: 5 },
  /** Codes tried, right or wrong, per mail address and over all kinds; the links in the mails are not counted. */
  code_tries: { count: 25, per: '1 day', burst: 25 },
  /** A password given again for something that matters, per account. */
  proof: { count: 5, per: '1 minute', burst: 3 },
  /** Exports of one's data, per account. */
  export: { count: 3, per: '1 day', burst: 3 },
  /** Messages to those who run the site, per address, when a form of ours was shown; fewer when nothing says so. */
  contact: { count: 10, per: '1 hour', burst: 5 },
  contact_unproven: { count: 3, per: '1 hour', burst: 3 },
  /** Mails about such messages, per admin. */
  contact_mail: { count: 5, per: '1 hour', burst: 5 },
  /** Mails about comments, answers and mentions, per account. */
  talk_mail: { count: 5, per: '1 hour', burst: 5 },
} as const satisfies Record<string, Limit>

export type LimitName = keyof typeof limits

export const sizes = {
  max_body_bytes: 1024 * 1024,
  max_upload_bytes: 10 * 1024 * 1024,
  /** Of any request: what says that it is larger is refused unread. */
  max_request_bytes: 11 * 1024 * 1024,
  max_json_depth: 32,
  max_url_bytes: 8 * 1024,
} as const

/** `'60 per minute'`, with a burst of a fifth of it. */
export type Rate = `${number} per ${'second' | 'minute' | 'hour' | 'day'}`

export function limitOf(rate: Rate): Limit {
  const [count = '', , unit = ''] = rate.split(' ')
  return { count: Number(count), per: `1 ${unit}` as Duration, burst: Math.max(1, Math.ceil(Number(count) / 5)) }
}
