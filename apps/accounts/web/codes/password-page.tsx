import { useStore } from 'react-redux'
import { Link } from 'react-router'
import { useHead } from '#web/head.tsx'
import { setSession, useSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { toast } from '#web/ui/toast.ts'
import { useShellT } from '#web/words.ts'
import { type Check, showProblem, useAccountForm } from '../account-form.ts'
import { isDeclined, useConfirm } from '../factors/use-confirm.tsx'
import { FormFrame } from '../form-frame.tsx'
import { PasswordField } from '../password-field.tsx'
import { useT as useAccountT } from '../words.ts'
import { AddressSection } from './address-section.tsx'
import { codesApi } from './api.ts'
import { newPasswordFault, presentPasswordFault } from './checks.ts'
import { useT } from './words.ts'

export function PasswordPage() {
  const t = useT()
  const shell = useShellT()
  const { user } = useSession()
  useHead({ title: `${t('settings.title')} · ${shell('site')}`, noindex: true })
  if (!user) return null
  return (
    <div>
      <h1 className="title">{t('settings.title')}</h1>
      <AddressSection user={user} />
      <section aria-labelledby="change-password" className="hairline mt-10 max-w-[28rem] pt-8">
        <h2 id="change-password" className="text-25 font-semibold">
          {t('settings.password_title')}
        </h2>
        <p className="mt-1 text-ink-2">{t('settings.password_why')}</p>
        <PasswordForm username={user.username} />
      </section>
    </div>
  )
}

interface Given {
  current_password: string
  new_password: string
}
const names = ['current_password', 'new_password'] as const
const check: Check<Given> = ({ current_password, new_password }) => ({ ...presentPasswordFault(current_password), ...newPasswordFault(new_password) })

function PasswordForm({ username }: { username: string }) {
  const t = useT()
  const form = useAccountForm(check)
  const { errors, isSubmitting } = form.formState
  const { confirmed, dialog } = useConfirm()
  const submit = useChange(form, confirmed)
  return (
    <>
      <FormFrame errors={errors} onSubmit={form.handleSubmit(submit)}>
        <input type="hidden" autoComplete="username" value={username} readOnly />
        <div>
          <PasswordField
            id="current_password"
            label={t('settings.current')}
            error={errors.current_password?.message}
            autoComplete="current-password"
            {...form.register('current_password')}
          />
          <Link to="/reset" className="link inline-block py-2 text-15">
            {t('settings.forgot')}
          </Link>
        </div>
        <PasswordField
          id="new_password"
          label={t('settings.new')}
          help={t('reset.password_help')}
          error={errors.new_password?.message}
          autoComplete="new-password"
          {...form.register('new_password')}
        />
        <Button type="submit" kind="main" busy={isSubmitting} className="justify-self-start">
          {isSubmitting ? t('settings.busy') : t('settings.submit')}
        </Button>
      </FormFrame>
      {dialog}
    </>
  )
}

function useChange(form: ReturnType<typeof useAccountForm<Given>>, confirmed: ReturnType<typeof useConfirm>['confirmed']) {
  const t = useT()
  const words = useAccountT()
  const store = useStore() as AppStore
  const { user } = useSession()
  const [change] = codesApi.useChangePasswordMutation()
  return async (body: Given) => {
    const { error } = await confirmed(() => change({ body }))
    if (isDeclined(error)) return
    if (error) return showProblem(form, words, error as ApiError, names)
    form.reset({ current_password: '', new_password: '' })
    toast({ text: t('settings.done') })
    // The cookie is a new one, and with it the CSRF token.
    await setSession(store, user)
  }
}
