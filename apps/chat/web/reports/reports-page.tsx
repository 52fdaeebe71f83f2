import { useStore } from 'react-redux'
import { useSearchParams } from 'react-router'
import { useHead } from '#web/head.tsx'
import { useSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { Empty } from '#web/ui/empty.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { toast } from '#web/ui/toast.ts'
import { useShellT } from '#web/words.ts'
import type { Report } from '../../contract/reports.ts'
import { useT } from '../page-words.ts'
import { PaneHead } from '../pane-head.tsx'
import { type ReportState, reportsApi, useReportsInfiniteQuery } from './api.ts'
import { ReportItem } from './report-item.tsx'

/** For staff: what was reported, and what was done about it. */
export function ReportsPage() {
  const t = useT()
  const shell = useShellT()
  const [search, setSearch] = useSearchParams()
  const state: ReportState = search.get('state') === 'handled' ? 'handled' : 'open'
  useHead({ title: `${t('reports.title')} · ${shell('site')}`, noindex: true })
  return (
    <div className="flex h-full flex-col">
      <PaneHead title={t('reports.title')} />
      <div className="relative min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto w-full max-w-[46rem] px-4 py-4">
          <p className="text-ink-2">{t('reports.lead')}</p>
          <Segmented
            legend={t('reports.which')}
            name="state"
            value={state}
            onChange={(next) => setSearch(next === 'open' ? {} : { state: next }, { replace: true, preventScrollReset: true })}
            quiet
            options={[
              { value: 'open', label: t('reports.open') },
              { value: 'handled', label: t('reports.handled') },
            ]}
            className="mt-4 mb-4 max-w-80"
          />
          <Reports state={state} />
        </div>
      </div>
    </div>
  )
}

function Reports({ state }: { state: ReportState }) {
  const t = useT()
  const { user } = useSession()
  // Colleagues work on the same list, so each visit asks anew.
  const asked = { refetchOnMountOrArgChange: true } as const
  const { currentData, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useReportsInfiniteQuery({ who: user?.id ?? '', state }, asked)
  const { handle, reopen } = useHandling(() => void refetch())
  const reports = currentData?.pages.flatMap(({ items }) => items) ?? []
  if (error && !currentData) {
    const refused = (error as ApiError).status === 403
    return (
      <Empty
        title={t(refused ? 'reports.only_staff' : 'reports.failed')}
        action={refused ? undefined : <Button onClick={() => void refetch()}>{t('again')}</Button>}
      >
        {!refused && t('list.failed_why')}
      </Empty>
    )
  }
  if (!currentData) return <p role="status">{t('reports.busy')}</p>
  return (
    <>
      <ul>
        {reports.map((report) => (
          <ReportItem key={report.id} report={report} onHandle={handle} onReopen={reopen} />
        ))}
      </ul>
      {reports.length === 0 && <Empty title={t(state === 'open' ? 'reports.none_open' : 'reports.none_handled')}>{t('reports.none_why')}</Empty>}
      {hasNextPage && (
        <Button kind="quiet" className="mt-4 w-full" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('reports.more')}
        </Button>
      )}
    </>
  )
}

/** Both can be taken back, so neither asks whether one is sure. Gives whether it was done. */
function useHandling(changed: () => void) {
  const t = useT()
  const store = useStore() as AppStore
  const { handleReport, reopenReport } = reportsApi.endpoints
  const failed = (error: unknown) => {
    const { status } = error as ApiError
    toast({ text: t(status === 409 ? 'reports.taken' : status === 403 ? 'reports.own' : 'failed'), tone: 'problem' })
    if (status === 409) changed()
    return false
  }
  const reopen = async ({ id }: Report): Promise<boolean> => {
    const { error } = await store.dispatch(reopenReport.initiate({ params: { id } }, { track: false }))
    if (error) return failed(error)
    changed()
    return true
  }
  const handle = async (report: Report, note: string): Promise<boolean> => {
    const { error } = await store.dispatch(handleReport.initiate({ params: { id: report.id }, body: { note } }, { track: false }))
    if (error) return failed(error)
    changed()
    toast({ text: t('reports.done'), undo: () => void reopen(report) })
    return true
  }
  return { handle, reopen }
}
