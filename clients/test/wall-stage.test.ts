// What the wall reckons on a stage evening: which scene a state is, how the cards lie, what fits.

import { describe, expect, it } from 'vitest'
import { frameOf } from '../screen/frame'
import { asidesOf, partsThatFit, toneOf } from '../screen/stage/bar'
import { rungsOf, seenOf } from '../screen/stage/ladder'
import { cardsOf } from '../screen/stage/marks'
import { columnsOf, menuOf } from '../screen/stage/menu'
import { momentOf, onStage, runOf, seconds } from '../screen/stage/moment'
import { listOf, rulesFit, rulesOf } from '../screen/stage/rules'
import { stateOf, stripOf } from '../screen/stage/strip'
import { peopleKey } from '../screen/standings'
import { cueOf } from '../screen/tones'
import type { Contest, Round, Seat, Stage, State, TopRow } from '../shared/protocol'
import { open, state } from './fakes'

const seat = (n: number, over: Partial<Seat> = {}): Seat => ({ seat: n, name: { en: `Team ${n}` }, score: 100, rank: n, may: false, ...over })
const seats = (count: number): Seat[] => Array.from({ length: count }, (_, i) => seat(i + 1))
const round = (format: string, over: Partial<Round> = {}): Round => ({ n: 1, of: 2, format, ...over })
const stage = (format: string, on: Stage, over: Partial<State> = {}, rules: Partial<Round> = {}): State =>
  open(3, { round: round(format, rules), stage: on, seats: seats(4), ...over })
const TEAMS = { seats: 'teams' } as Contest
const PEOPLE = { seats: 'people' } as Contest
const nameOf = (one: Seat): string => one.name.en ?? ''
const num = (value: number): string => String(value)

describe('the moment', () => {
  it('is on the stage in formats in which not everybody alike answers', () => {
    expect(onStage(stage('buzzer', {}))).toBe(true)
    expect(onStage(stage('everyone', {}))).toBe(false)
    expect(onStage(open(1))).toBe(false)
  })

  it.each<[string, Stage, Partial<State>, Partial<Round>, string, number | undefined]>([
    ['turn', { seat: 2, owner: 2 }, { phase: 'reading' }, {}, 'next', 2],
    ['turn', { seat: 2, owner: 2, step: 'answer' }, {}, {}, 'answering', 2],
    ['turn', { seat: 2, owner: 2 }, { phase: 'locked' }, {}, 'answering', 2],
    ['turn', { seat: 2, verdict: { seat: 2, is: 'wrong', points: 0 } }, { phase: 'reveal' }, {}, 'verdict', 2],
    ['buzzer', {}, { phase: 'reading' }, {}, 'listen', undefined],
    ['buzzer', {}, { phase: 'reading' }, { start: 'host' }, 'signal', undefined],
    ['buzzer', { step: 'buzz' }, {}, {}, 'armed', undefined],
    ['buzzer', { step: 'buzz', buzz: { seat: 0, elapsed: 9, too_close: true } }, {}, {}, 'again', undefined],
    ['buzzer', { step: 'close', buzz: { seat: 1, elapsed: 9 } }, {}, {}, 'close', undefined],
    ['buzzer', { step: 'answer', seat: 3, buzz: { seat: 3, elapsed: 9 } }, {}, {}, 'buzzed', 3],
    ['buzzer', {}, { phase: 'reveal' }, {}, 'void', undefined],
    ['buzzer', {}, { phase: 'locked' }, {}, 'closed', undefined],
    ['buzzer', { foul: { seat: 2, kind: 'early', points: 0 } }, { phase: 'locked' }, { early: 'void' }, 'void', undefined],
    ['buzzer', { step: 'hall', hall: true }, {}, {}, 'hall', undefined],
    ['buzzer', { hall: true, verdict: { seat: 3, is: 'wrong', points: -10 } }, { phase: 'reveal' }, {}, 'hall', undefined],
    ['risk', { step: 'pick', seat: 1, owner: 1 }, {}, {}, 'pick', 1],
    ['risk', { step: 'answer', seat: 4, owner: 1 }, {}, {}, 'named', 4],
    ['risk', { seat: 4, owner: 1, passed: true }, { phase: 'reveal' }, {}, 'passed', 1],
    ['judged', { step: 'marks', seat: 1 }, {}, {}, 'performing', 1],
    ['judged', { seat: 1, marks: [{ judge: 1, value: 9 }], verdict: { seat: 1, is: 'partial', points: 9 } }, { phase: 'reveal' }, {}, 'performing', 1],
  ])('%s %j', (format, on, over, rules, scene, who) => {
    const found = momentOf(stage(format, on, over, rules))
    expect(found.scene).toBe(scene)
    expect(found.seat?.seat).toBe(who)
  })

  it('knows the last one standing only when others are out and the question is over', () => {
    const one = [seat(1), seat(2, { out: true })]
    expect(momentOf(stage('survival', {}, { phase: 'reveal', seats: one }))).toMatchObject({ scene: 'last', seat: { seat: 1 } })
    expect(momentOf(stage('survival', {}, { seats: one })).scene).toBe('survival')
    expect(momentOf(stage('survival', {}, { phase: 'reveal', seats: [seat(1)] })).scene).toBe('survival')
    expect(momentOf(stage('survival', {}, { phase: 'reveal', seats: undefined })).scene).toBe('survival')
  })

  it('counts a rush within the run of one seat', () => {
    const rush = (n: number, over: Partial<Round> = {}) => {
      const shown = open(n, { stage: { seat: 2, step: 'answer' } })
      return runOf({ ...shown, round: round('rush', { turns: 40, first: 11, seats_order: [3, 1, 2, 4], ...over }) })
    }
    expect(rush(11)).toEqual({ n: 1, of: 10 })
    expect(rush(27)).toEqual({ n: 7, of: 10 })
    expect(rush(27, { seats_order: undefined })).toBeNull()
  })

  it('tells thousandths of a second', () => {
    expect(seconds(34, 'en')).toBe('0.034')
    expect(seconds(10_412, 'en')).toBe('10.412')
  })
})

