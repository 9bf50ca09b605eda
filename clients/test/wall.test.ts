// What the wall reckons: how much room texts take, which arrangement fits, who stood where before.

import { describe, expect, it } from 'vitest'
import { frameOf, noticeFit, widthOf } from '../screen/frame'
import { type Load, layoutOf } from '../screen/layout'
import { em, height, lines, namesThatFit, type Words } from '../screen/measure'
import { restOf, RISE, stepsOf } from '../screen/podium'
import { between, boardOf } from '../screen/standings'
import { cueOf, ticksOf } from '../screen/tones'
import { shownOf, wallLanguages, wordsIn } from '../screen/wall.svelte'
import type { Contest, TopRow } from '../shared/protocol'
import { open, state } from './fakes'

const WIDE = frameOf(1920, 1080)
const NARROW = frameOf(1024, 768)
const pair = (en: string, zh: string): Words[] => [{ lang: 'en', text: en }, { lang: 'zh-Hans', text: zh }]
const alone = (list: Words[][]): Words[][] => list.map((words) => words.slice(0, 1))
const OCEANS = [pair('Atlantic Ocean', '大西洋'), pair('Pacific Ocean', '太平洋'), pair('Indian Ocean', '印度洋'), pair('Arctic Ocean', '北冰洋')]
const load = (over: Partial<Load> = {}): Load => ({
  body: 'tiles', prompt: pair('Which ocean is the largest?', '哪个大洋面积最大？'), items: OCEANS, targets: [], picture: false, pictures: false,
  hint: false, revealed: false, bars: false, explanation: [], ...over,
})
const SENTENCE = 'However the committee that looked after the lake found no better name for it in all those years '.repeat(5)
const long = (count: number, wide: number): Words[][] => Array.from({ length: count }, () => pair(SENTENCE.slice(0, wide), '虽'.repeat(wide / 2)))

describe('measures', () => {
  it('Han is as wide as it is high, narrow letters are narrow, marks take no room', () => {
    expect(em('太平洋')).toBe(3)
    expect(em('ill')).toBeLessThan(em('mow') / 2)
    expect(em('e\u0301')).toBe(em('e'))
  })

  it('breaks lines between words, Han characters and Tibetan syllables', () => {
    expect(lines('', 10)).toBe(0)
    expect(lines('one', 10)).toBe(1)
    expect(lines('太平洋太平洋', 4)).toBe(2)
    expect(lines('mmmm mmmm', 5)).toBe(2)
    expect(lines('བཀྲ་ཤིས་བདེ་ལེགས།', 4)).toBeGreaterThan(1)
    expect(lines('m'.repeat(50), 10)).toBe(5) // a word that no line can hold is cut
  })

  it('knows the scripts that need higher lines, and stands Mongolian upright in columns of limited height', () => {
    const text = 'ئوكيان'
    expect(height({ lang: 'ug', text }, 5, 100, 18)).toBeGreaterThan(height({ lang: 'en', text }, 5, 100, 18))
    expect(height({ lang: 'mn-Mong', text: 'ᠮᠣᠩᠭᠣᠯ'.repeat(9) }, 5, 100, 18)).toBe(18)
  })

  it('names as many as fit and leaves room to say how many there are besides', () => {
    const names = Array.from({ length: 40 }, (_, i) => `Name ${i}`)
    const fit = namesThatFit(names, 2000, 2, 120, 5, 52)
    expect(fit).toBeGreaterThan(4)
    expect(fit).toBeLessThan(40)
    expect(namesThatFit(names.slice(0, 3), 3, 2, 120, 5, 52)).toBe(3)
    expect(namesThatFit(['霸'.repeat(40)], 1, 1, 120, 5, 52)).toBe(1)
    expect(namesThatFit([], 0, 4, 120, 5, 52)).toBe(0)
  })
})

