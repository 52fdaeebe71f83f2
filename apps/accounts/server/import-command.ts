import { parseArgs } from 'node:util'
import type { Site } from '#server/site.ts'
import { importUsers, type Report } from './django/import.ts'
import { openSource, SourceError } from './django/source.ts'

const usage = 'Usage: ./banyan import django --database sqlite:///path/db.sqlite3|postgres://… [--table auth_user]'

interface Asked {
  database: string
  table: string
}

function asked(args: string[]): Asked | undefined {
  const options = { database: { type: 'string' }, table: { type: 'string', default: 'auth_user' } } as const
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const { database, table } = values
    if (positionals.join() !== 'django' || !database || !/^(sqlite|postgres|postgresql):\/\//.test(database) || !URL.canParse(database)) return
    return { database, table }
  } catch {
    return
  }
}

/** 0 when it has run to its end, also when some were left out (the report says who and why); 1 when the database cannot be read; 2 for a wrong call. */
export async function importDjango(site: Site, args: string[]): Promise<number> {
  const given = asked(args)
  if (!given) {
    console.error(usage)
    return 2
  }
  try {
    const source = await openSource(given.database, given.table)
    try {
      tell(await importUsers(site, source, given.table))
    } finally {
      await source.close()
    }
    return 0
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    console.error(`Nothing was imported: ${error.message}.`)
    return 1
  }
}

function tell({ taken, updated, unchanged, left_out, notes }: Report): void {
  for (const { known_as, note } of notes) console.log(`${printable(known_as)}: ${printable(note)}`)
  for (const { known_as, reason } of left_out) console.log(`left out: ${printable(known_as)}: ${reason}`)
  console.log(`${taken} imported, ${updated} updated, ${unchanged} unchanged, ${left_out.length} left out.`)
}

/** Names of another system must not move the operator's cursor. */
const printable = (text: string) => text.replaceAll(/[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, '?')
