// Scores and ranks computed once more, from what the players did and nothing the server says about
// it except the fair times it acknowledged. Integers only, as the contract asks: whole hundredths.

/** a / b in whole numbers, rounded half away from zero. */
const divide = (a, b) => {
  const negative = (a < 0n) !== (b < 0n)
  const [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  const quotient = (2n * x + y) / (2n * y)
  return negative ? -quotient : quotient
}

/** Hundredths for a right answer with linear speed: full at once, `floor` percent at the deadline. */
export function linearPoints(right, floor, elapsed, window) {
  const [left, whole] = [BigInt(Math.max(0, window - elapsed)), BigInt(window)]
  return Number(divide(BigInt(right) * (BigInt(floor) * whole + BigInt(100 - floor) * left), 100n * whole))
}

const KEYS = {
  time: (a, b) => a.time - b.time,
  correct: (a, b) => b.correct - a.correct,
  last: (a, b) => (a.last ?? Infinity) - (b.last ?? Infinity) || 0,
}

/** Adds `rank` to rows of {score, time, correct, last}; equal on all keys share one, the next is skipped. */
export function ranked(rows, ties = ['time']) {
  const compare = (a, b) => b.score - a.score || ties.map((key) => KEYS[key](a, b)).find((n) => n !== 0) || 0
  const sorted = [...rows].sort((a, b) => compare(a, b) || a.player - b.player)
  let rank = 0
  return sorted.map((row, i) => {
    if (i === 0 || compare(sorted[i - 1], row) !== 0) rank = i + 1
    return { ...row, rank }
  })
}
