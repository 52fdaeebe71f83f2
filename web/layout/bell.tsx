import Bell from 'lucide-react/icons/bell'
import { Link } from 'react-router'
import { translate } from '../i18n.ts'
import { usePage } from '../page-context.ts'
import { useShellT } from '../words.ts'
import { useCounts } from './counts.ts'

/** The way to what is new, with the one marigold dot while something is. */
export default function BellLink() {
  const t = useShellT()
  const { apps, words, language } = usePage()
  const { notices = 0 } = useCounts()
  const app = apps.find(({ bell }) => bell)
  if (!app?.bell) return null
  return (
    <Link
      to={app.bell.to}
      aria-label={(notices > 0 ? t('nav.new', { count: notices }) : '') + translate(words[app.name] ?? {}, language, app.bell.label)}
      className="relative grid size-11 shrink-0 place-items-center rounded-full text-ink-2 transition-colors hover:text-ink"
    >
      <Bell className="size-5.5" />
      {notices > 0 && <span className="arrive absolute end-2 top-2 size-2.5 rounded-full bg-genda" />}
    </Link>
  )
}