describe('frames', () => {
  it('are 92 high, as wide as the picture, and no wider than 178', () => {
    expect(WIDE.height).toBeCloseTo(92)
    expect(WIDE.width).toBeCloseTo(167.8, 1)
    expect(NARROW.width).toBeCloseTo(123.3, 1)
    expect(frameOf(1280, 720)).toEqual(frameOf(1920, 1080))
    expect(widthOf(5000, 1000)).toBe(178)
    expect(frameOf(1920, 1080, 12).height).toBeCloseTo(80)
  })

  it('a message is large if it is short, and always whole', () => {
    expect(noticeFit('Back at ten', 168).size).toBe(5)
    const most = noticeFit('m'.repeat(200), 123)
    expect(most.size).toBe(3.2)
    expect(most.height).toBeGreaterThan(3.2 * 1.25 * 4)
  })
})

describe('layout', () => {
  it.each([['16:9', WIDE], ['4:3', NARROW]])('%s: a short question is shown in both languages at full size', (_shape, frame) => {
    expect(layoutOf(load(), frame)).toMatchObject({ prompt2: true, items2: true, question: 7, option: 5.4, ring: 17, columns: 2 })
  })

  it('in one language it is larger', () => {
    const one = layoutOf(load({ prompt: load().prompt.slice(0, 1), items: alone(OCEANS) }), WIDE)
    expect(one.question).toBeGreaterThan(7)
    expect(one.option).toBeGreaterThan(5.4)
  })

  it.each([['16:9', WIDE], ['4:3', NARROW]])('%s: long texts and many options stay at the floor of 4.4u', (_shape, frame) => {
    const most: Partial<Load>[] = [
      { prompt: pair(SENTENCE.slice(0, 200), '虽'.repeat(100)), items: long(4, 48) },
      { prompt: pair(SENTENCE.slice(0, 120), '虽'.repeat(60)), items: long(6, 48) },
      { items: long(8, 24) },
      { body: 'list', prompt: pair(SENTENCE.slice(0, 120), '虽'.repeat(60)), items: long(8, 24) },
      { body: 'pairs', items: long(8, 16), targets: long(8, 16) },
      { body: 'words', prompt: pair(SENTENCE.slice(0, 320), '虽'.repeat(160)), items: [] },
      { picture: true, items: long(4, 48) },
    ]
    for (const one of most) {
      const layout = layoutOf(load(one), frame)
      expect([layout.question, layout.option].every((size) => size >= 4.4), JSON.stringify(layout)).toBe(true)
    }
  })

  it('the second language of the options gives way before that of the question', () => {
    const found = [30, 60, 90, 120, 160, 200].map((wide) => layoutOf(load({ prompt: pair(SENTENCE.slice(0, wide), '虽'.repeat(wide / 2)), items: long(4, 40) }), NARROW))
    expect(found.some(({ prompt2, items2 }) => prompt2 && !items2)).toBe(true)
    expect(found.some(({ prompt2, items2 }) => !prompt2 && items2)).toBe(false)
  })

  it('at the reveal the bars give way, then the explanation, and numbers stand in the tiles', () => {
    const reveal = { revealed: true, bars: true, explanation: pair(SENTENCE.slice(0, 120), '虽'.repeat(60)) }
    expect(layoutOf(load(reveal), WIDE)).toMatchObject({ bars: true, explanation: 1 })
    const crowded = layoutOf(load({ ...reveal, items: long(8, 48) }), NARROW)
    expect(crowded.bars).toBe(false)
  })

  it('where the bars find no room, the second language takes it', () => {
    const reveals = [60, 80, 100, 120, 140, 160].map((wide) =>
      load({ revealed: true, bars: true, prompt: pair(SENTENCE.slice(0, wide), '虽'.repeat(wide / 2)), explanation: pair(SENTENCE.slice(0, 120), '虽'.repeat(60)), items: long(4, 24) }))
    const found = reveals.map((one) => layoutOf(one, NARROW)).filter(({ bars }) => !bars)
    expect(found.some(({ prompt2 }) => prompt2)).toBe(true)
  })

  it('a picture stands above the tiles of a wide wall only where it is large there, beside them on 4:3, and never higher than 45u', () => {
    expect(layoutOf(load({ picture: true }), WIDE)).toMatchObject({ picture: 'side', columns: 1 })
    const two = layoutOf(load({ picture: true, items: load().items.slice(0, 2) }), WIDE)
    expect(two.picture).toBe('top')
    expect(two.pictureHeight).toBeGreaterThanOrEqual(38)
    expect(two.pictureHeight).toBeLessThanOrEqual(45)
    expect(layoutOf(load({ picture: true }), NARROW)).toMatchObject({ picture: 'side', columns: 1 })
    expect(layoutOf(load({ picture: true, body: 'pairs', items: long(8, 8), targets: long(8, 8) }), WIDE).picture).toBe('side')
  })
})

