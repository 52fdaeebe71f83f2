import { useParams } from 'react-router'
import { addressIn, useHead } from '#web/head.tsx'
import { usePage } from '#web/page-context.ts'
import type { Post } from '../../contract/posts.ts'
import { useListStatesQuery } from '../api.ts'
import { Comments } from '../talk/comments.tsx'
import { feedPath, postPath, wholePostPath } from './addresses.ts'
import { usePostQuery } from './api.ts'
import { useT } from './book.ts'
import { Contents } from './contents.tsx'
import { blogPosting } from './json-ld.ts'
import { frameOf, textIn } from './languages.ts'
import { OwnBar } from './own-bar.tsx'
import { PostActions } from './post-actions.tsx'
import { PostHead } from './post-head.tsx'
import { Related } from './related.tsx'

/** One post to read; its loader has asked for it. */
export function PostPage() {
  const { slug = '' } = useParams()
  const { data: post } = usePostQuery({ params: { id: slug } })
  return post ? <Whole key={post.id} post={post} /> : null
}

function Whole({ post }: { post: Post }) {
  const { data: states = [] } = useListStatesQuery({})
  const state = states.find(({ slug }) => slug === post.state)
  usePostHead(post)
  const long = post.contents.length > 0
  return (
    <article className="page">
      <OwnBar post={post} />
      <PostHead post={post} state={state} />
      <div className={long ? 'mx-auto grid max-w-[65rem] gap-x-12 lg:grid-cols-[minmax(0,65ch)_minmax(0,1fr)]' : 'mx-auto max-w-[65ch]'}>
        {long && <Contents headings={post.contents} />}
        <div className="min-w-0 lg:row-start-1">
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: the server has made it from Markdown and let only harmless elements through. */}
          <div {...textIn(post.language)} className="prose" dangerouslySetInnerHTML={{ __html: post.html }} />
          <PostActions post={post} />
          <Comments post={post} />
        </div>
      </div>
      <Related post={post} state={state} states={states} />
    </article>
  )
}

function usePostHead(post: Post) {
  const t = useT()
  const { origin } = usePage()
  const whole = wholePostPath(post)
  const others = [post, ...post.translations]
  useHead({
    title: t('tab', { page: post.postname || t('bar.label') }),
    description: post.excerpt,
    canonical: postPath(post.slug),
    canonical_in: frameOf(post.language),
    alternates: others.map((one) => ({ language: one.language, path: addressIn(frameOf(one.language), postPath(one.slug)) })),
    type: 'article',
    feed: { title: t('list.feed_title', { page: t('list.title') }), path: feedPath({}) },
    ...(post.cover ? { image: post.cover.url } : {}),
    json_ld: blogPosting(post, origin, origin + whole),
    ...(post.status === 'published' ? {} : { noindex: true }),
  })
}
