import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError, type Environment, readConfig } from '#server/config.ts'
import { bare, frozenCopy } from '../frozen-copy.ts'

const dir = mkdtempSync(join(tmpdir(), 'banyan-config-'))
afterAll(() => rmSync(dir, { recursive: true }))

const secret = 'x'.repeat(32)
const own = () => 'the secret that it keeps by itself, in DATA_DIR'
const read = (environment: Environment) => readConfig(environment, own)
function mistakes(environment: Environment): string[] {
  try {
    read(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes
    throw error
  }
  return []
}
function file(name: string, text: string): string {
  const path = join(dir, name)
  writeFileSync(path, text)
  return path
}

test('with nothing said it is a development site on 127.0.0.1:8000 that keeps its own secret', () => {
  expect(read({})).toMatchObject({
    BANYAN_ENV: 'development',
    production: false,
    HOST: '127.0.0.1',
    PORT: 8000,
    SECRET_KEY: own(),
    ALLOWED_HOSTS: ['localhost', '.localhost', '127.0.0.1', '[::1]', '127.0.0.1'],
    CORS_ALLOWED_ORIGINS: [],
    TRUSTED_PROXIES: [],
    RATE_LIMITS: true,
    FIRST_USER_IS_ADMIN: true,
    DEBUG: false,
  })
})

test('all mistakes are told at once, each by the name of its setting', () => {
  const wrong = {
    BANYAN_ENV: 'prod',
    SECRET_KEY: 'short',
    DEBUG: 'maybe',
    CORS_ALLOWED_ORIGINS: 'https://ok.example, https://bad.example/path',
    PORT: '70000',
    PUBLIC_URL: 'banyan.example',
    DATABASE_URL: 'mysql://x',
    REDIS_URL: 'http://x',
    EMAIL_URL: 'mail.example',
    TRUSTED_PROXIES: '10.0.0.0/8, 10.0.0.0/x',
    RATE_LIMITS: 'sometimes',
    TLS_CERT: '/nowhere/cert.pem',
    LOG_LEVEL: 'loud',
    SUPABASE_DB_HOST: 'db.example',
  }
  const told = mistakes(wrong)
  for (const name of Object.keys(wrong)) expect(told.filter((line) => line.startsWith(name)).length).toBeGreaterThanOrEqual(1)
  for (const text of told) expect(text).toMatch(/^[A-Z_]+(_FILE)?( and [A-Z_]+)?: \S/)
})

test('each slip alone is refused', () => {
  const slips: Environment[] = [
    { TRUSTED_PROXIES: '10.0.0.0/' },
    { TRUSTED_PROXIES: 'nginx' },
    { CORS_ALLOWED_ORIGINS: '*' },
    { CORS_ALLOWED_ORIGINS: 'https://x.example/' },
    { CORS_ALLOWED_ORIGINS: 'x.example' },
    { PORT: '-1' },
    { PORT: '80.5' },
    { PORT: 'x' },
    { PUBLIC_URL: 'ftp://x.example' },
    { TLS_CERT: __filename },
    { TLS_KEY: __filename },
    { SECRET_KEY: 'x'.repeat(31) },
    { DATABASE_URL: 'x' },
    { GOOGLE_CLIENT_ID: 'x' },
    { GOOGLE_CLIENT_SECRET: 'x' },
    { OIDC_ISSUER: 'accounts.google.com' },
    { OIDC_ISSUER: 'javascript:alert(1)' },
    { SUPABASE_DB_HOST: 'h', SUPABASE_DB_NAME: 'n', SUPABASE_DB_USER: 'u' },
  ]
  for (const slip of slips) expect(`${JSON.stringify(slip)} ${mistakes(slip).length}`).toBe(`${JSON.stringify(slip)} 1`)
  expect(mistakes({ TLS_CERT: __filename, TLS_KEY: __filename, TRUSTED_PROXIES: 'loopback, fd00::/8', CORS_ALLOWED_ORIGINS: 'http://localhost:5173' })).toEqual(
    [],
  )
})

describe('production', () => {
  const good = { BANYAN_ENV: 'production', SECRET_KEY: secret, ALLOWED_HOSTS: 'banyan.example' }

  test('starts with a secret of 32 bytes and its hosts; nobody is admin by being first', () => {
    expect(read(good)).toMatchObject({ production: true, ALLOWED_HOSTS: ['banyan.example'], SECRET_KEY: secret, FIRST_USER_IS_ADMIN: false, RATE_LIMITS: true })
    expect(read({ ...good, SECRET_KEY: 'é'.repeat(16) }).SECRET_KEY).toBe('é'.repeat(16))
  })

  const refusals: Record<string, Environment> = {
    'no secret': { SECRET_KEY: undefined },
    'an empty secret': { SECRET_KEY: '' },
    'a secret of 31 bytes': { SECRET_KEY: 'x'.repeat(31) },
    'no hosts': { ALLOWED_HOSTS: undefined },
    'blank hosts': { ALLOWED_HOSTS: '  ' },
    'limits off': { RATE_LIMITS: 'off' },
    'limits OFF': { RATE_LIMITS: 'False' },
    'an issuer on plain http': { OIDC_ISSUER: 'http://id.example' },
    'debug on': { DEBUG: 'on' },
    'debug yes': { DEBUG: 'YES' },
  }
  for (const [name, change] of Object.entries(refusals)) test(`refuses ${name}`, () => expect(mistakes({ ...good, ...change })).toHaveLength(1))

  test('tells everything at once there too', () => expect(mistakes({ BANYAN_ENV: 'production', RATE_LIMITS: 'off', DEBUG: 'on', PORT: 'x' })).toHaveLength(5))

  test('never asks for a secret of its own', () => {
    const never = () => {
      throw new Error('asked')
    }
    expect(() => readConfig({ BANYAN_ENV: 'production' }, never)).toThrow(ConfigError)
    expect(readConfig(good, never).SECRET_KEY).toBe(secret)
  })
})

describe('*_FILE', () => {
  test('gives the value from a file, without the line break at its end', () => {
    expect(read({ SECRET_KEY_FILE: file('secret', `${secret}\n`) }).SECRET_KEY).toBe(secret)
    expect(read({ DATABASE_URL_FILE: file('url', 'postgres://u:p@h/d\r\n') }).DATABASE_URL).toBe('postgres://u:p@h/d')
  })

  test('the plain name speaks first; an empty one counts as none', () => {
    const path = file('other', 'y'.repeat(32))
    expect(read({ SECRET_KEY: secret, SECRET_KEY_FILE: path }).SECRET_KEY).toBe(secret)
    expect(read({ SECRET_KEY: '', SECRET_KEY_FILE: path }).SECRET_KEY).toBe('y'.repeat(32))
  })

  test('a missing file is a mistake with its name, and production counts what a file says', () => {
    expect(mistakes({ SECRET_KEY_FILE: '/nowhere' })).toEqual(['SECRET_KEY_FILE: cannot read /nowhere'])
    expect(mistakes({ SECRET_KEY_FILE: dir })).toEqual([`SECRET_KEY_FILE: cannot read ${dir}`])
    expect(mistakes({ BANYAN_ENV: 'production', SECRET_KEY_FILE: file('long', secret), ALLOWED_HOSTS_FILE: file('hosts', 'a.example') })).toEqual([])
    expect(mistakes({ BANYAN_ENV: 'production', SECRET_KEY_FILE: file('short', 'short'), ALLOWED_HOSTS: 'a' })).toHaveLength(1)
  })
})

test('SUPABASE_DB_* is another way to say DATABASE_URL, with TLS and escaped', () => {
  const parts = { SUPABASE_DB_HOST: 'db.example', SUPABASE_DB_NAME: 'n', SUPABASE_DB_USER: 'u', SUPABASE_DB_PASSWORD: 'p@/:#', SUPABASE_DB_PORT: '6543' }
  expect(read(parts).DATABASE_URL).toBe('postgres://u:p%40%2F%3A%23@db.example:6543/n?sslmode=require')
  expect(read({ ...parts, DATABASE_URL: 'postgres://x/y' }).DATABASE_URL).toBe('postgres://x/y')
})

describe('./banyan config, the real process', () => {
  const root = join(dir, 'copy')
  beforeAll(() => void frozenCopy(root))
  async function banyan(environment: Record<string, string>) {
    const child = Bun.spawn([join(root, 'banyan'), 'config'], {
      cwd: dir,
      env: { ...bare, NODE_ENV: 'test', DATA_DIR: join(dir, 'data'), ...environment },
      stdout: 'pipe',
      stderr: 'pipe',
    })
    const [out, err, code] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text(), child.exited])
    return { out, err, code }
  }

  test('ends with 78 and every mistake on standard error', async () => {
    const { out, err, code } = await banyan({ BANYAN_ENV: 'production', PORT: 'x', TRUSTED_PROXIES: '10.0.0.0/x' })
    expect(code).toBe(78)
    expect(out).toBe('')
    for (const name of ['PORT', 'TRUSTED_PROXIES', 'SECRET_KEY', 'ALLOWED_HOSTS']) expect(err).toContain(`  ${name}: `)
    expect(err).toStartWith('4 settings are wrong:')
  }, 30_000)

  test('shows every setting but no secret', async () => {
    const secrets = {
      SECRET_KEY: 'not-to-be-shown-aaaaaaaaaaaaaaaaaa',
      DATABASE_URL: 'postgres://u:hidden@h/d',
      REDIS_URL: 'redis://:hidden@h',
      EMAIL_URL: 'smtp://u:hidden@h',
      SUPABASE_DB_PASSWORD: 'hidden',
    }
    const { out, code } = await banyan(secrets)
    expect(code).toBe(0)
    for (const name of ['BANYAN_ENV=development', 'PORT=8000', 'SECRET_KEY=(set)', 'DATABASE_URL=(set)']) expect(out).toContain(name)
    expect(out).not.toMatch(/hidden@|not-to-be-shown|:hidden|=hidden/)
  }, 30_000)
})
