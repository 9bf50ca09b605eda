// Who stands where: ties share a step and leave out the next; below it those on the places after it.

export interface Step<Row> {
  rank: 1 | 2 | 3
  rows: Row[]
  /** How many more share it without room for their names. */
  more: number
}

/** Steps as they stand from left to right (2, 1, 3), without those that nobody stands on. */
export function stepsOf<Row extends { rank: number }>(top: Row[], most: number): Step<Row>[] {
  return ([2, 1, 3] as const).flatMap((rank) => {
    const rows = top.filter((row) => row.rank === rank)
    if (rows.length === 0) return []
    const shown = rows.length > most ? rows.slice(0, most - 1) : rows
    return [{ rank, rows: shown, more: rows.length - shown.length }]
  })
}

/** Places four to six. */
export const restOf = <Row extends { rank: number }>(top: Row[]): Row[] =>
  top.filter((row) => row.rank > 3 && row.rank <= 6).slice(0, 3)

/** When each step rises, the row below appears and the confetti falls, in ms after the end. */
export const RISE: Record<1 | 2 | 3, number> = { 3: 200, 2: 900, 1: 1600 }
export const CONFETTI = { after: RISE[1] + 700, long: 3500 }
export const REST_MS = 2300
export const TEAMS_MS = 10_000
