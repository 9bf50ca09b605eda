// A question of a paper in the form in which a question of a live contest comes: what answers and shows it is the same.

import type { AttemptQuestion, Question } from '../../shared/protocol'

export const live = (question: AttemptQuestion, of = 0, change = false): Question =>
  ({ ...question, n: question.turn, of, change })
