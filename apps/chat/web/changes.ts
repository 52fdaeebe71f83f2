import type { Message } from '../contract.ts'

/** As it is shown while a change is on its way. The mark of the server is awaited for the order of changes: this clock may be wrong. */
export const edited = (message: Message, text: string): Message =>
  message.deleted_at ? message : { ...message, text, edited_at: message.edited_at ?? message.sent_at }

/** Back as it was before a change that the server did not take, unless news have deleted or changed it meanwhile. */
export function unedited(now: Message, before: Message, text: string): Message {
  const shown = edited(before, text)
  return now.deleted_at || now.text !== shown.text || now.edited_at !== shown.edited_at ? now : before
}
