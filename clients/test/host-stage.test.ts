// The console on a stage: keys to actions, a verdict and its undo, two consoles, re-judging, paper.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { orderOf, pairsOf } from '../host/accept'
import { Buzzers } from '../host/buzzers.svelte'
import { Control } from '../host/control.svelte'
import { HOLD_MS } from '../host/desk.svelte'
import { happened } from '../host/happened'
import type { KeyLike } from '../host/keys'
import { formatKey, primary, turnAt } from '../host/labels'
import { left, scores } from '../host/paper'
import { pointsOf } from '../host/points'
import { refusalKey } from '../host/refusals'
import type { PaperQuestion } from '../shared/paper'
import type { ClientMessage, Preview, Seat, ServerMessage, Stage, State, Welcome } from '../shared/protocol'
import { EMPTY, type Model, reduce } from '../shared/state'
import { forget } from '../shared/storage'
import { open, state, welcome } from './fakes'

const key = (name: string, over: Partial<KeyLike> = {}): KeyLike =>
  ({ key: name, repeat: false, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...over })

const seats: Seat[] = [['Tigers', 100], ['Lions', 80], ['Bears', 100]].map(([name, score], i) =>
  ({ seat: i + 1, name: { en: String(name) }, score: Number(score), rank: score === 100 ? 1 : 3, may: true }))

class Fake {
  model: Model = EMPTY
  sent: ClientMessage[] = []
  now = () => 0

  send(message: ClientMessage): boolean {
    this.sent.push(message)
    return true
  }
}

let fake: Fake
let control: Control
let seq = 0
const hear = (message: ServerMessage) => {
  fake.model = reduce(fake.model, message)
  control.heard(message)
}
/** A state of this format, and enough time for the next command. */
const shows = (format: string, stage: Stage, over: Partial<State> = {}) => {
  hear(open(3, { round: { n: 2, of: 3, format, values: [10, 20, 30], stock: [{ value: 10, left: 2 }, { value: 20, left: 0 }, { value: 30, left: 1 }], may_name: true, judges: 3 },
    stage, seats, acting: true, next: 'lock', ...over, seq: ++seq }))
  vi.advanceTimersByTime(HOLD_MS)
}
const press = (name: string, tag = 'BODY', over: Partial<KeyLike> = {}) => control.pressed(key(name, over), tag)
const commands = () => fake.sent.flatMap((message) => (message.type === 'do' ? [message] : []))
const last = () => commands().at(-1)

beforeEach(() => {
  vi.useFakeTimers()
  forget('jinbang.buzzers')
  seq = 0
  fake = new Fake()
  control = new Control(fake)
  const hello = welcome() as Welcome
  const script = [1, 2, 3, 4].map((turn) => ({ turn, round: turn < 3 ? 1 : 2, kind: 'single' as const, prompt: { en: `Q${turn}` } }))
  hear({ ...hello, contest: { ...hello.contest, seats: 'teams', script } })
  fake.model = reduce(fake.model, { type: 'local_link', up: true })
})

afterEach(() => void vi.useRealTimers())

describe('a verdict', () => {
  it.each([['r', 'right'], ['W', 'wrong'], ['o', 'none']] as const)('%s is one press: %s, for who is answering and for what is shown', (name, is) => {
    shows('turn', { step: 'answer', seat: 2 })
    press(name)
    expect(last()).toEqual({ type: 'do', seq: 1, action: 'verdict', seat: 2, is })
  })

  it('a second press of the same hand is told, not taken', () => {
    shows('turn', { step: 'answer', seat: 2 })
    press('r')
    press('w')
    expect(commands()).toHaveLength(1)
    expect(control.desk.note).toBe('twice')
  })

  it('is not given when nobody answers, when it is given, in a paused or a judged turn', () => {
    shows('buzzer', { step: 'buzz' })
    press('r')
    shows('turn', { seat: 2, verdict: { seat: 2, is: 'right', points: 10 } }, { phase: 'locked' })
    press('r')
    shows('turn', { step: 'answer', seat: 2 }, { paused: true, reason: 'host' })
    press('r')
    shows('judged', { step: 'marks', seat: 2 })
    press('r')
    expect(commands()).toEqual([])
  })

  it('a part of the points is asked for, and given as typed', () => {
    shows('turn', { step: 'answer', seat: 2 })
    press('a')
    expect(control.panel).toBe('partial')
    control.stage.verdict('partial', 2.5)
    expect(last()).toMatchObject({ is: 'partial', points: 2.5 })
    shows('turn', { seat: 2, verdict: { seat: 2, is: 'partial', points: 2.5 } }, { phase: 'locked' })
    expect(control.panel).toBeNull()
  })

  it('is taken back with Z for as long as the server would, without a limit of its own', () => {
    shows('turn', { seat: 2, verdict: { seat: 2, is: 'wrong', points: 0 } }, { phase: 'reveal', undo: { what: 'verdict', name: 'Lions' } })
    fake.now = () => 1e9
    expect(control.undoLeft).toBe(Infinity)
    press('z')
    expect(last()).toMatchObject({ action: 'undo' })
    shows('turn', {}, { phase: 'reading', undo: null })
    vi.advanceTimersByTime(HOLD_MS)
    press('z')
    expect(commands()).toHaveLength(1)
  })
})

