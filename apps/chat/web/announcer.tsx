import { useEffect, useRef, useState } from 'react'
import { useT } from './page-words.ts'
import { saidIn } from './said.ts'
import { endSeq, type Thread } from './thread.ts'

/** Reads new messages of the other one to those who listen. Older ones that are loaded are no news. */
export function Announcer({ thread, me, name }: { thread: Thread; me: string; name: string }) {
  const t = useT()
  const heard = useRef(thread.last_seq)
  const [said, setSaid] = useState<{ id: string; text: string }[]>([])
  useEffect(() => {
    const fresh = thread.messages.filter(({ seq, sender, text }) => seq > heard.current && sender !== me && text !== null)
    heard.current = Math.max(heard.current, endSeq(thread))
    if (fresh.length > 0)
      setSaid((before) => [...before, ...fresh.map((message) => ({ id: message.id, text: t('said', { name, text: saidIn(message, t) }) }))].slice(-5))
  }, [thread, me, name, t])
  return (
    <div role="log" aria-live="polite" aria-label={t('thread.log')} className="sr-only">
      {said.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  )
}
