import { useEffect, useState } from 'react'
import { useStore } from 'react-redux'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { useHead } from '#web/head.tsx'
import { setSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { Field } from '#web/ui/field.tsx'
import { toast } from '#web/ui/toast.ts'
import { useShellT } from '#web/words.ts'
import { type Check, showProblem, useAccountForm, useDraft } from '../account-form.ts'
import { FormFrame } from '../form-frame.tsx'
import { PasswordField } from '../password-field.tsx'
import { useT as useAccountT } from '../words.ts'
import { codesApi } from './api.ts'
import { atCode, codeFault, emailFault, newPasswordFault } from './checks.ts'
import { CodeField } from './code-field.tsx'
import { InboxHint } from './inbox-hint.tsx'
import { Resend } from './resend.tsx'
import { keepWaiting, stopWaiting, waitingFor } from './waiting.ts'
import { useT } from './words.ts'

/** Three ways to stand here: to ask for a mail, with the code from it, or with its link. */
export function ResetPage() {
  const t = useT()
  const shell = useShellT()
  const [query] = useSearchParams()
  const token = query.get('token')
  const [email, setEmail] = useState<string>()
  useEffect(() => setEmail(waitingFor('reset')?.email), [])
  useHead({ title: `${t('reset.title')} · ${shell('site')}`, description: t('reset.description'), noindex: true })
  const ask = (address: string | undefined) => {
    if (address === undefined) stopWaiting('reset')
    else keepWaiting('reset', { email: address })
    setEmail(address)
  }
  const why = token ? t('reset.link_why') : email ? t('reset.code_why', { email }) : t('reset.why')
  return (
    <div className="page page-form">
      <h1 className="title">{t('reset.title')}</h1>
      <p className="lead mt-2 break-words">{why}</p>
      {!token && email && <InboxHint />}
      {token ? (
        <SetForm key="link" proof={{ token }} />
      ) : email ? (
        <SetForm key="code" proof={{ email }} onOther={() => ask(undefined)} />
      ) : (
        <AskForm onAsked={ask} />
      )}
      <p className="hairline mt-8 pt-5">
        <Link to={token ? '/reset' : '/login'} className="link inline-block py-2">
          {token ? t('reset.expired') : t('reset.back')}
        </Link>
      </p>
    </div>
  )
}

function AskForm({ onAsked }: { onAsked: (email: string) => void }) {
  const t = useT()
  const words = useAccountT()
  const check: Check<{ email: string }> = ({ email }) => emailFault(email)
  const form = useAccountForm(check)
  const { errors, isSubmitting } = form.formState
  const dropDraft = useDraft(form, 'draft:reset', ['email'])
  const [request] = codesApi.useRequestPasswordResetMutation()
  const submit = async ({ email }: { email: string }) => {
    const { error } = await request({ body: { email: email.trim() } })
    if (error) return showProblem(form, words, error as ApiError, ['email'])
    dropDraft()
    onAsked(email.trim())
  }
  return (
    <FormFrame errors={errors} onSubmit={form.handleSubmit(submit)}>
      <Field
        id="email"
        label={t('reset.email')}
        type="email"
        inputMode="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        error={errors.email?.message}
        {...form.register('email')}
      />
      <Button type="submit" kind="main" busy={isSubmitting}>
        {isSubmitting ? t('reset.asking') : t('reset.ask')}
      </Button>
    </FormFrame>
  )
}

type Proof = { token: string } | { email: string }
interface Given {
  code: string
  new_password: string
}

function SetForm({ proof, onOther }: { proof: Proof; onOther?: () => void }) {
  const t = useT()
  const byCode = 'email' in proof
  const check: Check<Given> = ({ code, new_password }) => ({ ...(byCode ? codeFault(code) : {}), ...newPasswordFault(new_password) })
  const form = useAccountForm(check)
  const { errors, isSubmitting } = form.formState
  const submit = useReset(form, proof)
  const [request] = codesApi.useRequestPasswordResetMutation()
  const send = async () => (byCode ? ((await request({ body: { email: proof.email } })).error as ApiError | undefined) : undefined)
  return (
    <FormFrame errors={errors} onSubmit={form.handleSubmit(submit)}>
      {byCode && <CodeField error={errors.code?.message} {...form.register('code')} />}
      {/* Password managers file the new password under this name. */}
      {byCode && <input type="hidden" autoComplete="username" value={proof.email} readOnly />}
      <PasswordField
        id="new_password"
        label={t('reset.password')}
        help={t('reset.password_help')}
        error={errors.new_password?.message}
        autoComplete="new-password"
        {...form.register('new_password')}
      />
      <Button type="submit" kind="main" busy={isSubmitting}>
        {isSubmitting ? t('reset.busy') : t('reset.submit')}
      </Button>
      {byCode && (
        <div className="grid justify-items-start gap-1">
          <Resend send={send} just_sent />
          <Button kind="quiet" className="-ms-4" onClick={onOther}>
            {t('reset.other')}
          </Button>
        </div>
      )}
    </FormFrame>
  )
}

function useReset(form: ReturnType<typeof useAccountForm<Given>>, proof: Proof) {
  const t = useT()
  const words = useAccountT()
  const store = useStore() as AppStore
  const navigate = useNavigate()
  const [reset] = codesApi.useConfirmPasswordResetMutation()
  return async ({ code, new_password }: Given) => {
    const { error } = await reset({ body: { ...proof, ...('email' in proof && { code }), new_password } })
    if (error) return showProblem(form, words, 'email' in proof ? atCode(error as ApiError) : (error as ApiError), ['code', 'new_password'])
    stopWaiting('reset')
    toast({ text: t('reset.done') })
    // Whoever was signed in here is not any more.
    await setSession(store, null)
    await navigate('/login', { replace: true })
  }
}
