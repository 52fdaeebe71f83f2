import { type FormEvent, type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from 'react'
import { Button } from '#web/ui/button.tsx'
import { classes } from '#web/ui/classes.ts'
import { usePeopleQuery } from './api.ts'
import { Avatar } from './avatar.tsx'
import { one_line } from './line-height.tsx'
import { useT } from './page-words.ts'

interface Props {
  start: string
  busy: boolean
  problem: string | undefined
  onChoose: (username: string) => void
}

/** Finds people while one types; arrows choose, Enter opens. */
export function PeopleField({ start, busy, problem, onChoose }: Props) {
  const t = useT()
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(start)
  const [chosen, setChosen] = useState(0)
  const q = useDeferredValue(useSettled(text.trim()))
  const { currentData, isFetching } = usePeopleQuery({ query: { q } }, { skip: q === '' })
  const found = q === '' ? [] : (currentData ?? [])
  const at = Math.min(chosen, found.length - 1)
  // After the frame has moved the focus to the heading.
  useEffect(() => {
    const turn = requestAnimationFrame(() => field.current?.focus())
    return () => cancelAnimationFrame(turn)
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    setChosen((at + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % Math.max(1, found.length))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const name = found[at]?.username ?? text.trim()
    if (name && !busy) onChoose(name)
  }
  const none = q !== '' && q === text.trim() && !isFetching && currentData?.length === 0
  return (
    <form onSubmit={submit}>
      <label htmlFor={id} className="mb-1.5 block font-[550]">
        {t('new.to')}
      </label>
      <div className="flex gap-2">
        <input
          ref={field}
          id={id}
          type="text"
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={found[at] && `${id}-${at}`}
          aria-autocomplete="list"
          aria-describedby={`${id}-help`}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={60}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
          className="control"
        />
        <Button type="submit" kind="main" busy={busy}>
          {t('new.open')}
        </Button>
      </div>
      <p id={`${id}-help`} className="mt-1.5 text-13 text-ink-2">
        {t('new.help')}
      </p>
      <p role="status" className={classes(problem && 'mt-3 text-sindoor', !problem && none && 'mt-3', !problem && !none && 'sr-only')}>
        {problem ?? (none ? t('new.none', { name: q }) : found.length > 0 ? t('new.found', { count: found.length }) : '')}
      </p>
      <div role="listbox" id={`${id}-list`} aria-label={t('new.people')} className="mt-3 empty:hidden">
        {found.map((person, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard at the field above, which keeps the focus.
          <div
            key={person.id}
            id={`${id}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            onClick={() => onChoose(person.username)}
            onPointerMove={() => setChosen(i)}
            className={classes('flex min-h-14 cursor-pointer items-center gap-3 rounded-md px-2', i === at && 'bg-neel-soft text-neel-strong')}
          >
            <Avatar person={person} online={false} />
            <span className={classes('font-[550]', one_line)}>{person.username}</span>
          </div>
        ))}
      </div>
    </form>
  )
}

const pause_ms = 150

/** What was typed once the fingers rest for a moment. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pause_ms)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
