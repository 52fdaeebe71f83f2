import { anyone, user } from '#server/http/guard.ts'
import { Routes } from '#server/http/routes.ts'
import * as contract from '../../contract/notices.ts'
import { noticesOf, unreadOf } from './list.ts'
import { markRead } from './read.ts'
import { choiceOf, choose, readUnsubscribeToken, unsubscribe } from './settings.ts'

export const noticeRoutes = new Routes()
  .on(contract.listNotices, user, ({ db, caller, query }) => noticesOf(db, caller.id, query))
  .on(contract.countNotices, user, async ({ db, caller }) => ({ unread: await unreadOf(db, caller.id) }))
  .on(contract.readNotices, user, ({ write, caller, body }) => write((tx) => markRead(tx, caller, body)))
  .on(contract.getNoticeSettings, user, async ({ db, caller }) => ({ mail: await choiceOf(db, caller.id) }))
  .on(contract.setNoticeSettings, user, ({ write, caller, body }) => write((tx) => choose(tx, caller.id, body.mail)))
  .on(contract.unsubscribeNotices, anyone, ({ write, site, query }) => write((tx) => unsubscribe(tx, readUnsubscribeToken(site, query.token))))
  // Mail programs that know nothing of one click open the address instead.
  .on(contract.openUnsubscribe, anyone, () => '/notices')
