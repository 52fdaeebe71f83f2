import { type ChangeEvent, useRef, useState } from 'react'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import type { ImportReport } from '../../contract/exchange.ts'
import type { List } from '../../contract/lists.ts'
import { tasksApi } from '../api.ts'
import { useMoreT } from '../more-words.ts'
import { useTasks } from '../use-tasks.tsx'
import { kindOf } from './kind.ts'
import { Part } from './part.tsx'

/** What one request may bring, with room for the marks that a text gets on its way. */
const max_bytes = 900_000

/** Todos from a file, with what became of each row. The same file again adds nothing, so nobody has to be careful. */
export function ImportSection({ list }: { list: List }) {
  const t = useMoreT()
  const { clock } = useTasks()
  const [send, { isLoading }] = tasksApi.useImportTodosMutation()
  const [report, setReport] = useState<ImportReport>()
  const [problem, setProblem] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const take = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0]
    // The same file may be chosen once more.
    const done = () => (target.value = '')
    setReport(undefined)
    if (!file) return
    if (file.size > max_bytes) return [setProblem(t('files.too_large')), done()]
    const text = await file.text()
    const format = kindOf(text)
    if (!format) return [setProblem(t('files.unknown')), done()]
    setProblem('')
    const { data, error } = await send({ body: { list_id: list.id, format, text, time_zone: clock.zone } })
    if (data) setReport(data)
    else {
      const { fields, message } = error as ApiError
      setProblem(Object.values(fields).flat()[0] ?? (message || t('files.failed')))
    }
    return done()
  }
  return (
    <Part title={t('files.import')} why={t('files.import_why')}>
      <div>
        <input
          ref={field}
          type="file"
          accept=".csv,.json,text/csv,application/json"
          className="sr-only"
          tabIndex={-1}
          aria-label={t('files.choose')}
          onChange={(event) => void take(event)}
        />
        <Button busy={isLoading} onClick={() => field.current?.click()}>
          {t(isLoading ? 'files.importing' : 'files.choose')}
        </Button>
      </div>
      <div role="status">
        {problem && <p className="text-sindoor">{problem}</p>}
        {report && <Report report={report} />}
      </div>
    </Part>
  )
}

function Report({ report: { created, existing, skipped, failed, failed_count } }: { report: ImportReport }) {
  const t = useMoreT()
  return (
    <>
      <p className="font-[550]">{t('files.created', { count: created })}</p>
      <ul className="text-ink-2">
        {existing > 0 && <li>{t('files.existing', { count: existing })}</li>}
        {skipped > 0 && <li>{t('files.skipped', { count: skipped })}</li>}
        {failed_count > 0 && <li className="text-sindoor">{t('files.failed_rows', { count: failed_count })}</li>}
      </ul>
      {failed.length > 0 && (
        <table className="mt-3 w-full text-15">
          <thead>
            <tr className="text-start text-13 text-ink-2">
              <th className="w-20 py-1 text-start font-normal">{t('files.row')}</th>
              <th className="py-1 text-start font-normal">{t('files.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {failed.map(({ row, message }) => (
              <tr key={row} className="border-line border-t align-top">
                <td className="py-1.5 tabular-nums">{row}</td>
                <td className="py-1.5">{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}
