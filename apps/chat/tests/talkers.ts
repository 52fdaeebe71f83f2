import type { TestSite, Visitor } from '#server/testing.ts'
import type { Room } from '../contract.ts'
import * as contract from '../contract.ts'

const operator = { actor_id: null, ip: null, request_id: null }

/** Somebody with a confirmed address, signed in. */
export async function talker(t: TestSite, username: string): Promise<Visitor & { id: string }> {
  const person = await t.person(username)
  const { id } = await t.site.store.db.selectFrom('users').select('id').where('username', '=', username).executeTakeFirstOrThrow()
  await t.site.store.write(operator, async (tx) => {
    await tx.updateTable('users').set({ email_verified_at: tx.now }).where('id', '=', id).execute()
  })
  t.site.bus.publish('accounts.access_changed', [id], { user_id: id })
  return Object.assign(person, { id })
}

export async function roomWith(from: Visitor, username: string): Promise<Room> {
  const { status, data } = await from.call(contract.openRoom, { body: { username } })
  if (status !== 201) throw new Error(`no room with ${username}: ${status}`)
  return data
}

export const say = (from: Visitor, room_id: string, text: string, id: string = Bun.randomUUIDv7(), reply_to?: string) =>
  from.call(contract.sendMessage, { params: { room_id }, body: { id, text, ...(reply_to && { reply_to }) } })

export const history = async (from: Visitor, room_id: string, query: { before?: number; after?: number; limit?: number } = {}) =>
  (await from.call(contract.listMessages, { params: { room_id }, query })).data
