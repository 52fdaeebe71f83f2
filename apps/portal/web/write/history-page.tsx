import { diffWordsWithSpace } from 'diff'
import { useMemo, useState } from 'react'
import { useStore } from 'react-redux'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import { useHead } from '#web/head.tsx'
import type { AppStore } from '#web/store.ts'
import { Button, LinkButton } from '#web/ui/button.tsx'
import { classes } from '#web/ui/classes.ts'
import { toast } from '#web/ui/toast.ts'
import { useOwnFormat } from '#web/zone.ts'
import { usePostQuery } from '../blog/api.ts'
import { nameOf } from '../blog/byline.tsx'
import { textIn } from '../blog/languages.ts'
import { useRevisionQuery, useRevisionsQuery, writeApi } from './api.ts'
import { useT } from './book.ts'
import { tell } from './use-publishing.ts'

/** What a post said before: every version, what it changed, and the way back to it. */
export function HistoryPage() {
  const t = useT()
  const format = useOwnFormat()
  const { id = '' } = useParams()
  const [search] = useSearchParams()
  const { data: post } = usePostQuery({ params: { id } })
  const { data } = useRevisionsQuery({ params: { id }, query: { limit: 100 } })
  useHead({ title: t('tab', { page: t('history.title') }), noindex: true })
  const revisions = data?.items ?? []
  const shown = Number(search.get('version')) || revisions[0]?.number
  const at = revisions.findIndex(({ number }) => number === shown)
  const before = revisions[at + 1]?.number
  return (
    <div data-app="" className="page">
      <Link to={`/write/${id}`} className="link inline-flex min-h-11 items-center text-15">
        {t('history.back')}
      </Link>
      <h1 className="title">{t('history.title')}</h1>
      <p {...(post ? textIn(post.language) : {})} className="lead mt-1 wrap-anywhere">
        {post?.postname}
      </p>
      {revisions.length === 0 ? (
        <p className="mt-6 text-ink-2">{t('history.none')}</p>
      ) : (
        <div className="mt-6 grid gap-x-10 gap-y-6 md:grid-cols-[16rem_minmax(0,1fr)]">
          <nav aria-label={t('history.versions')}>
            <ol className="grid max-md:max-h-60 max-md:overflow-y-auto">
              {revisions.map((revision) => (
                <li key={revision.number} className="border-line border-b">
                  <Link
                    to={`?version=${revision.number}`}
                    preventScrollReset
                    aria-current={revision.number === shown ? 'true' : undefined}
                    className={classes('block rounded-sm px-3 py-2', revision.number === shown ? 'bg-neel-soft' : 'hover:bg-sunk')}
                  >
                    <span className="block font-[550]">{t('history.version', { number: revision.number })}</span>
                    <span className="block text-13 text-ink-2">
                      {format.date(revision.created_at, { day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' })}
                    </span>
                    <span className="block text-13 text-ink-2">
                      {t('fields.words', { count: revision.words })}
                      {revision.author && ` · ${nameOf(revision.author)}`}
                    </span>
                  </Link>
                </li>
              ))}
            </ol>
          </nav>
          {shown !== undefined && <Version id={id} number={shown} before={before} latest={at === 0} />}
        </div>
      )}
    </div>
  )
}

function Version({ id, number, before, latest }: { id: string; number: number; before: number | undefined; latest: boolean }) {
  const t = useT()
  const store = useStore() as AppStore
  const navigate = useNavigate()
  const { data: now } = useRevisionQuery({ params: { id, number: String(number) } })
  const { data: earlier } = useRevisionQuery({ params: { id, number: String(before ?? 0) } }, { skip: before === undefined })
  const restore = async () => {
    const params = { id, number: String(number) }
    if (!(await tell(store.dispatch(writeApi.endpoints.restoreRevision.initiate({ params }, { track: false })), t))) return
    toast({ text: t('history.restored') })
    await navigate(`/write/${id}`)
  }
  if (!now || (before !== undefined && !earlier)) return <p role="status">{t('history.loading')}</p>
  return (
    <section aria-label={t('history.version', { number })} className="min-w-0">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-15 text-ink-2">{before === undefined ? t('history.first') : t('history.changes', { number: before })}</p>
        {latest ? (
          <LinkButton to={`/write/${id}`}>{t('history.edit')}</LinkButton>
        ) : (
          <Button kind="main" onClick={() => void restore()}>
            {t('history.restore')}
          </Button>
        )}
      </div>
      <Differences before={earlier?.postname ?? ''} after={now.postname} className="mt-4 text-25 font-bold" />
      <Differences before={earlier?.content ?? ''} after={now.content} className="mt-4 text-17 leading-relaxed" />
    </section>
  )
}

/** Words that are gone and words that are new; said, not only coloured. */
function Differences({ before, after, className }: { before: string; after: string; className: string }) {
  const parts = useMemo(() => differences(before, after), [before, after])
  let at = 0
  const last = parts.at(-1)
  return (
    <p dir="auto" className={classes('whitespace-pre-wrap wrap-anywhere', className)}>
      {parts.map((part) => {
        const { value, added, removed } = part
        at += value.length + 1
        if (removed)
          return (
            <del key={at} className="bg-sindoor-soft text-sindoor">
              {value}
            </del>
          )
        if (added)
          return (
            <ins key={at} className="bg-tulsi-soft text-tulsi no-underline">
              {value}
            </ins>
          )
        return <Unchanged key={at} value={value} before={part !== parts[0]} after={part !== last} />
      })}
    </p>
  )
}

/** Of a stretch that stayed as it was so many lines are shown beside each change, when more than a few are left to hide. */
const lines_beside = 2
const few_lines = 4

function Unchanged({ value, before, after }: { value: string; before: boolean; after: boolean }) {
  const t = useT()
  const [open, setOpen] = useState(false)
  const lines = value.split('\n')
  const [head, tail] = [before ? lines_beside : 0, after ? lines_beside : 0]
  const hidden = lines.length - head - tail
  if (open || (!before && !after) || hidden <= few_lines) return <span>{value}</span>
  return (
    <span>
      {lines.slice(0, head).join('\n')}
      <button type="button" onClick={() => setOpen(true)} className="link my-2 block min-h-8 text-15 pointer-coarse:min-h-11">
        {t('history.unchanged', { count: hidden })}
      </button>
      {lines.slice(lines.length - tail).join('\n')}
    </span>
  )
}

/** So long the comparison may take; two texts without a common word are then shown one after the other. */
const longest_ms = 500
function differences(before: string, after: string) {
  if (before === '') return [{ value: after, added: false, removed: false }]
  const parts = diffWordsWithSpace(before, after, { timeout: longest_ms })
  return (
    parts ?? [
      { value: before, removed: true, added: false },
      { value: after, added: true, removed: false },
    ]
  )
}
