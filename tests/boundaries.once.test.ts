import { afterAll, beforeAll, expect, test } from 'bun:test'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { findForbiddenImports, findForeignWrites, longFiles, tableOwners } from './boundaries.ts'

const root = resolve(import.meta.dir, '..')
const copy = mkdtempSync(join(tmpdir(), 'banyan-boundaries-'))
afterAll(() => rmSync(copy, { recursive: true }))

/** A copy of the tree with two small apps in it, so that what is planted does not depend on what the real ones are called. */
beforeAll(() => {
  for (const part of ['contract', 'server', 'web', 'apps']) cpSync(join(root, part), join(copy, part), { recursive: true })
  const imports = { '#apps': './apps/server.ts', '#contract/*': './contract/*', '#server/*': './server/*', '#web/*': './web/*' }
  write('package.json', JSON.stringify({ imports }))
  for (const app of ['figs', 'mangoes']) {
    write(`apps/${app}/contract.ts`, `export const name = '${app}'\n`)
    write(`apps/${app}/server/tables.ts`, `export interface ${app}Tables {\n  ${app}_eaten: { id: string; juice: string }\n}\n`)
  }
})

function write(file: string, text: string) {
  mkdirSync(dirname(join(copy, file)), { recursive: true })
  writeFileSync(join(copy, file), text)
}

/** What `find` finds only because `source` stands in `file`. */
function foundWith(file: string, source: string, find: (root: string) => string[]): string[] {
  const before = find(copy)
  const original = existsSync(join(copy, file)) ? readFileSync(join(copy, file), 'utf8') : undefined
  write(file, `${original ?? ''}${source}\n`)
  const found = find(copy).filter((violation) => !before.includes(violation))
  if (original === undefined) rmSync(join(copy, file))
  else write(file, original)
  return found
}

test('nobody imports what he may not', () => {
  expect(findForbiddenImports(root)).toEqual([])
})

test('nobody writes to the tables of another', () => {
  expect(findForeignWrites(root)).toEqual([])
})

test('every app with tables owns some, and so does the kernel', () => {
  const owners = tableOwners(root)
  expect(owners.get('jobs')).toBe('kernel')
  expect(owners.get('users')).toBe('accounts')
  expect(owners.has('username')).toBe(false)
})

test('long files, for information', () => {
  const long = longFiles(root, 200)
  if (long.length > 0) console.log(`over 200 lines:\n  ${long.join('\n  ')}`)
})

const plantedImports: [file: string, source: string, reason: string][] = [
  ['contract/planted.ts', "import { Hono } from 'hono'", 'contract may import only zod'],
  ['contract/planted.ts', "import { readFileSync } from 'node:fs'", 'contract may import only zod'],
  ['contract/planted.ts', "import type { Db } from '#server/db/db.ts'", 'contract may not import server'],
  ['contract/planted.ts', "import { name } from '../apps/figs/contract.ts'", 'contract may not import app contract'],
  ['server/planted.ts', "import { store } from '#web/store.ts'", 'server may not import web'],
  ['server/planted.ts', "export { store } from '../web/store.ts'", 'server may not import web'],
  ['server/deep/planted.ts', "import { figs } from '../../apps/figs/server/index.ts'", 'server may not import app server'],
  ['server/planted.ts', "const load = () => import('../apps/server.ts')", 'server may not import server list'],
  ['server/planted.ts', "import '../bin/start.ts'", 'bin/start.ts is for nobody else'],
  ['web/planted.tsx', "import type { Db } from '#server/db/db.ts'", 'web may not import server'],
  ['web/planted.tsx', "import { name } from '../apps/figs/contract.ts'", 'web may not import app contract'],
  ['apps/server.ts', "import { figs } from './figs/web/index.tsx'", 'server list may not import app web'],
  ['apps/web.ts', "import { figs } from './figs/server/index.ts'", 'web list may not import app server'],
  ['apps/figs/contract.ts', "import type { Tx } from '#server/db/db.ts'", 'app contract may not import server'],
  ['apps/figs/contract.ts', "import { rows } from './server/rows.ts'", 'app contract may not import app server'],
  ['apps/figs/server/planted.ts', "import { Page } from '../web/page.tsx'", 'app server may not import app web'],
  ['apps/figs/server/planted.ts', "import { store } from '#web/store.ts'", 'app server may not import web'],
  ['apps/figs/server/planted.ts', "import { name } from '../../mangoes/contract.ts'", 'climbs out of its app'],
  ['apps/figs/server/planted.ts', "import { apps } from '../../server.ts'", 'climbs out of its app'],
  ['apps/figs/server/planted.ts', "import type { Db } from '../../../server/db/db.ts'", 'climbs out of its app'],
  ['apps/figs/server/planted.ts', "import { apps } from '#apps'", 'app server may not import server list'],
  ['apps/figs/server/planted.ts', "import { person } from '../tests/people.ts'", 'app server may not import app tests'],
  ['apps/figs/server/planted.ts', "import { name } from '#server/../apps/mangoes/contract.ts'", 'apps never import apps'],
  ['apps/figs/web/ui/planted.tsx', "import { rows } from '../../server/rows.ts'", 'app web may not import app server'],
  ['apps/figs/web/planted.tsx', "import type { Db } from '#server/db/db.ts'", 'app web may not import server'],
  ['apps/figs/tests/planted.test.ts', "import { store } from '#web/store.ts'", 'app tests may not import web'],
  ['apps/figs/tests/planted.test.ts', "import { name } from '../../mangoes/contract.ts'", 'climbs out of its app'],
  ['apps/figs/tools/planted.ts', "import type { Db } from '#server/db/db.ts'", 'app tools may not import server'],
  ['apps/figs/helpers/planted.ts', "import { z } from 'zod'", 'lies in no known place of an app'],
]

