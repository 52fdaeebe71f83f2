import { useCallback, useEffect, useState } from 'react'
import { useStore } from 'react-redux'
import { useLocation, useParams } from 'react-router'
import { useHead } from '#web/head.tsx'
import { type Person, useSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import { toast } from '#web/ui/toast.ts'
import { useShellT } from '#web/words.ts'
import { max_pictures } from '../contract/pictures.ts'
import type { Room } from '../contract.ts'
import { Announcer } from './announcer.tsx'
import { useRoomsQuery, useThreadQuery } from './api.ts'
import { Composer } from './composer.tsx'
import { useMode } from './mode.ts'
import { openEnd } from './open-thread.ts'
import { outboxOf, usePending } from './own-outbox.ts'
import { useT } from './page-words.ts'
import { useDraftPictures } from './pictures/use-draft-pictures.ts'
import { useDrop } from './pictures/use-drop.ts'
import { Shut } from './shut.tsx'
import { hasLater, placeIn, type Thread } from './thread.ts'
import { ThreadHead } from './thread-head.tsx'
import { ThreadList } from './thread-list.tsx'
import { useMessageActions } from './use-message-actions.tsx'

/** One conversation. */
export function ThreadPage() {
  const { room_id = '' } = useParams()
  const { user } = useSession()
  const room = useRoomsQuery().data?.items.find(({ id }) => id === room_id)
  const { data: thread } = useThreadQuery(room_id)
  return user && room && thread ? <Conversation key={room_id} me={user} room={room} thread={thread} /> : null
}

interface Props {
  me: Person
  room: Room
  thread: Thread
}

function Conversation({ me, room, thread }: Props) {
  const t = useT()
  const shell = useShellT()
  const store = useStore() as AppStore
  const pending = usePending(store, me.id, room.id)
  const { mode, change: setMode, bringBack } = useMode(me.id, room.id, thread.messages)
  const [target, setTarget] = useTarget()
  // Where one had read to when the conversation was opened: the line of what is new stays there while one reads.
  const [read_to, setReadTo] = useState(room.read_seq)
  const { actions, report } = useMessageActions(store, room, me.id, { setMode, bringBack, setTarget })
  const name = room.with.username || t('somebody_gone')
  useHead({ title: `${name} · ${t('title')} · ${shell('site')}`, noindex: true })
  const refuse = useCallback(
    (why: 'too_many' | 'no_picture') =>
      void toast({ text: t(why === 'too_many' ? 'picture.too_many' : 'picture.no_picture', { count: max_pictures }), tone: 'problem' }),
    [t],
  )
  const pictures = useDraftPictures(store, me.id, room.id, refuse)
  const open = !room.blocked && room.with.username !== ''
  const { over, handlers } = useDrop(open && mode?.kind !== 'edit', pictures.add)
  const send = async (text: string, reply_to?: string) => {
    outboxOf(store, me.id).add(room.id, text, reply_to, pictures.take())
    setReadTo(Number.MAX_SAFE_INTEGER)
    if (hasLater(thread)) await openEnd(store, room.id).catch(() => {})
    setTarget({ end: true })
  }
  const newest_own = thread.messages.findLast(({ sender, text }) => sender === me.id && text !== null)
  return (
    <div className="relative flex h-full flex-col" {...handlers}>
      <ThreadHead room={room} name={name} />
      <ThreadList
        room={room}
        name={name}
        thread={thread}
        pending={pending}
        me={me.id}
        read_to={read_to}
        target={target}
        onTarget={setTarget}
        actions={actions}
      />
      <Announcer thread={thread} pending={pending} me={me.id} name={name} />
      {open ? (
        <Composer {...{ mode, name, pictures }} me={me.id} room_id={room.id} onMode={setMode} onSend={send} onSave={actions.save} newest_own={newest_own} />
      ) : (
        <Shut room={room} name={name} />
      )}
      {over && (
        <p className="pointer-events-none absolute inset-2 grid place-items-center rounded-md border-2 border-dashed border-neel bg-paper/90 text-20 text-neel-strong">
          {t('picture.drop')}
        </p>
      )}
      {report}
    </div>
  )
}

/** Where to go in the conversation: to a message, or to its end. */
export type Target = { id: string } | { seq: number } | { end: true }

function useTarget() {
  const { search, key } = useLocation()
  const seq = placeIn(new URLSearchParams(search).get('at'))
  const state = useState<Target | undefined>(seq === undefined ? undefined : { seq })
  const [, set] = state
  // biome-ignore lint/correctness/useExhaustiveDependencies: each navigation to the same place goes there again.
  useEffect(() => {
    if (seq !== undefined) set({ seq })
  }, [seq, key, set])
  return state
}
