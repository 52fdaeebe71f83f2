import { z } from 'zod'
import type { Page } from '#contract/page.ts'
import { Problem } from '#contract/problem.ts'
import type { Db } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Hit, search } from '../../contract/search.ts'
import { type Ask, askOf } from './ask.ts'
import { hitsOf, type Reach } from './hits.ts'
import { shownComments, shownPosts, shownState } from './shown.ts'
import { stateDocuments } from './states.ts'
import { type Tier, tiers, tiersOfStates } from './tiers.ts'
import { everybody, scopeOf } from './vocabulary.ts'
import { Wanted } from './wanted.ts'

type Kind = Hit['kind']
/** Where something stands in the order of all hits: which part of it, and its number there, the largest first. */
interface Place {
  part: number
  doc: number
}
interface Part {
  tier: Tier
  kind: Kind
}

/** Comments have no name that words could be in. */
const parts: Part[] = tiers.flatMap((tier) =>
  (['state', 'post', 'comment'] as const).filter((kind) => kind !== 'comment' || !tier.startsWith('named')).map((kind) => ({ tier, kind })),
)

const Cursor = z.tuple([
  z.literal('search'),
  z.literal([0, 1]),
  z
    .int()
    .min(0)
    .max(parts.length - 1),
  z.int().min(0),
])

function readPlace(cursor: string | undefined): (Place & { up: boolean }) | undefined {
  if (cursor === undefined) return undefined
  try {
    const [, after, part, doc] = Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    return { part, doc, up: after === 0 }
  } catch (cause) {
    const message = 'This cursor is not valid: start from the first page.'
    throw new Problem('invalid', message, { fields: { cursor: [message] }, cause })
  }
}

const cursorOf = (side: 0 | 1, place: Place | undefined) =>
  place ? Buffer.from(JSON.stringify(['search', side, place.part, place.doc])).toString('base64url') : null

/** States, posts and comments that have all the words, the best first: see `tiers`, then states, posts, comments, then the newest. */
export async function find(db: Db, caller: Caller | undefined, { q, kind, cursor, limit }: z.output<typeof search.query>): Promise<Page<Hit>> {
  const start = readPlace(cursor)
  const scopes = caller ? [everybody, scopeOf(caller.id)] : [everybody]
  const ask = await askOf(db, q, scopes)
  if (!ask) return { items: [], next: null, previous: null, limit }
  const up = start?.up ?? false
  const states = tiersOfStates(stateDocuments(), ask)
  const found: Place[] = []
  for (const part of partsFrom(start?.part, up)) {
    if (found.length > limit) break
    if (kind && parts[part]?.kind !== kind) continue
    const beyond = part === start?.part ? start.doc : undefined
    // From the first page on each tier was read to its end before the next.
    const before = start ? undefined : found.flatMap((place) => (parts[place.part]?.kind === parts[part]?.kind ? place.doc : []))
    const docs = await docsOf(db, part, { ask, states }, { beyond, up, count: limit + 1 - found.length, before })
    found.push(...docs.map((doc) => ({ part, doc })))
  }
  const more = found.length > limit
  const shown = found.slice(0, limit)
  if (up) shown.reverse()
  return {
    items: await show(db, caller, ask, shown),
    next: cursorOf(1, more || up ? shown.at(-1) : undefined),
    previous: cursorOf(0, up ? (more ? shown[0] : undefined) : start && shown[0]),
    limit,
  }
}

function partsFrom(first: number | undefined, up: boolean): number[] {
  const all = parts.map((_, i) => i)
  if (up) return all.slice(0, (first ?? 0) + 1).reverse()
  return all.slice(first ?? 0)
}

interface Asked {
  ask: Ask
  states: Map<number, Tier>
}

async function docsOf(db: Db, part: number, { ask, states }: Asked, reach: Reach): Promise<number[]> {
  const { tier, kind } = parts[part] ?? { tier: 'named', kind: 'state' }
  if (kind === 'state') return statesIn(tier, states, reach)
  return hitsOf(db, kind, tier, ask, reach)
}

/** States are numbered from the last to the first by name, so that the largest comes first as everywhere. */
const numberOfState = (place: number) => stateDocuments().length - place

function statesIn(tier: Tier, states: Map<number, Tier>, { beyond, up, count }: Reach): number[] {
  const all = [...states].flatMap(([place, found]) => (found === tier ? [numberOfState(place)] : []))
  if (up) all.reverse()
  return all.filter((doc) => beyond === undefined || (up ? doc > beyond : doc < beyond)).slice(0, count)
}

/** What has gone since the index was asked is left out. */
async function show(db: Db, caller: Caller | undefined, ask: Ask, places: Place[]): Promise<Hit[]> {
  const wanted = new Wanted(ask)
  const docs = (kind: Kind) => places.filter(({ part }) => parts[part]?.kind === kind).map(({ doc }) => doc)
  const posts = await shownPosts(db, docs('post'), caller, wanted)
  const comments = await shownComments(db, docs('comment'), wanted)
  return places.flatMap(({ part, doc }) => {
    const kind = parts[part]?.kind
    const hit = kind === 'state' ? shownState(numberOfState(doc), wanted) : (kind === 'post' ? posts : comments).get(doc)
    return hit ?? []
  })
}
