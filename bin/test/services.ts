import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import pg from 'pg'

/** A server of our own: on a free port of 127.0.0.1, with its data in a temporary folder. */
export interface Service {
  url: string
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL from the folder of its programs. Root may not run it, so root runs it as `postgres` (or `nobody`).
 * Nothing is synced to disk: the data lives as long as the run.
 */
export async function startPostgres(programs: string): Promise<Service> {
  return withRetries('postgres', async (home, user) => {
    const password = crypto.randomUUID()
    const passwordFile = join(home.path, 'password')
    await writeFile(passwordFile, password, { mode: 0o600 })
    if (user) await chown(passwordFile, user.uid, user.gid)
    const data = join(home.path, 'data')
    await once(user, [
      join(programs, 'initdb'),
      '-D',
      data,
      '-U',
      'banyan',
      '-A',
      'password',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
    ])
    const port = await freePort()
    const fast = {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '400',
      unix_socket_directories: '',
      listen_addresses: '127.0.0.1',
      port,
    }
    const settings = Object.entries(fast).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const url = `postgres://banyan:${password}@127.0.0.1:${port}/postgres`
    const server = keep(home.path, user, 'INT', [join(programs, 'postgres'), '-D', data, ...settings])
    return ready(server, url, async () => {
      const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
      await client.connect()
      await client.query('select 1').finally(() => client.end())
    })
  })
}

export async function startRedis(program: string): Promise<Service> {
  return withRetries('redis', async (home, user) => {
    const port = await freePort()
    const url = `redis://127.0.0.1:${port}`
    const server = keep(home.path, user, 'TERM', [program, '--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', home.path])
    return ready(server, url, async () => {
      const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null })
      redis.on('error', () => {})
      await redis
        .connect()
        .then(() => redis.ping())
        .finally(() => redis.disconnect())
    })
  })
}

interface Home {
  path: string
}
interface User {
  name: string
  uid: number
  gid: number
}

/** A free port may be taken by somebody else before the server has it: three tries. */
async function withRetries(name: string, start: (home: Home, user: User | undefined) => Promise<Service>): Promise<Service> {
  const user = await unprivilegedUser()
  for (let attempt = 1; ; attempt++) {
    // As root the folder must be reachable for another user, which a private TMPDIR may not be.
    const path = await mkdtemp(join(user ? '/tmp' : tmpdir(), `banyan-${name}-`))
    if (user) await chown(path, user.uid, user.gid)
    try {
      return await start({ path }, user)
    } catch (error) {
      await rm(path, { recursive: true, force: true })
      if (attempt === 3) throw error
    }
  }
}

/** Whom root runs servers as; undefined when we are not root. */
async function unprivilegedUser(): Promise<User | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const lines = (await Bun.file('/etc/passwd').text()).split('\n').map((line) => line.split(':'))
  const [name, , uid, gid] = lines.find(([n]) => n === 'postgres') ?? lines.find(([n]) => n === 'nobody') ?? []
  if (!name) throw new Error('root may not run PostgreSQL, and there is no user postgres or nobody')
  return { name, uid: Number(uid), gid: Number(gid) }
}

/** `su` with the words of the command as they are, whatever stands in them. */
function as(user: User | undefined, script: string, words: string[]): string[] {
  return user ? ['su', '-s', '/bin/sh', '-c', script, '--', user.name, 'sh', ...words] : ['sh', '-c', script, 'sh', ...words]
}

async function once(user: User | undefined, words: string[]) {
  const child = Bun.spawn(as(user, 'exec "$@"', words), { cwd: '/', stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' })
  const [out, err, code] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text(), child.exited])
  if (code !== 0) throw new Error(`${words[0]} ended with code ${code}: ${(err || out).trim().split('\n').slice(-3).join(' ')}`)
}

type Kept = { exited: Promise<number>; stop(): Promise<void>; log: string }

/**
 * Runs a server under a small shell that ends it and removes its folder when our end of a pipe closes: even when this process is
 * killed, nothing is left running. In a session of its own, so that Ctrl-C does not end the server before the tests that use it.
 */
function keep(home: string, user: User | undefined, signal: 'INT' | 'TERM', words: string[]): Kept {
  const log = join(home, 'server.log')
  const script = `home=$1 signal=$2 log=$3; shift 3
exec 3<&0
"$@" >"$log" 2>&1 </dev/null & server=$!
{ read -r _ <&3; kill -"$signal" $server; } & reader=$!
wait $server
kill $reader 2>/dev/null
rm -rf "$home"`
  const child = Bun.spawn(as(user, script, [home, signal, log, ...words]), { cwd: '/', detached: true, stdin: 'pipe', stdout: 'ignore', stderr: 'ignore' })
  const stop = async () => {
    child.stdin.end()
    await child.exited
    await rm(home, { recursive: true, force: true })
  }
  return { exited: child.exited, stop, log }
}

async function ready({ exited, stop, log }: Kept, url: string, check: () => Promise<void>): Promise<Service> {
  let ended = false
  void exited.then(() => {
    ended = true
  })
  const deadline = Date.now() + 30_000
  for (;;) {
    try {
      await check()
      return { url, stop }
    } catch (error) {
      if (!ended && Date.now() < deadline) {
        await Bun.sleep(50)
        continue
      }
      const said = await Bun.file(log)
        .text()
        .catch(() => '')
      await stop()
      throw new Error(said.trim().split('\n').at(-1) || String(error), { cause: error })
    }
  }
}

/** A port of 127.0.0.1 that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (!address || typeof address === 'string') throw new Error('no free port')
  return address.port
}
