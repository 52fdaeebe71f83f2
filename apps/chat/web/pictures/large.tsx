import ImageOff from 'lucide-react/icons/image-off'
import { type PointerEvent, useLayoutEffect, useRef, useState } from 'react'
import { classes } from '#web/ui/classes.ts'
import type { Picture } from '../../contract/pictures.ts'
import { useT } from '../page-words.ts'
import { previewOf } from './previews.ts'
import { pictureAddress, type Trouble, troubleWith } from './sent-picture.tsx'
import { fitted } from './shrink.ts'

interface Props {
  room_id: string
  picture: Picture
  zoom: number
  onZoom: () => void
}

/** One picture in a frame that scrolls when it is larger than that; the small one stands in its place until it has come. */
export function Large({ room_id, picture, zoom, onZoom }: Props) {
  const t = useT()
  const frame = useRef<HTMLDivElement>(null)
  const room = useRoom(frame)
  const [here, setHere] = useState(false)
  const [trouble, setTrouble] = useState<Trouble | undefined>(picture.damaged ? 'damaged' : undefined)
  const drag = useDragging(frame)
  const size = room && fitted(picture.width, picture.height, room.width, room.height)
  const shown = size && { width: size.width * zoom, height: size.height * zoom }
  useCentre(frame, zoom)
  const address = pictureAddress(room_id, picture.id, 'large')
  return (
    // What scrolls has to be reached by the keyboard.
    <div
      ref={frame}
      tabIndex={zoom > 1 ? 0 : -1}
      {...drag}
      className={classes('grid min-h-0 flex-1 overflow-auto overscroll-contain', zoom > 1 && 'cursor-grab')}
    >
      {trouble ? (
        <p className="m-auto grid justify-items-center gap-2 px-4 text-center">
          <ImageOff className="size-8" aria-hidden="true" />
          {t(`picture.trouble.${trouble}`)}
        </p>
      ) : (
        shown && (
          // biome-ignore lint/a11y/noStaticElementInteractions: the buttons above do the same for the keyboard.
          <div onDoubleClick={onZoom} className="relative m-auto" style={shown}>
            {!here && <img src={previewOf(picture.id) ?? pictureAddress(room_id, picture.id, 'small')} alt="" className="absolute inset-0 size-full" />}
            <img
              src={address}
              alt={picture.alt}
              draggable={false}
              onLoad={() => setHere(true)}
              onError={() => void troubleWith(address).then(setTrouble)}
              className="relative size-full"
            />
          </div>
        )
      )}
    </div>
  )
}

/** How much room the frame has. */
function useRoom(frame: React.RefObject<HTMLDivElement | null>) {
  const [room, setRoom] = useState<{ width: number; height: number }>()
  useLayoutEffect(() => {
    const area = frame.current
    if (!area) return
    // Without its scroll bars, or they would come and go.
    const measure = () => setRoom({ width: area.offsetWidth, height: area.offsetHeight })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(area)
    return () => observer.disconnect()
  }, [frame])
  return room
}

/** What was in the middle stays there. */
function useCentre(frame: React.RefObject<HTMLDivElement | null>, zoom: number) {
  const before = useRef(zoom)
  useLayoutEffect(() => {
    const area = frame.current
    const by = zoom / before.current
    before.current = zoom
    if (!area || by === 1) return
    area.scrollLeft = (area.scrollLeft + area.clientWidth / 2) * by - area.clientWidth / 2
    area.scrollTop = (area.scrollTop + area.clientHeight / 2) * by - area.clientHeight / 2
  }, [frame, zoom])
}

/** A mouse moves the picture by holding it; fingers do so by themselves. */
function useDragging(frame: React.RefObject<HTMLDivElement | null>) {
  return {
    onPointerDown: ({ pointerType, pointerId, button }: PointerEvent) => {
      if (pointerType === 'mouse' && button === 0) frame.current?.setPointerCapture(pointerId)
    },
    onPointerMove: ({ pointerId, movementX, movementY }: PointerEvent) => {
      if (frame.current?.hasPointerCapture(pointerId)) frame.current.scrollBy(-movementX, -movementY)
    },
    onPointerUp: ({ pointerId }: PointerEvent) => {
      if (frame.current?.hasPointerCapture(pointerId)) frame.current.releasePointerCapture(pointerId)
    },
  }
}
