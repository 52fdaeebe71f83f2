import { useState } from 'react'
import { Link } from 'react-router'
import { Button } from '#web/ui/button.tsx'
import { useOwnFormat } from '#web/zone.ts'
import type { Post } from '../../contract/posts.ts'
import { postPath } from '../blog/addresses.ts'
import { type T, useT } from './book.ts'
import type { Doc } from './document.ts'
import type { Missing } from './editor.tsx'
import type { Keeper, Shown } from './keeper.ts'
import { ScheduleDialog } from './schedule-dialog.tsx'
import { StateLine } from './state-line.tsx'
import { usePublishing } from './use-publishing.ts'

interface Props {
  keeper: Keeper
  shown: Shown
  post: Post | undefined
  post_id: string
  onMissing: (missing: Missing) => void
}

/** Where the post stands, whether all of it is saved, and what can be done with it. */
export function PublishBar({ keeper, shown, post, post_id, onMissing }: Props) {
  const t = useT()
  const [scheduling, setScheduling] = useState(false)
  const act = usePublishing(keeper, post, post_id)
  const complete = () => {
    const missing = missingIn(shown.doc, t)
    onMissing(missing)
    const [first] = Object.keys(missing)
    if (first) document.getElementById(first)?.focus()
    return first === undefined
  }
  const out = post?.status === 'published' || post?.status === 'held'
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <div className="min-w-0 flex-1 basis-60">
        <h1 className="text-17 font-semibold">{t(post && post.status !== 'draft' ? 'page.edit' : 'page.new')}</h1>
        <div className="flex flex-wrap gap-x-1.5 text-13 text-ink-2">
          <Standing post={post} />
          <span aria-hidden="true">·</span>
          <StateLine shown={shown} />
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {post && (
          <details className="relative">
            <summary className="btn btn-quiet list-none">{t('more.title')}</summary>
            <div className="float absolute end-0 z-20 mt-1 grid w-64 p-2 max-md:start-0 max-md:end-auto">
              {out && (
                <Link to={postPath(post.slug)} className="menu-entry">
                  {t('more.view')}
                </Link>
              )}
              <Link to={`/write/${post.id}/history`} className="menu-entry">
                {t('more.history')}
              </Link>
              {(out || post.status === 'scheduled') && (
                <button type="button" className="menu-entry" onClick={() => void act.unpublish()}>
                  {t('more.unpublish')}
                </button>
              )}
              {post.has_draft && post.status !== 'draft' && (
                <button type="button" className="menu-entry" onClick={() => void act.discard()}>
                  {t('more.discard')}
                </button>
              )}
              <button type="button" className="menu-entry text-sindoor" onClick={() => void act.remove()}>
                {t('more.remove')}
              </button>
            </div>
          </details>
        )}
        {!out && (
          <Button onClick={() => complete() && setScheduling(true)} busy={act.busy}>
            {t('publish.later')}
          </Button>
        )}
        <Button kind="main" onClick={() => complete() && void act.publish()} busy={act.busy}>
          {t(out ? 'publish.update' : 'publish.now')}
        </Button>
      </div>
      {act.problem && (
        <p role="alert" className="basis-full text-sindoor">
          {act.problem}
        </p>
      )}
      {scheduling && (
        <ScheduleDialog
          at={post?.publish_at ?? undefined}
          onClose={() => setScheduling(false)}
          onChoose={(at) => {
            setScheduling(false)
            void act.publish(at)
          }}
        />
      )}
    </header>
  )
}

/** Exported for tests. */
export function missingIn({ postname, content, category }: Pick<Doc, 'postname' | 'content' | 'category'>, t: T): Missing {
  return {
    ...(postname.trim() ? {} : { postname: t('problems.postname') }),
    ...(content.trim() ? {} : { content: t('problems.content') }),
    ...(category.trim() ? {} : { category: t('problems.category') }),
  }
}

function Standing({ post }: { post: Post | undefined }) {
  const t = useT()
  const format = useOwnFormat()
  const status = post?.status ?? 'draft'
  const date = post?.publish_at ? format.date(post.publish_at, { day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit' }) : ''
  return <span>{t(`standing.${status}`, { date })}</span>
}
