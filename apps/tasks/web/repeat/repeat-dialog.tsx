import { type FormEvent, useId, useState } from 'react'
import { useFormat } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { addDays, type Day, weekdayOf } from '../days.ts'
import { useMoreT } from '../more-words.ts'
import { repeatWords, weekdayName } from './described.ts'
import { EndFields } from './end-fields.tsx'
import { NumberField } from './number-field.tsx'
import { type Frequency, frequencies, nth_names, onOptions, type RepeatRule, readRule, writeRule } from './rule.ts'

interface Props {
  rule: string | null
  /** When it is due now: what a rule counts from. */
  day: Day
  onSave: (rule: string) => void
  onClose: () => void
}

const most = 999

/** How often a todo comes again, in as much detail as people need; the sentence below says what was set. */
export function RepeatDialog({ rule: given, day, onSave, onClose }: Props) {
  const t = useMoreT()
  const format = useFormat()
  const every_id = useId()
  const [rule, setRule] = useState<RepeatRule>(
    () => (given === null ? undefined : readRule(given)) ?? { frequency: 'WEEKLY', interval: 1, days: [weekdayOf(day)], end: { kind: 'never' } },
  )
  const change = (part: Partial<RepeatRule>) => setRule((before) => ({ ...before, ...part }))
  const save = (event: FormEvent) => {
    event.preventDefault()
    onSave(writeRule(rule))
    onClose()
  }
  return (
    <Dialog title={t('repeat.title')} onClose={onClose} className="w-full max-w-md">
      <form onSubmit={save} className="grid gap-5 px-5 pt-1 pb-5">
        <div className="grid grid-cols-2 gap-3">
          <div>
            <label htmlFor={every_id} className="mb-1.5 block font-[550]">
              {t('repeat.every')}
            </label>
            <NumberField id={every_id} data-first className="w-full" most={most} value={rule.interval} onChange={(interval) => change({ interval })} />
          </div>
          <label className="block">
            <span className="mb-1.5 block font-[550]">{t('repeat.unit')}</span>
            <select className="control" value={rule.frequency} onChange={({ target }) => change({ frequency: target.value as Frequency })}>
              {frequencies.map((name) => (
                <option key={name} value={name}>
                  {t(`repeat.units.${name}`)}
                </option>
              ))}
            </select>
          </label>
        </div>
        {rule.frequency === 'WEEKLY' && <Weekdays days={rule.days} onChange={(days) => change({ days })} />}
        {rule.frequency === 'MONTHLY' && <MonthDay rule={rule} day={day} onChange={change} />}
        <EndFields end={rule.end} first={addDays(day, 1)} onChange={(end) => change({ end })} />
        <p aria-live="polite" className="hairline pt-4 font-[550]">
          {repeatWords(writeRule(rule), t, format)}
        </p>
        <div className="flex justify-end gap-2">
          <Button kind="quiet" onClick={onClose}>
            {t('repeat.cancel')}
          </Button>
          <Button type="submit" kind="main">
            {t('repeat.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function Weekdays({ days, onChange }: { days: readonly number[]; onChange: (days: number[]) => void }) {
  const t = useMoreT()
  const format = useFormat()
  const toggle = (day: number) => onChange([0, 1, 2, 3, 4, 5, 6].filter((one) => days.includes(one) !== (one === day)))
  return (
    <fieldset>
      <legend className="mb-1.5 font-[550]">{t('repeat.on')}</legend>
      <div className="grid grid-cols-7 gap-1">
        {[0, 1, 2, 3, 4, 5, 6].map((day) => (
          <label
            key={day}
            className="grid min-h-11 cursor-pointer place-items-center rounded-md border border-edge text-15 has-checked:border-neel has-checked:bg-neel has-checked:text-on-neel has-focus-visible:outline-2"
          >
            <input type="checkbox" className="sr-only" aria-label={weekdayName(format, day)} checked={days.includes(day)} onChange={() => toggle(day)} />
            <span aria-hidden>{weekdayName(format, day, 'short')}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** By the day's number, or as the second Monday, or the last one: whatever the due date is, and what the rule said before. */
function MonthDay({ rule, day, onChange }: { rule: RepeatRule; day: Day; onChange: (part: Pick<RepeatRule, 'on'>) => void }) {
  const t = useMoreT()
  const format = useFormat()
  const options = onOptions(day, rule.on)
  const chosen = JSON.stringify(rule.on ?? options[0])
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1.5 font-[550]">{t('repeat.on')}</legend>
      {options.map((on) => (
        <label key={JSON.stringify(on)} className="flex min-h-11 items-center gap-3">
          <input type="radio" name="month-day" checked={JSON.stringify(on) === chosen} onChange={() => onChange({ on })} />
          {on.kind === 'day'
            ? t('repeat.on_day', { day: on.day })
            : t('repeat.on_weekday', { nth: t(`repeat.nth.${nth_names[on.nth]}`), weekday: weekdayName(format, on.weekday) })}
        </label>
      ))}
    </fieldset>
  )
}
