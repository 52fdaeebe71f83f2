import { type FormEvent, useEffect, useRef } from 'react'
import { useHref } from 'react-router'
import { kinds, sorts, zones } from '../contract/states.ts'
import { useHomeT } from './home-words.ts'
import type { ChangeView } from './use-view.ts'
import { addressWord, parseView, sortText, type View } from './view.ts'
import { useT } from './words.ts'

/** A GET form: without scripts it asks the server, with them each choice shows at once. */
export function SearchForm({ view, change }: { view: View; change: ChangeView }) {
  const t = useT()
  const th = useHomeT()
  const form = useRef<HTMLFormElement>(null)
  useKeptInStep(form, view, change)
  const send = (how: 'push' | 'replace') => form.current && change(chosenIn(form.current), how)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send('replace')
  }
  return (
    <form ref={form} action={useHref('/')} method="get" onSubmit={submit} className="grid grid-cols-2 gap-x-3 gap-y-3 sm:grid-cols-[1fr_1fr_1.5fr]">
      {view.by !== 'region' && <input type="hidden" name="by" value={view.by} />}
      {view.compare.length > 0 && <input type="hidden" name="compare" value={view.compare.join(',')} />}
      <label className="col-span-full block text-15">
        <span className="font-medium">{th('home.search')}</span>
        <input
          type="search"
          name="q"
          defaultValue={view.q}
          onChange={() => send('replace')}
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          placeholder={th('home.search_help')}
          className="control mt-1 w-full"
        />
      </label>
      <Choice name="kind" label={th('home.kind')} value={view.kind && addressWord(view.kind)} onChange={() => send('push')}>
        <option value="">{th('home.all_kinds')}</option>
        {kinds.map((kind) => (
          <option key={kind} value={addressWord(kind)}>
            {th(kind === 'state' ? 'home.states' : 'home.union_territories')}
          </option>
        ))}
      </Choice>
      <Choice name="zone" label={th('home.zone')} value={view.zone && addressWord(view.zone)} onChange={() => send('push')}>
        <option value="">{th('home.all_zones')}</option>
        {zones.map((zone) => (
          <option key={zone} value={addressWord(zone)}>
            {t(`zones.${zone}`)}
          </option>
        ))}
      </Choice>
      <Choice name="sort" label={th('home.sort')} value={sortText(view.sort)} onChange={() => send('push')}>
        <Orders />
      </Choice>
      <noscript>
        <button type="submit" className="btn btn-main">
          {th('home.apply')}
        </button>
      </noscript>
    </form>
  )
}

function Orders() {
  const t = useT()
  const th = useHomeT()
  return sorts.flatMap((key) => {
    if (key === 'name')
      return [<Order key="name" value="name" text={th('home.sort_name')} />, <Order key="-name" value="-name" text={th('home.sort_name_down')} />]
    const figure = t(`figures.${key}.name`)
    return [
      <Order key={`-${key}`} value={`-${key}`} text={th('home.sort_down', { figure })} />,
      <Order key={key} value={key} text={th('home.sort_up', { figure })} />,
    ]
  })
}
const Order = ({ value, text }: { value: string; text: string }) => <option value={value}>{text}</option>

interface ChoiceProps {
  name: string
  label: string
  value: string | undefined
  onChange: () => void
  children: React.ReactNode
}

const Choice = ({ name, label, value = '', onChange, children }: ChoiceProps) => (
  <label className="block min-w-0 text-15 last-of-type:col-span-full sm:last-of-type:col-span-1">
    <span className="font-medium">{label}</span>
    <select name={name} defaultValue={value} onChange={onChange} className="control mt-1 w-full">
      {children}
    </select>
  </label>
)

/** The form's own part of the view. */
function chosenIn(form: HTMLFormElement): Pick<View, 'q' | 'kind' | 'zone' | 'sort'> {
  const said = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') said.set(name, value)
  const { q, kind, zone, sort } = parseView(said)
  return { q, kind, zone, sort }
}

/**
 * The fields belong to the visitor, not to React: what was typed before the app came is taken over, and later the fields follow the
 * address (Back, a legend link), except the one that is being typed in.
 */
function useKeptInStep(ref: React.RefObject<HTMLFormElement | null>, view: View, change: ChangeView) {
  const taken_over = useRef(false)
  const { q, kind = '', zone = '' } = view
  const sort = sortText(view.sort)
  useEffect(() => {
    const form = ref.current
    if (!form) return
    if (!taken_over.current) {
      taken_over.current = true
      change(chosenIn(form), 'replace')
      return
    }
    const values: Record<string, string> = { q, kind: addressWord(kind), zone: addressWord(zone), sort }
    for (const [name, value] of Object.entries(values)) {
      const field = form.elements.namedItem(name)
      if ((field instanceof HTMLInputElement || field instanceof HTMLSelectElement) && field !== document.activeElement) field.value = value
    }
  }, [ref, q, kind, zone, sort, change])
}
