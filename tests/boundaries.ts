import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** One line per violation, beginning with the file. */
export type Violations = string[]

/**
 * Who may import whom. Keys and values are areas (see `areaOf`); `own` stands for the same app. `bin`, `tests` and `bench` are absent:
 * they may import anything.
 */
const mayImport: Record<string, string[]> = {
  contract: ['contract'],
  server: ['contract', 'server', 'package.json'],
  web: ['contract', 'web'],
  'server list': ['server', 'app server'],
  'web list': ['web', 'app web'],
  'app contract': ['contract', 'own contract'],
  'app server': ['contract', 'server', 'own contract', 'own server'],
  'app web': ['contract', 'web', 'own contract', 'own web'],
  'app tests': ['contract', 'server', 'server list', 'own contract', 'own server', 'own web', 'own tests', 'own tools'],
  'app web tests': ['contract', 'server', 'server list', 'web', 'own contract', 'own server', 'own web', 'own tests', 'own tools'],
  'app tools': ['own contract', 'own server', 'own web', 'own tools'],
}

/** Imports that cross a boundary, by the table above. */
export function findForbiddenImports(root: string): Violations {
  const aliases = readAliases(root)
  return sources(root, ['contract', 'server', 'web', 'apps']).flatMap((file) => {
    const from = areaOf(file)
    return importsOf(read(root, file)).flatMap((specifier) => {
      const reason = from ? whyForbidden(file, from, specifier, aliases) : 'lies in no known place of an app'
      return reason ? [`${file}: imports ${specifier}: ${reason}`] : []
    })
  })
}

function whyForbidden(file: string, from: Area, specifier: string, aliases: [string, string][]): string | undefined {
  const relative = specifier.startsWith('.')
  const alias = aliases.find(([name]) => (name.endsWith('/') ? specifier.startsWith(name) : specifier === name))
  if (!relative && !alias) return from.kind === 'contract' && specifier !== 'zod' ? 'contract may import only zod' : undefined
  const target = alias ? alias[1] + specifier.slice(alias[0].length) : join(dirname(file), specifier)
  if (relative && from.app && !target.startsWith(`apps/${from.app}/`)) return 'climbs out of its app'
  const to = areaOf(target)
  if (!to) return `${target} is for nobody else`
  if (to.app && from.app && to.app !== from.app) return 'apps never import apps'
  const name = to.app && from.app ? to.kind.replace(/^app (web )?/, 'own ') : to.kind
  return mayImport[from.kind]?.includes(name) ? undefined : `${from.kind} may not import ${to.kind}`
}

interface Area {
  kind: string
  app?: string
}

/** Which part of the house a path lies in; undefined outside the parts that others may import. */
function areaOf(path: string): Area | undefined {
  const [top, app, half] = normalize(path).split('/')
  if (top === 'contract' || top === 'server' || top === 'web') return { kind: top }
  if (path === 'package.json') return { kind: path }
  if (top !== 'apps' || app === undefined) return undefined
  if (half === undefined) return app === 'server.ts' || app === 'web.ts' ? { kind: `${app.slice(0, -3)} list` } : undefined
  if (half === 'contract.ts' || half === 'contract') return { kind: 'app contract', app }
  if (half === 'tests' && /\.web\.test\.tsx?$/.test(path)) return { kind: 'app web tests', app }
  return ['server', 'web', 'tests', 'tools'].includes(half) ? { kind: `app ${half}`, app } : undefined
}

/**
 * Writes to tables of somebody else. An app owns the tables of its `server/tables.ts`, the kernel those of `server/db/tables.ts`. Read from
 * the text of the queries, Kysely's and SQL; a table name that is computed can't be read, so apps may not have one.
 */
