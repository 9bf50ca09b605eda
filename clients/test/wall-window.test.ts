// What the wall of a window contest reckons, and which draw it shows.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { groups, lotteriesOf } from '../shared/lottery'
import type { Lottery, State, UnitRow } from '../shared/protocol'
import { begun, changed, curveOf, filled, instantOf, leftOf, LINGER_MS, pageOf, placeOf, slidesOf, stepMs } from '../screen/window/board'
import { Draws } from '../screen/window/draws.svelte'
import { drawGrid, gridOf } from '../screen/window/names'

const HOUR = 3_600_000
const unit = (team: number, over: Partial<UnitRow> = {}): UnitRow =>
  ({ team, name: { en: `Unit ${team}` }, rank: team, score: 0, joined: 0, took_part: 10 * team, passed: 0, mean: 0, ...over })
const plain: Lottery = { title: { en: 'Draw' }, winners: 1 }
const announced: Lottery = { ...plain, commitment: 'ab'.repeat(32), entry: 7, source: 'Dice', eligible: 3 }
const drawn: Lottery = { ...announced, number: '4', drawn: [{ player: 2, name: 'Bo' }] }

describe('the figures of a window contest', () => {
  it('the time left is never less than nothing, and a started second counts', () => {
    expect(leftOf(-5)).toEqual({ days: 0, clock: '00:00:00' })
    expect(leftOf(1)).toEqual({ days: 0, clock: '00:00:01' })
    expect(leftOf(86_400_000 * 33 + 7 * HOUR + 61_000)).toEqual({ days: 33, clock: '07:01:01' })
  })

  it('an instant is told in the zone of the contest, in one that nobody knows in UTC', () => {
    const at = Date.UTC(2026, 11, 1, 0, 30)
    expect(instantOf(at, 'Asia/Shanghai', 'en')).toMatch(/1.*08:30/)
    expect(instantOf(at, 'Nowhere/Land', 'en')).toMatch(/00:30 UTC$/)
  })

  it('pages are even, and go round', () => {
    const rows = [1, 2, 3, 4, 5, 6, 7]
    expect(pageOf(rows, 6, 0)).toEqual({ rows: [1, 2, 3, 4], pages: 2, from: 0 })
    expect(pageOf(rows, 6, 3)).toEqual({ rows: [5, 6, 7], pages: 2, from: 4 })
    expect(pageOf([], 6, 5)).toEqual({ rows: [], pages: 1, from: 0 })
  })

  it('the curve begins at the opening, loses no paper, and never has more bars than fit', () => {
    expect(curveOf([], 0, 10 * HOUR)).toBeNull()
    expect(curveOf([[2 * HOUR, 5], [4 * HOUR, 7]], HOUR, 5 * HOUR)).toEqual({ bars: [0, 5, 0, 7], hours: 1, from: HOUR, until: 5 * HOUR, most: 7 })
    const long = Array.from({ length: 840 }, (_, i): [number, number] => [i * HOUR, 2])
    const curve = curveOf(long, 0, 840 * HOUR)
    expect(curve?.hours).toBe(24)
    expect(curve?.bars).toEqual(Array.from({ length: 35 }, () => 48))
    expect(curveOf([[-3 * HOUR, 1], [0, 1]], 0, 0)?.from).toBe(-3 * HOUR) // opened by hand before its time
    expect(curveOf([[0, 1], [4000 * HOUR, 1]], 0, 0)?.bars.length).toBeLessThanOrEqual(60)
  })

  it('a bar is of the roster, or of the largest unit', () => {
    expect(filled(unit(1, { turnout: 25 }), [])).toBe(0.25)
    expect(filled(unit(1, { turnout: 130 }), [])).toBe(1)
    expect(filled(unit(1), [unit(1), unit(4)])).toBe(0.25)
    expect(filled(unit(1, { took_part: 0 }), [])).toBe(0)
  })

  it('an address is told as people type it', () => expect(placeOf('https://quiz.example/482913')).toBe('quiz.example/482913'))
})

