import { type FormEvent, useId, useRef, useState } from 'react'
import { useStore } from 'react-redux'
import { useNavigate } from 'react-router'
import { isBlank } from '#contract/blank.ts'
import type { Subject } from '#web/app.ts'
import { addressIn } from '#web/head.tsx'
import { useLanguage } from '#web/i18n.ts'
import { usePage } from '#web/page-context.ts'
import { useSession } from '#web/session.ts'
import type { AppStore } from '#web/store.ts'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Field } from '#web/ui/field.tsx'
import { toast } from '#web/ui/toast.ts'
import { Dot } from '../colors.tsx'
import { tasksIn } from '../data/base.ts'
import { useMoreT } from '../more-words.ts'
import { queueOf } from '../queue/own-queue.ts'
import { TasksProvider, useTasks } from '../use-tasks.tsx'
import { lastUsedFirst, rememberList } from './last-lists.ts'
import { useKnownLists } from './use-known-lists.ts'

interface Props {
  subject: Subject
  onClose: () => void
}

/** What another app's page shows becomes a todo, with its address in the description. */
export function AddToList(props: Props) {
  const { user } = useSession()
  if (!user) return null
  return (
    <TasksProvider user_id={user.id}>
      <Panel {...props} />
    </TasksProvider>
  )
}

function Panel({ subject, onClose }: Props) {
  const t = useMoreT()
  const state = useKnownLists()
  const { lists, act } = useTasks()
  const [due, setDue] = useState('')
  const add = useAdd(subject, due)
  const choose = (list: { id: string; name: string }) => {
    add(list)
    onClose()
  }
  const create = (name: string) => choose({ id: act.addList({ name, color: '#0f766e' }), name })
  return (
    <Dialog title={t('offer.title')} onClose={onClose} className="w-full max-w-md">
      <div className="grid gap-5 px-5 pt-1 pb-5">
        <p className="font-semibold text-17">{subject.title}</p>
        <Field label={t('offer.due')} type="date" value={due} min="1970-01-01" max="2199-12-31" onChange={(event) => setDue(event.target.value)} />
        {state.loading && <p className="text-ink-2">{t('offer.loading')}</p>}
        {state.failed && (
          <p className="flex items-center justify-between gap-3" role="alert">
            {t('offer.failed')}
            <Button small onClick={state.again}>
              {t('offer.again')}
            </Button>
          </p>
        )}
        {state.known && lists.length > 0 && <Choice lists={lastUsedFirst(lists)} onChoose={choose} />}
        {state.known && <NewList first={lists.length === 0} onCreate={create} />}
      </div>
    </Dialog>
  )
}

interface Choosable {
  id: string
  name: string
  color: string
  open_count: number
}

function Choice<L extends Choosable>({ lists, onChoose }: { lists: readonly L[]; onChoose: (list: L) => void }) {
  const t = useMoreT()
  const heading = useId()
  return (
    <div>
      <h3 id={heading} className="mb-1.5 font-[550] text-15">
        {t('offer.lists')}
      </h3>
      <ul aria-labelledby={heading} className="-mx-3 max-h-64 overflow-y-auto">
        {lists.map((list) => (
          <li key={list.id}>
            <button type="button" className="menu-entry w-full" onClick={() => onChoose(list)}>
              <Dot color={list.color} className="size-3" />
              <span className="min-w-0 flex-1 truncate text-start">{list.name}</span>
              <span className="text-13 text-ink-2">{t('offer.open_count', { count: list.open_count })}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function NewList({ first, onCreate }: { first: boolean; onCreate: (name: string) => void }) {
  const t = useMoreT()
  const [name, setName] = useState('')
  const [missing, setMissing] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isBlank(name)) return onCreate(name.trim())
    setMissing(true)
    field.current?.focus()
  }
  return (
    <form onSubmit={submit} noValidate className="hairline grid gap-3 pt-4">
      {first && <p className="text-ink-2">{t('offer.none')}</p>}
      <Field
        ref={field}
        label={t('offer.new')}
        placeholder={t('offer.new_hint')}
        value={name}
        maxLength={100}
        autoComplete="off"
        error={missing && isBlank(name) ? t('offer.name_missing') : undefined}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" kind={first ? 'main' : 'plain'}>
        {t('offer.create')}
      </Button>
    </form>
  )
}

/** Adds at once, and says so with the way back and the way there. */
function useAdd({ title, href }: Subject, due: string): (list: { id: string; name: string }) => void {
  const t = useMoreT()
  const { act, user_id, clock } = useTasks()
  const { origin } = usePage()
  const language = useLanguage()
  const store = useStore() as AppStore
  const navigate = useNavigate()
  return (list) => {
    const when = due ? { due_date: due, time_zone: clock.zone } : {}
    const id = act.addTodo({ list_id: list.id, title, description: origin + addressIn(language, href), ...when })
    rememberList(list.id)
    toast({
      text: t('offer.added', { list: list.name }),
      // Not sent yet, it has the version that it will have.
      undo: () => queueOf(store, user_id).add({ kind: 'remove_todo', id, version: tasksIn(store, user_id).todos[id]?.version ?? 1, title }),
      action: { label: t('offer.open'), run: () => void navigate(`/tasks/lists/${list.id}`) },
    })
  }
}
