// Does it all fit on the wall? A fixed reckoning in u (1% of the picture's height) instead of measuring in
// a loop: the same question looks the same on every projector. It reckons with 4:3, the narrower picture.
// What gives way first: the second language of the options, then of the question, then sizes, and at the
// reveal the bars, whose numbers then stand in the tiles.

import { width } from '../shared/fit'

export interface Load {
  /** The question in the first and, if there is one, the second language. */
  prompt: [string, string]
  options: [string, string][]
  /** Space that the reveal needs besides: bars and explanation. */
  bars: boolean
  explanation: string
}

export interface Layout {
  secondPrompt: boolean
  secondOptions: boolean
  question: number
  option: number
  bars: boolean
  explanation: boolean
}

const CONTENT = 123
const HEIGHT = 92
const RING = 21
const GAP = 3
const FOOT = 4
const BARS = 18
const LINE = 1.25
const UNIT = 0.56 // width of half a Han character, or of a Latin letter on average, in em

const lines = (text: string, size: number, room: number): number =>
  text === '' ? 0 : Math.ceil((width(text) * UNIT * size) / room)

function height(load: Load, layout: Layout): number {
  const second = 0.68
  const room = CONTENT - RING
  let head = lines(load.prompt[0], layout.question, room) * layout.question * LINE
  if (layout.secondPrompt) head += lines(load.prompt[1], layout.question * second, room) * layout.question * second * LINE
  if (!load.bars) head = Math.max(head, 17)

  const many = load.options.length > 4
  // Where there are no bars their numbers stand in the tiles, beside the mark of the right one.
  const text = (CONTENT - 2.5) / 2 - (many ? 21 : 25) - (load.bars && !layout.bars ? 5 : 0)
  let tiles = 0
  for (let i = 0; i < load.options.length; i += 2) {
    const row = load.options.slice(i, i + 2).map(([first, other]) => {
      let tall = lines(first, layout.option, text) * layout.option * LINE + (many ? 2.4 : 3.4)
      if (layout.secondOptions) tall += lines(other, layout.option * 0.75, text) * layout.option * 0.75 * LINE + 1
      return tall
    })
    tiles += Math.max(many ? 9 : 13, ...row) + (many ? 1.5 : 2.5)
  }
  const bars = layout.bars ? BARS + GAP : 0
  const words = layout.explanation ? (lines(load.explanation, 4.4, CONTENT) * 4.4 * LINE * 1.7) + GAP : 0
  return head + GAP + tiles + bars + words + GAP + FOOT
}

export function layoutOf(load: Load, question: number, option: number): Layout {
  const full: Layout = {
    secondPrompt: load.prompt[1] !== '',
    secondOptions: load.options.some(([, other]) => other !== ''),
    question, option, bars: load.bars, explanation: load.explanation !== '',
  }
  const steps: Partial<Layout>[] = [
    {}, { secondOptions: false }, { secondPrompt: false }, { option: Math.min(option, 4.4) },
    { question: Math.min(question, 5) }, { bars: false }, { explanation: false },
    { question: Math.min(question, 4.4), option: 4 }, { question: 3.6, option: 3.4 },
  ]
  let layout = full
  for (const step of steps) {
    layout = { ...layout, ...step }
    if (height(load, layout) <= HEIGHT) return layout
  }
  return layout
}
