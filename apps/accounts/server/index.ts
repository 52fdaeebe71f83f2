import { defineApp } from '#server/app.ts'
import { Sessions } from './authenticate.ts'
import { commands } from './commands.ts'
import { jobs, schedules } from './jobs.ts'
import * as m0001 from './migrations/0001-accounts.ts'
import { routes } from './routes.ts'
import { awaitsFirstAdmin, setupToken } from './users.ts'

export const accounts = defineApp({
  name: 'accounts',
  migrations: { '0001-accounts': m0001 },
  routes,
  jobs,
  schedules,
  commands,
  moved: (path) => ({ '/login.html': '/login', '/signup.html': '/signup', '/admin.html': '/admin/' })[path],
  makeAuthenticate(site) {
    const sessions = new Sessions(site)
    return { authenticate: sessions.authenticate, forget: () => sessions.forget() }
  },
  setupLink: async (site) => ((await awaitsFirstAdmin(site.store.db)) ? `/signup?setup=${setupToken(site)}` : undefined),
})
