import { useCallback, useLayoutEffect, useRef } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { parseView, searchOf, type View } from './view.ts'

/**
 * What the address asks for, and how to change it: choices can be gone back from, typing cannot, or Back would undo letters. What builds on the view, such as
 * one tick more, is a function of it: the view that is shown may be older than the last choice.
 */
export function useView() {
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const view = parseView(search)
  const address = searchOf(view)
  // Two changes may come before the first has reached the address: the second builds on the first instead of undoing it.
  const latest = useRef(address)
  // While changes are under way an earlier one may still arrive: it must not pass for the latest.
  const under_way = useRef(0)
  useLayoutEffect(() => {
    if (under_way.current === 0 || latest.current === address) latest.current = address
  }, [address])
  const change = useCallback(
    (part: Partial<View> | ((now: View) => Partial<View>), how: 'push' | 'replace' = 'push') => {
      const now = parseView(new URLSearchParams(latest.current))
      const next = searchOf({ ...now, ...(typeof part === 'function' ? part(now) : part) })
      if (next === latest.current) return
      latest.current = next
      under_way.current++
      void Promise.resolve(navigate(`/${next}`, { replace: how === 'replace', preventScrollReset: true })).finally(() => {
        under_way.current--
      })
    },
    [navigate],
  )
  return { view, change }
}
export type ChangeView = ReturnType<typeof useView>['change']
