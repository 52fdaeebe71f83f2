import { useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { useHead } from '#web/head.tsx'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { Field } from '#web/ui/field.tsx'
import { useShellT } from '#web/words.ts'
import { type Check, showProblem, useAccountForm } from './account-form.ts'
import { useSignInMutation } from './api.ts'
import { keepWaiting, stopWaiting, waitingFor } from './codes/waiting.ts'
import { PasskeySignIn } from './factors/passkey-sign-in.tsx'
import { SecondFactor } from './factors/second-factor.tsx'
import { FormFrame } from './form-frame.tsx'
import { ContinueWith } from './google/continue-with.tsx'
import { OutsideProblemNote } from './google/outside-problem.tsx'
import { PasswordField } from './password-field.tsx'
import { useEntered } from './use-entered.ts'
import { useT } from './words.ts'

const names = ['username', 'password'] as const
interface Given {
  username: string
  password: string
}
// Nothing else is judged when signing in, so this page does without zod, which would double it.
const check: Check<Given> = ({ username, password }) => ({
  ...(username.trim() ? {} : { username: 'Enter your username or e-mail address.' }),
  ...(password ? {} : { password: 'Enter your password.' }),
})

export function SignInPage() {
  const t = useT()
  const shell = useShellT()
  const form = useAccountForm(check)
  const signIn = useSignIn()
  const confirmFirst = useConfirmFirst()
  // What was right so far, where the account asks for a code as well.
  const [half, setHalf] = useState<Given>()
  useHead({ title: `${t('sign_in.title')} · ${shell('site')}`, description: t('sign_in.description') })
  const submit = async (given: Given) => {
    const error = await signIn(given)
    if (error?.code === 'second_factor_required') setHalf(given)
    else if (error?.code === 'email_not_verified') await confirmFirst(given)
    else if (error) showProblem(form, t, error, names)
  }
  return (
    <div className="page page-form">
      {half ? <SecondFactor onCode={(otp) => signIn(half, otp)} onBack={() => setHalf(undefined)} /> : <FirstFactor form={form} submit={submit} />}
    </div>
  )
}

function FirstFactor({ form, submit }: { form: ReturnType<typeof useAccountForm<Given>>; submit: (given: Given) => Promise<void> }) {
  const t = useT()
  const [query] = useSearchParams()
  const { errors, isSubmitting } = form.formState
  return (
    <>
      <h1 className="title">{t('sign_in.title')}</h1>
      {query.has('next') && !query.has('problem') && <p className="lead mt-2">{t('sign_in.needed')}</p>}
      <OutsideProblemNote />
      <ContinueWith />
      <FormFrame errors={errors} onSubmit={form.handleSubmit(submit)}>
        <Field
          id="username"
          label={t('sign_in.name')}
          error={errors.username?.message}
          autoComplete="username webauthn"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
          {...form.register('username')}
        />
        <div>
          <PasswordField id="password" error={errors.password?.message} autoComplete="current-password" maxLength={128} {...form.register('password')} />
          <Link to="/reset" className="link inline-block py-2 text-15">
            {t('sign_in.forgot')}
          </Link>
        </div>
        <Button type="submit" kind="main" busy={isSubmitting}>
          {isSubmitting ? t('sign_in.busy') : t('sign_in.submit')}
        </Button>
      </FormFrame>
      <PasskeySignIn />
      <p className="hairline mt-8 pt-5 text-ink-2">
        {t('sign_in.no_account')}{' '}
        <Link to={{ pathname: '/signup', search: query.toString() }} className="link inline-block py-2">
          {t('sign_in.sign_up')}
        </Link>
      </p>
    </>
  )
}

/** The address has to be confirmed before signing in: a code has gone out, so on to the page that asks for it. */
function useConfirmFirst() {
  const navigate = useNavigate()
  const [query] = useSearchParams()
  return async ({ username }: Given) => {
    const name = username.trim()
    if (name.includes('@')) keepWaiting('confirmation', { email: name })
    else if (waitingFor('confirmation')?.username !== name) stopWaiting('confirmation')
    await navigate({ pathname: '/verify-otp', search: query.toString() })
  }
}

/** Gives what was wrong, nothing when the person is in or on to somewhere else. */
function useSignIn() {
  const entered = useEntered()
  const navigate = useNavigate()
  const [signIn] = useSignInMutation()
  return async ({ username, password }: Given, otp?: string): Promise<ApiError | undefined> => {
    const name = username.trim()
    const { data, error } = await signIn({ body: { ...(name.includes('@') ? { email: name } : { username: name }), password, ...(otp && { otp }) } })
    const leaving = leavingOf(error as ApiError | undefined)
    if (leaving) return void (await navigate(`/undo-deletion?token=${leaving.undo_token}`, { state: { erase_at: leaving.erase_at } }))
    if (error) return error as ApiError
    await entered(data)
    return
  }
}

/** Who has closed their account and comes back in time is asked whether to keep it. */
function leavingOf(error: ApiError | undefined): { erase_at: string; undo_token: string } | undefined {
  return error?.code === 'being_deleted' ? (error.current as { erase_at: string; undo_token: string }) : undefined
}
