import { useHead } from '#web/head.tsx'
import type { Formatter } from '#web/i18n.ts'
import { useSession } from '#web/session.ts'
import { Button } from '#web/ui/button.tsx'
import { classes } from '#web/ui/classes.ts'
import { Empty } from '#web/ui/empty.tsx'
import { useShellT } from '#web/words.ts'
import { useOwnFormat } from '#web/zone.ts'
import type { HistoryEntry } from '../../contract/history.ts'
import { deviceName } from '../device-name.ts'
import { ListState } from '../list-state.tsx'
import { useReturn } from '../use-return.ts'
import { sentences } from './actions.ts'
import { useHistoryInfiniteQuery } from './api.ts'
import { useT } from './words.ts'

export function HistoryPage() {
  const t = useT()
  const shell = useShellT()
  const { user } = useSession()
  useHead({ title: `${t('title')} · ${shell('site')}`, noindex: true })
  return (
    <div>
      <h1 className="title">{t('title')}</h1>
      <p className="lead mt-2">{t('lead')}</p>
      {user && <Days user_id={user.id} />}
    </div>
  )
}

interface Day {
  day: string
  entries: HistoryEntry[]
}

/** Entries come newest first, so a day's entries stand together. */
function byDay(entries: HistoryEntry[], format: Formatter): Day[] {
  const days: Day[] = []
  for (const entry of entries) {
    const day = format.date(entry.created_at)
    const last = days.at(-1)
    if (last?.day === day) last.entries.push(entry)
    else days.push({ day, entries: [entry] })
  }
  return days
}

function Days({ user_id }: { user_id: string }) {
  const t = useT()
  const format = useOwnFormat()
  const { data, isLoading, isError, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useHistoryInfiniteQuery(user_id)
  useReturn(() => void refetch())
  const entries = data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <>
      <ListState
        loading={isLoading}
        failed={isError && !data}
        words={{ loading: t('loading'), failed: t('failed'), again: t('again') }}
        onAgain={() => void refetch()}
      />
      {data && entries.length === 0 && <Empty title={t('none')}>{t('none_why')}</Empty>}
      {byDay(entries, format).map(({ day, entries: of_day }) => (
        <section key={day} aria-label={day} className="mt-8">
          <h2 className="text-17">{day}</h2>
          <ul className="mt-2">
            {of_day.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ul>
        </section>
      ))}
      {data && entries.length > 0 && (
        <div className="hairline pt-5">
          {hasNextPage ? (
            <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t('more')}
            </Button>
          ) : (
            <p className="text-ink-2">{t('end')}</p>
          )}
        </div>
      )}
    </>
  )
}

/** What its owner should look at twice. */
const alarming = new Set(['failed', 'refresh_reused', 'moved'])

function Entry({ entry: { action, by, detail, browser, system, ip, created_at } }: { entry: HistoryEntry }) {
  const t = useT()
  const format = useOwnFormat()
  const sentence = sentences[action] ?? 'other'
  const device = browser || system ? deviceName({ browser, system }, (values) => t('on', values), '') : ''
  const facts = [device, ip, by === 'other' && t('by_other')].filter(Boolean)
  return (
    <li className="hairline grid grid-cols-[4.75rem_1fr] gap-x-3 py-3">
      <time dateTime={created_at} className="text-ink-2 tabular-nums">
        {format.date(created_at, { hour: '2-digit', minute: '2-digit' })}
      </time>
      <div className="min-w-0">
        <p className={classes('break-words', alarming.has(sentence) && 'font-semibold text-sindoor')}>
          {t(`actions.${sentence}`)} {detail && t('named', { name: detail })}
        </p>
        {facts.length > 0 && <p className="text-13 text-ink-2">{facts.join(' · ')}</p>}
      </div>
    </li>
  )
}
