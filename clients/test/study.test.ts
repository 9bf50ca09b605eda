// Practice: what counts as right, what comes back and when, and what is kept.

import { beforeEach, describe, expect, it } from 'vitest'
import { codeOf } from '../study/ask'
import { check, compareDecimals, fold } from '../study/check'
import { answered, BOXES, choose, figures, fresh, pause, type Progress, shuffled } from '../study/leitner'
import { change, progressOf, reset } from '../study/progress'
import type { StudyQuestion } from '../study/types'

const question = (kind: StudyQuestion['kind'], right: StudyQuestion['right'], more: Partial<StudyQuestion> = {}): StudyQuestion =>
  ({ id: 'q', kind, prompt: { en: 'Which?' }, right, ...more })

/** Numbers that look like chance, the same every time. */
const chance = (seed: number) => () => (seed = (seed * 16807) % 2147483647) / 2147483647

describe('an answer', () => {
  it('of one option is right when it is one of the right ones', () => {
    expect(check(question('single', ['a', 'c']), 'c')).toBe('right')
    expect(check(question('single', ['a', 'c']), 'b')).toBe('wrong')
    expect(check(question('truefalse', [false]), false)).toBe('right')
    expect(check(question('truefalse', [false]), true)).toBe('wrong')
  })

  it('of several options is right as a set, and only whole', () => {
    const asked = question('multiple', ['a', 'c'])
    expect(check(asked, ['c', 'a'])).toBe('right')
    expect(check(asked, ['a'])).toBe('wrong')
    expect(check(asked, ['a', 'b', 'c'])).toBe('wrong')
  })

  it('of an order is right in that order, of pairs in any', () => {
    expect(check(question('ordering', ['a', 'b', 'c']), ['a', 'b', 'c'])).toBe('right')
    expect(check(question('ordering', ['a', 'b', 'c']), ['a', 'c', 'b'])).toBe('wrong')
    const pairs = question('matching', [['l1', 'r2'], ['l2', 'r1']])
    expect(check(pairs, [['l2', 'r1'], ['l1', 'r2']])).toBe('right')
    expect(check(pairs, [['l1', 'r1'], ['l2', 'r2']])).toBe('wrong')
    expect(check(pairs, [['l1', 'r2']])).toBe('wrong')
  })

  it('of a number is right within the ranges, both ends included', () => {
    const asked = question('numeric', ['3'], { ranges: [['2.9', '3.1'], ['-0.50', '-0.5']] })
    expect(['2.9', '3.10', '3', '-0.5'].map((one) => check(asked, one))).toEqual(['right', 'right', 'right', 'right'])
    expect(['2.8999999999999999999', '3.1000000000000000001', '0.5'].map((one) => check(asked, one))).toEqual(['wrong', 'wrong', 'wrong'])
    expect(check(question('numeric', ['42']), '42.0')).toBe('right')
    expect(check(question('numeric', ['42']), '41')).toBe('wrong')
    expect(check(question('numeric', []), '41')).toBe('unsure')
    expect(check(question('numeric', ['x'], { ranges: [['1/3', '2/3']] }), '0.5')).toBe('unsure')
  })

  it('of words is right in any width, case and spacing, and otherwise for its writer to compare', () => {
    const asked = question('text', [['Paris', '巴黎'], ['H2O']])
    expect(check(asked, [' PARIS ', 'Ｈ２Ｏ'])).toBe('right')
    expect(check(asked, ['巴黎', 'h2o'])).toBe('right')
    expect(check(asked, ['Pariss', 'h2o'])).toBe('unsure')
    expect(check(asked, ['', ' '])).toBe('wrong')
    expect(fold('  Ａ \t b ')).toBe('a b')
  })

  it('to a question without a key is for its writer to compare', () => expect(check(question('single', []), 'a')).toBe('unsure'))
})

it('decimals compare by value, however they are written', () => {
  expect([['1', '1.0'], ['-1', '1'], ['0.1', '0.09'], ['-2', '-1'], ['-0', '0'], ['.5', '0.50'], ['12345678901234567890.1', '12345678901234567890.2']]
    .map(([a, b]) => compareDecimals(a ?? '', b ?? ''))).toEqual([0, -1, 1, -1, 0, 0, -1])
  expect([compareDecimals('', '1'), compareDecimals('1e3', '1'), compareDecimals('.', '1')]).toEqual([null, null, null])
})

