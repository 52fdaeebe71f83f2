import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { font_release } from './web/fonts.ts'
import { bare_page, offline_parts } from './web/sw-rules.ts'

const schemas_of = 'banyan-schemas:'
const here = import.meta.dirname

/**
 * The contracts describe with zod what both halves check. The browser only calls, so it gets each endpoint without its schemas; a page
 * that does check (sign-up) imports a schema by name and brings zod into its own chunk.
 */
function slimContracts(): Plugin {
  const contract = /\/apps\/[^/]+\/contract(\/[^/]+)?\.ts$/
  return {
    name: 'banyan-slim-contracts',
    enforce: 'pre',
    resolveId(source) {
      // The schemas are reached by a second name of the same file.
      return source.startsWith(schemas_of) ? { id: `${source.slice(schemas_of.length)}?schemas`, moduleSideEffects: false } : null
    },
    transform(code, id) {
      // zod tries `new Function` unless told otherwise before the first schema; the content security policy would report it.
      if (id.endsWith('.ts?schemas')) return { code: `import '#web/quiet-zod.ts'\n${code}`, map: null }
      // One import would put all of zod into what every page loads.
      if (id.endsWith('/contract/endpoint.ts')) return { code: code.replace("import { z } from 'zod'", '').replace('z.undefined()', 'undefined'), map: null }
      // Search engines read it in the page that the server renders.
      if (id.endsWith('/json-ld.ts')) {
        const names = [...code.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => `export const ${name} = () => undefined`)
        return { code: names.join('\n'), map: null }
      }
      if (id.endsWith('/contract/door.ts')) return { code: readingHalf(code), map: null }
      return null
    },
    async load(id) {
      if (!contract.test(id)) return null
      this.addWatchFile(id)
      const exported = (await import(`${id}?${statSync(id).mtimeMs}`)) as Record<string, unknown>
      const lines = Object.entries(exported).map(([name, value]) => slim(name, value, id))
      return { code: lines.join('\n'), moduleSideEffects: false }
    },
  }
}

/**
 * Of a door the browser needs how answers are read; how they are made and described, and which paths are whose, is the server's. Goes by the
 * indentation that the formatter keeps: a property begins with two blanks and a word.
 */
function readingHalf(doors: string): string {
  const made = /^ {2}(title|description|prefixes|status|success|page|error|successSchema|pageSchema|errorSchema)\b/
  let leaving = false
  const [reading = ''] = doors.split('export const doors')
  const kept = reading.split('\n').filter((line) => {
    if (/^( {2})?[^\s}]/.test(line) || line === '}') leaving = made.test(line)
    return !leaving
  })
  return kept.join('\n')
}

interface EndpointLike {
  door: { name: string }
  method: string
  path: string
  name: string
  bare: boolean
  paged: boolean
}
const isEndpoint = (value: object): value is EndpointLike => 'door' in value && 'method' in value && 'path' in value
const isSchema = (value: object) => '_zod' in value

function slim(name: string, value: unknown, file: string): string {
  if (typeof value === 'function' || (typeof value === 'object' && value !== null && isSchema(value)))
    return `export { ${name} } from ${JSON.stringify(schemas_of + file)}`
  if (typeof value === 'object' && value !== null && isEndpoint(value)) {
    const { door, method, path, bare, paged } = value
    const own = JSON.stringify({ name: value.name, method, path, bare, paged })
    return `import { ${door.name}Door as ${name}Door } from '#contract/door.ts'\nexport const ${name} = { ...${own}, door: ${name}Door }`
  }
  return `export const ${name} = ${JSON.stringify(value)}`
}

