// What the wall of a window contest reckons: how many lines fit, which page is shown, how the hours of the curve are
// put together, how long it still is. Nothing here looks at the page.

import { lotteriesOf } from '../../shared/lottery'
import type { Board, Lottery, State, UnitRow } from '../../shared/protocol'

export type Award = NonNullable<Board['awards']>[number]

const HOUR = 3_600_000

const lastOf = <One>(list: One[], is: (one: One, i: number) => boolean): number => list.map(is).lastIndexOf(true)

/** How long a page stays before the next one takes its place. */
export const PAGE_MS = 9000
/** How long the winners of a draw stay once the last one is there. */
export const LINGER_MS = 45_000

export interface Left { days: number; clock: string }

/** Days, and the rest as hh:mm:ss; never less than nothing. */
export function leftOf(ms: number): Left {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const two = (n: number): string => String(n).padStart(2, '0')
  const rest = seconds % 86_400
  return { days: Math.floor(seconds / 86_400), clock: `${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}` }
}

/** An instant in the contest's own time zone. */
export function instantOf(ms: number, zone: string, tag: string): string {
  const style = { month: 'long', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  try {
    return new Intl.DateTimeFormat(tag, { ...style, timeZone: zone }).format(ms)
  } catch {
    return `${new Intl.DateTimeFormat(tag, { ...style, timeZone: 'UTC' }).format(ms)} UTC` // a zone that this browser does not know
  }
}

/** The rows of a page, from 0; pages are as even as they can be, so that the last one is not nearly empty. */
export function pageOf<Row>(rows: Row[], fit: number, page: number): { rows: Row[]; pages: number; from: number } {
  const pages = Math.max(1, Math.ceil(rows.length / Math.max(1, fit)))
  const each = Math.ceil(rows.length / pages)
  const from = (((page % pages) + pages) % pages) * each
  return { rows: rows.slice(from, from + each), pages, from }
}

export interface Curve { bars: number[]; hours: number; from: number; until: number; most: number }

/** Hand-ins of the hours from the opening until now, put together into at most `most` bars. Null: nothing to draw. */
export function curveOf(curve: [number, number][], opens: number, until: number, most = 60): Curve | null {
  const first = curve[0]?.[0]
  if (first === undefined) return null
  const from = Math.min(first, Math.floor(opens / HOUR) * HOUR)
  const end = Math.max(until, (curve.at(-1)?.[0] ?? first) + HOUR)
  const all = Math.ceil((end - from) / HOUR)
  const hours = [1, 2, 3, 6, 12, 24].find((width) => all / width <= most) ?? 24 * Math.ceil(all / 24 / most)
  const bars = Array.from({ length: Math.ceil(all / hours) }, () => 0)
  for (const [at, papers] of curve) {
    const bar = Math.floor((at - from) / HOUR / hours)
    bars[bar] = (bars[bar] ?? 0) + papers
  }
  return { bars, hours, from, until: end, most: Math.max(...bars) }
}

/** Part of the bar that a unit fills, 0 to 1: of its roster, or of the unit with the most people where none is known. */
export function filled(row: UnitRow, rows: UnitRow[]): number {
  if (row.turnout !== undefined) return Math.min(1, row.turnout / 100)
  return row.took_part / Math.max(1, ...rows.map(({ took_part }) => took_part))
}

/** The draw that the hall waits for: announced and not drawn; else the one that was drawn last. -1: none has begun. */
export function begun(lotteries: Lottery[]): number {
  const waiting = lastOf(lotteries, ({ commitment, drawn }) => commitment !== undefined && drawn === undefined)
  return waiting >= 0 ? waiting : lastOf(lotteries, ({ drawn }) => drawn !== undefined)
}

/** What has happened since: the draw that was announced or drawn. -1: nothing. */
export function changed(before: Lottery[], after: Lottery[]): number {
  return lastOf(after, ({ commitment, drawn }, i) =>
    (drawn !== undefined) !== (before[i]?.drawn !== undefined) || (commitment !== undefined) !== (before[i]?.commitment !== undefined))
}

/** Between one winner and the next: a moment each, and no more than a quarter of a minute for all. */
export const stepMs = (winners: number): number => Math.max(120, Math.min(1600, 15_000 / Math.max(1, winners)))
/** Before the first. */
export const SUSPENSE_MS = 1800

/** What is shown of a contest that is over, one after the other. */
export type Slide =
  | { what: 'units' | 'people'; page: number }
  | { what: 'award'; award: Award; page: number }
  | { what: 'draw'; n: number; page: number }

/** How many of each fit into a picture. */
export interface Room { units: number; names: (of: number) => number; draws: (of: number) => number }

export function slidesOf(state: State, room: Room): Slide[] {
  const pages = (length: number, fit: number): number[] => Array.from({ length: Math.ceil(length / Math.max(1, fit)) }, (_, page) => page)
  const board = state.board
  return [
    ...pages(board?.units.length ?? 0, room.units).map((page) => ({ what: 'units' as const, page })),
    ...pages(state.top?.length ?? 0, room.names(state.top?.length ?? 0)).map((page) => ({ what: 'people' as const, page })),
    ...(board?.awards ?? []).flatMap((award) => pages(award.winners.length, room.names(award.winners.length)).map((page) => ({ what: 'award' as const, award, page }))),
    ...lotteriesOf(state).flatMap(({ drawn }, n) => pages(drawn?.length ?? 0, room.draws(drawn?.length ?? 0)).map((page) => ({ what: 'draw' as const, n, page }))),
  ]
}


/** An address as people type it. */
export const placeOf = (url: string): string => url.replace(/^https?:\/\//, '').replace(/\?.*$/, '').replace(/\/$/, '')
