import { useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { useT } from './words.ts'

interface Props {
  title: string
  why: string
  /** The label of the button that does it. */
  action: string
  /** Does it; gives what went wrong in words. */
  go: () => Promise<string | undefined>
  onClose: () => void
}

/** A question before something that cannot be taken back. */
export function AskDialog({ title, why, action, go, onClose }: Props) {
  const t = useT()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const start = async () => {
    setBusy(true)
    setProblem((await go()) ?? '')
    setBusy(false)
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="px-5 pb-6">
        <p className="text-ink-2">{why}</p>
        <p role="alert" className="mt-3 text-sindoor empty:hidden">
          {problem}
        </p>
        <div className="mt-5 flex flex-wrap gap-3">
          <Button kind="main" busy={busy} onClick={() => void start()}>
            {action}
          </Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
        </div>
      </div>
    </Dialog>
  )
}
