import { useCallback } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { parseView, searchOf, type View } from './view.ts'

/** What the address asks for, and how to change it: choices can be gone back from, typing cannot, or Back would undo letters. */
export function useView() {
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const view = parseView(search)
  const address = searchOf(view)
  const change = useCallback(
    (part: Partial<View>, how: 'push' | 'replace' = 'push') => {
      const next = searchOf({ ...parseView(new URLSearchParams(address)), ...part })
      if (next !== address) void navigate(`/${next}`, { replace: how === 'replace', preventScrollReset: true })
    },
    [address, navigate],
  )
  return { view, change }
}
export type ChangeView = ReturnType<typeof useView>['change']
