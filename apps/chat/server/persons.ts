import type { Db } from '#server/db/db.ts'
import { mediaAddress } from '#server/files/media.ts'
import type { Person } from '../contract.ts'

interface Row {
  id: string
  username: string
  avatar: string | null
  deleted_at?: string | null
}

/** Where accounts keep the pictures of people; a profile holds the middle part of it. */
const avatarAddress = (name: string) => mediaAddress(`avatars/${name}.webp`)

/** Who has left has neither name nor picture. */
export const personOf = ({ id, username, avatar, deleted_at = null }: Row): Person => ({
  id,
  username: deleted_at ? '' : username,
  avatar: avatar && !deleted_at ? avatarAddress(avatar) : null,
})

/** People by their ids; of one who is not there the id is all that is known. */
export async function personsBy(db: Db, ids: readonly string[]): Promise<(id: string) => Person> {
  if (ids.length === 0) return nameless
  const rows = await db
    .selectFrom('users')
    .innerJoin('profiles', 'profiles.user_id', 'users.id')
    .select(['users.id', 'users.username', 'users.deleted_at', 'profiles.avatar'])
    .where('users.id', 'in', [...new Set(ids)])
    .execute()
  const known = new Map(rows.map((row) => [row.id, personOf(row)]))
  return (id) => known.get(id) ?? nameless(id)
}

const nameless = (id: string): Person => ({ id, username: '', avatar: null })
