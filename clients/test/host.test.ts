import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Desk, HOLD_MS } from '../host/desk.svelte'
import { hostKey, type KeyLike } from '../host/keys'
import type { ClientMessage, ServerMessage, State } from '../shared/protocol'
import { EMPTY } from '../shared/state'
import { doorOf } from '../shared/door'
import { open, state, welcome } from './fakes'

const press = (key: string, over: Partial<KeyLike> = {}): KeyLike =>
  ({ key, repeat: false, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...over })

describe('keys', () => {
  it.each([' ', 'Enter', 'ArrowRight', 'PageDown'])('%j goes on', (key) => {
    expect(hostKey(press(key), 'BODY')).toBe('next')
  })

  it.each([['p', 'pause'], ['P', 'pause'], ['e', 'extend'], ['L', 'lock'], ['s', 'skip'], ['x', null], ['PageUp', null]])(
    '%s is %s', (key, found) => expect(hostKey(press(key), 'BODY')).toBe(found))

  it('a held key, a shortcut of the browser and an unfinished word are not for us', () => {
    for (const over of [{ repeat: true }, { ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }]) {
      expect(hostKey(press('Enter', over), 'BODY')).toBeNull()
    }
  })

  it('a field keeps its keys, a focused button its own press', () => {
    expect(hostKey(press('p'), 'INPUT')).toBeNull()
    expect(hostKey(press(' '), 'INPUT')).toBeNull()
    expect(hostKey(press(' '), 'BUTTON')).toBeNull()
    expect(hostKey(press('Enter'), 'BUTTON')).toBeNull()
    expect(hostKey(press('PageDown'), 'BUTTON')).toBe('next')
  })
})

describe('the desk', () => {
  let sent: ClientMessage[]
  let up: boolean
  let now: State
  let desk: Desk

  beforeEach(() => {
    vi.useFakeTimers()
    sent = []
    up = true
    now = open(1, { seq: 7 })
    desk = new Desk({
      get model() {
        return { ...EMPTY, state: now }
      },
      send: (message) => {
        if (up) sent.push(message)
        return up
      },
    })
  })

  afterEach(() => void vi.useRealTimers())

  const hear = (message: ServerMessage) => {
    if (message.type === 'state') now = message
    desk.heard(message)
  }

  it('sends the seq a command was pressed for', () => {
    desk.do({ action: 'extend', ms: 10_000 })
    expect(sent).toEqual([{ type: 'do', seq: 7, action: 'extend', ms: 10_000 }])
  })

  it('lets nothing else through before a newer state is in', () => {
    desk.do({ action: 'next' })
    vi.advanceTimersByTime(10 * HOLD_MS)
    desk.do({ action: 'next' })
    hear(open(1, { seq: 7 }))
    desk.do({ action: 'next' })
    expect(sent).toHaveLength(1)
    hear(open(1, { seq: 8, phase: 'locked' }))
    expect(desk.locked).toBe(false)
    desk.do({ action: 'next' })
    expect(sent.at(-1)).toMatchObject({ seq: 8 })
  })

  it('a second press within a moment advances nothing, however fast the server is', () => {
    desk.do({ action: 'next' })
    hear(open(1, { seq: 8, phase: 'locked' }))
    vi.advanceTimersByTime(50)
    expect(desk.do({ action: 'next' })).toBe(false)
    vi.advanceTimersByTime(HOLD_MS)
    expect(desk.do({ action: 'next' })).toBe(true)
    expect(sent).toHaveLength(2)
  })

  it('a refusal opens it again, another error does not', () => {
    desk.do({ action: 'next' })
    vi.advanceTimersByTime(HOLD_MS)
    hear({ type: 'error', code: 'bad_field', message: '', re: 'ping' })
    expect(desk.locked).toBe(true)
    hear({ type: 'error', code: 'stale', message: '', re: 'do' })
    expect(desk.locked).toBe(false)
  })

  it('a command lost with its connection does not lock it for ever', () => {
    desk.do({ action: 'next' })
    vi.advanceTimersByTime(HOLD_MS)
    hear(welcome())
    expect(desk.locked).toBe(true)
    hear(state({ seq: 7 }))
    expect(desk.locked).toBe(false)
  })

  it('does nothing without a link', () => {
    up = false
    expect(desk.do({ action: 'next' })).toBe(false)
    expect(desk.locked).toBe(false)
  })
})

it('the key of a page is behind the hash', () => {
  expect(doorOf('#482913.s3cret-KEY')).toEqual({ code: '482913', key: 's3cret-KEY' })
  for (const bad of ['', '#482913', '#482913.', '#4829.KEY', '#abcdef.KEY']) expect(doorOf(bad)).toBeNull()
})
