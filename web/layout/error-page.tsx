import { isRouteErrorResponse, useRouteError } from 'react-router'
import { addressIn, useHead } from '../head.tsx'
import { useLanguage } from '../i18n.ts'
import { Button, LinkButton } from '../ui/button.tsx'
import { useShellT } from '../words.ts'
import { useSearchPage } from './entries.ts'

type Kind = 'not_found' | 'forbidden' | 'too_many' | 'offline' | 'broken'

function kindOf(error: unknown): Kind {
  if (isRouteErrorResponse(error)) {
    const known: Partial<Record<number, Kind>> = { 404: 'not_found', 410: 'not_found', 401: 'forbidden', 403: 'forbidden', 429: 'too_many' }
    return known[error.status] ?? offlineOr('broken')
  }
  return offlineOr('broken')
}
const offlineOr = (kind: Kind): Kind => (typeof navigator !== 'undefined' && navigator.onLine === false ? 'offline' : kind)

/** The way on from a lost page: works without scripts too. */
function SearchForm() {
  const t = useShellT()
  const language = useLanguage()
  const page = useSearchPage()
  if (!page) return null
  return (
    <search>
      <form action={addressIn(language, page.to)} className="mt-6">
        <label htmlFor="lost" className="mb-1.5 block font-[550]">
          {t('error.not_found_next')}
        </label>
        <div className="flex gap-2">
          <input id="lost" type="search" name="q" autoComplete="off" placeholder={t('palette.placeholder')} className="control" />
          <button type="submit" className="btn btn-main">
            {t('search.open')}
          </button>
        </div>
      </form>
    </search>
  )
}

/** What stands in place of a page that cannot be shown: what happened, and what to do. */
export function ErrorPage() {
  const t = useShellT()
  const error = useRouteError()
  const kind = kindOf(error)
  const title = t(`error.${kind}`)
  useHead({ title: `${title} · ${t('site')}`, noindex: true })
  const request_id = isRouteErrorResponse(error) ? (error.data as { request_id?: string } | null)?.request_id : undefined
  const again = kind !== 'not_found' && kind !== 'forbidden'
  return (
    <div className="page page-reading">
      {isRouteErrorResponse(error) && <p className="text-15 text-ink-2 tabular-nums">{error.status}</p>}
      <h1 className="title">{title}</h1>
      <p className="lead mt-3">{t(`error.${kind}_why`)}</p>
      {kind === 'not_found' && <SearchForm />}
      {request_id && <p className="mt-4 text-15 text-ink-2">{t('error.request_id', { id: request_id })}</p>}
      <div className="mt-6 flex flex-wrap gap-2">
        {again && (
          <Button kind="main" onClick={() => location.reload()}>
            {t('error.again')}
          </Button>
        )}
        <LinkButton to="/" kind={kind === 'forbidden' ? 'main' : 'plain'}>
          {t('error.home')}
        </LinkButton>
      </div>
    </div>
  )
}
