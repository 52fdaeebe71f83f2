import { classes } from '#web/ui/classes.ts'

/** A person by their first letter, with the marigold dot while they are here; both are said in words beside it. */
export function Avatar({ name, online, large = false }: { name: string; online: boolean; large?: boolean }) {
  return (
    <span aria-hidden="true" className="relative shrink-0">
      <span
        className={classes(
          'grid place-items-center rounded-full bg-neel-soft font-semibold text-neel-strong uppercase',
          large ? 'size-11 text-20' : 'size-10 text-17',
        )}
      >
        {[...name][0] ?? '·'}
      </span>
      {online && <span className="absolute -end-0.5 -bottom-0.5 size-3.5 rounded-full border-2 border-paper bg-genda" />}
    </span>
  )
}
