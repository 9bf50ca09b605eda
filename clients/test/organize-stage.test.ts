import { describe, expect, it } from 'vitest'
import { givenOf } from '../organize/answer'
import { extremes, rate, shares } from '../organize/figures'
import { formatKey, isJudged } from '../organize/formats'
import { clockOf, columnsOf, competes, crews, gainsOf, linesOf, scoring, signed, teamOf, teamsOfRules } from '../organize/staged'
import type { Entry, Participant, QuestionResult, Results, RoundResult, TeamResult } from '../organize/types'
import en from '../shared/locales/en.organize.json'

const team = (over: Partial<TeamResult> = {}): TeamResult =>
  ({ rank: 1, name: 'Red', members: 2, roster: 0, score: 100, correct: 0, answered: 0, time_ms: 0, fouls: 0, base: 0, rounds: [0, 0], adjusted: 0, overtime: 0, ...over })
const rounds: RoundResult[] = [{ round: 1, title: null, format: 'turn' }, { round: 2, title: null, format: 'buzzer', overtime: true }, { round: 3, title: null, format: 'rush' }]
const question = (turn: number, over: Partial<QuestionResult> = {}): QuestionResult => ({
  turn, id: `q${turn}`, kind: 'single', prompt: { en: `Question ${turn}` }, shown: true, void: false, answered: 1, right: 1, hall_answered: 0, hall_right: 0,
  median_ms: 0, wrong_most: null, ...over,
})
let log = 0
const entry = (why: Entry['why'], points: number, over: Partial<Entry> = {}): Entry => ({ entry: ++log, at: 0, turn: 4, team: 'Red', why, points, ...over })

describe('teams that compete', () => {
  it('are told apart from teams of people', () => {
    const results = (seats?: 'teams') => ({ contest: { id: 'x', title: {}, ...(seats ? { seats } : {}) } }) as unknown as Results
    expect([competes(results('teams')), competes(results())]).toEqual([true, false])
  })

  it('have the columns that say something', () => {
    const plain = rounds.filter((round) => !round.overtime)
    expect(columnsOf([team(), team()], plain)).toEqual({ base: false, adjusted: false, overtime: false, fouls: false, answered: false })
    expect(columnsOf([team(), team({ base: 100, adjusted: -0.5, fouls: 2, answered: 3 })], plain)).toEqual({ base: true, adjusted: true, overtime: false, fouls: true, answered: true })
    expect(columnsOf([team()], rounds).overtime, 'also if it was played and gave nothing').toBe(true)
  })

  it('have overtime apart: the other rounds keep their places', () => {
    expect(scoring(rounds).map(({ round, at }) => [round.round, at])).toEqual([[1, 0], [3, 2]])
  })

  it('are found by any of their names, with members', () => {
    const known = teamsOfRules({ teams: ['Green', { name: { en: 'Red', 'zh-Hans': '红队' }, members: ['Ann', 'Bo'] }, { name: 'Blue' }] })
    expect(known.map(({ name, members }) => [name, members.length])).toEqual([[{ und: 'Green' }, 0], [{ en: 'Red', 'zh-Hans': '红队' }, 2], [{ und: 'Blue' }, 0]])
    expect(teamOf(known, '红队')).toBe(known[1])
    expect([teamOf(known, 'Grey'), teamOf(known, undefined)]).toEqual([undefined, undefined])
    expect(teamsOfRules(undefined)).toEqual([])
  })

  it('are who joined for them, less who was erased', () => {
    const person = (name: string, of: string | null): Participant => ({ rank: 0, name, team: of, score: 0, correct: 0, answered: 0, time_ms: 0, player: 1 })
    expect([...crews([person('Ann', 'Red'), person('Hal', null), person('', 'Red'), person('Bo', 'Blue'), person('Abe', 'Red')])])
      .toEqual([['Red', ['Ann', 'Abe']], ['Blue', ['Bo']]])
  })
})

