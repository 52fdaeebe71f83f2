import Check from 'lucide-react/icons/check'
import CheckCheck from 'lucide-react/icons/check-check'
import CircleAlert from 'lucide-react/icons/circle-alert'
import Clock from 'lucide-react/icons/clock'
import { useStore } from 'react-redux'
import { useFormat } from '#web/i18n.ts'
import { useSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import type { Message, Room } from '../contract.ts'
import type { Pending } from './outbox.ts'
import { useT } from './page-words.ts'
import { useUploads } from './pictures/own-uploads.ts'
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
        {pending.pictures && <Ahead pending={pending} actions={actions} />}
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

/** How much of its pictures is there; it can still be called off. */
function Ahead({ pending: { id, pictures = [] }, actions }: { pending: Pending; actions: MessageActions }) {
  const t = useT()
  const { number } = useFormat()
  const { user } = useSession()
  const store = useStore() as AppStore
  const uploads = useUploads(store, user?.id ?? '').filter((one) => one.message_id === id)
  const total = pictures.reduce((sum, { size }) => sum + size, 0)
  const left = uploads.reduce((sum, { state, size, sent }) => sum + (state === 'stored' ? 0 : size - sent), 0)
  return (
    <>
      <span className="tabular-nums">{number(total > 0 ? (total - left) / total : 0, { style: 'percent' })}</span>
      <button type="button" className="btn btn-quiet btn-sm text-ink-2" onClick={() => actions.drop(id)}>
        {t('state.drop')}
      </button>
    </>
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
