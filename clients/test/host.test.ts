import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Control } from '../host/control.svelte'
import { Desk, HOLD_MS, NOTE_MS } from '../host/desk.svelte'
import { hostKey, type KeyLike } from '../host/keys'
import type { ClientMessage, Roster, ScriptTurn, ServerMessage, State, Welcome } from '../shared/protocol'
import { EMPTY, type Model, reduce } from '../shared/state'
import { doorOf } from '../shared/door'
import { open, state, welcome } from './fakes'

const press = (key: string, over: Partial<KeyLike> = {}): KeyLike =>
  ({ key, repeat: false, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...over })

describe('keys', () => {
  it.each([' ', 'Enter', 'ArrowRight', 'PageDown'])('%j goes on', (key) => {
    expect(hostKey(press(key), 'BODY')).toBe('next')
  })

  it.each([
    ['p', 'pause'], ['P', 'pause'], ['e', 'extend'], ['s', 'skip'], ['z', 'undo'], ['L', 'standings'], ['b', 'blank'], ['.', 'blank'],
    ['m', 'message'], ['n', 'missing'], ['/', 'search'], ['?', 'help'], ['Escape', 'cancel'], ['1', 'row1'], ['9', 'row9'],
    ['0', 'row10'], ['r', 'right'], ['W', 'wrong'],
    ['o', 'nothing'], ['a', 'partial'], ['F', 'foul'], ['h', 'hall'], ['k', 'pass'], ['g', 'name'], ['i', 'mark'], ['j', 'judge'], ['t', 'take'], ['d', 'print'],
    ['y', 'let'], ['x', 'turn'], ['u', 'let_all'], ['c', 'lineup'], ['ArrowDown', null], ['Tab', null],
  ])('%s is %s', (key, found) => expect(hostKey(press(key), 'BODY')).toBe(found))

  it.each(['PageUp', 'ArrowLeft', 'F5'])('%s of a clicker is caught and does nothing', (key) => {
    expect(hostKey(press(key), 'BODY')).toBe('none')
    expect(hostKey(press(key), 'BUTTON')).toBe('none')
  })

  it('a held key is caught and does nothing; a shortcut of the browser and an unfinished word are not for us', () => {
    for (const key of ['Enter', 'PageDown', 's', '3']) expect(hostKey(press(key, { repeat: true }), 'BODY')).toBe('none')
    expect(hostKey(press('Enter', { repeat: true }), 'BUTTON'), 'it would click the button again').toBe('none')
    for (const over of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }]) {
      expect(hostKey(press('Enter', over), 'BODY')).toBeNull()
      expect(hostKey(press('p', over), 'BODY')).toBeNull()
    }
  })

  it('Ctrl+Z takes back, but in a field it is the field\'s own', () => {
    expect(hostKey(press('z', { ctrlKey: true }), 'BODY')).toBe('undo')
    expect(hostKey(press('z', { metaKey: true }), 'BUTTON')).toBe('undo')
    expect(hostKey(press('z', { ctrlKey: true, repeat: true }), 'BODY')).toBe('none')
    expect(hostKey(press('z', { ctrlKey: true }), 'INPUT')).toBeNull()
  })

  it('a field keeps its keys, a focused button its own press', () => {
    for (const key of ['p', ' ', 'Enter', 'PageDown', '1', '?', '.']) expect(hostKey(press(key), 'INPUT')).toBeNull()
    expect(hostKey(press('Escape'), 'INPUT')).toBe('cancel')
    expect(hostKey(press(' '), 'BUTTON')).toBeNull()
    expect(hostKey(press('Enter'), 'BUTTON')).toBeNull()
    expect(hostKey(press('PageDown'), 'BUTTON')).toBe('next')
  })
})

/** A client without a network: what was sent, and a model that hears what the test says. */
class Fake {
  model: Model = EMPTY
  sent: ClientMessage[] = []
  up = true
  clock = 0
  now = () => this.clock

  send(message: ClientMessage): boolean {
    if (this.up) this.sent.push(message)
    return this.up
  }

