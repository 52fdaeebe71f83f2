import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { sentences } from '../web/history/actions.ts'
import { en } from '../web/history/words/en.ts'
import { hi } from '../web/history/words/hi.ts'

const server = resolve(import.meta.dir, '../server')
/** Names that stand in the code and are no news of somebody's account: events, jobs, claims, signing keys. */
const others = new Set([
  'accounts.access_changed',
  'accounts.tidy',
  'accounts.sweep_avatars',
  'accounts.sweep_exports',
  'accounts.build_export',
  'accounts.erase_due',
  'accounts.erase_user',
  'accounts.tell_new_device',
  'accounts.first_admin',
  'accounts.keys_rotated',
])
/** Ways in with a password: a wrong one is audited under the same name with `_failed`. */
const failing = ['accounts.sign_in', 'accounts.login', 'accounts.login_v1', 'accounts.obtain_token_pair'].map((action) => `${action}_failed`)

test('everything that the audit log says of an account has a sentence, in both languages', () => {
  const found = new Set(failing)
  for (const file of new Bun.Glob('**/*.ts').scanSync({ cwd: server }))
    for (const [, name = ''] of readFileSync(resolve(server, file), 'utf8').matchAll(/'(accounts\.\w+)'/g)) if (!others.has(name)) found.add(name)
  expect([...found].filter((action) => !sentences[action]).sort()).toEqual([])
  expect(Object.keys(sentences).filter((action) => !found.has(action))).toEqual([])
  for (const sentence of Object.values(sentences)) for (const words of [en, hi]) expect(words.actions[sentence].length).toBeGreaterThan(5)
})
