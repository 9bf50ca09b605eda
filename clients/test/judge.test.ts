// A judge's mark: what counts as one, what became of it, and what all of them make.

import { beforeEach, describe, expect, it } from 'vitest'
import { Judging } from '../judge/judging.svelte'
import { leftOut, markOf, stepped, typedOf } from '../judge/marks'
import { numberOf } from '../judge/memory'
import type { ClientMessage, ServerMessage } from '../shared/protocol'
import { CODE } from './fakes'

const TEN = { min: 0, max: 10 }

describe('a mark', () => {
  it.each([
    ['8', 8], ['8.5', 8.5], ['8.25', 8.25], ['0', 0], ['10', 10], ['10.00', 10], ['８．５', 8.5], ['٨.٥', 8.5], [' 9 ', 9], ['.5', 0.5],
    ['8.255', null], ['10.01', null], ['-1', null], ['', null], ['8,5', null], ['ten', null], ['1e1', null],
  ])('"%s" is %s', (typed, value) => expect(markOf(typed, '.', TEN)).toBe(value))

  it('has the decimal sign of its keypad, and limits of its round', () => {
    expect(markOf('8,5', ',', TEN)).toBe(8.5)
    expect(markOf('95', '.', { min: 60, max: 100 })).toBe(95)
    expect(markOf('50', '.', { min: 60, max: 100 })).toBeNull()
    expect(markOf('-2', '.', { min: -5, max: 5 })).toBe(-2)
    expect(typedOf(8.5, ',')).toBe('8,5')
    expect(typedOf(1234.5, '.')).toBe('1234.5')
  })

  it('steps exactly, and not beyond its limits', () => {
    expect(stepped(8.1, 0.1, TEN)).toBe(8.2)
    expect(stepped(0.3, -0.1, TEN)).toBe(0.2)
    expect(stepped(9.8, 0.5, TEN)).toBe(10)
    expect(stepped(0.2, -0.5, TEN)).toBe(0)
    expect(stepped(null, 0.5, TEN)).toBe(5)
    expect(stepped(null, 0.5, { min: 60, max: 100 })).toBe(80)
  })
})

describe('the mean', () => {
  const marks = (...values: number[]) => values.map((value, i) => ({ judge: i + 1, value }))

  it('tells by itself whether the highest and the lowest were left out', () => {
    expect(leftOut(marks(8.5, 9, 7.25, 9.5, 8), 8.5)).toEqual([4, 3])
    expect(leftOut(marks(8.5, 9, 7.25, 9.5, 8), 8.45)).toEqual([])
    expect(leftOut(marks(6, 9, 9), 9)).toEqual([2, 1])
    expect(leftOut(marks(9, 9, 9), 9)).toEqual([])
    expect(leftOut(marks(8, 9), 8.5)).toEqual([])
    expect(leftOut(marks(7, 8, 8.33), 7.78)).toEqual([])
  })
})

describe('judging', () => {
  let said: ClientMessage[]
  let up: boolean
  const fresh = () => new Judging(CODE, (message) => {
    if (up) said.push(message)
    return up
  })
  beforeEach(() => {
    sessionStorage.clear()
    said = []
    up = true
  })

  it('is taken when the server says so, and can be changed', () => {
    const judging = fresh()
    judging.told(9, undefined)
    judging.type('8.5')
    judging.submit(TEN)
    judging.submit(TEN)
    expect(said).toEqual([{ type: 'mark', turn: 9, value: 8.5 }])
    expect([judging.status, judging.taken]).toEqual(['sending', null])
    judging.heard({ type: 'ack', turn: 8, elapsed: 0 })
    expect(judging.status).toBe('sending')
    judging.heard({ type: 'ack', turn: 9, elapsed: 0 })
    expect([judging.status, judging.taken]).toEqual(['sent', 8.5])
    judging.submit(TEN)
    expect(said).toHaveLength(1)
    judging.step(true, TEN)
    judging.submit(TEN)
    expect(said[1]).toEqual({ type: 'mark', turn: 9, value: 9 })
    judging.heard({ type: 'error', code: 'bad_value', message: '', re: 'mark' })
    expect([judging.status, judging.taken]).toEqual(['refused', 8.5])
  })

  it('never says that something was sent which may not have arrived', () => {
    const judging = fresh()
    judging.told(9, undefined)
    judging.type('7')
    up = false
    judging.submit(TEN)
    expect(judging.status).toBe('offline')
    up = true
    judging.submit(TEN)
    judging.lost()
    expect(judging.status).toBe('offline')
    judging.submit(TEN)
    judging.heard({ type: 'ack', turn: 9, elapsed: 0 })
    expect(judging.status).toBe('sent')
  })

  it('sends nothing that is no mark', () => {
    const judging = fresh()
    judging.told(9, undefined)
    judging.type('11')
    judging.submit(TEN)
    expect([said, judging.mark(TEN)]).toEqual([[], null])
  })

  it('is what the server has of it, also after a reload, and forgotten with the turn', () => {
    const judging = fresh()
    judging.told(9, 7.5)
    expect([judging.status, judging.taken, judging.typed]).toEqual(['sent', 7.5, '7.5'])
    judging.type('8')
    judging.told(9, 7.5)
    expect([judging.typed, judging.taken]).toEqual(['8', 7.5])
    judging.told(10, undefined)
    expect([judging.status, judging.taken, judging.typed]).toEqual(['idle', null, ''])
  })

  it('keeps its number in its tab', () => {
    expect(numberOf(CODE)).toBeUndefined()
    fresh().heard({ type: 'welcome', role: 'judge', judge: 3, now: 0 } as ServerMessage)
    expect(numberOf(CODE)).toBe(3)
    sessionStorage.clear()
    expect(numberOf(CODE), 'where nothing can be stored').toBe(3)
  })
})
