import { useEffect, useState } from 'react'
import { useStore } from 'react-redux'
import { Link, useSearchParams } from 'react-router'
import { useHead } from '#web/head.tsx'
import { useSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import { Button, LinkButton } from '#web/ui/button.tsx'
import { classes } from '#web/ui/classes.ts'
import { Empty } from '#web/ui/empty.tsx'
import { toast } from '#web/ui/toast.ts'
import { useOwnFormat } from '#web/zone.ts'
import type { PostLanguage } from '../../contract/fields.ts'
import type { PostSummary } from '../../contract/posts.ts'
import { postPath } from '../blog/addresses.ts'
import { textIn } from '../blog/languages.ts'
import { useOwnPostsQuery, writeApi } from './api.ts'
import { useT } from './book.ts'
import { isOffline } from './offline.ts'
import { ownList, type Tab, tabOf, tabs } from './own-list.ts'
import { allSeen } from './seen.ts'
import { onlyHere } from './shelf.ts'
import { tell } from './use-publishing.ts'

/** Everything that one has written, in whatever state it is. */
export function OwnPostsPage() {
  const t = useT()
  const [search] = useSearchParams()
  const tab = tabOf(search)
  const { data: page, error, refetch } = useOwnPostsQuery(ownList(tab, search.get('cursor')))
  useHead({ title: t('tab', { page: t('own.title') }), noindex: true })
  return (
    <div className="page max-w-[56rem]">
      <header className="flex flex-wrap items-end justify-between gap-3">
        <h1 className="title">{t('own.title')}</h1>
        <LinkButton to="/write/new" kind="main">
          {t('own.new')}
        </LinkButton>
      </header>
      <nav aria-label={t('own.show')} className="mt-5 flex gap-1 overflow-x-auto border-line border-b">
        {tabs.map((one) => (
          <Link
            key={one}
            to={one === 'all' ? '/write' : `/write?show=${one}`}
            aria-current={one === tab ? 'page' : undefined}
            className={classes(
              'flex min-h-11 shrink-0 items-center border-b-2 px-3',
              one === tab ? 'border-neel font-semibold text-neel' : 'border-transparent text-ink-2 hover:text-ink',
            )}
          >
            {t(`own.tabs.${one}`)}
          </Link>
        ))}
      </nav>
      {!page && isOffline(error) ? <Offline onBack={refetch} /> : tab === 'all' && <OnlyHere known={page?.items ?? []} />}
      {page && page.items.length === 0 ? (
        <Nothing tab={tab} />
      ) : (
        <ul>
          {page?.items.map((post) => (
            <Row key={post.id} post={post} trash={tab === 'trash'} />
          ))}
        </ul>
      )}
      {page && (page.next || search.has('cursor')) && (
        <nav aria-label={t('own.pages')} className="mt-6 flex gap-3">
          {search.has('cursor') && <LinkButton to={tab === 'all' ? '/write' : `/write?show=${tab}`}>{t('own.first')}</LinkButton>}
          {page.next && (
            <LinkButton className="ms-auto" to={`/write?${new URLSearchParams({ ...(tab === 'all' ? {} : { show: tab }), cursor: page.next })}`}>
              {t('own.older')}
            </LinkButton>
          )}
        </nav>
      )}
    </div>
  )
}

function Nothing({ tab }: { tab: Tab }) {
  const t = useT()
  const first = tab === 'all'
  return (
    <Empty
      title={t(first ? 'own.none' : 'own.none_such')}
      action={
        first ? (
          <LinkButton to="/write/new" kind="main">
            {t('own.new')}
          </LinkButton>
        ) : (
          <LinkButton to="/write">{t('own.all')}</LinkButton>
        )
      }
    >
      {first && t('own.none_text')}
    </Empty>
  )
}

function Row({ post, trash }: { post: PostSummary; trash: boolean }) {
  const t = useT()
  const format = useOwnFormat()
  const store = useStore() as AppStore
  const date = format.date(post.updated_at, { day: 'numeric', month: 'short', year: 'numeric' })
  const params = { id: post.id }
  const { restorePost, removePost } = writeApi.endpoints
  const restore = () => tell(store.dispatch(restorePost.initiate({ params }, { track: false })), t)
  const remove = () => tell(store.dispatch(removePost.initiate({ params }, { track: false })), t)
  const throwAway = async () => {
    if (await remove()) toast({ text: t('more.removed'), undo: () => void restore() })
  }
  const bringBack = async () => {
    if (await restore()) toast({ text: t('own.restored'), undo: () => void remove() })
  }
  const name = post.postname || t('own.untitled')
  return (
    <li className="flex items-center gap-3 border-line border-b py-3">
      <div className="min-w-0 flex-1">
        {trash ? (
          <p {...textIn(post.language)} className="font-semibold wrap-anywhere">
            {name}
          </p>
        ) : (
          <Link to={`/write/${post.id}`} {...textIn(post.language)} className="block text-17 font-semibold wrap-anywhere hover:text-neel hover:underline">
            {name}
          </Link>
        )}
        <p className="mt-0.5 flex flex-wrap gap-x-1.5 text-13 text-ink-2">
          <span className={classes(post.status === 'hidden' && 'text-sindoor', post.status === 'published' && 'text-tulsi')}>
            {t(`own.states.${post.status}`)}
          </span>
          <span aria-hidden="true">·</span>
          <span>{t('own.changed', { date })}</span>
        </p>
      </div>
      {trash ? (
        <Button small aria-label={`${t('own.restore')}: ${name}`} onClick={() => void bringBack()}>
          {t('own.restore')}
        </Button>
      ) : (
        <>
          {post.status === 'published' && (
            <LinkButton small kind="quiet" to={postPath(post.slug)} aria-label={`${t('more.view')}: ${name}`}>
              {t('more.view')}
            </LinkButton>
          )}
          <Button small kind="quiet" aria-label={`${t('own.remove')}: ${name}`} onClick={() => void throwAway()}>
            {t('own.remove')}
          </Button>
        </>
      )}
    </li>
  )
}

/** What the server has never heard of is begun there again. */
const addressOf = ({ id, version }: { id: string; version: number }) => (version > 0 ? `/write/${id}` : `/write/${id}?new=1`)

/** What can be written on without a network. */
function Offline({ onBack }: { onBack: () => void }) {
  const t = useT()
  const { user } = useSession()
  const [all, setAll] = useState<{ id: string; postname: string; to: string; language?: PostLanguage }[]>()
  useEffect(() => {
    addEventListener('online', onBack)
    return () => removeEventListener('online', onBack)
  }, [onBack])
  useEffect(() => {
    if (!user) return
    void allSeen(user.id).then((seen) => {
      const typed = onlyHere(user.id)
      const known = seen.map(({ id, doc: { postname, language } }) => {
        const here = typed.find((one) => one.id === id)
        return { id, language, to: `/write/${id}`, postname: here?.postname ?? postname }
      })
      const unknown = typed.filter(({ id }) => !known.some((one) => one.id === id)).map((one) => ({ ...one, to: addressOf(one) }))
      setAll([...unknown, ...known])
    })
  }, [user])
  return (
    <>
      <p role="status" className="mt-4 rounded-md bg-genda-soft px-4 py-3">
        {t(all?.length === 0 ? 'own.offline_none' : 'own.offline')}
      </p>
      <ul>
        {all?.map(({ id, to, postname, language }) => (
          <li key={id} className="border-line border-b">
            <Link
              to={to}
              {...(language && textIn(language))}
              className="flex min-h-11 items-center py-2 text-17 font-semibold wrap-anywhere hover:text-neel hover:underline"
            >
              {postname || t('own.untitled')}
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Posts that were begun without a network: the server has never heard of them. */
function OnlyHere({ known }: { known: readonly PostSummary[] }) {
  const t = useT()
  const { user } = useSession()
  const [here, setHere] = useState<ReturnType<typeof onlyHere>>([])
  // Only now, since the server knows nothing of it and renders the same page.
  useEffect(() => setHere(user ? onlyHere(user.id) : []), [user])
  const unknown = here.filter(({ id }) => !known.some((post) => post.id === id))
  if (unknown.length === 0) return null
  return (
    <section aria-label={t('own.here')} className="mt-4 rounded-md bg-genda-soft px-4 py-3">
      <p>{t('own.here')}</p>
      <ul>
        {unknown.map((one) => (
          <li key={one.id}>
            <Link to={addressOf(one)} className="link inline-flex min-h-11 items-center">
              {one.postname || t('own.untitled')}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
