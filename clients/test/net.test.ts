import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { load, tokenKey } from '../shared/storage'
import { CODE, FakeSocket, open, state, welcome } from './fakes'
import { Rig } from './rig'

let rig: Rig
beforeEach(() => void (rig = new Rig()))
afterEach(() => rig.finish())

describe('hello', () => {
  it('is the first thing said, with the name and the subprotocol', () => {
    rig.net.connect()
    expect(FakeSocket.last.protocol).toBe('jinbang.v1')
    expect(FakeSocket.last.sent).toEqual([])
    FakeSocket.last.open()
    expect(FakeSocket.last.sent).toEqual([{ type: 'hello', role: 'player', code: CODE, name: 'Zoë' }])
  })

  it('comes again on every connection, then by token', () => {
    rig.seat().drops(1006)
    expect(load(tokenKey(CODE))).toBe('f'.repeat(32))
    vi.advanceTimersByTime(300)
    FakeSocket.last.open()
    expect(FakeSocket.all).toHaveLength(2)
    expect(FakeSocket.last.sent[0]).toEqual({ type: 'hello', role: 'player', code: CODE, token: 'f'.repeat(32) })
  })

  it('keeps the token in memory where storage throws', () => {
    const broken = vi.fn(() => {
      throw new Error('private mode')
    })
    vi.stubGlobal('localStorage', { getItem: broken, setItem: broken, removeItem: broken })
    rig.seat().drops(1006)
    vi.advanceTimersByTime(300)
    FakeSocket.last.open()
    expect(broken).toHaveBeenCalled()
    expect(FakeSocket.last.sent[0]).toHaveProperty('token')
  })

  it('that is refused is not repeated, and a token nobody knows is dropped', () => {
    rig.seat().drops(1006)
    vi.advanceTimersByTime(300)
    FakeSocket.last.open()
    FakeSocket.last.hears({ type: 'error', code: 'bad_token', message: '', re: 'hello' })
    vi.advanceTimersByTime(60_000)
    expect(FakeSocket.all).toHaveLength(2)
    expect(load(tokenKey(CODE))).toBeNull()
  })
})

describe('coming back', () => {
  it('waits a rig.random part of a time that doubles up to two seconds', () => {
    rig.random = 1
    rig.net.connect()
    for (const wait of [300, 600, 1200, 1800, 1800]) {
      const before = FakeSocket.all.length
      FakeSocket.last.drops(1006)
      vi.advanceTimersByTime(wait - 1)
      expect(FakeSocket.all).toHaveLength(before)
      vi.advanceTimersByTime(1)
      expect(FakeSocket.all).toHaveLength(before + 1)
    }
  })

  it('begins with the short wait again after a welcome', () => {
    rig.random = 1
    rig.net.connect()
    for (const wait of [300, 600]) {
      FakeSocket.last.drops(1006)
      vi.advanceTimersByTime(wait)
    }
    FakeSocket.last.open()
    FakeSocket.last.hears(welcome())
    FakeSocket.last.drops(1006)
    vi.advanceTimersByTime(300)
    expect(FakeSocket.all).toHaveLength(4)
  })

  it.each([['close code 1001', 1001, false], ['bye shutdown', 1006, true]])(
    'spreads over three seconds after a clean end (%s)', (_name, code, bye) => {
      rig.random = 0.9
      const socket = rig.seat()
      if (bye) socket.hears({ type: 'bye', reason: 'shutdown' })
      socket.drops(code)
      vi.advanceTimersByTime(2690)
      expect(FakeSocket.all).toHaveLength(1)
      vi.advanceTimersByTime(20)
      expect(FakeSocket.all).toHaveLength(2)
      expect(rig.ends).toEqual([])
    })

  it.each([
    [4001, 'replaced', 'replaced'], [4002, 'kicked', 'kicked'], [4003, 'finished', 'finished'],
  ] as const)('does not happen after close %i', (code, reason, bye) => {
    const socket = rig.seat()
    socket.hears({ type: 'bye', reason: bye })
    socket.drops(code)
    vi.advanceTimersByTime(60_000)
    window.dispatchEvent(new Event('online'))
    expect(FakeSocket.all).toHaveLength(1)
    expect(rig.ends).toEqual([reason])
    expect(rig.links).toEqual([true, false])
  })

  it('does not happen when only the close code says so', () => {
    rig.seat().drops(4001)
    vi.advanceTimersByTime(60_000)
    expect(FakeSocket.all).toHaveLength(1)
    expect(rig.ends).toEqual(['replaced'])
  })

  it('happens when the player asks for the seat', () => {
    rig.seat().drops(4001)
    rig.net.connect()
    FakeSocket.last.open()
    expect(FakeSocket.last.sent[0]).toHaveProperty('token')
  })

  it('does not wait once the browser says that it is online', () => {
    rig.random = 1
    rig.seat()
    window.dispatchEvent(new Event('offline'))
    expect(rig.links).toEqual([true, false])
    window.dispatchEvent(new Event('online'))
    expect(FakeSocket.all).toHaveLength(2)
  })

  it('gives up a connection that never gets an answer', () => {
    rig.random = 0
    rig.net.connect()
    vi.advanceTimersByTime(8001)
    expect(FakeSocket.all).toHaveLength(2)
    expect(FakeSocket.all[0]?.closed).toBe(true)
  })
})

describe('heartbeat', () => {
  it('is every two seconds while a question is open and every five otherwise', () => {
    const socket = rig.seat(open(1))
    const answer = () => socket.hears({ type: 'pong', t0: 0, t1: 0 })
    answer()
    const before = socket.of('ping').length
    for (let i = 0; i < 5; i += 1) {
      vi.advanceTimersByTime(2000)
      answer()
    }
    expect(socket.of('ping').length - before).toBe(5)
    socket.hears(state({ phase: 'locked', question: open(1).question }))
    answer()
    const idle = socket.of('ping').length
    for (let i = 0; i < 2; i += 1) {
      vi.advanceTimersByTime(5000)
      answer()
    }
    expect(socket.of('ping').length - idle).toBe(2)
  })

  it('finds a silent link dead 4.5 seconds after the last message', () => {
    rig.random = 0
    const socket = rig.seat(open(1))
    socket.hears({ type: 'pong', t0: 0, t1: 0 })
    vi.advanceTimersByTime(4499)
    expect(rig.links).toEqual([true])
    vi.advanceTimersByTime(2)
    expect(rig.links).toEqual([true, false])
    expect(socket.closed).toBe(true)
    vi.advanceTimersByTime(1)
    expect(FakeSocket.all).toHaveLength(2)
  })

  it('takes any message for a sign of life', () => {
    const socket = rig.seat(open(1))
    for (let i = 0; i < 10; i += 1) {
      vi.advanceTimersByTime(2000)
      socket.hears({ type: 'tally', turn: 1, answered: i, players: 10 })
    }
    expect(rig.links).toEqual([true])
  })

  it('asks at once when the page is looked at again', () => {
    rig.random = 0
    const socket = rig.seat()
    socket.hears({ type: 'pong', t0: 0, t1: 0 })
    const before = socket.of('ping').length
    document.dispatchEvent(new Event('visibilitychange'))
    expect(socket.of('ping').length).toBe(before + 1)
    vi.advanceTimersByTime(2001)
    expect(rig.links).toEqual([true, false])
  })
})
