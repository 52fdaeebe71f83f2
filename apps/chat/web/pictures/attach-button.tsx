import ImagePlus from 'lucide-react/icons/image-plus'
import { useRef } from 'react'
import { useT } from '../page-words.ts'

/** Opens the browser's own choice of pictures: files, on phones also the camera. */
export function AttachButton({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button
        type="button"
        aria-label={t('picture.add')}
        title={t('picture.add')}
        onClick={() => input.current?.click()}
        className="grid size-11 shrink-0 place-items-center rounded-md text-ink-2 transition-colors hover:bg-sunk hover:text-ink"
      >
        <ImagePlus className="size-5.5" aria-hidden="true" />
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        multiple
        hidden
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])])
          // The same picture may be chosen again.
          target.value = ''
        }}
      />
    </>
  )
}
