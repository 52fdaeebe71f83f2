import { useEffect, useState } from 'react'
import { useStore } from 'react-redux'
import { Link, Navigate, useNavigate, useSearchParams } from 'react-router'
import { useHead } from '#web/head.tsx'
import { setSession, useSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { Field } from '#web/ui/field.tsx'
import { toast } from '#web/ui/toast.ts'
import { useShellT } from '#web/words.ts'
import { type Check, showProblem, useAccountForm } from '../account-form.ts'
import { FormFrame } from '../form-frame.tsx'
import { safeNext } from '../next.ts'
import { useT as useAccountT } from '../words.ts'
import { codesApi } from './api.ts'
import { atCode, codeFault, emailFault } from './checks.ts'
import { CodeField } from './code-field.tsx'
import { InboxHint } from './inbox-hint.tsx'
import { Resend } from './resend.tsx'
import { keepWaiting, stopWaiting, waitingFor } from './waiting.ts'
import { useT } from './words.ts'

interface Given {
  email: string
  code: string
}

/** The account to confirm: one's own, or the one that this tab has just made and that has no session yet. */
function useWhom() {
  const { user } = useSession()
  const [kept, setKept] = useState<ReturnType<typeof waitingFor<'confirmation'>>>()
  useEffect(() => setKept(waitingFor('confirmation')), [])
  return user ? { email: user.email, username: user.username } : kept
}

export function VerifyPage() {
  const t = useT()
  const shell = useShellT()
  const { user } = useSession()
  const [query] = useSearchParams()
  const whom = useWhom()
  const next = safeNext(query.get('next'))
  useHead({ title: `${t('verify.title')} · ${shell('site')}`, description: t('verify.description'), noindex: true })
  if (user?.email_verified) return <Navigate to={next} replace />
  return (
    <div className="page page-form">
      <h1 className="title">{t('verify.title')}</h1>
      <p className="lead mt-2 break-words">{whom ? t('verify.why', { email: whom.email }) : t('verify.why_unknown')}</p>
      <InboxHint />
      <VerifyForm key={whom?.email ?? ''} whom={whom} next={next} />
      {user && (
        <p className="hairline mt-8 pt-5 text-ink-2">
          {t('verify.wrong_address')}{' '}
          <Link to="/profile/password" className="link inline-block py-2">
            {t('settings.title')}
          </Link>
        </p>
      )}
    </div>
  )
}

function VerifyForm({ whom, next }: { whom: { email: string; username?: string } | undefined; next: string }) {
  const t = useT()
  const { user } = useSession()
  const check: Check<Given> = ({ email, code }) => ({ ...(whom ? {} : emailFault(email)), ...codeFault(code) })
  const form = useAccountForm(check)
  const { errors, isSubmitting } = form.formState
  const submit = useVerify(form, whom, next)
  const [resend] = codesApi.useResendOtpMutation()
  const send = async () => {
    const asked = whom ?? { email: form.getValues('email')?.trim() ?? '' }
    const { email } = emailFault(asked.email)
    if (email) return { status: 400, message: email, fields: {} }
    if (!whom) keepWaiting('confirmation', asked)
    return (await resend({ body: asked })).error as ApiError | undefined
  }
  return (
    <FormFrame errors={errors} onSubmit={form.handleSubmit(submit)}>
      {!whom && (
        <Field
          id="email"
          label={t('verify.email')}
          type="email"
          inputMode="email"
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          error={errors.email?.message}
          {...form.register('email')}
        />
      )}
      <CodeField error={errors.code?.message} {...form.register('code')} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="main" busy={isSubmitting} className="flex-1">
          {isSubmitting ? t('verify.busy') : t('verify.submit')}
        </Button>
        {user && (
          <Link to={next} className="btn">
            {t('verify.later')}
          </Link>
        )}
      </div>
      <Resend send={send} just_sent={whom !== undefined && !user?.email_verified} />
    </FormFrame>
  )
}

function useVerify(form: ReturnType<typeof useAccountForm<Given>>, whom: { email: string; username?: string } | undefined, next: string) {
  const t = useT()
  const words = useAccountT()
  const store = useStore() as AppStore
  const navigate = useNavigate()
  const [verify] = codesApi.useVerifyOtpMutation()
  return async ({ email, code }: Given) => {
    const { data, error } = await verify({ body: { ...(whom ?? { email: email.trim() }), code } })
    if (error) return showProblem(form, words, atCode(error as ApiError), ['email', 'code'])
    stopWaiting('confirmation')
    toast({ text: t('verify.done', { name: data.username }) })
    await setSession(store, data)
    await navigate(next, { replace: true })
  }
}
