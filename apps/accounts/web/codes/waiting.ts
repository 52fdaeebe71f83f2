/** What this tab waits for: nothing of it is a secret, and it survives a reload. */
interface Waiting {
  /** Whose address is to be confirmed, where nobody is signed in yet. */
  confirmation: { email: string; username?: string }
  /** Where a code for a new password went. */
  reset: { email: string }
  /** The address that somebody wants to move to. */
  address: { email: string }
}

export function keepWaiting<K extends keyof Waiting>(what: K, value: Waiting[K]) {
  sessionStorage.setItem(`waiting:${what}`, JSON.stringify(value))
}

export function waitingFor<K extends keyof Waiting>(what: K): Waiting[K] | undefined {
  return (JSON.parse(sessionStorage.getItem(`waiting:${what}`) ?? 'null') as Waiting[K] | null) ?? undefined
}

export const stopWaiting = (what: keyof Waiting) => sessionStorage.removeItem(`waiting:${what}`)
