import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { AppStore } from '#web/store.ts'
import type { Row } from './grouping.ts'
import { loadEarlier, loadLater } from './open-thread.ts'
import { hasEarlier, hasLater, type Thread } from './thread.ts'
import type { Target } from './thread-page.tsx'

/** So near to an end more is loaded. */
const load_within_px = 800
const end_within_px = 48
const shown_ms = 2000
const retry_after_ms = 3000

interface Wanted {
  store: AppStore
  room_id: string
  thread: Thread
  rows: readonly Row[]
  target: Target | undefined
  onTarget: (target: Target | undefined) => void
}

/** Keeps the reader's place: what they look at stays where it is when messages come before it, and the end stays in sight while they are there. */
export function useScrolling({ store, room_id, thread, rows, target, onTarget }: Wanted) {
  const box = useRef<HTMLElement>(null)
  const placed = useRef(false)
  const place = useRef<Place>({ at_end: true })
  const [at_end, setAtEnd] = useState(true)
  const [jumped, setJumped] = useState<string>()
  const remember = useCallback(() => {
    if (!box.current) return
    place.current = placeIn(box.current)
    setAtEnd(place.current.at_end)
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: after each change of what is shown.
  useLayoutEffect(() => {
    const area = box.current
    if (!area) return
    if (placed.current) keep(area, place.current, hasLater(thread))
    else if (!target) open(area)
    placed.current = true
    remember()
  }, [rows, thread, remember])

  useLayoutEffect(() => {
    const area = box.current
    if (!area || !target) return
    const found = show(area, target, thread)
    // Somebody made up the address.
    if (!found && 'seq' in target) open(area)
    onTarget(undefined)
    remember()
    if (!found) return
    setJumped(found)
  }, [target, thread, onTarget, remember])

  useEffect(() => {
    if (jumped === undefined) return
    const timer = setTimeout(() => setJumped(undefined), shown_ms)
    return () => clearTimeout(timer)
  }, [jumped])

  useLoading(box, store, room_id, thread, remember)
  return { box, at_end, jumped }
}

interface Place {
  at_end: boolean
  key?: string
  top?: number
}

const linesIn = (area: HTMLElement) => [...area.querySelectorAll<HTMLElement>('[data-key]')]
const topOf = (area: HTMLElement, line: HTMLElement) => line.getBoundingClientRect().top - area.getBoundingClientRect().top

function placeIn(area: HTMLElement): Place {
  const at_end = area.scrollHeight - area.scrollTop - area.clientHeight < end_within_px
  const lines = linesIn(area)
  // The first line that is seen: lines stand in order, so half of them are left out at each look.
  let [from, to] = [0, lines.length]
  while (from < to) {
    const middle = (from + to) >> 1
    const line = lines[middle]
    if (line && topOf(area, line) + line.offsetHeight > 0) to = middle
    else from = middle + 1
  }
  const line = lines[from]
  return line ? { at_end, key: line.dataset['key'] ?? '', top: topOf(area, line) } : { at_end }
}

function keep(area: HTMLElement, { at_end, key, top }: Place, more_below: boolean) {
  if (at_end && !more_below) {
    area.scrollTop = area.scrollHeight
    return
  }
  const line = linesIn(area).find((one) => one.dataset['key'] === key)
  if (line && top !== undefined) area.scrollTop += topOf(area, line) - top
}

/** At what is new, with a little of what was before; else at the end. */
function open(area: HTMLElement) {
  const line = area.querySelector<HTMLElement>('[data-key="new"]')
  area.scrollTop = line ? area.scrollTop + topOf(area, line) - area.clientHeight / 4 : area.scrollHeight
}

/** Goes to a message and gives its key; the focus goes along. */
function show(area: HTMLElement, target: Target, { messages }: Thread): string | undefined {
  if ('end' in target) {
    area.scrollTop = area.scrollHeight
    return undefined
  }
  const id = 'id' in target ? target.id : messages.find(({ seq }) => seq === target.seq)?.id
  const line = linesIn(area).find((one) => one.dataset['key'] === id)
  if (!line || !id) return undefined
  area.scrollTop += topOf(area, line) - (area.clientHeight - line.offsetHeight) / 2
  // After the frame has moved the focus to the heading.
  requestAnimationFrame(() => line.querySelector<HTMLElement>('[data-actions]')?.focus({ preventScroll: true }))
  return id
}

/** Loads more near the ends, and keeps the place when the room for the messages changes: a keyboard that opens, a field that grows. */
function useLoading(box: RefObject<HTMLElement | null>, store: AppStore, room_id: string, thread: Thread, remember: () => void) {
  const busy = useRef(false)
  const latest = useRef(thread)
  latest.current = thread
  useEffect(() => {
    const area = box.current
    if (!area) return
    let wanted = true
    const look = async () => {
      if (busy.current || !wanted) return
      const above = area.scrollTop < load_within_px && hasEarlier(latest.current)
      const below = area.scrollHeight - area.scrollTop - area.clientHeight < load_within_px && hasLater(latest.current)
      if (!above && !below) return
      busy.current = true
      const ok = await (above ? loadEarlier : loadLater)(store, room_id).then(
        () => true,
        () => false,
      )
      busy.current = false
      setTimeout(look, ok ? 0 : retry_after_ms)
    }
    let was_at_end = true
    const onScroll = () => {
      remember()
      was_at_end = area.scrollHeight - area.scrollTop - area.clientHeight < end_within_px
      void look()
    }
    const onResize = () => {
      if (was_at_end && !hasLater(latest.current)) area.scrollTop = area.scrollHeight
      void look()
    }
    const observer = new ResizeObserver(onResize)
    observer.observe(area)
    if (area.firstElementChild) observer.observe(area.firstElementChild)
    area.addEventListener('scroll', onScroll, { passive: true })
    was_at_end = area.scrollHeight - area.scrollTop - area.clientHeight < end_within_px
    return () => {
      wanted = false
      observer.disconnect()
      area.removeEventListener('scroll', onScroll)
    }
  }, [box, store, room_id, remember])
}
