// How a window contest goes: the curve of hand-ins as bars, and the units that are behind first.

import type { UnitRow } from '../shared/protocol'
import { instantOf, localOf } from './zone'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Up to here a bar is an hour, then a day. */
const HOURLY_MS = 3 * DAY_MS

export interface Bar { from: number; to: number; papers: number }

const midnight = (ms: number, zone: string): number => {
  const day = localOf(ms, zone)?.slice(0, 10)
  return (day === undefined ? null : instantOf(`${day}T00:00`, zone)) ?? Math.floor(ms / DAY_MS) * DAY_MS
}

/**
 * One bar for every hour or day from the opening until now, or the close, those without papers too. `curve` has the
 * beginnings of hours (Unix ms) and papers; what lies outside is in the first or last bar.
 */
export function barsOf(curve: [number, number][], opens: number, until: number, zone: string): { unit: 'hour' | 'day'; bars: Bar[] } {
  const unit = until - opens > HOURLY_MS ? 'day' : 'hour'
  const end = Math.max(until, opens + 1)
  const bars: Bar[] = []
  let from = unit === 'day' ? midnight(opens, zone) : Math.floor(opens / HOUR_MS) * HOUR_MS
  while (from < end) {
    // Days have 23 to 25 hours where clocks change.
    const to = unit === 'day' ? Math.max(midnight(from + DAY_MS + 2 * HOUR_MS, zone), from + HOUR_MS) : from + HOUR_MS
    bars.push({ from, to, papers: 0 })
    from = to
  }
  for (const [at, papers] of curve) {
    const bar = bars.find(({ to }) => at < to) ?? bars.at(-1)
    if (bar) bar.papers += papers
  }
  return { unit, bars }
}

export const ORDERS = ['behind', 'best', 'name'] as const
export type Order = (typeof ORDERS)[number]

/** Behind first: the lowest turnout, of equal ones where most people are missing; units without a size come last. */
export function ordered(units: UnitRow[], order: Order, nameOf: (unit: UnitRow) => string, tag: string): UnitRow[] {
  const missing = ({ roster = 0, took_part }: UnitRow): number => Math.max(0, roster - took_part)
  const collator = new Intl.Collator(tag, { numeric: true })
  const by: Record<Order, (a: UnitRow, b: UnitRow) => number> = {
    behind: (a, b) => (a.turnout ?? Infinity) - (b.turnout ?? Infinity) || missing(b) - missing(a) || b.rank - a.rank,
    best: (a, b) => a.rank - b.rank || a.team - b.team,
    name: (a, b) => collator.compare(nameOf(a), nameOf(b)),
  }
  // Infinity less Infinity is no number: two units without a size are equal there.
  return [...units].sort((a, b) => by[order](a, b) || 0)
}

/** Turnout of all units together, in percent; null without sizes. */
export function turnoutOf(units: UnitRow[]): number | null {
  const sized = units.filter(({ roster }) => (roster ?? 0) > 0)
  const all = sized.reduce((sum, { roster = 0 }) => sum + roster, 0)
  return all === 0 ? null : Math.round((sized.reduce((sum, { took_part }) => sum + took_part, 0) / all) * 10_000) / 100
}
