import { languageOf } from '#contract/render.ts'
import { addressIn } from '#web/head.tsx'
import { type Read, readBook, translate } from '#web/i18n.ts'
import type { AppStore } from '#web/store.ts'
import type { Message } from '../contract.ts'
import { roomIn } from './open-thread.ts'
import { book } from './page-words.ts'

const choice_key = 'chat.notifications'
const shown_length = 120
const changes = new EventTarget()

type Choice = 'on' | 'off' | 'unasked' | 'impossible'

/** What the browser allows and the person has chosen on this device. */
export function notificationChoice(): Choice {
  if (typeof Notification === 'undefined' || Notification.permission === 'denied') return 'impossible'
  const kept = localStorage.getItem(choice_key)
  if (Notification.permission === 'default') return kept === 'off' ? 'off' : 'unasked'
  return kept === 'off' ? 'off' : 'on'
}

/** Asks the browser only where somebody has pressed a button for it. */
export async function chooseNotifications(on: boolean): Promise<void> {
  if (on && Notification.permission === 'default') await Notification.requestPermission()
  localStorage.setItem(choice_key, on ? 'on' : 'off')
  changes.dispatchEvent(new Event('change'))
}

export function onNotificationChoice(changed: () => void): () => void {
  changes.addEventListener('change', changed)
  return () => changes.removeEventListener('change', changed)
}

/** Leads to the conversation; set while the app is mounted. */
let open: ((room_id: string) => void) | undefined
export const setOpener = (to: typeof open) => {
  open = to
}

/** The words for a picture are those of the chat's pages, which this page may not have. */
async function bodyOf({ text, pictures }: Message): Promise<string> {
  if (text || pictures.length === 0) return text ?? ''
  const { language } = languageOf(location.pathname)
  const words: Read = {}
  await readBook(words, language, book)
  return translate(words[book.name] ?? {}, language, 'picture.some', { count: pictures.length })
}

/** Only while nobody looks at this tab, and never for what one has muted or blocked. */
export async function notifyOf(store: AppStore, message: Message): Promise<void> {
  const { room_id } = message
  const room = roomIn(store, room_id)
  if (document.visibilityState === 'visible' || !room || room.muted || room.blocked || notificationChoice() !== 'on') return
  const options = { body: [...(await bodyOf(message))].slice(0, shown_length).join(''), tag: `chat.${room_id}`, icon: '/icon-192.png' }
  try {
    const notification = new Notification(room.with.username, options)
    notification.onclick = () => {
      window.focus()
      notification.close()
      open?.(room_id)
    }
  } catch {
    // Phones show notifications only through the service worker, which opens the path (web/sw.ts).
    const path = addressIn(languageOf(location.pathname).language, `/chat/${room_id}`)
    void navigator.serviceWorker?.ready.then((worker) => worker.showNotification(room.with.username, { ...options, data: { path } }))
  }
}
