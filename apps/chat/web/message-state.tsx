import Check from 'lucide-react/icons/check'
import CheckCheck from 'lucide-react/icons/check-check'
import CircleAlert from 'lucide-react/icons/circle-alert'
import Clock from 'lucide-react/icons/clock'
import type { Message, Room } from '../contract.ts'
import type { Pending } from './outbox.ts'
import { useT } from './page-words.ts'
import type { MessageActions } from './use-message-actions.tsx'

interface Props {
  message: Message
  pending: Pending | undefined
  room: Room
  actions: MessageActions
}

/** How far an own message has come. */
export function MessageState({ message: { seq, deleted_at }, pending, room, actions }: Props) {
  const t = useT()
  if (pending?.state === 'failed') return <Failed pending={pending} actions={actions} />
  if (deleted_at) return null
  if (pending)
    return (
      <span className="flex items-center gap-1">
        <Clock className="size-3.5" aria-hidden="true" />
        {t(pending.state === 'sending' ? 'state.sending' : 'state.waiting')}
      </span>
    )
  const state = seq <= room.their_read_seq ? 'read' : seq <= room.their_delivered_seq ? 'delivered' : 'sent'
  const Icon = state === 'sent' ? Check : CheckCheck
  return (
    <span className={state === 'read' ? 'flex items-center gap-1 text-neel' : 'flex items-center gap-1'}>
      <Icon className="size-3.5" aria-hidden="true" />
      {t(`state.${state}`)}
    </span>
  )
}

function Failed({ pending: { id, refused }, actions }: { pending: Pending; actions: MessageActions }) {
  const t = useT()
  return (
    <span className="flex flex-wrap items-center justify-end gap-x-1 text-sindoor">
      <CircleAlert className="size-3.5" aria-hidden="true" />
      {t(refused ? `state.${refused}` : 'state.failed')}
      <button type="button" className="btn btn-quiet btn-sm" onClick={() => actions.retry(id)}>
        {t('again')}
      </button>
      <button type="button" className="btn btn-quiet btn-sm text-ink-2" onClick={() => actions.drop(id)}>
        {t('state.drop')}
      </button>
    </span>
  )
}
