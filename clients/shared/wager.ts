// What may be staked on a question: reckoned in hundredths, because points have two decimals.
import type { Wager } from './protocol'

const cents = (points: number): number => Math.round(points * 100)

/** min, min + step, … as far as the round and, where that counts, the score allow; always at least one. */
export function stakesOf({ min, max, step, limit }: Wager, score: number): number[] {
  const most = limit === 'score' ? Math.max(cents(min), Math.min(cents(max), cents(score))) : cents(max)
  const list: number[] = []
  for (let value = cents(min); value <= most; value += cents(step)) list.push(value / 100)
  return list
}
