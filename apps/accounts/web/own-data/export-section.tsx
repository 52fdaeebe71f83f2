import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { useFormat } from '#web/i18n.ts'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { showProblem, useAccountForm } from '../account-form.ts'
import { FormFrame } from '../form-frame.tsx'
import { PasswordField } from '../password-field.tsx'
import { useT as useAccountsT } from '../words.ts'
import { useListExportsQuery, useRequestExportMutation } from './api.ts'
import { ExportState } from './export-state.tsx'
import { useWatching } from './watching.ts'
import { useT } from './words.ts'

/** A copy of all one's data: asked for, watched while it is made, fetched. */
export function ExportSection({ email }: { email: string }) {
  const t = useT()
  const format = useFormat()
  const { data, isError, refetch } = useListExportsQuery({})
  const [newest] = data?.items ?? []
  useWatching(newest?.state === 'queued', refetch)
  return (
    <section aria-labelledby="export" className="hairline mt-8 pt-6">
      <h2 id="export" className="text-20 font-semibold">
        {t('export.title')}
      </h2>
      <p className="mt-2 text-ink-2 text-pretty">{t('export.what')}</p>
      <div role="status" className="mt-4">
        {isError && <p>{t('export.no_answer')}</p>}
        {newest && <ExportState newest={newest} email={email} format={format} />}
      </div>
      {newest?.state !== 'queued' && <ExportForm again={newest !== undefined} refetch={refetch} />}
    </section>
  )
}

interface Given {
  current_password: string
}

function ExportForm({ again, refetch }: { again: boolean; refetch: () => unknown }) {
  const t = useT()
  const accounts = useAccountsT()
  const [, setQuery] = useSearchParams()
  const [proof, setProof] = useState(false)
  const form = useAccountForm<Given>(({ current_password }) => (proof && !current_password ? { current_password: 'Enter your password.' } : {}))
  const { errors, isSubmitting } = form.formState
  const [ask] = useRequestExportMutation()
  const submit = async ({ current_password }: Given) => {
    const { data, error } = await ask({ body: proof ? { current_password } : {} })
    if ((error as ApiError | undefined)?.code === 'proof_needed') return setProof(true)
    if (error) showProblem(form, accounts, error as ApiError, ['current_password'])
    // In the address it survives a reload, as it does when one comes from the mail.
    else setQuery({ export: data.id, token: data.token }, { replace: true })
    await refetch()
  }
  return (
    <FormFrame errors={errors} onSubmit={form.handleSubmit(submit)}>
      {proof && (
        <>
          <p>{t('proof')}</p>
          <PasswordField
            id="export_password"
            autoFocus
            error={errors.current_password?.message}
            autoComplete="current-password"
            {...form.register('current_password')}
          />
        </>
      )}
      <Button type="submit" className="justify-self-start" busy={isSubmitting}>
        {t(isSubmitting ? 'export.asking' : again ? 'export.again' : 'export.ask')}
      </Button>
    </FormFrame>
  )
}
