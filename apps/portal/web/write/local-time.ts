const two = (number: number) => String(number).padStart(2, '0')

/** As a field for date and time wants it: local, to the minute. */
export const localTime = (time: Date) =>
  `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}T${two(time.getHours())}:${two(time.getMinutes())}`

/** When most people would want it: tomorrow at eight. */
export function tomorrowMorning(now: Date): Date {
  const time = new Date(now)
  time.setDate(time.getDate() + 1)
  time.setHours(8, 0, 0, 0)
  return time
}
