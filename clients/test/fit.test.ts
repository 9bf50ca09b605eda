import { expect, it, vi } from 'vitest'
import { spellings } from '../shared/answers'
import { letter, threes, tilesOf, tone } from '../shared/answers'
import { bars } from '../shared/bars'
import { fitOption, fitQuestion, graphemes, width } from '../shared/fit'
import { open } from './fakes'

it('Han counts double', () => {
  expect(width('ocean')).toBe(5)
  expect(width('太平洋')).toBe(6)
  expect(width('Бат-Эрдэнэ')).toBe(10)
})

it.each([[60, 'xl'], [61, 'l'], [120, 'l'], [121, 'm'], [200, 'm'], [201, 's']])(
  'a question of %i is %s', (length, size) => {
    expect(fitQuestion('x'.repeat(length))).toBe(size)
    expect(fitQuestion('洋'.repeat(Math.ceil(length / 2)))).toBe(length % 2 ? fitQuestion('x'.repeat(length + 1)) : size)
  })

it.each([[24, 'l'], [25, 'm'], [48, 'm'], [49, 's']])('an option of %i is %s', (length, size) => {
  expect(fitOption('x'.repeat(length))).toBe(size)
})

it('names are counted in what people call letters', () => {
  expect(graphemes('')).toBe(0)
  expect(graphemes('李雷')).toBe(2)
  expect(graphemes('e\u0301')).toBe(1)
  expect(graphemes('👨‍👩‍👧')).toBe(1)
})

it('what is counted without asking the browser is counted as it would', () => {
  const between = (first: number, last: number, step = 1) =>
    Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => String.fromCodePoint(first + i * step)).join('')
  const all = between(0x20, 0x7e) + between(0xc0, 0x24f) + between(0x4e00, 0x9fff, 31)
  const count = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(all)].length
  vi.stubGlobal('Intl', null) // whoever asks it now fails
  expect(graphemes(all)).toBe(count)
  vi.unstubAllGlobals()
  expect(graphemes(`${all}e\u0301`)).toBe(count + 1)
})

it('six options have letter, shape and colour; the rest have their letter', () => {
  expect([0, 5, 6, 7].map(letter)).toEqual(['A', 'F', 'G', 'H'])
  expect([0, 5, 6].map(tone)).toEqual(['tone-a', 'tone-f', 'tone-n'])
})

it('true and false are tiles of their own', () => {
  const question = { ...open(1).question!, kind: 'truefalse' as const, options: undefined }
  expect(tilesOf(question).map((tile) => tile.id)).toEqual(['true', 'false'])
})

it('a code is read in threes', () => {
  expect(threes('482913')).toBe('482 913')
})

it('bars follow the round trip', () => {
  expect([bars(true, 249), bars(true, 250), bars(true, 800), bars(false, 10), bars(true, null)]).toEqual([3, 2, 1, 0, 3])
})

it('spellings in the reader’s own script come first, and what has none keeps its place among them', () => {
  const poet = ['屈原', 'Qu Yuan', 'Quyuan']
  expect(spellings(poet, 'en')).toEqual(['Qu Yuan', 'Quyuan', '屈原'])
  expect(spellings(['Qu Yuan', '屈原'], 'zh-Hans')).toEqual(['屈原', 'Qu Yuan'])
  expect(spellings(['Paris', 'باريس'], 'ar')).toEqual(['باريس', 'Paris'])
  expect(spellings(['1601', '一六〇一'], 'zh-Hans')).toEqual(['1601', '一六〇一'])
  expect(spellings(poet, '')).toEqual(poet)
})
