import { classes } from '#web/ui/classes.ts'
import type { PostSummary } from '../../contract/posts.ts'
import type { StateSummary } from '../../contract/states.ts'
import { anchors } from '../map/shapes.ts'
import { frameOf } from '../map-frame.ts'
import { tints } from '../tints.tsx'

interface Props {
  post: Pick<PostSummary, 'cover' | 'postname' | 'state'>
  states: readonly StateSummary[]
  /** Size and shape, such as `aspect-video w-full`. */
  className: string
  /** How wide it is shown, for the browser's choice among the three files. */
  sizes: string
  /** Seen at once: not loaded lazily. */
  first?: boolean
}

/** The picture of a post in a list: its own, else one drawn from the state it is about, else its first letter. The page needs the map's shapes. */
export function Cover({ post, states, className, sizes, first = false }: Props) {
  const { cover } = post
  if (cover)
    return (
      <img
        src={cover.medium}
        srcSet={`${cover.small} 400w, ${cover.medium} 800w, ${cover.url} 1600w`}
        sizes={sizes}
        alt=""
        width={cover.width}
        height={cover.height}
        loading={first ? 'eager' : 'lazy'}
        decoding="async"
        className={classes('rounded-md bg-sunk object-cover', className)}
      />
    )
  const state = states.find(({ slug }) => slug === post.state)
  const box = anchors[post.state ?? '']?.box
  if (!state || !box) return <Letter of={post.postname} className={className} />
  return (
    <svg
      aria-hidden="true"
      viewBox={frameOf([box], 1.5, 0)}
      preserveAspectRatio="xMidYMid slice"
      className={classes('rounded-md', tints[state.zone].background, className)}
    >
      <use href={`#in-${state.slug}`} className={classes(tints[state.zone].ink_fill, 'opacity-30')} />
    </svg>
  )
}

/** Letters of Indic scripts are several code points: `Intl.Segmenter` keeps them whole. */
function Letter({ of, className }: { of: string; className: string }) {
  const [first] = new Intl.Segmenter().segment(of.trim() || '·')
  return (
    <span aria-hidden="true" className={classes('grid place-items-center overflow-hidden rounded-md bg-neel-soft', className)}>
      <span className="script text-60 font-bold text-neel opacity-70">{first?.segment}</span>
    </span>
  )
}
