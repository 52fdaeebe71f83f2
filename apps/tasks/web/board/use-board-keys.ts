import { type KeyboardEvent, useCallback, useEffect, useRef } from 'react'
import { statuses } from '../../contract/fields.ts'
import { useTasks } from '../use-tasks.tsx'

const cardOf = (id: string) => document.querySelector<HTMLElement>(`[data-card="${id}"]`)
const cardsOf = (column: Element | null | undefined) => [...(column?.querySelectorAll<HTMLElement>('[data-card]') ?? [])]

/** Arrows walk over the cards, with Shift they take the card along to the next column; the focus stays on it. */
export function useBoardKeys(): (event: KeyboardEvent) => void {
  const { tasks, act } = useTasks()
  const taken = useRef<string>(undefined)
  // The card is drawn anew in its column.
  useEffect(() => {
    const id = taken.current
    if (id && tasks.todos[id]) cardOf(id)?.focus()
    taken.current = undefined
  }, [tasks.todos])
  return useCallback(
    (event) => {
      const card = event.target instanceof HTMLElement && event.target.dataset['card'] ? event.target : undefined
      const todo = card && tasks.todos[card.dataset['card'] ?? '']
      if (!todo || event.altKey || event.ctrlKey || event.metaKey) return
      const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
      if (event.shiftKey && sideways !== undefined) {
        const next = statuses[statuses.indexOf(todo.status) + sideways]
        if (next) {
          taken.current = todo.id
          act.setStatus([todo], next)
        }
      } else if (!event.shiftKey && !walk(card, event.key, sideways)) return
      event.preventDefault()
      event.stopPropagation()
    },
    [tasks.todos, act],
  )
}

/** To the card above or below, or to the one at the same height in the nearest column that has any. */
function walk(card: HTMLElement, key: string, sideways: number | undefined): boolean {
  const column = card.closest('[data-column]')
  const own = cardsOf(column)
  const at = own.indexOf(card)
  const vertical: Record<string, number> = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: own.length - 1 }
  const to = vertical[key]
  if (to !== undefined) own[to]?.focus()
  else if (sideways === undefined) return false
  else {
    const columns = [...document.querySelectorAll('[data-column]')]
    const others = sideways > 0 ? columns.slice(columns.indexOf(column as Element) + 1) : columns.slice(0, columns.indexOf(column as Element)).reverse()
    const cards = cardsOf(others.find((one) => cardsOf(one).length > 0))
    cards[Math.min(at, cards.length - 1)]?.focus()
  }
  return true
}
