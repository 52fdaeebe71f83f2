import type { Db } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Hit } from '../../contract/search.ts'
import { textOfHtml } from './html-text.ts'
import { type IsHit, marked, snippetOf } from './marks.ts'
import { type StateDocument, stateDocuments } from './states.ts'

export function shownState(place: number, isHit: IsHit): Hit | undefined {
  const document: StateDocument | undefined = stateDocuments()[place]
  if (!document) return undefined
  const { state, texts } = document
  const hindi = [state.name_hi, state.capital_hi].some((name) => marked(name, isHit).some(({ hit }) => hit))
  const placed = texts.map((one) => ({ ...one, at: firstOf(one.first, isHit) }))
  const said = placed.find(({ at }) => at !== undefined) ?? placed[hindi ? 1 : 0]
  const language = hindi ? 'hi' : (said?.language ?? 'en')
  const names = [state.name, state.name_hi, state.name_local].filter((name, i, all) => all.indexOf(name) === i)
  const title = names.find((name, i) => i > 0 && marked(name, isHit).some(({ hit }) => hit))
  return {
    kind: 'state',
    id: state.slug,
    path: `/states/${state.slug}`,
    title: marked(title === undefined ? state.name : `${state.name} · ${title}`, isHit),
    snippet: said ? snippetOf(said.text, isHit, said.at ?? 0) : [],
    language,
    draft: false,
  }
}

function firstOf(places: Map<string, number>, isHit: IsHit): number | undefined {
  let first: number | undefined
  for (const [word, at] of places) if ((first === undefined || at < first) && isHit(word)) first = at
  return first
}

/** Looked at once more: whatever the index says, nobody is shown what they may not see. */
export async function shownPosts(db: Db, docs: number[], caller: Caller | undefined, isHit: IsHit): Promise<Map<number, Hit>> {
  if (docs.length === 0) return new Map()
  const rows = await db
    .selectFrom('portal_post_docs as d')
    .innerJoin('portal_posts as p', 'p.id', 'd.object_id')
    .select(['d.doc', 'p.id', 'p.slug', 'p.postname', 'p.html', 'p.language', 'p.public'])
    .where('d.doc', 'in', docs)
    .where('p.deleted_at', 'is', null)
    .where((e) => e.or([e('p.public', '=', 1), ...(caller ? [e('p.author_id', '=', caller.id)] : [])]))
    .execute()
  return new Map(
    rows.map((row) => [
      Number(row.doc),
      {
        kind: 'post',
        id: row.id,
        path: `/posts/${row.slug}`,
        title: marked(row.postname, isHit),
        snippet: snippetOf(textOfHtml(row.html), isHit),
        language: row.language,
        draft: row.public === 0,
      },
    ]),
  )
}

export async function shownComments(db: Db, docs: number[], isHit: IsHit): Promise<Map<number, Hit>> {
  if (docs.length === 0) return new Map()
  const rows = await db
    .selectFrom('portal_comment_docs as d')
    .innerJoin('portal_comments as c', 'c.id', 'd.object_id')
    .innerJoin('portal_posts as p', 'p.id', 'c.post_id')
    .select(['d.doc', 'c.id', 'c.html', 'p.slug', 'p.postname', 'p.language'])
    .where('d.doc', 'in', docs)
    .where('p.public', '=', 1)
    .where('c.deleted_at', 'is', null)
    .where('c.held_at', 'is', null)
    .where('c.hidden_at', 'is', null)
    .execute()
  return new Map(
    rows.map((row) => [
      Number(row.doc),
      {
        kind: 'comment',
        id: row.id,
        path: `/posts/${row.slug}#comment-${row.id}`,
        title: marked(row.postname, isHit),
        snippet: snippetOf(textOfHtml(row.html), isHit),
        language: row.language,
        draft: false,
      },
    ]),
  )
}
