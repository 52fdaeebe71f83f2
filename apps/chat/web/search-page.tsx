import X from 'lucide-react/icons/x'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'react-redux'
import { Link, useSearchParams } from 'react-router'
import { useHead } from '#web/head.tsx'
import { useFormat } from '#web/i18n.ts'
import { useSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import { Button } from '#web/ui/button.tsx'
import { classes } from '#web/ui/classes.ts'
import { useShellT } from '#web/words.ts'
import { useZone } from '#web/zone.ts'
import type { Message } from '../contract.ts'
import { useRoomsQuery, useSearchMessagesQuery } from './api.ts'
import { Found, folded } from './found.tsx'
import { lineHeightOf, one_line } from './line-height.tsx'
import { refreshRoom, roomIn } from './open-thread.ts'
import { useT } from './page-words.ts'
import { PaneHead } from './pane-head.tsx'
import { useSettled } from './people-field.tsx'
import { shortTime } from './times.ts'

const max_query = 100

/** Looks through one's own conversations; what was sought stands in the address, so Back comes back to it. */
export function SearchPage() {
  const t = useT()
  const shell = useShellT()
  const [search, setSearch] = useSearchParams()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState((search.get('q') ?? '').slice(0, max_query))
  const room_id = search.get('room') ?? undefined
  const q = useSettled(text.trim())
  useHead({ title: `${t('search.title')} · ${shell('site')}`, noindex: true })
  useEffect(() => {
    const turn = requestAnimationFrame(() => field.current?.focus())
    return () => cancelAnimationFrame(turn)
  }, [])
  useEffect(() => {
    setSearch((before) => withParam(before, 'q', q), { replace: true, preventScrollReset: true })
  }, [q, setSearch])
  return (
    <div className="flex h-full flex-col">
      <PaneHead title={t('search.title')} />
      <div className="relative min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto w-full max-w-[42rem] px-4 py-4">
          <search>
            <label>
              <span className="sr-only">{t('search.label')}</span>
              <input
                ref={field}
                type="search"
                autoComplete="off"
                maxLength={max_query}
                placeholder={t('search.label')}
                value={text}
                onChange={(event) => setText(event.target.value)}
                className="control"
              />
            </label>
            {room_id && <OnlyIn room_id={room_id} onAll={() => setSearch((before) => withParam(before, 'room', ''), { replace: true })} />}
          </search>
          <Results q={q} room_id={room_id} />
        </div>
      </div>
    </div>
  )
}

function withParam(before: URLSearchParams, name: string, value: string): URLSearchParams {
  const after = new URLSearchParams(before)
  if (value) after.set(name, value)
  else after.delete(name)
  return after
}

function OnlyIn({ room_id, onAll }: { room_id: string; onAll: () => void }) {
  const t = useT()
  const room = useRoomsQuery().data?.items.find(({ id }) => id === room_id)
  return (
    <div className="mt-2 flex items-center gap-1 text-15">
      <span className="min-w-0 truncate">{t('search.only', { name: room?.with.username || t('somebody_gone') })}</span>
      <Button kind="quiet" small onClick={onAll}>
        <X className="size-4" aria-hidden="true" />
        {t('search.everywhere')}
      </Button>
    </div>
  )
}

/** Names of conversations so old that the list does not have them yet. */
function useRoomsOf(messages: readonly Message[] | undefined) {
  const store = useStore() as AppStore
  useEffect(() => {
    for (const room_id of new Set(messages?.map((message) => message.room_id))) if (!roomIn(store, room_id)) void refreshRoom(store, room_id).catch(() => {})
  }, [messages, store])
}

function Results({ q, room_id }: { q: string; room_id: string | undefined }) {
  const t = useT()
  const long_enough = [...q].length >= 2
  const { currentData: data, isError, refetch } = useSearchMessagesQuery({ query: { q, ...(room_id ? { room_id } : {}) } }, { skip: !long_enough })
  useRoomsOf(data?.results)
  const said = !long_enough
    ? t('search.hint')
    : !data
      ? t('search.busy')
      : data.results.length === 0
        ? t('search.none', { query: q })
        : t('search.count', { count: data.results.length })
  return (
    <>
      <p role="status" className="mt-4 text-15 text-ink-2">
        {isError ? t('search.failed') : said}
      </p>
      {isError && (
        <Button className="mt-2" onClick={() => void refetch()}>
          {t('again')}
        </Button>
      )}
      {long_enough && data && data.results.length > 0 && (
        <ul className="mt-2">
          {data.results.map((message) => (
            <Result key={message.id} message={message} q={q} />
          ))}
        </ul>
      )}
      {long_enough && data && !data.searched_all && <p className="mt-4 text-13 text-ink-2">{t('search.not_all')}</p>}
    </>
  )
}

/** The part of a message in which it was found: its words, or what a picture shows. */
function foundIn({ text, pictures }: Message, q: string): string {
  const said = [text ?? '', ...pictures.map(({ alt }) => alt)]
  return said.find((one) => folded(one).includes(folded(q))) ?? said[0] ?? ''
}

function Result({ message, q }: { message: Message; q: string }) {
  const t = useT()
  const format = useFormat()
  const zone = useZone()
  const { user } = useSession()
  const room = useRoomsQuery().data?.items.find(({ id }) => id === message.room_id)
  const name = room?.with.username || t('somebody_gone')
  const found = foundIn(message, q)
  return (
    <li className="hairline">
      <Link to={`/chat/${message.room_id}?at=${message.seq}`} className="block rounded-sm px-2 py-3 hover:bg-sunk">
        <span className="flex items-baseline gap-2">
          <span className={classes('min-w-0 flex-1 font-[550]', one_line)}>{message.sender === user?.id ? t('search.you_to', { name }) : name}</span>
          <time className="shrink-0 text-13 text-ink-2">{shortTime(message.sent_at, format, t, zone)}</time>
        </span>
        <span className={classes('line-clamp-3 text-ink-2', lineHeightOf(found))}>
          <Found text={found} q={q} />
        </span>
      </Link>
    </li>
  )
}
