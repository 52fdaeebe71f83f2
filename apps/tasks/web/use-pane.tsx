import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { Todo } from '../contract/todos.ts'
import { useTasks } from './use-tasks.tsx'

interface Pane {
  selected: ReadonlySet<string>
  /** Those that are selected and still there. */
  chosen: Todo[]
  toggle: (id: string) => void
  /** From the last one that was chosen to this one, as they stand on the page. */
  extend: (id: string) => void
  select: (ids: readonly string[]) => void
  editing: string | undefined
  edit: (id: string | undefined) => void
}

const Context = createContext<Pane | undefined>(undefined)

export const rowsOnPage = () => [...document.querySelectorAll<HTMLElement>('main [data-row]')]
export const idOfRow = (row: Element | null | undefined) => row?.closest<HTMLElement>('[data-todo]')?.dataset['todo']

/** What is selected and what is edited on one page. */
export function PaneProvider({ children }: { children: ReactNode }) {
  const { tasks } = useTasks()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [last, setLast] = useState<string>()
  const [editing, edit] = useState<string>()
  const chosen = useMemo(() => [...selected].flatMap((id) => tasks.todos[id] ?? []), [selected, tasks.todos])
  const pane = useMemo((): Pane => {
    const toggle = (id: string) => {
      setLast(id)
      setSelected((before) => {
        const after = new Set(before)
        if (!after.delete(id)) after.add(id)
        return after
      })
    }
    const extend = (id: string) => {
      const ids = rowsOnPage().flatMap((row) => idOfRow(row) ?? [])
      const [a, b] = [ids.indexOf(last ?? id), ids.indexOf(id)].sort((one, other) => one - other)
      setLast(id)
      setSelected((before) => new Set([...before, ...ids.slice(Math.max(0, a ?? 0), (b ?? 0) + 1)]))
    }
    return { selected, chosen, toggle, extend, select: (ids) => setSelected(new Set(ids)), editing, edit }
  }, [selected, chosen, last, editing])
  return <Context value={pane}>{children}</Context>
}

export function usePane(): Pane {
  const pane = useContext(Context)
  if (!pane) throw new Error('usePane outside of a page with todos')
  return pane
}
