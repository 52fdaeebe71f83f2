import { classes } from './classes.ts'

interface Props {
  person: { username: string; avatar: string | null }
  /** Size and size of the letter, such as `size-16 text-32`. */
  className: string
  /** Above 96 pixels: the larger of the two files. */
  large?: boolean
}

/** A person's picture, or the first letter of their name. The name stands beside it, so neither is read aloud. */
export function Avatar({ person: { username, avatar }, className, large = false }: Props) {
  if (avatar)
    return (
      <img
        src={large ? avatar : avatar.replace(/\.webp$/, '-96.webp')}
        alt=""
        width={large ? 256 : 96}
        height={large ? 256 : 96}
        decoding="async"
        className={classes('shrink-0 rounded-full bg-sunk object-cover', className)}
      />
    )
  return (
    <span aria-hidden="true" className={classes('grid shrink-0 place-items-center rounded-full bg-neel font-semibold text-on-neel uppercase', className)}>
      {[...username][0]}
    </span>
  )
}
