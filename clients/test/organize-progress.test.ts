import { describe, expect, it, vi } from 'vitest'
import { command, isDone, LIMIT_MS } from '../organize/lever'
import { barsOf, ordered, turnoutOf } from '../organize/progress'
import { bySheets, CARDS, countStates, countUnits, entryUrl, foundIn, unitNames } from '../organize/roster'
import { chosen, stateOf } from '../organize/states'
import type { ContestRow, EntryState, RosterEntry } from '../organize/types'
import { fold } from '../organize/units'
import { again, newWindow } from '../organize/window'
import type { Command, State, UnitRow } from '../shared/protocol'

const HOUR = 3_600_000
const row = (over: Partial<ContestRow> = {}): ContestRow =>
  ({ id: 'a', code: '482913', title: { en: 'Spring', 'zh-Hans': '春季' }, created_at: 1, finished_at: null, open: true, ...over })
const window = { opens_at: 1000, closes_at: 2000 }

describe('the list of contests', () => {
  it.each([
    ['live', row({ phase: 'open' })], ['closed', row({ finished_at: 5 })], ['archived', row({ finished_at: 5, archived: true })],
    ['planned', row({ window, phase: 'lobby' })], ['open', row({ window, phase: 'open' })], ['closed', row({ window, phase: 'finished' })],
    ['open', row({ window })], ['closed', row({ window, finished_at: 1500 })],
  ] as const)('knows a contest that is %s', (state, one) => expect(stateOf(one, 1500)).toBe(state))

  it('goes by the clock where nothing else says it', () => {
    expect([500, 1000, 1999, 2000].map((now) => stateOf(row({ window }), now))).toEqual(['planned', 'open', 'open', 'closed'])
  })

  it('leaves out what is put away, unless it is asked for', () => {
    const rows = [row(), row({ id: 'b', finished_at: 1, archived: true }), row({ id: 'c', code: '111222', title: { en: 'Autumn' } })]
    const ids = (...wish: [Parameters<typeof chosen>[1], string]) => chosen(rows, ...wish, 0).map(({ id }) => id)
    expect([ids(null, ''), ids('archived', ''), ids(null, '春'), ids(null, '111 222'), ids('live', 'AUT'), ids('open', '')])
      .toEqual([['a', 'c'], ['b'], ['a'], ['c'], ['c'], []])
  })
})

describe('a contest held again', () => {
  const old = { ...newWindow('b', Date.UTC(2026, 10, 1), 'Asia/Shanghai'), opens: '2026-11-02T08:00', closes: '2026-12-05T22:00:30' }

  it('opens at the same time of day, as soon as that is still to come, and is open as long', () => {
    const made = again(old, Date.UTC(2026, 10, 23, 2))
    expect([made.opens, made.closes]).toEqual(['2026-11-24T08:00', '2026-12-27T22:00:30'])
    expect(again(old, Date.UTC(2026, 10, 23, 0, 0)).opens, 'in this very moment').toBe('2026-11-24T08:00')
    expect(again(old, Date.UTC(2026, 10, 22, 23)).opens).toBe('2026-11-23T08:00')
  })

  it('keeps a schedule that is still to come, or cannot be read', () => {
    expect(again(old, Date.UTC(2026, 10, 1))).toEqual(old)
    expect(again({ ...old, opens: '' })).toMatchObject({ opens: '', closes: '2026-12-05T22:00:30' })
  })
})

