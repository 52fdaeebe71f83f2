import { private_prefix as prefix } from './forget-private.ts'

/** What a page keeps in this browser for the signed-in person; it goes when they sign out here. Without storage nothing is kept. */
export function keepPrivate(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(prefix + key)
    else localStorage.setItem(prefix + key, value)
  } catch {
    // Full, or refused by the browser's settings: the page works, only a reload forgets.
  }
}

export function keptPrivate(key: string): string | null {
  try {
    return localStorage.getItem(prefix + key)
  } catch {
    return null
  }
}

/** The keys that begin so. */
export function privateKeys(start = ''): string[] {
  try {
    return Object.keys(localStorage).flatMap((key) => (key.startsWith(prefix + start) ? [key.slice(prefix.length)] : []))
  } catch {
    return []
  }
}

/** Hears of what other tabs keep and forget. */
export function onPrivateChange(start: string, changed: () => void): () => void {
  const hear = ({ key }: StorageEvent) => (key === null || key.startsWith(prefix + start)) && changed()
  addEventListener('storage', hear)
  return () => removeEventListener('storage', hear)
}
