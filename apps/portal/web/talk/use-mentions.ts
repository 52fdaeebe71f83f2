import { type KeyboardEvent, type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { useSuggestedPeopleQuery } from './api.ts'
import { type Typed, typedMention, withMention } from './mentions.ts'

interface Options {
  field: RefObject<HTMLTextAreaElement | null>
  post_id: string
  onText: (text: string) => void
}

/** People whom a comment may mean, while a name is typed after an @: chosen by arrows and Enter or Tab, or by a tap. */
export function useMentions({ field, post_id, onText }: Options) {
  const id = useId()
  const [mention, setMention] = useState<Typed>()
  const [asked, setAsked] = useState<string>()
  const [at, setAt] = useState(0)
  const caret = useRef<number>(undefined)
  const q = mention?.q
  // What is typed on at once is not asked for letter by letter.
  useEffect(() => {
    const timer = setTimeout(() => setAsked(q), q === undefined || q === '' ? 0 : 120)
    return () => clearTimeout(timer)
  }, [q])
  const { currentData, data } = useSuggestedPeopleQuery({ params: { id: post_id }, query: { q: asked ?? '' } }, { skip: asked === undefined })
  const key = q?.toLowerCase() ?? ''
  // Those who were found by fewer letters may do until the answer is there.
  const people = mention && asked !== undefined ? (currentData ?? data ?? []).filter(({ username }) => username.toLowerCase().startsWith(key)) : []
  const open = people.length > 0
  useLayoutEffect(() => {
    if (caret.current === undefined) return
    field.current?.setSelectionRange(caret.current, caret.current)
    caret.current = undefined
  })
  const look = () => {
    const { value = '', selectionStart = 0, selectionEnd = 0 } = field.current ?? {}
    setMention(selectionStart === selectionEnd ? typedMention(value, selectionStart) : undefined)
    setAt(0)
  }
  const close = () => setMention(undefined)
  const take = (username: string) => {
    const { current } = field
    if (!current || !mention) return
    const next = withMention(current.value, current.selectionStart, mention, username)
    caret.current = next.caret
    onText(next.text)
    close()
    current.focus()
  }
  /** True when the key was for the list. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (!open || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: people.length - 1 }
    const chosen = people[at % people.length]
    if (event.key in steps) setAt((at + (steps[event.key] ?? 0)) % people.length)
    else if ((event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) && chosen) take(chosen.username)
    else if (event.key === 'Escape') close()
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  const attributes = {
    'aria-autocomplete': 'list' as const,
    'aria-controls': open ? id : undefined,
    'aria-activedescendant': open ? `${id}-${at % people.length}` : undefined,
  }
  return { id, people, at: open ? at % people.length : 0, look, close, take, onKey, attributes }
}
