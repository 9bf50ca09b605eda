// Instants as people read them, in the contest's own time zone where there is one.

export function instantOf(ms: number, zone: string | undefined, tag: string): string {
  const style = { dateStyle: 'medium', timeStyle: 'short' } as const
  try {
    return new Intl.DateTimeFormat(tag, { ...style, ...(zone === undefined ? {} : { timeZone: zone }) }).format(ms)
  } catch {
    return new Intl.DateTimeFormat(tag, style).format(ms) // a zone that this browser does not know
  }
}

/** The day alone. */
export function dayOf(ms: number, zone: string | undefined, tag: string): string {
  const style = { dateStyle: 'long' } as const
  try {
    return new Intl.DateTimeFormat(tag, { ...style, ...(zone === undefined ? {} : { timeZone: zone }) }).format(ms)
  } catch {
    return new Intl.DateTimeFormat(tag, style).format(ms)
  }
}
