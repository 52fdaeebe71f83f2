import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import { keyCursor } from '#server/db/keyset.ts'
import type { Running } from '#server/main.ts'
import { never } from '../apps/tasks/server/due.ts'
import { first_position, positionBetween } from '../apps/tasks/server/positions.ts'
import { indexText, wordsOf } from '../apps/tasks/server/words.ts'

const in_a_list = 5000
/** New todos go to so many lists by turns, since each holds a limited number. */
const least_lists = 40
const statuses = ['todo', 'in_progress', 'done', 'cancelled']
const words = ['train', 'ticket', 'hotel', 'boat', 'tea', 'market', 'temple', 'beach', 'museum', 'केरल']

const idOf = (kind: number, n: number) => `0198a0b1-7c00-7${String(kind).padStart(3, '0')}-8000-${String(n).padStart(12, '0')}`
const timeOf = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString()

/** As an import stores them. */
const in_a_write = 500

/** A person's todos, past the app, which would take an hour for a million; as it would have left them. Gives what adds so many more, each in a write of its own. */
export function fillTasks({ site }: Running, count: number): (more: number) => void {
  const db = new Database(join(site.config.DATA_DIR, 'banyan.db'))
  db.run('pragma busy_timeout = 10000')
  const { id: user_id } = db.query('select id from users').get() as { id: string }
  db.run('insert into task_users (user_id, changes) values (?, 1)', [user_id])
  const list = db.prepare("insert into task_lists values (?, ?, ?, ?, 'L', '#0f766e', ?, ?, ?, ?, 1, null, null, null)")
  const names = db.query("select name from pragma_table_info('task_lists')").all() as { name: string }[]
  if (names[0]?.name !== 'id') throw new Error('the columns of task_lists have changed')
  const columns =
    'id, user_id, list_id, title, title_key, description, status, priority, priority_rank, due_at, position, version, with_list, created_at, updated_at'
  const todo = db.prepare(
    `insert into todos (${columns}) values (${columns
      .split(',')
      .map(() => '?')
      .join(', ')}) returning doc`,
  )
  const search = db.prepare('insert into todos_search (words, rowid) values (?, ?)')
  const learn = db.prepare('insert or ignore into todo_words (user_id, word) select ?, value from json_each(?)')
  const lists = Math.max(least_lists, Math.ceil(count / in_a_list) + 1)
  for (let i = 0; i < lists; i++) list.run(idOf(2, i), timeOf(0), timeOf(0), user_id, `b${String(i + 100)}`, 'Zz', 0, 0)
  let position = first_position
  let n = 0
  const add = () => {
    const list_now = idOf(2, Math.floor(n / in_a_list))
    position = n % in_a_list === 0 ? first_position : positionBetween(position, null)
    const title = `Todo ${n} ${words[n % words.length]}${n < 20 ? ' kingfisher' : ''}`
    const time = timeOf(n)
    const state = [statuses[n % 4] ?? '', 'none', 0, never, position, 1, 0, time, time]
    const { doc } = todo.get(idOf(1, n), user_id, list_now, title, title.toLowerCase(), 'one two three', ...state) as { doc: number }
    search.run(indexText('sqlite', user_id, title, 'one two three'), doc)
    learn.run(user_id, JSON.stringify(wordsOf(`${title} one two three`)))
    n++
  }
  const fill = (more: number, at_once: number) => {
    for (const end = n + more; n < end; )
      db.transaction(() => {
        for (const part = Math.min(n + at_once, end); n < part; ) add()
      })()
    db.run('pragma wal_checkpoint(truncate)')
  }
  fill(count, in_a_write)
  return (more) => fill(more, 1)
}

/** A page in the middle of them all. */
export const deepCursor = (count: number) => keyCursor('-created_at', 'after', { value: timeOf(Math.floor(count / 2)), id: idOf(1, Math.floor(count / 2)) })
