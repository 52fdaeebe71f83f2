import { openPool } from './postgres.ts'

/** Another program's PostgreSQL database. */
export interface Foreign {
  ask<R>(sql: string, values?: unknown[]): Promise<R[]>
  close(): Promise<void>
}

/** Opens it for reading only, with times in UTC. Throws what the driver says when it cannot be reached. */
export async function openForeign(address: string): Promise<Foreign> {
  const pool = openPool(address, { max: 1, application_name: 'banyan import', options: '-c default_transaction_read_only=on -c TimeZone=UTC' })
  const close = () => pool.end()
  try {
    await pool.query('select 1')
  } catch (error) {
    await close()
    throw error
  }
  return { ask: async <R>(sql: string, values: unknown[] = []) => (await pool.query(sql, values)).rows as R[], close }
}