describe('digits', () => {
  it('are buzzers while a buzz is waited for, or too early; several at once all go out', () => {
    shows('buzzer', { step: 'buzz' })
    for (const name of ['2', '1', '3']) expect(press(name)).toBe(true)
    expect(commands()).toEqual([2, 1, 3].map((seat) => ({ type: 'do', seq: 1, action: 'buzz', seat })))
    shows('buzzer', {}, { phase: 'reading' })
    press('1')
    expect(last()).toMatchObject({ action: 'buzz', seat: 1, seq: 2 })
  })

  it('do nothing in a buzzer round when it is too late: no row opens, nothing is sent', () => {
    const rows = vi.spyOn(control, 'row')
    shows('buzzer', { step: 'answer', seat: 2 })
    for (const name of ['1', '2', '9']) expect(press(name)).toBe(true)
    expect([commands(), rows.mock.calls]).toEqual([[], []])
  })

  it('a held buzzer counts once, and a field keeps its digits', () => {
    shows('buzzer', { step: 'buzz' })
    press('1')
    press('1', 'BODY', { repeat: true })
    press('2', 'INPUT')
    expect(commands()).toHaveLength(1)
  })

  it('are values in a pick; what is gone or was taken is none', () => {
    shows('risk', { step: 'pick', seat: 1 }, { question: undefined })
    press('2') // none left
    expect(commands()).toEqual([])
    press('3')
    expect(last()).toMatchObject({ action: 'pick', seat: 1, value: 30 })
    shows('risk', { step: 'pick', seat: 1 }, { question: undefined, seats: [{ ...seats[0] as Seat, taken: [10] }] })
    press('1')
    expect(commands()).toHaveLength(1)
  })

  it('are teams where another one is named', () => {
    shows('risk', { step: 'pick', seat: 1 }, { question: undefined })
    press('g')
    press('3')
    expect(last()).toMatchObject({ action: 'name', seat: 1, other: 3 })
    expect(control.panel).toBeNull()
  })

  it('are teams for a foul, then a letter says which', () => {
    shows('turn', { step: 'answer', seat: 2 })
    press('f')
    expect(control.stage.fouled).toBe(2)
    press('h')
    expect(last()).toMatchObject({ action: 'foul', seat: 2, kind: 'help' })
    shows('turn', { step: 'answer', seat: 2 })
    press('f')
    press('1') // who does not answer can neither be helped nor be late
    press('l')
    expect(commands()).toHaveLength(1)
    press('2')
    press('l')
    expect(last()).toMatchObject({ action: 'foul', seat: 2, kind: 'late' })
    expect(control.panel).toBeNull()
    shows('buzzer', {}, { phase: 'reading' })
    press('f')
    control.stage.fouled = 3
    press('e')
    expect(last()).toMatchObject({ action: 'foul', seat: 3, kind: 'early' })
  })

  it('call help no foul where the round allows it', () => {
    shows('turn', { step: 'answer', seat: 2 })
    expect(control.stage.foulable(2, 'help')).toBe(true)
    shows('turn', { step: 'answer', seat: 2 }, { round: { ...fake.model.state!.round!, help_allowed: true } })
    expect(control.stage.foulable(2, 'help')).toBe(false)
    expect(control.stage.foulable(2, 'late')).toBe(true)
  })

  it('open rows of the list elsewhere', () => {
    const rows = vi.spyOn(control, 'row')
    shows('turn', { step: 'answer', seat: 2 })
    press('4')
    expect(rows).toHaveBeenCalledWith(4)
  })
})

