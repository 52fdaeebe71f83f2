import Flag from 'lucide-react/icons/flag'
import PenLine from 'lucide-react/icons/pen-line'
import Search from 'lucide-react/icons/search'
import { useState } from 'react'
import { useStore } from 'react-redux'
import { Link, useParams } from 'react-router'
import type { Person } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import { Button, LinkButton } from '#web/ui/button.tsx'
import { Empty } from '#web/ui/empty.tsx'
import { toast } from '#web/ui/toast.ts'
import { chatApi, usePresenceQuery, useRoomsQuery, useTypingQuery } from './api.ts'
import { NotifyOffer } from './notify-offer.tsx'
import { changeRooms } from './open-thread.ts'
import { useT } from './page-words.ts'
import { RoomRow } from './room-row.tsx'
import { withRoom } from './rooms.ts'

const icon_link = 'grid size-11 place-items-center rounded-md text-ink-2 transition-colors hover:bg-sunk hover:text-ink'

/** All conversations, the latest first. */
export function RoomList({ me, heading: Heading }: { me: Person; heading: 'h1' | 'h2' }) {
  const t = useT()
  const { room_id } = useParams()
  const { data, isError, refetch } = useRoomsQuery()
  const { data: presence } = usePresenceQuery()
  const { data: typing = {} } = useTypingQuery()
  // One that was only opened shows while one is in it.
  const rooms = data?.items.filter((room) => room.last_message || room.id === room_id) ?? []
  return (
    <nav aria-label={t('list.label')} className="flex h-full flex-col">
      <div className="flex items-center gap-1 py-2 ps-4 pe-2">
        <Heading className="flex-1 text-25 font-bold">{t('title')}</Heading>
        {me.role !== 'user' && (
          <Link to="/chat/reports" aria-label={t('list.reports')} title={t('list.reports')} className={icon_link}>
            <Flag className="size-5" />
          </Link>
        )}
        <Link to="/chat/search" aria-label={t('search.title')} className={icon_link}>
          <Search className="size-5" />
        </Link>
        <Link to="/chat/new" aria-label={t('new.title')} className={icon_link}>
          <PenLine className="size-5" />
        </Link>
      </div>
      <div className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-4">
        {rooms.some(({ last_message }) => last_message && last_message.sender !== me.id) && <NotifyOffer />}
        <ul className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
          {rooms.map((room) => (
            <RoomRow key={room.id} room={room} me={me.id} online={presence?.online.includes(room.with.id) ?? false} typing={room.id in typing} />
          ))}
        </ul>
        {data && rooms.length === 0 && <NoRooms />}
        {isError && !data && (
          <Empty title={t('list.failed')} action={<Button onClick={() => void refetch()}>{t('again')}</Button>}>
            {t('list.failed_why')}
          </Empty>
        )}
        {data?.next && <MoreRooms cursor={data.next} />}
      </div>
    </nav>
  )
}

const NoRooms = () => {
  const t = useT()
  return (
    <div className="md:hidden">
      <Empty
        title={t('list.empty')}
        action={
          <LinkButton to="/chat/new" kind="main">
            {t('new.title')}
          </LinkButton>
        }
      >
        {t('list.empty_next')}
      </Empty>
    </div>
  )
}

function MoreRooms({ cursor }: { cursor: string }) {
  const t = useT()
  const store = useStore() as AppStore
  const [busy, setBusy] = useState(false)
  const more = async () => {
    setBusy(true)
    const { data } = await store.dispatch(chatApi.endpoints.moreRooms.initiate({ query: { cursor, limit: 100 } }, { track: false }))
    setBusy(false)
    if (data) changeRooms(store, (rooms) => ({ ...withRoom(rooms, ...data.items), next: data.next }))
    else toast({ text: t('list.failed'), tone: 'problem' })
  }
  return (
    <Button kind="quiet" className="mt-2 w-full" busy={busy} onClick={() => void more()}>
      {t('list.more')}
    </Button>
  )
}
