import type { z } from 'zod'
import { Problem } from '#contract/problem.ts'
import { sendContact } from '../../contract/contact.ts'

type Message = z.output<typeof sendContact.body>

/** A message as a browser without scripts sends it; gives the page that says what became of it, where what was typed is one step back. */
export async function answerForm(data: Uint8Array, send: (message: Message) => Promise<{ reference: string }>): Promise<string> {
  const { csrf: _, ...fields } = Object.fromEntries(new URLSearchParams(new TextDecoder().decode(data)))
  const page = fields['language'] === 'hi' ? '/hi/contact' : '/contact'
  const message = sendContact.body.safeParse(fields)
  if (!message.success) return `${page}?problem=${known.find((name) => name === message.error.issues[0]?.path[0]) ?? 'failed'}`
  try {
    return `${page}?sent=${(await send(message.data)).reference}`
  } catch (error) {
    if (error instanceof Problem && error.code === 'too_many_requests') return `${page}?problem=often`
    throw error
  }
}

const known = ['name', 'email', 'subject', 'message']