describe('buzzer keys', () => {
  it('are the digits, then none; another can be taught and is remembered', () => {
    const buzzers = new Buzzers()
    expect([0, 8, 9, 10].map((i) => buzzers.keyOf(i))).toEqual(['1', '9', '0', ''])
    expect(buzzers.teach(1, 'Q', 3)).toBe(true)
    expect(new Buzzers().seatOf(key('q'), 3)).toBe(1)
    expect(new Buzzers().seatOf(key('2'), 3)).toBe(-1)
    buzzers.reset()
    expect(new Buzzers().seatOf(key('2'), 3)).toBe(1)
  })

  it('are never what the console uses itself, nor another team’s', () => {
    const buzzers = new Buzzers()
    for (const bad of ['r', 'Z', ' ', 'Enter', 'PageDown', 'Escape', 'Tab', 'Shift', '1']) expect(buzzers.teach(2, bad, 3), bad).toBe(false)
    expect(buzzers.keyOf(2)).toBe('3')
  })

  it('a taught key is a buzz', () => {
    control.stage.buzzers.teach(2, 'F9', 3)
    shows('buzzer', { step: 'buzz' })
    press('F9')
    expect(last()).toMatchObject({ action: 'buzz', seat: 3 })
  })
})

describe('other commands of the stage', () => {
  it('a fall to the hall, a pass, a mark: one press each, and only where they mean something', () => {
    shows('buzzer', { step: 'buzz' })
    press('k')
    expect(commands()).toEqual([])
    press('h')
    expect(last()).toMatchObject({ action: 'hall' })
    shows('ladder', { step: 'answer', seat: 2 })
    press('k')
    expect(last()).toMatchObject({ action: 'pass', seat: 2 })
    shows('judged', { step: 'marks', seat: 3, marked: 0, marks: [] })
    press('i')
    expect(control.panel).toBe('marks')
    control.stage.mark(2, 8.5)
    control.stage.mark(3, 9)
    expect(commands().slice(-2)).toMatchObject([{ action: 'mark', judge: 2, value: 8.5, seat: 3 }, { judge: 3 }])
  })

  it('the big button says what it ends', () => {
    shows('buzzer', { step: 'buzz' })
    expect(control.primary?.key).toBe('next.lock_buzz')
    shows('buzzer', {}, { phase: 'reading', next: 'open' })
    expect(control.primary?.key).toBe('next.arm')
    shows('risk', { step: 'pick', seat: 1, turn: 4 }, { question: undefined })
    expect(control.primary?.key).toBe('next.lock_pick')
    expect(turnAt(fake.model.state as State, control.script)).toBe(4)
    const everyone = open(3, { next: 'lock' })
    expect(primary(everyone, control.script)?.key).toBe('next.lock')
    expect([formatKey('risk'), formatKey('a newer one')]).toEqual(['format.risk', 'format.everyone'])
  })

  it('each refusal has words of its own', () => {
    const codes = ['not_your_turn', 'barred', 'blocked', 'bad_value', 'value_taken', 'no_seat', 'no_change', 'not_acting', 'stale', 'not_now', 'late']
    expect(new Set(codes.map(refusalKey)).size).toBe(codes.length)
    expect(codes.map(refusalKey)).not.toContain('error.other')
    expect(refusalKey('made_up')).toBe('error.other')
  })
})

describe('while another console acts', () => {
  beforeEach(() => shows('turn', { step: 'answer', seat: 2 }, { acting: false }))

  it('nothing goes out, and a press says why', () => {
    for (const name of ['PageDown', 'p', 'r', 'h', 'k', 'f', 'b', 's', 'j']) {
      control.desk.refusal = null
      press(name)
      expect(control.desk.refusal, name).toMatchObject({ code: 'not_acting' })
    }
    expect([commands(), control.panel, control.acts, control.ready('step')]).toEqual([[], null, false, false])
  })

  it('says so, too, where the press is the second of two', () => {
    shows('turn', { step: 'answer', seat: 2 })
    press('PageDown')
    hear({ ...(fake.model.state as State), seq: ++seq, acting: false })
    press('PageDown')
    expect([control.desk.refusal?.code, control.desk.note]).toEqual(['not_acting', null])
    expect(commands()).toHaveLength(1)
  })

  it('one press and one confirmation take over', () => {
    press('t')
    expect(control.panel).toBe('take')
    press('PageDown') // a clicker must not answer
    expect(commands()).toEqual([])
    control.confirm()
    expect(last()).toEqual({ type: 'do', action: 'take' })
    expect(control.panel).toBeNull()
    shows('turn', { step: 'answer', seat: 2 })
    expect(control.log.map((line) => line.key)).toContain('log.took')
    press('t')
    expect(control.panel).toBeNull()
  })

  it('the question whether to take over goes when it is answered elsewhere', () => {
    press('t')
    shows('turn', { step: 'answer', seat: 2 })
    expect(control.panel).toBeNull()
  })
})

