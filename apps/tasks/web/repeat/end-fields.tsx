import { addMonths, type Day } from '../days.ts'
import { useMoreT } from '../more-words.ts'
import { NumberField } from './number-field.tsx'
import type { End } from './rule.ts'

const most = 9999
const kinds = ['never', 'count', 'until'] as const

/** When a repetition ends: never, after so often, or with a day. */
export function EndFields({ end, first, onChange }: { end: End; first: Day; onChange: (end: End) => void }) {
  const t = useMoreT()
  const fresh: Record<End['kind'], End> = { never: { kind: 'never' }, count: { kind: 'count', count: 10 }, until: { kind: 'until', day: addMonths(first, 3) } }
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1.5 font-[550]">{t('repeat.ends')}</legend>
      {kinds.map((kind) => (
        <div key={kind} className="flex min-h-11 items-center gap-3">
          <label className="flex min-h-11 flex-1 items-center gap-3">
            <input type="radio" name="end" checked={end.kind === kind} onChange={() => onChange(fresh[kind])} />
            {t(`repeat.end.${kind}`)}
          </label>
          {kind === 'count' && end.kind === 'count' && (
            <NumberField
              className="w-24"
              aria-label={t('repeat.end.count_label')}
              most={most}
              value={end.count}
              onChange={(count) => onChange({ kind, count })}
            />
          )}
          {kind === 'until' && end.kind === 'until' && (
            <input
              type="date"
              className="control w-44"
              aria-label={t('repeat.end.until_label')}
              required
              min={first}
              max="2199-12-31"
              // It is the browser's while it is typed, which takes it through days that are none.
              defaultValue={end.day}
              onChange={({ target }) => target.value && onChange({ kind, day: target.value })}
            />
          )}
        </div>
      ))}
    </fieldset>
  )
}