describe('the bar', () => {
  const BUZZ = { seat: 3, elapsed: 412, second: 1, margin: 34, uncertainty: 12 }
  const FOUL = { seat: 2, kind: 'early', points: -10 } as const
  const WRONG = { seat: 3, is: 'wrong', points: -10 } as const

  it('shows the newest, and on 4:3 that alone', () => {
    const won = stage('buzzer', { step: 'answer', seat: 3, buzz: BUZZ, foul: FOUL })
    expect(asidesOf(won, true)).toEqual(['buzz', 'foul'])
    expect(asidesOf(won, false)).toEqual(['buzz'])
    const again = stage('buzzer', { step: 'buzz', buzz: BUZZ, foul: FOUL, verdict: WRONG })
    expect(asidesOf(again, false)).toEqual(['foul'])
    expect(asidesOf(stage('buzzer', { seat: 3, buzz: BUZZ, verdict: WRONG }, { phase: 'reveal' }), true)).toEqual(['verdict', 'buzz'])
  })

  it('claims no winner while an earlier buzz may be on its way', () => {
    expect(asidesOf(stage('buzzer', { step: 'close', buzz: BUZZ }), true)).toEqual([])
    expect(asidesOf(stage('buzzer', { step: 'buzz', buzz: { ...BUZZ, seat: 0 } }), true)).toEqual([])
  })

  it('shows a few values, and how many marks are in until they are turned', () => {
    expect(asidesOf(stage('risk', { step: 'answer', seat: 1, value: 30 }, {}, { values: [10, 20, 30] }), true)).toEqual(['values'])
    expect(asidesOf(stage('risk', { step: 'answer', seat: 1, value: 30 }, {}, { values: [1, 2, 3, 4, 5] }), true)).toEqual([])
    expect(asidesOf(stage('judged', { step: 'marks', seat: 1, marked: 2 }), true)).toEqual(['marked'])
    expect(asidesOf(stage('judged', { seat: 1, marked: 2, marks: [] }, { phase: 'reveal' }), true)).toEqual([])
  })

  it('has the colour of its verdict', () => {
    const tone = (is: 'right' | 'wrong' | 'none' | 'partial') => {
      const shown = stage('turn', { seat: 1, verdict: { seat: 1, is, points: 0 } }, { phase: 'reveal' })
      return toneOf(shown, momentOf(shown))
    }
    expect([tone('right'), tone('wrong'), tone('none'), tone('partial')]).toEqual(['ok', 'bad', 'bad', 'warn'])
  })

  it('has as many words above the name as fit, and always the first', () => {
    expect(partsThatFit(['正在作答', '第三题', '十分'], 4, 200)).toBe(3)
    expect(partsThatFit(['正在作答', '第三题', '十分'], 4, 30)).toBe(2)
    expect(partsThatFit(['正在作答', '第三题'], 4, 3)).toBe(1)
    expect(partsThatFit([], 4, 3)).toBe(0)
  })
})

