import type { Write } from '#server/db/db.ts'
import { countedAddress } from '#server/http/address.ts'
import { take } from '#server/http/admit.ts'
import type { Caller } from '#server/http/caller.ts'
import { formTokenOf } from '#server/http/csrf.ts'
import { anyone, staff } from '#server/http/guard.ts'
import { limits } from '#server/http/limits.ts'
import { requireId } from '#server/http/parse.ts'
import type { RequestFacts } from '#server/http/request.ts'
import { Routes } from '#server/http/routes.ts'
import type { Site } from '#server/site.ts'
import * as contract from '../../contract/contact.ts'
import { idOf } from '../import/ids.ts'
import { addContact, type Message } from './contact.ts'
import { answerForm } from './form.ts'
import { changeContact, contactsOf } from './inbox.ts'
import { makeProof, readProof } from './proof.ts'

interface Call {
  write: Write
  site: Site
  caller: Caller | undefined
  request: RequestFacts
}

async function send({ write, site, caller, request }: Call, message: Message, proof_id: string | undefined) {
  const name = proof_id === undefined ? 'contact_unproven' : 'contact'
  await take(site, `${name}:${countedAddress(request.address)}`, limits[name])
  return write((tx) => addContact(tx, caller, message, proof_id, request.origin))
}

export const contactRoutes = new Routes()
  .on(contract.getContactForm, anyone, ({ site, caller, reply }) => {
    reply.header('Cache-Control', 'no-store')
    return { proof: makeProof(site), ...(caller && { csrf: formTokenOf(site.config, caller) }) }
  })
  .on(contract.sendContact, anyone, (call) => send(call, call.body, readProof(call.site, call.body.proof)))
  .on(contract.sendContactForm, anyone, (call) =>
    answerForm(call.body.data, (message) => {
      const proof_id = readProof(call.site, message.proof)
      // Such a form has no id of its own: pressing twice sends the same proof.
      return send(call, proof_id === undefined ? message : { ...message, id: idOf('contact form', proof_id) }, proof_id)
    }),
  )
  .on(contract.listContactMessages, staff, ({ db, query }) => contactsOf(db, query))
  .on(contract.changeContactMessage, staff, ({ write, caller, params, body }) =>
    write((tx) => changeContact(tx, caller, requireId(params.id, 'message'), body.status)),
  )
