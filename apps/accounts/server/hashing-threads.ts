import { readdirSync, readFileSync } from 'node:fs'
import { setPriority } from 'node:os'

/** What Linux calls the threads in which Bun hashes, beside its own. */
const pool = 'Bun Pool'
/** Gets about a tenth of a core that somebody else wants, and all of one that nobody wants. */
const niceness = 10

/**
 * Lets answering go before hashing: Linux gives each thread a priority of its own. Without it fifty sign-ins a second keep both cores of a
 * small machine busy, and every reader waits for a turn.
 */
export function hashBehindRequests(): void {
  if (process.platform !== 'linux') return
  try {
    for (const id of readdirSync('/proc/self/task')) if (readFileSync(`/proc/self/task/${id}/comm`, 'utf8').startsWith(pool)) setPriority(Number(id), niceness)
  } catch {
    // A thread has just ended, or the sandbox hides them: then hashing has the priority of everything else.
  }
}
