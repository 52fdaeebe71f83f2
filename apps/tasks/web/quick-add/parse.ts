import type { Language } from '#contract/render.ts'
import type { Priority } from '../../contract/fields.ts'
import type { List } from '../../contract/lists.ts'

/** What the line is understood with. */
export interface QuickAddContext {
  now: Date
  time_zone: string
  language: Language
  lists: readonly Pick<List, 'id' | 'name'>[]
}

/** A part of the line that was understood as more than title, from its first sign up to before its last. */
export interface Span {
  start: number
  end: number
  kind: 'due' | 'priority' | 'list' | 'recurrence'
}

export interface QuickAdd {
  title: string
  due_date: string | null
  time_zone: string | null
  priority: Priority
  list_id: string | null
  recurrence: string | null
  spans: readonly Span[]
}

/** The title alone. */
export function parseQuickAdd(text: string, _context: QuickAddContext): QuickAdd {
  return { title: text.trim().replace(/\s+/g, ' '), due_date: null, time_zone: null, priority: 'none', list_id: null, recurrence: null, spans: [] }
}
