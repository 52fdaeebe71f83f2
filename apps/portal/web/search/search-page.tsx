import { Link, useNavigate, useSearchParams } from 'react-router'
import { addressIn, useHead } from '#web/head.tsx'
import { useLanguage } from '#web/i18n.ts'
import { LinkButton } from '#web/ui/button.tsx'
import { classes } from '#web/ui/classes.ts'
import { Empty } from '#web/ui/empty.tsx'
import type { Hit } from '../../contract/search.ts'
import { textIn } from '../blog/languages.ts'
import { useSearchQuery } from './api.ts'
import { askedIn, callOf, kinds, searchPath } from './asked.ts'
import { useT } from './book.ts'

/** States, posts and comments that have what was typed. Works without scripts. */
export function SearchPage() {
  const t = useT()
  const [search] = useSearchParams()
  const asked = askedIn(search)
  const { q, kind } = asked
  const { currentData: page } = useSearchQuery(callOf(asked), { skip: q === '' })
  useHead({ title: t('tab', { page: q ? `${t('title_of', { q })} · ${t('title')}` : t('title') }), noindex: true })
  return (
    <div className="page max-w-[56rem]">
      <h1 className="title">{t('title')}</h1>
      <Form key={q} q={q} kind={kind} />
      {q !== '' && (
        <nav aria-label={t('kinds')} className="mt-4 flex gap-1 overflow-x-auto border-line border-b">
          {[undefined, ...kinds].map((one) => (
            <Link
              key={one ?? 'all'}
              to={searchPath({ q, kind: one })}
              aria-current={one === kind ? 'page' : undefined}
              className={classes(
                'flex min-h-11 shrink-0 items-center border-b-2 px-3',
                one === kind ? 'border-neel font-semibold text-neel' : 'border-transparent text-ink-2 hover:text-ink',
              )}
            >
              {t(`kind.${one ?? 'all'}`)}
            </Link>
          ))}
        </nav>
      )}
      {q === '' ? <p className="mt-6 text-ink-2">{t('start')}</p> : page?.items.length === 0 && <Empty title={t('none', { q })}>{t('none_text')}</Empty>}
      {page && page.items.length > 0 && (
        <ol aria-label={t('results')}>
          {page.items.map((hit) => (
            <Result key={`${hit.kind} ${hit.id}`} hit={hit} />
          ))}
        </ol>
      )}
      {page && (page.next || asked.cursor) && (
        <nav aria-label={t('pages')} className="mt-6 flex gap-3">
          {asked.cursor && <LinkButton to={searchPath({ q, kind })}>{t('first')}</LinkButton>}
          {page.next && (
            <LinkButton to={searchPath({ q, kind, cursor: page.next })} className="ms-auto">
              {t('more')}
            </LinkButton>
          )}
        </nav>
      )}
    </div>
  )
}

function Form({ q, kind }: { q: string; kind: string | undefined }) {
  const t = useT()
  const language = useLanguage()
  const navigate = useNavigate()
  return (
    <search>
      <form
        action={addressIn(language, '/search')}
        className="mt-4 flex gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          void navigate(searchPath(askedIn(new URLSearchParams([...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)])))))
        }}
      >
        <label htmlFor="q" className="sr-only">
          {t('label')}
        </label>
        <input id="q" type="search" name="q" defaultValue={q} maxLength={200} autoComplete="off" placeholder={t('placeholder')} className="control" />
        {kind && <input type="hidden" name="kind" value={kind} />}
        <button type="submit" className="btn btn-main">
          {t('go')}
        </button>
      </form>
    </search>
  )
}

function Result({ hit }: { hit: Hit }) {
  const t = useT()
  return (
    <li className="relative border-line border-b py-4">
      <p className="flex flex-wrap gap-x-2 text-13 text-ink-2">
        <span>{t(`one.${hit.kind}`)}</span>
        {hit.draft && <span className="tag">{t('draft')}</span>}
      </p>
      <h2 {...textIn(hit.language)} className="mt-0.5 text-20 font-semibold wrap-anywhere">
        <Link to={hit.path} className="after:absolute after:inset-0 hover:text-neel hover:underline">
          <Marked parts={hit.title} />
        </Link>
      </h2>
      <p {...textIn(hit.language)} className="mt-0.5 line-clamp-3 text-ink-2 wrap-anywhere">
        <Marked parts={hit.snippet} />
      </p>
    </li>
  )
}

/** Texts in pieces: nothing of them means anything to the browser. */
function Marked({ parts }: { parts: Hit['title'] }) {
  let at = 0
  return parts.map(({ text, hit }) => {
    at += text.length + 1
    return hit ? (
      <mark key={at} className="rounded-sm bg-genda-soft text-ink">
        {text}
      </mark>
    ) : (
      <span key={at}>{text}</span>
    )
  })
}