describe('the roster', () => {
  const entry = (n: number, team: number, state: EntryState = 'absent'): RosterEntry => ({ entry: n, name: `Name ${n}`, team, code: `K${n}`, state })
  const all = [entry(1, 1), entry(2, 1, 'handed_in'), entry(3, 2, 'open'), entry(4, 2), entry(5, 2, 'joined')]

  it('is narrowed by unit, state, name, and code', () => {
    const ids = (wish: Partial<Parameters<typeof foundIn>[1]>) => foundIn(all, { team: null, state: null, text: '', ...wish }).map((one) => one.entry)
    expect([ids({}), ids({ team: 2 }), ids({ state: 'absent' }), ids({ team: 2, state: 'absent' }), ids({ text: 'k3' }), ids({ text: 'NAME 4' }), ids({ text: 'k' })])
      .toEqual([[1, 2, 3, 4, 5], [3, 4, 5], [1, 4], [4], [3], [4], []])
    expect(countStates(all)).toEqual({ absent: 2, joined: 1, open: 1, handed_in: 1 })
    expect([...countUnits(all)]).toEqual([[1, { all: 2, done: 1 }], [2, { all: 3, done: 0 }]])
  })

  it('of ten thousand people is counted and narrowed in no time', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => entry(i, i % 100))
    const before = performance.now()
    expect(foundIn(many, { team: 7, state: 'absent', text: 'name 1' }).length).toBeGreaterThan(10)
    expect(countUnits(many).size).toBe(100)
    expect(performance.now() - before).toBeLessThan(500)
  })

  it('goes on paper ten to a sheet, a unit on sheets of its own', () => {
    const many = Array.from({ length: 25 }, (_, i) => entry(i + 1, i < 12 ? 2 : 1))
    expect(bySheets(many).map(({ team, entries }) => [team, entries.length, entries[0]?.entry])).toEqual([[2, CARDS, 1], [2, 2, 11], [1, CARDS, 13], [1, 3, 23]])
    expect(bySheets([])).toEqual([])
    expect(entryUrl('http://x/482913', 'AB-1 2')).toBe('http://x/482913#AB-1%202')
  })

  it('knows units by number, and names that look alike', () => {
    const names = unitNames([{ team: 1, name: 'Blue', url: '' }, { team: 2, name: { en: 'Red' }, url: '' }])
    expect([names.get(1), names.get(2)]).toEqual([{ und: 'Blue' }, { en: 'Red' }])
    expect([fold(' Ｃｌａｓｓ  3A '), fold('CLASS 3a')]).toEqual(['class 3a', 'class 3a'])
  })
})

describe('the curve', () => {
  const opens = Date.UTC(2026, 11, 1, 0, 30)

  it('is by hour at first: every hour has a bar', () => {
    const { unit, bars } = barsOf([[Date.UTC(2026, 11, 1), 3], [Date.UTC(2026, 11, 1, 2), 4]], opens, opens + 3 * HOUR, 'UTC')
    expect(unit).toBe('hour')
    expect(bars.map(({ papers }) => papers)).toEqual([3, 0, 4, 0])
    expect(bars[0]?.from).toBe(Date.UTC(2026, 11, 1))
  })

  it('then by day of the zone, also where a day has 23 or 25 hours', () => {
    const from = Date.UTC(2026, 9, 20)
    const { unit, bars } = barsOf([[Date.UTC(2026, 9, 24, 22), 1], [Date.UTC(2026, 9, 25, 22), 2], [Date.UTC(2026, 9, 25, 23), 4]], from, from + 10 * 24 * HOUR, 'Europe/Berlin')
    expect(unit).toBe('day')
    expect(bars).toHaveLength(11)
    expect(bars.map(({ papers }) => papers).slice(4, 8)).toEqual([0, 3, 4, 0]) // 25 October begins at 22:00 and ends at 23:00
    expect(new Set(bars.map(({ from, to }) => (to - from) / HOUR))).toEqual(new Set([24, 25]))
    for (const [i, bar] of bars.entries()) if (i > 0) expect(bar.from).toBe(bars[i - 1]?.to)
  })

  it('loses no paper: what is outside stands at the edge', () => {
    const { bars } = barsOf([[opens - 5 * HOUR, 2], [opens + 99 * HOUR, 5]], opens, opens + HOUR, 'UTC')
    expect(bars.reduce((sum, { papers }) => sum + papers, 0)).toBe(7)
    expect(barsOf([], opens, opens, 'Mars/Base').bars).toHaveLength(1)
  })
})

describe('units', () => {
  const unit = (team: number, over: Partial<UnitRow>): UnitRow =>
    ({ team, name: { en: `Unit ${team}` }, rank: team, score: 0, joined: 0, took_part: 0, passed: 0, mean: 0, ...over })
  const units = [
    unit(1, { roster: 10, took_part: 9, turnout: 90 }), unit(2, { roster: 100, took_part: 20, turnout: 20 }), unit(3, {}),
    unit(10, { roster: 10, took_part: 2, turnout: 20 }), unit(4, {}),
  ]
  const order = (by: Parameters<typeof ordered>[1]) => ordered(units, by, ({ name }) => name.en ?? '', 'en').map(({ team }) => team)

  it('that are behind come first: lowest turnout, then where most are missing; without a size last', () => {
    expect(order('behind')).toEqual([2, 10, 1, 4, 3])
    expect(order('best')).toEqual([1, 2, 3, 4, 10])
    expect(order('name')).toEqual([1, 2, 3, 4, 10])
  })

  it('together have a turnout, if their sizes are known', () => {
    expect(turnoutOf(units)).toBe(Math.round((31 / 120) * 10_000) / 100)
    expect(turnoutOf([unit(3, {})])).toBeNull()
  })
})

