import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useStore } from 'react-redux'
import type { AppStore } from '#web/store.ts'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Field } from '#web/ui/field.tsx'
import { most_text, type Picture } from '../../contract/fields.ts'
import { writeApi } from './api.ts'
import { useT } from './book.ts'
import { pictureProblem } from './problems.ts'
import { useUpload } from './use-upload.ts'

interface Props {
  file: Blob
  title: string
  /** Takes the picture with what it shows in words, which may be empty. */
  onDone: (picture: Picture) => void
  onClose: () => void
}

/** While a picture is on its way its writer says what it shows, for those who do not see it. */
export function PictureDialog({ file, title, onDone, onClose }: Props) {
  const t = useT()
  const store = useStore() as AppStore
  const [alt, setAlt] = useState('')
  const [sent, setSent] = useState(false)
  const upload = useUpload(file)
  const { picture, error } = upload
  const said = alt.replaceAll(/\s+/g, ' ').trim()
  const finished = useRef(false)
  // Whoever pressed the button before the picture was there need not press it again.
  useEffect(() => {
    // Once: the page around may be drawn anew meanwhile.
    if (!sent || !picture || finished.current) return
    finished.current = true
    if (!said) return onDone(picture)
    const changing = store.dispatch(writeApi.endpoints.changeImage.initiate({ params: { id: picture.id }, body: { alt: said } }, { track: false }))
    void changing.then(({ data }) => onDone(data ?? { ...picture, alt: said }))
  }, [sent, picture, said, store, onDone])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSent(true)
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4 px-5 pb-5">
        <Thumb file={file} />
        {error ? (
          <p role="alert" className="flex flex-wrap items-center gap-3 text-sindoor">
            {pictureProblem(t, error)}
            <Button small onClick={upload.again}>
              {t('picture.again')}
            </Button>
          </p>
        ) : (
          <Progress upload={upload} />
        )}
        <Field
          label={t('picture.alt')}
          help={t('picture.alt_help')}
          maxLength={most_text.alt}
          value={alt}
          onChange={(event) => setAlt(event.target.value)}
          autoFocus
        />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t('picture.cancel')}</Button>
          <Button type="submit" kind="main" busy={sent && !error}>
            {t(said ? 'picture.use' : 'picture.use_bare')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function Progress({ upload: { sent, total, picture } }: { upload: ReturnType<typeof useUpload> }) {
  const t = useT()
  const kilobytes = (bytes: number) => Math.ceil(bytes / 1000)
  const words = picture
    ? t('picture.there')
    : total > 0 && sent >= total
      ? t('picture.drawing')
      : t('picture.sent', { sent: kilobytes(sent), total: kilobytes(total) })
  return (
    <div role="status" className="grid gap-1 text-13 text-ink-2">
      <progress max={total || 1} value={picture ? total || 1 : sent} aria-label={t('picture.sending')} className="h-2 w-full accent-neel" />
      <p className="tabular-nums">{words}</p>
    </div>
  )
}

/** Drawn on a canvas: the content security policy lets no page show a picture from the disk by address. */
function Thumb({ file }: { file: Blob }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    let wanted = true
    void createImageBitmap(file).then(
      (bitmap) => {
        const element = canvas.current
        if (!wanted || !element) return
        element.height = Math.round(Math.min(element.width, (element.width * bitmap.height) / bitmap.width))
        const width = (element.height * bitmap.width) / bitmap.height
        element.getContext('2d')?.drawImage(bitmap, (element.width - width) / 2, 0, width, element.height)
        bitmap.close()
      },
      // What the browser cannot draw the server may still read, or says why not.
      () => {},
    )
    return () => {
      wanted = false
    }
  }, [file])
  return <canvas ref={canvas} width={640} height={320} className="max-h-60 w-full rounded-md bg-sunk object-contain" />
}
