import KeyRound from 'lucide-react/icons/key-round'
import { useState } from 'react'
import { useStore } from 'react-redux'
import { endSession } from '#web/layout/end-session.ts'
import { useSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { useShellT } from '#web/words.ts'
import { type Check, showProblem, useAccountForm } from '../account-form.ts'
import { FormFrame } from '../form-frame.tsx'
import { PasswordField } from '../password-field.tsx'
import { problemOf } from '../problems.ts'
import { useT as useAccountsT } from '../words.ts'
import { useConfirmMutation, useConfirmOptionsMutation, useGetProofWaysQuery } from './api.ts'
import { CodeField } from './code-field.tsx'
import { askForPasskey, usePasskeysWork, whyNot } from './passkeys.ts'
import { useT } from './words.ts'

interface Props {
  /** True when the server has taken the proof, false when the person turned away. */
  onAnswer: (proven: boolean) => void
}

/** Asks for the password, or a passkey, of somebody who is signed in. Use it through `useConfirm`. */
export function ConfirmDialog({ onAnswer }: Props) {
  const t = useT()
  const { data: ways } = useGetProofWaysQuery()
  const passkey = usePasskeysWork() && ways?.passkey
  return (
    <Dialog title={t('confirm.title')} onClose={() => onAnswer(false)}>
      <div className="px-5 pb-6">
        <p className="text-ink-2">{t('confirm.why')}</p>
        {passkey && <ByPasskey onProven={() => onAnswer(true)} />}
        {passkey && ways.password && <p className="mt-5 text-13 text-ink-2">{t('confirm.or')}</p>}
        {ways?.password && <ByPassword second_factor={ways.second_factor} onProven={() => onAnswer(true)} />}
        {ways && !passkey && !ways.password && <SignInAgain />}
      </div>
    </Dialog>
  )
}

interface Given {
  password: string
  otp: string
}

function ByPassword({ second_factor, onProven }: { second_factor: boolean; onProven: () => void }) {
  const t = useT()
  const words = useAccountsT()
  const { user } = useSession()
  const [confirm] = useConfirmMutation()
  const check: Check<Given> = ({ password, otp }) => ({
    ...(password ? {} : { password: 'Enter your password.' }),
    ...(second_factor && !otp?.trim() ? { otp: 'Enter your code.' } : {}),
  })
  const form = useAccountForm(check)
  const { errors, isSubmitting } = form.formState
  const submit = async ({ password, otp }: Given) => {
    const { error } = await confirm({ body: { password, ...(second_factor ? { otp } : {}) } })
    if (error) showProblem(form, words, error as ApiError, ['password', 'otp'])
    else onProven()
  }
  return (
    <FormFrame errors={errors} onSubmit={form.handleSubmit(submit)}>
      {/* For password managers, which keep a password with its name. */}
      <input hidden readOnly type="text" autoComplete="username" value={user?.username ?? ''} />
      <PasswordField id="confirm-password" error={errors.password?.message} autoComplete="current-password" maxLength={128} {...form.register('password')} />
      {second_factor && <CodeField id="confirm-code" error={errors.otp?.message} {...form.register('otp')} />}
      <Button type="submit" kind="main" busy={isSubmitting}>
        {isSubmitting ? t('confirm.busy') : t('confirm.submit')}
      </Button>
    </FormFrame>
  )
}

function ByPasskey({ onProven }: { onProven: () => void }) {
  const t = useT()
  const words = useAccountsT()
  const [options] = useConfirmOptionsMutation()
  const [confirm] = useConfirmMutation()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const ask = async () => {
    const asked = await options()
    if (asked.error) return setProblem(problemOf(words, asked.error as ApiError))
    const { error } = await confirm({ body: { passkey: await askForPasskey(asked.data) } })
    if (error) setProblem(problemOf(words, error as ApiError))
    else onProven()
  }
  const start = async () => {
    setBusy(true)
    setProblem('')
    await ask().catch((error: unknown) => setProblem(whyNot(error) === 'failed' ? t('passkey.failed') : t('passkey.cancelled')))
    setBusy(false)
  }
  return (
    <div className="mt-5">
      <Button busy={busy} onClick={() => void start()} className="w-full">
        <KeyRound className="size-4.5" />
        {busy ? t('passkey.busy') : t('confirm.passkey')}
      </Button>
      <p role="alert" className="text-sindoor empty:hidden mt-2">
        {problem}
      </p>
    </div>
  )
}

/** Who came through another site has nothing to show but a new sign-in there. */
function SignInAgain() {
  const t = useT()
  const shell = useShellT()
  const store = useStore() as AppStore
  return (
    <>
      <p className="mt-4">{t('confirm.fresh')}</p>
      <Button className="mt-4" onClick={() => void endSession(store, shell)}>
        {t('confirm.sign_out')}
      </Button>
    </>
  )
}
