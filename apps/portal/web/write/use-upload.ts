import { useEffect, useRef, useState } from 'react'
import type { ApiError } from '#web/transport.ts'
import { sendFile } from '#web/upload.ts'
import type { Picture } from '../../contract/fields.ts'
import { addImage } from '../../contract/images.ts'

export interface Upload {
  sent: number
  total: number
  picture: Picture | undefined
  error: ApiError | undefined
}

/** Sends a file at once and tells how far it is; stops when nobody waits for it any more. */
export function useUpload(file: Blob | undefined): Upload & { again: () => void } {
  const [upload, setUpload] = useState<Upload>({ sent: 0, total: file?.size ?? 0, picture: undefined, error: undefined })
  const [turn, setTurn] = useState(0)
  const done = useRef<Blob>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn is another try.
  useEffect(() => {
    if (!file || done.current === file) return
    const controller = new AbortController()
    setUpload({ sent: 0, total: file.size, picture: undefined, error: undefined })
    const onProgress = (sent: number, total: number) => setUpload((now) => ({ ...now, sent, total }))
    void sendFile(addImage, file, { signal: controller.signal, onProgress }).then((answer) => {
      if (controller.signal.aborted) return
      if ('data' in answer) done.current = file
      setUpload((now) => ({ ...now, ...('data' in answer ? { picture: answer.data as Picture } : { error: answer.error }) }))
    })
    return () => controller.abort()
  }, [file, turn])
  return { ...upload, again: () => setTurn((now) => now + 1) }
}
