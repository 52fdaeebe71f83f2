import { useEffect, useRef, useState } from 'react'
import { useStore } from 'react-redux'
import { useNavigate, useSearchParams } from 'react-router'
import { useHead } from '#web/head.tsx'
import type { AppStore } from '#web/store.ts'
import type { ApiError } from '#web/transport.ts'
import { useShellT } from '#web/words.ts'
import { chatApi } from './api.ts'
import { changeRooms, loadRooms } from './open-thread.ts'
import { useT } from './page-words.ts'
import { PaneHead } from './pane-head.tsx'
import { PeopleField } from './people-field.tsx'
import { withRoom } from './rooms.ts'

/** Begins a conversation: somebody is found by their name, or named by the address (`?to=`). */
export function NewPage() {
  const t = useT()
  const shell = useShellT()
  const [search] = useSearchParams()
  const to = search.get('to') ?? ''
  const { open, opening, problem } = useOpening()
  useHead({ title: `${t('new.title')} · ${shell('site')}`, noindex: true })
  const asked = useRef('')
  useEffect(() => {
    if (!to || asked.current === to) return
    asked.current = to
    void open(to)
  }, [to, open])
  return (
    <div className="flex h-full flex-col">
      <PaneHead title={t('new.title')} />
      <div className="mx-auto w-full max-w-[34rem] px-4 py-6">
        <PeopleField start={to} busy={opening} problem={problem} onChoose={(username) => void open(username)} />
      </div>
    </div>
  )
}

function useOpening() {
  const t = useT()
  const store = useStore() as AppStore
  const navigate = useNavigate()
  const [opening, setOpening] = useState(false)
  const [problem, setProblem] = useState<string>()
  // Kept over renders, so that the effect above may depend on it.
  const open = useRef(async (username: string) => {
    setOpening(true)
    setProblem(undefined)
    const { data, error } = await store.dispatch(chatApi.endpoints.openRoom.initiate({ body: { username } }, { track: false }))
    setOpening(false)
    if (data) {
      await loadRooms(store).catch(() => {})
      changeRooms(store, (rooms) => withRoom(rooms, data))
      await navigate(`/chat/${data.id}`, { replace: true })
      return
    }
    const status = (error as ApiError | undefined)?.status
    setProblem(status === 404 || status === 400 ? t('new.nobody', { name: username }) : status === 0 ? t('offline') : t('failed'))
  }).current
  return { open, opening, problem }
}
