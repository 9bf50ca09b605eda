// Instants and spans in words. A contest has a time zone of its own; who is in another one is told both.

import { lang } from '../../shared/lang.svelte'

const MINUTE = 60
const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** 1:05:09, 4:07, 0:31: the seconds that are left. */
export function clock(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / HOUR), minutes = Math.floor(seconds / MINUTE) % 60
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`
}

/** 90 → 1 minute 30 seconds; of days and hours the smaller parts do not matter. */
export function spanWords(seconds: number): string {
  const parts = ([['win.days', DAY], ['win.hours', HOUR], ['win.minutes', MINUTE], ['win.seconds', 1]] as const)
  const first = parts.findIndex(([, size]) => seconds >= size)
  let rest = seconds
  const words = parts.slice(Math.max(0, first), Math.max(0, first) + 2).flatMap(([key, size]) => {
    const n = Math.floor(rest / size)
    rest %= size
    return n > 0 ? [lang.t(key, { n })] : []
  })
  return words.join(' ') || lang.t('win.seconds', { n: 0 })
}

function format(at: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(lang.tag, {
    weekday: 'short', year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...options,
  }).format(at)
}

/** An instant in the contest's zone, and on this phone where that is not the same. */
export function when(at: number, zone: string): { there: string; here?: string } {
  const here = format(at, {})
  try {
    const there = format(at, { timeZone: zone })
    return there === here ? { there } : { there, here }
  } catch {
    return { there: here } // a zone that this browser does not know
  }
}

/** What people call the zone. */
export function zoneName(at: number, zone: string): string {
  try {
    const parts = new Intl.DateTimeFormat(lang.tag, { timeZone: zone, timeZoneName: 'long' }).formatToParts(at)
    return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone
  } catch {
    return zone
  }
}
