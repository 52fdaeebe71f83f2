import { useState } from 'react'
import type { ApiError } from '#web/transport.ts'
import { toast } from '#web/ui/toast.ts'
import { makePasskey, whyNot } from '../factors/passkeys.ts'
import { isDeclined, type useConfirm } from '../factors/use-confirm.tsx'
import { useAddPasskeyMutation, usePasskeyOptionsMutation } from './api.ts'
import { useProblem } from './problem.ts'
import { useT } from './words.ts'

/** Asks the server, then the device, then the server again; says how it went. */
export function useAddPasskey(confirmed: ReturnType<typeof useConfirm>['confirmed']) {
  const t = useT()
  const problemOf = useProblem()
  const [options] = usePasskeyOptionsMutation()
  const [keep] = useAddPasskeyMutation()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')

  const attempt = async (name: string) => {
    const asked = await confirmed(() => options())
    if (asked.error) return setProblem(isDeclined(asked.error) ? '' : problemOf(asked.error as ApiError))
    const credential = await makePasskey(asked.data as NonNullable<typeof asked.data>)
    const { error } = await keep({ body: { name, credential } })
    if (error) setProblem(problemOf(error as ApiError))
    else toast({ text: t('passkeys.added') })
  }
  const reasons = { superseded: '', cancelled: t('passkeys.cancelled'), kept: t('passkeys.kept'), failed: t('passkeys.unable') }
  const add = async (name: string) => {
    setBusy(true)
    setProblem('')
    await attempt(name).catch((error: unknown) => setProblem(reasons[whyNot(error)]))
    setBusy(false)
  }
  return { add, busy, problem }
}
