import Check from 'lucide-react/icons/check'
import Trash2 from 'lucide-react/icons/trash-2'
import X from 'lucide-react/icons/x'
import { Button } from '#web/ui/button.tsx'
import { priorities, statuses } from '../contract/fields.ts'
import { isOpen } from './data/views.ts'
import { due_presets, presetDue } from './due.ts'
import { useT } from './page-words.ts'
import { usePane } from './use-pane.tsx'
import { useTasks } from './use-tasks.tsx'

/** What can be done with all that is selected at once. */
export function BulkBar() {
  const t = useT()
  const { act, lists, clock } = useTasks()
  const { chosen, select } = usePane()
  if (chosen.length === 0) return null
  const then = (work: () => void) => {
    work()
    select([])
  }
  const find = <V extends string>(values: readonly V[], value: string) => values.find((one) => one === value)
  return (
    <section
      aria-label={t('many.label')}
      className="arrive-up flex items-center gap-2 overflow-x-auto border-t border-line bg-raised px-3 py-2 md:mx-4 md:mb-4 md:rounded-md md:border md:shadow-float"
    >
      <button
        type="button"
        aria-label={t('many.clear')}
        onClick={() => select([])}
        className="grid size-11 shrink-0 place-items-center rounded-md text-ink-2 hover:text-ink"
      >
        <X className="size-5" />
      </button>
      <p aria-live="polite" className="shrink-0 pe-1 font-[550] tabular-nums">
        {t('many.count', { count: chosen.length })}
      </p>
      <Button small onClick={() => then(() => act.setStatus(chosen, chosen.some(isOpen) ? 'done' : 'todo'))}>
        <Check className="size-4" aria-hidden="true" />
        {t(chosen.some(isOpen) ? 'status.done' : 'status.todo')}
      </Button>
      <Choice
        label={t('many.date')}
        options={due_presets.map((one) => [one, t(`due.${one}`)])}
        onChoose={(value) => {
          const preset = find(due_presets, value)
          if (preset) then(() => act.setDue(chosen, presetDue(preset, clock)))
        }}
      />
      <Choice
        label={t('many.priority')}
        options={priorities.map((one) => [one, t(`priority.${one}`)])}
        onChoose={(value) => {
          const priority = find(priorities, value)
          if (priority) then(() => act.setPriority(chosen, priority))
        }}
      />
      <Choice
        label={t('many.status')}
        options={statuses.map((one) => [one, t(`status.${one}`)])}
        onChoose={(value) => {
          const status = find(statuses, value)
          if (status) then(() => act.setStatus(chosen, status))
        }}
      />
      <Choice
        label={t('many.move')}
        options={lists.map(({ id, name }) => [id, name])}
        onChoose={(value) => {
          const list = lists.find(({ id }) => id === value)
          if (list) then(() => act.move(chosen, list))
        }}
      />
      <Button small className="text-sindoor" onClick={() => then(() => act.remove(chosen))}>
        <Trash2 className="size-4" aria-hidden="true" />
        {t('todo.remove')}
      </Button>
    </section>
  )
}

/** A list of the browser's own, which phones show as they show all others. */
function Choice({ label, options, onChoose }: { label: string; options: (readonly [value: string, label: string])[]; onChoose: (value: string) => void }) {
  return (
    <select aria-label={label} value="" onChange={(event) => onChoose(event.target.value)} className="control min-h-11 w-36 shrink-0 md:min-h-9">
      <option value="" disabled>
        {label}
      </option>
      {options.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  )
}
