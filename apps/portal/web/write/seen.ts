import { forgetPrivateFile, keepPrivateRecord, keptPrivateRecord, privateFileKeys } from '#web/private-files.ts'
import type { Post } from '../../contract/posts.ts'
import type { Stored } from './keeper.ts'

/** So many posts open without a network; the one that was opened longest ago goes first. */
const most = 30
const prefix = (user_id: string) => `post.${user_id}.`
const keyOf = (user_id: string, post_id: string) => prefix(user_id) + post_id

/** A post as the server had it when it was last written on in this browser. */
export interface Seen extends Stored {
  post: Post | undefined
  at: number
}

export async function keepSeen(user_id: string, post_id: string, seen: Omit<Seen, 'at'>): Promise<void> {
  await keepPrivateRecord(keyOf(user_id, post_id), { ...seen, at: Date.now() } satisfies Seen)
  const all = await allSeen(user_id)
  for (const { id } of all.slice(most)) await forgetSeen(user_id, id)
}

export const seenPost = (user_id: string, post_id: string): Promise<Seen | undefined> => keptPrivateRecord<Seen>(keyOf(user_id, post_id))
export const forgetSeen = (user_id: string, post_id: string): Promise<void> => forgetPrivateFile(keyOf(user_id, post_id))

/** The last opened first. */
export async function allSeen(user_id: string): Promise<(Seen & { id: string })[]> {
  const keys = (await privateFileKeys()).filter((key) => key.startsWith(prefix(user_id)))
  const found = await Promise.all(
    keys.map(async (key) => {
      const id = key.slice(prefix(user_id).length)
      const seen = await seenPost(user_id, id)
      return seen ? [{ ...seen, id }] : []
    }),
  )
  return found.flat().sort((a, b) => b.at - a.at)
}

/** The session has ended elsewhere: what the server has does not stay here, what it has not stays for its writer (`shelf.ts`). */
export async function forgetAllSeen(user_id: string): Promise<void> {
  for (const { id } of await allSeen(user_id)) await forgetSeen(user_id, id)
}
