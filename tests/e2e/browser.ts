import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tools } from '../../bin/test/install.ts'

/** A browser to test with: CHROME_PATH, one that is installed, else the one that an npm package carries. */
export async function findBrowser(): Promise<{ executablePath: string; env?: Record<string, string> }> {
  const installed = tools.chromium.find()
  return installed ? { executablePath: installed } : unpackBrowser()
}

/** The package's own launch options are left out: they switch off web security, and processes. */
async function unpackBrowser() {
  const { default: chromium, inflate } = await import('@sparticuz/chromium')
  const executablePath = await chromium.executablePath()
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
