import { useEffect, useRef } from 'react'
import { useNavigate } from 'react-router'
import { dismiss, toastStore } from '#web/ui/toast.ts'
import type { Priority } from '../contract/fields.ts'
import type { Todo } from '../contract/todos.ts'
import { isOpen } from './data/views.ts'
import { type DuePreset, presetDue } from './due.ts'
import { idOfRow, rowsOnPage, usePane } from './use-pane.tsx'
import { useTasks } from './use-tasks.tsx'

const priorities: Record<string, Priority> = { '1': 'urgent', '2': 'high', '3': 'medium', '4': 'low', '0': 'none' }
const dates: Record<string, DuePreset> = { t: 'today', o: 'tomorrow', w: 'next_week', r: 'none' }
export const next_status = { todo: 'in_progress', in_progress: 'done', done: 'todo', cancelled: 'todo' } as const

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && (target as HTMLInputElement).type !== 'checkbox'))

export const focusQuickAdd = () => document.querySelector<HTMLElement>('main [data-quick-add]')?.focus()

/** The keys of a page with todos; they act on what is selected, else on the row that has the focus. */
export function useKeys(move?: (id: string, by: -1 | 1) => void) {
  const { act, tasks, clock } = useTasks()
  const pane = usePane()
  const navigate = useNavigate()
  const last = useRef<string>(undefined)
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || typing(event.target) || document.querySelector('dialog[open], [popover]:popover-open')) return
    const here = idOfRow(document.activeElement)
    if (here) last.current = here
    const one = here === undefined ? undefined : tasks.todos[here]
    const those: Todo[] = pane.chosen.length > 0 ? pane.chosen : one ? [one] : []
    const done = handle(event, those, here)
    if (done) event.preventDefault()
  }

  function handle(event: KeyboardEvent, those: Todo[], here: string | undefined): boolean {
    const { key } = event
    if (event.ctrlKey || event.metaKey) {
      if (key.toLowerCase() !== 'a') return false
      pane.select(rowsOnPage().flatMap((row) => idOfRow(row) ?? []))
      return true
    }
    if (event.altKey) {
      if ((key !== 'ArrowUp' && key !== 'ArrowDown') || here === undefined || !move) return false
      move(here, key === 'ArrowUp' ? -1 : 1)
      return true
    }
    const anywhere: Record<string, () => unknown> = {
      j: () => step(1, here),
      ArrowDown: () => step(1, here),
      k: () => step(-1, here),
      ArrowUp: () => step(-1, here),
      n: focusQuickAdd,
      f: () => navigate('/tasks/search'),
      z: undo,
      ...(pane.selected.size > 0 ? { Escape: () => pane.select([]) } : {}),
    }
    if (anywhere[key]) {
      void anywhere[key]()
      return true
    }
    if (those.length === 0) return false
    return actOn(key, those, here)
  }

  function actOn(key: string, those: Todo[], here: string | undefined): boolean {
    const [first] = those
    if (!first) return false
    if (key === 'x' && here) pane.toggle(here)
    else if (key === 'X' && here) pane.extend(here)
    else if (key === 'e' && here) pane.edit(here)
    else if (key === 'd') leaving(() => act.setStatus(those, those.some(isOpen) ? 'done' : 'todo'))
    else if (key === 's') leaving(() => act.setStatus(those, next_status[first.status]))
    else if (priorities[key]) act.setPriority(those, priorities[key])
    else if (dates[key]) leaving(() => act.setDue(those, presetDue(dates[key] as DuePreset, clock)))
    else if (key === 'Delete' || key === 'Backspace' || key === '#') leaving(() => act.remove(those))
    else return false
    return true
  }

  /** What acts on a row may take it away: the focus goes to the one that comes into its place. */
  function leaving(work: () => void) {
    const rows = rowsOnPage()
    const at = rows.indexOf(document.activeElement as HTMLElement)
    const gone = new Set(pane.chosen.length > 0 ? pane.chosen.map(({ id }) => id) : [idOfRow(document.activeElement)])
    const next = at < 0 ? undefined : (rows.slice(at).find((row) => !gone.has(idOfRow(row))) ?? rows.slice(0, at).findLast((row) => !gone.has(idOfRow(row))))
    const id = idOfRow(document.activeElement)
    work()
    pane.select([])
    setTimeout(() => {
      if (document.activeElement === document.body || idOfRow(document.activeElement) === id) {
        const still = rowsOnPage().some((row) => idOfRow(row) === id && row.closest('[data-leaving]') === null)
        if (!still) next?.focus()
      }
    }, 0)
  }

  function step(by: -1 | 1, here: string | undefined): void {
    const rows = rowsOnPage()
    const at = rows.findIndex((row) => idOfRow(row) === (here ?? last.current))
    const to = at < 0 ? rows[by > 0 ? 0 : rows.length - 1] : here === undefined ? rows[at] : rows[at + by]
    to?.focus()
    to?.scrollIntoView({ block: 'nearest' })
  }

  const latest = useRef(onKey)
  useEffect(() => {
    latest.current = onKey
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => latest.current(event)
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}

function undo(): void {
  const last = toastStore.current().findLast((toast) => toast.undo)
  if (!last) return
  dismiss(last.id)
  last.undo?.()
}