describe('marks', () => {
  const marks = (...values: number[]) => values.map((value, i) => ({ judge: i + 1, value }))
  const struck = (values: number[], mean?: number) => cardsOf(marks(...values), mean).filter((card) => card.struck).map((card) => card.judge)

  it('strikes the highest and the lowest if the mean leaves them out', () => {
    expect(struck([9.5, 8.75, 10, 9, 6.5], 9.08)).toEqual([3, 5])
    expect(struck([9.5, 8.75, 10, 9, 6.5], 8.75)).toEqual([])
  })

  it('strikes one of equal marks, and none where it makes no difference or none is known', () => {
    expect(struck([10, 10, 9, 5], 9.5)).toEqual([1, 4])
    expect(struck([9, 9, 9, 9], 9)).toEqual([])
    expect(struck([9, 8, 5])).toEqual([])
    expect(struck([9, 8], 8.5)).toEqual([])
    expect(struck([9, 8, 5], 1)).toEqual([])
  })

  it('rounds halves away from zero, as the engine does', () => {
    expect(struck([1.25, 1.5, 2, 9], 1.75)).toEqual([1, 4])
    expect(struck([1, 1.01, 1.02, 9], 1.02)).toEqual([1, 4]) // 1.015
  })

  it('puts the cards in the order of the judges', () => {
    expect(cardsOf([{ judge: 3, value: 1 }, { judge: 1, value: 2 }], undefined).map((card) => card.judge)).toEqual([1, 3])
  })
})

describe('the ladder', () => {
  it('has the highest rung on top and says which one is stood on', () => {
    const rungs = rungsOf([5, 10, 20, 40], [2], 2, true)
    expect(rungs.map((rung) => [rung.n, rung.state, rung.safe])).toEqual([[4, 'far', false], [3, 'next', false], [2, 'here', true], [1, 'done', false]])
    expect(rungsOf([5, 10], [], 0, true).map((rung) => rung.state)).toEqual(['far', 'next'])
    expect(rungsOf([5, 10], [], 1, false).map((rung) => rung.state)).toEqual(['far', 'here'])
  })

  it('too long for the wall shows what is near, and the top', () => {
    const all = rungsOf(Array.from({ length: 26 }, (_, i) => i), [], 12, true)
    const seen = seenOf(all, 12, 10).map((rung) => rung.n)
    expect(seen).toHaveLength(10)
    expect(seen[0]).toBe(26)
    expect(seen).toContain(12)
    expect(seen).toContain(13)
    expect(seenOf(all, 26, 10).map((rung) => rung.n)).toContain(25)
    expect(seenOf(all, 0, 10).map((rung) => rung.n)).toContain(1)
    expect(seenOf(all, 0, 30)).toHaveLength(26)
  })
})

describe('the menu', () => {
  it('knows what is used up, what the seat had and what it picked', () => {
    const shown = (value?: number) => stage('risk', { step: 'pick', seat: 2, owner: 1, value }, { seats: [seat(1, { taken: [10] }), seat(2)] },
      { values: [10, 20, 30, 40], stock: [{ value: 10, left: 3 }, { value: 20, left: 1 }, { value: 30, left: 0 }] })
    expect(menuOf(shown()).map((one) => [one.value, one.left, one.state])).toEqual([[10, 3, 'taken'], [20, 1, 'free'], [30, 0, 'empty'], [40, null, 'free']])
    expect(menuOf(shown(30)).find((one) => one.state === 'picked')?.value).toBe(30)
  })

  it('lies in even rows', () => {
    expect(columnsOf(3, 168)).toBe(3)
    expect(columnsOf(6, 168)).toBe(6)
    expect(columnsOf(6, 123)).toBe(3)
    expect(columnsOf(26, 168)).toBe(6)
    expect(columnsOf(0, 168)).toBe(1)
  })
})

