// Reading a contest file that somebody else may have written. It is the server that judges: what does not fit is left
// as it would be in a new contest.

import type { TextMap } from '../shared/protocol'

export type Rest = Record<string, unknown>

export const isObject = (value: unknown): value is Rest => typeof value === 'object' && value !== null && !Array.isArray(value)
export const number = (value: unknown, other: number): number => (typeof value === 'number' && Number.isFinite(value) ? value : other)
export const numberOrNull = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)
export const strings = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [])
export const map = (value: unknown): TextMap =>
  isObject(value) ? Object.fromEntries(Object.entries(value).filter(([, text]) => typeof text === 'string')) as TextMap : {}
export const word = <T extends string>(value: unknown, words: readonly T[], other: T): T => words.find((one) => one === value) ?? other

export function without(value: Rest, ...names: string[]): Rest {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))
}

/** Only the languages in which something is said. */
export const filled = (map: TextMap): TextMap =>
  Object.fromEntries(Object.entries(map).map(([tag, text]) => [tag, text.trim()]).filter(([, text]) => text !== ''))
