import { type FormEvent, useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Field } from '#web/ui/field.tsx'
import { useT } from './book.ts'
import { localTime, tomorrowMorning } from './local-time.ts'

interface Props {
  /** The time that is chosen already. */
  at: string | undefined
  onChoose: (at: string) => void
  onClose: () => void
}

/** Chooses when a post goes out, in the time of whoever chooses. */
export function ScheduleDialog({ at, onChoose, onClose }: Props) {
  const t = useT()
  const [value, setValue] = useState(() => localTime(at ? new Date(at) : tomorrowMorning(new Date())))
  const [problem, setProblem] = useState<string>()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const time = new Date(value)
    if (Number.isNaN(time.getTime()) || time.getTime() <= Date.now()) return setProblem(t('problems.time'))
    onChoose(time.toISOString())
  }
  return (
    <Dialog title={t('schedule.title')} onClose={onClose}>
      <form onSubmit={submit} noValidate className="grid gap-4 px-5 pb-5">
        <Field
          type="datetime-local"
          label={t('schedule.when')}
          help={t('schedule.help', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
          error={problem}
          value={value}
          min={localTime(new Date())}
          onChange={(event) => setValue(event.target.value)}
          autoFocus
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('picture.cancel')}</Button>
          <Button type="submit" kind="main">
            {t('schedule.choose')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
