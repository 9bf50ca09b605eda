// Arithmetic over the results (GET /api/contests/{id}/results).

import type { QuestionResult } from './types'

export interface Figures { participants: number; mean: number; median: number; highest: number; lowest: number }

/** Null while nobody is ranked. Rank 0 is somebody who was never ranked. */
export function figuresOf(participants: { rank: number; score: number }[]): Figures | null {
  const scores = participants.filter(({ rank }) => rank > 0).map(({ score }) => score).sort((a, b) => a - b)
  const highest = scores.at(-1)
  const lowest = scores[0]
  if (highest === undefined || lowest === undefined) return null
  const middle = scores.length / 2
  const median = Number.isInteger(middle)
    ? ((scores[middle - 1] ?? 0) + (scores[middle] ?? 0)) / 2 : (scores[Math.floor(middle)] ?? 0)
  return { participants: scores.length, mean: scores.reduce((sum, score) => sum + score, 0) / scores.length, median, highest, lowest }
}

export const counted = (question: QuestionResult): boolean => question.shown && !question.void

/** All who answered: where teams compete, the hall beside them. */
export const answeredBy = ({ answered, hall_answered: hall = 0 }: QuestionResult): number => answered + hall
export const rightBy = ({ right, hall_right: hall = 0 }: QuestionResult): number => right + hall

/** Share of right ones, 0 to 1: among those who answered, or the papers that hold it; null: there are none, or it did not count. */
export function rate(question: QuestionResult): number | null {
  const of = question.asked ?? answeredBy(question)
  return counted(question) && of > 0 ? rightBy(question) / of : null
}

/** Fewer answers than these say nothing about a question of a stage, where most are asked of one team. */
export const FEW = 3

/** The questions with the lowest rate and those with the highest; a question is never in both. */
export function extremes(questions: QuestionResult[], most = 3): { hardest: QuestionResult[]; easiest: QuestionResult[] } {
  const rated = questions.filter((question) => rate(question) !== null && (question.hall_answered === undefined || answeredBy(question) >= FEW))
    .sort((a, b) => (rate(a) ?? 0) - (rate(b) ?? 0) || a.turn - b.turn)
  const n = Math.min(most, Math.floor(rated.length / 2))
  return { hardest: rated.slice(0, n), easiest: rated.slice(rated.length - n).reverse() }
}

export interface Share { id: string; n: number; part: number }

/** How often each option was chosen, in the options' order; part of those who answered. */
export function shares(question: QuestionResult): Share[] {
  const counts = question.counts ?? {}
  const listed = (question.options ?? []).map(({ id }) => id)
  const ids = question.kind === 'truefalse' ? ['true', 'false'] : listed
  return ids.map((id) => {
    const n = counts[id] ?? 0
    const all = answeredBy(question)
    return { id, n, part: all > 0 ? n / all : 0 }
  })
}
