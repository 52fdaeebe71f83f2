import { useSyncExternalStore } from 'react'

const home_zone = 'Asia/Kolkata'
const never = () => () => {}
const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || home_zone

/** Where the reader is: people who talk tell time by their own clock. The first render goes by the server's, so that the browser can take it over. */
export const useZone = (): string => useSyncExternalStore(never, ownZone, () => home_zone)

const days = new Map<string, Intl.DateTimeFormat>()
/** The day that it is in a zone, such as `2026-11-30`. */
export function dayOf(at: string | number, zone: string): string {
  const known = days.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone })
  days.set(zone, known)
  return known.format(new Date(at))
}
