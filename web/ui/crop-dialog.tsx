import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { classes } from './classes.ts'
import { type Crop, inside, middleOf, nearest, partOf, type Shape } from './crop.ts'
import { useCropGestures } from './crop-gestures.ts'
import { Dialog } from './dialog.tsx'

const shown_width = 720

interface Props {
  picture: ImageBitmap
  /** How many times as wide as high the part is. */
  ratio: number
  round?: boolean
  /** As wide as it is sent, at most. */
  sent_width: number
  words: Record<'title' | 'area' | 'zoom' | 'help' | 'use' | 'cancel', string>
  busy?: boolean
  onUse: (part: Blob) => void
  onClose: () => void
  /** How it goes on. */
  children?: ReactNode
}

/** Chooses the part of a picture that will be shown: by pointer, touch, wheel or keys. */
export function CropDialog({ picture, ratio, round = false, sent_width, words, busy = false, onUse, onClose, children }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const shape = useMemo(() => ({ width: picture.width, height: picture.height, ratio }), [picture, ratio])
  const [crop, setCrop] = useState<Crop>(() => middleOf(shape))
  const gestures = useCropGestures(canvas, shape, setCrop)
  // The dialog itself would give the focus to its way out.
  useEffect(() => canvas.current?.focus(), [])
  useEffect(() => draw(canvas.current, picture, partOf(crop, shape), crop), [picture, crop, shape])
  const use = async () => onUse(await cut(picture, shape, crop, sent_width))
  return (
    <Dialog title={words.title} onClose={onClose}>
      <div className="grid gap-4 px-5 pb-5">
        {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: keys move the picture, as its name says. */}
        <canvas
          ref={canvas}
          width={shown_width}
          height={shown_width / ratio}
          role="application"
          aria-label={words.area}
          tabIndex={0}
          className={classes(
            'w-full cursor-grab touch-none bg-sunk active:cursor-grabbing',
            round ? 'mx-auto aspect-square max-w-72 rounded-full' : 'aspect-[3/2] rounded-md',
          )}
          {...gestures}
        />
        <label className="grid gap-1 text-15">
          {words.zoom}
          <input
            type="range"
            min={1}
            max={nearest}
            step={0.05}
            value={crop.zoom}
            onChange={(event) => {
              const zoom = event.currentTarget.valueAsNumber
              setCrop((now) => inside({ ...now, zoom }, shape))
            }}
            className="min-h-11 w-full accent-neel"
          />
        </label>
        <p className="text-13 text-ink-2">{words.help}</p>
        {children}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button kind="main" busy={busy} onClick={() => void use()}>
            {words.use}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function draw(canvas: HTMLCanvasElement | null, picture: ImageBitmap, { width, height }: { width: number; height: number }, { x, y }: Crop) {
  const context = canvas?.getContext('2d')
  if (!canvas || !context) return
  context.imageSmoothingQuality = 'high'
  context.clearRect(0, 0, canvas.width, canvas.height)
  context.drawImage(picture, x - width / 2, y - height / 2, width, height, 0, 0, canvas.width, canvas.height)
}

/** WebP where the browser can write it, else PNG, which every browser does; never larger than the picture was. */
function cut(picture: ImageBitmap, shape: Shape, crop: Crop, sent_width: number): Promise<Blob> {
  const canvas = document.createElement('canvas')
  const part = partOf(crop, shape)
  canvas.width = Math.max(1, Math.round(Math.min(sent_width, part.width)))
  canvas.height = Math.max(1, Math.round(canvas.width / shape.ratio))
  draw(canvas, picture, part, crop)
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/webp', 0.92))
}
