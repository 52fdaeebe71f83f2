/** What an operator is told in one sentence; the verb ends with its code. */
export class BackupRefused extends Error {
  readonly exit_code = 1
}

/** How SQLite and the system say that there is no room. */
const no_room = /^(ENOSPC|EDQUOT|EFBIG|SQLITE_FULL|SQLITE_IOERR_WRITE)$/

/** Such an error as a sentence; others as they are. */
export const orNoRoom = (error: unknown, sentence: string) => (no_room.test((error as { code?: string }).code ?? '') ? new BackupRefused(sentence) : error)
