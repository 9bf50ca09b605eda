// How much room a text takes, reckoned from a table of letter widths and never measured: the same text is
// laid out alike on every machine, and the reckoning can be tested. Widths are those of a bold Noto Sans,
// which is wider than most system fonts.

import { width } from '../shared/fit'

export interface Words { lang: string; text: string }

/** Height of a column of the vertical Mongolian script, in u: of a question, of an option. */
export const UPRIGHT = { prompt: 30, item: 18 }

const SCRIPTS: Record<string, { line: number; scale: number }> = {
  ar: { line: 1.6, scale: 1 }, ug: { line: 1.6, scale: 1 }, bo: { line: 1.7, scale: 1.15 },
}
const PLAIN = { line: 1.25, scale: 1 }
const scriptOf = (tag: string) => SCRIPTS[tag.toLowerCase().split('-')[0] ?? ''] ?? PLAIN

export const isUpright = (tag: string): boolean => tag.toLowerCase() === 'mn-mong'

// Letters that are clearly narrower or wider than the rest, in em.
const ODD: [RegExp, number][] = [
  [/\p{M}/u, 0], [/\s/, 0.27], [/[.,:;!'’·་]/, 0.28], [/[ijlI]/, 0.31], [/[frt()[\]"“”-]/, 0.43], [/[cszJ?]/, 0.51], [/[mwMW@%—жмшщфыюШЩМ]/, 0.95],
  [/\p{Script=Arabic}/u, 0.52], [/\p{Script=Tibetan}/u, 0.68], [/\p{Lu}/u, 0.69], [/\p{N}/u, 0.57],
]

/** Width of one letter in em. */
const advance = (char: string): number => (width(char) === 2 ? 1 : (ODD.find(([letters]) => letters.test(char))?.[1] ?? 0.62))

/** Width of a text on one line, in em. */
export const em = (text: string): number => [...text].reduce((sum, char) => sum + advance(char), 0)

const TOKENS = /\s+|[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\u{20000}-\u{3fffd}]|[^\s་\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\u{20000}-\u{3fffd}]+་?|་/gu

/** Lines of a text in a box of `room` em, broken as browsers do: between words, Han characters, Tibetan syllables. */
export function lines(text: string, room: number): number {
  if (text === '') return 0
  let count = 1
  let at = 0
  for (const [token] of text.matchAll(TOKENS)) {
    const wide = em(token)
    if (/^\s/.test(token)) {
      at += wide
      continue
    }
    if (at > 0 && at + wide > room) {
      count += 1
      at = 0
    }
    if (wide > room) count += Math.ceil(wide / room) - 1 // a word that no line can hold is cut
    at += wide > room ? wide % room : wide
  }
  return count
}

/** Height of a text of `size` in a box `room` wide, all in u; `plain` is the line height of scripts that need no more. */
export function height(words: Words | undefined, size: number, room: number, column: number, plain = PLAIN.line): number {
  if (!words || words.text === '') return 0
  const script = scriptOf(words.lang)
  const scaled = size * script.scale
  if (isUpright(words.lang)) return Math.min(em(words.text) * scaled, column)
  return lines(words.text, room / scaled) * scaled * (script === PLAIN ? plain : script.line)
}

/** How many of these names fit into `rows` lines of `room`, and leave room for "+ n more" if some do not. */
export function namesThatFit(names: string[], players: number, rows: number, room: number, size: number, cap: number): number {
  const gap = 3
  const more = em('+ 0000 more') * size
  let row = 1
  let at = 0
  let fit = 0
  for (const name of names) {
    const wide = Math.min(em(name) * size, cap)
    if (at > 0 && at + gap + wide > room) {
      row += 1
      at = 0
    }
    if (row > rows) break
    at += (at > 0 ? gap : 0) + wide
    const last = fit + 1 >= players
    if (row === rows && !last && at + gap + more > room) break
    fit += 1
  }
  return fit
}
