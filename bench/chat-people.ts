import { secret } from '#server/crypto/secret.ts'
import { digest } from '#server/crypto/tokens.ts'
import type { Running } from '#server/main.ts'

export const people = 1000

export const nameOf = (n: number) => `person${n}`
/** The same at every run: nobody else ever sees this site. */
export const tokenOf = (n: number) => new Bun.CryptoHasher('sha256').update(`token of ${n}`).digest('hex')

/** People with confirmed addresses and a token each, past the app: a thousand passwords would be hashed for half a minute. */
export async function addPeople({ site }: Running): Promise<void> {
  const ids = Array.from({ length: people }, () => Bun.randomUUIDv7())
  await site.store.write({ actor_id: null, ip: null, request_id: null }, async (tx) => {
    const at = { created_at: tx.now, updated_at: tx.now }
    for (const [n, id] of ids.entries()) {
      const email = `${nameOf(n)}@example.com`
      await tx
        .insertInto('users')
        .values({
          id,
          number: n + 1000,
          username: nameOf(n),
          username_key: nameOf(n),
          username_skeleton: null,
          email,
          email_key: email,
          email_claim: null,
          password_hash: null,
          first_name: '',
          last_name: '',
          role: 'user',
          is_active: 1,
          email_verified_at: tx.now,
          date_joined: tx.now,
          last_login: null,
          deleted_at: null,
          erase_at: null,
          ...at,
        })
        .execute()
      await tx
        .insertInto('sessions')
        .values({
          id: Bun.randomUUIDv7(),
          user_id: id,
          kind: 'token',
          secret_hash: secret(digest(tokenOf(n))),
          ip_created: '127.0.0.1',
          user_agent_created: '',
          ip_last: '127.0.0.1',
          user_agent_last: '',
          last_seen_at: tx.now,
          expires_at: '2999-01-01T00:00:00.000Z',
          previous_hash: null,
          rotated_at: null,
          proved_at: null,
          ended_at: null,
          end_reason: null,
          name: null,
          scope: null,
          ...at,
        })
        .execute()
    }
  })
}
