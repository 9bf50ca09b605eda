// What this player answered, kept by the page itself while the contest runs: the server sends each result once,
// and only to those who are there. It is a comfort, not the truth: what was missed is not in it.

import type { Accepted, Answer, Question } from '../shared/protocol'
import { type Model, resultOf } from '../shared/state'
import { load, save } from '../shared/storage'

export interface Entry {
  question: Question
  /** What counted as right. */
  accepted: Accepted
  answer?: Answer
  correct: boolean
  points: number
}

const STORED = 'jinbang.diary'

interface Kept { owner: string; entries: Entry[] }

/** One contest at a time is remembered, for one player. */
const ownerOf = (model: Model): string => `${model.welcome?.contest.id} ${model.you?.player}`

function read(owner: string): Entry[] {
  try {
    const kept = JSON.parse(load(STORED) ?? '') as Kept
    return kept.owner === owner ? kept.entries : []
  } catch {
    return []
  }
}

export const diary = (model: Model): Entry[] => read(ownerOf(model))

/** Notes the result that is shown, once. */
export function note(model: Model): void {
  const result = resultOf(model)
  const { question, answer: accepted } = model.state ?? {}
  if (!result || !question || !accepted || model.state?.phase !== 'reveal') return
  const owner = ownerOf(model)
  const entry: Entry = { question, accepted, answer: result.answer, correct: result.correct === true, points: result.points ?? 0 }
  const others = read(owner).filter((other) => other.question.turn !== question.turn)
  save(STORED, JSON.stringify({ owner, entries: [...others, entry] } satisfies Kept))
}
