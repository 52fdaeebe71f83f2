import type { ReactNode, SubmitEventHandler } from 'react'
import { useEarlySubmit } from '#web/early-submit.ts'
import { ErrorSummary } from '#web/ui/error-summary.tsx'
import { useT } from './words.ts'

interface Props {
  errors: { root?: { message?: string | undefined } | undefined } & Record<string, unknown>
  onSubmit: SubmitEventHandler<HTMLFormElement>
  children: ReactNode
}

/** What sign-in and sign-up share: the summary of what is wrong, and a form that never puts a password into an address. */
export function FormFrame({ errors, onSubmit, children }: Props) {
  const t = useT()
  const form = useEarlySubmit()
  const { root, ...rest } = errors as Record<string, { message?: string } | undefined>
  const fields = Object.entries(rest).map(([id, error]) => ({ id, message: error?.message ?? '' }))
  return (
    <>
      <noscript>
        <p className="mt-6 rounded-md bg-genda-soft px-4 py-3">{t('form.needs_script')}</p>
      </noscript>
      <form ref={form} data-app="" method="post" noValidate onSubmit={onSubmit} className="mt-6 grid gap-5">
        {/* One wrong field speaks for itself. */}
        <ErrorSummary title={t('form.wrong')} message={root?.message} fields={fields.length > 1 ? fields : []} />
        {children}
      </form>
    </>
  )
}
