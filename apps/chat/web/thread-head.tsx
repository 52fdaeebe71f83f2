import Ban from 'lucide-react/icons/ban'
import Bell from 'lucide-react/icons/bell'
import BellOff from 'lucide-react/icons/bell-off'
import EllipsisVertical from 'lucide-react/icons/ellipsis-vertical'
import Search from 'lucide-react/icons/search'
import { useStore } from 'react-redux'
import { useNavigate } from 'react-router'
import type { AppStore } from '#web/store.ts'
import { classes } from '#web/ui/classes.ts'
import { Menu, MenuEntry } from '#web/ui/menu.tsx'
import type { Room } from '../contract.ts'
import { usePresenceQuery, useTypingQuery } from './api.ts'
import { Avatar } from './avatar.tsx'
import { one_line } from './line-height.tsx'
import { chooseNotifications } from './notify.ts'
import { useNotificationChoice } from './notify-offer.tsx'
import { useT } from './page-words.ts'
import { PaneHead } from './pane-head.tsx'
import { setBlocked, setMuted } from './room-actions.ts'

/** With whom one talks, whether they are here or writing, and what can be done with the conversation. */
export function ThreadHead({ room, name }: { room: Room; name: string }) {
  const t = useT()
  const online = usePresenceQuery().data?.online.includes(room.with.id) ?? false
  const typing = room.id in (useTypingQuery().data ?? {})
  const state = typing ? t('typing') : [online && t('online'), room.muted && t('muted')].filter(Boolean).join(' · ')
  return (
    <PaneHead>
      <Avatar person={room.with} online={online} />
      <div className="min-w-0 flex-1 ps-1">
        <h1 className={classes('text-17 leading-tight', one_line)}>{name}</h1>
        <p className="h-5 truncate text-13 text-ink-2 empty:hidden">{state}</p>
      </div>
      <Menu label={t('menu.room', { name })} icon={EllipsisVertical}>
        {() => <RoomMenu room={room} name={name} />}
      </Menu>
    </PaneHead>
  )
}

function RoomMenu({ room, name }: { room: Room; name: string }) {
  const t = useT()
  const store = useStore() as AppStore
  const navigate = useNavigate()
  const notifications = useNotificationChoice()
  return (
    <>
      <MenuEntry icon={Search} onClick={() => void navigate(`/chat/search?room=${room.id}`)}>
        {t('menu.search')}
      </MenuEntry>
      <MenuEntry icon={room.muted ? Bell : BellOff} onClick={() => void setMuted(store, room, !room.muted, t)}>
        {t(room.muted ? 'menu.unmute' : 'menu.mute')}
      </MenuEntry>
      {notifications !== 'impossible' && (
        <MenuEntry icon={notifications === 'on' ? BellOff : Bell} onClick={() => void chooseNotifications(notifications !== 'on')}>
          {t(notifications === 'on' ? 'notify.turn_off' : 'notify.turn_on')}
        </MenuEntry>
      )}
      {room.with.username && (
        <MenuEntry icon={Ban} danger={!room.blocked} onClick={() => void setBlocked(store, room, !room.blocked, t)}>
          {t(room.blocked ? 'menu.unblock' : 'menu.block', { name })}
        </MenuEntry>
      )}
    </>
  )
}
