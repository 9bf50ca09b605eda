// Where a contest stands in the list of contests.

import type { ContestRow } from './types'

export const STATES = ['live', 'open', 'planned', 'closed', 'archived'] as const
export type ContestState = (typeof STATES)[number]

export function stateOf(row: ContestRow, now: number): ContestState {
  if (row.archived) return 'archived'
  if (row.finished_at !== null) return 'closed'
  if (!row.window) return 'live'
  if (row.phase === undefined) return now < row.window.opens_at ? 'planned' : now < row.window.closes_at ? 'open' : 'closed'
  return row.phase === 'finished' ? 'closed' : row.phase === 'lobby' ? 'planned' : 'open'
}

/** Those of a state whose title has the text, in any language, or whose code it is. Without a state: all but archived ones. */
export function chosen(rows: ContestRow[], state: ContestState | null, text: string, now: number): ContestRow[] {
  const sought = text.trim().toLowerCase()
  const digits = sought.replace(/\s/g, '')
  return rows.filter((row) => {
    const at = stateOf(row, now)
    return (state === null ? at !== 'archived' : at === state) &&
      (sought === '' || row.code === digits || Object.values(row.title).some((title) => title.toLowerCase().includes(sought)))
  })
}
