import Ellipsis from 'lucide-react/icons/ellipsis'
import { useFormat } from '#web/i18n.ts'
import { classes } from '#web/ui/classes.ts'
import { Menu } from '#web/ui/menu.tsx'
import { useZone } from '#web/zone.ts'
import type { Message, Room } from '../contract.ts'
import { isLive, type Row } from './grouping.ts'
import { lineHeightOf } from './line-height.tsx'
import { onlyEmoji, partsOf } from './links.ts'
import { MessageMenu } from './message-menu.tsx'
import { MessageState } from './message-state.tsx'
import { useT } from './page-words.ts'
import { SentPictures } from './pictures/sent-pictures.tsx'
import { saidIn } from './said.ts'
import { clock } from './times.ts'
import type { MessageActions } from './use-message-actions.tsx'

interface Props {
  row: Extract<Row, { kind: 'message' }>
  room: Room
  name: string
  me: string
  /** What it answers: the message itself, or that it is not among those that are here. */
  quoted: Message | 'elsewhere' | undefined
  jumped: boolean
  /** The Tab key comes to it. */
  tab_stop: boolean
  with_state: boolean
  actions: MessageActions
}

export function Bubble({ row: { message, pending, starts, ends, key }, room, name, me, quoted, jumped, tab_stop, with_state, actions }: Props) {
  const t = useT()
  const format = useFormat()
  const zone = useZone()
  const own = message.sender === me
  const live = isLive({ message, ...(pending && { pending }) })
  const sender = own ? t('you') : name
  return (
    <li
      data-key={key}
      data-seq={pending ? undefined : message.seq}
      className={classes('group flex flex-col', own ? 'items-end' : 'items-start', starts ? 'mt-3' : 'mt-0.5')}
    >
      <div className={classes('flex max-w-[92%] items-center md:max-w-[85%]', own && 'flex-row-reverse')}>
        <div
          className={classes(
            'min-w-0 rounded-md border py-1.5 text-17 leading-snug transition-colors duration-500',
            message.pictures.length > 0 ? 'px-1.5' : 'px-3',
            own ? 'border-transparent' : 'border-line',
            jumped ? 'bg-genda-soft' : own ? 'bg-neel-soft' : 'bg-raised',
            ends && (own ? 'rounded-ee-[3px]' : 'rounded-es-[3px]'),
            pending && 'opacity-75',
          )}
        >
          <span className="sr-only">{t('said_by', { name: sender })}</span>
          {quoted && <Quote quoted={quoted} me={me} name={name} onJump={() => message.reply_to && actions.jump(message.reply_to)} />}
          <SentPictures message={message} pending={pending} />
          <Text message={message} />
        </div>
        {live && (
          <Menu
            label={t('menu.message', { name: sender, text: [...saidIn(message, t)].slice(0, 60).join('') })}
            icon={Ellipsis}
            button={{ 'data-actions': '', tabIndex: tab_stop ? 0 : -1 }}
            className="-my-1.5 opacity-0 focus-visible:opacity-100 group-hover:opacity-100 aria-expanded:opacity-100 pointer-coarse:opacity-70"
          >
            {() => <MessageMenu message={message} own={own} me={me} open={!room.blocked && room.with.username !== ''} actions={actions} />}
          </Menu>
        )}
      </div>
      {message.reactions.length > 0 && <Reactions message={message} me={me} name={name} onReact={actions.react} />}
      {(with_state || pending) && (
        <p className="flex flex-wrap items-center gap-x-1.5 px-1 text-13 text-ink-2">
          <time dateTime={message.sent_at}>{clock(message.sent_at, format, zone)}</time>
          {message.edited_at && !message.deleted_at && <span>{t('edited')}</span>}
          {own && <MessageState message={message} pending={pending} room={room} actions={actions} />}
        </p>
      )}
      {!with_state && !pending && (
        <span className="sr-only">
          {clock(message.sent_at, format, zone)} {message.edited_at && !message.deleted_at ? t('edited') : ''}
        </span>
      )}
    </li>
  )
}

function Text({ message: { text, deleted_at, damaged, pictures } }: { message: Message }) {
  const t = useT()
  if (deleted_at) return <p className="text-ink-2 italic">{t('deleted')}</p>
  if (damaged || text === null) return <p className="text-sindoor">{t('damaged')}</p>
  if (text === '') return null
  return (
    // Marks that are piled up on a letter end with the bubble, instead of lying over what others wrote.
    <p
      dir="auto"
      className={classes(
        '-mb-1.5 overflow-y-clip whitespace-pre-wrap pb-1.5 [overflow-wrap:anywhere]',
        pictures.length > 0 ? 'px-1.5 pt-1' : '-mt-1.5 pt-1.5',
        pictures.length === 0 && onlyEmoji(text) && 'text-32',
        lineHeightOf(text),
      )}
    >
      {partsOf(text).map(({ text: part, href }, i) =>
        href ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name.
          <a key={i} href={href} target="_blank" rel="noopener nofollow ugc" className="link">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </p>
  )
}

function Quote({ quoted, me, name, onJump }: { quoted: Message | 'elsewhere'; me: string; name: string; onJump: () => void }) {
  const t = useT()
  const there = quoted !== 'elsewhere'
  const text = there ? saidIn(quoted, t) : t('thread.quote_elsewhere')
  return (
    <button type="button" onClick={onJump} className="mb-1 block min-h-11 w-full min-w-11 border-s-2 border-neel ps-2 text-start text-15">
      <span className="sr-only">{t('thread.quote')} </span>
      {there && <span className="block text-13 font-[550]">{quoted.sender === me ? t('you') : name}</span>}
      <span className={classes('line-clamp-2 text-ink-2 [overflow-wrap:anywhere]', lineHeightOf(text))}>{text}</span>
    </button>
  )
}

interface ReactionsProps {
  message: Message
  me: string
  name: string
  onReact: MessageActions['react']
}

function Reactions({ message, me, name, onReact }: ReactionsProps) {
  const t = useT()
  return (
    <ul aria-label={t('reactions')} className="-mt-1 mb-1 flex flex-wrap gap-1 px-1">
      {message.reactions.map(({ emoji, user_ids }) => {
        const own = user_ids.includes(me)
        const who = user_ids.map((id) => (id === me ? t('you') : name)).join(', ')
        return (
          <li key={emoji}>
            <button
              type="button"
              aria-pressed={own}
              aria-label={`${emoji} ${user_ids.length}: ${who}`}
              onClick={() => onReact(message, emoji)}
              className={classes(
                'min-h-7 pointer-coarse:min-h-11 min-w-11 rounded-full border px-2 text-15 tabular-nums',
                own ? 'border-neel bg-neel-soft' : 'border-line bg-raised',
              )}
            >
              {emoji} {user_ids.length > 1 && user_ids.length}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
