import { useSearchParams } from 'react-router'
import type { Formatter } from '#web/i18n.ts'
import type { DataExport } from '../../contract/data.ts'
import { useT } from './words.ts'

interface Props {
  newest: DataExport
  email: string
  format: Formatter
}

/** How far the newest copy is, and the way to it for who came with its token. */
export function ExportState({ newest, email, format }: Props) {
  const t = useT()
  const [query] = useSearchParams()
  const { id, state, created_at, ready_at, expires_at, size } = newest
  if (state === 'queued') return <p>{t('export.queued')}</p>
  if (state !== 'ready') return <p>{t(`export.${state}`, { date: format.date(created_at) })}</p>
  const token = query.get('export') === id ? query.get('token') : null
  return (
    <>
      <p>{t('export.ready', { date: format.date(ready_at ?? created_at), size: sizeIn(format, size ?? 0), until: format.date(expires_at ?? created_at) })}</p>
      {token ? (
        <a href={`/auth/exports/${id}/download/?token=${encodeURIComponent(token)}`} download className="btn btn-main mt-3">
          {t('export.fetch')}
        </a>
      ) : (
        // Who has no address asks anew: the answer brings the way to it.
        email && <p className="mt-1 break-words">{t('export.mailed', { email })}</p>
      )}
    </>
  )
}

function sizeIn(format: Formatter, bytes: number): string {
  const [value, unit] = bytes < 1_000_000 ? [Math.max(1, bytes / 1000), 'kilobyte'] : [bytes / 1_000_000, 'megabyte']
  return format.number(value, { style: 'unit', unit, maximumFractionDigits: unit === 'megabyte' ? 1 : 0 })
}
