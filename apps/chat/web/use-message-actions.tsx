import { type ReactNode, useMemo, useState } from 'react'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { dismiss, toast } from '#web/ui/toast.ts'
import type { Message, Room } from '../contract.ts'
import { chatApi } from './api.ts'
import type { Mode } from './composer.tsx'
import { deleteSoon } from './deletions.ts'
import { fetchBackTo, patchMessage } from './open-thread.ts'
import { dropPending, retryPending } from './own-outbox.ts'
import { useT } from './page-words.ts'
import { ReportDialog } from './report-dialog.tsx'
import type { Target } from './thread-page.tsx'

const { endpoints } = chatApi

export interface MessageActions {
  reply: (message: Message) => void
  edit: (message: Message) => void
  save: (message: Message, text: string) => void
  remove: (message: Message) => void
  react: (message: Message, emoji: string) => void
  copy: (message: Message) => void
  report: (message: Message) => void
  jump: (id: string) => void
  retry: (id: string) => void
  drop: (id: string) => void
}

/** What can be done with a message; each shows at once and is taken back where the server does not agree. */
export function useMessageActions(store: AppStore, room: Room, me: string, setMode: (mode: Mode) => void, setTarget: (target: Target) => void) {
  const t = useT()
  const [reported, setReported] = useState<Message>()
  const { id: room_id } = room
  const actions = useMemo((): MessageActions => {
    const failed = (again?: () => void) => toast({ text: t('failed'), tone: 'problem', ...(again ? { action: { label: t('again'), run: again } } : {}) })
    const refused = (error: ApiError, again?: () => void) => (error.status === 403 ? toast({ text: t('picture.blocked'), tone: 'problem' }) : failed(again))
    const save = async (message: Message, text: string): Promise<void> => {
      // The mark of the server is awaited for the order of changes: this clock may be wrong.
      const before = patchMessage(store, message, (one) => ({ ...one, text, edited_at: one.edited_at ?? one.sent_at }))
      const params = { room_id, id: message.id }
      const { error } = await store.dispatch(endpoints.editMessage.initiate({ params, body: { text } }, { track: false }))
      if (!error) return
      if (before) patchMessage(store, message, () => before)
      refused(error as ApiError, () => void save(message, text))
    }
    const react = async (message: Message, emoji: string): Promise<void> => {
      const taken_back = message.reactions.some((one) => one.emoji === emoji && one.user_ids.includes(me))
      const before = patchMessage(store, message, (one) => ({ ...one, reactions: reactionsWith(one.reactions, me, taken_back ? null : emoji) }))
      const params = { room_id, id: message.id }
      const { error } = await store.dispatch(endpoints.react.initiate({ params, body: { emoji: taken_back ? null : emoji } }, { track: false }))
      if (!error) return
      if (before) patchMessage(store, message, (one) => ({ ...one, reactions: before.reactions }))
      refused(error as ApiError)
    }
    const remove = (message: Message) => {
      let shown = 0
      const undo = deleteSoon(store, me, message, () => failed(() => remove(message)))
      const late = () => toast({ text: t('menu.delete_late') })
      shown = toast({ text: t('menu.deleted'), undo: () => undo() || late() })
      setTimeout(() => dismiss(shown), undo_shown_ms)
    }
    return {
      reply: (message) => setMode({ kind: 'reply', message }),
      edit: (message) => setMode({ kind: 'edit', message }),
      save: (message, text) => void save(message, text),
      remove,
      react: (message, emoji) => void react(message, emoji),
      copy: ({ text }) =>
        void navigator.clipboard.writeText(text ?? '').then(
          () => toast({ text: t('menu.copied') }),
          () => failed(),
        ),
      report: setReported,
      jump: (id) =>
        void fetchBackTo(store, room_id, id).then(
          (found) => (found ? setTarget({ id }) : toast({ text: t('thread.too_far') })),
          () => failed(),
        ),
      retry: (id) => retryPending(store, me, id),
      drop: (id) => dropPending(store, me, id),
    }
  }, [store, room_id, me, setMode, setTarget, t])
  const report: ReactNode = reported && <ReportDialog room={room} message={reported} onClose={() => setReported(undefined)} />
  return { actions, report }
}

/** A moment less than the time in which a deletion can be taken back. */
const undo_shown_ms = 7800

/** One reaction a person: another replaces it. */
function reactionsWith(reactions: Message['reactions'], me: string, emoji: string | null): Message['reactions'] {
  const others = reactions.map((one) => ({ ...one, user_ids: one.user_ids.filter((id) => id !== me) }))
  const known = others.some((one) => one.emoji === emoji)
  const all = emoji === null || known ? others : [...others, { emoji, user_ids: [] }]
  return all.map((one) => (one.emoji === emoji ? { ...one, user_ids: [...one.user_ids, me] } : one)).filter(({ user_ids }) => user_ids.length > 0)
}
