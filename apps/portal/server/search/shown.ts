import type { Db } from '#server/db/db.ts'
import { statement } from '#server/db/prepared.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Hit } from '../../contract/search.ts'
import { textOfHtml } from './html-text.ts'
import { marked, snippetOf } from './marks.ts'
import { type StateDocument, stateDocuments, stateWordsFrom } from './states.ts'
import type { Wanted } from './wanted.ts'

export function shownState(place: number, wanted: Wanted): Hit | undefined {
  const document: StateDocument | undefined = stateDocuments()[place]
  if (!document) return undefined
  const { state, texts } = document
  const hindi = [state.name_hi, state.capital_hi].some((name) => marked(name, wanted).some(({ hit }) => hit))
  const placed = texts.map((one) => ({ ...one, at: firstOf(one.first, wanted) }))
  const said = placed.find(({ at }) => at !== undefined) ?? placed[hindi ? 1 : 0]
  const language = hindi ? 'hi' : (said?.language ?? 'en')
  const names = [state.name, state.name_hi, state.name_local].filter((name, i, all) => all.indexOf(name) === i)
  const title = names.find((name, i) => i > 0 && marked(name, wanted).some(({ hit }) => hit))
  return {
    kind: 'state',
    id: state.slug,
    path: `/states/${state.slug}`,
    title: marked(title === undefined ? state.name : `${state.name} · ${title}`, wanted),
    snippet: said ? snippetOf(said.text, wanted, said.at ?? 0) : [],
    language,
    draft: false,
  }
}

function firstOf(places: Map<string, number>, { words, begun }: Wanted): number | undefined {
  let first: number | undefined
  for (const word of [...words, ...stateWordsFrom(begun)]) {
    const at = places.get(word)
    if (at !== undefined && (first === undefined || at < first)) first = at
  }
  return first
}

interface PostRow {
  doc: number
  id: string
  slug: string
  postname: string
  html: string
  language: string
  public: 0 | 1
}

const in_list = (docs: number[]) => `(${docs.map(() => '?').join(', ')})`

/** Looked at once more: whatever the index says, nobody is shown what they may not see. */
export async function shownPosts(db: Db, docs: number[], caller: Caller | undefined, wanted: Wanted): Promise<Map<number, Hit>> {
  if (docs.length === 0) return new Map()
  const sql = `select d.doc, p.id, p.slug, p.postname, p.html, p.language, p.public from portal_post_docs d join portal_posts p on p.id = d.object_id
    where d.doc in ${in_list(docs)} and p.deleted_at is null and (p.public = 1${caller ? ' or p.author_id = ?' : ''})`
  const { rows } = await db.execute<PostRow>(statement(db.dialect, sql, [...docs, ...(caller ? [caller.id] : [])]))
  return new Map(
    rows.map((row) => [
      row.doc,
      {
        kind: 'post',
        id: row.id,
        path: `/posts/${row.slug}`,
        title: marked(row.postname, wanted),
        snippet: snippetOf(textOfHtml(row.html), wanted),
        language: row.language,
        draft: row.public === 0,
      },
    ]),
  )
}

type CommentRow = Omit<PostRow, 'public'>

export async function shownComments(db: Db, docs: number[], wanted: Wanted): Promise<Map<number, Hit>> {
  if (docs.length === 0) return new Map()
  const sql = `select d.doc, c.id, c.html, p.slug, p.postname, p.language from portal_comment_docs d
    join portal_comments c on c.id = d.object_id join portal_posts p on p.id = c.post_id
    where d.doc in ${in_list(docs)} and p.public = 1 and c.deleted_at is null and c.held_at is null and c.hidden_at is null`
  const { rows } = await db.execute<CommentRow>(statement(db.dialect, sql, docs))
  return new Map(
    rows.map((row) => [
      row.doc,
      {
        kind: 'comment',
        id: row.id,
        path: `/posts/${row.slug}#comment-${row.id}`,
        title: marked(row.postname, wanted),
        snippet: snippetOf(textOfHtml(row.html), wanted),
        language: row.language,
        draft: false,
      },
    ]),
  )
}
