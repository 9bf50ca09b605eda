// What is in a bank, and how many of its questions a round could draw: the same rules as the server's
// (server/bank/draw.c), which has the last word.

import type { Kind } from '../shared/protocol'
import type { Draft, DraftRound } from './draft'
import type { BankDocument, BankQuestion, Located } from './types'
import { KINDS } from './types'

export const DIFFICULTY = 3

export interface Facets {
  kinds: [Kind, number][]
  /** Most frequent first. */
  tags: [string, number][]
  /** Of difficulty 1 to 5. */
  difficulties: number[]
  languages: [string, number][]
}

export function languagesOf(bank: BankDocument): string[] {
  const stems = [...new Set(bank.questions.flatMap((question) => Object.keys(question.stem)))]
  const listed = bank.languages ?? []
  return [...listed, ...stems.filter((tag) => !listed.includes(tag))]
}

export function facetsOf(bank: BankDocument): Facets {
  const count = (fits: (question: BankQuestion) => boolean): number => bank.questions.filter(fits).length
  const tags = new Map<string, number>()
  for (const tag of bank.questions.flatMap((question) => question.tags ?? [])) tags.set(tag, (tags.get(tag) ?? 0) + 1)
  return {
    kinds: KINDS.map((kind): [Kind, number] => [kind, count((one) => one.type === kind)]).filter(([, n]) => n > 0),
    tags: [...tags].sort(([a, n], [b, m]) => m - n || a.localeCompare(b)),
    difficulties: [1, 2, 3, 4, 5].map((level) => count((one) => (one.difficulty ?? DIFFICULTY) === level)),
    languages: languagesOf(bank).map((tag) => [tag, count((one) => one.stem[tag] !== undefined)]),
  }
}

export type Choice = Pick<DraftRound, 'tags' | 'kinds' | 'difficulty'>

export function fits(question: BankQuestion, { tags, kinds, difficulty: [low, high] }: Choice): boolean {
  const level = question.difficulty ?? DIFFICULTY
  return question.status !== 'retired' && level >= low && level <= high &&
    (kinds.length === 0 || kinds.includes(question.type)) &&
    (tags.length === 0 || (question.tags ?? []).some((tag) => tags.includes(tag)))
}

export const fitting = (bank: BankDocument, choice: Choice): number =>
  bank.questions.filter((question) => fits(question, choice)).length

const SHORT = 'too_few_questions'
const placeOf = (round: number): string => `rounds.${round}.draw.count`

/** Does this round, from 0, ask for more questions than are left for it? */
export const isShort = (problems: Located[], round: number): boolean =>
  problems.some(({ code, path }) => code === SHORT && path === placeOf(round))

/**
 * What is wrong with the draft, all told. The server draws only from a file without other errors and stops at the
 * first round that is short, so this page looks for itself, too; what the server has said about a draw is about the
 * draft as it was `checked`.
 */
export function allProblems(told: Located[], checked: boolean, draft: Draft, docs: ReadonlyMap<string, BankDocument>): Located[] {
  const kept = told.filter(({ code }) => checked || code !== SHORT)
  const seen = draft.rounds.flatMap((round, i): Located[] => {
    if (round.whole) return []
    const doc = docs.get(round.bank)
    const have = doc && !round.ids ? fitting(doc, round) : round.count
    if (have >= round.count || isShort(kept, i)) return []
    return [{ line: 0, column: 0, severity: 'error', code: SHORT, message: `The draw asks for ${round.count} questions, but only ${have} fit.`, path: placeOf(i) }]
  })
  return [...kept, ...seen]
}
