// What counts as right in a question of a bank.

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
