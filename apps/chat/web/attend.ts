import { setCount } from '#web/layout/counts.ts'
import { currentUser } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import { chatApi } from './api.ts'
import { resumeDeletions } from './deletions.ts'
import { setOpener } from './notify.ts'
import { closeOutbox, outboxOf } from './own-outbox.ts'
import { closeUploads, tidyFiles, uploadsOf } from './pictures/own-uploads.ts'
import { unreadIn } from './rooms.ts'

/** On every page of the signed-in: what waits is sent, what is unread is counted. Gives its end. */
export function attend(store: AppStore, go: (path: string) => void): () => void {
  const user = currentUser(store)
  if (!user?.email_verified) return () => {}
  const { rooms } = chatApi.endpoints
  const kept = store.dispatch(rooms.initiate())
  const title = countInTitle()
  const count = () => {
    const { data } = rooms.select()(store.getState())
    const unread = data ? unreadIn(data) : 0
    setCount('chat', unread)
    title.set(unread)
  }
  const stopCounting = store.subscribe(count)
  setOpener((room_id) => go(`/chat/${room_id}`))
  const uploads = uploadsOf(store, user.id)
  uploads.flush()
  void tidyFiles(uploads)
  outboxOf(store, user.id).flush()
  resumeDeletions(store, user.id)
  count()
  return () => {
    stopCounting()
    kept.unsubscribe()
    setCount('chat', 0)
    title.end()
    setOpener(undefined)
    closeOutbox()
    closeUploads()
  }
}

/** The number before the title of the tab, whatever page is in it. */
function countInTitle() {
  let count = 0
  const write = () => {
    const plain = document.title.replace(/^\(\d+\+?\) /, '')
    const wanted = count > 0 ? `(${count > 99 ? '99+' : count}) ${plain}` : plain
    if (document.title !== wanted) document.title = wanted
  }
  const observer = new MutationObserver(write)
  const title = document.querySelector('title')
  if (title) observer.observe(title, { childList: true })
  const set = (next: number) => {
    if (next === count) return
    count = next
    write()
  }
  return {
    set,
    end: () => {
      set(0)
      observer.disconnect()
    },
  }
}
