export interface Toast {
  id: number
  text: string
  tone: 'plain' | 'problem'
  action?: { label: string; run: () => void }
  undo?: () => void
  /** Stays until it is answered. */
  stay: boolean
}

const none: readonly Toast[] = []
let shown: readonly Toast[] = none
let last_id = 0
const listeners = new Set<() => void>()

function show(next: readonly Toast[]) {
  shown = next
  for (const listener of listeners) listener()
}

/** Tells what has just happened, with the way back in it. Call it in the browser only. */
export function toast(what: { text: string } & Partial<Omit<Toast, 'id'>>): number {
  last_id += 1
  // More than three at once nobody reads.
  show([...shown.slice(-2), { tone: 'plain', stay: false, ...what, id: last_id }])
  return last_id
}
export const dismiss = (id: number) => show(shown.filter((one) => one.id !== id))

export const toastStore = {
  subscribe(listener: () => void) {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  current: () => shown,
  onServer: () => none,
}
