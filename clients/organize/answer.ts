// What counts as right in a question of a bank.

import type { TextMap } from '../shared/protocol'
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

export interface WrongMost { id: string; text: TextMap | null; count: number | undefined }

/** The wrong option chosen most, or null. Its words come with it, or are those of the option. */
export function wrongMost(question: QuestionResult): WrongMost | null {
  const { wrong_most: id, wrong_most_text: text, wrong_most_count: count } = question
  if (id === null || id === undefined) return null
  const words = typeof text === 'string' ? (text === '' ? null : { und: text }) : (text ?? null)
  return { id: String(id), text: question.kind === 'truefalse' ? null : words, count }
}
