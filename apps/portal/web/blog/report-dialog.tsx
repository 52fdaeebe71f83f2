import { type FormEvent, useState } from 'react'
import { useStore } from 'react-redux'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { TextArea } from '#web/ui/text-area.tsx'
import { toast } from '#web/ui/toast.ts'
import { report_reasons } from '../../contract/moderation.ts'
import { blogApi } from './api.ts'
import { useT } from './book.ts'

interface Props {
  kind: 'post' | 'comment'
  id: string
  /** What is reported, to be sure. */
  text: string
  onClose: () => void
}

/** Tells those who run the site about a post or comment. */
export function ReportDialog({ kind, id, text, onClose }: Props) {
  const t = useT()
  const store = useStore() as AppStore
  const [reason, setReason] = useState<(typeof report_reasons)[number]>('spam')
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    const body = { kind, id, reason, note: note.replaceAll(/\s+/g, ' ') }
    const { error } = await store.dispatch(blogApi.endpoints.addReport.initiate({ body }, { track: false }))
    setBusy(false)
    if (error) return setProblem((error as ApiError).message || t('post.failed'))
    onClose()
    toast({ text: t('report.done') })
  }
  return (
    <Dialog title={t('report.title')} onClose={onClose}>
      <form onSubmit={(event) => void send(event)} className="grid gap-4 px-5 pb-5">
        <blockquote className="line-clamp-4 border-line border-s-2 ps-3 text-ink-2 wrap-anywhere">{text}</blockquote>
        <p>{t('report.why')}</p>
        <fieldset>
          <legend className="mb-1 font-[550]">{t('report.reason')}</legend>
          {report_reasons.map((one) => (
            <label key={one} className="flex min-h-11 items-center gap-3">
              <input type="radio" name="reason" value={one} checked={one === reason} onChange={() => setReason(one)} className="size-5 accent-neel" />
              {t(`report.reasons.${one}`)}
            </label>
          ))}
        </fieldset>
        <TextArea label={t('report.note')} rows={3} maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />
        {problem && (
          <p role="alert" className="text-sindoor">
            {problem}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('report.cancel')}</Button>
          <Button type="submit" kind="main" busy={busy}>
            {t('report.send')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
