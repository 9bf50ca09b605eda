// What the report and the certificates say, reckoned from what the server tells.
import { describe, expect, it } from 'vitest'
import { groupsOf } from '../certificates/types'
import { contestOf } from '../report/ask'
import { counted, rateOf, sentences, stretches, wrongOf } from '../report/figures'
import type { QuestionRow, Results, Summary } from '../report/types'
import { sheetLanguages } from '../report/words.svelte'
import { keyOf } from '../unit/ask'
import { dayOf, instantOf } from '../unit/instant'

const HOUR = 3_600_000
const question = (over: Partial<QuestionRow> = {}): QuestionRow =>
  ({ turn: 1, id: 'q', kind: 'single', prompt: { en: 'Q' }, shown: true, void: false, answered: 0, right: 0, median_ms: 0, wrong_most: null, ...over })
const summary = (over: Partial<Summary> = {}): Results =>
  ({ summary: { participants: 4, mean: 50, median: 50, highest: 90, lowest: 10, ...over } }) as Results

describe('the report', () => {
  it('quotes what applies and nothing else', () => {
    const keys = (results: Results): string[] => sentences(results).map(([key]) => key)
    expect(keys({} as Results)).toEqual([])
    expect(keys(summary())).toEqual(['rep.sum.people', 'rep.sum.scores'])
    expect(keys(summary({ roster: 8, turnout: 50, passed: 2, pass_rate: 50 }))).toEqual(['rep.sum.people', 'rep.sum.turnout', 'rep.sum.scores', 'rep.sum.passed'])
    expect(keys(summary({ participants: 0, roster: 8, turnout: 0, passed: 0, pass_rate: 0 }))).toEqual(['rep.sum.people', 'rep.sum.turnout'])
  })

  it('counts a question that was asked and not made void', () => {
    expect(counted([question(), question({ shown: false }), question({ void: true })])).toHaveLength(1)
    expect(rateOf(question())).toBeNull()
    expect(rateOf(question({ answered: 3, right: 1 }))).toBe(33.33)
    expect(rateOf(question({ answered: 3, right: 1, right_rate: 25 })), 'of all who were asked').toBe(25)
  })

  it('says what was answered wrongly most often, whatever kind it is', () => {
    expect(wrongOf(question())).toBeNull()
    expect(wrongOf(question({ wrong_most: 'b', options: [{ id: 'b', text: { en: 'Bee' } }] }))).toEqual({ map: { en: 'Bee' } })
    expect(wrongOf(question({ wrong_most: 'b', options: [{ id: 'b' }] })), 'a picture has its letter').toEqual({ text: 'B' })
    expect(wrongOf(question({ wrong_most: false }))).toEqual({ key: 'rep.false' })
    expect(wrongOf(question({ wrong_most_text: '1981' }))).toEqual({ text: '1981' })
  })

  it('puts hours together and loses no paper', () => {
    expect(stretches([])).toEqual({ hours: 1, bars: [] })
    expect(stretches([[0, 2], [2 * HOUR, 3]])).toEqual({ hours: 1, bars: [[0, 2], [HOUR, 0], [2 * HOUR, 3]] })
    const week = stretches(Array.from({ length: 168 }, (_, i): [number, number] => [i * HOUR, 1]))
    expect([week.hours, week.bars.length, week.bars.reduce((sum, [, n]) => sum + n, 0)]).toEqual([6, 28, 168])
  })

  it('speaks the languages of the contest that it knows, two at most, else that of the page', () => {
    expect(sheetLanguages(['ug', 'zh-CN', 'en'], 'en')).toEqual(['zh-Hans', 'en'])
    expect(sheetLanguages(['zh-Hans', 'zh-Hans', 'en-GB'], 'en')).toEqual(['zh-Hans', 'en'])
    expect(sheetLanguages(['bo'], 'zh-Hans')).toEqual(['zh-Hans'])
  })

  it('takes the contest from its address', () => expect([contestOf('?contest=a%20b'), contestOf('')]).toEqual(['a b', '']))
})

describe('papers beside it', () => {
  it('certificates of one award stand together, in the order they come', () => {
    const one = (award: string, name: string) => ({ award: { en: award }, name, rank: 1, confirm_url: name })
    expect(groupsOf([one('First', 'A'), one('Second', 'B'), one('First', 'C')]).map(({ award, certificates }) => [award.en, certificates.map(({ name }) => name)]))
      .toEqual([['First', ['A', 'C']], ['Second', ['B']]])
  })

  it('a key is what follows the hash, and what cannot be read is none', () => {
    expect([keyOf('#a.1.b'), keyOf(''), keyOf('#%zz')]).toEqual(['a.1.b', '', ''])
  })

  it('instants are told in the contest’s zone, and in a zone that nobody knows in the reader’s', () => {
    const at = Date.UTC(2026, 11, 31, 20)
    expect(dayOf(at, 'Asia/Shanghai', 'en')).toBe('January 1, 2027')
    expect(instantOf(at, 'Asia/Shanghai', 'en')).toMatch(/Jan 1, 2027.*4:00/)
    expect(instantOf(at, 'Nowhere/Land', 'en')).toBe(instantOf(at, undefined, 'en'))
  })
})
