import { Database, type Statement } from 'bun:sqlite'
import { createCipheriv, randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ServerWebSocket } from 'bun'
import { people } from './chat-people.ts'
import type { Ready } from './scenarios.ts'

/**
 * What a message costs the runtime alone when it is kept as the chat promises: encrypted, numbered, counted as unread, with its audit entry, in a
 * durable commit that is shared by all that wait, answered after it, told to both. Nothing is checked, nobody is asked who they are.
 */
interface Call {
  ref: number
  body: { id: string; text: string }
}
interface Socket {
  path: string
  room: Room
  self: string
  other: string
}
interface Room {
  id: string
  key: Buffer
  opened: number
}

const db = new Database(join(mkdtempSync(join(tmpdir(), 'banyan-bench-')), 'bare.db'), { create: true })
for (const pragma of ['journal_mode = wal', 'synchronous = full', 'foreign_keys = on', 'cache_size = -65536', 'wal_autocheckpoint = 16000'])
  db.run(`pragma ${pragma}`)
for (const table of [
  'rooms (id text primary key not null, last_seq integer not null, last_at text) without rowid',
  'members (user_id text not null, room_id text not null references rooms (id), unread integer not null, primary key (user_id, room_id)) without rowid',
  'messages (room_id text not null references rooms (id), seq integer not null, id text not null, sender_id text not null, sealed text not null, sent_at text not null, primary key (room_id, seq), unique (id, room_id))',
  'audit_entries (id text primary key not null, actor_id text, action text, model text, object_id text, changes text, ip text, request_id text, created_at text) without rowid',
])
  db.run(`create table ${table}`)
for (const column of ['actor_id', 'object_id']) db.run(`create index audit_by_${column} on audit_entries (${column}, id)`)

const rooms: Room[] = Array.from({ length: people / 2 }, () => ({ id: Bun.randomUUIDv7(), key: randomBytes(32), opened: 0 }))
const users = Array.from({ length: people }, () => Bun.randomUUIDv7())
db.transaction(() => {
  for (const [n, { id }] of rooms.entries()) {
    db.run('insert into rooms values (?, 0, null)', [id])
    for (const user of [users[2 * n], users[2 * n + 1]]) db.run('insert into members values (?, ?, 0)', [user ?? '', id])
  }
})()

const prepare = (sql: string): Statement => db.prepare(sql)
const sql = {
  begin: prepare('begin immediate'),
  commit: prepare('commit'),
  number: prepare('update rooms set last_seq = last_seq + 1, last_at = ? where id = ? returning last_seq'),
  message: prepare('insert into messages values (?, ?, ?, ?, ?, ?) on conflict (id, room_id) do nothing returning seq'),
  unread: prepare('update members set unread = unread + 1 where user_id = ? and room_id = ?'),
  audit: prepare("insert into audit_entries values (?, ?, 'chat.message_sent', 'chat_messages', ?, '{}', '127.0.0.1', ?, ?)"),
}

function seal({ id, key }: Room, sender: string, message: string, text: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(`message ${id} ${message} ${sender}`))
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

let waiting: { ws: ServerWebSocket<Socket>; call: Call }[] = []
function store(): void {
  const group = waiting
  waiting = []
  const now = new Date().toISOString()
  sql.begin.run()
  const told = group.map(({ ws, call: { ref, body } }) => {
    const { room, self, other } = ws.data
    const { last_seq: seq } = sql.number.get(now, room.id) as { last_seq: number }
    sql.message.all(room.id, seq, body.id, self, seal(room, self, body.id, body.text), now)
    sql.unread.run(other, room.id)
    sql.audit.run(Bun.randomUUIDv7(), self, body.id, crypto.randomUUID(), now)
    return { ws, ref, message: JSON.stringify({ id: body.id, room_id: room.id, seq, sender: self, text: body.text, sent_at: now }) }
  })
  sql.commit.run()
  for (const { ws, ref, message } of told) {
    ws.cork(() => {
      ws.send(`{"ref":${ref},"status":201,"body":${message}}`)
      ws.send(`{"event":"chat.message_sent","data":${message}}`)
    })
    ws.publish(ws.data.path, `{"event":"chat.message_sent","data":${message}}`)
  }
}

const server = Bun.serve<Socket>({
  port: 0,
  hostname: '127.0.0.1',
  fetch(request, sockets) {
    const path = new URL(request.url).pathname
    const n = Number(path.split('/').at(-1))
    const room = rooms[n] as Room
    const self = 2 * n + (room.opened++ % 2)
    const data: Socket = { path, room, self: users[self] ?? '', other: users[self ^ 1] ?? '' }
    return sockets.upgrade(request, { data }) ? undefined : new Response(null, { status: 400 })
  },
  websocket: {
    idleTimeout: 24,
    perMessageDeflate: false,
    open: (ws) => void ws.subscribe(ws.data.path),
    message(ws, message) {
      const call = JSON.parse(String(message)) as Call
      if (waiting.push({ ws, call }) === 1) setImmediate(store)
    },
  },
})
console.log(JSON.stringify({ port: Number(server.url.port) } satisfies Ready))
process.once('SIGTERM', () => process.exit(0))
