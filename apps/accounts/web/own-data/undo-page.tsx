import { type ReactNode, useState } from 'react'
import { useLocation, useSearchParams } from 'react-router'
import { useHead } from '#web/head.tsx'
import { useFormat } from '#web/i18n.ts'
import type { ApiError } from '#web/transport.ts'
import { Button, LinkButton } from '#web/ui/button.tsx'
import { ErrorSummary } from '#web/ui/error-summary.tsx'
import { useShellT } from '#web/words.ts'
import { problemOf } from '../problems.ts'
import { useT as useAccountsT } from '../words.ts'
import { useUndoDeletionMutation } from './api.ts'
import { useT } from './words.ts'

/** Where the mail about a closed account leads, and a sign-in to one. Nothing happens before the button is pressed: mail programs open links by themselves. */
export function UndoPage() {
  const t = useT()
  const shell = useShellT()
  const accounts = useAccountsT()
  const format = useFormat()
  const token = useSearchParams()[0].get('token') ?? ''
  const { erase_at } = (useLocation().state ?? {}) as { erase_at?: string }
  const [undo, { isLoading }] = useUndoDeletionMutation()
  const [outcome, setOutcome] = useState<{ username?: string; error?: ApiError }>({})
  const keep = async () => {
    const { data, error } = await undo({ body: { token } })
    setOutcome(error ? { error: error as ApiError } : { username: data.username })
  }
  useHead({ title: `${t('undo.title')} · ${shell('site')}`, noindex: true })
  const { username, error } = outcome
  if (username !== undefined) return <Said title={t('undo.done_title', { username })} text={t('undo.done')} action={<SignIn main />} />
  if (!token || error?.status === 410) return <Said title={t('undo.gone_title')} text={t('undo.gone')} action={<SignIn />} />
  return (
    <Said
      title={t('undo.title')}
      text={erase_at ? t('undo.dated', { date: format.date(erase_at) }) : t('undo.undated')}
      action={
        <>
          <noscript>
            <p className="rounded-md bg-genda-soft px-4 py-3">{accounts('form.needs_script')}</p>
          </noscript>
          <ErrorSummary title="" message={error && problemOf(accounts, error)} fields={[]} />
          <Button kind="main" className="justify-self-start" busy={isLoading} onClick={() => void keep()}>
            {isLoading ? t('undo.busy') : t('undo.submit')}
          </Button>
        </>
      }
    />
  )
}

function SignIn({ main = false }: { main?: boolean }) {
  const t = useT()
  return (
    <LinkButton to="/login" kind={main ? 'main' : 'plain'} className="justify-self-start">
      {t('undo.sign_in')}
    </LinkButton>
  )
}

function Said({ title, text, action }: { title: string; text: string; action: ReactNode }) {
  return (
    <div data-app="" className="page page-form" aria-live="polite">
      <h1 className="title">{title}</h1>
      <p className="lead mt-2">{text}</p>
      <div className="mt-6 grid gap-5">{action}</div>
    </div>
  )
}