  hear(to: { heard(message: ServerMessage): void }, message: ServerMessage): void {
    this.model = reduce(this.model, message)
    to.heard(message)
  }
}

let fake: Fake

beforeEach(() => {
  vi.useFakeTimers()
  fake = new Fake()
})

afterEach(() => void vi.useRealTimers())

describe('the desk', () => {
  let desk: Desk

  beforeEach(() => {
    desk = new Desk(fake)
    fake.hear(desk, open(1, { seq: 7 }))
  })

  const hear = (message: ServerMessage) => fake.hear(desk, message)

  it('sends the seq a command was pressed for', () => {
    desk.do({ action: 'extend', ms: 10_000 })
    expect(fake.sent).toEqual([{ type: 'do', seq: 7, action: 'extend', ms: 10_000 }])
  })

  it('lets nothing else through before a newer state is in', () => {
    desk.do({ action: 'next' })
    vi.advanceTimersByTime(10 * HOLD_MS)
    desk.do({ action: 'next' })
    hear(open(1, { seq: 7 }))
    desk.do({ action: 'next' })
    expect(fake.sent).toHaveLength(1)
    hear(open(1, { seq: 8, phase: 'locked' }))
    expect(desk.waits('step')).toBe(false)
    desk.do({ action: 'next' })
    expect(fake.sent.at(-1)).toMatchObject({ seq: 8 })
  })

  it('a second press within a moment advances nothing, however fast the server is', () => {
    desk.do({ action: 'next' })
    hear(open(1, { seq: 8, phase: 'locked' }))
    vi.advanceTimersByTime(50)
    expect(desk.note).toBeNull()
    expect(desk.do({ action: 'next' })).toBe(false)
    expect(desk.note, 'and says so').toBe('twice')
    vi.advanceTimersByTime(HOLD_MS)
    expect(desk.do({ action: 'next' })).toBe(true)
    expect(fake.sent).toHaveLength(2)
  })

  it('another lever goes through at once; its own second press does not', () => {
    desk.do({ action: 'next' })
    hear(open(1, { seq: 8 }))
    expect(desk.do({ action: 'pause' })).toBe(true)
    hear(open(1, { seq: 9, paused: true }))
    expect(desk.do({ action: 'resume' })).toBe(false)
    expect(desk.do({ action: 'extend', ms: 10_000 })).toBe(true)
    expect(fake.sent.map((message) => 'seq' in message && [message.seq, message.action])).toEqual([[7, 'next'], [8, 'pause'], [9, 'extend']])
  })

  it('what it says about a press goes with the time, or with the next command', () => {
    const twice = () => { desk.do({ action: 'next' }); desk.do({ action: 'next' }) }
    twice()
    vi.advanceTimersByTime(NOTE_MS - 1)
    expect(desk.note).toBe('twice')
    vi.advanceTimersByTime(1)
    expect(desk.note).toBeNull()
    hear(open(1, { seq: 8 }))
    twice()
    desk.do({ action: 'blank', on: true })
    expect(desk.note).toBeNull()
  })

  it('what is for a person or for the wall is good at any moment and keeps nothing waiting', () => {
    desk.do({ action: 'kick', player: 3 })
    desk.do({ action: 'blank', on: true })
    desk.do({ action: 'message', text: 'Hello' })
    expect(desk.waits('step')).toBe(false)
    desk.do({ action: 'next' })
    desk.do({ action: 'rename', player: 3, name: 'Bo' })
    expect(fake.sent.map((message) => ('seq' in message ? message.seq : null))).toEqual([null, null, null, 7, null])
  })

  it('a refusal opens it again and is kept until the next command; another error does not', () => {
    desk.do({ action: 'next' })
    vi.advanceTimersByTime(HOLD_MS)
    hear({ type: 'error', code: 'bad_field', message: '', re: 'ping' })
    expect(desk.waits('step')).toBe(true)
    expect(desk.refusal).toBeNull()
    hear({ type: 'error', code: 'stale', message: '', re: 'do' })
    expect(desk.waits('step')).toBe(false)
    expect(desk.refusal?.code).toBe('stale')
    desk.do({ action: 'next' })
    expect(desk.refusal).toBeNull()
  })

  it('a command lost with its connection does not lock it for ever', () => {
    desk.do({ action: 'next' })
    vi.advanceTimersByTime(HOLD_MS)
    hear(welcome())
    expect(desk.waits('step')).toBe(true)
    hear(state({ seq: 7 }))
    expect(desk.waits('step')).toBe(false)
  })

  it('does nothing without a link', () => {
    fake.up = false
    expect(desk.do({ action: 'next' })).toBe(false)
    expect(desk.do({ action: 'blank', on: true })).toBe(false)
    expect(desk.waits('step')).toBe(false)
  })
})

