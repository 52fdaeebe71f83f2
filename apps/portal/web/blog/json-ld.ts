import type { Post } from '../../contract/posts.ts'

/** For search engines: the post, who wrote it and when. `page` is its whole address. */
export function blogPosting(post: Post, origin: string, page: string) {
  const { author, cover } = post
  return {
    '@context': 'https://schema.org',
    '@type': 'BlogPosting',
    headline: post.postname,
    description: post.excerpt,
    url: page,
    mainEntityOfPage: page,
    inLanguage: post.language,
    articleSection: post.category,
    ...(post.published_at && { datePublished: post.published_at }),
    dateModified: post.updated_at,
    ...(cover && { image: { '@type': 'ImageObject', url: origin + cover.url, width: cover.width, height: cover.height } }),
    ...(author?.username && {
      author: { '@type': 'Person', name: author.name || author.username, url: `${origin}/people/${encodeURIComponent(author.username)}` },
    }),
    commentCount: post.comments,
    interactionStatistic: { '@type': 'InteractionCounter', interactionType: 'https://schema.org/LikeAction', userInteractionCount: post.likes },
    publisher: { '@type': 'Organization', name: 'Pocket India', url: origin },
  }
}
