import { useRef } from 'react'
import { useFormat, useLanguage } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import type { ImportReport } from '../../contract/exchange.ts'
import type { List } from '../../contract/lists.ts'
import { useMoreT } from '../more-words.ts'
import { useTasks } from '../use-tasks.tsx'
import { Part } from './part.tsx'
import { type ImportProgress, useImport } from './use-import.ts'

/** Todos from a file, with what became of each row. The same file again adds nothing, so nobody has to be careful. */
export function ImportSection({ list }: { list: List }) {
  const t = useMoreT()
  const { clock } = useTasks()
  const { take, progress, report, problem } = useImport(list.id, clock.zone)
  const field = useRef<HTMLInputElement>(null)
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
          onChange={async ({ target }) => {
            const file = target.files?.[0]
            if (file) await take(file)
            // The same file may be chosen once more.
            target.value = ''
          }}
        />
        <Button busy={progress !== undefined} onClick={() => field.current?.click()}>
          {t(progress ? 'files.importing' : 'files.choose')}
        </Button>
      </div>
      {progress && <Progress progress={progress} />}
      <div role="status">
        {problem && <p className="text-sindoor">{t(`files.${problem}`)}</p>}
        {report && <Report report={report} />}
      </div>
    </Part>
  )
}

const fields = ['title', 'description', 'status', 'priority', 'due_date', 'time_zone', 'recurrence'] as const

/** How far it is, as a bar and in numbers. */
function Progress({ progress: { of, done, all } }: { progress: ImportProgress }) {
  const t = useMoreT()
  const { number } = useFormat()
  const kilobytes = (bytes: number) => number(Math.ceil(bytes / 1000))
  return (
    <div className="grid gap-1 text-13 text-ink-2">
      <progress max={all || 1} value={done} aria-label={t('files.importing')} className="h-2 w-full accent-neel" />
      <p className="tabular-nums">
        {of === 'bytes'
          ? t('files.bytes_sent', { done: kilobytes(done), all: kilobytes(all) })
          : t('files.rows_done', { done: number(done), all: number(all) })}
      </p>
    </div>
  )
}

function Report({ report: { created, existing, skipped, failed, failed_count } }: { report: ImportReport }) {
  const t = useMoreT()
  const language = useLanguage()
  // The server says it in English only; elsewhere we say at least which field it is.
  const reason = (field: string | null, message: string) => {
    const known = fields.find((one) => one === field)
    return language === 'en' ? message : t(`files.reasons.${known ?? 'other'}`)
  }
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
            {failed.map(({ row, field, message }) => (
              <tr key={row} className="border-line border-t align-top">
                <td className="py-1.5 tabular-nums">{row}</td>
                <td className="py-1.5">{reason(field, message)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}
