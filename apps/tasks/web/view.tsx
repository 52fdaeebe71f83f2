import { useEffect, useRef } from 'react'
import { Button } from '#web/ui/button.tsx'
import { Empty } from '#web/ui/empty.tsx'
import type { Todo } from '../contract/todos.ts'
import type { Grouping } from './data/groups.ts'
import { useT } from './page-words.ts'
import { TodoList } from './todo-list.tsx'
import { useKeys } from './use-keys.ts'
import { usePane } from './use-pane.tsx'
import { afterStep } from './use-reorder.ts'
import { useTasks } from './use-tasks.tsx'
import { useView } from './use-view.ts'

interface Props {
  view: string
  label: string
  grouping?: Grouping
  show_list?: boolean
  /** Where the person makes the order. */
  ordered?: boolean
  empty: React.ReactNode
  /** A second list on a page leaves the keys to the first. */
  keys?: boolean
}

/** The todos of a view with all that may come instead of them: nothing yet, nothing at all, no answer, the end. */
export function View({ view, label, grouping = 'none', show_list = false, ordered = false, empty, keys = true }: Props) {
  const t = useT()
  const { here, items: found, more, failed, loadMore, again } = useView(view)
  const items = useHeld(found)
  const { moveTo, step, said } = useOrder(items)
  return (
    <>
      {keys && <Keys {...(ordered ? { step } : {})} />}
      <TodoList view={view} items={items} grouping={grouping} show_list={show_list} label={label} {...(ordered ? { onMove: step, onDrop: moveTo } : {})} />
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
      {!here && !failed && items.length === 0 && <Skeleton />}
      {here && items.length === 0 && empty}
      {failed && <Failed here={items.length > 0} again={again} />}
      {here && more && !failed && <More loadMore={loadMore} />}
      {here && !more && items.length > 8 && <p className="px-2 py-6 text-center text-13 text-ink-2">{t('end', { count: items.length })}</p>}
    </>
  )
}

function Keys({ step }: { step?: (id: string, by: -1 | 1) => void }) {
  useKeys(step)
  return null
}

/** A todo that is being edited stays where it is, even when it belongs here no longer. */
function useHeld(items: Todo[]): Todo[] {
  const { editing } = usePane()
  const { tasks } = useTasks()
  const place = useRef(0)
  const at = items.findIndex(({ id }) => id === editing)
  useEffect(() => {
    if (at >= 0) place.current = at
  }, [at])
  const held = editing === undefined || at >= 0 || place.current < 0 ? undefined : tasks.todos[editing]
  useEffect(() => {
    if (editing === undefined) place.current = -1
  }, [editing])
  return held ? items.toSpliced(place.current, 0, held) : items
}

/** Moves within the order, by one place or anywhere, and says where it went. */
function useOrder(items: readonly Todo[]) {
  const t = useT()
  const { act } = useTasks()
  const said = useRef('')
  const moveTo = (id: string, after_id: string | null) => {
    const todo = items.find((one) => one.id === id)
    if (!todo) return
    const others = items.filter((one) => one.id !== id)
    const place = after_id === null ? 1 : others.findIndex((one) => one.id === after_id) + 2
    said.current = t('todo.moved', { title: todo.title, place, count: items.length })
    act.changeTodo(todo, { after_id })
  }
  const step = (id: string, by: -1 | 1) => {
    const ids = items.map((one) => one.id)
    const after = afterStep(ids, id, by)
    if (after === undefined) return
    const focused = document.activeElement
    moveTo(id, after)
    // Where the row is drawn anew in another part of the list.
    setTimeout(() => {
      const row = document.querySelector<HTMLElement>(`[data-todo="${id}"] [data-row]`)
      if (document.activeElement !== focused || !focused?.isConnected) row?.focus()
      row?.scrollIntoView({ block: 'nearest' })
    }, 0)
  }
  return { moveTo, step, said: said.current }
}

/** Reads on before its end comes into sight. */
function More({ loadMore }: { loadMore: () => void }) {
  const t = useT()
  const sign = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current } = sign
    if (!current) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && loadMore(), { root: current.closest('[data-scroll]'), rootMargin: '800px' })
    observer.observe(current)
    // What came may be shorter than the screen: then nothing moves into sight, and it has to be asked for again.
    const timer = setInterval(() => {
      const bounds = current.getBoundingClientRect()
      if (bounds.top < innerHeight + 800) loadMore()
    }, 500)
    return () => {
      observer.disconnect()
      clearInterval(timer)
    }
  }, [loadMore])
  return (
    <div ref={sign}>
      <Skeleton />
      <Button kind="quiet" className="sr-only focus:not-sr-only" onClick={loadMore}>
        {t('loading')}
      </Button>
    </div>
  )
}

function Failed({ here, again }: { here: boolean; again: () => void }) {
  const t = useT()
  const offline = !navigator.onLine
  const button = <Button onClick={again}>{t('again')}</Button>
  if (here)
    return (
      <div className="flex flex-wrap items-center justify-center gap-3 px-2 py-4">
        <p className="text-ink-2">{t(offline ? 'offline' : 'failed')}</p>
        {button}
      </div>
    )
  return (
    <Empty title={t(offline ? 'offline' : 'failed')} action={button}>
      {t(offline ? 'offline_why' : 'failed_why')}
    </Empty>
  )
}

/** In the shape of what comes; its style waits 200 ms. */
export function Skeleton() {
  const t = useT()
  return (
    <div role="status" aria-label={t('loading')} className="late grid gap-1 px-2">
      {['w-2/5', 'w-3/5', 'w-1/2', 'w-1/3'].map((width) => (
        <div key={width} className="flex min-h-13 items-center gap-4">
          <span className="size-5.5 rounded-full bg-sunk" />
          <span className={`h-3.5 rounded-full bg-sunk ${width}`} />
        </div>
      ))}
    </div>
  )
}
