import { useState } from 'react'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { toast } from '#web/ui/toast.ts'
import { useOwnFormat } from '#web/zone.ts'
import { isDeclined, useConfirm } from '../factors/use-confirm.tsx'
import { useGetTotpQuery, useNewRecoveryCodesMutation, useStartTotpMutation, useTurnTotpOffMutation } from './api.ts'
import { AskDialog } from './ask-dialog.tsx'
import { useProblem } from './problem.ts'
import { RecoveryCodes } from './recovery-codes.tsx'
import { Section, Waiting } from './section.tsx'
import { type Begun, TotpSetUp } from './totp-set-up.tsx'
import { useT } from './words.ts'

type Confirmed = ReturnType<typeof useConfirm>['confirmed']

export function TotpSection() {
  const t = useT()
  const { data: totp, isError, refetch } = useGetTotpQuery()
  const { confirmed, dialog } = useConfirm()
  // Shown once, so they stay until they are kept, whatever else changes on the page.
  const [shown, setShown] = useState<{ codes: string[]; news: string }>()
  return (
    <Section title={t('totp.title')} why={t('totp.why')}>
      {shown ? (
        <RecoveryCodes {...shown} onKept={() => setShown(undefined)} />
      ) : totp ? (
        totp.on ? (
          <TurnedOn
            since={totp.since ?? ''}
            left={totp.recovery_codes_left}
            confirmed={confirmed}
            onCodes={(codes) => setShown({ codes, news: t('totp.codes_replace') })}
          />
        ) : (
          <TurnedOff confirmed={confirmed} onCodes={(codes) => setShown({ codes, news: t('totp.turned_on') })} />
        )
      ) : (
        <Waiting failed={isError} retry={refetch} />
      )}
      {dialog}
    </Section>
  )
}

function TurnedOff({ confirmed, onCodes }: { confirmed: Confirmed; onCodes: (codes: string[]) => void }) {
  const t = useT()
  const problemOf = useProblem()
  const [start, { isLoading }] = useStartTotpMutation()
  const [begun, setBegun] = useState<Begun>()
  const [problem, setProblem] = useState('')
  const begin = async () => {
    const { data, error } = await confirmed(() => start())
    setBegun(data)
    setProblem(error && !isDeclined(error) ? problemOf(error as ApiError) : '')
  }
  if (begun) return <TotpSetUp begun={begun} confirmed={confirmed} onCodes={onCodes} onCancel={() => setBegun(undefined)} />
  return (
    <>
      <p className="font-[550]">{t('totp.off')}</p>
      <Button className="mt-4" busy={isLoading} onClick={() => void begin()}>
        {t('totp.set_up')}
      </Button>
      <p role="alert" className="mt-2 text-sindoor empty:hidden">
        {problem}
      </p>
    </>
  )
}

/** Below this many it is time for new ones. */
const few = 3

interface OnProps {
  since: string
  left: number
  confirmed: Confirmed
  onCodes: (codes: string[]) => void
}

function TurnedOn({ since, left, confirmed, onCodes }: OnProps) {
  const t = useT()
  const format = useOwnFormat()
  const problemOf = useProblem()
  const [renew, { isLoading }] = useNewRecoveryCodesMutation()
  const [turnOff] = useTurnTotpOffMutation()
  const [asking, setAsking] = useState(false)
  const [problem, setProblem] = useState('')
  const makeNew = async () => {
    const { data, error } = await confirmed(() => renew())
    if (data) onCodes(data.recovery_codes)
    setProblem(error && !isDeclined(error) ? problemOf(error as ApiError) : '')
  }
  const off = async () => {
    const { error } = await confirmed(() => turnOff())
    if (!error) toast({ text: t('totp.turned_off') })
    else if (!isDeclined(error)) return problemOf(error as ApiError)
    setAsking(false)
    return
  }
  return (
    <>
      <p className="font-[550] text-tulsi">{t('totp.on', { date: format.date(since) })}</p>
      <p className="mt-1">
        {t('totp.recovery', { count: left })} {left < few && <strong>{t('totp.recovery_low')}</strong>}
      </p>
      <div className="mt-4 flex flex-wrap gap-3">
        <Button busy={isLoading} onClick={() => void makeNew()}>
          {t('totp.new_codes')}
        </Button>
        <Button onClick={() => setAsking(true)}>{t('totp.turn_off')}</Button>
      </div>
      <p role="alert" className="mt-2 text-sindoor empty:hidden">
        {problem}
      </p>
      {asking && <AskDialog title={t('totp.off_title')} why={t('totp.off_why')} action={t('totp.turn_off')} go={off} onClose={() => setAsking(false)} />}
    </>
  )
}
