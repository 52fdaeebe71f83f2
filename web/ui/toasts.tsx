import X from 'lucide-react/icons/x'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useShellT } from '../words.ts'
import { classes } from './classes.ts'
import { dismiss, type Toast, toastStore } from './toast.ts'

/**
 * Where toasts show: below, but on top where a page has at its foot what people write in (marked `data-foot`), which nothing is to cover.
 * The live region is always there, since screen readers hear only what changes inside it.
 */
export function Toasts() {
  const t = useShellT()
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.current, toastStore.onServer)
  return (
    <section
      aria-label={t('toast.list')}
      className="pointer-events-none fixed inset-x-0 bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-50 md:bottom-6 [body:has([data-foot])_&]:top-33 [body:has([data-foot])_&]:bottom-auto"
    >
      <ol aria-live="polite" className="grid justify-items-center gap-2 px-4">
        {toasts.map((one) => (
          <ToastItem key={one.id} toast={one} />
        ))}
      </ol>
    </section>
  )
}

function ToastItem({ toast: { id, text, tone, action, undo, stay } }: { toast: Toast }) {
  const t = useShellT()
  const [held, setHeld] = useState(false)
  const answers = [undo && { label: t('toast.undo'), run: undo }, action].filter((one) => one !== undefined)
  const life = answers.length > 0 ? 10_000 : 6000
  useEffect(() => {
    if (stay || held) return
    const timer = setTimeout(() => dismiss(id), life)
    return () => clearTimeout(timer)
  }, [id, stay, held, life])
  return (
    <li
      className={classes('arrive-up float pointer-events-auto flex max-w-lg items-center gap-1 py-1 ps-4 pe-1', tone === 'problem' && 'border-sindoor')}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="py-2">{text}</span>
      {answers.map((answer) => (
        <button
          key={answer.label}
          type="button"
          className="btn btn-quiet btn-sm"
          onClick={() => {
            dismiss(id)
            answer.run()
          }}
        >
          {answer.label}
        </button>
      ))}
      <button
        type="button"
        aria-label={t('toast.close')}
        onClick={() => dismiss(id)}
        className="grid size-11 shrink-0 place-items-center rounded-md text-ink-2 hover:text-ink"
      >
        <X className="size-4" />
      </button>
    </li>
  )
}
