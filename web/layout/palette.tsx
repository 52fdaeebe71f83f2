import Search from 'lucide-react/icons/search'
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useState } from 'react'
import { useStore } from 'react-redux'
import { useNavigate } from 'react-router'
import type { Command } from '../app.ts'
import { takeTyping } from '../early-typing.ts'
import { useLanguage } from '../i18n.ts'
import { usePage } from '../page-context.ts'
import { useSession } from '../session.ts'
import type { AppStore } from '../store.ts'
import { classes } from '../ui/classes.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Empty } from '../ui/empty.tsx'
import { useShellT } from '../words.ts'
import { useAccountPages, useEntries } from './entries.ts'
import { useOverT } from './over-words.ts'
import { search } from './palette-search.ts'

/** Search over all that the apps name, and the way to every page: by typing, arrows and Enter. */
export default function Palette({ text, onClose }: { text: string; onClose: () => void }) {
  const t = useOverT()
  const shell = useShellT()
  const navigate = useNavigate()
  const list_id = useId()
  const [query, setQuery] = useState(text)
  const [chosen, setChosen] = useState(0)
  // Before the next key can be heard, which would find an empty field.
  useLayoutEffect(() => {
    const early = takeTyping()
    if (early) setQuery((query) => query + early)
  }, [])
  const { commands, loading } = useCommands()
  const more = useFound(query)
  const found = useMemo(() => [...search(commands, query, more.length > 0 ? most_known : undefined), ...more], [commands, query, more])
  const at = Math.min(chosen, found.length - 1)

  const go = (command: Command | undefined) => {
    if (!command) return
    onClose()
    void navigate(command.to)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: found.length - 1, PageDown: at + 8, PageUp: at - 8 }
    const to = moves[event.key]
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) go(found[at])
    if (to === undefined || ((event.key === 'Home' || event.key === 'End') && query)) return
    event.preventDefault()
    setChosen(event.key.startsWith('Arrow') ? (to + found.length) % Math.max(1, found.length) : Math.max(0, Math.min(to, found.length - 1)))
  }
  return (
    <Dialog title={t('palette.title')} onClose={onClose} bare className="dialog-palette">
      <div className="sticky top-0 z-10 flex items-center gap-3 border-b border-line bg-raised ps-5 pe-3">
        <Search className="size-5 shrink-0 text-ink-2" />
        <input
          autoFocus
          type="text"
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls={list_id}
          aria-activedescendant={found[at] && `${list_id}-${at}`}
          aria-autocomplete="list"
          aria-label={shell('search.label')}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="go"
          placeholder={t('palette.placeholder')}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
          className="min-h-14 w-full min-w-0 bg-transparent text-17 outline-none placeholder:text-ink-2"
        />
        <button type="button" onClick={onClose} className="btn btn-quiet btn-sm text-ink-2">
          {shell('dialog.close')}
        </button>
      </div>
      <p aria-live="polite" className="sr-only">
        {loading ? t('palette.loading') : t('palette.count', { count: found.length })}
      </p>
      <Results id={list_id} found={found} at={at} onGo={go} onPoint={setChosen} />
      {!found.length && !loading && <Empty title={t('palette.none', { query })}>{t('palette.none_next')}</Empty>}
    </Dialog>
  )
}

interface ResultsProps {
  id: string
  found: readonly Command[]
  at: number
  onGo: (command: Command) => void
  onPoint: (at: number) => void
}

function Results({ id, found, at, onGo, onPoint }: ResultsProps) {
  const t = useOverT()
  useEffect(() => {
    // In newer browsers it gives a promise, which React would take for a clean-up.
    void document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, at])
  return (
    <div role="listbox" id={id} aria-label={t('palette.title')} className="p-2 empty:hidden">
      {found.map((command, i) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard at the field above, which keeps the focus.
        <div
          key={command.id}
          id={`${id}-${i}`}
          role="option"
          tabIndex={-1}
          aria-selected={i === at}
          onClick={() => onGo(command)}
          onPointerMove={() => onPoint(i)}
          className={classes('flex min-h-11 cursor-pointer scroll-mt-16 items-center gap-3 rounded-sm px-3 py-1', i === at && 'bg-neel-soft text-neel-strong')}
        >
          <span className="flex-1 truncate">{command.label}</span>
          {command.hint && <span className="max-w-1/2 truncate text-13 text-ink-2">{command.hint}</span>}
        </div>
      ))}
    </div>
  )
}

/** Before what the apps find there is room for the best of what was known. */
const most_known = 12
const pause_ms = 200
const nothing: Command[] = []

/** What the apps find by what is typed, once the typing pauses; what was found for something else is not shown. */
function useFound(query: string): Command[] {
  const { apps } = usePage()
  const language = useLanguage()
  const store = useStore() as AppStore
  const [found, setFound] = useState({ for: '', commands: nothing })
  const typed = query.trim()
  useEffect(() => {
    if ([...typed].length < 2) return
    let wanted = true
    const timer = setTimeout(async () => {
      const lists = await Promise.all(
        apps.map(async ({ name, find }) =>
          ((await find?.({ store, language }, typed).catch(() => nothing)) ?? nothing).map((one) => ({ ...one, id: `${name}-${one.id}` })),
        ),
      )
      if (wanted) setFound({ for: typed, commands: lists.flat() })
    }, pause_ms)
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [apps, store, language, typed])
  return found.for === typed ? found.commands : nothing
}

/** Pages of the frame first, then what the apps name. */
function useCommands(): { commands: Command[]; loading: boolean } {
  const t = useOverT()
  const shell = useShellT()
  const { apps } = usePage()
  const language = useLanguage()
  const store = useStore() as AppStore
  const { user } = useSession()
  const account = useAccountPages()
  const entries = useEntries()
  const [named, setNamed] = useState<Command[]>()
  useEffect(() => {
    let wanted = true
    const all = apps.map(async (app) => {
      const own = (await app.commands?.({ store, language }).catch(() => [])) ?? []
      return own.map((command) => ({ ...command, id: `${app.name}-${command.id}` }))
    })
    void Promise.all(all).then((lists) => wanted && setNamed(lists.flat()))
    return () => {
      wanted = false
    }
  }, [apps, store, language])
  const hint = t('palette.pages')
  const pages = entries.map(({ to, label }) => ({ id: `page-${to}`, label, hint, to }))
  const visitor = account ? [['sign_in', account.sign_in] as const, ['sign_up', account.sign_up] as const] : []
  const person = account ? [['profile', account.profile] as const] : []
  const own = (user ? person : visitor).map(([name, to]) => ({ id: `page-${to}`, label: shell(`account.${name}`), hint, to }))
  return { commands: [...pages, ...own, ...(named ?? [])], loading: named === undefined }
}
