import { spawnSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const in_memory = '/dev/shm'
const room = 2 * 1024 ** 3

/** A folder for what a run of tests writes: in memory where there is room, since they commit some ten thousand times, and each waits for the disk. */
export async function runFolder(): Promise<string> {
  if (await hasRoom()) {
    const folder = await mkdtemp(join(in_memory, 'banyan-run-'))
    if (runsPrograms(folder)) return folder
    await rm(folder, { recursive: true })
  }
  return mkdtemp(join(tmpdir(), 'banyan-run-'))
}

async function hasRoom(): Promise<boolean> {
  const { bavail, bsize } = await statfs(in_memory).catch(() => ({ bavail: 0, bsize: 0 }))
  return bavail * bsize >= room
}

/** Containers may forbid it, and tests start copies of ours. */
function runsPrograms(folder: string): boolean {
  const program = join(folder, 'program')
  writeFileSync(program, '#!/bin/sh\n')
  chmodSync(program, 0o755)
  return spawnSync(program).status === 0
}
