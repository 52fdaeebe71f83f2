import type { PoolClient } from 'pg'
import { to } from 'pg-copy-streams'
import { for_copying, openPool } from '../db/postgres.ts'
import { once } from './archive.ts'
import type { DatabaseCopy } from './copy.ts'
import type { Facts } from './manifest.ts'
import { BackupRefused } from './refused.ts'
import type { Member } from './tar.ts'

/** So many bytes of whole rows are one part. */
const part_bytes = 8 * 1024 * 1024

/**
 * Copies the rows of all tables as one transaction sees them, by COPY: it takes nothing but the driver, and any version of PostgreSQL reads them. What
 * tables there are the migrations say. Numbers that columns count up are read last, so that none is behind its rows.
 */
export async function copyPostgres(url: string): Promise<DatabaseCopy> {
  const pool = openPool(url, { max: 1, application_name: 'banyan backup' })
  const client = await pool.connect().catch((error: Error) => {
    throw new BackupRefused(`The database cannot be reached: ${error.message}`)
  })
  const close = async () => {
    client.release(true)
    await pool.end()
  }
  try {
    await client.query(for_copying)
    await client.query('begin transaction isolation level repeatable read, read only')
    const columns = await columnsOf(client)
    if (!columns['migrations']) throw new BackupRefused('The database has no tables of Banyan: nothing to back up.')
    const migrations = (await client.query<{ name: string }>('select name from migrations order by applied_at, name')).rows.map(({ name }) => name)
    const facts: Facts = { dialect: 'postgres', migrations, rows: {}, columns, sequences: [] }
    return {
      async *parts() {
        for (const [table, names] of Object.entries(columns)) {
          facts.rows[table] = 0
          for await (const { text, rows } of rowsOf(client, table, names)) {
            facts.rows[table] += rows.count
            yield { name: `database/${table}/${`${rows.part}`.padStart(6, '0')}`, size: text.length, chunks: once(text) } satisfies Member
          }
        }
        facts.sequences = await sequencesOf(client)
      },
      facts: () => facts,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Of every table, without those that the database works out itself. */
async function columnsOf(client: PoolClient): Promise<Record<string, string[]>> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     group by c.relname order by c.relname`,
  )
  return Object.fromEntries(rows.map(({ table, columns }) => [table, columns]))
}

/** A row of COPY's text ends with the only line break in it. */
async function* rowsOf(client: PoolClient, table: string, columns: string[]) {
  const names = columns.map((name) => client.escapeIdentifier(name)).join(', ')
  let waiting: Buffer[] = []
  let length = 0
  let part = 0
  const flush = (end: Buffer) => {
    const text = Buffer.concat([...waiting, end])
    waiting = []
    length = 0
    return { text, rows: { part: ++part, count: linesIn(text) } }
  }
  for await (const chunk of client.query(to(`copy ${client.escapeIdentifier(table)} (${names}) to stdout`)) as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(10) + 1
    if (length + chunk.length >= part_bytes && end > 0) {
      yield flush(chunk.subarray(0, end))
      waiting.push(chunk.subarray(end))
      length = chunk.length - end
    } else {
      waiting.push(chunk)
      length += chunk.length
    }
  }
  if (length > 0) yield flush(Buffer.alloc(0))
}

function linesIn(text: Buffer): number {
  let count = 0
  for (let at = text.indexOf(10); at >= 0; at = text.indexOf(10, at + 1)) count++
  return count
}

async function sequencesOf(client: PoolClient): Promise<NonNullable<Facts['sequences']>> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `select c.relname as table, a.attname as column, pg_get_serial_sequence(quote_ident(c.relname), a.attname) as sequence
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
       and pg_get_serial_sequence(quote_ident(c.relname), a.attname) is not null
     order by 1, 2`,
  )
  const found = []
  for (const { table, column, sequence } of rows) {
    const [state] = (await client.query<{ last: string; used: boolean }>(`select last_value::text as last, is_called as used from ${sequence}`)).rows
    if (state) found.push({ table, column, ...state })
  }
  return found
}
