import ArrowDown from 'lucide-react/icons/arrow-down'
import { type KeyboardEvent, useMemo } from 'react'
import { useStore } from 'react-redux'
import { useFormat } from '#web/i18n.ts'
import type { AppStore } from '#web/store.ts'
import { useZone } from '#web/zone.ts'
import type { Room } from '../contract.ts'
import { Bubble } from './bubble.tsx'
import { type Row, rowsOf, tabStop } from './grouping.ts'
import { openEnd } from './open-thread.ts'
import type { Pending } from './outbox.ts'
import { useT } from './page-words.ts'
import { hasEarlier, hasLater, type Thread } from './thread.ts'
import type { Target } from './thread-page.tsx'
import { dayName } from './times.ts'
import type { MessageActions } from './use-message-actions.tsx'
import { useReadMarks } from './use-read-marks.ts'
import { useScrolling } from './use-scrolling.ts'

interface Props {
  room: Room
  name: string
  thread: Thread
  pending: readonly Pending[]
  me: string
  read_to: number
  target: Target | undefined
  onTarget: (target: Target | undefined) => void
  actions: MessageActions
}

/** The messages, oldest first, with more loading at both ends. */
export function ThreadList({ room, name, thread, pending, me, read_to, target, onTarget, actions }: Props) {
  const t = useT()
  const store = useStore() as AppStore
  const { messages } = thread
  const zone = useZone()
  const rows = useMemo(() => rowsOf({ messages, pending, me, read_to, zone }), [messages, pending, me, read_to, zone])
  const by_id = useMemo(() => new Map(messages.map((message) => [message.id, message])), [messages])
  const { box, at_end, jumped } = useScrolling({ store, room_id: room.id, thread, rows, target, onTarget })
  useReadMarks({ store, room, messages, me, box })
  const toEnd = async (by_key: boolean) => {
    if (hasLater(thread)) await openEnd(store, room.id).catch(() => {})
    onTarget({ end: true })
    // The button goes away, and would take the focus of whoever pressed it by key to nowhere.
    if (by_key) requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('[data-actions][tabindex="0"]')?.focus({ preventScroll: true }))
  }
  const tab_stop = tabStop(rows)
  const newest_own = rows.findLast((row) => row.kind === 'message' && row.message.sender === me)?.key
  return (
    <div className="relative min-h-0 flex-1">
      <section
        ref={box}
        aria-label={t('thread.label', { name })}
        className="relative h-full overflow-y-auto overscroll-contain px-2 [overflow-anchor:none] md:px-4"
      >
        <div className="mx-auto flex min-h-full max-w-[46rem] flex-col justify-end py-4">
          {hasEarlier(thread) ? (
            <p className="py-3 text-center text-13 text-ink-2">{t('thread.earlier')}</p>
          ) : (
            <p className="px-4 py-3 text-center text-13 text-ink-2">{t('thread.beginning', { name })}</p>
          )}
          <ol onKeyDown={walk}>
            {rows.map((row) =>
              row.kind === 'message' ? (
                <Bubble
                  key={row.key}
                  row={row}
                  room={room}
                  name={name}
                  me={me}
                  quoted={row.message.reply_to ? (by_id.get(row.message.reply_to) ?? 'elsewhere') : undefined}
                  jumped={jumped === row.key}
                  tab_stop={row.key === tab_stop}
                  with_state={row.key === newest_own || row.ends}
                  actions={actions}
                />
              ) : (
                <Separator key={row.key} row={row} />
              ),
            )}
          </ol>
        </div>
      </section>
      {!(at_end && !hasLater(thread)) && (
        <button type="button" onClick={({ detail }) => void toEnd(detail === 0)} className="btn float arrive absolute end-4 bottom-3 rounded-full">
          <ArrowDown className="size-4" aria-hidden="true" />
          {room.unread > 0 ? t('thread.new_below', { count: room.unread }) : t('thread.latest')}
        </button>
      )}
    </div>
  )
}

function Separator({ row }: { row: Exclude<Row, { kind: 'message' }> }) {
  const t = useT()
  const format = useFormat()
  const zone = useZone()
  if (row.kind === 'new')
    return (
      <li data-key={row.key} className="flex items-center gap-3 py-3 text-13 font-semibold">
        <span className="h-px flex-1 bg-genda" />
        {t('thread.new')}
        <span className="h-px flex-1 bg-genda" />
      </li>
    )
  return (
    <li data-key={row.key} className="pt-5 pb-3 text-center">
      <h2 className="text-13 font-[550] text-ink-2">{dayName(row.at, format, t, zone)}</h2>
    </li>
  )
}

/** Up and down between the messages' buttons, Home and End to the first and last that are here. */
function walk(event: KeyboardEvent<HTMLElement>) {
  const { target, currentTarget, key } = event
  if (!(target instanceof HTMLElement) || !target.matches('[data-actions]')) return
  const all = [...currentTarget.querySelectorAll<HTMLElement>('[data-actions]')]
  const at = all.indexOf(target)
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[key]
  if (to === undefined) return
  event.preventDefault()
  all[to]?.focus()
}
