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
import { type Check, showProblem, useAccountForm } from './account-form.ts'
import { useSignInMutation } from './api.ts'
import { FormFrame } from './form-frame.tsx'
import { ContinueWith } from './google/continue-with.tsx'
import { OutsideProblemNote } from './google/outside-problem.tsx'
import { safeNext } from './next.ts'
import { PasswordField } from './password-field.tsx'
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
  const [query] = useSearchParams()
  const form = useAccountForm(check)
  const { errors, isSubmitting } = form.formState
  const submit = useSignIn(form)
  useHead({ title: `${t('sign_in.title')} · ${shell('site')}`, description: t('sign_in.description') })
  return (
    <div className="page page-form">
      <h1 className="title">{t('sign_in.title')}</h1>
      {query.has('next') && !query.has('problem') && <p className="lead mt-2">{t('sign_in.needed')}</p>}
      <OutsideProblemNote />
      <ContinueWith />
      <FormFrame errors={errors} onSubmit={form.handleSubmit(submit)}>
        <Field
          id="username"
          label={t('sign_in.name')}
          error={errors.username?.message}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
          {...form.register('username')}
        />
        <PasswordField id="password" error={errors.password?.message} autoComplete="current-password" maxLength={128} {...form.register('password')} />
        <Button type="submit" kind="main" busy={isSubmitting}>
          {isSubmitting ? t('sign_in.busy') : t('sign_in.submit')}
        </Button>
      </FormFrame>
      <p className="hairline mt-8 pt-5 text-ink-2">
        {t('sign_in.no_account')}{' '}
        <Link to={{ pathname: '/signup', search: query.toString() }} className="link inline-block py-2">
          {t('sign_in.sign_up')}
        </Link>
      </p>
    </div>
  )
}

function useSignIn(form: ReturnType<typeof useAccountForm<Given>>) {
  const t = useT()
  const store = useStore() as AppStore
  const navigate = useNavigate()
  const [query] = useSearchParams()
  const [signIn] = useSignInMutation()
  return async ({ username, password }: Given) => {
    const name = username.trim()
    const { data, error } = await signIn({ body: { ...(name.includes('@') ? { email: name } : { username: name }), password } })
    const leaving = leavingOf(error as ApiError | undefined)
    if (leaving) return navigate(`/undo-deletion?token=${leaving.undo_token}`, { state: { erase_at: leaving.erase_at } })
    if (error) return showProblem(form, t, error as ApiError, names)
    await setSession(store, data)
    toast({ text: t('sign_in.done', { name: data.username }) })
    await navigate(safeNext(query.get('next')), { replace: true })
  }
}

/** Who has closed their account and comes back in time is asked whether to keep it. */
function leavingOf(error: ApiError | undefined): { erase_at: string; undo_token: string } | undefined {
  return error?.code === 'being_deleted' ? (error.current as { erase_at: string; undo_token: string }) : undefined
}
