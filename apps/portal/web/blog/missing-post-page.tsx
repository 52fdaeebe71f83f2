import { isRouteErrorResponse, Link, useRouteError } from 'react-router'
import { useHead } from '#web/head.tsx'
import { useLanguage } from '#web/i18n.ts'
import { ErrorPage } from '#web/layout/error-page.tsx'
import { useListStatesQuery } from '../api.ts'
import { MapSprite } from '../map-sprite.tsx'
import { usePostsQuery } from './api.ts'
import { useT } from './book.ts'
import { newest } from './loaders.ts'
import { PostRow } from './post-row.tsx'

/** For an address that names no post; any other failure is the shell's to show. */
export function MissingPostPage() {
  const error = useRouteError()
  return isRouteErrorResponse(error) && error.status === 404 ? <Missing /> : <ErrorPage />
}

function Missing() {
  const t = useT()
  const { data: states = [] } = useListStatesQuery({})
  const { data: page } = usePostsQuery(newest(useLanguage()))
  useHead({ title: t('tab', { page: t('missing.title') }), noindex: true })
  return (
    <div className="page page-reading">
      <h1 className="title">{t('missing.title')}</h1>
      <p className="lead mt-3">{t('missing.text')}</p>
      <Link to="/blog" className="btn btn-main mt-6">
        {t('missing.all')}
      </Link>
      {page && page.items.length > 0 && (
        <>
          <MapSprite />
          <h2 className="mt-10 font-semibold text-20">{t('missing.next')}</h2>
          {page.items.map((post) => (
            <PostRow key={post.id} post={post} states={states} heading="h3" />
          ))}
        </>
      )}
    </div>
  )
}
