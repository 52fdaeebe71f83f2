import Copy from 'lucide-react/icons/copy'
import Flag from 'lucide-react/icons/flag'
import Pencil from 'lucide-react/icons/pencil'
import Reply from 'lucide-react/icons/reply'
import Trash from 'lucide-react/icons/trash-2'
import { classes } from '#web/ui/classes.ts'
import { MenuEntry } from '#web/ui/menu.tsx'
import type { Message } from '../contract.ts'
import { useT } from './page-words.ts'
import type { MessageActions } from './use-message-actions.tsx'

const picks = ['👍', '❤️', '😂', '😮', '😢', '🙏', '🎉', '🔥'] as const

interface Props {
  message: Message
  own: boolean
  me: string
  /** The two can still write to each other. */
  open: boolean
  actions: MessageActions
}

export function MessageMenu({ message, own, me, open, actions }: Props) {
  const t = useT()
  return (
    <>
      {open && (
        <>
          <Picks message={message} me={me} actions={actions} />
          <MenuEntry icon={Reply} onClick={() => actions.reply(message)}>
            {t('menu.reply')}
          </MenuEntry>
        </>
      )}
      {message.text && (
        <MenuEntry icon={Copy} onClick={() => actions.copy(message)}>
          {t('menu.copy')}
        </MenuEntry>
      )}
      {own ? (
        <>
          {open && (
            <MenuEntry icon={Pencil} onClick={() => actions.edit(message)}>
              {t('menu.edit')}
            </MenuEntry>
          )}
          <MenuEntry icon={Trash} danger onClick={() => actions.remove(message)}>
            {t('menu.delete')}
          </MenuEntry>
        </>
      ) : (
        <MenuEntry icon={Flag} danger onClick={() => actions.report(message)}>
          {t('menu.report')}
        </MenuEntry>
      )}
    </>
  )
}

function Picks({ message, me, actions }: Pick<Props, 'message' | 'me' | 'actions'>) {
  const t = useT()
  return (
    <fieldset className="grid grid-cols-4 pb-1 min-[24rem]:grid-cols-8 md:grid-cols-4">
      <legend className="sr-only">{t('menu.react')}</legend>
      {picks.map((emoji) => {
        const chosen = message.reactions.some((one) => one.emoji === emoji && one.user_ids.includes(me))
        return (
          <button
            key={emoji}
            type="button"
            aria-pressed={chosen}
            onClick={() => actions.react(message, emoji)}
            className={classes('grid min-h-11 place-items-center rounded-sm text-20 hover:bg-neel-soft', chosen && 'bg-neel-soft outline-1 outline-neel')}
          >
            {emoji}
          </button>
        )
      })}
    </fieldset>
  )
}
