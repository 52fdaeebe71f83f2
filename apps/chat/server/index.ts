import { defineApp } from '#server/app.ts'
import * as contract from '../contract.ts'
import { schedules, sweepPictures } from './jobs.ts'
import * as m0001 from './migrations/0001-chat.ts'
import * as m0002 from './migrations/0002-pictures.ts'
import * as m0003 from './migrations/0003-in-order-of-arrival.ts'
import { tellPresence } from './people.ts'
import { eraseConversations, ownConversations, ownPictures } from './personal.ts'
import { requireRoom } from './room-rows.ts'
import { checkMasterKey, rotateChatKeys } from './rotate.ts'
import { routes } from './routes.ts'

export const chat = defineApp({
  name: 'chat',
  migrations: { '0001-chat': m0001, '0002-pictures': m0002, '0003-in-order-of-arrival': m0003 },
  routes,
  jobs: [sweepPictures],
  schedules,
  events: [contract.messageSent, contract.messageChanged, contract.roomChanged, contract.marksMoved, contract.typing, contract.presenceChanged],
  mayJoin: (db, user_id, room_id) =>
    /^[0-9a-f-]{36}$/.test(room_id)
      ? requireRoom(db, { id: user_id }, room_id).then(
          () => true,
          () => false,
        )
      : Promise.resolve(false),
  presenceChanged: tellPresence,
  exports: ownConversations,
  exportedFiles: ownPictures,
  erase: eraseConversations,
  check: checkMasterKey,
  rotateKeys: rotateChatKeys,
})
