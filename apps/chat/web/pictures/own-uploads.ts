import { useSyncExternalStore } from 'react'
import { forgetPrivateFile, keepPrivateFile, keptPrivateFile, privateFileKeys } from '#web/private-files.ts'
import { keepPrivate, keptPrivate, onPrivateChange, privateKeys } from '#web/private-storage.ts'
import type { AppStore } from '#web/store.ts'
import { sendFile } from '#web/upload.ts'
import { addPicture } from '../../contract/pictures.ts'
import { chatApi } from '../api.ts'
import { dropPreviews, setPreview } from './previews.ts'
import { prepare } from './shrink.ts'
import type { Upload } from './upload-list.ts'
import { Uploads } from './uploads.ts'

const keep = { keys: privateKeys, get: keptPrivate, set: keepPrivate }
const fileKey = (id: string) => `chat.picture.${id}`
let own: { user_id: string; uploads: Uploads; stop: () => void } | undefined

/** The pictures on their way of the signed-in person. Call it in the browser only. */
export function uploadsOf(store: AppStore, user_id: string): Uploads {
  if (own?.user_id === user_id) return own.uploads
  closeUploads()
  const uploads = new Uploads(user_id, {
    keep,
    files: {
      put: (id, file) => {
        setPreview(id, file)
        return keepPrivateFile(fileKey(id), file)
      },
      get: async (id) => {
        const file = await keptPrivateFile(fileKey(id))
        if (file) setPreview(id, file)
        return file
      },
      remove: (id) => forgetPrivateFile(fileKey(id)),
    },
    prepare,
    send: async ({ id, room_id, message_id }, file, options) => {
      const answer = await sendFile(addPicture, file, { params: { room_id, message_id, id }, ...options })
      return 'error' in answer ? answer.error : undefined
    },
    takeBack: ({ id, room_id }) => void store.dispatch(chatApi.endpoints.removePicture.initiate({ params: { room_id, id } }, { track: false })),
  })
  const wake = () => document.visibilityState === 'visible' && uploads.wake()
  const stopHearing = onPrivateChange('chat.picture.', () => uploads.reread())
  addEventListener('online', wake)
  document.addEventListener('visibilitychange', wake)
  own = {
    user_id,
    uploads,
    stop: () => {
      stopHearing()
      removeEventListener('online', wake)
      document.removeEventListener('visibilitychange', wake)
      uploads.close()
    },
  }
  return uploads
}

/** Somebody signed out: nothing of theirs goes on its way any more. */
export function closeUploads(): void {
  if (!own) return
  own.stop()
  own = undefined
  dropPreviews()
}

/** Files that belong to no picture on its way: a visit ended between the two. */
export async function tidyFiles(uploads: Uploads): Promise<void> {
  const wanted = new Set(uploads.all().map(({ id }) => fileKey(id)))
  for (const key of await privateFileKeys()) if (key.startsWith(fileKey('')) && !wanted.has(key)) await forgetPrivateFile(key)
}

const nothing = () => () => {}
const none: readonly Upload[] = []

export function useUploads(store: AppStore, user_id: string): readonly Upload[] {
  const uploads = typeof window === 'undefined' ? undefined : uploadsOf(store, user_id)
  return useSyncExternalStore(uploads?.subscribe ?? nothing, uploads?.all ?? (() => none), () => none)
}
