// Letter, shape and colour of an option: always all three, so that no single one has to be seen.

import type { Answer, Media, Option, Question, TextMap } from './protocol'

export const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

/** Outlines in a 100 by 100 box; options after the sixth have only their letter. */
export const SHAPES: (string | undefined)[] = [
  'M50 8 96 90H4Z',
  'M50 2 98 50 50 98 2 50Z',
  'M50 4a46 46 0 1 1 0 92 46 46 0 0 1 0-92Z',
  'M8 8H92V92H8Z',
  'M50 4 62 36 97 38 70 59 79 93 50 74 21 93 30 59 3 38 38 36Z',
  'M27 8H73L98 50 73 92H27L2 50Z',
]

export const letter = (index: number): string => LETTERS[index] ?? String(index + 1)

/** CSS class of a tile's colours; tiles beyond F are neutral. */
export const tone = (index: number): string => (index < SHAPES.length ? `tone-${letter(index).toLowerCase()}` : 'tone-n')

export interface Tile { id: string; index: number; text?: TextMap; media?: Option['media']; truth?: boolean }

/** The tiles of a question one chooses from; true and false have no options of their own. */
export function tilesOf(question: Question): Tile[] {
  if (question.kind === 'truefalse') {
    return [
      { id: 'true', index: 1, truth: true },
      { id: 'false', index: 0, truth: false },
    ]
  }
  return (question.options ?? []).map((option, index) => ({ ...option, index }))
}

/** What an option shows and plays, as a list. */
export const mediaOf = (option: { media?: Option['media'] }): Media[] => [option.media ?? []].flat()

/** An option in words: its own, or those of what it shows. */
export const wordsOf = (option: Option | undefined): TextMap | undefined =>
  option && (option.text ?? mediaOf(option)[0]?.alt)

/** One's own answer in the form in which the right one comes. */
export const asAccepted = (answer: Answer): (string | boolean | string[])[] =>
  Array.isArray(answer) ? answer : [typeof answer === 'boolean' ? answer : String(answer)]

/**
 * Spellings of a typed answer, those that a reader of this language reads first: in its script, or in no
 * script at all, like a year. On the wire a spelling has no language.
 */
export function spellings(forms: string[], tag: string): string[] {
  try {
    const script = (new Intl.Locale(tag).maximize().script ?? '').replace(/Han.|Jpan/, 'Hani').replace('Kore', 'Hang')
    const own = new RegExp(`\\p{sc=${script}}|^\\P{L}+$`, 'u')
    return [...forms.filter((form) => own.test(form)), ...forms.filter((form) => !own.test(form))]
  } catch {
    return forms // a language or script that this browser does not know
  }
}

export const isChoice = (question: Question): boolean =>
  question.kind === 'single' || question.kind === 'multiple' || question.kind === 'truefalse'

/** 482913 is read aloud and typed in threes. */
export const threes = (code: string): string => code.replace(/(\d{3})(?=\d)/g, '$1 ')
