import Check from 'lucide-react/icons/check'
import ImageOff from 'lucide-react/icons/image-off'
import X from 'lucide-react/icons/x'
import { useId } from 'react'
import { max_alt, max_pictures } from '../../contract/pictures.ts'
import { useT } from '../page-words.ts'
import { previewOf } from './previews.ts'
import { Progress } from './progress.tsx'
import { pictureAddress } from './sent-picture.tsx'
import type { Upload } from './upload-list.ts'
import type { DraftPictures } from './use-draft-pictures.ts'

/** The pictures of the message that is being written: how far each is, and what it shows. */
export function Tray({ pictures, onDone }: { pictures: DraftPictures; onDone: () => void }) {
  const t = useT()
  const { all } = pictures
  if (all.length === 0) return null
  const stored = all.filter(({ state }) => state === 'stored').length
  return (
    <section aria-label={t('picture.tray', { count: max_pictures })} className="mb-2">
      <ul className="grid max-h-[40svh] grid-cols-[minmax(0,1fr)] gap-2 overflow-y-auto">
        {all.map((upload) => (
          <Row key={upload.id} upload={upload} pictures={pictures} onDone={onDone} />
        ))}
      </ul>
      <p role="status" className="sr-only">
        {t('picture.stored', { count: stored, all: all.length })}
      </p>
    </section>
  )
}

function Row({ upload, pictures, onDone }: { upload: Upload; pictures: DraftPictures; onDone: () => void }) {
  const t = useT()
  const usable = upload.state !== 'refused' && upload.state !== 'lost'
  const id = useId()
  return (
    <li className="flex items-center gap-3">
      <Thumbnail upload={upload} />
      <div className="min-w-0 flex-1">
        {usable ? (
          <>
            <label htmlFor={id} className="sr-only">
              {t('picture.alt_of', { name: upload.name })}
            </label>
            <input
              id={id}
              type="text"
              dir="auto"
              maxLength={max_alt}
              autoComplete="off"
              placeholder={t('picture.alt')}
              value={upload.alt}
              onChange={(event) => pictures.describe(upload.id, event.target.value)}
              // Enter sends the message from its own field only: from here it goes there.
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
                event.preventDefault()
                onDone()
              }}
              className="control"
            />
          </>
        ) : (
          <p className="truncate">{upload.name}</p>
        )}
        <div className="min-h-6 pt-0.5">
          <State upload={upload} onRetry={() => pictures.retry(upload.id)} />
        </div>
      </div>
      <button
        type="button"
        onClick={() => {
          pictures.remove(upload.id)
          onDone()
        }}
        aria-label={t(upload.state === 'sending' ? 'picture.stop' : 'picture.remove', { name: upload.name })}
        className="grid size-11 shrink-0 place-items-center rounded-md text-ink-2 hover:bg-sunk hover:text-ink"
      >
        <X className="size-5" aria-hidden="true" />
      </button>
    </li>
  )
}

function Thumbnail({ upload: { id, room_id, state, problem } }: { upload: Upload }) {
  const address = previewOf(id) ?? (state === 'stored' ? pictureAddress(room_id, id, 'small') : undefined)
  if (!address || state === 'lost' || problem === 'no_picture')
    return (
      <span className="grid size-18 shrink-0 place-items-center rounded-sm border border-line bg-sunk text-ink-2">
        <ImageOff className="size-6" aria-hidden="true" />
      </span>
    )
  return <img src={address} alt="" width={72} height={72} className="size-18 shrink-0 rounded-sm border border-line bg-sunk object-cover" />
}

function State({ upload, onRetry }: { upload: Upload; onRetry: () => void }) {
  const t = useT()
  const { state, problem } = upload
  if (state === 'stored')
    return (
      <span className="flex items-center gap-1 text-13 text-ink-2">
        <Check className="size-3.5" aria-hidden="true" />
        {t('picture.ready')}
      </span>
    )
  if (state === 'sending') return <Progress upload={upload} />
  if (state === 'waiting') return <span className="text-13 text-ink-2">{t('picture.waiting')}</span>
  return (
    <span role="alert" className="flex flex-wrap items-center gap-x-2 text-13 text-sindoor">
      {t(state === 'lost' ? 'picture.lost' : state === 'refused' ? `picture.${problem ?? 'no_picture'}` : 'picture.failed')}
      {(state === 'failed' || problem === 'no_space') && (
        <button type="button" className="btn btn-quiet btn-sm" onClick={onRetry}>
          {t('again')}
        </button>
      )}
    </span>
  )
}
