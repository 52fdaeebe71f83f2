import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { sourceStamps, stampFile } from '../bin/stamps.ts'

const root = resolve(import.meta.dir, '..')
const parts = [
  'apps',
  'bin',
  'contract',
  'server',
  'web',
  'dist',
  'tools',
  'banyan',
  'bun.lock',
  'bunfig.toml',
  'package.json',
  'tsconfig.json',
  'tsconfig.base.json',
  'vite.config.ts',
]

/**
 * A copy of the tree in `folder`, built and set up, for tests that start `./banyan` again and again: what somebody edits meanwhile neither
 * rebuilds the web client nor installs packages under them.
 */
export function frozenCopy(folder: string): string {
  if (!existsSync(join(root, 'dist/web/index.html')))
    execFileSync(process.execPath, ['--no-env-file', join(root, 'bin/banyan.ts'), 'build'], { stdio: 'inherit' })
  for (const part of parts)
    if (existsSync(join(root, part))) cpSync(join(root, part), join(folder, part), { recursive: true, filter: (path) => !path.includes('/node_modules/') })
  mkdirSync(join(folder, 'node_modules'))
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '.banyan-stamp') symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name))
  const stamp = execFileSync('sh', ['-c', 'cat package.json bun.lock | cksum'], { cwd: folder })
  writeFileSync(join(folder, 'node_modules/.banyan-stamp'), stamp)
  writeFileSync(stampFile(folder, 'web'), sourceStamps(folder).web)
  // The built server names its tree: each copy has one of its own.
  execFileSync(process.execPath, ['--no-env-file', '-e', `await (await import('./bin/build.ts')).build(process.cwd(), ['server'])`], {
    cwd: folder,
    stdio: 'inherit',
  })
  return folder
}

/** The environment of `./banyan` in a copy: this Bun, and nothing of the shell that could reach a test. */
export const bare = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/', BANYAN_BUN: process.execPath }
