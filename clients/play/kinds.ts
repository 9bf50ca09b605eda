// What every way of answering gets and gives.

import { wordsOf } from '../shared/answers'
import { latinDigits } from '../shared/decimal'
import { lang } from '../shared/lang.svelte'
import type { Answer, Option, Question } from '../shared/protocol'
import type { Slot } from '../shared/slot'

export { decimal, decimalSeparator } from '../shared/decimal'

export interface KindProps {
  question: Question
  slot: Slot | null
  locked: boolean
  onsend: (answer: Answer) => void
  /** What would be sent now, and has not been; undefined: nothing. */
  ondraft?: (answer?: Answer) => void
}

/** Answers are compared by value: a different one may be sent where changing is allowed. */
export function sameAnswer(a: Answer | undefined, b: Answer): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b)
}

/** What to call an option where it cannot be shown, also if it is only a picture. */
export function nameOf(options: Option[] | undefined, id: string | undefined): string {
  return lang.pick(wordsOf(options?.find((option) => option.id === id))).text || id || ''
}

/** Moves one entry of a list to another place in it; the list is left alone beyond its ends. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list]
  if (from < 0 || to < 0 || from >= next.length || to >= next.length) return next
  next.splice(to, 0, ...next.splice(from, 1))
  return next
}

/**
 * Where a row that is dragged would come to stand: after all the others whose middle it has passed.
 * `boxes` are the rows as they stood before, `dy` how far the row `from` was dragged.
 */
export function dropPlace(boxes: readonly { top: number; height: number }[], from: number, dy: number): number {
  const middle = ({ top, height }: { top: number; height: number }) => top + height / 2
  const own = boxes[from]
  if (!own) return from
  return boxes.filter((box, i) => i !== from && middle(box) < middle(own) + dy).length
}

/** The digits of what was typed: full-width ones count, spaces do not. */
export function digits(typed: string): string {
  return latinDigits(typed).replace(/\D/g, '').slice(0, 6)
}

/** Milliseconds as the seconds that people are told: 3.4, and 0.04 rather than nothing. */
export const seconds = (ms: number): number => (ms < 100 ? Math.ceil(ms / 10) / 100 : Math.round(ms / 100) / 10)
