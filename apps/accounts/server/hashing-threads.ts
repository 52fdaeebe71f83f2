import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, setPriority } from 'node:os'

/** What Linux calls the threads in which Bun hashes, beside its own. */
const pool = 'Bun Pool'
/** Gets about a tenth of a core that somebody else wants, and all of one that nobody wants. */
const niceness = 10
/** Linux' policies. What is idle gets time that nobody else wants, and whatever wakes up takes the core from it at once. */
const policies = { other: 0, idle: 5 } as const
type Rank = keyof typeof policies

/**
 * Where hashing stands among the threads that want a core. `idle`: behind all of them; priority alone leaves whoever wakes up to wait for the end of the
 * hashing thread's slice, up to 4 ms, which fifty sign-ins a second on two cores make the time that one read in a hundred takes. `other`: with low
 * priority, but never without its part. Linux gives each thread a rank of its own.
 */
export function rankHashing(rank: Rank): void {
  if (process.platform !== 'linux') return
  try {
    const ids = hashingThreads()
    for (const id of ids) setPriority(id, niceness)
    if (canBeIdle(ids[0])) for (const id of ids) setPolicy(id, rank)
  } catch {
    // A thread has just ended, or the sandbox hides them: then hashing has the rank of everything else.
  }
}

let can_be_idle: boolean | undefined

/** With one core it would get none of it, and where Linux lets nobody come back (without privileges, or `LimitNICE`) it might never get one again. */
function canBeIdle(thread: number | undefined): boolean {
  if (thread === undefined) return false
  can_be_idle ??= availableParallelism() > 1 && setPolicy(thread, 'idle') && setPolicy(thread, 'other')
  return can_be_idle
}

function hashingThreads(): number[] {
  const ids = readdirSync('/proc/self/task')
  return ids.filter((id) => readFileSync(`/proc/self/task/${id}/comm`, 'utf8').startsWith(pool)).map(Number)
}

type SetScheduler = (thread: number, policy: number, priority: Int32Array) => number
let setScheduler: SetScheduler | undefined

function setPolicy(thread: number, rank: Rank): boolean {
  setScheduler ??= openGlibc()
  return setScheduler(thread, policies[rank], new Int32Array([0])) === 0
}

/** Loaded at the first hash: it costs a start some milliseconds. */
const ffi = () => createRequire(import.meta.url)('bun:ffi') as typeof import('bun:ffi')

/** Neither Node nor Bun sets a policy. musl has the function and refuses it. */
function openGlibc(): SetScheduler {
  try {
    const { dlopen, FFIType } = ffi()
    const { symbols } = dlopen('libc.so.6', { sched_setscheduler: { args: [FFIType.i32, FFIType.i32, FFIType.ptr], returns: FFIType.i32 } })
    return symbols.sched_setscheduler as SetScheduler
  } catch {
    return () => -1
  }
}
