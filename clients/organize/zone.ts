// Local times of a time zone and the instants they are. The server makes the plan and has the last word; this is for
// showing an instant as the clocks there show it, and for a new closing time.

const formats = new Map<string, Intl.DateTimeFormat | null>()

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone)
  if (known !== undefined) return known
  let made: Intl.DateTimeFormat | null = null
  try {
    made = new Intl.DateTimeFormat('en-u-ca-iso8601', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
    })
  } catch {
    // No zone of that name is known here; the server may know it all the same.
  }
  formats.set(zone, made)
  return made
}

export const knowsZone = (zone: string): boolean => zone !== '' && formatOf(zone) !== null

/** The zone of this device. */
export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

/** All zones that can be chosen, by name. */
export function zones(): string[] {
  const all = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : []
  return [...new Set([...all, ownZone(), 'UTC'])].sort()
}

/** What clocks there show, as a field of a form has it: 2026-12-01T08:00. Null: the zone is not known here. */
export function localOf(ms: number, zone: string): string | null {
  const parts = formatOf(zone)?.formatToParts(ms)
  if (!parts) return null
  const at = (type: string): string => parts.find((part) => part.type === type)?.value ?? ''
  const seconds = at('second')
  return `${at('year').padStart(4, '0')}-${at('month')}-${at('day')}T${at('hour')}:${at('minute')}${seconds === '00' ? '' : `:${seconds}`}`
}

const DAY_MS = 86_400_000
const asUtc = (local: string): number => Date.parse(`${local}${local.length === 16 ? ':00' : ''}Z`)

/**
 * The instant of a local time: of one that is there twice (clocks are put back) the first. Null: it is never there
 * (clocks are put forward), it is no local time, or the zone is not known here.
 */
export function instantOf(local: string, zone: string): number | null {
  const utc = asUtc(local)
  if (!Number.isFinite(utc)) return null
  const tried = [utc - DAY_MS, utc + DAY_MS].flatMap((near) => {
    const shown = localOf(near, zone)
    return shown === null ? [] : [utc - (asUtc(shown) - near)]
  })
  const fitting = tried.filter((ms) => asUtc(localOf(ms, zone) ?? '') === utc)
  return fitting.length > 0 ? Math.min(...fitting) : null
}

/** A length of time in whole days, hours and minutes; the last is rounded up, so that nothing is over before it is. */
export function spanOf(ms: number): { days: number; hours: number; minutes: number } {
  const minutes = Math.max(0, Math.ceil(ms / 60_000))
  return { days: Math.floor(minutes / 1440), hours: Math.floor(minutes / 60) % 24, minutes: minutes % 60 }
}
