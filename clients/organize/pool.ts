// What is in a bank, and how many of its questions a round could draw: the same rules as the server's
// (server/bank/draw.c), which has the last word.

import type { Kind } from '../shared/protocol'
import type { Draft, DraftRound } from './draft'
import type { Section } from './window'
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

/**
 * How many questions a section of a paper can choose from. A question belongs to the first section that it fits, so
 * those before have taken theirs. Null: its bank is not known (yet).
 */
export function poolOf(paper: Section[], at: number, docs: ReadonlyMap<string, BankDocument>): number | null {
  const section = paper[at]
  if (!section) return null
  if (section.placeholder !== null) return section.placeholder
  const before = paper.slice(0, at).filter(({ bank, placeholder }) => placeholder === null && bank === section.bank)
  const doc = docs.get(section.bank)
  return doc ? doc.questions.filter((one) => fits(one, section) && !before.some((other) => fits(one, other))).length : null
}

const SHORT = 'too_few_questions'
const placeOf = (round: number): string => `rounds.${round}.draw.count`
const sectionPlace = (section: number): string => `window.paper.${section}.count`

const saidOf = (problems: Located[], place: string): boolean => problems.some(({ code, path }) => code === SHORT && path === place)

/** Does this round, from 0, ask for more questions than are left for it? */
export const isShort = (problems: Located[], round: number): boolean => saidOf(problems, placeOf(round))
export const isShortSection = (problems: Located[], section: number): boolean => saidOf(problems, sectionPlace(section))

const short = (want: number, have: number, path: string): Located =>
  ({ line: 0, column: 0, severity: 'error', code: SHORT, message: `The draw asks for ${want} questions, but only ${have} fit.`, path })

/**
 * What is wrong with the draft, all told. The server draws only from a file without other errors and stops at the
 * first round that is short, so this page looks for itself, too; what the server has said about a draw is about the
 * draft as it was `checked`.
 */
export function allProblems(told: Located[], checked: boolean, draft: Draft, docs: ReadonlyMap<string, BankDocument>): Located[] {
  const kept = told.filter(({ code }) => checked || code !== SHORT)
  const rounds = draft.rounds.map((round, i) => {
    const doc = docs.get(round.bank)
    return { want: round.count, have: !round.whole && doc && !round.ids ? fitting(doc, round) : round.count, path: placeOf(i) }
  })
  const paper = draft.window?.paper ?? []
  const sections = paper.map(({ count }, i) => ({ want: count, have: poolOf(paper, i, docs) ?? count, path: sectionPlace(i) }))
  const seen = [...rounds, ...sections].filter(({ want, have, path }) => have < want && !saidOf(kept, path))
  return [...kept, ...seen.map(({ want, have, path }) => short(want, have, path))]
}
