import { Link } from 'react-router'
import { useFormat } from '#web/i18n.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import type { Author } from '../../contract/fields.ts'
import { authorPath } from './addresses.ts'
import { useT } from './book.ts'

export const nameOf = (author: NonNullable<Author>) => author.name || author.username

/** Who wrote it, with the way to everything they wrote; somebody who has left has neither. */
export function AuthorName({ author }: { author: Author }) {
  const t = useT()
  if (!author) return <span>{t('row.somebody')}</span>
  // The site itself writes under a name, but is nobody.
  if (author.username === '') return <span>{author.name}</span>
  return (
    <Link to={authorPath(author.username)} className="relative z-10 inline-flex min-h-8 items-center gap-2 hover:text-neel hover:underline">
      <Avatar person={author} className="size-6 text-13" />
      <bdi>{nameOf(author)}</bdi>
    </Link>
  )
}

export function Day({ at }: { at: string }) {
  const format = useFormat()
  return <time dateTime={at}>{format.date(at, { day: 'numeric', month: 'short', year: 'numeric' })}</time>
}

/** Between parts of a line. */
export const Dot = () => <span aria-hidden="true">·</span>
