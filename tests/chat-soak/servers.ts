import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Subprocess, spawn } from 'bun'
import { cheap_hashes } from '../../bin/test/run.ts'
import { bare } from '../frozen-copy.ts'
import { freePort } from '../kernel/free-port.ts'

interface Process {
  port: number
  child: Subprocess
}

/** One or more `./banyan start` that a test kills and starts again, all behind one address. */
export interface Servers {
  /** Where clients connect: the only process, or the nginx before them. */
  port: number
  /** `kill -9` of one, which then starts again; by turns. */
  kill(): Promise<void>
  /** SIGTERM to all; resolves with their exit codes. */
  stop(): Promise<number[]>
}

const nginx = () => Bun.which('nginx', { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` })

/** Starts `count` processes from a frozen copy in `folder`; more than one with nginx before them. */
export async function startServers(folder: string, environment: Record<string, string | undefined>, count: number): Promise<Servers> {
  const ports = await Promise.all(Array.from({ length: count }, freePort))
  // One after the other: the first brings the schema up to date.
  const processes: Process[] = []
  for (const port of ports) processes.push(await startOne(folder, environment, port))
  const proxy = count > 1 ? await startProxy(folder, ports) : undefined
  let turn = 0
  return {
    port: proxy?.port ?? ports[0] ?? 0,
    async kill() {
      const at = turn++ % processes.length
      const victim = processes[at]
      if (!victim) return
      victim.child.kill('SIGKILL')
      await victim.child.exited
      processes[at] = await startOne(folder, environment, victim.port)
    },
    async stop() {
      for (const { child } of processes) child.kill('SIGTERM')
      const codes = await Promise.all(processes.map(({ child }) => child.exited))
      proxy?.child.kill('SIGTERM')
      await proxy?.child.exited
      return codes
    },
  }
}

async function startOne(folder: string, environment: Record<string, string | undefined>, port: number): Promise<Process> {
  const env = { ...bare, ...cheap_hashes, ...environment, NODE_ENV: 'production', PORT: String(port), LOG_LEVEL: 'warn' }
  const child = spawn([join(folder, 'banyan'), 'start'], { cwd: folder, env, stdout: 'ignore', stderr: 'pipe' })
  await answers(port, '/api/health/', child)
  return { port, child }
}

async function answers(port: number, path: string, child: Subprocess): Promise<void> {
  for (const until = Date.now() + 30_000; Date.now() < until; await Bun.sleep(10)) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined)
    if (answer?.status === 200) return
    if (child.exitCode !== null) throw new Error(`it ended: ${await new Response(child.stderr as ReadableStream).text()}`)
  }
  throw new Error('it does not answer')
}

/** A dead process is asked again after a second, as `deploy/` has it. */
const configuration = (folder: string, port: number, ports: number[]) => `
daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log crit;
events { worker_connections 2048; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/nginx-${name};`).join(' ')}
  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
  upstream banyan { least_conn; ${ports.map((one) => `server 127.0.0.1:${one} max_fails=1 fail_timeout=1s;`).join(' ')} }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://banyan; proxy_http_version 1.1; proxy_read_timeout 1h; proxy_connect_timeout 1s;
      proxy_set_header Host $http_host; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;
    }
  }
}`

async function startProxy(folder: string, ports: number[]): Promise<Process> {
  const program = nginx()
  if (!program) throw new Error('several processes need nginx before them: apt-get install nginx-light')
  const port = await freePort()
  const file = join(folder, 'nginx.conf')
  writeFileSync(file, configuration(folder, port, ports))
  const child = spawn([program, '-c', file, '-e', join(folder, 'nginx.log')], { stdout: 'ignore', stderr: 'pipe' })
  await answers(port, '/api/health/', child)
  return { port, child }
}
