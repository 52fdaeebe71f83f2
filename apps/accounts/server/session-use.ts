import { countedAddress, networkOf } from '#server/http/address.ts'
import type { Site } from '#server/site.ts'
import { milliseconds } from '#server/units.ts'
import type { Found } from './find-session.ts'
import { endSessions, lives } from './sessions.ts'

/** A session that is in use, and the addresses it has come from: a device that goes back and forth between two is told of once. */
export interface Used extends Found {
  addresses: Set<string>
}

interface From {
  address: string
  user_agent: string
}

const max_addresses = 100

/** Another address than those before; IPv6 devices change theirs within the /64 all day, which is no move. */
export function isElsewhere({ addresses }: Used, address: string): boolean {
  const counted = countedAddress(address)
  const known = [...addresses].some((one) => countedAddress(one) === counted)
  if (known) remember(addresses, address)
  return !known
}

function remember(addresses: Set<string>, address: string): void {
  if (addresses.size >= max_addresses) addresses.clear()
  addresses.add(address)
}

export function leftItsNetwork({ config }: Site, { ip_created }: Used, address: string): boolean {
  return config.SESSION_IP_POLICY === 'strict' && networkOf(ip_created) !== networkOf(address)
}

/** Ends a cookie session that came from another network: its owner signs in again, a thief cannot. Refuses even when that could not be written. */
export async function endMoved({ store, log }: Site, { account: { id, session_id }, ip_created }: Used, address: string): Promise<undefined> {
  try {
    await store.write({ actor_id: id, ip: address, request_id: null }, async (tx) => {
      const ended = await endSessions(tx, id, 'its network changed', { id: session_id })
      const moved = { action: 'accounts.session_moved', model: 'sessions', object_id: session_id }
      if (ended > 0) await tx.audit({ ...moved, before: { ip: ip_created }, after: { ip: address, ended: true } })
    })
  } catch (error) {
    log.warn({ err: error }, 'a session that left its network could not be ended')
  }
}

/** Writes when and from where a session was used last, beside the request: no answer waits for it, and it may fail. */
export function recordUse({ store, log }: Site, known: Used, { address, user_agent }: From, now: number, moved: boolean): void {
  known.seen_at = now
  if (moved) remember(known.addresses, address)
  const { kind, account } = known
  // Only a cookie lives longer by being used; a token has its end, and a pair is refreshed.
  if (kind === 'cookie') {
    const { idle, most } = lives.cookie
    known.expires_at = Math.min(known.created_at + milliseconds(most), Math.max(known.expires_at, now + milliseconds(idle)))
  }
  const longer = kind === 'cookie' ? { expires_at: new Date(known.expires_at).toISOString() } : {}
  store
    .write({ actor_id: account.id, ip: address, request_id: null }, async (tx) => {
      const session = tx.updateTable('sessions').where('id', '=', account.session_id).where('ended_at', 'is', null)
      if (moved) {
        const before = await tx.selectFrom('sessions').select('ip_last').where('id', '=', account.session_id).executeTakeFirst()
        // Of many requests that come at once, in however many processes, one finds the address still the old one.
        const told = await session.set({ ip_last: address }).where('ip_last', '!=', address).returning('id').executeTakeFirst()
        const change = { before: { ip: before?.ip_last }, after: { ip: address } }
        if (told) await tx.audit({ action: 'accounts.session_moved', model: 'sessions', object_id: account.session_id, ...change })
      }
      await session.set({ last_seen_at: tx.now, ip_last: address, user_agent_last: user_agent, updated_at: tx.now, ...longer }).execute()
    })
    .catch((error: unknown) => {
      known.addresses.delete(address)
      log.warn({ err: error }, 'the last use of a session was not written')
    })
}
