import { type RefObject, useEffect, useRef } from 'react'
import type { AppStore } from '#web/store.ts'
import type { Message, Room } from '../contract.ts'
import { chatApi } from './api.ts'
import { changeRooms } from './open-thread.ts'

interface Seen {
  store: AppStore
  room: Room
  messages: readonly Message[]
  me: string
  box: RefObject<HTMLElement | null>
}

/** Tells that one has read up to the last message in sight, only while the window is looked at. */
export function useReadMarks({ store, room, messages, me, box }: Seen): void {
  const told = useRef(0)
  const now = useRef({ room, messages })
  now.current = { room, messages }
  const look = useRef(() => {
    const area = box.current
    const {
      room: { id: room_id, read_seq },
      messages: all,
    } = now.current
    if (!area || document.visibilityState !== 'visible' || !document.hasFocus()) return
    const seen = lastSeen(area)
    const unread = all.some(({ seq, sender }) => seq > Math.max(read_seq, told.current) && seq <= seen && sender !== me)
    if (!unread) return
    told.current = seen
    void store.dispatch(chatApi.endpoints.markRead.initiate({ params: { room_id }, body: { seq: seen } }, { track: false })).then(({ data }) => {
      if (!data) told.current = 0
      else changeRooms(store, (rooms) => ({ ...rooms, items: rooms.items.map((one) => (one.id === room_id ? { ...one, ...data } : one)) }))
    })
  }).current
  useEffect(() => {
    const area = box.current
    if (!area) return
    const soon = () => requestAnimationFrame(look)
    area.addEventListener('scroll', soon, { passive: true })
    addEventListener('focus', soon)
    document.addEventListener('visibilitychange', soon)
    return () => {
      area.removeEventListener('scroll', soon)
      removeEventListener('focus', soon)
      document.removeEventListener('visibilitychange', soon)
    }
  }, [box, look])
  // After the place was found for what has just come.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the messages may bring one into sight.
  useEffect(() => {
    const turn = requestAnimationFrame(look)
    return () => cancelAnimationFrame(turn)
  }, [messages, room.read_seq, look])
}

/** The number of the last message whose beginning is in sight. */
function lastSeen(area: HTMLElement): number {
  const bottom = area.getBoundingClientRect().bottom
  const lines = [...area.querySelectorAll<HTMLElement>('[data-seq]')]
  const seen = lines.findLast((line) => line.getBoundingClientRect().top + 8 < bottom)
  return Number(seen?.dataset['seq'] ?? 0)
}
