import type { Person } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { blogApi } from '../blog/api.ts'
import { writeApi } from './api.ts'
import { blank } from './document.ts'
import { seenPost } from './seen.ts'
import { onlyHere } from './shelf.ts'

/** No answer came at all. */
export const isOffline = (error: unknown) => (error as Partial<ApiError> | undefined)?.status === 0

/** Puts what this browser knows of a post where the editor looks for the server's answers; false where it knows nothing. */
export async function openKept(store: AppStore, { id: user_id }: Person, post_id: string): Promise<boolean> {
  const seen = await seenPost(user_id, post_id)
  const typed = onlyHere(user_id).find(({ id }) => id === post_id)
  if (!seen && !typed) return false
  const asked = { params: { id: post_id } }
  // What was typed here lies on top of it: the keeper finds that by itself.
  const { doc, version } = seen ?? { doc: blank, version: typed?.version ?? 0 }
  const draft = { ...doc, version, post_id, base_version: 0, updated_at: new Date(0).toISOString() }
  await store.dispatch(writeApi.util.upsertQueryData('draft', asked, draft))
  if (seen?.post) await store.dispatch(blogApi.util.upsertQueryData('post', asked, seen.post))
  return true
}
