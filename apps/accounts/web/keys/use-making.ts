import { useState } from 'react'
import { useStore } from 'react-redux'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import type { KeyScope } from '../../contract/keys.ts'
import { problemOf } from '../problems.ts'
import { useT as useFormT } from '../words.ts'
import { showKey, useMakeKeyMutation } from './api.ts'
import { inOwnWords } from './problems.ts'
import { useT } from './words.ts'

/** The key that was just made: the only time that its secret is anywhere but with its owner. */
export interface MadeKey {
  name: string
  secret: string
}

export interface KeyProblems {
  name?: string
  current_password?: string
  /** What concerns no single field. */
  whole?: string
}

const days = { d30: 30, d90: 90, d365: 365, never: null } as const
export type Expiry = keyof typeof days
export const expiries = Object.keys(days) as Expiry[]

export interface WantedKey {
  name: string
  scope: KeyScope
  expiry: Expiry
  current_password: string
}

/** Makes a key; what the server finds wrong comes back by field. The password is asked for once the server wants it. */
export function useMaking(user_id: string, onMade: (key: MadeKey) => void) {
  const t = useT()
  const form_words = useFormT()
  const store = useStore() as AppStore
  const [make, { isLoading }] = useMakeKeyMutation()
  const [problems, setProblems] = useState<KeyProblems>({})
  const [wants_password, setWantsPassword] = useState(false)

  async function submit({ name, scope, expiry, current_password }: WantedKey) {
    if (!name.trim()) return setProblems({ name: t('problems.name_needed') })
    setProblems({})
    const proof = current_password ? { current_password } : {}
    const { data, error } = await make({ body: { name, scope, expires_in_days: days[expiry], ...proof } })
    if (error) return setProblems(told(error as ApiError))
    const { secret, ...key } = data
    setWantsPassword(false)
    store.dispatch(showKey(user_id, key))
    return onMade({ name: key.name, secret })
  }

  function told(error: ApiError): KeyProblems {
    const say = (sentence: string) => inOwnWords(t, sentence) ?? problemOf(form_words, { ...error, message: sentence })
    const { name, current_password } = error.fields
    if (current_password) setWantsPassword(true)
    if (name?.[0]) return { name: say(name[0]) }
    // The first time it is a question, not a mistake.
    if (current_password?.[0]) return wants_password ? { current_password: say(current_password[0]) } : {}
    const whole = say(error.message)
    return error.status === 409 && whole === t('problems.name_taken') ? { name: whole } : { whole }
  }

  return { submit, problems, wants_password, busy: isLoading }
}
