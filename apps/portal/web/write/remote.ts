import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import type { Draft } from '../../contract/writing.ts'
import { writeApi } from './api.ts'
import { type Doc, docOf, wireOf } from './document.ts'
import type { Saved, Stored } from './keeper.ts'

const { addPost, saveDraft, draft } = writeApi.endpoints
const untracked = { track: false } as const

export const storedOf = (one: Draft): Stored => ({ doc: docOf(one), version: one.version })

function failed({ status, message, current, retry_after }: ApiError, again: string): Saved {
  if (status === 0 || status === 429 || status >= 500) return retry_after || status === 0 ? { kind: 'offline' } : { kind: 'problem', message: message || again }
  if (status === 401 || status === 403) return { kind: 'refused' }
  if (status === 404) return { kind: 'gone' }
  if (status === 409 && current) return { kind: 'clash', theirs: storedOf(current as Draft) }
  return { kind: 'problem', message: message || again }
}

interface Options {
  post_id: string
  /** Whether the server knows the post; the first save makes it. */
  exists: boolean
  translation_of: string | undefined
  onMade: () => void
  /** What is said of a failure that has no words of its own. */
  again: string
}

/** Saves a post that is being written: the first time as a new draft under an id that was made here, so that trying again makes no second one. */
export function saverOf(store: AppStore, { post_id, exists, translation_of, onMade, again }: Options) {
  let made = exists
  return async (doc: Doc, version: number): Promise<Saved> => {
    if (!made) {
      const body = { id: post_id, ...wireOf(doc), status: 'draft' as const, ...(translation_of ? { translation_of } : {}) }
      const { data, error } = await store.dispatch(addPost.initiate({ body }, untracked))
      if (error) return failed(error as ApiError, again)
      made = true
      onMade()
      // A lost answer: what it made may be an earlier state of the text, which the next save puts right.
      return data.content === doc.content ? { kind: 'saved', stored: { doc, version: 0 } } : saveOver(doc, 0)
    }
    return saveOver(doc, version)
  }
  async function saveOver(doc: Doc, version: number): Promise<Saved> {
    const { data, error } = await store.dispatch(saveDraft.initiate({ params: { id: post_id }, body: { ...wireOf(doc), version } }, untracked))
    return data ? { kind: 'saved', stored: storedOf(data) } : failed(error as ApiError, again)
  }
}

/** What the server has just now; undefined without an answer. */
export async function freshDraft(store: AppStore, post_id: string): Promise<Stored | undefined> {
  const { data } = await store.dispatch(draft.initiate({ params: { id: post_id } }, { subscribe: false, forceRefetch: true }))
  return data && storedOf(data)
}
