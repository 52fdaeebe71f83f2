import type { Tx } from '#server/db/db.ts'
import type { PostRow } from './rows.ts'

/** Pages and lists that show a post: the one place where its writes tell those who keep or index it. */
export async function tellOfPost(_tx: Tx, _row: PostRow, _before: PostRow | undefined): Promise<void> {}
/** Its likes or comments have changed. */
export async function tellOfCounts(_tx: Tx, _post_id: string): Promise<void> {}
