import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeSocket, open, state, you } from './fakes'
import { Rig } from './rig'

let rig: Rig
beforeEach(() => void (rig = new Rig()))
afterEach(() => rig.finish())

describe('the answer', () => {
  it('is not called sent before the ack', () => {
    const socket = rig.seat(state(), open(3))
    rig.net.slot.press(3, 'b')
    vi.advanceTimersByTime(699)
    expect(rig.slot?.status).toBe('pressed')
    vi.advanceTimersByTime(1)
    expect(rig.slot?.status).toBe('sending')
    socket.hears({ type: 'ack', turn: 2, elapsed: 1 })
    expect(rig.slot?.status).toBe('sending')
    expect(rig.statuses).not.toContain('sent')
    socket.hears({ type: 'ack', turn: 3, elapsed: 712 })
    expect(rig.slot).toMatchObject({ turn: 3, answer: 'b', status: 'sent', elapsed: 712 })
  })

  it('carries the time since the question was shown open', () => {
    const socket = rig.seat(state())
    socket.hears(open(3))
    vi.advanceTimersByTime(1234)
    rig.net.slot.press(3, 'b')
    expect(socket.of('answer')).toEqual([{ type: 'answer', turn: 3, answer: 'b', elapsed: 1234 }])
  })

  it('carries no time where the page cannot know it', () => {
    const socket = rig.seat(open(3))
    vi.advanceTimersByTime(500)
    rig.net.slot.press(3, 'b')
    expect(socket.of('answer')).toEqual([{ type: 'answer', turn: 3, answer: 'b' }])
  })

  it('is sent again after a reconnect until it is acknowledged, then no more', () => {
    rig.seat(state(), open(3))
    rig.net.slot.press(3, 'b')
    FakeSocket.last.drops(1006)
    expect(rig.slot?.status).toBe('offline')
    let socket = rig.back(open(3), you({ turn: 3, answered: false }))
    expect(socket.of('answer')).toEqual([{ type: 'answer', turn: 3, answer: 'b', elapsed: 0 }])
    expect(rig.slot?.status).toBe('sending')
    socket.hears({ type: 'ack', turn: 3, elapsed: 90 })
    socket.drops(1006)
    socket = rig.back(open(3), you({ turn: 3, answered: true, answer: 'b', elapsed: 90 }))
    expect(socket.of('answer')).toEqual([])
    expect(rig.slot?.status).toBe('sent')
  })

  it('pressed without a link waits and goes out when there is one', () => {
    rig.seat(state(), open(3)).drops(1006)
    rig.net.slot.press(3, 'a')
    expect(rig.slot?.status).toBe('offline')
    expect(rig.back(open(3)).of('answer')).toMatchObject([{ turn: 3, answer: 'a' }])
  })

  it('is only the newest one, and an ack of the older says nothing about it', () => {
    const changing = open(3, { question: { ...open(3).question!, change: true } })
    const socket = rig.seat(changing)
    rig.net.slot.press(3, 'a')
    rig.net.slot.press(3, 'b')
    socket.hears({ type: 'ack', turn: 3, elapsed: 10 })
    expect(rig.slot?.status).not.toBe('sent')
    socket.hears({ type: 'ack', turn: 3, elapsed: 20 })
    expect(rig.slot).toMatchObject({ answer: 'b', status: 'sent' })
  })

  it('of a question that is over is dropped and never sent', () => {
    rig.seat(state(), open(3))
    rig.net.slot.press(3, 'b')
    FakeSocket.last.drops(1006)
    const socket = rig.back(open(4), you({ turn: 4, answered: false }))
    expect(socket.of('answer')).toEqual([])
    expect(rig.slot).toBeNull()
  })

  it('that did not arrive before the question closed is called late', () => {
    rig.seat(state(), open(3)).drops(1006)
    rig.net.slot.press(3, 'b')
    rig.back(open(3, { phase: 'locked' }), you({ turn: 3, answered: false }))
    expect(rig.slot?.status).toBe('late')
  })

  it('that the server calls late is late', () => {
    const socket = rig.seat(state(), open(3))
    rig.net.slot.press(3, 'b')
    socket.hears({ type: 'error', code: 'late', message: '', re: 'answer', turn: 3, late_ms: 312 })
    expect(rig.slot).toMatchObject({ status: 'late', late: 312 })
  })

  it('is not touched by what is said about an answer to another question', () => {
    const socket = rig.seat(state(), open(3))
    rig.net.slot.press(3, 'b')
    socket.hears({ type: 'error', code: 'late', message: '', re: 'answer', turn: 2 })
    expect(rig.slot?.status).toBe('pressed')
    socket.hears({ type: 'ack', turn: 3, elapsed: 5 })
    expect(rig.slot?.status).toBe('sent')
  })

  it('that came too late for a question closed by mistake goes out when it is opened again', () => {
    const socket = rig.seat(state(), open(3))
    rig.net.slot.press(3, 'b')
    socket.hears({ type: 'error', code: 'late', message: '', re: 'answer', turn: 3, late_ms: 12 })
    socket.hears(open(3)) // only a state that was on its way
    expect(socket.of('answer')).toHaveLength(1)
    socket.hears(open(3, { phase: 'locked' }), open(3))
    expect(socket.of('answer')).toHaveLength(2)
    socket.hears({ type: 'ack', turn: 3, elapsed: 900 })
    expect(rig.slot).toMatchObject({ answer: 'b', status: 'sent', elapsed: 900 })
  })

  it('that could not be stored goes out when the contest goes on', () => {
    const socket = rig.seat(state(), open(3))
    rig.net.slot.press(3, 'b')
    socket.hears(open(3, { paused: true, reason: 'store', left_ms: 9000 }))
    socket.hears({ type: 'error', code: 'store_failed', message: '', re: 'answer' })
    expect(rig.slot?.status).toBe('held')
    expect(socket.of('answer')).toHaveLength(1)
    socket.hears(open(3))
    expect(socket.of('answer')).toHaveLength(2)
    expect(rig.slot?.status).toBe('sending')
  })

  it('that does not fit is called refused, never sent', () => {
    const socket = rig.seat(state(), open(3))
    rig.net.slot.press(3, 'b')
    socket.hears({ type: 'error', code: 'bad_answer', message: '', re: 'answer' })
    expect(rig.slot?.status).toBe('refused')
  })

  it('is known again after a reload', () => {
    rig.seat(open(3), you({ turn: 3, answered: true, answer: 'b', elapsed: 800 }))
    expect(rig.slot).toEqual({ turn: 3, answer: 'b', status: 'sent', elapsed: 800 })
  })
})
