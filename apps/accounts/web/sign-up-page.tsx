import { useStore } from 'react-redux'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { useHead } from '#web/head.tsx'
import { refreshSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { Field } from '#web/ui/field.tsx'
import { toast } from '#web/ui/toast.ts'
import { useShellT } from '#web/words.ts'
import { Email, NewPassword, Username } from '../contract/fields.ts'
import { type Check, showProblem, useAccountForm, useDraft } from './account-form.ts'
import { useSignUpMutation } from './api.ts'
import { keepWaiting } from './codes/waiting.ts'
import { FormFrame } from './form-frame.tsx'
import { ContinueWith } from './google/continue-with.tsx'
import { safeNext } from './next.ts'
import { PasswordField } from './password-field.tsx'
import { useT } from './words.ts'

const names = ['username', 'email', 'password'] as const
const rules = { username: Username, email: Email, password: NewPassword }
type Given = Record<keyof typeof rules, string>
type SignUpForm = ReturnType<typeof useAccountForm<Given>>

/** The contract's own rules: what passes here passes on the server. */
const check: Check<Given> = (values) => {
  const wrong = names.map((name) => [name, rules[name].safeParse(values[name] ?? '').error?.issues[0]?.message])
  return Object.fromEntries(wrong.filter(([, message]) => message))
}

export function SignUpPage() {
  const t = useT()
  const shell = useShellT()
  const [query] = useSearchParams()
  const form = useAccountForm(check)
  const { errors, isSubmitting } = form.formState
  const dropDraft = useDraft(form, 'draft:signup', ['username', 'email'])
  const submit = useSignUp(form, dropDraft)
  useHead({ title: `${t('sign_up.title')} · ${shell('site')}`, description: t('sign_up.description') })
  return (
    <div className="page page-form">
      <h1 className="title">{t('sign_up.title')}</h1>
      <p className="lead mt-2">{query.has('setup') ? t('sign_up.setup') : t('sign_up.why')}</p>
      <ContinueWith />
      <FormFrame errors={errors} onSubmit={form.handleSubmit(submit)}>
        <SignUpFields form={form} />
        <Button type="submit" kind="main" busy={isSubmitting}>
          {isSubmitting ? t('sign_up.busy') : t('sign_up.submit')}
        </Button>
      </FormFrame>
      <p className="hairline mt-8 pt-5 text-ink-2">
        {t('sign_up.have_account')}{' '}
        <Link to={{ pathname: '/login', search: query.toString() }} className="link inline-block py-2">
          {t('sign_up.sign_in')}
        </Link>
      </p>
    </div>
  )
}

function SignUpFields({ form }: { form: SignUpForm }) {
  const t = useT()
  const { register, formState } = form
  const { username, email, password } = formState.errors
  const plain = { autoCapitalize: 'none', spellCheck: false } as const
  return (
    <>
      <Field
        id="username"
        label={t('sign_up.username')}
        help={t('sign_up.username_help')}
        error={username?.message}
        autoComplete="username"
        {...plain}
        {...register('username')}
      />
      <Field
        id="email"
        label={t('sign_up.email')}
        help={t('sign_up.email_help')}
        error={email?.message}
        type="email"
        inputMode="email"
        autoComplete="email"
        {...plain}
        {...register('email')}
      />
      <PasswordField id="password" help={t('sign_up.password_help')} error={password?.message} autoComplete="new-password" {...register('password')} />
    </>
  )
}

function useSignUp(form: SignUpForm, dropDraft: () => void) {
  const t = useT()
  const store = useStore() as AppStore
  const navigate = useNavigate()
  const [query] = useSearchParams()
  const [signUp] = useSignUpMutation()
  return async (body: Given) => {
    const { data, error } = await signUp({ body, setup_token: query.get('setup') })
    if (error) return showProblem(form, t, error as ApiError, names)
    dropDraft()
    keepWaiting('confirmation', { email: body.email.trim(), username: data.username })
    // Where confirming is mandatory nobody is signed in yet.
    await refreshSession(store)
    // Whoever runs the site must not miss that they do.
    const admin = data.role === 'admin'
    toast({ text: t(admin ? 'sign_up.admin' : 'sign_up.done', { name: data.username }), stay: admin })
    const next = safeNext(query.get('next'))
    await navigate({ pathname: '/verify-otp', search: next === '/' ? '' : new URLSearchParams({ next }).toString() }, { replace: true })
  }
}