describe('a lever', () => {
  const state = (over: Partial<State>): State => ({ type: 'state', phase: 'lobby', paused: false, seq: 3, ...over }) as State
  const lottery = { title: {}, winners: 1 }

  it('has worked when the contest shows it, not when something has changed', () => {
    expect(isDone({ action: 'start' }, state({}))).toBe(false)
    expect(isDone({ action: 'start' }, state({ phase: 'open' }))).toBe(true)
    expect(isDone({ action: 'finish' }, state({ phase: 'open' }))).toBe(false)
    expect(isDone({ action: 'finish' }, state({ phase: 'finished' }))).toBe(true)
    expect([isDone({ action: 'pause' }, state({ paused: true })), isDone({ action: 'resume' }, state({ paused: true }))]).toEqual([true, false])
    const schedule = { action: 'schedule', opens_at: 1, closes_at: 9 } as const
    expect([4, 9].map((closes_at) => isDone(schedule, state({ window: { opens_at: 1, closes_at } as State['window'] })))).toEqual([false, true])
    const board = (over: object) => state({ board: { lotteries: [lottery, { ...lottery, ...over }] } as unknown as State['board'] })
    expect([{}, { commitment: 'x' }].map((over) => isDone({ action: 'announce', draw: 2, text: 'x' }, board(over)))).toEqual([false, true])
    expect([{ commitment: 'x' }, { drawn: [] }].map((over) => isDone({ action: 'draw', draw: 2, text: 'x' }, board(over)))).toEqual([false, true])
    expect(isDone({ action: 'draw', draw: 1, text: 'x' }, state({ lotteries: [{ ...lottery, drawn: [] }] }))).toBe(true)
  })

  class Socket {
    static last: Socket
    sent: { type: string; action?: string; seq?: number }[] = []
    closed = false
    onopen: (() => void) | null = null
    onclose: (() => void) | null = null
    onmessage: ((event: { data: string }) => void) | null = null
    constructor() { Socket.last = this }
    send(text: string): void { this.sent.push(JSON.parse(text)) }
    close(): void { this.closed = true }
    hear(message: object): void { this.onmessage?.({ data: JSON.stringify(message) }) }
  }
  const pull = (hostUrl = 'http://x/host#482913.key', wanted: Command = { action: 'start' }) => {
    vi.stubGlobal('WebSocket', Socket)
    const result = command(hostUrl, wanted, 'ws://x/ws').then(() => 'done', ({ code }: { code: string }) => code)
    vi.unstubAllGlobals()
    return result
  }

  it('takes the lead from another console, says its command once, and leaves', async () => {
    const result = pull()
    const socket = Socket.last
    socket.onopen?.()
    socket.hear({ type: 'welcome' })
    socket.hear(state({ acting: false }))
    socket.hear(state({ acting: true, seq: 4 }))
    socket.hear(state({ acting: true, seq: 5 }))
    expect(socket.closed).toBe(false)
    socket.hear(state({ acting: true, seq: 6, phase: 'open' }))
    expect(await result).toBe('done')
    expect(socket.sent.map(({ type, action, seq }) => action ?? type + String(seq ?? ''))).toEqual(['hello', 'take', 'start'])
    expect(socket.sent[2]?.seq).toBe(4)
    expect(socket.closed).toBe(true)
  })

  it('moves the close of an open contest and leaves its opening alone', async () => {
    const result = pull(undefined, { action: 'schedule', opens_at: 5, closes_at: 9 })
    const times = (opens_at: number, closes_at: number) => state({ phase: 'open', window: { opens_at, closes_at } as State['window'] })
    Socket.last.hear(times(3, 7))
    expect(Socket.last.sent[0]).toMatchObject({ action: 'schedule', opens_at: 3, closes_at: 9 })
    Socket.last.hear(times(3, 9))
    expect(await result).toBe('done')
  })

  it('says why it was refused, or that nobody is there', async () => {
    const refused = pull()
    Socket.last.hear(state({ acting: true }))
    Socket.last.hear({ type: 'error', code: 'not_now', message: 'x', re: 'do' })
    expect(await refused).toBe('not_now')
    const gone = pull()
    Socket.last.onclose?.()
    expect(await gone).toBe('network')
    expect(await pull('http://x/host')).toBe('unauthorized')
    vi.useFakeTimers()
    const silent = pull()
    vi.advanceTimersByTime(LIMIT_MS)
    vi.useRealTimers()
    expect(await silent).toBe('network')
  })
})