/** Helps the bundler to leave out components of the router that nobody uses: it cannot know that wrapping and naming one changes nothing else. */
function slimRouter(): Plugin {
  return {
    name: 'banyan-slim-router',
    apply: 'build',
    transform(code, id) {
      if (!/react-router\/dist\/production\/chunk-/.test(id)) return null
      const pure = code.replace(/^\w+\.displayName = .+$/gm, '').replace(/= (\w+)\.forwardRef\(/g, '= /* @__PURE__ */ $1.forwardRef(')
      return { code: pure, map: null }
    },
  }
}

/** Icons without what we style by classes: lucide's builder is half as large as all icons together. */
const slimIcons: Plugin = {
  name: 'banyan-slim-icons',
  apply: 'build',
  enforce: 'pre',
  resolveId: (source, importer) =>
    source.endsWith('createLucideIcon.mjs') && importer?.includes('/lucide-react/') ? resolve(here, 'web/ui/slim-icon.ts') : null,
}

/** The page without anything on it, for when there is no server to make one. */
const bareOf = (template: string) =>
  template.replace('<!--head-->', '<title>Pocket India</title><meta name="robots" content="noindex">').replaceAll(/<!--\w+-->/g, '')

/** Builds web/sw.ts to /sw.js and tells it which files to keep: the page without network and what each page starts with, not the app. */
function serviceWorker(source: string, extra: string[]): Plugin {
  return {
    name: 'banyan-service-worker',
    apply: 'build',
    buildStart() {
      if (this.environment.name === 'client') this.emitFile({ type: 'chunk', id: source, fileName: 'sw.js' })
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const keep = new Set<string>()
        const add = (name: string) => {
          const chunk = bundle[name]
          if (keep.has(name) || chunk?.type !== 'chunk') return
          keep.add(name)
          for (const css of chunk.viteMetadata?.importedCss ?? []) keep.add(css)
          for (const next of chunk.imports) add(next)
        }
        for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk' && chunk.isEntry && chunk.fileName !== 'sw.js') add(chunk.fileName)
        const list = [...extra, ...[...keep].map((file) => `/${file}`)]
        const release = createHash('sha256').update(Object.keys(bundle).sort().join()).digest('hex').slice(0, 12)
        const page = bundle['index.html']
        if (page?.type === 'asset') this.emitFile({ type: 'asset', fileName: bare_page.slice(1), source: bareOf(String(page.source)) })
        const worker = bundle['sw.js']
        if (worker?.type !== 'chunk') return
        worker.code = worker.code.replaceAll('__PRECACHE__', JSON.stringify(list)).replaceAll('__VERSION__', JSON.stringify(release))
      },
    },
  }
}

// The package's own exports lead to its development files whatever the mode: with all warnings in them.
const router = resolve(here, 'node_modules/react-router/dist/production')
const production_router = { 'react-router': `${router}/index.mjs` }

const vendor = /node_modules\/(react|react-dom|scheduler|react-router|react-redux|@reduxjs|redux|redux-thunk|immer|reselect|use-sync-external-store)\//
/** The shell, and of the apps what manifests and pages share: alone they would be files of a few lines. */
const early = /^\/((web|contract)\/.+\.tsx?|apps\/\w+\/web\/([\w-]+\/)?(\w+-)?words\.ts|apps\/accounts\/web\/(next|settings\/pages)\.ts)$/
/** Files of the shell that the starter needs, or that only some pages do; those of the contract kit that bring zod. */
const late =
  /^\/(web\/(boot|fonts|letters|early-submit|updates|realtime|upload|private-(storage|files)|kept-person|bare-page|offline-app|quiet-zod|sw|words\/(en|hi)|layout\/(bell|palette|shortcuts\.|over-)|ui\/(crop|use-overlay|dialog|menu|field|text-area|error-summary|empty))[^/]*|contract\/(page|event|answer|upload|ids|own-page)\.ts)$/

/** What the pages that most people visit first have in common: one file instead of ten small ones. */
const explore =
  /\/apps\/portal\/(contract\/states|web\/(api|comparison|filter|map-frame|map-sprite|map\/shapes|numbers|own-script|similar|strip|tints|view|json-ld))\.tsx?$|\/lucide-react\/.+\/(arrow-left|arrow-right|flag)\.\w+$/

const visited = /\/(home|state|sign-in|sign-up)-pages?-/

export default defineConfig(({ command }) => ({
  root: resolve(here, 'web'),
  cacheDir: resolve(here, 'node_modules/.vite'),
  plugins: [slimContracts(), slimRouter(), slimIcons, react(), tailwindcss(), serviceWorker(resolve(here, 'web/sw.ts'), ['/offline.html', ...offline_parts])],
  resolve: { alias: { '/web-client.ts': resolve(here, 'bin/web-client.ts'), ...(command === 'build' ? production_router : {}) } },
  server: { fs: { allow: [here] } },
  build: {
    outDir: resolve(here, 'dist/web'),
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: {
      // Browsers that do not preload load the same files a moment later.
      polyfill: false,
      // Each name is weight on every page: only what visitors read loads its parts at once, and what is there already is not named again.
      resolveDependencies: (page, files) => (visited.test(page) ? files.filter((file) => !/^assets\/(vendor|shell|start|rolldown-runtime)-/.test(file)) : []),
    },
    rolldownOptions: {
      treeshake: { propertyReadSideEffects: false, unknownGlobalSideEffects: false },
      output: {
        // What changes only with its version apart from what changes with each release; few chunks, since small ones compress badly.
        codeSplitting: {
          groups: [
            { name: 'start', test: /\/web\/(boot|fonts|letters|updates)\.ts$|preload-helper/, priority: 3 },
            { name: 'vendor', test: vendor, priority: 2 },
            { name: 'explore', test: explore, priority: 1 },
            { name: 'shell', test: (id) => early.test(id.slice(here.length)) && !late.test(id.slice(here.length)), priority: 1 },
          ],
        },
        // Fonts carry their release instead of a hash: the server writes their names into the preload links.
        assetFileNames: ({ names }) => (names[0]?.endsWith('.woff2') ? `assets/[name]-${font_release}[extname]` : 'assets/[name]-[hash][extname]'),
      },
    },
  },
}))
