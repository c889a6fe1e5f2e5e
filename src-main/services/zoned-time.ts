/** Writes instants as people of one time zone read them, whatever zone the PC is set to (U8). */
export interface ZonedTime {
  /** `2026-11-23` */
  day(at: string): string
  /** `2026-11-23 10:15:00` */
  stamp(at: string): string
}

/** `timeZone`: an IANA name. Throws a `RangeError` for one that is not. */
export function createZonedTime(timeZone: string): ZonedTime {
  // Sweden writes dates as ISO 8601 does. Thousands are written at once, and taking them apart would cost five times as much.
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  const stamp = (at: string): string => format.format(new Date(at))
  return { stamp, day: (at) => stamp(at).slice(0, 10) }
}
