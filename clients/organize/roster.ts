// The roster as a list: which of its people are shown, and how many of each state there are.

import type { TextMap } from '../shared/protocol'
import type { EntryState, RosterEntry, UnitLink } from './types'
import { nameMap } from './units'

export const ENTRY_STATES = ['absent', 'joined', 'open', 'handed_in'] as const satisfies readonly EntryState[]

/** Names of units by number. */
export const unitNames = (units: UnitLink[]): ReadonlyMap<number, TextMap> => new Map(units.map(({ team, name }) => [team, nameMap(name)]))

export interface Wish { team: number | null; state: EntryState | null; text: string }

export function foundIn(entries: RosterEntry[], { team, state, text }: Wish): RosterEntry[] {
  const sought = text.trim().toLowerCase()
  return entries.filter((entry) => (team === null || entry.team === team) && (state === null || entry.state === state) &&
    (sought === '' || entry.name.toLowerCase().includes(sought) || entry.code.toLowerCase() === sought))
}

export function countStates(entries: RosterEntry[]): Record<EntryState, number> {
  const counts = { absent: 0, joined: 0, open: 0, handed_in: 0 }
  for (const { state } of entries) counts[state] += 1
  return counts
}

/** How many of each unit, and how many of them have handed in. */
export function countUnits(entries: RosterEntry[]): Map<number, { all: number; done: number }> {
  const units = new Map<number, { all: number; done: number }>()
  for (const { team, state } of entries) {
    const unit = units.get(team) ?? { all: 0, done: 0 }
    unit.all += 1
    if (state === 'handed_in') unit.done += 1
    units.set(team, unit)
  }
  return units
}

/** Where somebody goes with their code. */
export const entryUrl = (join: string, code: string): string => `${join}#${encodeURIComponent(code)}`

/** A sheet holds two cards in a row and five rows: a unit begins on a sheet of its own. */
export const CARDS = 10
export function bySheets(entries: RosterEntry[]): { team: number; entries: RosterEntry[] }[] {
  const units = new Map<number, RosterEntry[]>()
  for (const entry of entries) {
    const of = units.get(entry.team) ?? []
    of.push(entry)
    units.set(entry.team, of)
  }
  return [...units].flatMap(([team, all]) =>
    Array.from({ length: Math.ceil(all.length / CARDS) }, (_, i) => ({ team, entries: all.slice(i * CARDS, (i + 1) * CARDS) })))
}
