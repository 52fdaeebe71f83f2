import { type FormEvent, type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import { addressOf, type Endpoint } from '#contract/endpoint.ts'
import { useFormat } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { TextArea } from '#web/ui/text-area.tsx'
import { useZone } from '#web/zone.ts'
import { getReportedPicture, max_handled_note, type Report } from '../../contract/reports.ts'
import type { Person } from '../../contract.ts'
import { useT } from '../page-words.ts'
import { fitted } from '../pictures/shrink.ts'

interface Props {
  report: Report
  onHandle: (report: Report, note: string) => Promise<boolean>
  onReopen: (report: Report) => Promise<boolean>
}

/** One report: who said what, who minded and why, and what was done. */
export function ReportItem({ report, onHandle, onReopen }: Props) {
  const t = useT()
  const format = useFormat()
  const zone = useZone()
  const { reporter, sender, reason, note, created_at, handled } = report
  const known = reason === 'spam' || reason === 'abuse' || reason === 'threat' ? reason : 'other'
  const when = (at: string) => format.date(at, { day: 'numeric', month: 'long', year: 'numeric', hour: 'numeric', minute: '2-digit', timeZone: zone })
  return (
    <li className="hairline py-6">
      <article className="grid gap-3">
        <h2 className="text-17 font-semibold">{t(`report.reasons.${known}`)}</h2>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-15">
          <Fact name={t('reports.from')}>
            <Name person={sender} />
          </Fact>
          <Fact name={t('reports.by')}>
            <Name person={reporter} />
          </Fact>
          <Fact name={t('reports.when')}>
            <time dateTime={created_at}>{when(created_at)}</time>
          </Fact>
          {note && <Fact name={t('reports.note')}>{note}</Fact>}
        </dl>
        <Said report={report} />
        {handled ? (
          <div className="grid justify-items-start gap-2 text-15">
            <p>
              {t('reports.handled_by', { name: handled.by?.username || t('somebody_gone'), at: when(handled.at) })}
              {handled.note && <span className="mt-1 block [overflow-wrap:anywhere]">{handled.note}</span>}
            </p>
            <Button small onClick={() => void onReopen(report)}>
              {t('reports.reopen')}
            </Button>
          </div>
        ) : (
          <Handling report={report} onHandle={onHandle} />
        )}
      </article>
    </li>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-ink-2">{name}</dt>
    <dd className="[overflow-wrap:anywhere]">{children}</dd>
  </>
)

function Name({ person: { username } }: { person: Person }) {
  const t = useT()
  if (!username) return t('somebody_gone')
  return (
    <Link to={`/people/${encodeURIComponent(username)}`} className="link">
      {username}
    </Link>
  )
}

/** The message as it was when it was reported. */
function Said({ report: { id, text, pictures } }: { report: Report }) {
  const t = useT()
  if (!text && pictures.length === 0) return <p className="text-ink-2 italic">{t('reports.nothing_left')}</p>
  return (
    <blockquote className="grid gap-2 border-s-2 border-line ps-4">
      {text && (
        <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
          {text}
        </p>
      )}
      {pictures.map(({ place, width, height }) => (
        <img
          key={place}
          src={addressOf(getReportedPicture as unknown as Endpoint, { params: { id, place: String(place) } })}
          alt={t('reports.picture', { at: place + 1 })}
          {...fitted(width, height, 480, 480)}
          loading="lazy"
          className="h-auto max-w-full rounded-sm bg-sunk"
        />
      ))}
    </blockquote>
  )
}

function Handling({ report, onHandle }: Pick<Props, 'report' | 'onHandle'>) {
  const t = useT()
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    await onHandle(report, note.trim())
    setBusy(false)
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="grid justify-items-start gap-2">
      <div className="w-full">
        <TextArea
          label={t('reports.what')}
          help={t('reports.what_help')}
          rows={2}
          maxLength={max_handled_note}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
      </div>
      <Button type="submit" kind="main" busy={busy}>
        {t('reports.handle')}
      </Button>
    </form>
  )
}
