import { useStore } from 'react-redux'
import { useFormat } from '#web/i18n.ts'
import { setSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { Field } from '#web/ui/field.tsx'
import { toast } from '#web/ui/toast.ts'
import { showProblem, useAccountForm } from '../account-form.ts'
import { isDeclined, useConfirm } from '../factors/use-confirm.tsx'
import { FormFrame } from '../form-frame.tsx'
import { useT as useAccountsT } from '../words.ts'
import { useRequestDeletionMutation } from './api.ts'
import { useT } from './words.ts'

interface Given {
  username: string
}

/** Leaving: what happens, and a form that nobody sends by mistake. */
export function DeletionSection({ username }: { username: string }) {
  const t = useT()
  const form = useAccountForm<Given>((given) => ({
    ...(given.username?.trim() ? {} : { username: 'That is not your username.' }),
  }))
  const { errors, isSubmitting } = form.formState
  const { confirmed, dialog } = useConfirm()
  const submit = useDeletion(form, confirmed)
  return (
    <section aria-labelledby="deletion" className="hairline mt-10 pt-6">
      <h2 id="deletion" className="text-20 font-semibold">
        {t('deletion.title')}
      </h2>
      <ul className="mt-3 grid list-disc gap-1.5 ps-5 text-ink-2">
        {(['now', 'later', 'after', 'stays'] as const).map((key) => (
          <li key={key}>{t(`deletion.${key}`)}</li>
        ))}
      </ul>
      <FormFrame errors={errors} onSubmit={form.handleSubmit(submit)}>
        <Field
          id="username"
          label={t('deletion.username')}
          help={t('deletion.username_help', { username })}
          error={errors.username?.message}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={120}
          {...form.register('username')}
        />
        <Button type="submit" className="justify-self-start border-sindoor text-sindoor hover:border-sindoor hover:text-sindoor" busy={isSubmitting}>
          {isSubmitting ? t('deletion.busy') : t('deletion.submit')}
        </Button>
      </FormFrame>
      {dialog}
    </section>
  )
}

function useDeletion(form: ReturnType<typeof useAccountForm<Given>>, confirmed: ReturnType<typeof useConfirm>['confirmed']) {
  const t = useT()
  const accounts = useAccountsT()
  const format = useFormat()
  const store = useStore() as AppStore
  const [requestDeletion] = useRequestDeletionMutation()
  return async ({ username }: Given) => {
    const { data, error } = await confirmed(() => requestDeletion({ body: { username } }))
    if (isDeclined(error)) return
    if (error || !data) return showProblem(form, accounts, error as ApiError, ['username'])
    toast({ text: t('deletion.done', { date: format.date(data.erase_at) }), stay: true })
    // The frame of the account's pages then leads home.
    await setSession(store, null)
  }
}
