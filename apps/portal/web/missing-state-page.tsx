import { isRouteErrorResponse, Link, useParams, useRouteError } from 'react-router'
import { useHead } from '#web/head.tsx'
import { useLanguage } from '#web/i18n.ts'
import { ErrorPage } from '#web/layout/error-page.tsx'
import { useListStatesQuery } from './api.ts'
import { useFactsT } from './facts-words.ts'
import { nameIn } from './filter.ts'
import { similarTo } from './similar.ts'
import { useT } from './words.ts'

/** For an address that names no state; any other failure is the shell's to show. */
export function MissingStatePage() {
  const error = useRouteError()
  return isRouteErrorResponse(error) && error.status === 404 ? <Missing /> : <ErrorPage />
}

function Missing() {
  const t = useT()
  const tf = useFactsT()
  const language = useLanguage()
  const { slug = '' } = useParams()
  const { data: all = [] } = useListStatesQuery({})
  const near = similarTo(slug, all)
  const title = tf('state.missing_title', { name: slug.slice(0, 60) })
  useHead({ title: t('tab', { page: title }), noindex: true })
  return (
    <div className="page page-reading">
      <h1 className="title wrap-anywhere">{title}</h1>
      <p className="lead mt-3">{tf('state.missing_text')}</p>
      {near.length > 0 && (
        <>
          <h2 className="mt-8 font-semibold text-17">{tf('state.missing_near')}</h2>
          <ul className="mt-1">
            {near.map((state) => (
              <li key={state.slug}>
                <Link to={`/states/${state.slug}`} className="link inline-flex min-h-11 items-center text-20">
                  {nameIn(state, language)}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      <Link to="/" className="btn btn-main mt-8">
        {tf('state.all')}
      </Link>
    </div>
  )
}