describe('re-judging', () => {
  const changed: Preview['changed'] = [{ seat: 2, name: { en: 'Lions' }, before: { score: 80, rank: 3 }, after: { score: 100, rank: 1 } }]
  const judge = () => control.rejudge

  beforeEach(() => {
    shows('turn', { seat: 2, verdict: { seat: 2, is: 'wrong', points: 0 } }, { phase: 'reveal' })
    press('j')
    judge().seat = 2
  })

  it('offers the turns that were begun, the newest first', () => {
    expect(judge().turns.map(({ turn }) => turn)).toEqual([3, 2, 1])
    expect(judge().turn).toBe(3)
  })

  it('offers them also when the contest is over and no state has a turn', () => {
    hear(state({ phase: 'finished', seats, acting: true, next: null, seq: ++seq }))
    expect(judge().turns.map(({ turn }) => turn)).toEqual([3, 2, 1])
    judge().open()
    expect(judge().turn).toBe(3)
  })

  it('asks first, shows, and does exactly what was shown, once', () => {
    expect(judge().confirm()).toBe(false)
    judge().ask()
    const of = { action: 'reverse', turn: 3, seat: 2, is: 'right' }
    expect(last()).toEqual({ type: 'do', action: 'preview', of })
    hear({ type: 'preview', re: 'reverse', changed, stages: [3] })
    expect(judge().preview).toMatchObject({ changed, stages: [3] })
    expect(judge().confirm()).toBe(true)
    expect(last()).toEqual({ type: 'do', seq: 1, ...of })
    expect(judge().confirm()).toBe(false)
    expect(commands()).toHaveLength(2)
    expect(control.panel).toBe('judge')
    shows('turn', { seat: 2 }, { phase: 'reveal' })
    expect(control.panel).toBeNull()
  })

  it('what was shown is worth nothing once the form or a score has changed', () => {
    judge().ask()
    hear({ type: 'preview', re: 'reverse', changed, stages: [] })
    judge().seat = 1
    expect([judge().preview, judge().confirm()]).toEqual([null, false])
    judge().seat = 2
    judge().edited()
    expect(judge().preview).toBeNull()
    judge().ask()
    hear({ type: 'preview', re: 'reverse', changed, stages: [] })
    expect(judge().preview).not.toBeNull()
    shows('turn', {}, { phase: 'reveal', seats: [{ ...seats[0] as Seat, score: 90 }] })
    expect([judge().preview, judge().confirm()]).toEqual([null, false])
  })

  it('needs everything it takes', () => {
    judge().what = 'adjust'
    for (const [points, reason, good] of [['5', '', false], ['', 'hint', false], ['0', 'hint', false], ['2.555', 'hint', false], ['−2,5', 'hint', true]] as const) {
      judge().points = points
      judge().reason = reason
      expect(judge().of !== null, `${points} ${reason}`).toBe(good)
    }
    expect(judge().of).toEqual({ action: 'adjust', seat: 2, points: -2.5, reason: 'hint' })
    judge().what = 'reverse'
    judge().is = 'partial'
    expect(judge().of).toMatchObject({ is: 'partial', points: -2.5 })
    judge().points = ''
    expect(judge().of).toBeNull()
    judge().what = 'void'
    expect(judge().of).toEqual({ action: 'void', turn: 3 })
    judge().what = 'accept'
    expect(judge().of).toBeNull()
    judge().answer = 'b'
    judge().only = true
    expect(judge().of).toEqual({ action: 'accept', turn: 3, answer: 'b', only: true })
    judge().turn = 1 // what was answered then is not at hand any more
    expect(judge().of).toBeNull()
  })

  it('a refusal opens it again', () => {
    judge().ask()
    hear({ type: 'error', code: 'no_change', message: '', re: 'do' })
    hear({ type: 'preview', re: 'reverse', changed, stages: [] })
    expect(judge().preview).toBeNull()
  })
})

it('answers are written with the signs of the console', () => {
  const question = { options: ['x', 'y', 'z'].map((id) => ({ id })), targets: ['p', 'q'].map((id) => ({ id })) } as never
  expect(orderOf(question, 'c a,B')).toEqual(['z', 'x', 'y'])
  for (const bad of ['CA', 'CAA', 'CABD', '']) expect(orderOf(question, bad), bad).toBeNull()
  expect(pairsOf(question, '1b, 3A')).toEqual([['x', 'q'], ['z', 'p']])
  for (const bad of ['', '1C', '4A', '1A 1B', 'A1']) expect(pairsOf(question, bad), bad).toBeNull()
})

it('points are typed as people do', () => {
  expect(['10', '2,5', ' -2.25 ', '−3', '+4', '.5'].map(pointsOf)).toEqual([10, 2.5, -2.25, -3, 4, 0.5])
  for (const bad of ['', '-', '2.555', '1e3', 'ten', '12345678']) expect(pointsOf(bad), bad).toBeNull()
})

