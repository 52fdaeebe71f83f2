import { defineApp } from '#server/app.ts'
import { events } from '../contract/notices.ts'
import { jobs as talkJobs, schedules as talkSchedules } from './comments/purge.ts'
import { sumUpContacts, tellOfContact } from './contact/tell.ts'
import { picture_prefix } from './images/names.ts'
import { imageSchedules, sweepImages } from './images/sweep.ts'
import { importers } from './import/importers.ts'
import * as m0001 from './migrations/0001-posts.ts'
import * as m0002 from './migrations/0002-talk.ts'
import * as m0003 from './migrations/0003-search.ts'
import { jobs as noticeJobs, schedules as noticeSchedules } from './notices/mail-job.ts'
import { erasePosts, ownPictures, ownPosts } from './personal.ts'
import { enqueueLayOutAnew, layOutAnew } from './posts/anew.ts'
import { postPages } from './posts/pages.ts'
import { postSchedules, purgePosts } from './posts/purge.ts'
import { publishPlanned } from './posts/schedule.ts'
import { routes } from './routes.ts'
import { putSamples } from './samples/put.ts'
import { commands } from './scale/command.ts'
import { jobs as searchJobs, schedules as searchSchedules } from './search/documents.ts'
import { stateFiles, stateSlugs } from './states.ts'
import { eraseTalk, ownTalk } from './talk-personal.ts'

/** Addresses of the site before, and what is left of one when its last part is cut off. */
const listings: Record<string, string> = { '/index.html': '/', '/states': '/', '/hi/states': '/hi', '/posts': '/blog', '/hi/posts': '/hi/blog' }

function moved(path: string): string | undefined {
  const listing = listings[path]
  if (listing) return listing
  const slug = /^\/states\/([a-z-]+)\.html$/.exec(path)?.[1]
  return slug ? `/states/${slug}` : undefined
}

export const portal = defineApp({
  name: 'portal',
  migrations: { '0001-posts': m0001, '0002-talk': m0002, '0003-search': m0003 },
  routes,
  jobs: [publishPlanned, purgePosts, layOutAnew, sweepImages, tellOfContact, sumUpContacts, ...talkJobs, ...noticeJobs, ...searchJobs],
  schedules: [...postSchedules, ...imageSchedules, ...talkSchedules, ...noticeSchedules, ...searchSchedules],
  events,
  commands,
  importers,
  media: [picture_prefix],
  exports: async (db, user_id) => ({ ...(await ownPosts(db, user_id)), ...(await ownTalk(db, user_id)) }),
  erase: async (tx, user_id) => [...(await eraseTalk(tx, user_id)), ...(await erasePosts(tx, user_id))],
  exportedFiles: ownPictures,
  seed: enqueueLayOutAnew,
  samples: putSamples,
  files: stateFiles,
  moved,
  listed_pages: postPages,
  named_pages: ['/blog/by/'],
  pages: () => ['/', '/blog', '/about/data', '/contact', ...stateSlugs().map((slug) => `/states/${slug}`)],
})