describe('the strip', () => {
  const WIDE = frameOf(1920, 1080).width
  const NARROW = frameOf(1024, 768).width
  const strip = (list: Seat[], contest: Contest, over: Partial<State> = {}, format = 'turn', width = WIDE) =>
    stripOf(stage(format, { seat: 12 }, { seats: list, ...over }), contest, width, nameOf)

  it('is there while there is something to play, and not where the ranking is', () => {
    for (const phase of ['intro', 'reading', 'open', 'locked', 'reveal'] as const) expect(strip(seats(4), TEAMS, { phase })?.mode).toBe('scores')
    for (const phase of ['lobby', 'standings', 'finished'] as const) expect(strip(seats(4), TEAMS, { phase })).toBeNull()
    expect(strip([], TEAMS)).toBeNull()
  })

  it('holds ten, the best and whoever acts, in the order of seats', () => {
    const found = strip(seats(14), TEAMS)
    expect(found?.seats.map((one) => one.seat)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 12])
    expect(strip(seats(10), TEAMS)?.seats).toHaveLength(10)
    expect(strip(seats(14), PEOPLE)).toBeNull()
  })

  it('shrinks names until they fit, then gives them a second line', () => {
    const four = strip(seats(4), TEAMS)
    const ten = strip(seats(10), TEAMS, {}, 'turn', NARROW)
    expect(four).toMatchObject({ name: 4.4, lines: 1 })
    expect(ten).toMatchObject({ name: 3.2, lines: 2 })
    expect(ten?.height).toBeGreaterThan(four?.height ?? 0)
    expect(ten?.height).toBeLessThan(17)
  })

  it('names up to twelve survivors, and counts more', () => {
    expect(strip(seats(10), PEOPLE, {}, 'survival')?.mode).toBe('scores')
    expect(strip(seats(12), PEOPLE, {}, 'survival')).toMatchObject({ mode: 'names', columns: 6, rows: 2 })
    expect(strip(seats(13), PEOPLE, {}, 'survival')?.mode).toBe('numbers')
  })

  it('says who acts and who may not', () => {
    const buzz = stage('buzzer', { step: 'buzz' })
    expect(stateOf(seat(1, { may: true }), buzz)).toBe('in')
    expect(stateOf(seat(1), buzz)).toBe('shut')
    expect(stateOf(seat(1, { barred: true }), buzz)).toBe('barred')
    expect(stateOf(seat(1, { out: true }), stage('survival', {}))).toBe('out')
    expect(stateOf(seat(1), stage('turn', { step: 'answer', seat: 1 }))).toBe('acts')
    expect(stateOf(seat(1), stage('turn', { step: 'answer', seat: 2 }))).toBe('in')
    expect(stateOf(seat(1), stage('turn', { seat: 1 }, { phase: 'intro' }))).toBe('in')
    expect(stateOf(seat(1, { over: true }), stage('ladder', { seat: 2 }))).toBe('over')
    const overtime = stage('turn', { seat: 2 }, {}, { overtime: true })
    expect(stateOf(seat(1), overtime)).toBe('over')
    expect(stateOf(seat(1, { tied: true }), overtime)).toBe('in')
  })
})

