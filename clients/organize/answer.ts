// What counts as right in a question of a bank.

import type { Answer } from '../shared/protocol'
import type { BankQuestion, QuestionResult } from './types'

/** Ids of the options that are right; "true" or "false". */
export function rightOf({ type, answer }: BankQuestion): Set<string> {
  if (type === 'truefalse') return new Set([String(answer.value)])
  return new Set(answer.correct ?? [])
}

/** What may be typed: numbers with their tolerance, texts with their variants, blank by blank. */
export function acceptedOf({ type, answer }: BankQuestion): string[] {
  if (type === 'numeric') {
    return (answer.accept ?? []).map(({ value, tolerance, tolerance_kind: kind }) => {
      if (!tolerance || Number(tolerance) === 0) return `${value}`
      return `${value} ± ${kind === 'relative' ? `${Number((Number(tolerance) * 100).toFixed(4))}%` : tolerance}`
    })
  }
  if (type !== 'text') return []
  return (answer.blanks ?? []).map(({ accept }) => accept.map(({ text }) => text).join(' / '))
}

/** Ids of what was right in a question of the results. */
export function rightIds({ kind, answer }: QuestionResult): Set<string> {
  if (kind === 'truefalse' || kind === 'single' || kind === 'multiple') return new Set([answer ?? []].flat(2).map(String))
  return new Set()
}

/** What was given wrongly most often: the id of an option (or true, false), or what was typed. */
export interface WrongMost { id: string | null; typed: string; count: number | undefined }

export function wrongMost({ wrong_most: id, wrong_most_text: typed, wrong_most_count: count }: QuestionResult): WrongMost | null {
  if (id === null && !typed) return null
  return { id: id === null ? null : String(id), typed: typed ?? '', count }
}

/** An answer on the wire, as what it is in its question. `at`: place among the options; -1: it is none of them. */
export type Given =
  | { kind: 'truth'; truth: boolean }
  | { kind: 'typed'; text: string }
  | { kind: 'chosen'; ids: { id: string; at: number }[] }
  | { kind: 'order'; ids: string[] }
  | { kind: 'pairs'; pairs: [string, string][] }

const isPair = (one: string | [string, string]): one is [string, string] => Array.isArray(one)

export function givenOf(answer: Answer, question: QuestionResult | undefined): Given {
  if (typeof answer === 'boolean') return { kind: 'truth', truth: answer }
  const list: (string | [string, string])[] = Array.isArray(answer) ? answer : [String(answer)]
  const pairs = list.filter(isPair)
  if (pairs.length > 0) return { kind: 'pairs', pairs }
  const words = list.filter((one): one is string => !isPair(one))
  if (question?.kind === 'ordering') return { kind: 'order', ids: words }
  const options = question?.options
  if (!options) return { kind: 'typed', text: words.join(' / ') }
  return { kind: 'chosen', ids: words.map((id) => ({ id, at: options.findIndex((option) => option.id === id) })) }
}
