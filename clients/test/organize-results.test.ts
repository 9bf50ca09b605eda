import { describe, expect, it } from 'vitest'
import { acceptedOf, rightIds, rightOf, wrongMost } from '../organize/answer'
import { minutesOf } from '../organize/dates'
import { extremes, figuresOf, rate, shares } from '../organize/figures'
import { keyOf, routeOf } from '../organize/route.svelte'
import { ENOUGH, verdictOf } from '../organize/stat'
import type { BankQuestion, Participant, QuestionResult } from '../organize/types'

const person = (rank: number, score: number): Participant => ({ rank, score, name: 'x', team: null, correct: 0, answered: 0, time_ms: 0, player: rank + 1 })
const question = (turn: number, right: number, answered: number, over: Partial<QuestionResult> = {}): QuestionResult => ({
  turn, id: `q${turn}`, kind: 'single', prompt: { en: `Question ${turn}` }, shown: true, void: false, answered, right, median_ms: 1000, wrong_most: null, ...over,
})

describe('figures', () => {
  it('are there for nobody', () => {
    expect(figuresOf([])).toBeNull()
    expect(figuresOf([person(0, 0)])).toBeNull()
  })

  it('have the middle one of an odd number', () => {
    expect(figuresOf([person(1, 30), person(2, 10.5), person(3, -5)])).toEqual({ participants: 3, mean: 35.5 / 3, median: 10.5, highest: 30, lowest: -5 })
  })

  it('have the mean of the two middle ones of an even number, and leave out who was never ranked', () => {
    expect(figuresOf([person(1, 40), person(2, 20), person(3, 10), person(3, 10), person(0, 999)]))
      .toEqual({ participants: 4, mean: 20, median: 15, highest: 40, lowest: 10 })
  })

  it('order numbers as numbers', () => {
    expect(figuresOf([person(1, 100), person(2, 20), person(3, 9)])?.median).toBe(20)
  })
})

describe('the right rate', () => {
  it('is that of those who answered', () => {
    expect(rate(question(1, 3, 4))).toBe(0.75)
    expect(rate(question(1, 0, 4))).toBe(0)
  })

  it('is not known where nothing counts', () => {
    expect(rate(question(1, 0, 0))).toBeNull()
    expect(rate(question(1, 1, 2, { void: true }))).toBeNull()
    expect(rate(question(1, 0, 0, { shown: false }))).toBeNull()
  })

  it('orders the hardest and the easiest, none in both, ties by turn', () => {
    const list = [question(1, 4, 4), question(2, 1, 4), question(3, 0, 4), question(4, 4, 4), question(5, 0, 0), question(6, 2, 4)]
    const { hardest, easiest } = extremes(list, 2)
    expect(hardest.map(({ turn }) => turn)).toEqual([3, 2])
    expect(easiest.map(({ turn }) => turn)).toEqual([4, 1])
    const few = extremes(list.slice(0, 3))
    expect([few.hardest.map(({ turn }) => turn), few.easiest.map(({ turn }) => turn)]).toEqual([[3], [1]])
    expect(extremes([question(1, 1, 1)])).toEqual({ hardest: [], easiest: [] })
  })

  it('goes option by option', () => {
    const options = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]
    expect(shares(question(1, 3, 4, { options, counts: { a: 1, c: 3 } }))).toEqual([
      { id: 'a', n: 1, part: 0.25 }, { id: 'b', n: 0, part: 0 }, { id: 'c', n: 3, part: 0.75 },
    ])
    expect(shares(question(1, 1, 2, { kind: 'truefalse', counts: { true: 1, false: 1 } })).map(({ id }) => id)).toEqual(['true', 'false'])
    expect(shares(question(1, 0, 0, { kind: 'text' }))).toEqual([])
  })
})

