import { useEffect, useState } from 'react'
import { useStore } from 'react-redux'
import { Link } from 'react-router'
import { useHead } from '#web/head.tsx'
import { type Person, useSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { Button, LinkButton } from '#web/ui/button.tsx'
import { classes } from '#web/ui/classes.ts'
import { Empty } from '#web/ui/empty.tsx'
import { useOwnFormat } from '#web/zone.ts'
import type { Notice } from '../../contract/notices.ts'
import { noticesApi, useNoticesInfiniteQuery } from './api.ts'
import { useT } from './book.ts'
import { showCount } from './live.ts'
import { MailSettings } from './mail-settings.tsx'
import { placeOf } from './sentence.ts'

/** What concerns the one who is signed in, the newest first. */
export function NoticesPage() {
  const t = useT()
  const { user } = useSession()
  useHead({ title: t('tab', { page: t('title') }), noindex: true })
  return (
    <div className="page max-w-[48rem]">
      <h1 className="title">{t('title')}</h1>
      <p className="lead mt-2">{t('line')}</p>
      {user && <List user={user} />}
      <MailSettings />
    </div>
  )
}

function List({ user }: { user: Person }) {
  const t = useT()
  const { data, isError, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useNoticesInfiniteQuery(user.id)
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const unread = useSeen(items)
  if (isError && !data)
    return (
      <div role="alert" className="mt-6 flex flex-wrap items-center gap-4">
        <p>{t('failed')}</p>
        <Button onClick={() => void refetch()}>{t('again')}</Button>
      </div>
    )
  if (data && items.length === 0)
    return (
      <Empty title={t('none')} action={<LinkButton to="/blog">{t('read')}</LinkButton>}>
        {t('none_text')}
      </Empty>
    )
  return (
    <>
      <ul className="mt-4">
        {items.map((notice) => (
          <Row key={notice.id} notice={notice} fresh={unread.has(notice.id)} />
        ))}
      </ul>
      {hasNextPage ? (
        <Button className="mt-4 w-full" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      ) : (
        items.length > 10 && <p className="mt-4 text-center text-ink-2">{t('end')}</p>
      )}
    </>
  )
}

/** What is seen here counts as read; what was new when it was first seen stays marked as long as the page is open. */
function useSeen(items: readonly Notice[]): ReadonlySet<string> {
  const store = useStore() as AppStore
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  const unread = items.filter(({ read_at }) => read_at === null).map(({ id }) => id)
  const key = unread.join()
  useEffect(() => {
    const ids = key ? key.split(',') : []
    const unseen = ids.filter((id) => !fresh.has(id)).slice(0, 100)
    if (unseen.length === 0) return
    setFresh((now) => new Set([...now, ...unseen]))
    const reading = store.dispatch(noticesApi.endpoints.readNotices.initiate({ body: { ids: unseen } }, { track: false }))
    void reading.then(({ data }) => data && showCount(data.unread))
  }, [key, fresh, store])
  return fresh
}

function Row({ notice, fresh }: { notice: Notice; fresh: boolean }) {
  const t = useT()
  const format = useOwnFormat()
  const { actor, kind, post } = notice
  const name = actor ? actor.name || actor.username : t('somebody')
  return (
    <li className={classes('relative flex gap-3 border-line border-b px-2 py-3', fresh && 'bg-genda-soft')}>
      {actor ? <Avatar person={actor} className="size-9 text-17" /> : <span className="size-9 shrink-0 rounded-full bg-sunk" />}
      <div className="min-w-0">
        <Link to={placeOf(notice)} className="font-[550] wrap-anywhere after:absolute after:inset-0 hover:text-neel">
          {t(`kinds.${kind}`, { name, post: post.postname })}
        </Link>
        {notice.excerpt && (
          <p dir="auto" className="line-clamp-2 text-ink-2 wrap-anywhere">
            {notice.excerpt}
          </p>
        )}
        <p className="text-13 text-ink-2">
          {fresh && <span className="me-2 font-semibold text-ink">{t('unread')}</span>}
          <time dateTime={notice.created_at}>
            {format.date(notice.created_at, { day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' })}
          </time>
        </p>
      </div>
    </li>
  )
}
