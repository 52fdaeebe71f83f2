import type { PostStatus } from '../../contract/posts.ts'

export const tabs = ['all', 'draft', 'scheduled', 'published', 'held', 'hidden', 'trash'] as const
export type Tab = (typeof tabs)[number]
const page_size = 20

export const tabOf = (search: URLSearchParams): Tab => tabs.find((tab) => tab === search.get('show')) ?? 'all'

/** The call for one's own posts; the loader and the page must ask for the same. */
export function ownList(tab: Tab, cursor: string | null) {
  const narrowed = tab === 'all' ? {} : tab === 'trash' ? { trash: 'true' as const } : { status: tab satisfies PostStatus }
  return { query: { mine: 'true' as const, limit: page_size, ...narrowed, ...(cursor ? { cursor } : {}) } }
}
