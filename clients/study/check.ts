// Whether an answer is right, found out on this device.

import type { Answer } from '../shared/protocol'
import type { StudyQuestion } from './types'

/** `unsure`: whoever answered has to compare for themselves. */
export type Verdict = 'right' | 'wrong' | 'unsure'

/** What two texts must have in common to count as the same. */
export const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()

/** Less than, equal to or greater than 0, of decimal strings however long; null: one of them is no number. */
export function compareDecimals(a: string, b: string): number | null {
  const parts = [a, b].map((text) => /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text.trim()))
  const [one, other] = parts
  if (!one || !other || parts.some((part) => (part?.[2] ?? '') + (part?.[3] ?? '') === '')) return null
  const places = Math.max(one[3]?.length ?? 0, other[3]?.length ?? 0)
  const [x, y] = [one, other].map((part) => BigInt(`${part[2] ?? ''}${(part[3] ?? '').padEnd(places, '0')}` || '0') * (part[1] === '-' ? -1n : 1n)) as [bigint, bigint]
  return x < y ? -1 : x > y ? 1 : 0
}

const inRange = (number: string, [from, to]: [string, string]): boolean | null => {
  const low = compareDecimals(from, number)
  const high = compareDecimals(number, to)
  return low === null || high === null ? null : low <= 0 && high <= 0
}

function checkNumber(question: StudyQuestion, number: string): Verdict {
  const ranges = question.ranges ?? question.right.map((one): [string, string] => [String(one), String(one)])
  const within = ranges.map((range) => inRange(number, range))
  if (within.includes(true)) return 'right'
  return ranges.length === 0 || within.includes(null) ? 'unsure' : 'wrong'
}

/** A spelling that nobody thought of may be right: what is not found is for whoever wrote it to compare. */
function checkTexts(question: StudyQuestion, typed: string[]): Verdict {
  if (typed.every((text) => fold(text) === '')) return 'wrong'
  const same = question.right.map((blank, i) => [blank].flat().some((form) => fold(String(form)) === fold(typed[i] ?? '')))
  if (same.every(Boolean)) return 'right'
  return 'unsure'
}

const sameList = (a: readonly unknown[], b: readonly unknown[]): boolean => JSON.stringify(a) === JSON.stringify(b)
const sorted = (list: readonly unknown[]): string[] => list.map((one) => JSON.stringify(one)).sort()

export function check(question: StudyQuestion, answer: Answer): Verdict {
  const { kind, right } = question
  if (right.length === 0 && kind !== 'numeric') return 'unsure'
  const list = Array.isArray(answer) ? answer : [answer]
  switch (kind) {
    case 'numeric': return checkNumber(question, String(answer))
    case 'text': return checkTexts(question, list.map(String))
    case 'single':
    case 'truefalse': return right.map(String).includes(String(answer)) ? 'right' : 'wrong'
    case 'ordering': return sameList(list, right) ? 'right' : 'wrong'
    default: return sameList(sorted(list), sorted(right)) ? 'right' : 'wrong'
  }
}
