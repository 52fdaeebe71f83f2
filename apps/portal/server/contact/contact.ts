import type { z } from 'zod'
import type { Tx } from '#server/db/db.ts'
import type { Caller } from '#server/http/caller.ts'
import type { sendContact } from '../../contract/contact.ts'
import { tellOfContact } from './tell.ts'

export type Message = z.output<typeof sendContact.body>

/** Neither 0 and O nor 1, I and L: people read it out. */
const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

function newReference(): string {
  const picked = [...crypto.getRandomValues(new Uint32Array(8))].map((n) => letters[n % letters.length])
  return `PI-${picked.slice(0, 4).join('')}-${picked.slice(4).join('')}`
}

/**
 * Stores a message and has it told. The same id again changes nothing; a proof that was used before counts as none; what filled in the field that
 * people do not see is kept as spam, which its sender does not learn.
 */
export async function addContact(
  tx: Tx,
  caller: Caller | undefined,
  message: Message,
  proof_id: string | undefined,
  origin: string,
): Promise<{ id: string; reference: string }> {
  const id = message.id ?? Bun.randomUUIDv7()
  const spam = (message.website ?? '') !== ''
  for (const proof of proof_id === undefined ? [null] : [proof_id, null]) {
    const made = await insert(tx, { ...message, id, spam, proof_id: proof, user_id: caller?.id ?? null })
    if (made) {
      await tx.audit({
        action: 'portal.contact_sent',
        model: 'portal_contacts',
        object_id: id,
        after: { reference: made.reference, status: spam ? 'spam' : 'new' },
      })
      if (!spam) await tx.enqueue(tellOfContact, { contact_id: id, origin, language: message.language }, { key: `contact:${id}` })
      return made
    }
    const before = await tx.selectFrom('portal_contacts').select(['id', 'reference']).where('id', '=', id).executeTakeFirst()
    if (before) return before
  }
  throw new Error('no reference was free')
}

/** Nothing when the id, the proof or the reference is there already. */
function insert(
  tx: Tx,
  { id, name, email, subject, message, spam, proof_id, user_id }: Message & { id: string; spam: boolean; proof_id: string | null; user_id: string | null },
) {
  return tx
    .insertInto('portal_contacts')
    .values({
      ...{ id, user_id, name, email, subject, message, proof_id },
      reference: newReference(),
      status: spam ? 'spam' : 'new',
      proven: proof_id === null ? 0 : 1,
      handled_at: null,
      handled_by: null,
      created_at: tx.now,
      updated_at: tx.now,
    })
    .onConflict((c) => c.doNothing())
    .returning(['id', 'reference'])
    .executeTakeFirst()
}
