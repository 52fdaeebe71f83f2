import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import type { Environment } from './config.ts'

/** The environment over what `.env` says; Bun's own reading of the current folder's files is switched off by ./banyan. */
export function readEnvironment(file: string, environment: Environment): Environment {
  if (!existsSync(file)) return environment
  return { ...(parseEnv(readFileSync(file, 'utf8')) as Environment), ...environment }
}
