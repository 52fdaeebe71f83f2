import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type TestSite, testSite, type Visitor } from '#server/testing.ts'
import { listUsersV1 } from '../contract/versioned-door.ts'
import { accounts } from '../server/index.ts'
import { changeUser, nobody, signedUp } from './people.ts'

const names = ['first', 'asha', 'Ravi', 'meera', 'ashok', 'zoya']
let t: TestSite
let admin: Visitor
beforeAll(async () => {
  t = await testSite([accounts])
  for (const [n, name] of names.entries()) {
    const visitor = await signedUp(t, name)
    if (n === 0) admin = visitor
    // Somebody brought over from elsewhere joined long before their row was made: ids do not tell.
    const date_joined = `2026-0${name === 'zoya' ? 1 : n + 2}-01T00:00:00.000Z`
    await t.site.store.write(nobody, (tx) => tx.updateTable('users').set({ date_joined }).where('username', '=', name).execute())
  }
  await changeUser(t, 'meera', { role: 'staff' })
  await changeUser(t, 'asha', { is_active: 0 })
})
afterAll(() => t.end())

type Query = NonNullable<Parameters<typeof admin.call<typeof listUsersV1>>[1]['query']>
async function found(query: Query): Promise<string[]> {
  const { status, data } = await admin.call(listUsersV1, { query })
  expect(status).toBe(200)
  return data.items.map(({ username }) => username)
}

test('newest first by the day of joining, or as one asks', async () => {
  const by_joining = ['zoya', 'first', 'asha', 'Ravi', 'meera', 'ashok']
  expect(await found({})).toEqual(by_joining.toReversed())
  expect(await found({ ordering: 'date_joined' })).toEqual(by_joining)
  const by_name = ['asha', 'ashok', 'first', 'meera', 'Ravi', 'zoya']
  expect(await found({ ordering: 'username' })).toEqual(by_name)
  expect(await found({ ordering: '-username' })).toEqual(by_name.toReversed())
})

test('fields narrow it down, alone and together', async () => {
  expect(await found({ username: 'RAVI' })).toEqual(['Ravi'])
  // Nobody has confirmed an address here: claims are found too.
  expect(await found({ email: 'Zoya@example.com' })).toEqual(['zoya'])
  expect(await found({ q: 'ASH', ordering: 'username' })).toEqual(['asha', 'ashok'])
  expect(await found({ q: 'zoya@ex' })).toEqual(['zoya'])
  expect(await found({ role: 'staff' })).toEqual(['meera'])
  expect(await found({ is_active: 'false' })).toEqual(['asha'])
  expect(await found({ date_joined__gte: '2026-05-01T00:00:00Z' })).toEqual(['ashok', 'meera'])
  expect(await found({ date_joined__gte: '2026-04-01T05:30:00+05:30', date_joined__lte: '2026-04-01T00:00:00Z' })).toEqual(['Ravi'])
  expect(await found({ q: 'ash', is_active: 'true' })).toEqual(['ashok'])
  expect(await found({ username: 'nobody' })).toEqual([])
})

test('every order comes by page, forwards and back, each person once', async () => {
  for (const ordering of ['date_joined', '-date_joined', 'username', '-username'] as const) {
    const all = await found({ ordering })
    const pages: string[][] = []
    let cursor: string | undefined
    let previous: string | null = null
    do {
      const { data } = await admin.call(listUsersV1, { query: { ordering, limit: 2, ...(cursor && { cursor }) } })
      pages.push(data.items.map(({ username }) => username))
      previous = data.previous
      cursor = data.next ?? undefined
    } while (cursor)
    expect(pages.flat()).toEqual(all)
    const { data } = await admin.call(listUsersV1, { query: { ordering, limit: 2, cursor: previous ?? '' } })
    expect(data.items.map(({ username }) => username)).toEqual(pages.at(-2) ?? [])
  }
})

test('an order that there is not, and a cursor of another order, are told', async () => {
  const refused = async (query: string) => {
    const response = await admin.request(`/api/v1/users/?${query}`)
    return `${response.status} ${JSON.stringify(((await response.json()) as { error: { details: object } }).error.details)}`
  }
  expect(await refused('ordering=password_hash')).toBe('400 {"ordering":["Use one of: -date_joined, date_joined, username, -username."]}')
  expect(await refused('date_joined__gte=yesterday')).toBe('400 {"date_joined__gte":["Use a time such as 2026-11-21T09:00:00Z."]}')
  const { data } = await admin.call(listUsersV1, { query: { limit: 1 } })
  expect(await refused(`ordering=username&cursor=${data.next}`)).toBe('400 {"cursor":["This cursor is not valid: start from the first page."]}')
})
