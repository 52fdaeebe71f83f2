import { useEffect, useState } from 'react'
import { sessionDoor } from '#contract/door.ts'
import type { Answer, ApiError } from '#web/transport.ts'
import { sendFile } from '#web/upload.ts'
import type { ImportReport } from '../../contract/exchange.ts'
import { type FileKind, kindOf } from '../../contract/file-kind.ts'
import { imports } from '../data/news.ts'
import { piecesOf } from './split-file.ts'

const importFile = { door: sessionDoor, method: 'POST', path: '/api/lists/:id/import', bare: false } as const

/** What one import takes. */
const max_bytes = 10 * 1024 * 1024
/** What is divided is read whole by the browser; no person's todos fill as much. */
const max_divided_bytes = 256 * 1024 * 1024
/** What kind a file is says its first line. */
const head_bytes = 64 * 1024

export type ImportProblem = 'too_large' | 'unknown' | 'broken' | 'full' | 'cut_off' | 'failed'
/** First its bytes go, then its rows are looked at. */
export type ImportProgress = { of: 'bytes' | 'rows'; done: number; all: number }
type Moved = CustomEvent<{ run: string; done: number; all: number }>

/**
 * Sends a file to a list and follows how far it is; one that is too large for an import goes in pieces, one after the other. The same file again
 * adds nothing, so after a break one sends it once more.
 */
export function useImport(list_id: string, time_zone: string) {
  const [run, setRun] = useState<string>()
  const [progress, setProgress] = useState<ImportProgress>()
  const [report, setReport] = useState<ImportReport>()
  const [problem, setProblem] = useState<ImportProblem>()
  useEffect(() => {
    const onMoved = (event: Event) => {
      const { detail } = event as Moved
      if (detail.run === run) setProgress({ of: 'rows', done: detail.done, all: detail.all })
    }
    imports.addEventListener('moved', onMoved)
    return () => imports.removeEventListener('moved', onMoved)
  }, [run])
  const take = async (file: File) => {
    setReport(undefined)
    setProblem(undefined)
    if (file.size > max_divided_bytes) return setProblem('too_large')
    const format = kindOf(await file.slice(0, head_bytes).text())
    if (!format) return setProblem('unknown')
    const whole = [{ file: new Blob([file], { type: types[format] }), rows_before: 0 }]
    const pieces = file.size > max_bytes ? await piecesOf(file, format, max_bytes) : whole
    if (!pieces) return setProblem('too_large')
    let all: ImportReport | undefined
    for (const piece of pieces) {
      const answer = await send(piece.file)
      if ('error' in answer) {
        setProblem(problemOf(answer.error))
        break
      }
      all = together(all, answer.data as ImportReport, piece.rows_before)
    }
    setRun(undefined)
    setProgress(undefined)
    setReport(all)
  }
  const send = async (file: Blob): Promise<Answer> => {
    const name = crypto.randomUUID()
    setRun(name)
    setProgress({ of: 'bytes', done: 0, all: file.size })
    const answer = await sendFile(importFile, file, {
      params: { id: list_id },
      query: { time_zone, run: name },
      onProgress: (done, all) => setProgress((now) => (now?.of === 'rows' ? now : { of: 'bytes', done, all })),
      signal: new AbortController().signal,
    })
    // Many pieces are more imports than a minute may have.
    if (!('error' in answer) || answer.error.status !== 429) return answer
    await new Promise((resolve) => setTimeout(resolve, (answer.error.retry_after ?? 5) * 1000))
    return send(file)
  }
  return { take, progress, report, problem }
}

function together(before: ImportReport | undefined, { failed, ...counts }: ImportReport, rows_before: number): ImportReport {
  const moved = failed.map((one) => ({ ...one, row: one.row + rows_before }))
  if (!before) return { ...counts, failed: moved }
  return {
    created: before.created + counts.created,
    existing: before.existing + counts.existing,
    skipped: before.skipped + counts.skipped,
    failed: [...before.failed, ...moved].slice(0, 100),
    failed_count: before.failed_count + counts.failed_count,
  }
}

const types: Record<FileKind, string> = { todoist: 'text/csv', csv: 'text/csv', json: 'application/json' }

function problemOf({ status, fields }: ApiError): ImportProblem {
  if (status === 0) return 'cut_off'
  if (status === 413) return 'too_large'
  if (status !== 400) return 'failed'
  return 'list_id' in fields || 'non_field_errors' in fields ? 'full' : 'broken'
}
