import { useLocation } from 'react-router'
import type { WebApp, Who } from '../app.ts'
import { translate, useLanguage } from '../i18n.ts'
import { usePage } from '../page-context.ts'
import { useSession } from '../session.ts'
import { useCounts } from './counts.ts'

const ranks: Record<Who, number> = { anyone: 0, user: 1, staff: 2 }

export interface Entry {
  to: string
  label: string
  icon: WebApp['nav'][number]['icon']
  active: boolean
  /** Whether only staff have it. */
  staff: boolean
  /** What is new there, for the one who is signed in. */
  count: number
}

/** The entries of the rail that this visitor may use, with the one of the current page marked. */
export function useEntries(): Entry[] {
  const { apps, words } = usePage()
  const language = useLanguage()
  const { user } = useSession()
  const { pathname } = useLocation()
  const counts = useCounts()
  const rank = user ? (user.role === 'user' ? 1 : 2) : 0
  const all = apps.flatMap((app) =>
    app.nav.map((entry) => ({ ...entry, label: translate(words[app.name] ?? {}, language, entry.label), count: counts[app.name] ?? 0 })),
  )
  const places = [
    ...all.flatMap(({ to, covers = [] }) => [to, ...covers]),
    ...apps.flatMap(({ account, search, bell }) => [...Object.values(account ?? {}), ...[search, bell].flatMap((own) => own?.to ?? [])]),
  ]
  const here = longestPrefix(places, pathname)
  // What only staff has comes after what everybody has.
  const seen = all.filter(({ who }) => ranks[who] <= rank).sort((a, b) => Number(a.who === 'staff') - Number(b.who === 'staff'))
  return seen.map(({ to, label, icon, count, who, covers = [] }) => ({
    to,
    label,
    icon,
    count,
    staff: who === 'staff',
    active: here !== undefined && [to, ...covers].includes(here),
  }))
}

/** As many as a thumb tells apart. */
const bar_places = 4

/** The bottom bar of phones. What it has no room for stands elsewhere: search and account at the top, other entries in the account menu. */
export function useBar(): { shown: Entry[]; others: Entry[]; search: boolean; account: boolean } {
  const entries = useEntries()
  const shown = entries.filter(({ staff }) => !staff).slice(0, bar_places)
  const others = entries.filter((entry) => !shown.includes(entry))
  return { shown, others, search: shown.length < bar_places, account: shown.length + 1 < bar_places }
}

/** `/` stands for every page that belongs to nothing else. */
export function longestPrefix(places: readonly string[], pathname: string): string | undefined {
  const fits = (place: string) => place === '/' || pathname === place || pathname.startsWith(`${place}/`)
  return places.filter(fits).sort((a, b) => b.length - a.length)[0]
}

/** Where signing in happens, if an app offers it. */
export const useAccountPages = () => usePage().apps.find((app) => app.account)?.account
/** The page that answers `?q=`, if an app offers one. */
export const useSearchPage = () => usePage().apps.find((app) => app.search)?.search
