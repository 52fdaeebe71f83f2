import { keepPrivate, keptPrivate } from '#web/private-storage.ts'

const key = 'tasks.last_lists'
const kept_lists = 5

const lastUsed = (): string[] => {
  const kept: unknown = JSON.parse(keptPrivate(key) ?? '[]')
  return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : []
}

export const rememberList = (id: string) => keepPrivate(key, JSON.stringify([id, ...lastUsed().filter((one) => one !== id)].slice(0, kept_lists)))

/** Those that things were added to last come first, the others in the person's own order. */
export function lastUsedFirst<L extends { id: string }>(lists: readonly L[]): L[] {
  const last = lastUsed()
  const rank = ({ id }: L) => (last.includes(id) ? last.indexOf(id) : kept_lists)
  return [...lists].sort((a, b) => rank(a) - rank(b))
}