describe('control', () => {
  const script: ScriptTurn[] = [1, 2, 3].map((turn) => ({ turn, round: 1, kind: 'single', prompt: { en: `Q${turn}` } }))
  let control: Control
  let seq = 0
  const done = () => fake.sent.flatMap((message) => (message.type === 'do' ? [message.action] : []))

  beforeEach(() => {
    seq = 0
    control = new Control(fake)
    const hello = welcome() as Welcome
    fake.hear(control, { ...hello, contest: { ...hello.contest, script } })
    fake.model = reduce(fake.model, { type: 'local_link', up: true })
  })

  /** A state, and enough time for the next command. */
  const shows = (shown: State) => {
    fake.hear(control, { ...shown, seq: ++seq })
    vi.advanceTimersByTime(HOLD_MS)
  }

  it('goes on with next, and out of a pause with resume', () => {
    shows(open(1, { next: 'lock' }))
    control.key('next')
    shows(open(1, { paused: true, reason: 'host', next: null, left_ms: 5000, closes_at: undefined, opens_at: undefined }))
    control.key('next')
    expect(done()).toEqual(['next', 'resume'])
  })

  it('does nothing that makes no sense now', () => {
    shows(state())
    for (const key of ['pause', 'extend', 'skip', 'undo', 'standings'] as const) control.key(key)
    shows(open(1, { opens_at: 0, closes_at: undefined, next: 'lock' }))
    control.key('extend') // nothing to extend without a limit
    control.key('standings') // they are not next
    expect(done()).toEqual([])
    expect(control.panel).toBeNull()
  })

  it('only goes on while the disk refuses', () => {
    shows(open(1, { paused: true, reason: 'store', fault: 'disk I/O error', next: null, left_ms: 5000, closes_at: undefined, undo: { what: 'lock', until: 9000 } }))
    for (const key of ['extend', 'skip', 'undo'] as const) control.key(key)
    control.ask('finish')
    expect([done(), control.panel]).toEqual([[], null])
    control.key('next')
    expect(done()).toEqual(['resume'])
  })

  it('L shows the standings when they are next', () => {
    shows(open(1, { phase: 'reveal', next: 'standings' }))
    control.key('standings')
    expect(done()).toEqual(['next'])
  })

  it('asks before a skip, and forgets the question when what it was about is over', () => {
    shows(open(1, { next: 'lock' }))
    control.key('skip')
    expect(control.panel).toBe('skip')
    control.key('next') // a clicker must not answer
    shows(open(1, { phase: 'locked', next: 'reveal' }))
    expect(control.panel).toBe('skip')
    shows(open(2, { next: 'lock' }))
    expect(control.panel).toBeNull()
    control.key('skip')
    control.confirm()
    expect(done()).toEqual(['skip'])
  })

  it('takes back only while the server would', () => {
    shows(open(1, { phase: 'locked', next: 'reveal', now: 1000, undo: { what: 'lock', until: 11_000 } }))
    expect(control.undoLeft).toBe(10)
    const stop = control.start()
    fake.clock = 10_400
    vi.advanceTimersByTime(250)
    expect(control.undoLeft).toBe(1)
    control.key('undo')
    fake.clock = 11_000
    vi.advanceTimersByTime(HOLD_MS)
    expect(control.undoLeft).toBe(0)
    shows(open(1, { phase: 'locked', next: 'reveal', now: 11_000, undo: { what: 'lock', until: 11_000 } }))
    control.key('undo')
    expect(done()).toEqual(['undo'])
    stop()
  })

  it('a key that is pressed while a step is on its way waits for what the step leads to', () => {
    shows(state())
    fake.hear(control, state({ seq: ++seq, next: 'start' }))
    control.key('next')
    control.key('pause') // in the lobby there is nothing to pause, but there will be
    control.key('extend')
    expect(done()).toEqual(['next'])
    expect([control.queued('pause'), control.ready('pause')]).toEqual([true, false])
    fake.hear(control, open(1, { seq: ++seq, next: 'lock' }))
    expect(done()).toEqual(['next', 'pause'])
    fake.hear(control, open(1, { seq: ++seq, paused: true, reason: 'host', next: null, left_ms: 5000, closes_at: undefined, opens_at: undefined }))
    expect(done()).toEqual(['next', 'pause', 'extend'])
    expect(fake.sent.at(-1)).toMatchObject({ seq })
    expect(control.desk.note).toBeNull()
  })

  it('what no longer fits then is told, and so is what a broken link has taken', () => {
    shows(open(1, { next: 'lock' }))
    control.key('next')
    control.key('extend')
    fake.hear(control, open(1, { seq: ++seq, phase: 'locked', next: 'reveal', closes_at: undefined }))
    expect([done(), control.desk.note]).toEqual([['next'], 'lost'])
    control.key('pause')
    control.key('undo')
    fake.hear(control, welcome())
    fake.hear(control, open(1, { seq: ++seq, phase: 'locked', next: 'reveal', undo: { what: 'lock', until: 9000 } }))
    expect([done(), control.desk.note, control.queued('undo')]).toEqual([['next', 'pause'], 'lost', false])
  })

  it('Z at once after the step takes it back', () => {
    shows(open(1, { next: 'lock' }))
    control.key('next')
    control.key('undo')
    fake.hear(control, open(1, { seq: ++seq, phase: 'locked', next: 'reveal', closes_at: undefined, undo: { what: 'lock', until: 9000 } }))
    expect(done()).toEqual(['next', 'undo'])
  })

  it('a refused step lets go what waited behind it', () => {
    shows(open(1, { next: 'lock' }))
    control.key('next')
    control.key('pause')
    fake.hear(control, { type: 'error', code: 'stale', message: '', re: 'do' })
    expect(done()).toEqual(['next', 'pause'])
  })

  it('the second of two presses of the bar neither ends a pause nor closes what the first went on with', () => {
    shows(open(1, { next: 'lock' }))
    control.key('pause')
    control.key('next')
    const paused = { paused: true, reason: 'host', next: null, left_ms: 5000, closes_at: undefined, opens_at: undefined } as const
    fake.hear(control, open(1, { seq: ++seq, ...paused }))
    expect([done(), control.desk.note]).toEqual([['pause'], 'lost'])
    vi.advanceTimersByTime(HOLD_MS)
    control.key('next')
    control.key('next')
    fake.hear(control, open(1, { seq: ++seq, next: 'lock' }))
    control.key('next')
    expect([done(), control.desk.note]).toEqual([['pause', 'resume'], 'twice'])
  })

  it('a question that is answered at once after a step is answered; the second Enter of its answer is no step', () => {
    shows(open(1, { next: 'lock' }))
    control.key('next')
    fake.hear(control, open(1, { seq: ++seq, phase: 'locked', next: 'reveal' }))
    control.key('skip')
    control.confirm()
    expect([control.panel, done()]).toEqual([null, ['next', 'skip']])
    fake.hear(control, open(2, { seq: ++seq, next: 'lock' }))
    control.key('next')
    expect([control.desk.note, done()]).toEqual(['twice', ['next', 'skip']])
    vi.advanceTimersByTime(HOLD_MS)
    control.key('next')
    expect(done()).toEqual(['next', 'skip', 'next'])
  })

  it('blank turns with the state, not with the keys', () => {
    shows(open(1))
    control.key('blank')
    control.key('blank')
    shows(open(1, { blank: true }))
    control.key('blank')
    expect(fake.sent.slice(-3)).toMatchObject([{ on: true }, { on: true }, { on: false }])
  })

  it('a message goes out without what the server refuses in it', () => {
    shows(open(1))
    control.message('  one\ttwo \u202eeerht\u2069 ')
    expect(fake.sent.at(-1)).toEqual({ type: 'do', action: 'message', text: 'one two  eerht' })
    control.message('')
    expect(fake.sent.at(-1)).toMatchObject({ text: '' })
  })

  it('answers of a roster that came before the question are not taken for answers to it', () => {
    const roster: Roster = {
      type: 'roster', total: 1, away: 0, screens: 1, hosts: 1,
      players: [{ player: 1, name: 'Zoë', online: true, answered: true, answer: 'b', elapsed: 900, score: 0, rank: 1 }],
    }
    shows(open(1))
    fake.hear(control, roster)
    expect(control.rows[0]).toMatchObject({ answered: true, answer: 'b' })
    shows(open(2))
    expect(control.rows[0]).toEqual({ player: 1, name: 'Zoë', online: true, answered: false, score: 0, rank: 1 })
    fake.hear(control, roster)
    expect(control.rows[0]).toMatchObject({ answered: true, answer: 'b' })
  })

  it('keeps a log of what it has seen, the newest first, and not for ever', () => {
    shows(state())
    shows(open(1))
    shows(open(1, { blank: true }))
    expect(control.log.map((line) => line.key)).toEqual(['log.blank', 'log.open', 'log.here'])
    for (let i = 0; i < 300; i++) shows(open(1, { blank: i % 2 > 0 }))
    expect(control.log).toHaveLength(200)
    expect(new Set(control.log.map((line) => line.id)).size).toBe(200)
  })
})