describe('the rules of a round', () => {
  const keys = (format: string, over: Partial<Round> = {}) => rulesOf(round(format, over), num).map(({ key }) => key)

  it('are those of its format with its numbers', () => {
    expect(rulesOf(round('turn', { turns: 12, seats_order: [1, 2, 3, 4], seconds: 30, points: 10 }), num)).toEqual([
      { key: 'screen.how.turn' }, { key: 'screen.how.turns', params: { n: 3 } }, { key: 'screen.each', params: { n: 30 } }, { key: 'screen.points', params: { n: 10 } },
    ])
    expect(keys('buzzer', { start: 'host', early: 'void' })).toEqual(['screen.how.buzzer_signal', 'screen.early.void'])
    expect(keys('risk', { values: [10, 20], stock: [{ value: 10, left: 9 }, { value: 20, left: 9 }] })).toEqual(['screen.how.risk', 'screen.how.stock'])
    expect(keys('risk', { values: [10, 20], stock: [{ value: 10, left: 9 }, { value: 20, left: 8 }] })).toEqual(['screen.how.risk'])
    expect(keys('judged', { judges: 5, marks: { min: 0, max: 10 }, points: 10 })).toEqual(['screen.how.judges', 'screen.how.marks'])
    expect(keys('ladder', { values: [1, 2, 3], safe: [2], seconds: 30 })).toEqual(['screen.how.ladder', 'screen.how.rungs', 'screen.how.safe', 'screen.each'])
    expect(keys('rush', { run_seconds: 60, seconds: 20, cap: 10, points: 1 })).toEqual(['screen.how.rush', 'screen.how.run', 'screen.points', 'screen.how.cap'])
    expect(keys('survival', { overtime: true })).toEqual(['screen.how.overtime', 'screen.how.survival'])
  })

  it('are four at most', () => {
    expect(keys('buzzer', { overtime: true, early: 'out', tries: 2, seconds: 60, points: 10, cap: 50 })).toHaveLength(4)
  })

  it('of many values name the first and the last', () => {
    expect(listOf([10, 20, 30], num)).toBe('10 / 20 / 30')
    expect(listOf([1, 2, 3, 4, 5, 6, 7], num)).toBe('1 / 2 / … / 7')
  })

  it('fit: in both languages if there is room, smaller if lines break', () => {
    const texts = Array.from({ length: 3 }, () => [{ lang: 'en', text: 'As many as you can' }, { lang: 'zh-Hans', text: '答得越多越好' }])
    expect(rulesFit(texts, 168, 60)).toEqual({ size: 5.4, second: true })
    expect(rulesFit(texts, 168, 32)).toEqual({ size: 5.4, second: false })
    expect(rulesFit(texts.map(([first]) => [{ lang: 'en', text: `${first?.text} `.repeat(4) }]), 100, 34).size).toBeLessThan(5.4)
  })
})

describe('sounds of the stage', () => {
  const ready = stage('buzzer', {}, { phase: 'reading' })
  const armed = stage('buzzer', { step: 'buzz' })
  const won = stage('buzzer', { step: 'answer', seat: 3, buzz: { seat: 3, elapsed: 9 } })
  const verdict = (is: 'right' | 'wrong') => stage('buzzer', { seat: 3, buzz: { seat: 3, elapsed: 9 }, verdict: { seat: 3, is, points: 0 } }, { phase: 'reveal' })

  it('armed, the buzz, right or wrong; a foul', () => {
    expect(cueOf(ready, armed)).toBe('armed')
    expect(cueOf(armed, armed)).toBeNull()
    expect(cueOf(armed, won)).toBe('buzz')
    expect(cueOf(won, won)).toBeNull()
    expect(cueOf(won, verdict('right'))).toBe('right')
    expect(cueOf(won, verdict('wrong'))).toBe('wrong')
    expect(cueOf(ready, stage('buzzer', { foul: { seat: 2, kind: 'early', points: 0 } }, { phase: 'reading' }))).toBe('foul')
  })

  it('the same verdict in the next turn is a new one', () => {
    const next = { ...verdict('right'), stage: { ...verdict('right').stage, turn: 4 } }
    expect(cueOf(verdict('right'), verdict('right'))).toBeNull()
    expect(cueOf(verdict('right'), next)).toBe('right')
  })

  it('marks when all are in, and the phases as everywhere', () => {
    const on = stage('judged', { step: 'marks', seat: 1, marked: 2 })
    expect(cueOf(on, stage('judged', { seat: 1, marks: [{ judge: 1, value: 9 }], mean: 9 }, { phase: 'reveal' }))).toBe('marks')
    expect(cueOf(stage('turn', { seat: 1 }, { phase: 'reading' }), stage('turn', { seat: 1, step: 'answer' }))).toBe('open')
    expect(cueOf(state(), stage('turn', { seat: 1 }, { phase: 'reading' }))).toBeNull()
  })
})

it('the ranking beside that of teams is of their members, or of the hall', () => {
  const row: TopRow = { rank: 1, player: 1, name: 'Zoë', score: 9, moved: 0, gained: 0, streak: 0 }
  expect(peopleKey([row])).toBe('screen.hall_ranking')
  expect(peopleKey([{ ...row, team: 'Tigers' }])).toBe('screen.persons')
  expect(peopleKey(undefined)).toBe('screen.hall_ranking')
})
