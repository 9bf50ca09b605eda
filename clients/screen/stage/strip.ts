// The scores at the foot of the wall, reckoned like all of it: how large names can be, how many lines they
// take, how high the strip is. In a survival of people it says who is in: with names up to twelve, else in
// numbers.

import type { Contest, Seat, State } from '../../shared/protocol'
import { em } from '../measure'

export const CELLS = 10
export const CHIPS = 12
const PAD = 0.7
/** A sign before a name that stands alone. */
const SIGN = 4
const gapOf = (columns: number): number => (columns > 6 ? 0.8 : 1.2)

export interface Strip {
  mode: 'scores' | 'names' | 'numbers'
  seats: Seat[]
  /** Size of a name and its lines; of a score. */
  name: number
  lines: number
  score: number
  /** Cells in a row, and rows. */
  columns: number
  rows: number
  gap: number
  height: number
}

/** The best of so many, and whoever acts, in the order of their seats. */
function listed(seats: Seat[], acting: number | undefined): Seat[] {
  if (seats.length <= CELLS) return seats
  const best = [...seats].sort((a, b) => Number(b.seat === acting) - Number(a.seat === acting) || a.rank - b.rank || a.seat - b.seat).slice(0, CELLS)
  return seats.filter((seat) => best.includes(seat))
}

/** `nameOf`: a seat's name as the wall writes it. Null: no strip. */
export function stripOf(state: State, contest: Contest | undefined, width: number, nameOf: (seat: Seat) => string): Strip | null {
  const all = state.seats ?? []
  if (all.length === 0 || !['intro', 'reading', 'open', 'locked', 'reveal'].includes(state.phase)) return null
  const survival = state.round?.format === 'survival'
  if (contest?.seats !== 'teams' && all.length > CELLS && !survival) return null
  if (survival && all.length > CELLS) return all.length <= CHIPS ? chips(all, width, nameOf) : numbers(all)
  const seats = listed(all, state.stage?.seat)
  const gap = gapOf(seats.length)
  const cell = (width - gap * (seats.length - 1)) / seats.length
  const longest = Math.max(...seats.map((seat) => em(nameOf(seat))))
  const name = [4.4, 4, 3.6].find((size) => longest * size <= cell - 2 * PAD) ?? 3.2
  const lines = longest * name <= cell - 2 * PAD ? 1 : 2
  const digits = Math.max(...seats.map((seat) => em(seat.score.toFixed(2).replace(/\.?0+$/, ''))))
  const score = [5.4, 4.8, 4.4, 4].find((size) => digits * size + 1 <= cell - 2 * PAD) ?? 3.2
  return { mode: 'scores', seats, name, lines, score, columns: seats.length, rows: 1, gap, height: name * 1.25 * lines + score * 1.25 + 1.8 }
}

function chips(seats: Seat[], width: number, nameOf: (seat: Seat) => string): Strip {
  const columns = 6
  const gap = gapOf(columns)
  const cell = (width - gap * (columns - 1)) / columns
  const longest = Math.max(...seats.map((seat) => em(nameOf(seat))))
  const name = [4.4, 4, 3.6].find((size) => longest * size <= cell - 2 * PAD - SIGN) ?? 3.2
  const rows = Math.ceil(seats.length / columns)
  return { mode: 'names', seats, name, lines: 1, score: 0, columns, rows, gap, height: rows * (name * 1.25 + 1.8) + gap * (rows - 1) }
}

const numbers = (seats: Seat[]): Strip => ({ mode: 'numbers', seats, name: 4.4, lines: 1, score: 5.4, columns: 2, rows: 1, gap: 2, height: 9 })

export type SeatState = 'acts' | 'out' | 'barred' | 'over' | 'shut' | 'in'

/** What a cell says of its seat besides name and score. */
export function stateOf(seat: Seat, state: State): SeatState {
  const { stage, round, phase } = state
  if (seat.out) return 'out'
  if (seat.barred) return 'barred'
  if (stage?.seat === seat.seat && round?.format !== 'survival' && phase !== 'intro') return 'acts'
  if (seat.over) return 'over'
  if (round?.overtime && !seat.tied) return 'over'
  return round?.format === 'buzzer' && stage?.step === 'buzz' && !seat.may ? 'shut' : 'in'
}