it('the key of a page is behind the hash', () => {
  expect(doorOf('#482913.s3cret-KEY')).toEqual({ code: '482913', key: 's3cret-KEY' })
  for (const bad of ['', '#482913', '#482913.', '#4829.KEY', '#abcdef.KEY']) expect(doorOf(bad)).toBeNull()
})

describe('the door', () => {
  const waiting = (...names: string[]) => names.map((name, i) => ({ who: i + 1, name }))
  const rosterOf = (list: { who: number; name: string }[], total: number): Roster => ({ type: 'roster', total: 0, players: [], away: 0, screens: 0, hosts: 1, waiting: list, waiting_total: total })

  function desk(list = waiting('Ann', 'Bo', 'Cy'), total = 5) {
    const sent: ClientMessage[] = []
    const client = { model: [state({ acting: true }), rosterOf(list, total)].reduce<Model>(reduce, EMPTY), send: (message: ClientMessage) => (sent.push(message), true) }
    return { sent, desk: new Desk(client) }
  }

  it('lets the first in again and again, though the list comes late', () => {
    const { sent, desk: { door } } = desk()
    door.first(true)
    door.first(false)
    expect(sent).toEqual([{ type: 'do', action: 'let', on: true, who: 1 }, { type: 'do', action: 'let', on: false, who: 2 }])
    expect([door.rows.map(({ name }) => name), door.total]).toEqual([['Cy'], 3])
  })

  it('lets all in with one command, those too that are not listed, and nobody when nobody waits', () => {
    const { sent, desk: { door } } = desk()
    door.all(true)
    expect(sent).toEqual([{ type: 'do', action: 'let', on: true }])
    expect(door.rows).toEqual([])
    const empty = desk([], 0)
    empty.desk.door.all(true)
    empty.desk.door.first(true)
    expect(empty.sent).toEqual([])
  })

  it('numbers begin anew with a new connection', () => {
    const { desk: one } = desk()
    one.door.first(true)
    one.heard({ type: 'welcome' } as ServerMessage)
    expect(one.door.rows.map(({ who }) => who)).toEqual([1, 2, 3])
  })
})

it('a phone that waits says so, and is in when it is welcomed', () => {
  const waits = reduce(EMPTY, { type: 'waiting' })
  expect(waits.waiting).toBe(true)
  expect(reduce(waits, { type: 'error', code: 'join_closed', message: '', re: 'hello' }).refused?.code).toBe('join_closed')
})
