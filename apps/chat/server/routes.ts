import { staff, verified } from '#server/http/guard.ts'
import { requireId } from '#server/http/parse.ts'
import { Routes } from '#server/http/routes.ts'
import { announce } from '#server/realtime/announce.ts'
import * as picture from '../contract/pictures.ts'
import * as reports from '../contract/reports.ts'
import * as contract from '../contract.ts'
import * as marks from './marks.ts'
import * as messages from './messages.ts'
import * as people from './people.ts'
import * as pictures from './pictures.ts'
import * as reported from './reported.ts'
import { report } from './reports.ts'
import { partnerOf, refuseShut, requireRoom } from './room-rows.ts'
import * as rooms from './rooms.ts'
import { searchMessages } from './search.ts'
import { prepareMessage, sendMessage } from './send-message.ts'

const room = (id: string) => requireId(id, 'room')
const message = (id: string) => requireId(id, 'message')
const person = (id: string) => requireId(id, 'person')

const conversations = new Routes()
  .on(contract.listRooms, verified, ({ db, site, caller, query }) => rooms.roomsOf(db, site, caller, query))
  .on(contract.openRoom, verified, async ({ read, write, site, caller, body }) => {
    const partner = await read((db) => rooms.requirePartner(db, caller, people.nameKey(body.username)))
    return write(async (tx) => rooms.roomOf(tx, site, caller, await rooms.openRoom(tx, site, caller, partner)))
  })
  .on(contract.getRoom, verified, ({ db, site, caller, params }) => rooms.roomOf(db, site, caller, room(params.room_id)))
  .on(contract.changeRoom, verified, ({ write, site, caller, params, body }) =>
    write(async (tx) => {
      await rooms.mute(tx, caller, room(params.room_id), body.muted)
      return rooms.roomOf(tx, site, caller, room(params.room_id))
    }),
  )
  .on(contract.listMessages, verified, ({ db, site, caller, params, query }) => messages.messagesOf(db, site, caller, room(params.room_id), query))
  .on(contract.sendMessage, verified, async ({ read, write, site, caller, params, body }) => {
    const prepared = await read((db) => prepareMessage(db, site, caller, room(params.room_id), body))
    return write((tx) => sendMessage(tx, site, caller, prepared, body))
  })
  .on(contract.editMessage, verified, ({ write, site, caller, params, body }) =>
    write((tx) => messages.editMessage(tx, site, caller, room(params.room_id), message(params.id), body.text)),
  )
  .on(contract.deleteMessage, verified, async ({ write, site, caller, params }) => {
    const done = await write((tx) => messages.deleteMessage(tx, site, caller, room(params.room_id), message(params.id)))
    await pictures.removeFiles(site, done.keys)
    return done.message
  })
  .on(contract.react, verified, ({ write, site, caller, params, body }) =>
    write((tx) => messages.react(tx, site, caller, room(params.room_id), message(params.id), body.emoji)),
  )
  .on(contract.markRead, verified, ({ write, caller, params, body }) => write((tx) => marks.markRead(tx, caller, room(params.room_id), body.seq)))
  .on(contract.markDelivered, verified, ({ write, caller, body }) => write((tx) => marks.markDelivered(tx, caller, body.rooms)))
  .on(contract.tellTyping, verified.atMost('60 per minute'), async ({ read, site, caller, params }) => {
    const found = await read((db) => requireRoom(db, caller, room(params.room_id)))
    await read((db) => refuseShut(db, found))
    announce(site, contract.typing, [partnerOf(found, caller.id)], { room_id: found.id, user_id: caller.id })
  })

const withPictures = conversations
  .on(picture.addPicture, verified.atMost('120 per minute'), ({ site, read, write, caller, params: { room_id, message_id, id }, body }) =>
    pictures.addPicture(site, read, write, caller, { room_id: room(room_id), message_id: message(message_id), id: requireId(id, 'picture') }, body),
  )
  .on(picture.removePicture, verified, ({ site, write, caller, params }) =>
    pictures.removePicture(site, write, caller, room(params.room_id), requireId(params.id, 'picture')),
  )
  .on(picture.getPicture, verified.counting('picture'), ({ db, site, caller, params, query }) =>
    pictures.pictureFile(db, site, caller, room(params.room_id), requireId(params.id, 'picture'), query.size),
  )

export const routes = withPictures
  .on(contract.findPeople, verified, ({ db, caller, query }) => people.findPeople(db, caller, query.q))
  .on(contract.getPresence, verified, async ({ db, site, caller }) => ({ online: await people.onlineFor(db, site, caller) }))
  .on(contract.searchMessages, verified.atMost('60 per minute'), ({ db, site, caller, query }) => searchMessages(db, site, caller, query.q, query.room_id))
  .on(contract.listBlocks, verified, ({ db, caller }) => people.blocksOf(db, caller))
  .on(contract.blockPerson, verified, ({ write, caller, params }) => write((tx) => people.block(tx, caller, person(params.user_id))))
  .on(contract.unblockPerson, verified, ({ write, caller, params }) => write((tx) => people.unblock(tx, caller, person(params.user_id))))
  .on(contract.reportMessage, verified.atMost('60 per hour'), ({ read, write, site, caller, params, body }) =>
    report(site, read, write, caller, room(params.room_id), message(params.id), body),
  )
  .on(reports.listReports, staff, ({ db, site, query }) => reported.reportsBy(db, site, query))
  .on(reports.getReportedPicture, staff, ({ db, site, params }) => reported.reportedPicture(db, site, requireId(params.id, 'report'), params.place))
  .on(reports.handleReport, staff, ({ write, site, caller, params, body }) =>
    write((tx) => reported.handleReport(tx, site, caller, requireId(params.id, 'report'), body.note)),
  )
  .on(reports.reopenReport, staff, ({ write, site, caller, params }) => write((tx) => reported.reopenReport(tx, site, caller, requireId(params.id, 'report'))))
