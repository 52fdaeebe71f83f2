const seconds = { second: 1, minute: 60, hour: 3600, day: 86_400 } as const
type Unit = keyof typeof seconds
/** Such as `15 minutes` or `1 day`. */
export type Duration = `${number} ${Unit}` | `${number} ${Unit}s`

/** A duration in milliseconds. */
export function milliseconds(duration: Duration): number {
  const [count = '', unit = ''] = duration.split(' ')
  return Number(count) * seconds[unit.replace(/s$/, '') as Unit] * 1000
}
