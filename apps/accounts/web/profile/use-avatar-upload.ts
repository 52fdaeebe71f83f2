import { useRef, useState } from 'react'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { toast } from '#web/ui/toast.ts'
import { sendFile } from '#web/upload.ts'
import { type Profile, setAvatarV1 } from '../../contract/profile.ts'
import { problemOf } from '../problems.ts'
import type { T as AccountT } from '../words.ts'
import { profileApi } from './api.ts'
import { showProfile, showWithoutAvatar } from './save.ts'
import type { Progress } from './sending.tsx'
import type { useT } from './words.ts'

/** Sends a picture and tells how far it is. `send` gives true when the picture is there. */
export function useAvatarUpload(store: AppStore) {
  const [progress, setProgress] = useState<Progress>()
  const [error, setError] = useState<ApiError>()
  const running = useRef<AbortController>(undefined)
  const send = async (picture: Blob): Promise<boolean> => {
    const controller = new AbortController()
    running.current = controller
    setError(undefined)
    setProgress({ sent: 0, total: picture.size })
    const answer = await sendFile(setAvatarV1, picture, { signal: controller.signal, onProgress: (sent, total) => setProgress({ sent, total }) })
    setProgress(undefined)
    if ('data' in answer) showProfile(store, answer.data as Profile)
    else if (!controller.signal.aborted) setError(answer.error)
    return 'data' in answer
  }
  const stop = () => {
    running.current?.abort()
    setError(undefined)
  }
  return { progress, error, send, stop }
}

interface Words {
  t: ReturnType<typeof useT>
  accounts: AccountT
}

/** Shows it gone at once; the picture is held here as long as it can be had back. */
export async function takeAvatarAway(store: AppStore, profile: Profile, { t, accounts }: Words): Promise<void> {
  const before = profile.avatar
    ? await fetch(profile.avatar).then(
        (answer) => (answer.ok ? answer.blob() : undefined),
        () => undefined,
      )
    : undefined
  const gone = showWithoutAvatar(store)
  const { data, error } = await store.dispatch(profileApi.endpoints.removeAvatar.initiate())
  if (error) {
    gone.undo()
    toast({ text: problemOf(accounts, error as ApiError), tone: 'problem' })
    return
  }
  showProfile(store, data)
  toast({ text: t('picture.removed'), ...(before && { undo: () => void putBack(store, before, accounts) }) })
}

async function putBack(store: AppStore, picture: Blob, accounts: AccountT): Promise<void> {
  const answer = await sendFile(setAvatarV1, picture, { signal: new AbortController().signal, onProgress: () => {} })
  if ('data' in answer) showProfile(store, answer.data as Profile)
  else toast({ text: problemOf(accounts, answer.error), tone: 'problem' })
}
