import { defineApp } from '#server/app.ts'
import { events } from '../contract/notices.ts'
import { jobs as talkJobs, schedules as talkSchedules } from './comments/purge.ts'
import { tellOfContact } from './contact/tell.ts'
import * as m0001 from './migrations/0001-posts.ts'
import * as m0002 from './migrations/0002-talk.ts'
import * as m0003 from './migrations/0003-search.ts'
import { jobs as noticeJobs, schedules as noticeSchedules } from './notices/mail-job.ts'
import { publishPlanned } from './posts/schedule.ts'
import { routes } from './routes.ts'
import { commands } from './scale/command.ts'
import { jobs as searchJobs, schedules as searchSchedules } from './search/documents.ts'
import { stateFiles, stateSlugs } from './states.ts'
import { eraseTalk, ownTalk } from './talk-personal.ts'

/** Addresses of the site that this one replaces. */
function moved(path: string): string | undefined {
  if (path === '/index.html') return '/'
  const slug = /^\/states\/([a-z-]+)\.html$/.exec(path)?.[1]
  return slug ? `/states/${slug}` : undefined
}

export const portal = defineApp({
  name: 'portal',
  migrations: { '0001-posts': m0001, '0002-talk': m0002, '0003-search': m0003 },
  routes,
  jobs: [publishPlanned, tellOfContact, ...talkJobs, ...noticeJobs, ...searchJobs],
  schedules: [...talkSchedules, ...noticeSchedules, ...searchSchedules],
  exports: ownTalk,
  erase: eraseTalk,
  events,
  commands,
  files: stateFiles,
  moved,
  pages: () => ['/', '/about/data', ...stateSlugs().map((slug) => `/states/${slug}`)],
})
