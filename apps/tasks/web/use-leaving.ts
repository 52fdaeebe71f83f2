import { useEffect, useRef, useState } from 'react'
import type { Todo } from '../contract/todos.ts'

const leaving_ms = 240
/** More than these at once leave without a show. */
const most = 4

interface Leaving {
  todo: Todo
  /** Behind which it stood. */
  after: string | undefined
}

/** What has just left a list, for the moment in which it is seen to go. */
export function useLeaving(key: string, items: readonly Todo[]): readonly Leaving[] {
  const before = useRef<{ key: string; items: readonly Todo[] }>({ key, items })
  const [gone, setGone] = useState<readonly Leaving[]>([])
  useEffect(() => {
    const { current } = before
    before.current = { key, items }
    if (current.key !== key || current.items === items) return
    const here = new Set(items.map(({ id }) => id))
    const lost = current.items.flatMap((todo, i) => (here.has(todo.id) ? [] : [{ todo, after: current.items[i - 1]?.id }]))
    if (lost.length === 0 || lost.length > most || matchMedia('(prefers-reduced-motion: reduce)').matches) return
    setGone((others) => [...others.filter(({ todo }) => !here.has(todo.id)), ...lost])
    const ids = new Set(lost.map(({ todo }) => todo.id))
    setTimeout(() => setGone((all) => all.filter(({ todo }) => !ids.has(todo.id))), leaving_ms)
  }, [key, items])
  return gone
}
