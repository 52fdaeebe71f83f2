import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomToken } from './crypto/tokens.ts'

/** The secret that a development site makes for itself and keeps beside its database, readable by its owner only. */
export function ownSecret(data_dir: string): string {
  const file = join(data_dir, 'secret_key')
  mkdirSync(data_dir, { recursive: true })
  try {
    writeFileSync(file, randomToken(), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8')
}
