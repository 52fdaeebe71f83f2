import KeyRound from 'lucide-react/icons/key-round'
import { useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { useOwnFormat } from '#web/zone.ts'
import { usePasskeysWork } from '../factors/passkeys.ts'
import { useConfirm } from '../factors/use-confirm.tsx'
import { useListPasskeysQuery } from './api.ts'
import { RemovePasskey, RenamePasskey } from './passkey-dialogs.tsx'
import { Section, Waiting } from './section.tsx'
import { useAddPasskey } from './use-add-passkey.ts'
import { useT } from './words.ts'

const max_passkeys = 20

export interface Passkey {
  id: string
  name: string
  synced: boolean
  created_at: string
  last_used_at: string | null
}

export function PasskeysSection() {
  const t = useT()
  const works = usePasskeysWork()
  const { data: passkeys, isError, refetch } = useListPasskeysQuery()
  const { confirmed, dialog } = useConfirm()
  const { add, busy, problem } = useAddPasskey(confirmed)
  const [open, setOpen] = useState<{ what: 'rename' | 'remove'; passkey: Passkey }>()
  const close = () => setOpen(undefined)
  const full = (passkeys?.length ?? 0) >= max_passkeys
  return (
    <Section title={t('passkeys.title')} why={t('passkeys.why')}>
      {passkeys ? <PasskeyList passkeys={passkeys} onOpen={(what, passkey) => setOpen({ what, passkey })} /> : <Waiting failed={isError} retry={refetch} />}
      {/* Its place is kept until the browser has told what it can. */}
      <div className="mt-4 min-h-12">
        {passkeys && works && !full && (
          <Button busy={busy} onClick={() => void add(t('passkeys.name', { count: passkeys.length + 1 }))}>
            <KeyRound className="size-4.5" />
            {busy ? t('passkeys.adding') : t('passkeys.add')}
          </Button>
        )}
        {full && <p className="text-ink-2">{t('passkeys.full')}</p>}
        {works === false && <p className="text-ink-2">{t('passkeys.no_browser')}</p>}
      </div>
      <p role="alert" className="mt-2 text-sindoor empty:hidden">
        {problem}
      </p>
      {open?.what === 'rename' && <RenamePasskey passkey={open.passkey} onClose={close} />}
      {open?.what === 'remove' && <RemovePasskey passkey={open.passkey} confirmed={confirmed} onClose={close} />}
      {dialog}
    </Section>
  )
}

function PasskeyList({ passkeys, onOpen }: { passkeys: readonly Passkey[]; onOpen: (what: 'rename' | 'remove', passkey: Passkey) => void }) {
  const t = useT()
  if (!passkeys.length) return <p>{t('passkeys.none')}</p>
  return (
    <ul>
      {passkeys.map((passkey) => (
        <li key={passkey.id} className="hairline flex flex-wrap items-center gap-x-4 gap-y-1 py-3 first:border-t-0">
          <PasskeyFacts passkey={passkey} />
          <div className="-me-3 flex max-sm:-ms-3 sm:ms-auto">
            <Button kind="quiet" small aria-label={t('passkeys.rename_this', { name: passkey.name })} onClick={() => onOpen('rename', passkey)}>
              {t('passkeys.rename')}
            </Button>
            <Button kind="quiet" small aria-label={t('passkeys.remove_this', { name: passkey.name })} onClick={() => onOpen('remove', passkey)}>
              {t('passkeys.remove')}
            </Button>
          </div>
        </li>
      ))}
    </ul>
  )
}

function PasskeyFacts({ passkey: { name, synced, created_at, last_used_at } }: { passkey: Passkey }) {
  const t = useT()
  const format = useOwnFormat()
  const used = last_used_at ? t('passkeys.used', { date: format.date(last_used_at) }) : t('passkeys.unused')
  return (
    <div className="min-w-0 grow basis-56">
      <p className="font-[550] break-words">{name}</p>
      <p className="text-13 text-ink-2">
        {[t('passkeys.created', { date: format.date(created_at) }), used, synced ? t('passkeys.synced') : t('passkeys.single')].join(' · ')}
      </p>
    </div>
  )
}