test.each(plantedImports)('finds in %s: %s', (file, source, reason) => {
  expect(foundWith(file, source, findForbiddenImports)).toEqual([expect.stringMatching(new RegExp(`^${file}: imports .*: ${reason}$`))])
})

const fineImports: [file: string, source: string][] = [
  ['contract/planted.ts', "import { z } from 'zod'"],
  ['server/http/planted.ts', "import type { Db } from '../db/db.ts'"],
  ['apps/figs/server/deep/planted.ts', "import { name } from '../../contract.ts'"],
  ['apps/figs/server/planted.ts', "// import { name } from '../../mangoes/contract.ts'"],
  ['apps/figs/tests/planted.web.test.ts', "import { plural } from '#web/i18n.ts'"],
  ['apps/figs/tests/planted.test.ts', "import { apps } from '#apps'"],
  ['apps/figs/tools/planted.ts', "import { name } from '../contract.ts'"],
]

test.each(fineImports)('lets pass in %s: %s', (file, source) => {
  expect(foundWith(file, source, findForbiddenImports)).toEqual([])
})

const plantedWrites: [file: string, source: string, reason: string][] = [
  ['apps/figs/server/planted.ts', "tx.insertInto('mangoes_eaten').values(row)", 'mangoes_eaten belongs to mangoes'],
  ['apps/figs/server/planted.ts', "tx.updateTable('mangoes_eaten as m').set(row)", 'mangoes_eaten belongs to mangoes'],
  ['apps/figs/server/planted.ts', "tx\n  .deleteFrom(\n  'mangoes_eaten')", 'mangoes_eaten belongs to mangoes'],
  ['apps/figs/server/planted.ts', "tx.updateTable(['figs_eaten', 'mangoes_eaten'])", 'mangoes_eaten belongs to mangoes'],
  ['apps/figs/server/planted.ts', "db.schema.alterTable('mangoes_eaten')", 'mangoes_eaten belongs to mangoes'],
  ['apps/figs/server/planted.ts', 'sql`INSERT INTO mangoes_eaten (id) values (1)`', 'mangoes_eaten belongs to mangoes'],
  ['apps/figs/server/planted.ts', 'sql`update "mangoes_eaten" set juice = 1`', 'mangoes_eaten belongs to mangoes'],
  ['apps/figs/server/planted.ts', 'sql`delete\n  from public.mangoes_eaten`', 'mangoes_eaten belongs to mangoes'],
  ['apps/figs/server/planted.ts', `sql\`update \${sql.table('mangoes_eaten')} set juice = 1\``, 'mangoes_eaten belongs to mangoes'],
  ['apps/figs/server/planted.ts', "tx.insertInto('audit_entries')", 'audit_entries belongs to kernel'],
  ['apps/figs/server/planted.ts', "'insert or ignore into jobs values (1)'", 'jobs belongs to kernel'],
  ['apps/figs/server/planted.ts', 'tx.insertInto(table)', 'names its table in a way that this test can not read'],
  ['server/jobs/planted.ts', "tx.updateTable('figs_eaten')", 'figs_eaten belongs to figs'],
]

test.each(plantedWrites)('finds in %s: %s', (file, source, reason) => {
  const found = foundWith(file, source, findForeignWrites)
  expect(found).toHaveLength(1)
  expect(found[0]).toStartWith(`${file}: `)
  expect(found[0]).toEndWith(`: ${reason}`)
})

test('lets an app write its own tables, and join others', () => {
  const source =
    "tx.insertInto('figs_eaten')\ndb.selectFrom('users').innerJoin('mangoes_eaten', 'a', 'b')\n// tx.deleteFrom('users')\nsql`select 1 from users for update`"
  expect(foundWith('apps/figs/server/planted.ts', source, findForeignWrites)).toEqual([])
})
