import { bench_slug } from './posts-data.ts'
import { deepCursor } from './tasks-data.ts'

export type Scenario =
  | 'state-json'
  | 'state-page'
  | 'profile'
  | 'me'
  | 'create'
  | 'create-1ms'
  | 'todos'
  | 'create-todo'
  | 'million-first'
  | 'million-deep'
  | 'million-search'
  | 'post-list'
  | 'post-page'
  | 'post-create'
  | 'search'

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
  /** The calls bring a token. */
  signed_in?: true
  /** A program without which this contest cannot be held. */
  needs?: string
  /** The first is measured against each of the others. */
  contestants: { name: string; command: string[]; path?: string; expect?: { against: string; at_least: number } }[]
}

const bun = process.execPath
/** The same server on a disk whose flush takes a millisecond longer, as many an SSD's does: strace, beside the server and not above it, holds back only those calls. */
const slowly = (command: string[]) => [
  'strace',
  '-D',
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

/** What a page costs a person with a million todos, against one with a thousand; every answer is made anew. At most 1.5 times as much. */
const million = (scenario: Scenario, path: (count: number) => string): Contest => ({
  scenario,
  path: path(1000),
  signed_in: true,
  contestants: [1_000_000, 1000].map((count, i) => ({
    name: `${count.toLocaleString('en')} todos`,
    command: server('tasks-server.ts', String(count), '--keep-nothing'),
    path: path(count),
    ...(i === 0 && { expect: { against: '1,000 todos', at_least: 1 / 1.5 } }),
  })),
})

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
    signed_in: true,
    path: '/api/auth/profile',
    contestants: [
      { name: 'banyan', command: server('banyan-server.ts'), expect: { against: 'bare', at_least: 0.5 } },
      { name: 'bare', command: server('bare-server.ts', 'profile') },
    ],
  },
  {
    scenario: 'me',
    signed_in: true,
    path: '/auth/me',
    contestants: [
      { name: 'banyan', command: server('banyan-server.ts'), expect: { against: 'bare, a Map', at_least: 0.5 } },
      { name: 'bare, a Map', command: server('bare-server.ts', 'me') },
    ],
  },
  {
    scenario: 'create',
    signed_in: true,
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
    signed_in: true,
    path: '/api/notes',
    lua: `${import.meta.dir}/create.lua`,
    connections: 256,
    needs: 'strace',
    contestants: [
      { name: 'banyan', command: slowly(server('banyan-server.ts')), expect: { against: 'banyan, one commit each', at_least: 5 } },
      { name: 'banyan, one commit each', command: slowly(server('banyan-server.ts', '--one-commit-each')) },
    ],
  },
  {
    scenario: 'todos',
    path: '/api/todos',
    signed_in: true,
    contestants: [
      { name: 'banyan', command: server('tasks-server.ts', '100'), expect: { against: 'bare', at_least: 1 } },
      { name: 'banyan, nothing kept', command: server('tasks-server.ts', '100', '--keep-nothing'), expect: { against: 'bare', at_least: 0.5 } },
      { name: 'bare', command: server('bare-tasks.ts', '100') },
    ],
  },
  {
    scenario: 'create-todo',
    path: '/api/todos',
    signed_in: true,
    lua: `${import.meta.dir}/create-todo.lua`,
    connections: 256,
    contestants: [
      { name: 'banyan', command: server('tasks-server.ts', '100'), expect: { against: 'bare, shared commits', at_least: 0.5 } },
      { name: 'bare, shared commits', command: server('bare-tasks.ts', '100') },
    ],
  },
  {
    scenario: 'post-list',
    path: '/api/posts',
    signed_in: true,
    contestants: [
      { name: 'banyan', command: server('posts-server.ts'), expect: { against: 'bare', at_least: 0.5 } },
      { name: 'bare', command: server('bare-posts.ts') },
    ],
  },
  {
    scenario: 'post-page',
    path: `/posts/${bench_slug}`,
    contestants: [
      { name: 'banyan', command: server('posts-server.ts'), expect: { against: 'bare', at_least: 0.8 } },
      { name: 'bare', command: server('bare-posts.ts') },
    ],
  },
  {
    scenario: 'post-create',
    path: '/api/posts',
    signed_in: true,
    lua: `${import.meta.dir}/create-post.lua`,
    connections: 64,
    contestants: [
      { name: 'banyan', command: server('posts-server.ts'), expect: { against: 'bare, shared commits', at_least: 0.4 } },
      { name: 'bare, shared commits', command: server('bare-posts.ts') },
    ],
  },
  {
    scenario: 'search',
    path: '/api/search?q=map+mon',
    signed_in: true,
    contestants: [
      { name: 'banyan', command: server('posts-server.ts', '--search'), expect: { against: 'bare', at_least: 0.4 } },
      { name: 'bare', command: server('bare-search.ts', 'map+mon') },
    ],
  },
  million('million-first', () => '/api/todos'),
  million('million-deep', (count) => `/api/todos?ordering=-created_at&cursor=${deepCursor(count)}`),
  million('million-search', () => '/api/todos?q=kingfisher+train'),
]
