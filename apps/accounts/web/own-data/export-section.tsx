import { useSearchParams } from 'react-router'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { useOwnFormat } from '#web/zone.ts'
import { showProblem, useAccountForm } from '../account-form.ts'
import { isDeclined, useConfirm } from '../factors/use-confirm.tsx'
import { FormFrame } from '../form-frame.tsx'
import { useT as useAccountsT } from '../words.ts'
import { useListExportsQuery, useRequestExportMutation } from './api.ts'
import { ExportState } from './export-state.tsx'
import { useWatching } from './watching.ts'
import { useT } from './words.ts'

/** A copy of all one's data: asked for, watched while it is made, fetched. */
export function ExportSection({ email }: { email: string }) {
  const t = useT()
  const format = useOwnFormat()
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

function ExportForm({ again, refetch }: { again: boolean; refetch: () => unknown }) {
  const t = useT()
  const accounts = useAccountsT()
  const [, setQuery] = useSearchParams()
  const form = useAccountForm<Record<string, never>>(() => ({}))
  const { errors, isSubmitting } = form.formState
  const { confirmed, dialog } = useConfirm()
  const [request] = useRequestExportMutation()
  const submit = async () => {
    const { data, error } = await confirmed(() => request({ body: {} }))
    if (isDeclined(error)) return
    if (error) showProblem(form, accounts, error as ApiError, [])
    // In the address it survives a reload, as it does when one comes from the mail.
    else if (data) setQuery({ export: data.id, token: data.token }, { replace: true })
    await refetch()
  }
  return (
    <>
      <FormFrame errors={errors} onSubmit={form.handleSubmit(submit)}>
        <Button type="submit" className="justify-self-start" busy={isSubmitting}>
          {t(isSubmitting ? 'export.asking' : again ? 'export.again' : 'export.ask')}
        </Button>
      </FormFrame>
      {dialog}
    </>
  )
}
