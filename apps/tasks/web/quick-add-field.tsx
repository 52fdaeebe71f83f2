import Plus from 'lucide-react/icons/plus'
import X from 'lucide-react/icons/x'
import { type FormEvent, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { isBlank } from '#contract/blank.ts'
import { useEarlySubmit } from '#web/early-submit.ts'
import { useFormat } from '#web/i18n.ts'
import { keepPrivate, keptPrivate } from '#web/private-storage.ts'
import { classes } from '#web/ui/classes.ts'
import { toast } from '#web/ui/toast.ts'
import { colors } from './colors.tsx'
import { type DuePreset, dueText, presetDue } from './due.ts'
import { useMoreT } from './more-words.ts'
import { useT } from './page-words.ts'
import { parseQuickAdd, type QuickAdd, takeBack } from './quick-add/parse.ts'
import { repeatWords } from './repeat/described.ts'
import { useTasks } from './use-tasks.tsx'

const max_title = 500

/** One line that becomes a todo: what it says of date, priority and list is shown before it is sent, and can be taken back. */
export function QuickAddField({ list_id, due }: { list_id?: string; due?: DuePreset }) {
  const t = useT()
  const { act, lists, clock, user_id } = useTasks()
  const key = `tasks.new.${user_id}.${list_id ?? ''}`
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const problem_id = useId()
  // What is typed before the app is there goes before what was kept.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is begun once for a list.
  useLayoutEffect(() => {
    const typed = field.current?.value
    if (typed) change(typed)
    else setText(keptPrivate(key) ?? '')
  }, [key])
  const form = useEarlySubmit(() => field.current?.value === text)
  const change = (next: string) => {
    setText(next)
    setTried(false)
    keepPrivate(key, next || null)
  }
  const { zone } = clock
  const found = useMemo(() => parseQuickAdd(text, { now: new Date(), time_zone: zone, lists }), [text, zone, lists])
  const missing = isBlank(found.title)
  const problem = found.title.length > max_title ? t('add.long') : tried && text !== '' && missing ? t('todo.title_missing') : undefined
  const add = (event: FormEvent) => {
    event.preventDefault()
    field.current?.focus()
    setTried(true)
    if (missing || problem) return
    const { spans: _, list_id: named, ...fields } = found
    const into = named ?? list_id ?? lists[0]?.id ?? act.addList({ name: t('lists.first'), color: colors.teal })
    const dated = fields.due_date === null && due ? { ...fields, ...presetDue(due, clock) } : fields
    act.addTodo({ ...dated, list_id: into })
    change('')
    const list = lists.find(({ id }) => id === into)
    // Where it went elsewhere than one looks.
    if (list && into !== list_id && !(due && dated.due_date === presetDue(due, clock).due_date)) toast({ text: t('done.added', { list: list.name }) })
  }
  return (
    <form ref={form} data-app="" onSubmit={add} className="px-4 md:px-6">
      <div className="relative">
        <Plus className="pointer-events-none absolute start-3 top-1/2 size-5 -translate-y-1/2 text-neel" aria-hidden="true" />
        <input
          ref={field}
          data-quick-add=""
          type="text"
          dir="auto"
          autoComplete="off"
          enterKeyHint="done"
          aria-label={t('add.label')}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? problem_id : undefined}
          placeholder={t('add.placeholder')}
          value={text}
          onChange={(event) => change(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          className={classes('control ps-10 text-ellipsis', text && 'pe-24')}
        />
        {text && (
          <button type="submit" className="btn btn-main btn-sm absolute end-1 top-1/2 min-h-9 -translate-y-1/2">
            {t('add.add')}
          </button>
        )}
      </div>
      <p id={problem_id} role="alert" className="mt-1 text-13 text-sindoor empty:hidden">
        {problem}
      </p>
      <Understood found={found} text={text} onText={change} />
    </form>
  )
}

/** What was understood, each to be taken back by a press. */
function Understood({ found, text, onText }: { found: QuickAdd; text: string; onText: (text: string) => void }) {
  const t = useT()
  const format = useFormat()
  const { act, lists, clock } = useTasks()
  const due = dueText(found, clock, format, t)
  const list = lists.find(({ id }) => id === found.list_id)
  const more = useMoreT()
  const said = {
    date: due,
    time: undefined,
    priority: t(`priority.${found.priority}`),
    list: list?.name,
    recurrence: found.recurrence === null ? undefined : repeatWords(found.recurrence, more, format),
    new_list: undefined,
  }
  const first_due = found.spans.find(({ kind }) => kind === 'date' || kind === 'time')
  const chips = found.spans.flatMap((span) => {
    const what = span === first_due ? due : span.kind === 'date' || span.kind === 'time' ? undefined : said[span.kind]
    return what ? [{ span, what }] : []
  })
  const made = found.spans.find(({ kind }) => kind === 'new_list')
  return (
    <div aria-live="polite" className="flex flex-wrap gap-2 not-empty:pt-2">
      {chips.map(({ span, what }) => (
        <button
          key={span.start}
          type="button"
          aria-label={t('add.understood', { what })}
          onClick={() => onText(takeBack(text, span))}
          className="tag flex min-h-8 pointer-coarse:min-h-11 items-center gap-1.5 px-3"
        >
          {what}
          <X className="size-3.5" aria-hidden="true" />
        </button>
      ))}
      {made?.name && (
        <button
          type="button"
          onClick={() => act.addList({ name: made.name ?? '', color: colors.teal })}
          className="tag flex min-h-8 pointer-coarse:min-h-11 items-center gap-1.5 px-3"
        >
          <Plus className="size-3.5" aria-hidden="true" />
          {t('add.make_list', { name: made.name })}
        </button>
      )}
    </div>
  )
}
