import Rss from 'lucide-react/icons/rss'
import { Link, useParams, useSearchParams } from 'react-router'
import { useHead } from '#web/head.tsx'
import { useLanguage } from '#web/i18n.ts'
import { useAccountPages } from '#web/layout/entries.ts'
import { LinkButton } from '#web/ui/button.tsx'
import { Empty } from '#web/ui/empty.tsx'
import type { StateSummary } from '../../contract/states.ts'
import { useListStatesQuery } from '../api.ts'
import { nameIn } from '../filter.ts'
import { MapSprite } from '../map-sprite.tsx'
import { type Filters, feedPath, listPath, readFilters } from './addresses.ts'
import { useAuthorQuery, useCategoriesQuery, usePostsQuery } from './api.ts'
import { type T, useT } from './book.ts'
import { nameOf } from './byline.tsx'
import { categoryName } from './categories.ts'
import { FilterForm } from './filter-form.tsx'
import { postsOf } from './loaders.ts'
import { PostRow } from './post-row.tsx'

/** Posts, the newest first: all, those that the address asks for, or those of one person. Works without scripts. */
export function BlogPage() {
  const t = useT()
  const { username } = useParams()
  const [search] = useSearchParams()
  const { data: states = [] } = useListStatesQuery({})
  const filters = readFilters(search, username)
  const cursor = search.get('cursor') ?? undefined
  const { data: page } = usePostsQuery(postsOf(useLanguage(), filters, cursor))
  const title = useTitle(filters, states)
  const { data: author } = useAuthorQuery({ params: { username: username ?? '' } }, { skip: username === undefined })
  const shown = username === undefined ? title : t('list.by', { name: author ? nameOf(author) : username })
  // Whoever or whatever has no posts has no feed of them.
  const has_feed = page?.items.length !== 0 || feedPath(filters) === feedPath({})
  useHead({
    title: t('tab', { page: shown === t('list.title') ? shown : `${shown} · ${t('list.title')}` }),
    description: t('list.description'),
    canonical: listPath(filters),
    ...(has_feed && { feed: { title: t('list.feed_title', { page: shown }), path: feedPath(filters) } }),
    ...(cursor || page?.items.length === 0 ? { noindex: true } : {}),
  })
  const plain = !cursor && !filters.category && !filters.state && !filters.language && username === undefined
  return (
    <div className="page">
      <MapSprite />
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="title wrap-anywhere">{shown}</h1>
          <p className="lead mt-2">{username === undefined ? t('list.line') : t('list.by_line', { name: author ? nameOf(author) : username })}</p>
        </div>
        {username === undefined ? <WriteLink /> : <ProfileLink username={username} name={author ? nameOf(author) : username} />}
      </header>
      {username === undefined && <FilterForm filters={filters} states={states} />}
      {page && page.items.length === 0 ? (
        <Nothing filters={filters} plain={plain} />
      ) : (
        <section aria-label={t('list.posts')} className="mt-4 divide-y divide-line">
          {page?.items.map((post, i) => (
            <PostRow key={post.id} post={post} states={states} lead={plain && i === 0} />
          ))}
        </section>
      )}
      {page && page.items.length > 0 && <Pages filters={filters} newer={page.previous} older={page.next} paged={cursor !== undefined} />}
      {has_feed && (
        <p className="mt-8 text-15">
          <a href={feedPath(filters)} className="link inline-flex min-h-11 items-center gap-2">
            <Rss className="size-4" />
            {t('list.feed')}
          </a>
        </p>
      )}
    </div>
  )
}

function useTitle({ category, state }: Filters, states: readonly StateSummary[]): string {
  const t = useT()
  const language = useLanguage()
  const { data: categories = [] } = useCategoriesQuery()
  const found = states.find(({ slug }) => slug === state)
  const place = found && nameIn(found, language)
  const kind = category && categoryName(t, categories.find(({ key }) => key === category) ?? { key: category, name: category })
  if (kind && place) return t('list.in_both', { category: kind, state: place })
  if (kind) return t('list.in_category', { category: kind })
  return place ? t('list.in_state', { state: place }) : t('list.title')
}

function WriteLink() {
  const t = useT()
  return (
    <LinkButton to="/write/new" kind="main">
      {t('list.write')}
    </LinkButton>
  )
}

function ProfileLink({ username, name }: { username: string; name: string }) {
  const t = useT()
  const people = useAccountPages()?.people
  return people ? <LinkButton to={`${people}/${encodeURIComponent(username)}`}>{t('list.profile', { name })}</LinkButton> : null
}

function Pages({ filters, newer, older, paged }: { filters: Filters; newer: string | null; older: string | null; paged: boolean }) {
  const t = useT()
  return (
    <>
      {!older && paged && <p className="mt-6 text-center text-ink-2">{t('list.end')}</p>}
      {(newer || older) && (
        <nav aria-label={t('list.pages')} className="hairline mt-2 flex flex-wrap gap-3 pt-6">
          {newer && paged && <LinkButton to={listPath(filters, newer)}>{t('list.newer')}</LinkButton>}
          {older && (
            <LinkButton to={listPath(filters, older)} className="ms-auto">
              {t('list.older')}
            </LinkButton>
          )}
        </nav>
      )}
    </>
  )
}

function emptyWords(t: T, { author }: Filters, plain: boolean): [title: string, text: string] {
  if (author !== undefined) return [t('list.empty_author', { name: author }), '']
  return plain ? [t('list.empty'), t('list.empty_text')] : [t('list.empty_filtered'), t('list.empty_filtered_text')]
}

function Nothing({ filters, plain }: { filters: Filters; plain: boolean }) {
  const t = useT()
  const [title, text] = emptyWords(t, filters, plain)
  return (
    <Empty
      title={title}
      action={
        plain ? (
          <LinkButton to="/write/new" kind="main">
            {t('list.write')}
          </LinkButton>
        ) : (
          <Link to="/blog" className="btn btn-main">
            {t('list.all')}
          </Link>
        )
      }
    >
      {text}
    </Empty>
  )
}
