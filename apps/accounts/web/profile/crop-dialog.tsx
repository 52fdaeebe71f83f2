import { useEffect, useRef, useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { type Crop, inside, middleOf, nearest, sideOf } from './crop.ts'
import { useCropGestures } from './use-crop-gestures.ts'
import { useT } from './words.ts'

/** As large as the server keeps it, twice over: it draws it anew. */
const sent_side = 512
const shown_side = 640

export interface Progress {
  sent: number
  total: number
}

interface Props {
  picture: ImageBitmap
  progress: Progress | undefined
  problem: string | undefined
  onUse: (square: Blob) => void
  onClose: () => void
}

/** Chooses the square of a picture, by pointer, touch or keys, and shows how the upload goes. */
export function CropDialog({ picture, progress, problem, onUse, onClose }: Props) {
  const t = useT()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [crop, setCrop] = useState<Crop>(() => middleOf(picture))
  const gestures = useCropGestures(canvas, picture, setCrop)
  // The dialog itself would give the focus to its way out.
  useEffect(() => canvas.current?.focus(), [])
  useEffect(() => draw(canvas.current, picture, crop), [picture, crop])
  const busy = progress !== undefined
  const use = async () => onUse(await cut(picture, crop))
  return (
    <Dialog title={t('crop.title')} onClose={onClose}>
      <div className="grid gap-4 px-5 pb-5">
        {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: keys move the picture, as its name says. */}
        <canvas
          ref={canvas}
          width={shown_side}
          height={shown_side}
          role="application"
          aria-label={t('crop.area')}
          tabIndex={0}
          className="mx-auto aspect-square w-full max-w-72 cursor-grab touch-none rounded-full bg-sunk active:cursor-grabbing"
          {...gestures}
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
        {progress && <Sending progress={progress} />}
        {problem && (
          <p role="alert" className="text-sindoor">
            {problem}
          </p>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t('crop.cancel')}</Button>
          <Button kind="main" busy={busy} onClick={() => void use()}>
            {t('crop.use')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

const kilobytes = (bytes: number) => Math.ceil(bytes / 1000)

function Sending({ progress: { sent, total } }: { progress: Progress }) {
  const t = useT()
  return (
    <div role="status" className="grid gap-1 text-13 text-ink-2">
      <progress max={total || 1} value={sent} aria-label={t('crop.sending')} className="h-2 w-full accent-neel" />
      <p className="tabular-nums">{total > 0 && sent >= total ? t('crop.drawing') : t('crop.sent', { sent: kilobytes(sent), total: kilobytes(total) })}</p>
    </div>
  )
}

function draw(canvas: HTMLCanvasElement | null, picture: ImageBitmap, crop: Crop) {
  const context = canvas?.getContext('2d')
  if (!canvas || !context) return
  const side = sideOf(crop, picture)
  context.imageSmoothingQuality = 'high'
  context.clearRect(0, 0, canvas.width, canvas.height)
  context.drawImage(picture, crop.x - side / 2, crop.y - side / 2, side, side, 0, 0, canvas.width, canvas.height)
}

/** WebP where the browser can write it, else PNG, which every browser does. */
function cut(picture: ImageBitmap, crop: Crop): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = sent_side
  draw(canvas, picture, crop)
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/webp', 0.92))
}
