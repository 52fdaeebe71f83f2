import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { networkTest } from './http/address.ts'

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
const flag = z.string().transform((text, context) => {
  if (/^(on|true|1|yes)$/i.test(text)) return true
  if (/^(off|false|0|no)$/i.test(text)) return false
  context.addIssue({ code: 'custom', message: 'say on or off' })
  return z.NEVER
})
const optional = z.string().min(1).optional()
const isOrigin = (text: string) => /^https?:\/\//.test(text) && URL.parse(text)?.origin === text
function areNetworks(networks: string[]): boolean {
  try {
    networkTest(networks)
    return true
  } catch {
    return false
  }
}
const origin = z.url({ protocol: /^https?$/, error: 'an address such as https://example.com' }).transform((url) => url.replace(/\/+$/, ''))

export const google_issuer = 'https://accounts.google.com'

/** Every setting: name, check, default, in one place. `docs/configuration.md` is made from the descriptions. */
const Settings = z.object({
  BANYAN_ENV: z.enum(['development', 'testing', 'production']).default('development').describe('development, testing or production'),
  SECRET_KEY: optional.describe('32 bytes or more; development makes and keeps its own in DATA_DIR'),
  DEBUG: flag.default(false).describe('on logs more; refused in production'),
  ALLOWED_HOSTS: list.describe('hosts this site answers to, separated by commas; `.example.com` takes sub-domains too'),
  CORS_ALLOWED_ORIGINS: list
    .refine((origins) => origins.every(isOrigin), 'origins such as https://example.com, without a path')
    .describe('origins whose pages may call the API'),
  HOST: z.string().default('127.0.0.1').describe('address to listen on'),
  PORT: z.coerce.number().int().min(0).max(65535).default(8000).describe('port to listen on'),
  PUBLIC_URL: origin.optional().describe('scheme and host for links in mails and pages; else taken from the request'),
  DATA_DIR: z.string().default('data').describe('database, uploads and own secret'),
  DATABASE_URL: z
    .url({ protocol: /^(postgres|postgresql|sqlite)$/, error: 'postgres://… or sqlite:///…' })
    .optional()
    .describe('PostgreSQL; else SQLite in DATA_DIR'),
  SUPABASE_DB_HOST: optional.describe('together with the other four another way to say DATABASE_URL'),
  SUPABASE_DB_NAME: optional.describe('database name'),
  SUPABASE_DB_USER: optional.describe('database user'),
  SUPABASE_DB_PASSWORD: optional.describe('database password'),
  SUPABASE_DB_PORT: z.coerce.number().int().min(1).max(65535).default(5432).describe('database port'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'redis://…' })
    .optional()
    .describe('shared counters and news between processes'),
  EMAIL_URL: z
    .url({ protocol: /^smtps?$/, error: 'smtp://user:password@host:587' })
    .optional()
    .describe('SMTP server; without it development keeps mails at /dev/mail'),
  EMAIL_FROM: z.string().default('Pocket India <no-reply@localhost>').describe('sender of mails'),
  S3_BUCKET: optional.describe('bucket for uploads; without it they lie in DATA_DIR/media'),
  S3_ENDPOINT: origin.optional().describe('address of an S3-compatible store; else that of AWS'),
  S3_REGION: optional.describe('its region'),
  S3_ACCESS_KEY_ID: optional.describe('its key'),
  S3_SECRET_ACCESS_KEY: optional.describe('the secret of the key'),
  GOOGLE_CLIENT_ID: optional.describe('client id at Google or another OpenID provider; without it there is no such button'),
  GOOGLE_CLIENT_SECRET: optional.describe('the secret that goes with it'),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'the issuer’s address, exactly as its discovery document says it' })
    .default(google_issuer)
    .describe('the OpenID provider; http only outside production'),
  OIDC_NAME: optional.describe('its name on the button; default: Google, or the host of OIDC_ISSUER'),
  TRUSTED_PROXIES: list.refine(areNetworks, 'addresses, networks such as 10.0.0.0/8, or loopback').describe('addresses or networks whose X-Forwarded-* count'),
  RATE_LIMITS: flag.default(true).describe('off only outside production'),
  TOKEN_PAIR_ROTATION: flag
    .default(true)
    .describe('off keeps a refresh token of the token-pair door valid until it ends, for clients that cannot store a new one'),
  SESSION_IP_POLICY: z
    .enum(['observe', 'strict'])
    .default('observe')
    .describe('observe records when a browser session comes from another address; strict ends it when the network (/24, IPv6 /48) is another'),
  FIRST_USER_IS_ADMIN: flag.optional().describe('default: on outside production'),
  EMAIL_VERIFICATION: z
    .enum(['optional', 'mandatory'])
    .default('optional')
    .describe('mandatory: signing up and in by password takes a confirmed e-mail address; optional: one may confirm it later'),
  TLS_CERT: optional.describe('certificate file for https without a proxy'),
  TLS_KEY: optional.describe('its key file'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('least important line that is logged'),
  METRICS_TOKEN: optional.describe('whoever brings it as a bearer token may read /metrics; without it only this machine itself may'),
  LOG_REQUESTS: z.enum(['all', 'errors']).default('errors').describe('a line for each request, or for failed ones'),
})

