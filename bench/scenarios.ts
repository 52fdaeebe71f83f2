export type Scenario = 'state-json' | 'state-page' | 'profile' | 'create'

/** What a server under test tells the runner once it listens. */
export interface Ready {
  port: number
  token?: string
}

export interface Contest {
  scenario: Scenario
  path: string
  lua?: string
  /** Clients at once; 64 unless the contest is about many. */
  connections?: number
  /** The first is measured against each of the others. */
  contestants: { name: string; command: string[]; expect?: { against: string; at_least: number } }[]
}

const bun = process.execPath
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
]