describe('entries', () => {
  it('say of a correction what stood before and after, with the verdict that fell', () => {
    const lines = linesOf([
      entry('foul', -2.5, { foul: 'early' }), entry('verdict', -20, { verdict: 'wrong' }), entry('verdict', 10, { verdict: 'right', team: 'Blue' }),
      entry('reverse', 40, { verdict: 'right' }), entry('void', -20), entry('adjust', 5, { turn: undefined, reason: 'x' }),
    ])
    expect(lines.map(({ change }) => change)).toEqual([
      null, null, null, { from: -20, to: 20, verdict: 'wrong' }, { from: 20, to: 0, verdict: 'right' }, null,
    ])
  })

  it('of the hall and of people are kept apart by who they are', () => {
    const lines = linesOf([
      entry('answer', 10, { team: undefined, player: 1 }), entry('accept', 10, { team: undefined, player: 2 }), entry('void', -10, { team: undefined, player: 1 }),
    ])
    expect(lines.map(({ change }) => change && [change.from, change.to])).toEqual([null, [0, 10], [10, 0]])
  })

  it('a verdict taken back leaves what was there before it, in decimals that stay decimals', () => {
    const lines = linesOf([entry('verdict', 0.1, { verdict: 'partial' }), entry('verdict', 0.2, { verdict: 'right' }), entry('undone', -0.3)])
    expect(lines[2]?.change).toEqual({ from: 0.3, to: 0, verdict: 'right' })
  })

  it('come to what a turn gave each team', () => {
    const list = [entry('foul', -2.5), entry('verdict', -20, { team: 'Blue' }), entry('verdict', 20), entry('answer', 5, { turn: 5 }), entry('answer', 9, { team: undefined, player: 3 })]
    expect(gainsOf(list, 4)).toEqual([{ team: 'Red', points: 17.5 }, { team: 'Blue', points: -20 }])
    expect(gainsOf(list, 6)).toEqual([])
  })

  it('are written with their sign, at a time as clocks show it', () => {
    expect([4, 0, -2.5].map((value) => signed(value, String))).toEqual(['+4', '0', '−2.5'])
    expect([0, 59_999, 61_000, 3_723_000].map(clockOf)).toEqual(['0:00', '0:59', '1:01', '1:02:03'])
  })

  it('have answers as they were given', () => {
    const options = [{ id: 'a' }, { id: 'b' }]
    expect(givenOf(false, question(1, { kind: 'truefalse' }))).toEqual({ kind: 'truth', truth: false })
    expect(givenOf('b', question(1, { options }))).toEqual({ kind: 'chosen', ids: [{ id: 'b', at: 1 }] })
    expect(givenOf(['b', 'z'], question(1, { kind: 'multiple', options }))).toEqual({ kind: 'chosen', ids: [{ id: 'b', at: 1 }, { id: 'z', at: -1 }] })
    expect(givenOf(['b', 'a'], question(1, { kind: 'ordering', options }))).toEqual({ kind: 'order', ids: ['b', 'a'] })
    expect(givenOf([['a', 'x']], question(1, { kind: 'matching', options }))).toEqual({ kind: 'pairs', pairs: [['a', 'x']] })
    expect(givenOf(['Du', 'Fu'], question(1, { kind: 'text' }))).toEqual({ kind: 'typed', text: 'Du / Fu' })
    expect(givenOf('3.5', undefined)).toEqual({ kind: 'typed', text: '3.5' })
  })
})

describe('questions of a stage', () => {
  it('count the hall beside the stage', () => {
    const one = question(1, { right: 1, answered: 1, hall_right: 1, hall_answered: 3, options: [{ id: 'a' }, { id: 'b' }], counts: { a: 2, b: 2 } })
    expect(rate(one)).toBe(0.5)
    expect(shares(one).map(({ part }) => part)).toEqual([0.5, 0.5])
  })

  it('are hard or easy only if several have answered', () => {
    const asked = (turn: number, right: number, hall: number) => question(turn, { right: 0, hall_right: right, hall_answered: hall })
    const { hardest, easiest } = extremes([question(1), asked(2, 0, 1), asked(3, 1, 9), asked(4, 9, 9)])
    expect([hardest, easiest].map((list) => list.map(({ turn }) => turn))).toEqual([[3], [4]])
  })
})

describe('formats', () => {
  it('have names', () => {
    for (const format of ['everyone', 'turn', 'buzzer', 'risk', 'rush', 'ladder', 'survival', 'judged']) expect(en).toHaveProperty([formatKey(format) ?? ''])
    expect(formatKey('relay')).toBeNull()
  })

  it('with judges need a page for them', () => {
    expect([isJudged({ rounds: [{ format: 'turn' }, { format: 'judged' }] }), isJudged({ rounds: [{ format: 'turn' }] }), isJudged(undefined)]).toEqual([true, false, false])
  })
})