describe('draws', () => {
  it('are in the board of a window contest, and beside it in a live one', () => {
    expect(lotteriesOf(null)).toEqual([])
    expect(lotteriesOf({ lotteries: [plain] } as unknown as State)).toEqual([plain])
    expect(lotteriesOf({ board: { lotteries: [drawn] } } as unknown as State)).toEqual([drawn])
  })

  it('a hash is read in groups of four', () => expect(groups('a1b2c3d4e5')).toEqual(['a1b2', 'c3d4', 'e5']))

  it('names are as large as there is room for, all of them on the page or as many as fit', () => {
    expect(gridOf(3, 168, 60)).toMatchObject({ columns: 1, size: 8 })
    for (const [width, height] of [[168, 54], [123, 54], [123, 30]] as const) {
      for (let count = 1; count < 120; count += 1) {
        const grid = gridOf(count, width, height)
        expect(grid.fit * grid.pitch).toBeLessThanOrEqual(height * grid.columns)
        expect(grid.fit >= count || grid.size === 4.8, `${count}`).toBe(true)
      }
    }
    expect(drawGrid(0, { width: 168, height: 92 }).fit).toBeGreaterThan(0)
  })

  it('the winners take a moment each, and all of them no more than a quarter of a minute', () => {
    expect(stepMs(1)).toBe(1600)
    expect(stepMs(30)).toBe(500)
    expect(stepMs(100) * 100).toBe(15_000)
  })

  it('the one that waits for its number comes before those that are over', () => {
    expect(begun([plain])).toBe(-1)
    expect(begun([drawn, announced, plain])).toBe(1)
    expect(begun([drawn, drawn, plain])).toBe(1)
    expect(changed([plain, plain], [plain, announced])).toBe(1)
    expect(changed([announced], [drawn])).toBe(0)
    expect(changed([drawn], [drawn])).toBe(-1)
  })

  it('what is over is shown in its order: units, people, awards, draws, each with all its pages', () => {
    const state = {
      board: { units: [unit(1), unit(2), unit(3)], awards: [{ title: { en: 'First' }, for: 'team', winners: [{ rank: 1, name: 'Unit 1', value: 3 }] }], lotteries: [plain, drawn] },
    } as unknown as State
    expect(slidesOf(state, { units: 2, names: () => 5, draws: () => 5 }).map(({ what, page }) => `${what} ${page}`))
      .toEqual(['units 0', 'units 1', 'award 0', 'draw 0'])
  })
})

describe('which draw the wall shows', () => {
  const over = (lotteries: Lottery[], window = false): State =>
    ({ phase: 'finished', lotteries, ...(window ? { window: {}, board: { lotteries } } : {}) }) as unknown as State
  let draws: Draws
  beforeEach(() => {
    vi.useFakeTimers()
    draws = new Draws()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('none before one is announced, then that one, and its winners as they are drawn', () => {
    draws.heard(over([plain]))
    expect(draws.shown).toBeNull()
    draws.heard(over([announced]))
    expect([draws.shown, draws.fresh]).toEqual([0, false])
    draws.heard(over([drawn]))
    expect([draws.shown, draws.fresh]).toEqual([0, true])
    draws.heard(over([drawn]))
    expect([draws.shown, draws.fresh], 'a state that says nothing new changes nothing').toEqual([0, true])
  })

  it('a wall that comes later shows what waits; the winners of long ago only at the end of a live contest', () => {
    draws.heard(over([drawn, announced], true))
    expect([draws.shown, draws.fresh]).toEqual([1, false])
    const late = new Draws()
    late.heard(over([drawn], true))
    expect(late.shown).toBeNull()
    const live = new Draws()
    live.heard(over([drawn]))
    expect([live.shown, live.fresh]).toEqual([0, false])
  })

  it('in a window contest the winners go after a while, in a live one they stay', () => {
    draws.heard(over([announced], true))
    draws.heard(over([drawn], true))
    draws.ended()
    vi.advanceTimersByTime(LINGER_MS - 1)
    expect(draws.shown).toBe(0)
    vi.advanceTimersByTime(1)
    expect(draws.shown).toBeNull()
    const live = new Draws()
    live.heard(over([announced]))
    live.heard(over([drawn]))
    live.ended()
    vi.advanceTimersByTime(10 * LINGER_MS)
    expect(live.shown).toBe(0)
  })

  it('the key sends it away and brings the last one back', () => {
    draws.heard(over([drawn]))
    draws.toggle(over([drawn]))
    expect(draws.shown).toBeNull()
    draws.toggle(over([drawn]))
    expect([draws.shown, draws.fresh]).toEqual([0, false])
    draws.toggle(null)
    draws.toggle(over([plain]))
    expect(draws.shown).toBeNull()
  })
})
