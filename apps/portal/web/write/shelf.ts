import { keepPrivate, keptPrivate, privateKeys } from '#web/private-storage.ts'
import type { Shelf, Stored } from './keeper.ts'

/** Texts that the server does not have yet, by post and by tab, so that two tabs never write over each other; they go when one signs out here. */
const prefix = (user_id: string) => `post.${user_id}.`
const keyOf = (user_id: string, post_id: string, tab: string) => `${prefix(user_id)}${post_id}.${tab}`

interface Kept extends Stored {
  at: number
}

function read(key: string): Kept | undefined {
  try {
    const kept = JSON.parse(keptPrivate(key) ?? 'null') as Kept | null
    return kept && typeof kept.doc?.content === 'string' ? kept : undefined
  } catch {
    return undefined
  }
}

/** Tabs that are open say so by a lock that the browser takes from them when they are gone, however they went. */
async function openTabs(): Promise<Set<string>> {
  const { held = [] } = (await navigator.locks?.query()) ?? {}
  return new Set(held.map(({ name = '' }) => name))
}

/** Takes a place for a post in this tab. Gives what an earlier tab left there, the latest first. */
export async function openShelf(user_id: string, post_id: string): Promise<{ shelf: Shelf; kept: Stored | undefined; close: () => void }> {
  const open = await openTabs()
  const left = privateKeys(`${prefix(user_id)}${post_id}.`).filter((key) => !open.has(key))
  const found = left.flatMap((key) => read(key) ?? [])
  const [kept] = found.sort((a, b) => b.at - a.at)
  const key = keyOf(user_id, post_id, crypto.randomUUID())
  let leave = () => {}
  const stay = new Promise<void>((resolve) => (leave = resolve))
  void navigator.locks?.request(key, () => stay)
  if (kept) keepPrivate(key, JSON.stringify(kept))
  for (const old of left) if (read(old)?.at === kept?.at || !read(old)) keepPrivate(old, null)
  const shelf: Shelf = {
    put: ({ doc, version }) => keepPrivate(key, JSON.stringify({ doc, version, at: Date.now() } satisfies Kept)),
    clear: () => keepPrivate(key, null),
  }
  return { shelf, kept, close: leave }
}

/** Posts of which this browser has something that the server has not, such as those that were begun without a network. */
export function onlyHere(user_id: string): { id: string; postname: string; version: number }[] {
  return privateKeys(prefix(user_id)).flatMap((key) => {
    const kept = read(key)
    const id = key.slice(prefix(user_id).length).split('.')[0]
    return kept && id ? [{ id, postname: kept.doc.postname, version: kept.version }] : []
  })
}
