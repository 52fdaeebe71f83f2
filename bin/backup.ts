import { readdir, rm, stat } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { readArchive } from '#server/backup/archive.ts'
import { auditBackup, backUp } from '#server/backup/backup.ts'
import type { Manifest } from '#server/backup/manifest.ts'
import { configOf } from './site.ts'

const usage = `Usage: ./banyan backup [FILE] [--force] [--keep N]
       ./banyan backup --verify FILE`
const options = { force: { type: 'boolean' }, keep: { type: 'string' }, verify: { type: 'boolean' } } as const
const ours = /^banyan-\d{8}T\d{6}Z\.tar\.gz$/

export async function runBackup(root: string, args: string[]): Promise<number> {
  const asked = read(args)
  if (!asked) {
    console.error(usage)
    return 2
  }
  if (asked.verify) {
    console.log(`${asked.verify} is whole.\n${described(await readArchive(asked.verify))}`)
    return 0
  }
  return make(root, asked)
}

interface Asked {
  file?: string
  verify?: string
  force: boolean
  keep?: number
}

function read(args: string[]): Asked | undefined {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const [file, ...more] = positionals
    const keep = values.keep === undefined ? undefined : Number(values.keep)
    const wrong = more.length > 0 || (keep !== undefined && !(Number.isInteger(keep) && keep > 0)) || (values.verify && (!file || values.force || keep))
    if (wrong) return
    if (values.verify) return { verify: file ?? '', force: false }
    return { ...(file && { file }), force: values.force ?? false, ...(keep && { keep }) }
  } catch {
    return
  }
}

async function make(root: string, { file: named, force, keep }: Asked): Promise<number> {
  const config = configOf(root)
  const file = named ?? join(config.DATA_DIR, 'backups', `banyan-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}.tar.gz`)
  // The server's requests go first.
  setPriority(10)
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort())
  const manifest = await backUp(config, file, { force, signal: stop.signal }).catch((error: unknown) => {
    if (!stop.signal.aborted) throw error
    throw Object.assign(new Error('Stopped. There is no backup.'), { exit_code: 130 })
  })
  await auditBackup(config, file, manifest).catch((error: Error) => console.error(`The audit log could not be told of it: ${error.message}`))
  console.log(`Backed up to ${file} (${size((await stat(file)).size)})\n${described(manifest)}\n${whereTheKeyIs(config.DATA_DIR, process.env)}`)
  if (keep) await removeOlder(dirname(file), keep)
  return 0
}

function described({ made_at, version, dialect, rows, migrations, uploads, id }: Manifest): string {
  const all = Object.values(rows).reduce((sum, count) => sum + count, 0)
  const kind = dialect === 'sqlite' ? 'SQLite' : 'PostgreSQL'
  const files = `${uploads.files} files, ${size(uploads.bytes)}`
  return [
    `  made      ${made_at} by Banyan ${version}, ${id}`,
    `  database  ${kind}: ${all} rows in ${Object.keys(rows).length} tables, ${migrations.length} migrations`,
    `  uploads   ${uploads.bucket ? `lie in the bucket ${uploads.bucket} and are not in it` : files}`,
  ].join('\n')
}

const size = (bytes: number) => (bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`)

function whereTheKeyIs(data_dir: string, { SECRET_KEY, SECRET_KEY_FILE }: NodeJS.ProcessEnv): string {
  const place = SECRET_KEY || SECRET_KEY_FILE ? 'SECRET_KEY' : `SECRET_KEY (here: in .env, or in ${join(relative('', data_dir), 'secret_key')})`
  return `${place} is not in it: keep it in another place. Without it no conversation, second factor or signing key of this backup opens.`
}

/** Of the backups with a name of ours the last few stay. */
async function removeOlder(folder: string, keep: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => ours.test(name)).sort()
  for (const name of names.slice(0, -keep)) {
    await rm(join(folder, name))
    console.log(`Removed ${basename(name)}`)
  }
}
