import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Net } from '../shared/net'
import type { Hello, ServerMessage } from '../shared/protocol'
import type { Slot, SlotStatus } from '../shared/slot'
import { forget, load, tokenKey } from '../shared/storage'
import { CODE, FakeSocket, open, state, welcome, you } from './fakes'

let net: Net
let messages: ServerMessage[]
let links: boolean[]
let statuses: (SlotStatus | 'none')[]
let slot: Slot | null
let ends: string[]
let random: number

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', FakeSocket)
  FakeSocket.all = []
  messages = []
  links = []
  statuses = []
  slot = null
  ends = []
  random = 0.5
  forget(tokenKey(CODE))
  net = new Net({
    url: 'ws://server/ws',
    code: CODE,
    random: () => random,
    hello: (token): Hello => (token
      ? { type: 'hello', role: 'player', code: CODE, token }
      : { type: 'hello', role: 'player', code: CODE, name: 'Zoë' }),
    on: {
      message: (message) => messages.push(message),
      link: (up) => links.push(up),
      rtt: () => undefined,
      slot: (now) => {
        slot = now
        statuses.push(now?.status ?? 'none')
      },
      end: (reason) => ends.push(reason),
    },
  })
})

afterEach(() => {
  net.destroy()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A connection that is welcomed and shows these states. */
function seat(...first: ServerMessage[]): FakeSocket {
  net.connect()
  const socket = FakeSocket.last
  socket.open()
  socket.hears(welcome(), ...(first.length > 0 ? first : [state()]))
  return socket
}

function back(...first: ServerMessage[]): FakeSocket {
  vi.advanceTimersByTime(3000)
  const socket = FakeSocket.last
  socket.open()
  socket.hears(welcome(), ...first)
  return socket
}

describe('hello', () => {
  it('is the first thing said, with the name and the subprotocol', () => {
    net.connect()
    expect(FakeSocket.last.protocol).toBe('jinbang.v1')
    expect(FakeSocket.last.sent).toEqual([])
    FakeSocket.last.open()
    expect(FakeSocket.last.sent).toEqual([{ type: 'hello', role: 'player', code: CODE, name: 'Zoë' }])
  })

  it('comes again on every connection, then by token', () => {
    seat().drops(1006)
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
    seat().drops(1006)
    vi.advanceTimersByTime(300)
    FakeSocket.last.open()
    expect(broken).toHaveBeenCalled()
    expect(FakeSocket.last.sent[0]).toHaveProperty('token')
  })

  it('that is refused is not repeated, and a token nobody knows is dropped', () => {
    seat().drops(1006)
    vi.advanceTimersByTime(300)
    FakeSocket.last.open()
    FakeSocket.last.hears({ type: 'error', code: 'bad_token', message: '', re: 'hello' })
    vi.advanceTimersByTime(60_000)
    expect(FakeSocket.all).toHaveLength(2)
    expect(load(tokenKey(CODE))).toBeNull()
  })
})

describe('coming back', () => {
  it('waits a random part of a time that doubles up to two seconds', () => {
    random = 1
    net.connect()
    for (const wait of [300, 600, 1200, 2000, 2000]) {
      const before = FakeSocket.all.length
      FakeSocket.last.drops(1006)
      vi.advanceTimersByTime(wait - 1)
      expect(FakeSocket.all).toHaveLength(before)
      vi.advanceTimersByTime(1)
      expect(FakeSocket.all).toHaveLength(before + 1)
    }
  })

  it('begins with the short wait again after a welcome', () => {
    random = 1
    net.connect()
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
      random = 0.9
      const socket = seat()
      if (bye) socket.hears({ type: 'bye', reason: 'shutdown' })
      socket.drops(code)
      vi.advanceTimersByTime(2690)
      expect(FakeSocket.all).toHaveLength(1)
      vi.advanceTimersByTime(20)
      expect(FakeSocket.all).toHaveLength(2)
      expect(ends).toEqual([])
    })

  it.each([
    [4001, 'replaced', 'replaced'], [4002, 'kicked', 'kicked'], [4003, 'finished', 'finished'],
  ] as const)('does not happen after close %i', (code, reason, bye) => {
    const socket = seat()
    socket.hears({ type: 'bye', reason: bye })
    socket.drops(code)
    vi.advanceTimersByTime(60_000)
    window.dispatchEvent(new Event('online'))
    expect(FakeSocket.all).toHaveLength(1)
    expect(ends).toEqual([reason])
    expect(links).toEqual([true, false])
  })

  it('does not happen when only the close code says so', () => {
    seat().drops(4001)
    vi.advanceTimersByTime(60_000)
    expect(FakeSocket.all).toHaveLength(1)
    expect(ends).toEqual(['replaced'])
  })

  it('happens when the player asks for the seat', () => {
    seat().drops(4001)
    net.connect()
    FakeSocket.last.open()
    expect(FakeSocket.last.sent[0]).toHaveProperty('token')
  })

  it('does not wait once the browser says that it is online', () => {
    random = 1
    seat()
    window.dispatchEvent(new Event('offline'))
    expect(links).toEqual([true, false])
    window.dispatchEvent(new Event('online'))
    expect(FakeSocket.all).toHaveLength(2)
  })

  it('gives up a connection that never gets an answer', () => {
    random = 0
    net.connect()
    vi.advanceTimersByTime(8001)
    expect(FakeSocket.all).toHaveLength(2)
    expect(FakeSocket.all[0]?.closed).toBe(true)
  })
})

describe('heartbeat', () => {
  it('is every two seconds while a question is open and every five otherwise', () => {
    const socket = seat(open(1))
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
    random = 0
    const socket = seat(open(1))
    socket.hears({ type: 'pong', t0: 0, t1: 0 })
    vi.advanceTimersByTime(4499)
    expect(links).toEqual([true])
    vi.advanceTimersByTime(2)
    expect(links).toEqual([true, false])
    expect(socket.closed).toBe(true)
    vi.advanceTimersByTime(1)
    expect(FakeSocket.all).toHaveLength(2)
  })

  it('takes any message for a sign of life', () => {
    const socket = seat(open(1))
    for (let i = 0; i < 10; i += 1) {
      vi.advanceTimersByTime(2000)
      socket.hears({ type: 'tally', turn: 1, answered: i, players: 10 })
    }
    expect(links).toEqual([true])
  })

  it('asks at once when the page is looked at again', () => {
    random = 0
    const socket = seat()
    socket.hears({ type: 'pong', t0: 0, t1: 0 })
    const before = socket.of('ping').length
    document.dispatchEvent(new Event('visibilitychange'))
    expect(socket.of('ping').length).toBe(before + 1)
    vi.advanceTimersByTime(2001)
    expect(links).toEqual([true, false])
  })
})

describe('the answer', () => {
  it('is not called sent before the ack', () => {
    const socket = seat(state(), open(3))
    net.slot.press(3, 'b')
    vi.advanceTimersByTime(699)
    expect(slot?.status).toBe('pressed')
    vi.advanceTimersByTime(1)
    expect(slot?.status).toBe('sending')
    socket.hears({ type: 'ack', turn: 2, elapsed: 1 })
    expect(slot?.status).toBe('sending')
    expect(statuses).not.toContain('sent')
    socket.hears({ type: 'ack', turn: 3, elapsed: 712 })
    expect(slot).toMatchObject({ turn: 3, answer: 'b', status: 'sent', elapsed: 712 })
  })

  it('carries the time since the question was shown open', () => {
    const socket = seat(state())
    socket.hears(open(3))
    vi.advanceTimersByTime(1234)
    net.slot.press(3, 'b')
    expect(socket.of('answer')).toEqual([{ type: 'answer', turn: 3, answer: 'b', elapsed: 1234 }])
  })

  it('carries no time where the page cannot know it', () => {
    const socket = seat(open(3))
    vi.advanceTimersByTime(500)
    net.slot.press(3, 'b')
    expect(socket.of('answer')).toEqual([{ type: 'answer', turn: 3, answer: 'b' }])
  })

  it('is sent again after a reconnect until it is acknowledged, then no more', () => {
    seat(state(), open(3))
    net.slot.press(3, 'b')
    FakeSocket.last.drops(1006)
    expect(slot?.status).toBe('offline')
    let socket = back(open(3), you({ turn: 3, answered: false }))
    expect(socket.of('answer')).toEqual([{ type: 'answer', turn: 3, answer: 'b', elapsed: 0 }])
    expect(slot?.status).toBe('sending')
    socket.hears({ type: 'ack', turn: 3, elapsed: 90 })
    socket.drops(1006)
    socket = back(open(3), you({ turn: 3, answered: true, answer: 'b', elapsed: 90 }))
    expect(socket.of('answer')).toEqual([])
    expect(slot?.status).toBe('sent')
  })

  it('pressed without a link waits and goes out when there is one', () => {
    seat(state(), open(3)).drops(1006)
    net.slot.press(3, 'a')
    expect(slot?.status).toBe('offline')
    expect(back(open(3)).of('answer')).toMatchObject([{ turn: 3, answer: 'a' }])
  })

  it('is only the newest one, and an ack of the older says nothing about it', () => {
    const changing = open(3, { question: { ...open(3).question!, change: true } })
    const socket = seat(changing)
    net.slot.press(3, 'a')
    net.slot.press(3, 'b')
    socket.hears({ type: 'ack', turn: 3, elapsed: 10 })
    expect(slot?.status).not.toBe('sent')
    socket.hears({ type: 'ack', turn: 3, elapsed: 20 })
    expect(slot).toMatchObject({ answer: 'b', status: 'sent' })
  })

  it('of a question that is over is dropped and never sent', () => {
    seat(state(), open(3))
    net.slot.press(3, 'b')
    FakeSocket.last.drops(1006)
    const socket = back(open(4), you({ turn: 4, answered: false }))
    expect(socket.of('answer')).toEqual([])
    expect(slot).toBeNull()
  })

  it('that did not arrive before the question closed is called late', () => {
    seat(state(), open(3)).drops(1006)
    net.slot.press(3, 'b')
    back(open(3, { phase: 'locked' }), you({ turn: 3, answered: false }))
    expect(slot?.status).toBe('late')
  })

  it('that the server calls late is late', () => {
    const socket = seat(state(), open(3))
    net.slot.press(3, 'b')
    socket.hears({ type: 'error', code: 'late', message: '', re: 'answer' })
    expect(slot?.status).toBe('late')
  })

  it('that could not be stored goes out when the contest goes on', () => {
    const socket = seat(state(), open(3))
    net.slot.press(3, 'b')
    socket.hears(open(3, { paused: true, reason: 'store', left_ms: 9000 }))
    socket.hears({ type: 'error', code: 'store_failed', message: '', re: 'answer' })
    expect(slot?.status).toBe('held')
    expect(socket.of('answer')).toHaveLength(1)
    socket.hears(open(3))
    expect(socket.of('answer')).toHaveLength(2)
    expect(slot?.status).toBe('sending')
  })

  it('that does not fit is called refused, never sent', () => {
    const socket = seat(state(), open(3))
    net.slot.press(3, 'b')
    socket.hears({ type: 'error', code: 'bad_answer', message: '', re: 'answer' })
    expect(slot?.status).toBe('refused')
  })

  it('is known again after a reload', () => {
    seat(open(3), you({ turn: 3, answered: true, answer: 'b', elapsed: 800 }))
    expect(slot).toEqual({ turn: 3, answer: 'b', status: 'sent', elapsed: 800 })
  })
})
