// Judges' marks as cards: face down until all are in; then the highest and the lowest are struck, if the mean
// leaves them out. Whether it does is not on the wire, but follows from the mean.

export interface Card { judge: number; value: number; struck: boolean }

const mean = (values: number[]): number => {
  const hundredths = values.reduce((sum, value) => sum + Math.round(value * 100), 0)
  return Math.sign(hundredths) * Math.floor((2 * Math.abs(hundredths) + values.length) / (2 * values.length)) / 100
}

const cents = (value: number): number => Math.round(value * 100)

/** The cards in the order of the judges. Of equal marks one is struck, the first. */
export function cardsOf(marks: { judge: number; value: number }[], result: number | undefined): Card[] {
  const sorted = [...marks].sort((a, b) => a.judge - b.judge)
  const values = sorted.map(({ value }) => value)
  if (result === undefined || values.length < 3 || cents(mean(values)) === cents(result)) return sorted.map((mark) => ({ ...mark, struck: false }))
  const highest = values.indexOf(Math.max(...values))
  const lowest = values.findIndex((value, i) => i !== highest && value === Math.min(...values))
  const kept = values.filter((_, i) => i !== highest && i !== lowest)
  const trimmed = cents(mean(kept)) === cents(result)
  return sorted.map((mark, i) => ({ ...mark, struck: trimmed && (i === highest || i === lowest) }))
}