it('the log tells what happened on the stage', () => {
  const at = (stage: Stage, over: Partial<State> = {}) => open(3, { seats, stage, ...over })
  const keys = (before: State, after: State) => happened(before, after).map((line) => line.key)
  const buzz = { seat: 1, elapsed: 412 }
  expect(keys(at({ step: 'buzz' }), at({ step: 'answer', seat: 1, buzz }))).toEqual(['log.buzz'])
  const ruled = at({ seat: 1, buzz, verdict: { seat: 1, is: 'wrong', points: -10 } }, { undo: { what: 'verdict' } })
  expect(keys(at({ step: 'answer', seat: 1, buzz }), ruled)).toEqual(['log.verdict_wrong'])
  expect(keys(ruled, at({ step: 'answer', seat: 1, buzz }))).toEqual(['log.unverdict'])
  expect(keys(at({ step: 'buzz' }), at({ step: 'buzz', foul: { seat: 2, kind: 'early', points: -20 } }))).toEqual(['log.foul_early'])
  expect(keys(at({ step: 'buzz' }), at({ step: 'hall', hall: true }))).toEqual(['log.hall'])
})

describe('paper', () => {
  const question = (n: number, round: number, turn?: number): PaperQuestion =>
    ({ n, round, ...(turn ? { turn } : {}), kind: 'single', prompt: { en: `Q${n}` }, answer: ['a'], points: 10 })

  it('is asked for part by part, and anew each time', () => {
    shows('turn', { step: 'answer', seat: 1 })
    press('d')
    expect([control.papers.view, last()]).toEqual(['paper', { type: 'do', action: 'paper' }])
    hear({ type: 'paper', from: 1, questions: [question(1, 1)], next: 2, rules: { rounds: [] } })
    expect(last()).toEqual({ type: 'do', action: 'paper', from: 2 })
    hear({ type: 'paper', from: 1, questions: [question(9, 1)] }) // not what was asked
    expect(control.papers.whole).toBe(false)
    hear({ type: 'paper', from: 2, questions: [question(2, 1)] })
    expect([control.papers.whole, control.papers.questions.map(({ n }) => n)]).toEqual([true, [1, 2]])
    control.papers.show('rules')
    hear({ type: 'paper', from: 1, questions: [question(1, 1, 1)], rules: { rounds: [] } })
    expect(control.papers.questions).toHaveLength(1)
  })

  it('a link that broke asks again', () => {
    shows('turn', { step: 'answer', seat: 1 })
    press('d')
    hear(welcome())
    expect(commands().map(({ action }) => action)).toEqual(['paper', 'paper'])
  })

  it('lies over the console: a clicker does not work what is under it', () => {
    shows('turn', { step: 'answer', seat: 1 })
    press('d')
    for (const name of ['PageDown', 'r', '1']) expect(press(name)).toBe(true)
    expect(commands().map(({ action }) => action)).toEqual(['paper'])
    press('Escape')
    expect(control.papers.view).toBeNull()
  })

  it('may be asked for by a console that does not act', () => {
    shows('turn', { step: 'answer', seat: 1 }, { acting: false })
    press('d')
    expect(last()).toMatchObject({ action: 'paper' })
  })

  it('has what is left: the present question until its answer is out, no reserve of rounds that are over', () => {
    const all = [question(1, 1, 1), question(2, 1), question(3, 2, 2), question(4, 2, 3), question(5, 2), question(6, 3)]
    const now = open(3, { round: { n: 2, of: 3, format: 'turn' } })
    expect(left(now, all).map(({ n, questions }) => [n, questions.map((one) => one.n)])).toEqual([[2, [4, 5]], [3, [6]]])
    expect(left({ ...now, phase: 'reveal' }, all)[0]?.questions.map((one) => one.n)).toEqual([5])
    expect(left({ ...now, phase: 'lobby' }, all)).toHaveLength(3)
    expect(left({ ...now, phase: 'finished' }, all)).toEqual([])
  })

  it('has every score: seats in their order, or players, the best first', () => {
    const now = open(3, { seats })
    expect(scores(now, null)).toBe(seats)
    const row = { online: true, answered: false, rank: 1 }
    const roster = { type: 'roster' as const, total: 2, away: 0, screens: 0, hosts: 1, players: [{ ...row, player: 1, name: 'Bo', score: 5 }, { ...row, player: 2, name: 'Zoë', score: 9 }] }
    expect(scores(open(3), roster).map(({ seat }) => seat)).toEqual([2, 1])
  })
})
