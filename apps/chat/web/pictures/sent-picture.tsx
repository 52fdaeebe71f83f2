import ImageOff from 'lucide-react/icons/image-off'
import { useEffect, useRef, useState } from 'react'
import { addressOf, type Endpoint } from '#contract/endpoint.ts'
import { classes } from '#web/ui/classes.ts'
import { getPicture, type Picture } from '../../contract/pictures.ts'
import { useT } from '../page-words.ts'
import { previewOf } from './previews.ts'

export const pictureAddress = (room_id: string, id: string, size: 'large' | 'small') =>
  addressOf(getPicture as unknown as Endpoint, { params: { room_id, id }, query: { size } })

export type Trouble = 'damaged' | 'gone' | 'unreachable'

/** Why a picture does not show: the browser tells nothing but that it does not. */
export async function troubleWith(address: string): Promise<Trouble> {
  const status = await fetch(address).then(
    (answer) => answer.status,
    () => 0,
  )
  return status === 410 || status === 200 ? 'damaged' : status === 404 ? 'gone' : 'unreachable'
}

interface Props {
  room_id: string
  picture: Picture
  width: number
  height: number
  className: string
  onOpen: (() => void) | undefined
}

/** One picture of a message, with its place kept while it comes; pressed, it opens large. */
export function SentPicture({ room_id, picture: { id, alt, damaged }, width, height, className, onOpen }: Props) {
  const t = useT()
  const [trouble, setTrouble] = useState<Trouble>()
  const [tries, setTries] = useState(0)
  const address = pictureAddress(room_id, id, 'small')
  const image = useRef<HTMLImageElement>(null)
  useEffect(() => {
    // On a page that came ready from the server it may have failed before anybody listened.
    if (image.current?.complete && image.current.naturalWidth === 0) void troubleWith(address).then(setTrouble)
  }, [address])
  const shown = damaged ? 'damaged' : trouble
  if (shown) {
    const again = () => {
      setTries(tries + 1)
      setTrouble(undefined)
    }
    return <Missing trouble={shown} className={className} onAgain={again} />
  }
  const picture = (
    <img
      ref={image}
      // Another address after a failure, or the browser would not ask again.
      src={previewOf(id) ?? (tries > 0 ? `${address}&try=${tries}` : address)}
      alt={alt}
      width={width}
      height={height}
      loading="lazy"
      decoding="async"
      onError={() => void troubleWith(address).then(setTrouble)}
      className={classes('block bg-sunk object-cover', className)}
    />
  )
  if (!onOpen) return picture
  return (
    <button type="button" onClick={onOpen} aria-label={alt ? t('picture.open', { alt }) : t('picture.open_plain')} className="block w-full cursor-zoom-in">
      {picture}
    </button>
  )
}

function Missing({ trouble, className, onAgain }: { trouble: Trouble; className: string; onAgain: () => void }) {
  const t = useT()
  return (
    <div className={classes('grid min-h-24 place-content-center justify-items-center gap-1 bg-sunk px-3 py-2 text-center text-13 text-ink-2', className)}>
      <ImageOff className="size-6" aria-hidden="true" />
      <span className={trouble === 'damaged' ? 'text-sindoor' : ''}>{t(`picture.trouble.${trouble}`)}</span>
      {trouble === 'unreachable' && (
        <button type="button" className="btn btn-quiet btn-sm" onClick={onAgain}>
          {t('again')}
        </button>
      )}
    </div>
  )
}
