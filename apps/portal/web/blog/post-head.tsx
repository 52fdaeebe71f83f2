import { Link } from 'react-router'
import { useFormat, useLanguage } from '#web/i18n.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { classes } from '#web/ui/classes.ts'
import type { Post } from '../../contract/posts.ts'
import type { StateSummary } from '../../contract/states.ts'
import { useGetStateQuery } from '../api.ts'
import { nameIn } from '../filter.ts'
import { tints } from '../tints.tsx'
import { authorPath, listPath, postPath } from './addresses.ts'
import { useT } from './book.ts'
import { Dot, nameOf } from './byline.tsx'
import { categoryName } from './categories.ts'
import { language_names, textIn } from './languages.ts'

/** From this length on a title is set a size smaller. */
const long_title = 70
/** An edit in the first hour mends a slip, and needs no mention. */
const quiet_change_ms = 3_600_000

export function PostHead({ post, state }: { post: Post; state: StateSummary | undefined }) {
  return (
    <header className="mx-auto mb-8 max-w-[65rem]">
      {post.cover ? <Picture cover={post.cover} /> : state && <Outline state={state} />}
      <div className="mx-auto max-w-[65ch]">
        <Kicker post={post} state={state} />
        <h1 {...textIn(post.language)} className={classes('title mt-2 wrap-anywhere', post.postname.length > long_title && 'md:text-32')}>
          {post.postname}
        </h1>
        <Byline post={post} />
        <Translations post={post} />
      </div>
    </header>
  )
}

const Picture = ({ cover }: { cover: NonNullable<Post['cover']> }) => (
  <img
    src={cover.url}
    srcSet={`${cover.small} 400w, ${cover.medium} 800w, ${cover.url} 1600w`}
    sizes="(width < 68rem) 100vw, 65rem"
    alt={cover.alt}
    width={cover.width}
    height={cover.height}
    fetchPriority="high"
    className="mb-8 aspect-[3/2] w-full rounded-md bg-sunk object-cover sm:aspect-[21/9]"
  />
)

/** A post without a picture gets the shape of the state it is about, large and cropped. */
function Outline({ state }: { state: StateSummary }) {
  const { data } = useGetStateQuery({ params: { slug: state.slug } })
  const tint = tints[state.zone]
  if (!data) return null
  return (
    <div className={classes('relative mb-8 h-32 overflow-hidden rounded-md sm:h-56', tint.background)}>
      <svg
        aria-hidden="true"
        viewBox={data.outline.view_box}
        preserveAspectRatio="xMidYMid meet"
        className="absolute end-[2%] top-[-45%] h-[190%] w-[62%] sm:end-[6%] sm:w-[48%]"
      >
        <path d={data.outline.d} fillRule="evenodd" className={classes(tint.ink_fill, 'opacity-25')} />
      </svg>
    </div>
  )
}

function Kicker({ post, state }: { post: Post; state: StateSummary | undefined }) {
  const t = useT()
  const language = useLanguage()
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-15 text-ink-2">
      {post.category && (
        <Link to={listPath({ category: post.category_key })} className="inline-flex min-h-11 items-center font-semibold text-neel hover:underline">
          {categoryName(t, { key: post.category_key, name: post.category })}
        </Link>
      )}
      {state && (
        <>
          <Dot />
          <Link to={`/states/${state.slug}`} className="inline-flex min-h-11 items-center hover:text-neel hover:underline">
            {nameIn(state, language)}
          </Link>
        </>
      )}
    </p>
  )
}

function Byline({ post }: { post: Post }) {
  const t = useT()
  const format = useFormat()
  const { author, published_at, updated_at } = post
  const changed = published_at && Date.parse(updated_at) - Date.parse(published_at) > quiet_change_ms && format.date(updated_at) !== format.date(published_at)
  return (
    <div className="mt-4 flex items-center gap-3 text-15">
      {author?.username && <Avatar person={author} className="size-11 text-20" />}
      <div>
        {author?.username ? (
          <Link to={authorPath(author.username)} className="font-semibold hover:text-neel hover:underline">
            <bdi>{nameOf(author)}</bdi>
          </Link>
        ) : (
          <span className="font-semibold">{author?.name ?? t('row.somebody')}</span>
        )}
        <p className="flex flex-wrap gap-x-2 text-ink-2">
          {published_at && <time dateTime={published_at}>{format.date(published_at)}</time>}
          {published_at && <Dot />}
          <span>{t('post.reading', { count: post.reading_minutes })}</span>
          {changed && (
            <>
              <Dot />
              <span>{t('post.changed', { date: format.date(updated_at) })}</span>
            </>
          )}
        </p>
      </div>
    </div>
  )
}

function Translations({ post: { translations } }: { post: Post }) {
  const t = useT()
  if (translations.length === 0) return null
  return (
    <p className="mt-4 flex flex-wrap items-center gap-x-3 text-15">
      <span className="text-ink-2">{t('post.also_in')}</span>
      {translations.map(({ language, slug, postname }) => (
        <Link key={language} to={postPath(slug)} hrefLang={language} {...textIn(language)} title={postname} className="link inline-flex min-h-11 items-center">
          {language_names[language]}
        </Link>
      ))}
    </p>
  )
}
