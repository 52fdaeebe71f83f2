import type { Db } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { Site } from '#server/site.ts'
import type { Message } from '../contract.ts'
import { view } from './message-view.ts'
import { picturesOf } from './pictures.ts'
import { type RoomRow, requireRoom, roomColumns } from './room-rows.ts'

const max_searched = 20_000
const max_found = 50
const batch = 500

/**
 * Search cannot use an index, since what is stored is not readable: the newest messages are decrypted and looked through in batches, with a
 * breath for others in between.
 */
export async function searchMessages(db: Db, site: Site, caller: Caller, q: string, room_id: string | undefined) {
  const rooms = room_id ? [await requireRoom(db, caller, room_id)] : await ownRooms(db, caller)
  const wanted = fold(q)
  const results: Message[] = []
  let looked = 0
  for (const room of rooms) {
    for (let before = room.last_seq + 1; before > 1 && results.length < max_found; ) {
      if (looked >= max_searched) return { results, searched_all: false }
      const rows = await db
        .selectFrom('chat_messages')
        .selectAll()
        .where('room_id', '=', room.id)
        .where('seq', '<', before)
        .orderBy('seq', 'desc')
        .limit(batch)
        .execute()
      const pictures = await picturesOf(db, room, rows)
      const found = rows.map((row) => view(site, room, row, [], pictures)).filter((message) => says(message, wanted))
      results.push(...found.slice(0, max_found - results.length))
      looked += rows.length
      before = rows.at(-1)?.seq ?? 0
      await Bun.sleep(0)
    }
  }
  results.sort((a, b) => (a.sent_at < b.sent_at ? 1 : -1))
  return { results, searched_all: results.length < max_found }
}

const says = ({ text, pictures }: Message, wanted: string) => [text ?? '', ...pictures.map(({ alt }) => alt)].some((said) => fold(said).includes(wanted))

const fold = (text: string) => text.normalize('NFKC').toLowerCase()

const ownRooms = (db: Db, caller: Caller): Promise<RoomRow[]> =>
  db
    .selectFrom('chat_rooms')
    .select(roomColumns)
    .where((e) => e.or([e('low_id', '=', caller.id), e('high_id', '=', caller.id)]))
    .where('last_at', 'is not', null)
    .orderBy('last_at', 'desc')
    .limit(1000)
    .execute()
