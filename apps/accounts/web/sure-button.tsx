import { useEffect, useState } from 'react'
import { Button } from '#web/ui/button.tsx'

interface Props {
  label: string
  /** What it says once it was pressed: the second press does it. */
  sure: string
  /** Tells apart the same button of other rows. */
  about: string
  busy: boolean
  onSure: () => void
}

const armed_ms = 6000

/** For what cannot be undone: asks in its own place, and forgets the question when one goes elsewhere. */
export function SureButton({ label, sure, about, busy, onSure }: Props) {
  const [armed, setArmed] = useState(false)
  useEffect(() => {
    if (!armed) return
    const timer = setTimeout(() => setArmed(false), armed_ms)
    return () => clearTimeout(timer)
  }, [armed])
  return (
    <Button
      small
      busy={busy}
      aria-label={`${armed ? sure : label}: ${about}`}
      className={armed ? 'border-sindoor bg-sindoor-soft text-sindoor hover:border-sindoor hover:text-sindoor' : ''}
      onBlur={() => setArmed(false)}
      onClick={() => {
        setArmed(!armed)
        if (armed) onSure()
      }}
    >
      {armed ? sure : label}
    </Button>
  )
}
