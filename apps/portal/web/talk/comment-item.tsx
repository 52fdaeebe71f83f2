import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import { Avatar } from '#web/ui/avatar.tsx'
import { classes } from '#web/ui/classes.ts'
import type { Comment } from '../../contract/comments.ts'
import type { Post } from '../../contract/posts.ts'
import { authorPath } from '../blog/addresses.ts'
import { useT } from '../blog/book.ts'
import { Day, nameOf } from '../blog/byline.tsx'
import { ReportDialog } from '../blog/report-dialog.tsx'
import { CommentForm } from './comment-form.tsx'
import type { Talk } from './use-talk.ts'

/** Written out, since Tailwind keeps only class names that it finds in the source; narrow on phones, or the fifth answer would have no room. */
const indents = ['', 'ms-3 sm:ms-8', 'ms-6 sm:ms-16', 'ms-9 sm:ms-24', 'ms-12 sm:ms-32', 'ms-15 sm:ms-40']
export const indent = (depth: number) => classes(indents[depth], depth > 0 && 'border-line border-s ps-3')

interface Props {
  comment: Comment
  post: Post
  talk: Talk
  /** Who reads: their name, or nobody. */
  me: string | undefined
  /** Whether the address names this comment; not known before the app runs, then the browser marks it. */
  marked: boolean | undefined
}

/** One thing that somebody said, and what the reader can do with it. */
export function CommentItem({ comment, post, talk, me, marked }: Props) {
  const t = useT()
  const [open, setOpen] = useState<'answer' | 'edit' | 'report'>()
  const close = () => setOpen(undefined)
  const { author, status } = comment
  const name = author ? nameOf(author) : t('row.somebody')
  const shown = status === 'visible' || status === 'held'
  return (
    <li
      id={`comment-${comment.id}`}
      tabIndex={-1}
      aria-current={marked ? 'location' : undefined}
      className={classes(
        'scroll-mt-18 rounded-sm py-3 outline-none',
        marked === undefined ? 'target:bg-genda-soft' : marked && 'bg-genda-soft',
        indent(comment.depth),
      )}
    >
      {shown ? <Said comment={comment} by_author={author !== null && author.username === post.author?.username} /> : <Emptied status={status} />}
      {status === 'held' && <p className="mt-1 text-13 text-ink-2">{t(author?.username === me ? 'talk.held' : 'talk.held_staff')}</p>}
      {open === 'edit' ? (
        <div className="mt-2">
          <CommentForm
            post_id={post.id}
            label={t('talk.edit_label')}
            submit={t('talk.save')}
            draft={`comment.${comment.id}.edit`}
            start={comment.content}
            onSend={async (content) => {
              const problem = await talk.edit(comment, content)
              if (!problem) close()
              return problem
            }}
            onCancel={close}
          />
        </div>
      ) : (
        shown &&
        me !== undefined && (
          <p className="mt-1 flex flex-wrap gap-x-4 text-13">
            {post.status === 'published' && (
              <Act label={t('talk.answer_to', { name })} onClick={() => setOpen('answer')}>
                {t('talk.answer')}
              </Act>
            )}
            {comment.editable && <Act onClick={() => setOpen('edit')}>{t('talk.edit')}</Act>}
            {comment.removable && <Act onClick={() => void talk.remove(comment)}>{t('talk.delete')}</Act>}
            {author?.username !== me && <Act onClick={() => setOpen('report')}>{t('talk.report')}</Act>}
          </p>
        )
      )}
      {open === 'answer' && (
        <div className="mt-2">
          <CommentForm
            post_id={post.id}
            label={t('talk.answer_label', { name })}
            submit={t('talk.answer')}
            draft={`comment.${comment.id}.answer`}
            onSend={(content) => {
              talk.send(content, comment)
              close()
              return undefined
            }}
            onCancel={close}
          />
        </div>
      )}
      {open === 'report' && <ReportDialog kind="comment" id={comment.id} text={comment.content} onClose={close} />}
    </li>
  )
}

function Said({ comment, by_author }: { comment: Comment; by_author: boolean }) {
  const t = useT()
  const { author } = comment
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 text-15">
        {author ? (
          <Link to={authorPath(author.username)} className="inline-flex min-h-8 items-center gap-2 font-semibold hover:text-neel hover:underline">
            <Avatar person={author} className="size-7 text-15" />
            <bdi>{nameOf(author)}</bdi>
          </Link>
        ) : (
          <span className="font-semibold">{t('row.somebody')}</span>
        )}
        {by_author && <span className="tag">{t('talk.author')}</span>}
        <a
          href={`#comment-${comment.id}`}
          title={t('talk.link')}
          className="inline-flex min-h-8 items-center text-13 text-ink-2 hover:text-neel hover:underline"
        >
          <Day at={comment.created_at} />
        </a>
        {comment.edited_at && <span className="text-13 text-ink-2">{t('talk.edited')}</span>}
      </p>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: the server has made it and let only harmless elements through. */}
      <div dir="auto" className="prose prose-small mt-1" dangerouslySetInnerHTML={{ __html: comment.html }} />
    </>
  )
}

function Emptied({ status }: Pick<Comment, 'status'>) {
  const t = useT()
  return <p className="text-ink-2 italic">{t(status === 'hidden' ? 'talk.hidden' : 'talk.removed')}</p>
}

export const Act = ({ children, label, onClick }: { children: ReactNode; label?: string; onClick: () => void }) => (
  <button type="button" aria-label={label} onClick={onClick} className="min-h-8 font-[550] text-neel hover:underline pointer-coarse:min-h-11">
    {children}
  </button>
)