describe('boxes', () => {
  const run = (rights: boolean[]): Progress => rights.reduce((now, right) => answered({ ...now, session: now.session + 1 }, 'q', right), fresh())

  it('move on one by one up to the last, and back to the first', () => {
    expect(run([true]).cards.q).toEqual({ box: 1, due: 2 })
    expect(run([true, true, true]).cards.q).toEqual({ box: 3, due: 3 + 4 })
    expect(run(Array<boolean>(9).fill(true)).cards.q).toEqual({ box: BOXES, due: 9 + pause(BOXES) })
    expect(run([true, true, true, false]).cards.q).toEqual({ box: 1, due: 5 })
    expect([1, 2, 3, 4, 5].map(pause)).toEqual([1, 2, 4, 8, 16])
  })

  const cards = { a: { box: 3, due: 5 }, b: { box: 1, due: 5 }, c: { box: 2, due: 4 }, d: { box: 1, due: 9 } }
  const at: Progress = { version: 1, session: 4, cards }

  it('a session asks what is due, lower boxes first, then what is new', () => {
    expect(choose(at, ['a', 'b', 'c', 'd', 'new'], chance(7))).toEqual(['b', 'c', 'a', 'new'])
    expect(choose(at, ['a', 'd', 'gone'], chance(7), 1)).toEqual(['a'])
  })

  it('a session asks what would come next, if nothing is due or new', () => {
    expect(choose({ ...at, session: 0 }, ['a', 'b', 'c', 'd'], chance(7))).toEqual(['c'])
    expect(choose({ ...at, session: 0 }, ['d'], chance(7))).toEqual(['d'])
    expect(choose(fresh(), [], chance(7))).toEqual([])
  })

  it('whoever is always right comes to know everything, and is never without a question', () => {
    const ids = Array.from({ length: 30 }, (_, i) => `q${i}`)
    let now = fresh()
    const sizes: number[] = []
    const random = chance(11)
    for (let i = 0; i < 24; i += 1) {
      const asked = choose(now, ids, random)
      sizes.push(asked.length)
      now = { ...now, session: now.session + 1 }
      for (const id of asked) now = answered(now, id, true)
    }
    expect(sizes[0]).toBe(20)
    expect(Object.keys(now.cards).length).toBe(30)
    expect(figures(now, ids)).toEqual({ known: 30, learning: 0, unseen: 0 })
    expect(sizes.every((n) => n > 0)).toBe(true)
  })

  it('figures count only what is asked for', () => {
    expect(figures({ ...at, cards: { ...cards, e: { box: 4, due: 20 } } }, ['a', 'e', 'x', 'y'])).toEqual({ known: 1, learning: 1, unseen: 2 })
  })
})

it('what is to be put in order never stands in it', () => {
  const random = chance(3)
  for (let i = 0; i < 200; i += 1) {
    const mixed = shuffled(['a', 'b'], random)
    expect(mixed).toEqual(['b', 'a'])
    expect([...shuffled(['a', 'b', 'c', 'd'], random)].sort()).toEqual(['a', 'b', 'c', 'd'])
  }
  expect(shuffled(['a'])).toEqual(['a'])
})

describe('what is kept', () => {
  beforeEach(() => reset('X'))

  it('is there again, and gone after a reset', () => {
    change('X', (now) => answered({ ...now, session: 1 }, 'q', true))
    expect(progressOf('X')).toEqual({ version: 1, session: 1, cards: { q: { box: 1, due: 2 } } })
    expect(progressOf('Y')).toEqual(fresh())
    reset('X')
    expect(progressOf('X')).toEqual(fresh())
  })

  it('counts as nothing if it is damaged or of another version', () => {
    for (const kept of ['{', 'null', '[]', '{"version":2,"session":3,"cards":{}}', '{"version":1,"session":-1,"cards":{}}', '{"version":1,"session":1}']) {
      localStorage.setItem('jinbang.study.X', kept)
      expect(progressOf('X'), kept).toEqual(fresh())
    }
    localStorage.setItem('jinbang.study.X', '{"version":1,"session":3,"cards":{"a":{"box":9,"due":1},"b":{"box":2,"due":4},"c":null}}')
    expect(progressOf('X').cards).toEqual({ b: { box: 2, due: 4 } })
  })
})

it('a code is taken from the address however it is spaced', () => {
  expect(codeOf('?code=482%20913')).toBe('482913')
  expect(codeOf('?x=1')).toBe('')
})
