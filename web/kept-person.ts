import { keepPrivate, keptPrivate } from './private-storage.ts'
import type { Person } from './session.ts'

const key = 'person'

/** Whoever is signed in here, for when no server can be asked. It opens nothing: only what lies in this browser is shown by it. */
export const keepPerson = (person: Person) => keepPrivate(key, JSON.stringify(person))

export function keptPerson(): Person | undefined {
  const kept = keptPrivate(key)
  return kept ? (JSON.parse(kept) as Person) : undefined
}

/** The session has ended elsewhere: without a network nobody is taken for signed in any more. */
export const forgetPerson = () => keepPrivate(key, null)

/** No server has answered who is signed in: what lies in this browser can be shown all the same. Throws the failure where nothing does. */
export function keptPersonOr(failure: unknown): Person {
  const person = keptPerson()
  if (!person) throw failure
  return person
}
