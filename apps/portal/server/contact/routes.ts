import { countedAddress } from '#server/http/address.ts'
import { take } from '#server/http/admit.ts'
import { anyone, staff } from '#server/http/guard.ts'
import { limits } from '#server/http/limits.ts'
import { requireId } from '#server/http/parse.ts'
import { Routes } from '#server/http/routes.ts'
import * as contract from '../../contract/contact.ts'
import { addContact } from './contact.ts'
import { changeContact, contactsOf } from './inbox.ts'
import { makeProof, readProof } from './proof.ts'

export const contactRoutes = new Routes()
  .on(contract.getContactForm, anyone, ({ site, reply }) => {
    reply.header('Cache-Control', 'no-store')
    return { proof: makeProof(site) }
  })
  .on(contract.sendContact, anyone, async ({ write, site, caller, request, body }) => {
    const proof_id = readProof(site, body.proof)
    const name = proof_id === undefined ? 'contact_unproven' : 'contact'
    await take(site, `${name}:${countedAddress(request.address)}`, limits[name])
    return write((tx) => addContact(tx, caller, body, proof_id, request.origin))
  })
  .on(contract.listContactMessages, staff, ({ db, query }) => contactsOf(db, query))
  .on(contract.changeContactMessage, staff, ({ write, caller, params, body }) =>
    write((tx) => changeContact(tx, caller, requireId(params.id, 'message'), body.status)),
  )