type Raw = z.output<typeof Settings>

export interface Config extends Omit<Raw, 'SECRET_KEY' | 'FIRST_USER_IS_ADMIN'> {
  SECRET_KEY: string
  FIRST_USER_IS_ADMIN: boolean
  production: boolean
}

/** All that is wrong with the settings, at once; the process ends with its code. */
export class ConfigError extends Error {
  /** EX_CONFIG */
  readonly exit_code = 78
  readonly mistakes: string[]
  constructor(mistakes: string[]) {
    super(`${mistakes.length === 1 ? 'A setting is' : `${mistakes.length} settings are`} wrong:\n${mistakes.map((m) => `  ${m}`).join('\n')}`)
    this.mistakes = mistakes
  }
}

export type Environment = Record<string, string | undefined>

/**
 * Reads and checks the settings. `ownSecret` gives the secret of a site that was not told one (never asked in production).
 * Throws ConfigError.
 */
export function readConfig(environment: Environment, ownSecret: (data_dir: string) => string): Config {
  const mistakes: string[] = []
  const given = withFiles(environment, mistakes)
  const parsed = Settings.safeParse(given)
  for (const issue of parsed.error?.issues ?? []) mistakes.push(`${issue.path.join('.')}: ${issue.message}`)
  const raw = parsed.success ? parsed.data : undefined
  const production = given['BANYAN_ENV'] === 'production'
  if (production) mistakes.push(...productionMistakes(given))
  else if (given['SECRET_KEY'] && Buffer.byteLength(given['SECRET_KEY']) < 32) mistakes.push('SECRET_KEY: use 32 bytes or more')
  if (given['METRICS_TOKEN'] && Buffer.byteLength(given['METRICS_TOKEN']) < 16) mistakes.push('METRICS_TOKEN: use 16 bytes or more')
  if (Boolean(given['TLS_CERT']) !== Boolean(given['TLS_KEY'])) mistakes.push('TLS_CERT and TLS_KEY: give both or neither')
  for (const name of ['TLS_CERT', 'TLS_KEY']) if (given[name] && !existsSync(given[name])) mistakes.push(`${name}: there is no file ${given[name]}`)
  if (given['S3_BUCKET'] && !(given['S3_ACCESS_KEY_ID'] && given['S3_SECRET_ACCESS_KEY']))
    mistakes.push('S3_BUCKET: give S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY with it')
  if (Boolean(given['GOOGLE_CLIENT_ID']) !== Boolean(given['GOOGLE_CLIENT_SECRET']))
    mistakes.push('GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET: give both or neither')
  if (given['SUPABASE_DB_HOST'] && !(given['SUPABASE_DB_NAME'] && given['SUPABASE_DB_USER'] && given['SUPABASE_DB_PASSWORD']))
    mistakes.push('SUPABASE_DB_HOST: give SUPABASE_DB_NAME, SUPABASE_DB_USER and SUPABASE_DB_PASSWORD with it')
  if (mistakes.length > 0 || !raw) throw new ConfigError(mistakes)
  return complete(raw, production, ownSecret)
}

