import KeyRound from 'lucide-react/icons/key-round'
import { useCallback, useEffect, useState } from 'react'
import type { ApiError } from '#web/transport.ts'
import { Button } from '#web/ui/button.tsx'
import { problemOf } from '../problems.ts'
import { useEntered } from '../use-entered.ts'
import { useT as useAccountsT } from '../words.ts'
import { usePasskeySignInMutation, usePasskeySignInOptionsMutation } from './api.ts'
import { askForPasskey, offersAutofill, stopAsking, usePasskeysWork, whyNot } from './passkeys.ts'
import { useT } from './words.ts'

/** Before its challenge ends the waiting request is replaced. */
const again_ms = 4 * 60_000

/** Signing in with a passkey: by a button, and before that among the names that the browser offers in the field. */
export function PasskeySignIn() {
  const t = useT()
  const works = usePasskeysWork()
  const { enter, problem, busy } = usePasskey(works)
  return (
    // Its place is kept until the browser has said whether it can, so that nothing jumps.
    <div className={works === false ? 'hidden' : 'mt-3 min-h-11'}>
      {works && (
        <Button busy={busy} onClick={() => void enter()} className="w-full">
          <KeyRound className="size-4.5" />
          {busy ? t('passkey.busy') : t('passkey.sign_in')}
        </Button>
      )}
      <p role="alert" className="mt-2 text-sindoor empty:hidden">
        {problem}
      </p>
    </div>
  )
}

function usePasskey(works: boolean | undefined) {
  const t = useT()
  const signInWith = useSignInWith()
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  // The browser's own offer ends with its challenge: then it is made anew.
  const [round, setRound] = useState(0)
  const enter = async () => {
    setBusy(true)
    setProblem('')
    const wrong = await signInWith().catch((error: unknown) => (whyNot(error) === 'failed' ? t('passkey.failed') : t('passkey.cancelled')))
    setProblem(wrong ?? '')
    setBusy(false)
  }
  useEffect(() => {
    // One that is on its way when the button is pressed would take the place of the button's request.
    if (!works || busy) return
    const over = new AbortController()
    const offer = async () => {
      if (!(await offersAutofill()) || over.signal.aborted) return
      const wrong = await signInWith(over.signal)
      // What was refused is not offered again: a device that answers by itself would try without end.
      if (!over.signal.aborted && wrong !== undefined) setProblem(wrong)
    }
    // Whatever ends it quietly, the button and the password are still there.
    offer().catch(() => {})
    const timer = setTimeout(() => setRound(round + 1), again_ms)
    return () => {
      over.abort()
      clearTimeout(timer)
      void stopAsking()
    }
  }, [works, busy, round, signInWith])
  return { enter, problem, busy }
}

/** Gives what was wrong in words, nothing when it went well; throws what the browser throws. With a signal it is the browser's own offer, until that is over. */
function useSignInWith() {
  const words = useAccountsT()
  const entered = useEntered()
  const [options] = usePasskeySignInOptionsMutation()
  const [signIn] = usePasskeySignInMutation()
  return useCallback(
    async (offer?: AbortSignal): Promise<string | undefined> => {
      const asked = await options()
      // An offer that nobody asked for fails quietly.
      if (asked.error) return offer ? undefined : problemOf(words, asked.error as ApiError)
      if (offer?.aborted) return
      const { data, error } = await signIn({ body: { credential: await askForPasskey(asked.data, offer !== undefined) } })
      if (error) return problemOf(words, error as ApiError)
      await entered(data)
      return
    },
    [words, entered, options, signIn],
  )
}
