import type { Dialect } from '#server/db/db.ts'
import type { Ask, Scoped } from './ask.ts'
import { anywhere, in_name } from './documents.ts'
import { type StateDocument, stateWordsFrom } from './states.ts'

/**
 * How well something answers, the best first: all words in its name, or anywhere in it; the last as it is, or only by its beginning. Both kinds of
 * database and the states in memory decide it by the same words, so the order is the same everywhere.
 */
export const tiers = ['named', 'named like', 'said', 'said like'] as const
export type Tier = (typeof tiers)[number]

type Expression = { all: Expression[] } | { any: string[] } | { has: Expression; lacks: Expression[] }

/** Undefined for a tier in which nothing can be. */
function expressionOf(tier: Tier, words: string[][], { scope, last, beginnings }: Scoped, whole: boolean): Expression | undefined {
  const tokens = (mark: string, some: string[]): Expression => ({ any: some.map((word) => mark + scope + word) })
  const all = (mark: string, ends: string[]): Expression | undefined =>
    ends.length === 0 ? undefined : { all: [...words.map((word) => tokens(mark, word)), tokens(mark, ends)] }
  const without = (has: Expression | undefined, ...lacks: (Expression | undefined)[]): Expression | undefined =>
    has && { has, lacks: whole ? [] : lacks.filter((one) => one !== undefined) }
  const more = beginnings.some((word) => !last.includes(word))
  const named = all(in_name, last)
  const named_like = more ? all(in_name, beginnings) : undefined
  if (tier === 'named') return named
  if (tier === 'named like') return without(named_like, named)
  const said = all(anywhere, last)
  if (tier === 'said') return without(said, named_like ?? named)
  return more ? without(all(anywhere, beginnings), said, named_like) : undefined
}

/** The tier as the database's own search asks for it; `whole` with what is in the tiers before, for whoever leaves that out otherwise. */
export function searchText(dialect: Dialect, tier: Tier, words: string[][], scoped: Scoped, whole: boolean): string | undefined {
  const expression = expressionOf(tier, words, scoped, whole)
  return expression && (dialect === 'sqlite' ? forSqlite(expression) : forPostgres(expression))
}

function forSqlite(e: Expression): string {
  if ('any' in e) return `(${e.any.map((token) => `"${token}"`).join(' OR ')})`
  if ('all' in e) return `(${e.all.map(forSqlite).join(' AND ')})`
  return [forSqlite(e.has), ...e.lacks.map(forSqlite)].reduce((left, right) => `(${left} NOT ${right})`)
}

function forPostgres(e: Expression): string {
  if ('any' in e) return `(${e.any.map((token) => `'${token}'`).join(' | ')})`
  if ('all' in e) return `(${e.all.map(forPostgres).join(' & ')})`
  return [forPostgres(e.has), ...e.lacks.map((one) => `!${forPostgres(one)}`)].join(' & ')
}

/** Which tier each state is in, by its place among them; those that are not found are left out. */
export function tiersOfStates(documents: StateDocument[], ask: Ask): Map<number, Tier> {
  const begun = stateWordsFrom(ask.typed)
  const found = new Map<number, Tier>()
  for (const [place, document] of documents.entries()) {
    const tier = tierOfState(document, ask, begun)
    if (tier) found.set(place, tier)
  }
  return found
}

function tierOfState({ named, all }: StateDocument, { words, last }: Ask, begun: string[]): Tier | undefined {
  const has = (set: Set<string>) => words.every((options) => options.some((word) => set.has(word)))
  const any = (set: Set<string>, some: string[]) => some.some((word) => set.has(word))
  if (!has(all)) return undefined
  const all_named = has(named)
  if (all_named && any(named, last)) return 'named'
  if (all_named && any(named, begun)) return 'named like'
  if (any(all, last)) return 'said'
  return any(all, begun) ? 'said like' : undefined
}