const row = (rank: number, player: number, over: Partial<TopRow> = {}): TopRow =>
  ({ rank, player, name: `P${player}`, score: 1000 - rank, moved: 0, gained: 100, streak: 0, ...over })
const order = (board: ReturnType<typeof boardOf>, when: 'from' | 'to') =>
  board.rows.filter((one) => one[when] < board.slots).sort((a, b) => a[when] - b[when]).map(({ row: { player } }) => player)

describe('standings', () => {
  it('the old order follows from places won, the old score from points gained', () => {
    const board = boardOf([row(1, 7, { moved: 2, gained: 980, score: 2870 }), row(2, 8, { moved: -1 }), row(3, 9, { moved: -1 })], 5, 8)
    expect(order(board, 'from')).toEqual([8, 9, 7])
    expect(order(board, 'to')).toEqual([7, 8, 9])
    expect(board.rows[0]?.scoreBefore).toBe(1890)
  })

  it('who comes from outside comes in from below, who falls out is seen leaving', () => {
    const top = [1, 2, 3, 4].map((rank) => row(rank, rank)).concat(row(5, 5, { moved: 9 }), row(6, 6, { moved: -1 }))
    const board = boardOf(top, 5, 8)
    const place = (player: number) => board.rows.find((one) => one.row.player === player)
    expect(place(5)).toMatchObject({ to: 4 })
    expect(place(5)?.from).toBeGreaterThanOrEqual(board.slots)
    expect(place(6)).toMatchObject({ from: 4 })
    expect(place(6)?.to).toBeGreaterThanOrEqual(board.slots)
  })

  it('nobody below the last place is named, but all who share it', () => {
    const shared = [row(1, 1), row(2, 2), row(3, 3), row(4, 4), row(5, 5), row(5, 6), row(7, 7)]
    expect(order(boardOf(shared, 5, 8), 'to')).toEqual([1, 2, 3, 4, 5, 6])
    expect(order(boardOf(shared, 8, 8), 'to')).toHaveLength(7)
    const crowd = boardOf(Array.from({ length: 30 }, (_, i) => row(1, i)), 5, 8)
    expect([crowd.rows.length, crowd.more, crowd.slots]).toEqual([7, 23, 8])
  })

  it('only who won two places at least is the climber', () => {
    expect(boardOf([row(1, 1, { moved: 1 }), row(2, 2)], 5, 8).climber).toBeNull()
    expect(boardOf([row(1, 1, { moved: 2 }), row(2, 2, { moved: 9 }), row(3, 3, { moved: -4 })], 5, 8).climber).toBe(2)
    expect(boardOf([], 5, 8)).toMatchObject({ rows: [], climber: null, more: 0 })
  })

  it('a score counts up in whole numbers and ends at what it is', () => {
    expect(between(0, 12.5, 0)).toBe(0)
    expect(Number.isInteger(between(0, 12.5, 0.5))).toBe(true)
    expect(between(0, 12.5, 1)).toBe(12.5)
  })
})

