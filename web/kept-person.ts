import { private_records } from './forget-private.ts'
import { keepPrivate, keptPrivate } from './private-storage.ts'
import type { Person } from './session.ts'

const key = 'person'

/** Whoever is signed in here, for when no server can be asked. It opens nothing: only what lies in this browser is shown by it. */
export const keepPerson = (person: Person) => keepPrivate(key, JSON.stringify(person))

export function keptPerson(): Person | undefined {
  const kept = keptPrivate(key)
  return kept ? (JSON.parse(kept) as Person) : undefined
}

/** The session ended elsewhere: nothing of theirs shows here any more. What they have typed and what waits to be sent stays for their return. */
export function forgetPerson(): void {
  keepPrivate(key, null)
  if ('indexedDB' in globalThis) indexedDB.deleteDatabase(private_records)
}
