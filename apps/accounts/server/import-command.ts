import type { Importer } from '#server/app.ts'
import { importUsers, type Report } from './django/import.ts'
import { openSource, SourceError } from './django/source.ts'

const isAddress = (text: string) => /^(sqlite|postgres|postgresql):\/\//.test(text) && URL.canParse(text)

/** Users with their passwords. 0 when it has run to its end, also when some were left out (the report says who and why); 1 when the database cannot be read. */
export const importDjango: Importer = {
  from: 'django',
  usage: 'django --database sqlite:///path/db.sqlite3|postgres://… [--table auth_user]',
  options: ['database', 'table'],
  check: ({ options }) => isAddress(options['database'] ?? ''),
  async run(site, { options }) {
    const { database = '', table = 'auth_user' } = options
    try {
      const source = await openSource(database, table)
      try {
        tell(await importUsers(site, source, table))
      } finally {
        await source.close()
      }
      return 0
    } catch (error) {
      if (!(error instanceof SourceError)) throw error
      console.error(`Nothing was imported: ${error.message}.`)
      return 1
    }
  },
}

function tell({ taken, updated, unchanged, left_out, notes }: Report): void {
  for (const { known_as, note } of notes) console.log(`${printable(known_as)}: ${printable(note)}`)
  for (const { known_as, reason } of left_out) console.log(`left out: ${printable(known_as)}: ${reason}`)
  console.log(`${taken} imported, ${updated} updated, ${unchanged} unchanged, ${left_out.length} left out.`)
}

/** Names of another system must not move the operator's cursor. */
const printable = (text: string) => text.replaceAll(/[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, '?')
