// Does it all fit on the wall? Reckoned in u (1% of the picture's height) from the shape of the picture and
// the texts alone, so that a question looks the same on every projector of that shape. Sizes begin with the
// classes of fit.ts. What gives way, in order: a size class, the hint, the second language (first of the
// options, then of the question), sizes down to the floor of 4.4u; at the reveal also the bars, whose numbers
// then stand in the tiles, and the gaps. Below the floor go only texts so long, for their number, that the
// import warns about them.

import { fitOption, fitQuestion, OPTION_U, QUESTION_U } from '../shared/fit'
import { em, height, isUpright, lines, UPRIGHT, type Words } from './measure'

/** The content box in u: 168 by 92 on 16:9, 123 by 92 on 4:3. */
export interface Frame { width: number; height: number }

/** In one language or two, the larger one first. */
export type Pair = Words[]

export interface Load {
  /** tiles to choose from, a list to put in order, two lists to match, or nothing but a hint. */
  body: 'tiles' | 'list' | 'pairs' | 'words'
  prompt: Pair
  items: Pair[]
  /** Pairs: the right-hand side. */
  targets: Pair[]
  picture: boolean
  /** The options are pictures. */
  pictures: boolean
  hint: boolean
  revealed: boolean
  bars: boolean
  explanation: Pair
  /** Neither a clock beside it nor a line below. */
  bare?: boolean
}

export interface Layout {
  question: number
  option: number
  second: number
  prompt2: boolean
  items2: boolean
  hint: boolean
  ring: number
  columns: number
  picture: 'none' | 'top' | 'side'
  /** Height left for a picture above the tiles. */
  pictureHeight: number
  bars: boolean
  explanation: 0 | 1 | 2
  /** Close lines and small gaps: the last means before sizes fall below the floor. */
  dense: boolean
  /** Size of what should have been typed. */
  typed: number
}

export const GAP = { wide: 3, dense: 2 }
const LINE = { wide: 1.25, dense: 1.15 }
export const SECOND = 0.7 // size of the second language
export const BAND = { few: 20, many: 14 } // shape and letter of a tile
const FOOT = 4.5
const RESULT = 5.6
const BARS = 19
const PICTURE = { least: 28, large: 38, most: 45, share: 0.45 }
export const ART = { few: 20, many: 12 } // pictures in options

const sum = (list: number[]): number => list.reduce((total, one) => total + one, 0)

function both(pair: Pair, second: boolean, size: number, room: number, column: number, dense: boolean): number {
  const line = dense ? LINE.dense : LINE.wide
  const first = height(pair[0], size, room, column, line)
  if (!second || !pair[1]) return first
  const other = height(pair[1], size * SECOND, room, column, line)
  // A vertical text has the other language beside it.
  return pair.some(({ lang }) => isUpright(lang)) ? Math.max(first, other) : first + other
}

/** Rows of cells, each as high as its highest. */
function rows(cells: number[], columns: number, least: number, gap: number): number {
  const heights: number[] = []
  for (let i = 0; i < cells.length; i += columns) heights.push(Math.max(least, ...cells.slice(i, i + columns)))
  return sum(heights) + gap * Math.max(0, heights.length - 1)
}

/** Size of a typed answer: very large if it stands alone and is short. */
export function typedSize(items: Pair[], room: number): number {
  const longest = Math.max(0, ...items.map(([main]) => em(main?.text ?? '')))
  return [9, 7, 5.4].find((size) => items.length === 1 && longest * size <= room - 16) ?? 4.4
}

