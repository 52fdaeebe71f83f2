import { useEffect, useRef, useState } from 'react'
import type { Pending } from './outbox.ts'
import { useT } from './page-words.ts'
import { saidIn } from './said.ts'
import { endSeq, type Thread } from './thread.ts'

interface Props {
  thread: Thread
  pending: readonly Pending[]
  me: string
  name: string
}

/** Reads new messages of the other one to those who listen, and which of their own did not get through. Older ones that are loaded are no news. */
export function Announcer({ thread, pending, me, name }: Props) {
  const t = useT()
  const heard = useRef(thread.last_seq)
  const failures = useRef<readonly string[]>([])
  const [said, setSaid] = useState<{ id: string; text: string }[]>([])
  useEffect(() => {
    const fresh = thread.messages.filter(({ seq, sender, text }) => seq > heard.current && sender !== me && text !== null)
    heard.current = Math.max(heard.current, endSeq(thread))
    if (fresh.length > 0)
      setSaid((before) => [...before, ...fresh.map((message) => ({ id: message.id, text: t('said', { name, text: saidIn(message, t) }) }))].slice(-5))
  }, [thread, me, name, t])
  useEffect(() => {
    const failed = pending.filter(({ state }) => state === 'failed')
    const fresh = failed.filter(({ id }) => !failures.current.includes(id))
    failures.current = failed.map(({ id }) => id)
    if (fresh.length > 0)
      setSaid((before) =>
        [...before, ...fresh.map(({ id, text, refused }) => ({ id: `${id} failed`, text: `${t(`state.${refused ?? 'failed'}`)} ${text}` }))].slice(-5),
      )
  }, [pending, t])
  return (
    <div role="log" aria-live="polite" aria-label={t('thread.log')} className="sr-only">
      {said.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  )
}
