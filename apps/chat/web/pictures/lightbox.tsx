import ChevronLeft from 'lucide-react/icons/chevron-left'
import ChevronRight from 'lucide-react/icons/chevron-right'
import Download from 'lucide-react/icons/download'
import X from 'lucide-react/icons/x'
import ZoomIn from 'lucide-react/icons/zoom-in'
import ZoomOut from 'lucide-react/icons/zoom-out'
import { type ComponentType, type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { classes } from '#web/ui/classes.ts'
import type { Picture } from '../../contract/pictures.ts'
import { useT } from '../page-words.ts'
import { Large } from './large.tsx'
import { pictureAddress } from './sent-picture.tsx'

interface Props {
  room_id: string
  pictures: readonly Picture[]
  start: number
  onClose: () => void
}

/** Pictures are looked at on dark ground in both themes. */
const ground =
  'fixed inset-0 m-0 h-dvh max-h-none w-full max-w-none flex-col bg-[oklch(0.17_0.015_60)] pb-[env(safe-area-inset-bottom)] text-[oklch(0.96_0.01_80)] open:flex'
const tool = 'grid size-11 shrink-0 place-items-center rounded-full hover:bg-[oklch(1_0_0/0.15)] focus-visible:outline-current'
const steps = [1, 1.5, 2, 3, 4] as const

/** Pictures over the whole window: arrows go on, + − and 0 zoom, Esc closes; the focus comes back to where it was. */
export function Lightbox({ room_id, pictures, start, onClose }: Props) {
  const t = useT()
  const dialog = useRef<HTMLDialogElement>(null)
  const [at, setAt] = useState(start)
  const [step, setStep] = useState(0)
  useLayoutEffect(() => {
    const shown = dialog.current
    shown?.showModal()
    return () => shown?.close()
  }, [])
  const picture = pictures[at]
  if (!picture) return null
  const go = (by: number) => {
    const next = at + by
    if (next < 0 || next >= pictures.length) return
    setAt(next)
    setStep(0)
  }
  const zoom = (by: number) => setStep((now) => Math.max(0, Math.min(steps.length - 1, now + by)))
  const onKeyDown = ({ key, ctrlKey, metaKey }: KeyboardEvent) => {
    if (ctrlKey || metaKey) return
    if (key === '+' || key === '=') zoom(1)
    else if (key === '-') zoom(-1)
    else if (key === '0') setStep(0)
    // Near it, arrows move within the picture, as the browser does by itself.
    else if (step === 0 && key === 'ArrowRight') go(1)
    else if (step === 0 && key === 'ArrowLeft') go(-1)
  }
  return (
    <dialog ref={dialog} aria-label={t('picture.large')} onClose={onClose} onKeyDown={onKeyDown} className={ground}>
      <header className="flex items-center gap-1 p-1 ps-2">
        <p aria-live="polite" className="min-w-0 flex-1 truncate ps-2 text-15 tabular-nums">
          {pictures.length > 1 && t('picture.of', { at: at + 1, count: pictures.length })}
          <span className="sr-only"> {picture.alt}</span>
        </p>
        <Tool icon={ZoomOut} label={t('picture.zoom_out')} off={step === 0} onClick={() => zoom(-1)} />
        <Tool icon={ZoomIn} label={t('picture.zoom_in')} off={step === steps.length - 1} onClick={() => zoom(1)} />
        <a href={pictureAddress(room_id, picture.id, 'large')} download={`${picture.id}.webp`} aria-label={t('picture.download')} className={tool}>
          <Download className="size-5" aria-hidden="true" />
        </a>
        <Tool icon={X} label={t('picture.close')} onClick={onClose} />
      </header>
      <Large key={picture.id} room_id={room_id} picture={picture} zoom={steps[step] ?? 1} onZoom={() => setStep(step === 0 ? 2 : 0)} />
      {at > 0 && <Side icon={ChevronLeft} label={t('picture.previous')} place="start-2" onClick={() => go(-1)} />}
      {at < pictures.length - 1 && <Side icon={ChevronRight} label={t('picture.next')} place="end-2" onClick={() => go(1)} />}
      {picture.alt && (
        <p dir="auto" className="mx-auto max-h-[20svh] max-w-[65ch] overflow-y-auto px-4 py-3 text-center text-15">
          {picture.alt}
        </p>
      )}
    </dialog>
  )
}

interface ToolProps {
  icon: ComponentType<{ className?: string }>
  label: string
  onClick: () => void
}

function Tool({ icon: Icon, label, off = false, onClick }: ToolProps & { off?: boolean }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-disabled={off || undefined}
      onClick={onClick}
      className={classes(tool, 'aria-disabled:opacity-40')}
    >
      <Icon className="size-5" aria-hidden="true" />
    </button>
  )
}

function Side({ icon: Icon, label, place, onClick }: ToolProps & { place: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className={classes(tool, 'absolute top-1/2 -mt-5.5 bg-[oklch(0.1_0_0/0.55)] hover:bg-[oklch(0.1_0_0/0.8)]', place)}
    >
      <Icon className="size-6 rtl:-scale-x-100" aria-hidden="true" />
    </button>
  )
}