export function findForeignWrites(root: string): Violations {
  const owners = tableOwners(root)
  return sources(root, ['server', 'apps']).flatMap((file) => {
    const area = areaOf(file)
    if (area?.kind !== 'server' && area?.kind !== 'app server') return []
    const owner = area.app ?? 'kernel'
    return writesIn(read(root, file)).flatMap(({ table, written }) => {
      if (table === undefined) return owner === 'kernel' ? [] : [`${file}: ${written}: names its table in a way that this test can not read`]
      const theirs = owners.get(table)
      return theirs === undefined || theirs === owner ? [] : [`${file}: ${written}: ${table} belongs to ${theirs}`]
    })
  })
}

interface Write {
  written: string
  table: string | undefined
}

const builders = /\.(insertInto|replaceInto|updateTable|deleteFrom|mergeInto|createTable|alterTable|dropTable)\(([^)]*)\)/g
const statements =
  /\b(?:insert\s+(?:or\s+\w+\s+)?into|replace\s+into|merge\s+into|update(?:\s+or\s+\w+)?|delete\s+from|truncate(?:\s+table)?|(?:alter|drop)\s+table(?:\s+if\s+exists)?)\s+(?:only\s+)?(?:\$\{sql\.\w+\(\s*)?["'`[]?(?:\w+["'`\]]?\.["'`[]?)?(\w+)/gi

function writesIn(source: string): Write[] {
  const writes: Write[] = []
  for (const [written, , words = ''] of source.matchAll(builders)) {
    const tables = [...words.matchAll(/['"`](\w+)[^'"`]*['"`]/g)].map((match) => match[1])
    if (tables.length === 0) writes.push({ written, table: undefined })
    for (const table of tables) writes.push({ written, table })
  }
  for (const [written, table] of source.matchAll(statements)) writes.push({ written: written.replaceAll(/\s+/g, ' '), table })
  return writes
}

/** Every known table with the app that owns it, or `kernel`. */
export function tableOwners(root: string): Map<string, string> {
  const owners = new Map<string, string>()
  for (const file of sources(root, ['server', 'apps'])) {
    const app = file.match(/^apps\/([^/]+)\/server\/tables\.ts$/)?.[1]
    if (!app && file !== 'server/db/tables.ts') continue
    for (const table of keysOfTables(read(root, file))) owners.set(table, app ?? 'kernel')
  }
  return owners
}

/** The keys of each `interface …Tables { … }`, without those of the rows inside it. */
function keysOfTables(source: string): string[] {
  return [...source.matchAll(/\binterface\s+\w*Tables\b[^{]*\{/g)].flatMap((start) => {
    let depth = 1
    let outer = ';'
    for (const character of source.slice(start.index + start[0].length)) {
      if (character === '{') depth++
      if (character === '}' && --depth === 0) break
      if (depth === 1) outer += character === '}' ? ';' : character
    }
    return [...outer.matchAll(/[;,\n]\s*['"]?(\w+)['"]?\s*:/g)].map((match) => match[1] ?? '')
  })
}

/** Files that answer perhaps two questions; for information. */
export function longFiles(root: string, lines: number): string[] {
  const files = sources(root, ['contract', 'server', 'web', 'apps', 'bin']).map((file) => ({
    file,
    length: readFileSync(join(root, file), 'utf8').split('\n').length,
  }))
  return files.filter(({ length }) => length > lines).map(({ file, length }) => `${file}: ${length} lines`)
}

function sources(root: string, folders: string[]): string[] {
  return folders.flatMap((folder) => [...new Bun.Glob(`${folder}/**/*.{ts,tsx}`).scanSync({ cwd: root })]).sort()
}

/** Without comments, which may quote what the code must not do. */
function read(root: string, file: string): string {
  return readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
}

function importsOf(source: string): string[] {
  const found = source.matchAll(/\b(?:from|import|require)\s*\(?\s*(['"`])([^'"`\n]+)\1/g)
  return [...found].map((match) => match[2] ?? '').filter((specifier) => /^[#.@\w]/.test(specifier))
}

/** `#server/*` and the like, from package.json; names that end with `/` are prefixes. */
function readAliases(root: string): [string, string][] {
  const { imports = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { imports?: Record<string, string> }
  return Object.entries(imports).map(([name, path]) => [name.replace('*', ''), path.replace('./', '').replace('*', '')])
}
