import { Link } from 'react-router'
import { useLanguage } from '#web/i18n.ts'
import { classes } from '#web/ui/classes.ts'
import type { PostSummary } from '../../contract/posts.ts'
import type { StateSummary } from '../../contract/states.ts'
import { nameIn } from '../filter.ts'
import { listPath, postPath } from './addresses.ts'
import { useT } from './book.ts'
import { AuthorName, Day, Dot } from './byline.tsx'
import { categoryName } from './categories.ts'
import { Cover } from './cover.tsx'
import { textIn } from './languages.ts'

interface Props {
  post: PostSummary
  states: readonly StateSummary[]
  heading?: 'h2' | 'h3'
  /** The newest post of the whole list stands larger. */
  lead?: boolean
}

/** One post in a list. All of it can be pressed, and the name of the post is the one link that is read aloud. */
export function PostRow({ post, states, heading: Heading = 'h2', lead = false }: Props) {
  const t = useT()
  const language = useLanguage()
  const state = states.find(({ slug }) => slug === post.state)
  return (
    <article
      className={classes(
        'group relative grid gap-x-6 gap-y-3 py-6',
        lead ? 'md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)] md:items-center md:gap-x-10' : 'grid-cols-[minmax(0,1fr)_auto]',
      )}
    >
      <div className={classes('min-w-0', lead && 'max-md:order-2')}>
        <p className="flex flex-wrap items-center gap-x-2 text-13 text-ink-2">
          <Link
            to={listPath({ category: post.category_key })}
            className="relative z-10 inline-flex min-h-6 items-center font-semibold text-neel hover:underline"
          >
            {categoryName(t, { key: post.category_key, name: post.category })}
          </Link>
          {state && (
            <>
              <Dot />
              <Link to={listPath({ state: state.slug })} className="relative z-10 inline-flex min-h-6 items-center hover:text-neel hover:underline">
                {nameIn(state, language)}
              </Link>
            </>
          )}
        </p>
        <Heading {...textIn(post.language)} className={classes('mt-1 font-bold wrap-anywhere', lead ? 'text-25 md:text-32' : 'text-20')}>
          <Link to={postPath(post.slug)} className="after:absolute after:inset-0 after:rounded-md group-hover:text-neel">
            {post.postname}
          </Link>
        </Heading>
        <p {...textIn(post.language)} className={classes('mt-1 text-ink-2 wrap-anywhere', lead ? 'line-clamp-4 text-17' : 'line-clamp-2 max-sm:hidden')}>
          {post.excerpt}
        </p>
        <p className="mt-2 flex flex-wrap items-center gap-x-2 text-13 text-ink-2">
          <AuthorName author={post.author} />
          {post.published_at && (
            <>
              <Dot />
              <Day at={post.published_at} />
            </>
          )}
          <Dot />
          <span>{t('row.minutes', { count: post.reading_minutes })}</span>
          {post.comments > 0 && (
            <>
              <Dot />
              <span>{t('row.comments', { count: post.comments })}</span>
            </>
          )}
        </p>
      </div>
      <Cover
        post={post}
        states={states}
        first={lead}
        sizes={lead ? '(width < 52rem) 100vw, 36rem' : '12rem'}
        className={lead ? 'aspect-[3/2] w-full max-md:order-1' : 'aspect-square w-22 sm:aspect-[3/2] sm:w-44'}
      />
    </article>
  )
}
