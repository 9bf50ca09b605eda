// Times of the wall clock (milliseconds since 1970) and lengths of time, for people.

import { knowsZone } from './zone'

/** `zone`: by the clocks there, if this browser knows it; else by this device's. */
export function dateOf(ms: number, tag: string, zone?: string): string {
  const timeZone = zone !== undefined && knowsZone(zone) ? zone : undefined
  return new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short', ...(timeZone ? { timeZone } : {}) }).format(ms)
}

/** To the nearest half minute below ten minutes, else to the minute; never 0. */
export function minutesOf(seconds: number): number {
  const step = seconds < 600 ? 0.5 : 1
  return Math.max(step, Math.round(seconds / 60 / step) * step)
}
