import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { useT } from './book.ts'
import { byKey, type Crop, inside, middleOf, moved, nearest, partOf, ratio } from './crop.ts'

/** As large as the server keeps it. */
const sent_width = 1600
const shown_width = 720

interface Props {
  picture: ImageBitmap
  onUse: (part: Blob) => void
  onClose: () => void
}

/** Chooses what of a picture the cover shows: by pointer, touch or keys. */
export function CropDialog({ picture, onUse, onClose }: Props) {
  const t = useT()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [crop, setCrop] = useState<Crop>(() => middleOf(picture))
  const from = useRef<{ x: number; y: number } | undefined>(undefined)
  useEffect(() => canvas.current?.focus(), [])
  useEffect(() => draw(canvas.current, picture, crop), [picture, crop])
  const drag = (event: PointerEvent<HTMLCanvasElement>) => {
    const before = from.current
    if (!before) return
    const { width, height } = event.currentTarget.getBoundingClientRect()
    from.current = { x: event.clientX, y: event.clientY }
    setCrop((now) => moved(now, picture, (event.clientX - before.x) / width, (event.clientY - before.y) / height))
  }
  return (
    <Dialog title={t('crop.title')} onClose={onClose}>
      <div className="grid gap-4 px-5 pb-5">
        {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: keys move the picture, as its name says. */}
        <canvas
          ref={canvas}
          width={shown_width}
          height={shown_width / ratio}
          role="application"
          aria-label={t('crop.area')}
          tabIndex={0}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId)
            from.current = { x: event.clientX, y: event.clientY }
          }}
          onPointerMove={drag}
          onPointerUp={() => (from.current = undefined)}
          onPointerCancel={() => (from.current = undefined)}
          onKeyDown={(event) => {
            const next = byKey(event.key, crop, picture)
            if (!next) return
            event.preventDefault()
            setCrop(next)
          }}
          className="aspect-[3/2] w-full cursor-grab touch-none rounded-md bg-sunk active:cursor-grabbing"
        />
        <label className="grid gap-1 text-15">
          {t('crop.zoom')}
          <input
            type="range"
            min={1}
            max={nearest}
            step={0.05}
            value={crop.zoom}
            onChange={(event) => {
              const zoom = event.currentTarget.valueAsNumber
              setCrop((now) => inside({ ...now, zoom }, picture))
            }}
            className="min-h-11 w-full accent-neel"
          />
        </label>
        <p className="text-13 text-ink-2">{t('crop.help')}</p>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t('picture.cancel')}</Button>
          <Button kind="main" onClick={() => void cut(picture, crop).then(onUse)}>
            {t('crop.use')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function draw(canvas: HTMLCanvasElement | null, picture: ImageBitmap, crop: Crop) {
  const context = canvas?.getContext('2d')
  if (!canvas || !context) return
  const { width, height } = partOf(crop, picture)
  context.imageSmoothingQuality = 'high'
  context.clearRect(0, 0, canvas.width, canvas.height)
  context.drawImage(picture, crop.x - width / 2, crop.y - height / 2, width, height, 0, 0, canvas.width, canvas.height)
}

/** WebP where the browser can write it, else PNG, which every browser does; never larger than the picture was. */
function cut(picture: ImageBitmap, crop: Crop): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(Math.min(sent_width, partOf(crop, picture).width)))
  canvas.height = Math.max(1, Math.round(canvas.width / ratio))
  draw(canvas, picture, crop)
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/webp', 0.9))
}