function complete(raw: Raw, production: boolean, ownSecret: (data_dir: string) => string): Config {
  const data_dir = resolve(raw.DATA_DIR)
  const database = databaseOf(raw)
  return {
    ...raw,
    DATA_DIR: data_dir,
    SECRET_KEY: raw.SECRET_KEY ?? ownSecret(data_dir),
    ALLOWED_HOSTS: raw.ALLOWED_HOSTS.length > 0 ? raw.ALLOWED_HOSTS : ['localhost', '.localhost', '127.0.0.1', '[::1]', raw.HOST],
    FIRST_USER_IS_ADMIN: raw.FIRST_USER_IS_ADMIN ?? !production,
    production,
    ...(database && { DATABASE_URL: database }),
  }
}

function databaseOf(raw: Raw): string | undefined {
  if (raw.DATABASE_URL || !raw.SUPABASE_DB_HOST) return raw.DATABASE_URL
  const part = (text: string | undefined) => encodeURIComponent(text ?? '')
  const at = `${part(raw.SUPABASE_DB_USER)}:${part(raw.SUPABASE_DB_PASSWORD)}@${raw.SUPABASE_DB_HOST}:${raw.SUPABASE_DB_PORT}`
  return `postgres://${at}/${part(raw.SUPABASE_DB_NAME)}?sslmode=require`
}

function productionMistakes(given: Environment): string[] {
  const mistakes: string[] = []
  if (Buffer.byteLength(given['SECRET_KEY'] ?? '') < 32) mistakes.push('SECRET_KEY: production needs one of 32 bytes or more')
  if (!given['ALLOWED_HOSTS']?.trim()) mistakes.push('ALLOWED_HOSTS: production needs the hosts that this site answers to')
  if (/^(off|false|0|no)$/i.test(given['RATE_LIMITS'] ?? '')) mistakes.push('RATE_LIMITS: may be off only outside production')
  if (/^http:/i.test(given['OIDC_ISSUER'] ?? '')) mistakes.push('OIDC_ISSUER: may speak plain http only outside production')
  if (/^(on|true|1|yes)$/i.test(given['DEBUG'] ?? '')) mistakes.push('DEBUG: may be on only outside production')
  return mistakes
}

/** `NAME_FILE` gives the value of `NAME` from a file, as container secrets do; an empty value counts as none. */
function withFiles(environment: Environment, mistakes: string[]): Environment {
  const given: Environment = {}
  for (const name of Object.keys(Settings.shape)) {
    const value = environment[name]
    const file = environment[`${name}_FILE`]
    if (value) given[name] = value
    else if (file)
      try {
        given[name] = readFileSync(file, 'utf8').trim()
      } catch {
        mistakes.push(`${name}_FILE: cannot read ${file}`)
      }
  }
  return given
}

/** Name, meaning and default of every setting, for `./banyan config` and the docs. */
export function describeSettings(): { name: string; description: string; fallback: string }[] {
  return Object.entries(Settings.shape).map(([name, schema]) => ({
    name,
    description: schema.description ?? '',
    fallback: fallbackOf(schema),
  }))
}

function fallbackOf(schema: z.ZodType): string {
  const value = schema.safeParse(undefined)
  if (!value.success || value.data === undefined) return ''
  return typeof value.data === 'boolean' ? (value.data ? 'on' : 'off') : String(value.data)
}
