import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Environment, readConfig } from '#server/config.ts'
import { dropDatabase, emptyDatabase } from '#server/testing-database.ts'

export const on_postgres = Boolean(process.env['TEST_DATABASE_URL'])

export interface Place {
  environment: Environment
  config: ReturnType<typeof readConfig>
  end(): Promise<void>
}

/** Where nothing is yet: a folder, and a database without tables; all other settings are those of `environment`. */
export async function emptyPlace(environment: Environment): Promise<Place> {
  const DATA_DIR = mkdtempSync(join(tmpdir(), 'banyan-restore-'))
  const database = await emptyDatabase()
  const own = { ...environment, DATA_DIR, ...(database && { DATABASE_URL: database }) }
  return {
    environment: own,
    config: readConfig(own, () => ''),
    async end() {
      rmSync(DATA_DIR, { recursive: true, force: true })
      if (database) await dropDatabase(database)
    },
  }
}