describe('podium', () => {
  it('third, second, first', () => expect(RISE[3] < RISE[2] && RISE[2] < RISE[1]).toBe(true))

  it('stands second, first, third; ties share a step and leave out the next', () => {
    const steps = (ranks: number[]) => stepsOf(ranks.map((rank) => ({ rank })), 3).map(({ rank, rows, more }) => [rank, rows.length, more])
    expect(steps([1, 2, 3, 4])).toEqual([[2, 1, 0], [1, 1, 0], [3, 1, 0]])
    expect(steps([1, 1, 3])).toEqual([[1, 2, 0], [3, 1, 0]])
    expect(steps([1, 2, 2, 4])).toEqual([[2, 2, 0], [1, 1, 0]])
    expect(steps([1, 1, 1, 1, 1])).toEqual([[1, 2, 3]])
    expect(steps([])).toEqual([])
    expect(restOf([3, 4, 5, 6, 6, 7].map((rank) => ({ rank }))).map(({ rank }) => rank)).toEqual([4, 5, 6])
  })
})

describe('sounds', () => {
  it('follow from one state after another, and a page that has just been opened is silent', () => {
    const asked = open(1)
    expect(cueOf(null, asked)).toBeNull()
    expect(cueOf(state({ phase: 'reading' }), asked)).toBe('open')
    expect(cueOf(asked, open(1, { players: 9 }))).toBeNull()
    expect(cueOf(asked, open(1, { phase: 'locked' }))).toBe('close')
    expect(cueOf(asked, open(1, { phase: 'reveal' }))).toBe('reveal')
    expect(cueOf(state({ phase: 'standings' }), state({ phase: 'finished' }))).toBe('podium')
    expect(cueOf(state({ phase: 'reading' }), open(1, { blank: true }))).toBeNull()
  })

  it('tick in the last five seconds of what has an end and is not paused', () => {
    expect(ticksOf(open(1))).toEqual([15_000, 16_000, 17_000, 18_000, 19_000])
    expect(ticksOf(open(1, { paused: true }))).toEqual([])
    expect(ticksOf(open(1, { closes_at: undefined }))).toEqual([])
    expect(ticksOf(null)).toEqual([])
  })
})

describe('languages', () => {
  const contest = { id: 'c', code: '1', title: {}, languages: ['en', 'zh-Hans', 'ug'], default_language: 'zh-Hans' } satisfies Contest

  it('are those of the contest for walls, or its own and another', () => {
    expect(wallLanguages({ ...contest, screen_languages: ['ug', 'zh-Hans'] })).toEqual(['ug', 'zh-Hans'])
    expect(wallLanguages(contest)).toEqual(['zh-Hans', 'en'])
    expect(wallLanguages({ ...contest, languages: ['zh-Hans'] })).toEqual(['zh-Hans'])
  })

  it('both, the first, the second', () => {
    expect(shownOf(['ug', 'zh-Hans'], 'both')).toEqual(['ug', 'zh-Hans'])
    expect(shownOf(['ug', 'zh-Hans'], 'first')).toEqual(['ug'])
    expect(shownOf(['ug', 'zh-Hans'], 'second')).toEqual(['zh-Hans'])
    expect(shownOf(['ug'], 'second')).toEqual(['ug'])
  })

  it('a text is shown in any language rather than not at all, and never twice', () => {
    expect(wordsIn({ en: 'a', ug: 'b' }, ['ug', 'en'])).toEqual([{ lang: 'ug', text: 'b' }, { lang: 'en', text: 'a' }])
    expect(wordsIn({ en: 'a' }, ['ug', 'en'])).toEqual([{ lang: 'en', text: 'a' }])
    expect(wordsIn({ en: '42', ug: '42' }, ['ug', 'en'])).toEqual([{ lang: 'ug', text: '42' }])
    expect(wordsIn(undefined, ['ug', 'en'])).toEqual([])
  })
})
