const days = new Map<string, Intl.DateTimeFormat>()
/** The day that it is in a zone, such as `2026-11-30`. */
export function dayOf(at: string | number, zone: string): string {
  const known = days.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone })
  days.set(zone, known)
  return known.format(new Date(at))
}
