import { useEffect, useMemo, useState } from 'react'
import { newId } from '#contract/ids.ts'
import { keepPrivate, keptPrivate, onPrivateChange } from '#web/private-storage.ts'
import type { AppStore } from '#web/store.ts'
import { max_pictures } from '../../contract/pictures.ts'
import type { PendingPicture } from '../outbox.ts'
import { uploadsOf, useUploads } from './own-uploads.ts'
import type { Upload } from './upload-list.ts'

export interface DraftPictures {
  all: readonly Upload[]
  add: (files: readonly File[]) => void
  describe: (id: string, alt: string) => void
  retry: (id: string) => void
  remove: (id: string) => void
  /** For the message that is sent now; the draft is empty then. */
  take: () => { id: string; pictures: PendingPicture[] } | undefined
}

/** The pictures of the message that is being written: they are sent ahead, under the id that the message will have. `refuse` hears of those too many. */
export function useDraftPictures(store: AppStore, me: string, room_id: string, refuse: (why: 'too_many' | 'no_picture') => void): DraftPictures {
  const key = `chat.draft-message.${me}.${room_id}`
  const [message_id, setMessageId] = useState<string | null>(null)
  const uploads = useUploads(store, me)
  useEffect(() => {
    const read = () => setMessageId(keptPrivate(key))
    read()
    return onPrivateChange(key, read)
  }, [key])
  const all = useMemo(() => uploads.filter((one) => one.message_id === message_id), [uploads, message_id])
  return useMemo(() => {
    const own = () => uploadsOf(store, me)
    const end = () => {
      keepPrivate(key, null)
      setMessageId(null)
    }
    const add = (files: readonly File[]) => {
      const pictures = files.filter(({ type }) => type.startsWith('image/'))
      if (pictures.length < files.length) refuse('no_picture')
      const room_left = max_pictures - all.length
      if (pictures.length > room_left) refuse('too_many')
      if (pictures.length === 0 || room_left <= 0) return
      const id = message_id ?? newId()
      keepPrivate(key, id)
      setMessageId(id)
      // At once, and made smaller only on their way: whoever sends the message in the same breath sends them with it.
      for (const file of pictures.slice(0, room_left))
        own().add({ id: newId(), room_id, message_id: id, name: file.name, alt: '', width: 0, height: 0, size: file.size }, file)
    }
    return {
      all,
      add,
      describe: (id, alt) => own().describe(id, alt),
      retry: (id) => own().retry(id),
      remove: (id) => {
        own().discard(id)
        if (all.length === 1) end()
      },
      take: () => {
        if (message_id === null || all.length === 0) return undefined
        end()
        return { id: message_id, pictures: all.map(({ id, alt, width, height, size }) => ({ id, alt: alt.trim(), width, height, size })) }
      },
    }
  }, [store, me, room_id, key, message_id, all, refuse])
}
