import { useEffect } from 'react'
import { useStore } from 'react-redux'
import { useNavigate } from 'react-router'
import { setCount } from '#web/layout/counts.ts'
import { type Person, useSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import { useRoomsQuery } from './api.ts'
import { resumeDeletions } from './deletions.ts'
import { setOpener } from './notify.ts'
import { closeOutbox, outboxOf } from './own-outbox.ts'
import { unreadIn } from './rooms.ts'

/** On every page of the signed-in: what waits is sent, what is unread is counted. */
export default function Companion() {
  const { user } = useSession()
  return user?.email_verified ? <Attending user={user} /> : null
}

function Attending({ user: { id } }: { user: Person }) {
  const store = useStore() as AppStore
  const navigate = useNavigate()
  const { data } = useRoomsQuery()
  const unread = data ? unreadIn(data) : 0
  useEffect(() => {
    outboxOf(store, id).flush()
    resumeDeletions(store, id)
    return closeOutbox
  }, [store, id])
  useEffect(() => setOpener((room_id) => void navigate(`/chat/${room_id}`)), [navigate])
  useEffect(() => {
    setCount('chat', unread)
    return () => setCount('chat', 0)
  }, [unread])
  useTitleCount(unread)
  return null
}

/** The number before the title of the tab, whatever page is in it. */
function useTitleCount(unread: number) {
  useEffect(() => {
    const write = () => {
      const plain = document.title.replace(/^\(\d+\+?\) /, '')
      const wanted = unread > 0 ? `(${unread > 99 ? '99+' : unread}) ${plain}` : plain
      if (document.title !== wanted) document.title = wanted
    }
    write()
    const title = document.querySelector('title')
    if (!title) return
    const observer = new MutationObserver(write)
    observer.observe(title, { childList: true })
    return () => observer.disconnect()
  }, [unread])
}
