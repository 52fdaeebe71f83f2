import Ban from 'lucide-react/icons/ban'
import BellOff from 'lucide-react/icons/bell-off'
import { Link, useParams } from 'react-router'
import { useFormat } from '#web/i18n.ts'
import { classes } from '#web/ui/classes.ts'
import { useZone } from '#web/zone.ts'
import type { Message, Room } from '../contract.ts'
import { Avatar } from './avatar.tsx'
import { lineHeightOf, one_line } from './line-height.tsx'
import { type T, useT } from './page-words.ts'
import { saidIn } from './said.ts'
import { shortTime } from './times.ts'

interface Props {
  room: Room
  me: string
  online: boolean
  typing: boolean
}

export function RoomRow({ room, me, online, typing }: Props) {
  const t = useT()
  const format = useFormat()
  const zone = useZone()
  const here = useParams()['room_id'] === room.id
  const { last_message: last, unread } = room
  const name = room.with.username || t('somebody_gone')
  const said = last ? excerptOf(last, me, t) : t('list.no_message')
  return (
    <li>
      <Link
        to={`/chat/${room.id}`}
        aria-current={here ? 'page' : undefined}
        className={classes('flex min-h-16 items-center gap-3 rounded-md px-2 py-2 transition-colors', here ? 'bg-neel-soft' : 'hover:bg-sunk')}
      >
        <Avatar person={room.with} online={online} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className={classes('min-w-0 flex-1', one_line, unread > 0 ? 'font-bold' : 'font-[550]')}>{name}</span>
            {online && <span className="sr-only">{t('online')}</span>}
            {last && <time className="shrink-0 text-13 text-ink-2 tabular-nums">{shortTime(last.sent_at, format, t, zone)}</time>}
          </span>
          <span className="flex items-center gap-2">
            <span className={classes('min-w-0 flex-1 text-15', one_line, unread > 0 && !typing ? 'text-ink' : 'text-ink-2', !typing && lineHeightOf(said))}>
              {typing ? <span className="text-neel">{t('typing')}</span> : said}
            </span>
            {room.muted && <Marked icon={BellOff} label={t('muted')} />}
            {room.blocked && <Marked icon={Ban} label={t('blocked')} />}
            {unread > 0 && <Unread of={unread} muted={room.muted} />}
          </span>
        </span>
      </Link>
    </li>
  )
}

function Marked({ icon: Icon, label }: { icon: typeof Ban; label: string }) {
  return (
    <span className="shrink-0 text-ink-2">
      <Icon className="size-4" aria-hidden="true" />
      <span className="sr-only">{label}</span>
    </span>
  )
}

function Unread({ of, muted }: { of: number; muted: boolean }) {
  const t = useT()
  return (
    <span
      className={classes(
        'grid h-5 min-w-5 shrink-0 place-items-center rounded-full px-1.5 text-13 font-semibold tabular-nums',
        muted ? 'bg-sunk text-ink-2' : 'bg-genda text-on-genda',
      )}
    >
      <span aria-hidden="true">{of > 99 ? '99+' : of}</span>
      <span className="sr-only">{t('unread', { count: of })}</span>
    </span>
  )
}

/** One line of a message, as a list shows it. */
export function excerptOf(message: Message, me: string, t: T): string {
  const said = saidIn(message, t)
  return message.sender === me ? t('you_said', { text: said }) : said
}
