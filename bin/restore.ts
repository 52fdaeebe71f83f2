import { parseArgs } from 'node:util'
import { type Restored, restore } from '#server/backup/restore.ts'
import { apps } from '../apps/server.ts'
import { configOf } from './site.ts'

const usage = 'Usage: ./banyan restore FILE [--replace] [--moved]'
const options = { replace: { type: 'boolean', default: false }, moved: { type: 'boolean', default: false } } as const

export async function runRestore(root: string, args: string[]): Promise<number> {
  const asked = read(args)
  if (!asked) {
    console.error(usage)
    return 2
  }
  const { file, ...how } = asked
  const restored = await restore(configOf(root), apps, file, how)
  console.log(described(restored, how.moved))
  return 0
}

function read(args: string[]) {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const [file, ...more] = positionals
    return file === undefined || more.length > 0 ? undefined : { file, ...values }
  } catch {
    return
  }
}

function described({ manifest, migrated, aside, same_key }: Restored, moved: boolean): string {
  const { made_at, version, uploads } = manifest
  return [
    `The site is what it was at ${made_at} (Banyan ${version}).`,
    ...aside.map((place) => `What was here before is now ${place}.`),
    ...(migrated.length > 0 ? [`Its schema was older: ${migrated.join(', ')}.`] : []),
    ...(uploads.bucket ? [`Its uploads lie in the bucket ${uploads.bucket}: they were not in the backup.`] : []),
    ...(moved ? [] : ['Everybody has to sign in again, and mails that waited then are not sent (--moved keeps both).']),
    ...(same_key ? [] : ['WARNING: SECRET_KEY is not the one of this backup. Set that one before the start: the site refuses to start with another.']),
  ].join('\n')
}
