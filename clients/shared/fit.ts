// Text-size classes. A fixed table and no measuring: the same text looks the same on every machine, and
// the table can be tested. Han, Kana and Hangul are about twice as wide as Latin and count double.

const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u

export function width(text: string): number {
  let sum = 0
  for (const char of text) sum += WIDE.test(char) ? 2 : 1
  return sum
}

export type Fit = 'xl' | 'l' | 'm' | 's'

/** Question: 7u, 6u, 5u, 4.4u. */
export function fitQuestion(text: string): Fit {
  const w = width(text)
  return w <= 60 ? 'xl' : w <= 120 ? 'l' : w <= 200 ? 'm' : 's'
}

/** The sizes of the classes on the wall, in u. */
export const QUESTION_U: Record<Fit, number> = { xl: 7, l: 6, m: 5, s: 4.4 }
export const OPTION_U: Record<Exclude<Fit, 'xl'>, number> = { l: 5.4, m: 5, s: 4.4 }

/** Option: 5.4u, 5u, 4.4u. */
export function fitOption(text: string): Exclude<Fit, 'xl'> {
  const w = width(text)
  return w <= 24 ? 'l' : w <= 48 ? 'm' : 's'
}

/** Latin letters with their marks in one, and Han: each counts one. */
const SINGLES = /^[ -~\u00c0-\u024f\u4e00-\u9fff]*$/

let segmenter: Intl.Segmenter | undefined

/** What a person counts as letters. The browser's own way is slow to start on a small phone (70 ms and more). */
export function graphemes(text: string): number {
  if (SINGLES.test(text)) return text.length
  if (typeof Intl.Segmenter !== 'function') return [...text].length
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  let count = 0
  for (const _ of segmenter.segment(text)) count += 1
  return count
}

export const NAME_MAX = 40
