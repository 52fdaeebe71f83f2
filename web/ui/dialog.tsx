import X from 'lucide-react/icons/x'
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { useShellT } from '../words.ts'
import { classes } from './classes.ts'

interface Props {
  title: string
  onClose: () => void
  children: ReactNode
  /** The title is heard but not seen, for dialogs that begin with a field. */
  bare?: boolean
  className?: string
}

/** The browser's own dialog: keeps the focus (where it begins is marked by `data-first`), closes on Esc and on a press beside it; on phones a sheet from below. Shown while mounted. */
export function Dialog({ title, onClose, children, bare = false, className }: Props) {
  const t = useShellT()
  const ref = useRef<HTMLDialogElement>(null)
  const title_id = useId()
  // At once: a key that comes before the dialog has the focus would be lost.
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    // The browser begins with the button that closes.
    dialog?.querySelector<HTMLElement>('[data-first]')?.focus()
    return () => dialog?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard's way out is Esc, which the browser gives.
    <dialog
      ref={ref}
      aria-labelledby={title_id}
      onClose={onClose}
      onClick={(event) => event.target === ref.current && onClose()}
      className={classes('dialog float', className)}
    >
      <div className={bare ? 'sr-only' : 'flex items-center justify-between gap-4 px-5 pt-4 pb-2'}>
        <h2 id={title_id} className="text-20">
          {title}
        </h2>
        {!bare && (
          <button
            type="button"
            onClick={onClose}
            aria-label={t('dialog.close')}
            className="-me-2 grid size-11 place-items-center rounded-md text-ink-2 hover:text-ink"
          >
            <X className="size-5" />
          </button>
        )}
      </div>
      {children}
    </dialog>
  )
}