/** Height of the middle without picture and hint. */
function bodyHeight(load: Load, layout: Layout, room: number): number {
  const many = load.items.length > 4
  const cell = (pair: Pair, inner: number, pad: number) => both(pair, layout.items2, layout.option, inner, UPRIGHT.item, layout.dense) + (layout.dense ? pad - 0.8 : pad)
  if (load.body === 'words') {
    if (!load.revealed) return 18
    const size = typedSize(load.items, room)
    return sum(load.items.map(([main, also]) => height(main, size, room - 16, 40) + height(also, 4.4, room - 16, 40) + 3)) + 1.5 * (load.items.length - 1)
  }
  if (load.body === 'tiles') {
    const gap = many || layout.dense ? 1.5 : 2.5
    const wide = (room - gap * (layout.columns - 1)) / layout.columns
    const marks = load.revealed ? (load.bars && layout.bars ? 8 : 16) : 0
    const band = many || layout.picture === 'side' ? BAND.many : BAND.few
    const least = many || load.revealed ? 9 : layout.picture === 'side' ? 11 : 13
    const art = load.pictures ? (many ? ART.many : ART.few) : 0
    return rows(load.items.map((item) => cell(item, wide - band - marks - 4.8, 2.2 + art)), layout.columns, least, gap)
  }
  if (load.body === 'list') {
    const wide = (room - 2 * (layout.columns - 1)) / layout.columns
    return rows(load.items.map((item) => cell(item, wide - 5 - (load.revealed ? 8 : 0), 2)), layout.columns, 7, 1.2)
  }
  const wide = (room - 8) / 2 - 5
  if (load.revealed) return rows(load.items.flatMap((item, i) => [cell(item, wide, 1.8), cell(load.targets[i] ?? [], wide, 1.8)]), 2, 6.4, 1)
  const tall = (list: Pair[]) => rows(list.map((item) => cell(item, wide, 1.8)), 1, 6.4, 1)
  return Math.max(tall(load.items), tall(load.targets))
}

function headHeight(load: Load, layout: Layout, frame: Frame): number {
  const ring = load.revealed || load.bare ? 0 : layout.ring
  const room = frame.width - (ring > 0 ? ring + 4 : 0)
  return Math.max(ring, both(load.prompt, layout.prompt2, layout.question, room, UPRIGHT.prompt, layout.dense))
}

/** Width of the body: a picture beside it takes its share. */
const roomOf = (layout: Layout, frame: Frame): number =>
  (layout.picture === 'side' ? (frame.width - 4) * (1 - PICTURE.share) : frame.width)

/** What is left over below everything; negative if it does not fit. */
function spare(load: Load, layout: Layout, frame: Frame): number {
  const gap = layout.dense ? GAP.dense : GAP.wide
  const fixed = headHeight(load, layout, frame) + gap + (load.bare ? 0 : gap + FOOT) + (load.revealed ? RESULT + gap : 0)
  let words = 0
  if (layout.explanation > 0) words = both(load.explanation, layout.explanation > 1, 4.4, frame.width, UPRIGHT.item, layout.dense) + GAP.wide
  const hint = layout.hint ? 5.5 + gap : 0
  const bars = layout.bars ? BARS + gap : 0
  const picture = layout.picture === 'top' ? PICTURE.least + gap : 0
  return frame.height - fixed - words - hint - bars - picture - bodyHeight(load, layout, roomOf(layout, frame))
}

/** Are all texts short enough to be shown larger than their class asks for? */
function roomy(load: Load, layout: Layout, frame: Frame): boolean {
  const few = (pair: Pair, size: number, room: number, most: number) => lines(pair[0]?.text ?? '', room / size) <= most
  const wide = frame.width / layout.columns - BAND.few - 6
  return few(load.prompt, layout.question, frame.width - 21, 2) && load.items.every((item) => few(item, layout.option, wide, 1))
}

function columnsOf(load: Load, picture: Layout['picture'], upright: boolean): number[] {
  if (load.body === 'words' || load.body === 'pairs') return [1]
  if (picture === 'side') return load.body === 'tiles' && load.pictures ? [2] : [1]
  if (upright && load.items.length > 4) return [4]
  if (load.body === 'tiles') return [2]
  return load.revealed && load.items.length <= 4 ? [1, 2] : [2, 1]
}

