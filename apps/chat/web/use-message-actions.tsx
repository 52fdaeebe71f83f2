import { type ReactNode, useMemo, useState } from 'react'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { dismiss, toast } from '#web/ui/toast.ts'
import type { Message, Room } from '../contract.ts'
import { chatApi } from './api.ts'
import { edited, unedited } from './changes.ts'
import { deleteSoon } from './deletions.ts'
import type { Mode } from './mode.ts'
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

interface Page {
  setMode: (mode: Mode) => void
  bringBack: (message: Message, text: string) => boolean
  setTarget: (target: Target) => void
}

/** What can be done with a message; each shows at once and is taken back where the server does not agree. */
export function useMessageActions(store: AppStore, room: Room, me: string, { setMode, bringBack, setTarget }: Page) {
  const t = useT()
  const [reported, setReported] = useState<Message>()
  const { id: room_id } = room
  const actions = useMemo((): MessageActions => {
    const failed = (again?: () => void) => toast({ text: t('failed'), tone: 'problem', ...(again ? { action: { label: t('again'), run: again } } : {}) })
    const refused = ({ status }: ApiError) =>
      status === 403 || status === 410 ? toast({ text: t(status === 403 ? 'picture.blocked' : 'menu.gone'), tone: 'problem' }) : failed()
    const copy = (text: string) =>
      void navigator.clipboard.writeText(text).then(
        () => toast({ text: t('menu.copied') }),
        () => failed(),
      )
    const save = async (message: Message, text: string): Promise<void> => {
      const before = patchMessage(store, message, (one) => edited(one, text))
      const params = { room_id, id: message.id }
      const { error } = await store.dispatch(endpoints.editMessage.initiate({ params, body: { text } }, { track: false }))
      if (!error) return
      if (before) patchMessage(store, message, (one) => unedited(one, before, text))
      const { status } = error as ApiError
      // Nothing that was typed is lost: it is in the field again, or else in what the toast offers.
      if (status === 410) toast({ text: t('menu.gone'), tone: 'problem', stay: true, action: { label: t('menu.copy'), run: () => copy(text) } })
      else if (bringBack(message, text)) refused(error as ApiError)
      else if (status === 403) toast({ text: t('picture.blocked'), tone: 'problem', stay: true, action: { label: t('menu.copy'), run: () => copy(text) } })
      else toast({ text: t('failed'), tone: 'problem', stay: true, action: { label: t('again'), run: () => void save(message, text) } })
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
      copy: ({ text }) => copy(text ?? ''),
      report: setReported,
      jump: (id) =>
        void fetchBackTo(store, room_id, id).then(
          (found) => (found ? setTarget({ id }) : toast({ text: t('thread.too_far') })),
          () => failed(),
        ),
      retry: (id) => retryPending(store, me, id),
      drop: (id) => dropPending(store, me, id),
    }
  }, [store, room_id, me, setMode, bringBack, setTarget, t])
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
