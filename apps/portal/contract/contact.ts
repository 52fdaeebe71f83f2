import { z } from 'zod'
import { redirect } from '#contract/answer.ts'
import { portalDoor } from '#contract/door.ts'
import { endpoint } from '#contract/endpoint.ts'
import { GivenId } from '#contract/given-id.ts'
import { isMailAddress } from '#contract/mail-address.ts'
import { pageOf, pageQuery } from '#contract/page.ts'
import { languages } from '#contract/render.ts'
import { plain_form, upload } from '#contract/upload.ts'
import { manyLines, oneLine } from './fields.ts'

const door = portalDoor

export const getContactForm = endpoint({
  name: 'portal.get_contact_form',
  door,
  method: 'GET',
  path: '/api/contact/form',
  summary: 'Proof that a form was shown, to be sent with it; good for a day, from two seconds on',
  returns: z.object({
    proof: z.string(),
    csrf: z.string().optional().meta({ description: 'For the signed-in: what the plain form carries in place of the header.' }),
  }),
})

export const sendContact = endpoint({
  name: 'portal.send_contact',
  door,
  method: 'POST',
  path: '/api/contact',
  summary: 'Write to those who run the site; needs no account',
  description:
    'The same `id` again sends nothing and gives the same reference. With `proof` from the form more may be sent than without. `website` stays empty: people do not see it.',
  body: z.strictObject({
    id: GivenId.optional(),
    name: oneLine(100, 'Tell us your name.'),
    email: z
      .string()
      .max(254, 'Use at most 254 characters.')
      .transform((text) => text.normalize('NFKC').trim())
      .refine(isMailAddress, 'Enter an e-mail address, such as name@example.com.'),
    subject: oneLine(150, 'Say what it is about.'),
    message: manyLines(5_000, 'Write your message.'),
    proof: z.string().max(500).optional(),
    website: z.string().max(500).optional(),
    language: z.enum(languages).optional().meta({ description: 'Of the mail that says it has arrived; English where nothing is said.' }),
  }),
  returns: z.object({ id: z.uuid(), reference: z.string().meta({ description: 'Such as `PI-7K2M-9QXD`; the answer by mail carries it too.' }) }),
  status: 201,
  example: { name: 'Asha', email: 'asha@example.com', subject: 'A wrong date', message: 'Nagaland was formed on 1 December 1963.' },
})

export const sendContactForm = endpoint({
  name: 'portal.send_contact_form',
  door,
  method: 'POST',
  path: '/api/contact/form',
  summary: 'The same from a plain form of the page, for browsers without scripts: leads on to the page that says what became of it',
  description:
    'The fields of `POST /api/contact`; from somebody who is signed in by cookie with the `csrf` of the form. One proof sends one message, however often the form is sent.',
  body: upload(plain_form),
  returns: redirect,
  status: 302,
})

export const ContactMessage = z
  .object({
    id: z.uuid(),
    reference: z.string(),
    name: z.string(),
    email: z.string(),
    subject: z.string(),
    message: z.string(),
    status: z.enum(['new', 'answered', 'spam']),
    proven: z.boolean(),
    created_at: z.iso.datetime(),
    handled_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ContactMessage' })
export type ContactMessage = z.infer<typeof ContactMessage>

export const listContactMessages = endpoint({
  name: 'portal.list_contact_messages',
  door,
  method: 'GET',
  path: '/api/contact/messages',
  summary: 'What people wrote, the newest first; for staff',
  query: z.object({ ...pageQuery, status: ContactMessage.shape.status.optional() }),
  returns: pageOf(ContactMessage),
})

export const changeContactMessage = endpoint({
  name: 'portal.change_contact_message',
  door,
  method: 'PATCH',
  path: '/api/contact/messages/:id',
  summary: 'Mark a message as answered, spam or new',
  body: z.strictObject({ status: ContactMessage.shape.status }),
  returns: ContactMessage,
  example: { status: 'answered' },
})
