import { useEffect, useState } from 'react'
import type { ApiError } from '#web/transport.ts'
import { problemOf } from '../problems.ts'
import { useT as useAccountT } from '../words.ts'
import { useT } from './words.ts'

/** The server sends one mail a minute. */
const pause_s = 60

interface Props {
  /** Asks for another; says what went wrong. */
  send: () => Promise<ApiError | undefined>
  /** Codes went out just before this page came. */
  just_sent: boolean
}

/** Another code, when the last one has had the time to arrive. */
export function Resend({ send, just_sent }: Props) {
  const t = useT()
  const words = useAccountT()
  const [pause, setPause] = useState({ seconds: just_sent ? pause_s : 0 })
  const left = useCountdown(pause)
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState('')
  const press = async () => {
    if (left > 0 || busy) return
    setBusy(true)
    const error = await send()
    setBusy(false)
    setPause({ seconds: error ? (error.retry_after ?? 0) : pause_s })
    setSaid(error ? problemOf(words, error) : t('code.sent'))
  }
  return (
    <div>
      {/* It keeps the focus while it counts down, and says what it waits for. */}
      <button type="button" aria-disabled={left > 0 || busy} onClick={() => void press()} className="btn btn-quiet -ms-4 aria-disabled:text-ink-2">
        {left > 0 ? t('code.again_in', { count: left }) : t('code.again')}
      </button>
      <p role="status" className="text-15 text-ink-2">
        {said}
      </p>
    </div>
  )
}

/** Whole seconds left, by the clock: a tab in the background ticks slowly. Each new object starts anew. */
function useCountdown(pause: { seconds: number }): number {
  const [left, setLeft] = useState(pause.seconds)
  useEffect(() => {
    setLeft(pause.seconds)
    if (pause.seconds <= 0) return
    const until = Date.now() + pause.seconds * 1000
    const timer = setInterval(() => {
      const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1000))
      setLeft(seconds)
      if (seconds === 0) clearInterval(timer)
    }, 1000)
    return () => clearInterval(timer)
  }, [pause])
  return left
}
