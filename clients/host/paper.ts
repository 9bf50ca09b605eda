// What a sheet of paper needs to go on by hand: the scores as they are, and the questions that are left.

import type { PaperQuestion } from '../shared/paper'
import type { Question, Roster, Seat, State } from '../shared/protocol'

export interface Left { n: number; questions: PaperQuestion[] }

/**
 * Questions still to be asked, by round: of rounds that are not over what no turn has asked, and the one that
 * is being asked, as long as its answer is not out.
 */
export function left(state: State, questions: PaperQuestion[]): Left[] {
  if (state.phase === 'finished') return []
  const at = state.phase === 'lobby' ? 0 : (state.round?.n ?? 0)
  const present = ['reading', 'open', 'locked'].includes(state.phase) ? state.question?.turn : undefined
  const open = questions.filter(({ round, turn }) => round >= at && (turn === undefined || turn === present))
  return [...new Set(open.map(({ round }) => round))].map((n) => ({ n, questions: open.filter(({ round }) => round === n) }))
}

export type ScoreRow = Pick<Seat, 'seat' | 'name' | 'score' | 'rank'> & Partial<Seat>

/** Everybody who competes: seats in their order, or players, the best first. */
export function scores(state: State, roster: Roster | null): ScoreRow[] {
  if (state.seats) return state.seats
  return (roster?.players ?? []).map(({ player, name, score, rank }) => ({ seat: player, name: { und: name }, score, rank }))
    .sort((a, b) => b.score - a.score || a.seat - b.seat)
}

/** A question of the paper as one that is played, for what shows answers. */
export const askable = (question: PaperQuestion): Question => ({ ...question, turn: question.turn ?? 0, of: 0, change: false })
