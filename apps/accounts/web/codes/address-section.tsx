import { useEffect, useState } from 'react'
import { useStore } from 'react-redux'
import { useNavigate } from 'react-router'
import { type Person, setSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { Field } from '#web/ui/field.tsx'
import { toast } from '#web/ui/toast.ts'
import { type Check, showProblem, useAccountForm, useDraft } from '../account-form.ts'
import { isDeclined, useConfirm } from '../factors/use-confirm.tsx'
import { FormFrame } from '../form-frame.tsx'
import { PasswordField } from '../password-field.tsx'
import { problemOf } from '../problems.ts'
import { useT as useAccountT } from '../words.ts'
import { codesApi } from './api.ts'
import { atCode, codeFault, emailFault, presentPasswordFault } from './checks.ts'
import { CodeField } from './code-field.tsx'
import { InboxHint } from './inbox-hint.tsx'
import { keepWaiting, stopWaiting, waitingFor } from './waiting.ts'
import { useT } from './words.ts'

/** The present address and whether it is confirmed; then the way to another. */
export function AddressSection({ user }: { user: Person }) {
  const t = useT()
  const [pending, setPending] = useState<string>()
  useEffect(() => setPending(waitingFor('address')?.email), [])
  const wait = (email: string | undefined) => {
    if (email === undefined) stopWaiting('address')
    else keepWaiting('address', { email })
    setPending(email)
  }
  return (
    <section aria-labelledby="address" className="mt-8 max-w-[28rem]">
      <h2 id="address" className="text-25 font-semibold">
        {t('settings.email_title')}
      </h2>
      <p className="mt-1 break-words">{t(user.email_verified ? 'settings.confirmed' : 'settings.unconfirmed', { email: user.email })}</p>
      {!user.email_verified && <SendCode user={user} />}
      <h3 className="mt-8 text-20 font-semibold">{t('settings.change_title')}</h3>
      <p className="mt-1 break-words text-ink-2">{pending ? t('settings.pending', { email: pending }) : t('settings.change_why')}</p>
      {pending ? (
        <>
          <InboxHint />
          <ConfirmForm onDone={() => wait(undefined)} />
        </>
      ) : (
        <ChangeForm onAsked={wait} />
      )}
    </section>
  )
}

function SendCode({ user }: { user: Person }) {
  const t = useT()
  const words = useAccountT()
  const navigate = useNavigate()
  const [resend, { isLoading }] = codesApi.useResendOtpMutation()
  const press = async () => {
    const { error } = await resend({ body: { email: user.email, username: user.username } })
    // One that went out a moment ago is as good.
    if (error && (error as ApiError).status !== 429) return void toast({ text: problemOf(words, error as ApiError), tone: 'problem' })
    await navigate('/verify-otp?next=%2Fprofile%2Fpassword')
  }
  return (
    <Button busy={isLoading} onClick={() => void press()} className="mt-3">
      {t('settings.send')}
    </Button>
  )
}

interface Asked {
  email: string
  current_password: string
}
const check: Check<Asked> = ({ email, current_password }) => ({ ...emailFault(email), ...presentPasswordFault(current_password) })

function ChangeForm({ onAsked }: { onAsked: (email: string) => void }) {
  const t = useT()
  const words = useAccountT()
  const form = useAccountForm(check)
  const { errors, isSubmitting } = form.formState
  const dropDraft = useDraft(form, 'draft:address', ['email'])
  const [change] = codesApi.useChangeEmailMutation()
  const { confirmed, dialog } = useConfirm()
  const submit = async ({ email, current_password }: Asked) => {
    const { error } = await confirmed(() => change({ body: { email: email.trim(), current_password } }))
    if (isDeclined(error)) return
    if (error) return showProblem(form, words, error as ApiError, ['email', 'current_password'])
    dropDraft()
    onAsked(email.trim())
  }
  return (
    <>
      <FormFrame errors={renamed(errors)} onSubmit={form.handleSubmit(submit)}>
        <Field
          id="email"
          label={t('settings.new_email')}
          type="email"
          inputMode="email"
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          error={errors.email?.message}
          {...form.register('email')}
        />
        <PasswordField
          id="address_password"
          label={t('settings.current')}
          error={errors.current_password?.message}
          autoComplete="current-password"
          {...form.register('current_password')}
        />
        <Button type="submit" busy={isSubmitting} className="justify-self-start">
          {isSubmitting ? t('reset.asking') : t('settings.ask')}
        </Button>
      </FormFrame>
      {dialog}
    </>
  )
}

/** The page has two fields for the present password, so this one has an id of its own. */
const renamed = ({ current_password, ...rest }: Record<string, unknown>) => ({ ...rest, ...(current_password ? { address_password: current_password } : {}) })

function ConfirmForm({ onDone }: { onDone: () => void }) {
  const t = useT()
  const words = useAccountT()
  const store = useStore() as AppStore
  const form = useAccountForm<{ code: string }>(({ code }) => codeFault(code))
  const { errors, isSubmitting } = form.formState
  const [confirm] = codesApi.useConfirmEmailMutation()
  const submit = async ({ code }: { code: string }) => {
    const { data, error } = await confirm({ body: { code } })
    if (error) return showProblem(form, words, atCode(error as ApiError), ['code'])
    onDone()
    toast({ text: t('settings.moved', { email: data.email }) })
    await setSession(store, data)
  }
  return (
    <FormFrame errors={errors} onSubmit={form.handleSubmit(submit)}>
      <CodeField error={errors.code?.message} {...form.register('code')} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="main" busy={isSubmitting}>
          {isSubmitting ? t('verify.busy') : t('verify.submit')}
        </Button>
        <Button onClick={onDone}>{t('settings.cancel')}</Button>
      </div>
    </FormFrame>
  )
}
