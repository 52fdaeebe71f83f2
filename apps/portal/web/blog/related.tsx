import { useLanguage } from '#web/i18n.ts'
import { LinkButton } from '#web/ui/button.tsx'
import type { Post } from '../../contract/posts.ts'
import type { StateSummary } from '../../contract/states.ts'
import { nameIn } from '../filter.ts'
import { MapSprite } from '../map-sprite.tsx'
import { authorPath, listPath } from './addresses.ts'
import { useRelatedQuery } from './api.ts'
import { useT } from './book.ts'
import { nameOf } from './byline.tsx'
import { PostRow } from './post-row.tsx'

/** What to read next, and the ways to more of the same. */
export function Related({ post, state, states }: { post: Post; state: StateSummary | undefined; states: readonly StateSummary[] }) {
  const t = useT()
  const language = useLanguage()
  const { data: related = [] } = useRelatedQuery({ params: { id: post.id } })
  const { author } = post
  return (
    <section aria-labelledby="related" className="hairline mx-auto mt-14 max-w-[65rem] pt-6">
      <h2 id="related" className="text-25">
        {t('post.related')}
      </h2>
      {related.length > 0 && (
        <>
          <MapSprite />
          <div className="grid gap-x-12 divide-y divide-line md:grid-cols-2 md:divide-y-0">
            {related.map((one) => (
              <PostRow key={one.id} post={one} states={states} heading="h3" />
            ))}
          </div>
        </>
      )}
      <p className="mt-4 flex flex-wrap gap-3">
        {author?.username && <LinkButton to={authorPath(author.username)}>{t('post.more_by', { name: nameOf(author) })}</LinkButton>}
        {state && <LinkButton to={listPath({ state: state.slug })}>{t('post.more_from', { state: nameIn(state, language) })}</LinkButton>}
        <LinkButton to="/blog">{t('missing.all')}</LinkButton>
      </p>
    </section>
  )
}
