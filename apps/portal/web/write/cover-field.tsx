import ImageUp from 'lucide-react/icons/image-up'
import { useId, useRef, useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { CropDialog } from '#web/ui/crop-dialog.tsx'
import { toast } from '#web/ui/toast.ts'
import type { Picture } from '../../contract/fields.ts'
import { useT } from './book.ts'
import { PictureDialog } from './picture-dialog.tsx'

/** As wide as the server keeps it. */
const sent_width = 1600

/** The picture above a post: chosen or dropped, cut to its shape, said in words. */
export function CoverField({ cover, onCover }: { cover: Picture | null; onCover: (cover: Picture | null) => void }) {
  const t = useT()
  const label_id = useId()
  const picker = useRef<HTMLInputElement>(null)
  const [bitmap, setBitmap] = useState<ImageBitmap>()
  const [part, setPart] = useState<Blob>()
  const take = (file: File | undefined) => {
    if (!file) return
    createImageBitmap(file).then(setBitmap, () => toast({ text: t('problems.picture_kind'), tone: 'problem' }))
  }
  const remove = () => {
    onCover(null)
    toast({ text: t('cover.removed'), undo: () => onCover(cover) })
  }
  return (
    <fieldset
      aria-labelledby={label_id}
      onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        take(event.dataTransfer.files[0])
      }}
    >
      <legend id={label_id} className="mb-1.5 font-[550]">
        {t('cover.title')}
      </legend>
      {cover && (
        <img
          src={cover.medium}
          alt={cover.alt}
          width={cover.width}
          height={cover.height}
          className="mb-2 aspect-[3/2] w-full rounded-md bg-sunk object-cover"
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => picker.current?.click()}>
          <ImageUp className="size-4.5" />
          {t(cover ? 'cover.other' : 'cover.choose')}
        </Button>
        {cover && (
          <Button kind="quiet" onClick={remove}>
            {t('cover.remove')}
          </Button>
        )}
      </div>
      <p className="mt-1.5 text-13 text-ink-2">{t('cover.help')}</p>
      <input
        ref={picker}
        type="file"
        accept="image/jpeg,image/png,image/webp,image/gif"
        hidden
        aria-label={t('cover.choose')}
        onChange={(event) => {
          take(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      {bitmap && (
        <CropDialog
          picture={bitmap}
          ratio={3 / 2}
          sent_width={sent_width}
          words={{ title: t('crop.title'), area: t('crop.area'), zoom: t('crop.zoom'), help: t('crop.help'), use: t('crop.use'), cancel: t('picture.cancel') }}
          onClose={() => setBitmap(undefined)}
          onUse={(blob) => {
            setBitmap(undefined)
            setPart(blob)
          }}
        />
      )}
      {part && (
        <PictureDialog
          file={part}
          title={t('cover.title')}
          onClose={() => setPart(undefined)}
          onDone={(picture) => {
            setPart(undefined)
            onCover(picture)
          }}
        />
      )}
    </fieldset>
  )
}
