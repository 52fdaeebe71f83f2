import { useSession } from '#web/session.ts'
import { LinkButton } from '#web/ui/button.tsx'
import { classes } from '#web/ui/classes.ts'
import { useOwnFormat } from '#web/zone.ts'
import type { Post } from '../../contract/posts.ts'
import { type T, useT } from './book.ts'

/** Above a post for those who may change it: who sees it, and the way to the editor. */
export function OwnBar({ post }: { post: Post }) {
  const t = useT()
  const format = useOwnFormat()
  const { user } = useSession()
  if (!post.editable && post.status === 'published') return null
  const day = (at: string) => format.date(at, { day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit' })
  const shown = post.status === 'published' && !post.has_draft
  return (
    <aside
      aria-label={t('bar.label')}
      className={classes(
        'mx-auto mb-6 flex max-w-[65rem] flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-md px-4 py-2 text-15',
        shown ? 'border border-line' : 'bg-genda-soft',
      )}
    >
      <p>{sentenceFor(post, t, day, user?.username === post.author?.username)}</p>
      {post.editable && (
        <LinkButton to={`/write/${post.id}`} small>
          {t('post.edit')}
        </LinkButton>
      )}
    </aside>
  )
}

function sentenceFor({ status, publish_at, hidden_reason, has_draft, deleted_at }: Post, t: T, day: (at: string) => string, own: boolean): string {
  if (deleted_at) return t('bar.removed')
  if (status === 'scheduled') return t('bar.scheduled', { date: publish_at ? day(publish_at) : '' })
  if (status === 'hidden') return hidden_reason ? t('bar.hidden_because', { reason: hidden_reason }) : t('bar.hidden')
  if (status !== 'published') return t(`bar.${status}`)
  if (has_draft) return t('bar.has_draft')
  return own ? t('bar.own') : t('bar.staff')
}
