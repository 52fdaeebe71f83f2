/** Summer time is told for so many changes from a year ago on. */
const max_changes = 24

/** A zone's offsets as iCalendar wants them: which holds from when on. */
export function timeZoneLines(zone: string): string[] {
  const start = Temporal.Now.zonedDateTimeISO(zone).subtract({ years: 1 })
  const lines = ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...observance('STANDARD', '19700101T000000', start.offset, start.offset)]
  let at = start
  for (let i = 0; i < max_changes; i++) {
    const next = at.getTimeZoneTransition('next')
    if (!next) break
    // The moment of the change by the clock that is changed.
    const before = next.subtract({ nanoseconds: 1 })
    const clock = next.toInstant().toZonedDateTimeISO(before.offset).toPlainDateTime().toString({ smallestUnit: 'second' })
    const kind = next.offsetNanoseconds > before.offsetNanoseconds ? 'DAYLIGHT' : 'STANDARD'
    lines.push(...observance(kind, clock.replaceAll(/[-:]/g, ''), before.offset, next.offset))
    at = next
  }
  return [...lines, 'END:VTIMEZONE']
}

const observance = (kind: string, start: string, from: string, to: string) => [
  `BEGIN:${kind}`,
  `DTSTART:${start}`,
  `TZOFFSETFROM:${from.replaceAll(':', '')}`,
  `TZOFFSETTO:${to.replaceAll(':', '')}`,
  `END:${kind}`,
]
