// What every way of answering gets and gives.

import type { Answer, Question } from '../shared/protocol'
import type { Slot } from '../shared/slot'

export interface KindProps {
  question: Question
  slot: Slot | null
  locked: boolean
  onsend: (answer: Answer) => void
}

/** Answers are compared by value: a different one may be sent where changing is allowed. */
export function sameAnswer(a: Answer | undefined, b: Answer): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b)
}

/** Moves one entry of a list by one place; the list is left alone at its ends. */
export function moved<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
  const to = from + by
  const next = [...list]
  const entry = next[from]
  if (entry === undefined || to < 0 || to >= next.length) return next
  next.splice(from, 1)
  next.splice(to, 0, entry)
  return next
}

/**
 * A number as the protocol wants it, or null when what was typed could mean two numbers. Keypads of some
 * countries have a comma and no point, so a lone comma is the point there, and only there.
 */
export function decimal(typed: string, separator: string): string | null {
  let text = typed.normalize('NFKC').replace(/[\s\u00a0\u202f]/g, '').replace(/[−–]/g, '-')
  if (separator === ',' && !text.includes('.')) text = text.replace(',', '.')
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) return null
  text = text.replace(/^\+/, '').replace(/\.$/, '')
  return text.replace(/^(-?)\./, '$10.')
}

export function decimalSeparator(tag: string): string {
  return new Intl.NumberFormat(tag).formatToParts(1.5).find((part) => part.type === 'decimal')?.value ?? '.'
}
