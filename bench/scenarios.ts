export type Scenario = 'state-json' | 'state-page' | 'profile' | 'me' | 'create' | 'create-1ms'

/** What a server under test tells the runner once it listens. */
export interface Ready {
  port: number
  token?: string
  /** Of somebody else. */
  reader_token?: string
}

export interface Contest {
  scenario: Scenario
  path: string
  lua?: string
  /** Clients at once; 64 unless the contest is about many. */
  connections?: number
  /** A program without which this contest cannot be held. */
  needs?: string
  /** The first is measured against each of the others. */
  contestants: { name: string; command: string[]; expect?: { against: string; at_least: number } }[]
}

const bun = process.execPath
/** The same server on a disk whose flush takes a millisecond longer, as many an SSD's does: strace holds back only those calls. */
const slowly = (command: string[]) => [
  'strace',
  '-f',
  '--seccomp-bpf',
  '-o',
  '/dev/null',
  '-e',
  'trace=fsync,fdatasync',
  '-e',
  'inject=fsync,fdatasync:delay_exit=1000',
  ...command,
]
const server = (file: string, ...args: string[]) => [bun, '--no-env-file', `${import.meta.dir}/${file}`, ...args]

export const contests: Contest[] = [
  {
    scenario: 'state-json',
    path: '/api/states/kerala',
    contestants: [
      { name: 'banyan', command: server('banyan-server.ts'), expect: { against: 'bare', at_least: 0.8 } },
      { name: 'bare', command: server('bare-server.ts', 'state-json') },
    ],
  },
  {
    scenario: 'state-page',
    path: '/states/kerala',
    contestants: [
      { name: 'banyan', command: server('banyan-server.ts'), expect: { against: 'bare', at_least: 0.8 } },
      { name: 'bare', command: server('bare-server.ts', 'state-page') },
    ],
  },
  {
    scenario: 'profile',
    path: '/api/auth/profile',
    contestants: [
      { name: 'banyan', command: server('banyan-server.ts'), expect: { against: 'bare', at_least: 0.5 } },
      { name: 'bare', command: server('bare-server.ts', 'profile') },
    ],
  },
  {
    scenario: 'me',
    path: '/auth/me',
    contestants: [
      { name: 'banyan', command: server('banyan-server.ts'), expect: { against: 'bare, a Map', at_least: 0.5 } },
      { name: 'bare, a Map', command: server('bare-server.ts', 'me') },
    ],
  },
  {
    scenario: 'create',
    path: '/api/notes',
    lua: `${import.meta.dir}/create.lua`,
    connections: 256,
    contestants: [
      { name: 'banyan', command: server('banyan-server.ts'), expect: { against: 'bare, shared commits', at_least: 0.6 } },
      { name: 'banyan, one commit each', command: server('banyan-server.ts', '--one-commit-each') },
      { name: 'bare, one commit each', command: server('bare-server.ts', 'create') },
      { name: 'bare, shared commits', command: server('bare-server.ts', 'create-shared') },
    ],
  },
  {
    scenario: 'create-1ms',
    path: '/api/notes',
    lua: `${import.meta.dir}/create.lua`,
    connections: 256,
    needs: 'strace',
    contestants: [
      { name: 'banyan', command: slowly(server('banyan-server.ts')), expect: { against: 'banyan, one commit each', at_least: 5 } },
      { name: 'banyan, one commit each', command: slowly(server('banyan-server.ts', '--one-commit-each')) },
    ],
  },
]
