import type { ApiError } from '#web/transport.ts'
import type { T } from './book.ts'

/** Sentences of the server that writers can meet; it speaks English. */
const known: Record<string, Parameters<T>[0]> = {
  'This is no picture that we can read. Send a JPEG, PNG, WebP or GIF picture.': 'problems.picture_kind',
  'The picture has more than 25 million pixels.': 'problems.picture_pixels',
  'There is no room left: 200 MB a person.': 'problems.quota',
  'Give the post a title.': 'problems.postname',
  'Write something.': 'problems.content',
  'Choose a category.': 'problems.category',
  'That post has a translation in this language.': 'problems.translated',
  'Give a time in the future, at most five years away.': 'problems.time',
}

/** What to say of a call that failed. */
export function problemOf(t: T, { status, message }: Pick<ApiError, 'status' | 'message'>): string {
  if (status === 0) return t('problems.offline')
  if (status === 401) return t('problems.signed_out')
  if (status === 429) return t('problems.often')
  const key = known[message]
  return key ? t(key) : message || t('problems.failed')
}

export const pictureProblem = (t: T, error: ApiError): string => (error.status === 413 ? t('problems.picture_large') : problemOf(t, error))
