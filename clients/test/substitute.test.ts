// Teams with reserves: the console's panel, its log, the rules page, and the phone of somebody on the bench.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Control } from '../host/control.svelte'
import { HOLD_MS } from '../host/desk.svelte'
import { happened } from '../host/happened'
import { refusalKey } from '../host/refusals'
import { contestWords } from '../host/rules-words'
import { voiceOf } from '../host/voices'
import { buzzerOf, cueOf, isMine, mayAct } from '../play/stage/scene'
import type { Catalog } from '../shared/i18n'
import en from '../shared/locales/en.host.json'
import zh from '../shared/locales/zh-Hans.host.json'
import type { ClientMessage, Lined, Seat, ServerMessage, State, Substitutions, Welcome } from '../shared/protocol'
import { EMPTY, type Model, reduce } from '../shared/state'
import { open, state, welcome, you } from './fakes'

const lined = (...names: string[]): Lined[] => names.map((name) => ({ n: name.charCodeAt(0) - 64, name }))
const seat = (n: number, fielded: Lined[], bench: Lined[], left = 2): Seat =>
  ({ seat: n, name: { en: n === 1 ? 'Red' : 'Blue' }, score: 0, rank: 0, may: false, substitutions_left: left, fielded, bench })
const RULE: Substitutions = { fielded: 2, max: 2, when: 'rounds', now: true }
const RED = seat(1, lined('A', 'B'), lined('C', 'D'))
const BLUE = seat(2, lined('E', 'F'), lined('G'))
const between = (over: Partial<State> = {}): State => state({ phase: 'standings', seats: [RED, BLUE], substitutions: RULE, acting: true, next: 'question', ...over })

class Fake {
  model: Model = EMPTY
  sent: ClientMessage[] = []
  now = () => 0
  send(message: ClientMessage): boolean {
    return this.sent.push(message) > 0
  }
}

let fake: Fake
let control: Control
let seq = 0
const hear = (message: ServerMessage) => {
  fake.model = reduce(fake.model, message)
  control.heard(message)
}
const shows = (over: Partial<State> = {}) => {
  hear({ ...between(over), seq: ++seq })
  vi.advanceTimersByTime(HOLD_MS)
}
const press = (key: string) => control.pressed({ key, repeat: false, ctrlKey: false, metaKey: false, altKey: false, isComposing: false }, 'BODY')

beforeEach(() => {
  vi.useFakeTimers()
  seq = 0
  fake = new Fake()
  control = new Control(fake)
  hear(welcome())
  fake.model = reduce(fake.model, { type: 'local_link', up: true })
})
afterEach(() => void vi.useRealTimers())

describe('the panel', () => {
  it('opens with C where teams have reserves, and stays shut where they have none', () => {
    shows({ substitutions: undefined })
    press('c')
    expect(control.panel).toBe(null)
    shows()
    press('c')
    expect(control.panel).toBe('substitute')
    press('c')
    expect(control.panel).toBe(null)
  })

  it('begins with the first of each, and substitutes whom is chosen', () => {
    shows()
    const { swap } = control.stage
    expect([swap.from?.seat, swap.out, swap.in, swap.why]).toEqual([1, 1, 3, null])
    swap.choose(2)
    swap.picked = { ...swap.picked, out: 6 }
    expect([swap.from?.seat, swap.out, swap.in]).toEqual([2, 6, 7])
    expect(swap.make()).toBe(true)
    expect(fake.sent.at(-1)).toMatchObject({ type: 'do', action: 'substitute', seat: 2, out: 6, in: 7 })
  })

  it('forgets a choice that is no longer there', () => {
    shows()
    control.stage.swap.picked = { seat: 1, out: 2, in: 4 }
    shows({ seats: [seat(1, lined('A', 'D'), lined('B', 'C'), 1), BLUE] })
    expect([control.stage.swap.out, control.stage.swap.in]).toEqual([1, 2])
  })

  it.each([
    ['asked', { phase: 'open' }],
    ['rounds', { substitutions: { ...RULE, now: false } }],
    ['asked', { substitutions: { ...RULE, when: 'turns', now: false } }],
    ['nobody', { seats: [seat(1, lined('A', 'B'), [])] }],
    ['none', { seats: [seat(1, lined('A', 'B'), lined('C'), 0)] }],
  ] as const)('says %s, and sends nothing', (why, over) => {
    shows(over as Partial<State>)
    expect(control.stage.swap.why).toBe(why)
    expect(control.stage.swap.make()).toBe(false)
    expect(fake.sent).toEqual([])
  })

  it('replaces who was removed in the middle of a round, with none left', () => {
    shows({ substitutions: { ...RULE, now: false }, seats: [seat(1, [{ n: 1, name: 'A', removed: true }], lined('C'), 0)] })
    expect(control.stage.swap.why).toBe(null)
    expect(control.stage.swap.make()).toBe(true)
  })

  it('tells a console that does not act that it does not', () => {
    shows({ acting: false })
    press('c')
    expect([control.panel, control.desk.refusal?.code]).toEqual([null, 'not_acting'])
  })

  it.each(['no_substitutions', 'not_between_rounds', 'not_on_bench', 'not_fielded'])('has words for %s', (code) => expect(refusalKey(code)).toBe(`refused.${code}`))
})

