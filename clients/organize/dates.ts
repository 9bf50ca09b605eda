// Times of the wall clock (milliseconds since 1970) and lengths of time, for people.

export const dateOf = (ms: number, tag: string): string =>
  new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' }).format(ms)

/** To the nearest half minute below ten minutes, else to the minute; never 0. */
export function minutesOf(seconds: number): number {
  const step = seconds < 600 ? 0.5 : 1
  return Math.max(step, Math.round(seconds / 60 / step) * step)
}
