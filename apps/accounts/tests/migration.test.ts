import { expect, setDefaultTimeout, test } from 'bun:test'
import { sql } from 'kysely'
import { testSite } from '#server/testing.ts'
import { rowCounts } from '#server/testing-rows.ts'
import { accounts } from '../server/index.ts'
import { nobody } from './people.ts'

setDefaultTimeout(60_000)
const id = '01920000-0000-7000-8000-000000000001'
const at = '2026-01-01T00:00:00.000Z'

test('a database of before keeps its people, with their profiles and sessions, when an address becomes a claim', async () => {
  const { '0001-accounts': first, '0002-json-web-tokens': second } = accounts.migrations ?? {}
  const old = await testSite([{ name: 'accounts', migrations: { '0001-accounts': first as never, '0002-json-web-tokens': second as never } }])
  try {
    await old.site.store.write(nobody, async (tx) => {
      const run = (statement: ReturnType<typeof sql>) => statement.execute(tx)
      await run(
        sql`insert into users (id, number, username, username_key, email, email_key, first_name, last_name, role, is_active, date_joined, created_at, updated_at)
            values (${id}, 1, 'asha', 'asha', 'asha@example.com', 'asha@example.com', '', '', 'user', 1, ${at}, ${at}, ${at})`,
      )
      await run(
        sql`insert into profiles (id, user_id, phone, address, bio, preferences, metadata, created_at, updated_at) values (${id}, ${id}, '', '', '', '{}', '{}', ${at}, ${at})`,
      )
      await run(
        sql`insert into sessions (id, user_id, kind, secret_hash, ip_created, user_agent_created, ip_last, user_agent_last, last_seen_at, expires_at, created_at, updated_at)
            values (${id}, ${id}, 'cookie', 'x', '', '', '', '', ${at}, ${at}, ${at}, ${at})`,
      )
    })
    const t = await testSite([accounts], { environment: old.environment })
    try {
      expect(await rowCounts(t.site)).toMatchObject({ users: 1, profiles: 1, sessions: 1 })
      expect(await t.site.store.db.selectFrom('users').select(['email_key', 'email_claim']).execute()).toEqual([
        { email_key: 'asha@example.com', email_claim: null },
      ])
      const other = (n: number, email_key: string | null) =>
        t.site.store.write(nobody, (tx) =>
          sql`insert into users (id, number, username, username_key, email, email_key, first_name, last_name, role, is_active, date_joined, created_at, updated_at)
              values (${id.slice(0, -1) + n}, ${n}, ${`u${n}`}, ${`u${n}`}, 'x', ${email_key}, '', '', 'user', 1, ${at}, ${at}, ${at})`.execute(tx),
        )
      await other(2, null)
      await other(3, null)
      // Names and held addresses are still unique, and what belongs to a person still goes with them.
      expect(other(4, 'asha@example.com')).rejects.toThrow()
      await t.site.store.write(nobody, (tx) => tx.deleteFrom('users').where('id', '=', id).execute())
      expect(await rowCounts(t.site)).toMatchObject({ users: 2, profiles: 0, sessions: 0 })
    } finally {
      await t.stop()
    }
  } finally {
    await old.end()
  }
})
