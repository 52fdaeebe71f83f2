import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tools } from '../../bin/test/install.ts'

interface Browser {
  executablePath: string
  env?: Record<string, string>
}

/** Chromium without a window of any kind, which Playwright takes too: a test's new page costs a third of what it costs in the whole browser. */
const installed_shell = '/usr/bin/chromium-headless-shell'

/** A browser to test with: CHROME_PATH, else a headless shell (Debian's, or the one that an npm package carries), else one that is installed. */
export async function findBrowser(): Promise<Browser> {
  const given = process.env['CHROME_PATH']
  if (given && existsSync(given)) return { executablePath: given }
  if (existsSync(installed_shell)) return { executablePath: installed_shell }
  const installed = tools.chromium.find()
  const shell = await unpackShell().catch((error: unknown) => {
    if (installed) return undefined
    throw error
  })
  if (shell && (!installed || runs(shell))) return shell
  return { executablePath: installed ?? '' }
}

const runs = ({ executablePath, env }: Browser) =>
  spawnSync(executablePath, ['--version'], { stdio: 'ignore', timeout: 20_000, ...(env && { env: { ...process.env, ...env } }) }).status === 0

/** The package's own launch options are left out: they switch off web security, and processes. */
async function unpackShell(): Promise<Browser> {
  const { default: chromium, inflate } = await import('@sparticuz/chromium')
  const executablePath = await chromium.executablePath()
  if (existsSync('/etc/fonts/fonts.conf') && runs({ executablePath })) return { executablePath }
  // It also carries NSS and expat for machines that lack them, and one font family.
  const archive = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '../bin/al2023.tar.br')
  const libraries = join(tmpdir(), 'al2023/lib')
  if (!existsSync(libraries)) await inflate(archive)
  const env: Record<string, string> = { PATH: process.env['PATH'] ?? '', HOME: tmpdir(), LD_LIBRARY_PATH: libraries }
  if (!existsSync('/etc/fonts/fonts.conf')) env['FONTCONFIG_PATH'] = await describeFonts()
  return { executablePath, env }
}

async function describeFonts(): Promise<string> {
  const folder = join(tmpdir(), 'banyan-fonts')
  await mkdir(folder, { recursive: true })
  const description = `<?xml version="1.0"?><fontconfig><dir>${tmpdir()}/fonts</dir><cachedir>${folder}</cachedir></fontconfig>`
  await writeFile(join(folder, 'fonts.conf'), description)
  return folder
}
