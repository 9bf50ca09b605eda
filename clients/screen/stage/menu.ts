// The menu of a risk round: what may be picked, what is left of it, what the seat has had already.

import type { State } from '../../shared/protocol'
import { seatOf } from './moment'

export interface Choice {
  value: number
  /** Questions of this value that are left; not known: null. */
  left: number | null
  state: 'free' | 'empty' | 'taken' | 'picked'
}

export function menuOf(state: State): Choice[] {
  const { round, stage } = state
  const picker = seatOf(state, stage?.owner ?? stage?.seat)
  return (round?.values ?? []).map((value): Choice => {
    const left = round?.stock?.find((one) => one.value === value)?.left ?? null
    const picked = stage?.value === value
    return { value, left, state: picked ? 'picked' : left === 0 ? 'empty' : picker?.taken?.includes(value) ? 'taken' : 'free' }
  })
}

/** Cards in a row: all of them up to five, otherwise two even rows or more. */
export function columnsOf(cards: number, width: number): number {
  const most = Math.max(2, Math.floor((width + 2) / 26))
  const rows = Math.ceil(cards / Math.min(most, 7))
  return Math.max(1, Math.ceil(cards / Math.max(1, rows)))
}
