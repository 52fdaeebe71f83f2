import type { Command, RouteContext } from '#web/app.ts'
import { once } from '#web/load.ts'
import { searchApi } from './api.ts'
import { searchPath } from './asked.ts'

const most = 8

/** For the palette: posts and comments that have what is typed. States it knows already, by more names than stand in any text. */
export async function find({ store, language }: Pick<RouteContext, 'store' | 'language'>, typed: string): Promise<Command[]> {
  const q = typed.trim().slice(0, 200)
  const { data } = await store.dispatch(searchApi.endpoints.search.initiate({ query: { q, limit: most } }, once))
  const said = (parts: readonly { text: string }[]) => parts.map(({ text }) => text).join('')
  const found = (data?.items ?? []).filter(({ kind }) => kind !== 'state')
  const all = { id: 'all', label: language === 'hi' ? `“${q}” के सभी नतीजे` : `All results for “${q}”`, to: searchPath({ q }) }
  if (found.length === 0) return []
  return [...found.map(({ kind, id, title, snippet, path }) => ({ id: `${kind} ${id}`, label: said(title), hint: said(snippet).slice(0, 120), to: path })), all]
}
