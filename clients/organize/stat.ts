// What contests made of a question (GET /api/banks/{id}, `stats`), said in plain words.

import type { QuestionStat } from './types'

/** Fewer than this say more about who was there than about the question. */
export const ENOUGH = 20

export type Verdict = 'few' | 'same' | 'against' | 'weak' | 'fair' | 'good'

/**
 * Limits as usual for such figures (Ebel and Frisbie, Essentials of Educational Measurement): 0.2, and 0.3 for good. A
 * little below 0 is no more than chance.
 */
export function verdictOf({ asked, discrimination }: QuestionStat): Verdict {
  if (asked < ENOUGH) return 'few'
  if (discrimination === undefined) return 'same'
  if (discrimination <= -0.1) return 'against'
  return discrimination < 0.2 ? 'weak' : discrimination < 0.3 ? 'fair' : 'good'
}
