import { useEffect, useRef, useState } from 'react'
import { isBlank } from '#contract/blank.ts'
import { keepPrivate, keptPrivate } from '#web/private-storage.ts'
import type { Todo } from '../contract/todos.ts'
import { useTasks } from './use-tasks.tsx'

type Texts = Pick<Todo, 'title' | 'description'>
type Name = keyof Texts

interface Draft extends Partial<Texts> {
  /** The todo as it was when typing began: what was changed meanwhile elsewhere is told from it. */
  began: Todo
}

/**
 * The texts of a todo while they are typed: kept over a reload at each key, said to the queue when the field is left, the editor closed or
 * the page put away.
 */
export function useDraft(todo: Todo) {
  const { act, user_id } = useTasks()
  const key = `tasks.draft.${user_id}.${todo.id}`
  const [draft, setDraft] = useState<Draft | undefined>(() => {
    const kept = keptPrivate(key)
    return kept ? (JSON.parse(kept) as Draft) : undefined
  })
  const latest = useRef(draft)
  const change = (name: Name, text: string) => {
    const next = { ...(latest.current ?? { began: todo }), [name]: text }
    latest.current = next
    setDraft(next)
    keepPrivate(key, JSON.stringify(next))
  }
  /** False where the title cannot be empty: it stays in the field. */
  const save = (): boolean => {
    const { current } = latest
    if (!current) return true
    const { began, ...texts } = current
    if (texts.title !== undefined && isBlank(texts.title)) return false
    const changed = Object.fromEntries(
      Object.entries(texts).flatMap(([name, text]) => (began[name as Name] === text ? [] : [[name, name === 'title' ? oneLine(text) : text]])),
    )
    latest.current = undefined
    setDraft(undefined)
    keepPrivate(key, null)
    if (Object.keys(changed).length > 0) act.changeTodo(began, changed)
    return true
  }
  const saving = useRef(save)
  useEffect(() => {
    saving.current = save
  })
  useEffect(() => {
    const put = () => document.visibilityState === 'hidden' && saving.current()
    document.addEventListener('visibilitychange', put)
    return () => {
      document.removeEventListener('visibilitychange', put)
      // Whoever leaves a todo without a title wants its old one back.
      if (latest.current?.title !== undefined && isBlank(latest.current.title)) delete latest.current.title
      saving.current()
    }
  }, [])
  const { title = todo.title, description = todo.description } = draft ?? {}
  return { title, description, change, save }
}

const oneLine = (text: string) => text.trim().replace(/\s+/g, ' ')
