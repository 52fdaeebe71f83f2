import { Link } from 'react-router'
import { useFormat, useLanguage } from '#web/i18n.ts'
import type { State } from '../../contract/states.ts'
import { useStatePostsQuery } from '../api.ts'
import { useFactsT } from '../facts-words.ts'
import { nameIn } from '../filter.ts'

/** What people have written about a state, and an invitation. */
export function StatePosts({ state }: { state: State }) {
  const tf = useFactsT()
  const format = useFormat()
  const language = useLanguage()
  const { data: posts } = useStatePostsQuery({ state: state.slug, reader: language })
  const name = nameIn(state, language)
  return (
    <section aria-labelledby="posts" className="hairline mt-12 pt-6">
      <h2 id="posts" className="font-semibold text-25">
        {tf('posts.title', { name })}
      </h2>
      <ul className="mt-2 grid gap-x-12 md:grid-cols-2">
        {posts?.items.map((post) => (
          <li key={post.id} className="border-line border-b py-3">
            <Link
              to={`/posts/${encodeURIComponent(post.slug)}`}
              lang={post.language}
              dir="auto"
              className="block text-17 font-semibold wrap-anywhere hover:text-neel"
            >
              {post.postname}
            </Link>
            <p className="mt-0.5 text-13 text-ink-2">
              <bdi>{post.author?.name || post.author?.username}</bdi> {post.published_at && format.date(post.published_at)}
            </p>
          </li>
        ))}
      </ul>
      <p className="mt-3 flex flex-wrap gap-x-6">
        {posts?.next && (
          <Link to={`/blog?state=${state.slug}`} className="link inline-flex min-h-11 items-center">
            {tf('posts.all', { name })}
          </Link>
        )}
        <Link to={`/write/new?state=${state.slug}`} className="link inline-flex min-h-11 items-center">
          {tf('posts.write', { name })}
        </Link>
      </p>
    </section>
  )
}
