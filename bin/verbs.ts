export interface Verb {
  summary: string
  run(root: string, args: string[]): Promise<number>
}

/** Each verb loads only what it needs: a start must not wait for the test runner. */
export const verbs: Record<string, Verb> = {
  start: { summary: 'serve the site (builds what has changed)', run: async (root) => (await import('./built.ts')).startBuilt(root) },
  dev: { summary: 'serve the site and reload on change, server and browser', run: async (root) => (await import('./dev.ts')).dev(root) },
  worker: { summary: 'run jobs only: [--once]', run: async (root, args) => (await import('./worker.ts')).runWorker(root, args) },
  migrate: { summary: 'bring the database schema up to date', run: async (root) => (await import('./migrate.ts')).runMigrate(root) },
  createsuperuser: {
    summary: 'make an admin: [--username NAME] [--email ADDRESS], the password from standard input',
    run: async (root, args) => (await import('./app-command.ts')).runAppCommand(root, 'createsuperuser', args),
  },
  keys: {
    summary: 'keys rotate: sign tokens with new keys, nobody is signed out; --chat: wrap the keys of conversations anew',
    run: async (root, args) => (await import('./app-command.ts')).rotateKeys(root, args),
  },
  user: {
    summary: 'user list, show, activate, deactivate, role: who has an account, and what they may',
    run: async (root, args) => (await import('./app-command.ts')).runAppCommand(root, 'user', args),
  },
  import: {
    summary: 'import django --database URL, import wordpress FILE: people, posts and comments of another system, twice without doubles',
    run: async (root, args) => (await import('./import-command.ts')).runImport(root, args),
  },
  seed: {
    summary: 'seed: the site’s own posts, once; seed --scale posts=N,comments=N: made-up ones, for measuring',
    run: async (root, args) => (await import('./app-command.ts')).runAppCommand(root, 'seed', args),
  },
  backup: {
    summary: 'one file of database and uploads, while the site runs: [FILE] [--force] [--keep N]; --verify FILE: is it whole?',
    run: async (root, args) => (await import('./backup.ts')).runBackup(root, args),
  },
  restore: {
    summary: 'make the site what it was: FILE [--replace] [--moved]; only while no server runs',
    run: async (root, args) => (await import('./restore.ts')).runRestore(root, args),
  },
  config: {
    summary: 'show every setting, its value (secrets hidden) and meaning: [--markdown]',
    run: async (root, args) => (await import('./config.ts')).showConfig(root, args),
  },
  routes: {
    summary: 'show every endpoint: method, path, who may call it: [--markdown]',
    run: async (_, args) => (await import('./routes.ts')).showRoutes(args),
  },
  openapi: { summary: 'print the OpenAPI document', run: async () => (await import('./routes.ts')).printOpenApi() },
  new: { summary: 'new app NAME: a sixth app, ready to change', run: async (root, args) => (await import('./new-app.ts')).newApp(root, args) },
  build: { summary: 'build the web client and the server', run: async (root) => (await import('./build.ts')).build(root).then(() => 0) },
  test: {
    summary: 'run everything: format, lint, types, tests on both databases, browser',
    run: async (root, args) => (await import('./test.ts')).runTests(root, args),
  },
  bench: { summary: 'measure against the bare runtime: [NAME …]', run: async (root, args) => (await import('../bench/run.ts')).runBenches(root, args) },
  version: {
    summary: 'print the version',
    run: async () => {
      console.log((await import('#server/version.ts')).version)
      return 0
    },
  },
}
