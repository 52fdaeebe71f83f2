import type { Generated } from 'kysely'
import type { Priority, Status } from '../contract/fields.ts'

export interface TasksTables {
  /** One row for each person with lists: what their reads are kept by, and what their writes wait for. */
  task_users: {
    user_id: string
    /** Grows with every write, in its transaction. */
    changes: number
  }
  task_lists: {
    id: string
    user_id: string
    name: string
    color: string
    position: string
    /** The farthest that a todo of the list ever was: the next one at the end goes behind it. */
    last_position: string
    open_count: number
    todo_count: number
    version: number
    /** SHA-256 of the secret in the feed's address. */
    feed_hash: string | null
    feed_made_at: string | null
    deleted_at: string | null
    created_at: string
    updated_at: string
  }
  todos: {
    /** What the search index knows it by; the database counts. */
    doc: Generated<number>
    id: string
    user_id: string
    list_id: string
    title: string
    /** What titles are sorted by. */
    title_key: string
    description: string
    status: Status
    priority: Priority
    priority_rank: number
    due_date: string | null
    time_zone: string | null
    /** The instant of `due_date` (a day's beginning), or the end of time: what due dates are sorted and filtered by. */
    due_at: string
    /** From when on it is late: a day's end. */
    overdue_at: string | null
    recurrence: string | null
    next_id: string | null
    position: string
    version: number
    completed_at: string | null
    deleted_at: string | null
    /** 1: it went to the trash with its list, and comes back with it. */
    with_list: 0 | 1
    created_at: string
    updated_at: string
  }
  /** Every word that a person's todos ever had: what a beginning may mean. */
  todo_words: { user_id: string; word: string }
  /** The words of each todo; FTS5 on SQLite, where `doc` is its rowid, a GIN index on PostgreSQL. */
  todos_search: { doc: number; user_id: string; words: string }
}

declare module '#server/db/tables.ts' {
  interface Tables extends TasksTables {}
}
