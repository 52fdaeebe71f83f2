import { brotliCompressSync, constants } from 'node:zlib'
import { stampFile } from './stamps.ts'

/** Builds the browser's half into `dist/web`, each text file beside its compressed forms. */
export async function buildWeb(root: string, stamp: string): Promise<void> {
  // Vite picks the packages' production files by it; tests run under another.
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  const { build } = await import('vite')
  await build({ configFile: `${root}/vite.config.ts`, logLevel: 'warn' })
  if (before === undefined) delete process.env['NODE_ENV']
  else process.env['NODE_ENV'] = before
  await precompress(`${root}/dist/web`)
  await Bun.write(stampFile(root, 'web'), stamp)
}

async function precompress(folder: string) {
  for await (const name of new Bun.Glob('**/*').scan({ cwd: folder, onlyFiles: true })) {
    const file = Bun.file(`${folder}/${name}`)
    if (!/\.(js|css|html|svg|json|webmanifest)$/.test(name) || file.size < 512) continue
    const data = await file.bytes()
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: data.length }
    await Bun.write(`${folder}/${name}.br`, brotliCompressSync(data, { params }))
    await Bun.write(`${folder}/${name}.gz`, Bun.gzipSync(data, { library: 'libdeflate', level: 12 }))
  }
}
