export const kinds = ['state', 'post', 'comment'] as const

/** What the address asks for. */
export function askedIn(search: URLSearchParams) {
  const kind = kinds.find((one) => one === search.get('kind'))
  return { q: (search.get('q') ?? '').slice(0, 200).trim(), kind, cursor: search.get('cursor') ?? undefined }
}
type Asked = ReturnType<typeof askedIn>

/** The call for it; the loader and the page must ask for the same. */
export const callOf = ({ q, kind, cursor }: Asked) => ({ query: { q, limit: 20, ...(kind ? { kind } : {}), ...(cursor ? { cursor } : {}) } })

export const searchPath = ({ q, kind, cursor }: Partial<Asked>) => {
  const query = new URLSearchParams(Object.entries({ q, kind, cursor }).flatMap(([name, value]) => (value ? [[name, value]] : [])))
  return query.size > 0 ? `/search?${query}` : '/search'
}
