import { useCallback } from 'react'
import { useStore } from 'react-redux'
import { useNavigate, useSearchParams } from 'react-router'
import { type Person, setSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import { toast } from '#web/ui/toast.ts'
import { safeNext } from './next.ts'
import { useT } from './words.ts'

/** What follows a sign-in, whichever way: the page shows who is here, greets, and goes where they wanted to go. */
export function useEntered() {
  const t = useT()
  const store = useStore() as AppStore
  const navigate = useNavigate()
  const [query] = useSearchParams()
  const next = query.get('next')
  return useCallback(
    async (person: Person) => {
      await setSession(store, person)
      toast({ text: t('sign_in.done', { name: person.username }) })
      await navigate(safeNext(next), { replace: true })
    },
    [t, store, navigate, next],
  )
}
