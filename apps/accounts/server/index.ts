import { defineApp } from '#server/app.ts'
import { Sessions } from './authenticate.ts'
import { avatar_prefix } from './avatar-keys.ts'
import { avatarJobs, avatarSchedules } from './avatars.ts'
import { commands } from './commands.ts'
import { eraseOwn } from './erase-own.ts'
import { importDjango } from './import-command.ts'
import { jobs, schedules } from './jobs.ts'
import * as m0001 from './migrations/0001-accounts.ts'
import * as m0002 from './migrations/0002-json-web-tokens.ts'
import * as m0003 from './migrations/0003-codes.ts'
import * as m0004 from './migrations/0004-factors.ts'
import * as m0005 from './migrations/0005-identities.ts'
import * as m0006 from './migrations/0006-keys.ts'
import * as m0007 from './migrations/0007-lifecycle.ts'
import * as m0008 from './migrations/0008-profiles.ts'
import * as m0009 from './migrations/0009-user-list.ts'
import { ownExports } from './own-exports.ts'
import { passwordQueue } from './password-queue.ts'
import { routes } from './routes.ts'
import { accessChanged } from './sessions.ts'
import { keysOf } from './signing-keys.ts'
import { awaitsFirstAdmin, setupToken } from './users.ts'

export const accounts = defineApp({
  name: 'accounts',
  migrations: {
    '0001-accounts': m0001,
    '0002-json-web-tokens': m0002,
    '0003-codes': m0003,
    '0004-factors': m0004,
    '0005-identities': m0005,
    '0006-keys': m0006,
    '0007-lifecycle': m0007,
    '0008-profiles': m0008,
    '0009-user-list': m0009,
  },
  routes,
  jobs: [...jobs, ...avatarJobs],
  schedules: [...schedules, ...avatarSchedules],
  commands,
  importers: [importDjango],
  media: [avatar_prefix],
  named_pages: ['/people/'],
  exports: ownExports,
  erase: eraseOwn,
  moved: (path) => ({ '/login.html': '/login', '/signup.html': '/signup', '/admin.html': '/admin/' })[path],
  measures(metrics) {
    metrics.figure('gauge', 'banyan_password_hashes', 'Passwords being hashed, and those that wait for it: 64 at most', () => [
      { value: passwordQueue.running, labels: { state: 'running' } },
      { value: passwordQueue.waiting, labels: { state: 'waiting' } },
    ])
  },
  makeAuthenticate(site) {
    const sessions = new Sessions(site)
    // Tests keep every core busy, and wait for each hash.
    if (site.config.BANYAN_ENV !== 'testing') passwordQueue.letOthersFirst()
    return {
      authenticate: sessions.authenticate,
      access_changed: accessChanged.name,
      forget: () => {
        sessions.forget()
        keysOf(site).forget()
      },
    }
  },
  setupLink: async (site) => ((await awaitsFirstAdmin(site.store.db)) ? `/signup?setup=${setupToken(site)}` : undefined),
})
