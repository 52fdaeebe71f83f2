import { classes } from '#web/ui/classes.ts'
import { useOverlay } from '#web/ui/use-overlay.ts'
import type { Message } from '../../contract.ts'
import type { Pending } from '../outbox.ts'
import { Lightbox } from './lightbox.tsx'
import { SentPicture } from './sent-picture.tsx'
import { fitted } from './shrink.ts'

/** A single picture is shown as it is, within this. */
const most_wide = 320
const most_high = 380
/** What a browser could not read has no size yet. */
const unknown = { width: 240, height: 180 }

/** The pictures of a message: one as it is, several as squares. */
export function SentPictures({ message: { room_id, pictures }, pending }: { message: Message; pending: Pending | undefined }) {
  const [open, show, close] = useOverlay<number>()
  const [only] = pictures
  if (!only) return null
  const onOpen = (at: number) => (pending ? undefined : () => show(at))
  const size = only.width > 0 ? fitted(only.width, only.height, most_wide, most_high) : unknown
  return (
    <>
      {pictures.length === 1 ? (
        <div className="overflow-hidden rounded-sm">
          <SentPicture room_id={room_id} picture={only} {...size} className="h-auto min-h-11 max-w-full min-w-11" onOpen={onOpen(0)} />
        </div>
      ) : (
        <ul className="grid w-80 max-w-full grid-cols-2 gap-1 overflow-hidden rounded-sm">
          {pictures.map((picture, at) => {
            const wide = pictures.length === 3 && at === 0
            const place = classes('h-auto w-full', wide ? 'aspect-[2/1]' : 'aspect-square')
            return (
              <li key={picture.id} className={classes('min-w-0', wide && 'col-span-2')}>
                <SentPicture room_id={room_id} picture={picture} width={wide ? 320 : 160} height={160} className={place} onOpen={onOpen(at)} />
              </li>
            )
          })}
        </ul>
      )}
      {open !== undefined && <Lightbox room_id={room_id} pictures={pictures} start={open} onClose={close} />}
    </>
  )
}