describe('answers', () => {
  it('given wrongly most often are options or what was typed', () => {
    expect(wrongMost(question(1, 1, 2))).toBeNull()
    expect(wrongMost(question(1, 1, 2, { wrong_most: 'b', wrong_most_text: null, wrong_most_count: 4 }))).toEqual({ id: 'b', typed: '', count: 4 })
    expect(wrongMost(question(1, 1, 2, { kind: 'truefalse', wrong_most: false }))).toEqual({ id: 'false', typed: '', count: undefined })
    expect(wrongMost(question(1, 1, 2, { kind: 'text', wrong_most_text: 'Lyon', wrong_most_count: 2 }))).toEqual({ id: null, typed: 'Lyon', count: 2 })
  })

  it('that are right are known in results', () => {
    expect(rightIds(question(1, 1, 1, { answer: ['b'] }))).toEqual(new Set(['b']))
    expect(rightIds(question(1, 1, 1, { kind: 'multiple', answer: [['a', 'c']] }))).toEqual(new Set(['a', 'c']))
    expect(rightIds(question(1, 1, 1, { kind: 'truefalse', answer: [false] }))).toEqual(new Set(['false']))
    expect(rightIds(question(1, 1, 1, { kind: 'ordering', answer: [['a', 'b']] }))).toEqual(new Set())
  })

  it('that are right are known in banks', () => {
    const bank = (type: BankQuestion['type'], answer: BankQuestion['answer']): BankQuestion => ({ id: 'q', type, stem: { en: 'Q' }, answer })
    expect(rightOf(bank('multiple', { correct: ['a', 'b'] }))).toEqual(new Set(['a', 'b']))
    expect(rightOf(bank('truefalse', { value: false }))).toEqual(new Set(['false']))
    expect(acceptedOf(bank('numeric', { accept: [{ value: '3.14', tolerance: '0.01' }, { value: '3' }, { value: '9', tolerance: '0.055', tolerance_kind: 'relative' }] })))
      .toEqual(['3.14 ± 0.01', '3', '9 ± 5.5%'])
    expect(acceptedOf(bank('text', { blanks: [{ accept: [{ text: 'Paris' }, { text: '巴黎' }] }, { accept: [{ text: 'x' }] }] }))).toEqual(['Paris / 巴黎', 'x'])
  })
})

describe('addresses', () => {
  it.each([
    ['', 'contests', ''], ['#/', 'contests', ''], ['#/banks', 'banks', ''], ['#/bank/a%2Fb', 'bank', 'a/b'], ['#/bank/%E0%A4%A', 'bank', '%E0%A4%A'],
    ['#/nowhere/1', 'contests', ''], ['#banks', 'contests', ''], ['#/new?bank=x', 'new', ''],
  ])('%s is %s %s', (hash, name, id) => {
    expect(routeOf(hash)).toMatchObject({ name, id })
  })

  it('carry what is asked for', () => {
    expect(routeOf('#/new?bank=a%20b').query.get('bank')).toBe('a b')
  })

  it('hold a key, whole or in a link', () => {
    expect(keyOf('#abc123')).toBe('abc123')
    expect(keyOf('  abc123\n')).toBe('abc123')
    expect(keyOf('localhost:8080/organize#abc123')).toBe('abc123')
    expect(keyOf('#/banks')).toBeNull()
    expect(keyOf('#')).toBeNull()
    expect(keyOf('   ')).toBeNull()
  })
})

it('lengths of time are said as people say them', () => {
  expect([0, 44, 46, 300, 610, 3599].map(minutesOf)).toEqual([0.5, 0.5, 1, 5, 10, 60])
})

describe('questions on papers', () => {
  it('are rated by the papers that hold them', () => {
    expect(rate(question(1, 4, 5, { asked: 8 }))).toBe(0.5)
    expect(rate(question(1, 0, 0, { asked: 0 }))).toBeNull()
  })
})

describe('what contests made of a question', () => {
  const stat = (discrimination: number | undefined, asked = ENOUGH) => verdictOf({ contests: 1, asked, right_rate: 50, ...(discrimination === undefined ? {} : { discrimination }) })

  it('is said in words, by the usual limits', () => {
    expect([-1, -0.1, -0.099, 0, 0.199, 0.2, 0.299, 0.3, 1].map((x) => stat(x))).toEqual(['against', 'against', 'weak', 'weak', 'weak', 'fair', 'fair', 'good', 'good'])
    expect(stat(undefined)).toBe('same')
  })

  it('is not said of few answers', () => {
    expect([stat(-1, ENOUGH - 1), stat(undefined, 1)]).toEqual(['few', 'few'])
  })
})
