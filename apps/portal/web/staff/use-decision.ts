import { useState } from 'react'
import { useStore } from 'react-redux'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { toast } from '#web/ui/toast.ts'
import type { Case } from '../../contract/moderation.ts'
import { blogApi } from '../blog/api.ts'
import { staffApi } from './api.ts'
import { useT } from './book.ts'

type Action = 'hide' | 'restore' | 'approve' | 'dismiss'
const said = { hide: 'hidden', restore: 'restored', approve: 'approved', dismiss: 'dismissed' } as const

/** Decides a case; it leaves the list it stood in. Where somebody else was quicker, what they decided is shown instead. */
export function useDecision(one: Case, done: boolean) {
  const t = useT()
  const store = useStore() as AppStore
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const change = (how: (items: Case[]) => Case[]) =>
    store.dispatch(
      staffApi.util.updateQueryData('cases', { done }, (draft) => {
        for (const page of draft.pages) page.items = how(page.items as Case[])
      }),
    )
  const others = (items: Case[]) => items.filter(({ id, kind }) => id !== one.id || kind !== one.kind)
  const send = (action: Action, reason: string) =>
    store.dispatch(staffApi.endpoints.decideCase.initiate({ params: { kind: one.kind, id: one.id }, body: { action, reason } }, { track: false }))

  const decide = async (action: Action, reason = ''): Promise<boolean> => {
    if (busy) return false
    setBusy(true)
    setProblem(undefined)
    const { error } = await send(action, reason)
    setBusy(false)
    if (error) {
      const { status, current, message } = error as ApiError
      if (status === 409 && current) change((items) => items.map((item) => (item.id === one.id && item.kind === one.kind ? (current as Case) : item)))
      setProblem(status === 409 ? t('decided') : message || t('failed'))
      return false
    }
    change(others)
    // Readers' pages that this browser knows show something else now.
    store.dispatch(blogApi.util.invalidateTags(['Posts', 'Post']))
    toast({ text: t(said[action]), ...(action === 'hide' ? { undo: () => void undo() } : {}) })
    return true
  }
  const undo = async () => {
    const { error } = await send('restore', '')
    if (error) return toast({ text: (error as ApiError).message || t('failed'), tone: 'problem' })
    return toast({ text: t('restored') })
  }
  return { decide, busy, problem }
}