/**
 * Where a picture may stand, best first, and how much height must be left over there: in 4:3 and at the reveal
 * beside the answers, otherwise above them if it can be large, or beside them, or above them though small.
 */
function picturesOf(load: Load, frame: Frame): [Layout['picture'], number][] {
  if (!load.picture) return [['none', 0]]
  if (frame.width < 140 || load.revealed) return [['side', 0], ['top', 0]]
  return [['top', PICTURE.large - PICTURE.least], ['side', 0], ['top', 0]]
}

/** Where the bars found no room, what had to give way for them comes back as far as it fits. */
function givenBack(load: Load, layout: Layout, base: Layout, frame: Frame): Layout {
  const { question, option, prompt2, items2 } = base
  const parts: Partial<Layout>[] = [{ prompt2 }, { explanation: base.explanation > 0 ? 1 : 0 }, { items2 }, { option: Math.min(option, 5) }, { question: Math.min(question, 5) }, { option }, { question }]
  return parts.reduce<Layout>((found, part) => (spare(load, { ...found, ...part }, frame) >= 0 ? { ...found, ...part } : found), layout)
}

const LAST: Partial<Layout>[] = [
  { dense: true }, ...[[4.4, 4.2], [4.4, 4], [4, 3.8], [3.8, 3.6], [3.6, 3.2], [3.2, 2.8], [2.8, 2.4]].map(([question, option]) => ({ question, option })),
]

function stepsOf(load: Load, question: number, option: number): Partial<Layout>[] {
  const least = (q: number, o: number) => ({ question: Math.min(question, q), option: Math.min(option, o) })
  if (load.revealed) {
    return [
      {}, least(5, 5), { hint: false, explanation: load.explanation.length > 0 ? 1 : 0 }, { items2: false }, least(4.4, 4.4),
      { prompt2: false }, { bars: false }, { explanation: 0 }, ...LAST,
    ]
  }
  return [{}, least(6, 5), { hint: false }, { items2: false }, { prompt2: false }, least(6, 4.4), load.bare ? least(5, 4.4) : { ...least(5, 4.4), ring: 12 }, least(4.4, 4.4), ...LAST]
}

/** The first arrangement that fits; the last one if none does. */
export function layoutOf(load: Load, frame: Frame): Layout {
  const question = QUESTION_U[fitQuestion(load.prompt[0]?.text ?? '')]
  const option = Math.min(5.4, ...[...load.items, ...load.targets].map((item) => OPTION_U[fitOption(item[0]?.text ?? '')]))
  const upright = [load.prompt, ...load.items].some((pair) => pair.some(({ lang }) => isUpright(lang)))
  const base: Layout = {
    question, option, second: SECOND, prompt2: load.prompt.length > 1, items2: [...load.items, ...load.targets].some((item) => item.length > 1),
    hint: load.hint, ring: load.bare ? 0 : 17, columns: 1, picture: 'none', pictureHeight: 0, bars: load.bars, explanation: load.explanation.length as 0 | 1 | 2,
    dense: false, typed: 4.4,
  }
  // In one language, what is short is shown larger.
  const steps = stepsOf(load, question, option)
  const large = { question: question * 1.15, option: option * 1.15 }
  const tries = base.prompt2 || base.items2 ? steps : [large, { question, option }, ...steps.slice(1)]
  let before = base
  let found = base
  for (const step of tries) {
    before = { ...before, ...step }
    for (const [picture, need] of picturesOf(load, frame)) {
      for (const columns of columnsOf(load, picture, upright)) {
        const layout = { ...before, picture, columns }
        const left = spare(load, layout, frame)
        layout.pictureHeight = picture === 'top' ? Math.min(PICTURE.most, PICTURE.least + Math.max(0, left)) : PICTURE.most
        layout.typed = typedSize(load.items, roomOf(layout, frame))
        found = layout
        if (left >= need && (step !== large || roomy(load, layout, frame))) return load.bars && !layout.bars ? givenBack(load, layout, base, frame) : layout
      }
    }
  }
  return found
}