describe('the log', () => {
  const lines = (before: State, after: State) => happened(before, after).map(({ key, params }) => [key, params])
  const after = between({ seats: [seat(1, lined('A', 'C'), lined('B', 'D'), 1), BLUE], undo: { what: 'substitution', until: 9000, name: 'Red' } })

  it('tells who came in for whom, and that it was taken back', () => {
    expect(lines(between(), after)).toEqual([['log.substituted', { team: 'Red', name: 'C', out: 'B' }]])
    expect(lines(after, between())).toEqual([['log.unsubstituted', { team: 'Red', name: 'B', out: 'C' }]])
  })

  it('says nothing of those who just join', () => {
    expect(lines(between({ seats: [seat(1, lined('A'), [])] }), between({ seats: [seat(1, lined('A', 'B'), lined('C'))] }))).toEqual([])
    expect(lines(between({ seats: undefined }), between())).toEqual([])
  })
})

describe('the rules in sentences', () => {
  const said = (substitutions: { fielded: number; max: number; when?: 'rounds' | 'turns' }, voice = voiceOf(en as Catalog, 'en')) =>
    contestWords({ seats: 'teams', teams: [{ name: 'A' }], rounds: [], substitutions }, voice).flatMap(({ lines }) => lines).map((line) => line.replace(/[\u2068\u2069]/g, ''))

  it('say who plays, how often and when', () => {
    expect(said({ fielded: 3, max: 2 })).toEqual(expect.arrayContaining(['3 members of each team play at a time; the others are reserves.', 'Each team may substitute 2 times, before the contest or between rounds.']))
    expect(said({ fielded: 3, max: 1, when: 'turns' })).toContain('Each team may substitute once, between any two questions.')
    expect(said({ fielded: 3, max: 0 })).toContain('Nobody is substituted.')
    expect(said({ fielded: 3, max: 2 }, voiceOf(zh as Catalog, 'zh-Hans'))).toContain('每队最多换人 2 次，只能在赛前或两轮之间进行。')
  })
})

describe('a phone on the bench', () => {
  const phone = (bench?: 'reserve' | 'unlisted'): Model => ({
    ...EMPTY, up: true, welcome: { ...(welcome() as Welcome), contest: { ...(welcome() as Welcome).contest, seats: 'teams' } },
    state: open(3, { round: { n: 1, of: 1, format: 'buzzer' }, stage: { turn: 3, step: 'buzz' }, seats: [{ ...RED, may: true }, BLUE] }),
    you: you({ seat: 1, may: bench === undefined, ...(bench ? { bench } : {}) }),
  })

  it('watches: nothing is its to press, and nothing is felt', () => {
    expect([mayAct(phone()), buzzerOf(phone(), false), cueOf(phone(), 'armed')]).toEqual([true, 'armed', 'armed'])
    expect([mayAct(phone('reserve')), buzzerOf(phone('reserve'), false), cueOf(phone('reserve'), null)]).toEqual([false, 'closed', ''])
    const answering = (one: Model): Model => ({ ...one, state: { ...one.state!, stage: { turn: 3, step: 'answer', seat: 1 } } })
    expect([isMine(answering(phone())), isMine(answering(phone('unlisted')))]).toEqual([true, false])
    expect([cueOf(answering(phone()), null), cueOf(answering(phone('unlisted')), null)]).toEqual(['mine', ''])
  })
})
