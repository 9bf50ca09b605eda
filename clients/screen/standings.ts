// The standings as a sequence: the order as it was, what everybody gained, the new scores, the new order.
// The server sends only the new ranking; the old one follows from what was gained and how many places
// were won. Whoever stood outside of the list comes in from below.

import type { Key } from '../shared/i18n'
import type { TopRow } from '../shared/protocol'

/** When each step begins, in ms after the standings appear. */
export const STEPS = { gains: 800, count: 1200, move: 1800, flash: 2500, end: 3100 } as const
export const COUNT_MS = 600
export const TEAMS_MS = 6000

export interface Row {
  row: TopRow
  /** Place in the list before and after, from 0; `outside` is below its end. */
  from: number
  to: number
  scoreBefore: number
}

export interface Board {
  rows: Row[]
  /** Lines of the list. */
  slots: number
  /** How many share the last place and have no line of their own. */
  more: number
  /** Player who won the most places, two at least; null if nobody did. */
  climber: number | null
}

const oldRank = (row: TopRow): number => row.rank + row.moved

/** At most `most` lines; `places` is the last place that is named, more only if it is shared. */
export function boardOf(top: TopRow[], places: number, most: number): Board {
  const named = top.filter((row) => row.rank <= places)
  const listed = named.length > most ? named.slice(0, most - 1) : named
  const slots = Math.max(listed.length + (listed.length < named.length ? 1 : 0), Math.min(places, most))
  const inside = new Set(listed)
  // Also those who fall out of the list are seen leaving it, as far as they are known.
  const gone = top.filter((row) => !inside.has(row) && oldRank(row) <= places && row.rank > places)
  const before = [...listed, ...gone].filter((row) => oldRank(row) <= places)
    .sort((a, b) => oldRank(a) - oldRank(b) || a.rank - b.rank).slice(0, slots)
  const outside = slots + 1
  const place = (row: TopRow, order: TopRow[]) => (order.includes(row) ? order.indexOf(row) : outside)
  const rows = [...listed, ...gone].map((row) => ({
    row, from: place(row, before), to: place(row, listed), scoreBefore: row.score - row.gained,
  }))
  const best = listed.reduce<TopRow | null>((found, row) => (row.moved > (found?.moved ?? 1) ? row : found), null)
  return { rows, slots, more: named.length - listed.length, climber: best?.player ?? null }
}

/** A score on its way from one to the other: whole numbers until it is there. */
export function between(from: number, to: number, share: number): number {
  if (share >= 1) return to
  const eased = 1 - (1 - share) ** 3
  return Math.round(from + (to - from) * eased)
}

/** Whose ranking it is beside that of teams that compete: persons of theirs, or the hall, who has no team. */
export const peopleKey = (top: TopRow[] | undefined): Key =>
  ((top ?? []).some((row) => row.team) ? 'screen.persons' : 'screen.hall_ranking')
