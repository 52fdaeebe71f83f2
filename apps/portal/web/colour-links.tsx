import { Link } from 'react-router'
import { useHomeT } from './home-words.ts'
import { colourings, searchOf, type View } from './view.ts'
import { useT } from './words.ts'

/** Links rather than a form: they work without scripts and each view of the map has its address. */
export function ColourLinks({ view }: { view: View }) {
  const t = useT()
  const th = useHomeT()
  return (
    <nav aria-label={th('home.colour_by')} className="flex flex-wrap items-center gap-1">
      <span aria-hidden className="mr-1 w-full text-13 text-ink-2 sm:w-auto">
        {th('home.colour_by')}
      </span>
      {colourings.map((by) => (
        <Link
          key={by}
          to={`/${searchOf({ ...view, by })}`}
          preventScrollReset
          aria-current={view.by === by || undefined}
          className={`flex min-h-11 items-center rounded-full px-3.5 text-15 md:min-h-9 ${view.by === by ? 'bg-ink text-paper' : 'text-ink hover:bg-sunk'}`}
        >
          {by === 'region' ? th('home.region') : t(`figures.${by}.name`)}
        </Link>
      ))}
    </nav>
  )
}
