import { type FormEvent, useId, useState } from 'react'
import { useStore } from 'react-redux'
import type { AppStore } from '#web/store.ts'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { toast } from '#web/ui/toast.ts'
import type { Message, Room } from '../contract.ts'
import { chatApi } from './api.ts'
import { useT } from './page-words.ts'
import { setBlocked } from './room-actions.ts'
import { saidIn } from './said.ts'

const reasons = ['spam', 'abuse', 'threat', 'other'] as const

/** Tells the people who run the site of one message; they see that one and no other. */
export function ReportDialog({ room, message, onClose }: { room: Room; message: Message; onClose: () => void }) {
  const t = useT()
  const store = useStore() as AppStore
  const note_id = useId()
  const [reason, setReason] = useState<(typeof reasons)[number]>('spam')
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    const params = { room_id: room.id, id: message.id }
    const { error } = await store.dispatch(chatApi.endpoints.report.initiate({ params, body: { reason, note } }, { track: false }))
    setBusy(false)
    setProblem(Boolean(error))
    if (error) return
    onClose()
    const block = { label: t('menu.block', { name: room.with.username }), run: () => void setBlocked(store, room, true, t) }
    toast({ text: t('report.done'), ...(room.blocked || !room.with.username ? {} : { action: block }) })
  }
  return (
    <Dialog title={t('report.title')} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} className="grid gap-4 px-5 pb-5">
        <blockquote className="line-clamp-4 border-s-2 border-line ps-3 text-ink-2 [overflow-wrap:anywhere]">{saidIn(message, t)}</blockquote>
        <p>{t('report.why')}</p>
        <fieldset>
          <legend className="mb-1 font-[550]">{t('report.reason')}</legend>
          {reasons.map((one) => (
            <label key={one} className="flex min-h-11 items-center gap-3">
              <input type="radio" name="reason" value={one} checked={one === reason} onChange={() => setReason(one)} className="size-5 accent-neel" />
              {t(`report.reasons.${one}`)}
            </label>
          ))}
        </fieldset>
        <div>
          <label htmlFor={note_id} className="mb-1.5 block font-[550]">
            {t('report.note')}
          </label>
          <textarea id={note_id} rows={3} maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} className="control" />
        </div>
        {problem && (
          <p role="alert" className="text-sindoor">
            {t('failed')}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="main" busy={busy}>
            {t('report.send')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
