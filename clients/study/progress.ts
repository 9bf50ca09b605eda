// How far somebody is, kept on this device and nowhere else.

import { forget, load, save } from '../shared/storage'
import { BOXES, type Card, fresh, type Progress } from './leitner'

const key = (code: string): string => `jinbang.study.${code}`

const isCount = (value: unknown, from: number): value is number => Number.isSafeInteger(value) && Number(value) >= from
const isCard = (value: unknown): value is Card =>
  typeof value === 'object' && value !== null && 'box' in value && 'due' in value &&
  isCount(value.box, 1) && value.box <= BOXES && isCount(value.due, 0)

/** What is kept; what cannot be read, or is of a version that this page does not know, counts as nothing. */
export function progressOf(code: string): Progress {
  try {
    const kept = JSON.parse(load(key(code)) ?? 'null') as Partial<Progress> | null
    if (kept?.version !== 1 || !isCount(kept.session, 0) || typeof kept.cards !== 'object' || kept.cards === null) return fresh()
    return { version: 1, session: kept.session, cards: Object.fromEntries(Object.entries(kept.cards).filter(([, card]) => isCard(card))) }
  } catch {
    return fresh()
  }
}

/** Changes what is kept now, which another tab may have written, and gives it back. */
export function change(code: string, how: (progress: Progress) => Progress): Progress {
  const next = how(progressOf(code))
  save(key(code), JSON.stringify(next))
  return next
}

export const reset = (code: string): void => forget(key(code))
