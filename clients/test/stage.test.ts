// What the phone shows of a stage.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Component, flushSync, mount, unmount } from 'svelte'
import Buzz from '../play/stage/Buzz.svelte'
import Pick from '../play/stage/Pick.svelte'
import Sure from '../play/stage/Sure.svelte'
import { hundredths, linesOf, refusal } from '../play/stage/lines'
import {
  buzzerOf, cardsOf, cueOf, inHall, isMine, lockOf, marginOf, mayAct, ranked, resultModel, rungsOf, sharedSpan, turnOn,
} from '../play/stage/scene'
import type { ClientMessage, Round, Seat, Stage, State, Welcome, You } from '../shared/protocol'
import { EMPTY, type Model, reduce, seatOf } from '../shared/state'
import { open, state, welcome, you } from './fakes'

const OWN = 2
const seat = (n: number, over: Partial<Seat> = {}): Seat => ({ seat: n, name: { en: `Team ${n}` }, score: 100, rank: n, may: false, ...over })

interface Given { round?: Partial<Round>; stage?: Stage; own?: Partial<Seat>; others?: Partial<Seat>; you?: Partial<You>; teams?: boolean; over?: Partial<Model>; state?: Partial<State> }

/** Three teams; this phone acts for the second, unless `you` says that it is in the hall. */
function model(format: string, given: Given = {}): Model {
  const hello = welcome() as Welcome
  return {
    ...EMPTY, up: true,
    welcome: { ...hello, contest: { ...hello.contest, seats: given.teams === false ? 'people' : 'teams' } },
    state: open(9, {
      round: { n: 2, of: 3, format, ...given.round }, stage: { turn: 9, ...given.stage },
      seats: [seat(1, given.others), seat(OWN, given.own), seat(3, given.others)], ...given.state,
    }),
    you: you({ seat: OWN, ...given.you }), ...given.over,
  }
}
const keys = (shown: Model) => linesOf(shown).map(({ key }) => key)

describe('who this phone is', () => {
  it('acts for its seat, as far as the seat may', () => {
    expect(seatOf(model('turn'))?.seat).toBe(OWN)
    expect(mayAct(model('turn', { own: { may: true } }))).toBe(true)
    expect(mayAct(model('turn', { you: { may: true } })), 'the seat knows better').toBe(false)
  })

  it('is in the hall without one, and may answer what falls to it', () => {
    const watching = model('turn', { you: { seat: 0, may: false } })
    expect([inHall(watching), seatOf(watching), mayAct(watching)]).toEqual([true, undefined, false])
    expect(mayAct(model('buzzer', { you: { seat: 0, may: false }, stage: { step: 'hall' } }))).toBe(true)
    expect(inHall(model('turn', { you: { seat: 0 }, teams: false })), 'there is none where people compete').toBe(false)
  })

  it('knows the turn also while there is no question yet', () => {
    expect(turnOn(model('risk', { state: { question: undefined }, stage: { turn: 4 } }))).toBe(4)
    expect(turnOn(model('risk', { stage: { turn: undefined } }))).toBe(9)
  })

  it('picks as the owner, and answers as the one who was named', () => {
    expect(isMine(model('risk', { stage: { step: 'pick', seat: 3, owner: OWN } }))).toBe(true)
    expect(isMine(model('risk', { stage: { step: 'answer', seat: 3, owner: OWN } }))).toBe(false)
    expect(isMine(model('risk', { stage: { step: 'answer', seat: OWN, owner: 3 } }))).toBe(true)
  })
})

describe('the buzzer', () => {
  const at = (given: Given, pressed = false) => buzzerOf(model('buzzer', given), pressed)
  const reading = { phase: 'reading' } as const

  it('waits while the question is read, unless an early buzz is a buzz', () => {
    expect(at({ state: reading, round: { early: 'out' } })).toBe('wait')
    expect(at({ state: reading })).toBe('wait')
    expect(at({ state: reading, round: { early: 'allowed' } })).toBe('armed')
    expect(at({ state: reading, round: { early: 'out' } }, true)).toBe('pressed')
  })

  it('is armed when the server says so, and says "first" only then', () => {
    expect(at({ stage: { step: 'buzz' }, own: { may: true } })).toBe('armed')
    expect(at({ stage: { step: 'buzz' }, own: { may: true } }, true)).toBe('pressed')
    expect(at({ stage: { step: 'close' }, own: { may: true } }, true)).toBe('pressed')
    expect(at({ stage: { step: 'close' }, own: { may: true } })).toBe('weighing')
    expect(at({ stage: { step: 'answer', seat: 3 } }, true)).toBe('other')
    expect(at({ stage: { step: 'buzz', buzz: { seat: 3, elapsed: 1, too_close: true } }, own: { may: true } })).toBe('again')
  })

  it('is closed in a pause and after the end', () => {
    expect(at({ stage: { step: 'buzz' }, own: { may: true }, state: { paused: true } })).toBe('closed')
    expect(at({ stage: {}, state: { phase: 'locked' } })).toBe('closed')
    expect(at({ stage: { step: 'marks' } })).toBe('closed')
  })

  it.each([
    ['barred', { own: { barred: true }, stage: { step: 'buzz' } }],
    ['over', { own: { over: true }, stage: { step: 'buzz' } }],
    ['out', { own: { out: true }, stage: { step: 'buzz' } }],
    ['foul', { stage: { step: 'buzz', foul: { seat: OWN, kind: 'early', points: -10 } } }],
    ['tried', { stage: { step: 'buzz', verdict: { seat: OWN, is: 'wrong', points: -10 } } }],
    ['tried', { stage: { step: 'close' }, you: { turn: 9, locked_out: 'tried' } }],
    ['foul', { state: { phase: 'reading' }, you: { turn: 9, locked_out: 'foul' } }],
  ] as const)('is locked: %s', (why, given) => {
    expect(lockOf(model('buzzer', given))).toBe(why)
    expect(at(given)).toBe('out')
  })

  it("is not locked by others' fouls, nor by one that left the seat in", () => {
    expect(lockOf(model('buzzer', { stage: { step: 'buzz', foul: { seat: 3, kind: 'early', points: -10 } }, own: { may: true } }))).toBeNull()
    expect(lockOf(model('buzzer', { stage: { step: 'buzz' }, you: { turn: 8, locked_out: 'tried' } })), 'of the turn before').toBeNull()
    expect(at({ stage: { step: 'buzz', foul: { seat: OWN, kind: 'early', points: -10 } }, own: { may: true } })).toBe('armed')
    expect(lockOf(model('survival', { own: { out: true, may: true } })), 'a revival').toBeNull()
  })

  it('tells the margin to whoever it is about', () => {
    const buzz = { seat: 3, elapsed: 700, second: OWN, margin: 34 }
    expect(marginOf(model('buzzer', { stage: { buzz } }))).toEqual({ ms: 34, ownSecond: true, second: { en: 'Team 2' } })
    expect(marginOf(model('buzzer', { stage: { buzz: { seat: 3, elapsed: 700 } } }))).toBeUndefined()
    expect([34, 4, 124, 1204].map(hundredths)).toEqual([0.03, 0.01, 0.12, 1.2])
  })
})

describe('what is felt', () => {
  const cue = (format: string, given: Given, buzzer: Parameters<typeof cueOf>[1] = null) => cueOf(model(format, given), buzzer)

  it('is told apart', () => {
    expect(cue('buzzer', { stage: { step: 'answer', seat: OWN } })).toBe('mine')
    expect(cue('risk', { stage: { step: 'pick', owner: OWN } })).toBe('mine')
    expect(cue('turn', { stage: { step: 'answer', seat: 3 } })).toBe('')
    expect(cue('buzzer', {}, 'armed')).toBe('armed')
    expect(cue('buzzer', {}, 'out')).toBe('out')
    expect(cue('buzzer', { stage: { step: 'hall' }, you: { seat: 0 } })).toBe('hall')
    expect(cue('buzzer', { stage: { step: 'hall' } })).toBe('')
  })

  it('follows the verdict on the own answer alone', () => {
    const after = (is: 'right' | 'wrong' | 'none' | 'partial', by = OWN) => cue('turn', { stage: { seat: by, verdict: { seat: by, is, points: 1 } }, state: { phase: 'locked' } })
    expect([after('right'), after('wrong'), after('none'), after('partial'), after('right', 3)]).toEqual(['right', 'wrong', 'wrong', '', ''])
  })
})

describe('the words', () => {
  it('say whose turn it is, who speaks, and who was named', () => {
    expect(keys(model('turn', { stage: { step: 'answer', seat: OWN, member_name: 'Ana' }, own: { may: true } }))).toEqual(['stage.turn_own', 'stage.member'])
    expect(keys(model('turn', { stage: { step: 'answer', seat: OWN } }))).toEqual(['stage.turn_own', 'stage.aloud'])
    expect(keys(model('turn', { stage: { step: 'answer', seat: 3 } }))).toEqual(['stage.turn_other'])
    expect(keys(model('risk', { stage: { step: 'answer', seat: OWN, owner: 3 }, own: { may: true } }))).toEqual(['stage.turn_own', 'stage.named_own'])
    expect(keys(model('risk', { stage: { step: 'pick', seat: 3, owner: 3 } }))).toEqual(['stage.pick_other'])
    expect(keys(model('judged', { stage: { step: 'marks', seat: OWN } }))).toEqual(['stage.perform_own'])
    expect(keys(model('turn', { stage: { seat: 3, passed: true }, state: { phase: 'locked' } }))).toEqual(['stage.passed'])
  })

  it('leave to the button what it says larger', () => {
    const stage: Stage = { step: 'answer', seat: 3, buzz: { seat: 3, elapsed: 1, second: OWN, margin: 30 } }
    expect(keys(model('buzzer', { stage }))).toEqual([])
    expect(keys(model('buzzer', { stage, you: { seat: 0 } }))).toEqual(['stage.first_other', 'stage.ahead', 'stage.hall_watch'])
    expect(keys(model('buzzer', { stage: { ...stage, seat: OWN }, own: { may: true } }))[0]).toBe('stage.first_own')
  })

  it('claim no margin where it was too close, and nothing of a pause', () => {
    const stage: Stage = { step: 'answer', seat: OWN, buzz: { seat: OWN, elapsed: 1, second: 3, margin: 0, too_close: true } }
    expect(keys(model('buzzer', { stage, own: { may: true } }))).toEqual(['stage.first_own', 'stage.too_close'])
    expect(keys(model('turn', { stage: { step: 'answer', seat: OWN }, state: { paused: true } }))).toEqual(['stage.turn_own'])
    expect(keys(model('turn', { stage: { step: 'answer', seat: 3 }, you: { seat: 0 }, state: { paused: true } }))).toEqual(['stage.turn_other'])
    expect(keys(model('judged', { stage: { step: 'marks', seat: 3 }, you: { seat: 0 } }))).toEqual(['stage.perform'])
  })

  it('tell verdicts and fouls with their points, own ones as own', () => {
    const stage: Stage = { verdict: { seat: 3, is: 'wrong', points: -10 }, foul: { seat: OWN, kind: 'early', points: -20 } }
    const lines = linesOf(model('buzzer', { stage, state: { phase: 'locked' } }))
    expect(lines.map(({ key, points, tone }) => [key, points, tone])).toEqual([['stage.verdict_wrong', -10, 'bad'], ['stage.foul_early_own', -20, 'bad']])
    expect(lines[0]?.params?.name).toBe('Team 3')
  })

  it('say who is in, who is out, and who may come back', () => {
    expect(keys(model('survival'))).toEqual(['stage.in'])
    expect(keys(model('survival', { own: { out: true } }))).toEqual(['stage.out'])
    expect(keys(model('survival', { own: { out: true, may: true } }))).toEqual(['stage.revival'])
    expect(keys(model('survival', { you: { seat: 0, may: true } }))).toEqual(['stage.hall_along'])
  })

  it('say what falls to the hall, to each their own', () => {
    expect(keys(model('buzzer', { stage: { step: 'hall', hall: true }, you: { seat: 0 } }))).toEqual(['stage.hall_open_own'])
    expect(keys(model('buzzer', { stage: { step: 'hall', hall: true } }))).toEqual(['stage.hall_open'])
  })

  it("say that an answer is the team's", () => {
    const slot = { turn: 9, answer: 'a', status: 'sent' } as const
    expect(keys(model('everyone', { over: { slot } }))).toEqual(['stage.team_answer'])
    expect(keys(model('everyone', { over: { slot }, teams: false }))).toEqual([])
  })

  it('say why something was refused, but leave answers to their own line', () => {
    const refused = (code: string, re: string) => refusal(model('risk', { over: { error: { type: 'error', code, message: '', re } } }))
    expect(refused('value_taken', 'pick')).toBe('stage.error_value_taken')
    expect(refused('blocked', 'buzz')).toBe('stage.error_blocked')
    expect(refused('not_now', 'pass')).toBe('error.not_now')
    expect(refused('brand_new', 'name')).toBe('error.other')
    expect(refused('late', 'answer')).toBeNull()
    expect(refusal(model('risk'))).toBeNull()
  })
})

describe('results', () => {
  const revealed: Partial<State> = { phase: 'reveal', answer: ['a'] }

  it('are those of the verdict for whoever it was about, without a place among people', () => {
    const me = resultModel(model('turn', { stage: { verdict: { seat: OWN, is: 'right', points: 10 } }, state: revealed })).you
    expect(me).toMatchObject({ turn: 9, answered: true, correct: true, points: 10, rank: 0 })
    expect(resultModel(model('turn', { stage: { verdict: { seat: OWN, is: 'none', points: -10 } }, state: revealed })).you?.answered).toBe(false)
  })

  it('tell nobody "No answer" who was not asked', () => {
    const me = { turn: 9, answered: false, correct: false, points: 0 }
    expect(resultModel(model('turn', { you: me, stage: { verdict: { seat: 3, is: 'wrong', points: 0 } }, state: revealed })).you?.turn).toBeUndefined()
    expect(resultModel(model('turn', { you: { ...me, seat: 0 }, state: revealed })).you?.turn, 'in the hall').toBeUndefined()
    expect(resultModel(model('turn', { you: { ...me, seat: 0, answered: true }, state: revealed })).you?.turn).toBe(9)
    expect(resultModel(model('everyone', { you: me, state: revealed })).you?.turn).toBe(9)
    expect(resultModel(model('survival', { you: me, own: { out: true }, state: revealed })).you?.turn).toBeUndefined()
    expect(resultModel(model('survival', { you: { ...me, answered: true }, own: { out: true }, state: revealed })).you?.turn, 'just put out').toBe(9)
  })

  it('stand in the order of ranks, who has none last', () => {
    const shown = model('turn', { own: { rank: 1 }, others: { rank: 2 } })
    expect(ranked(shown).map(({ seat: n }) => n)).toEqual([2, 1, 3])
    expect(ranked(model('turn', { own: { rank: 0 }, others: { rank: 1 } })).map(({ seat: n }) => n)).toEqual([1, 3, 2])
  })
})

describe('menus and ladders', () => {
  it('offer what is left', () => {
    const cards = cardsOf(model('risk', { round: { values: [10, 20, 30], stock: [{ value: 10, left: 2 }, { value: 20, left: 0 }] }, own: { taken: [10] } }))
    expect(cards).toEqual([
      { value: 10, left: 2, taken: true, free: true }, { value: 20, left: 0, taken: false, free: false },
      { value: 30, left: undefined, taken: false, free: true },
    ])
  })

  it('show the rungs of whoever climbs, from the top', () => {
    const round = { values: [5, 10, 20], safe: [2] }
    const rungs = (own: Partial<Seat>) => rungsOf(model('ladder', { round, stage: { step: 'answer', seat: OWN }, own })).map(({ n, state: how, safe }) => [n, how, safe])
    expect(rungs({ rung: 1 })).toEqual([[3, 'ahead', false], [2, 'now', true], [1, 'climbed', false]])
    expect(rungs({ rung: 3 }).map(([, how]) => how)).toEqual(['climbed', 'climbed', 'climbed'])
    expect(rungs({ rung: 1, over: true }).map(([, how]) => how)).toEqual(['ahead', 'ahead', 'climbed'])
  })

  it('wind a clock that several questions share only once', () => {
    const rush = (by: number, span: number | null, phase: State['phase'] = 'open') => model('rush', { stage: { seat: by }, state: { phase }, over: { span } })
    const first = sharedSpan(null, rush(OWN, 60_000))
    expect(first?.span).toBe(60_000)
    const between = sharedSpan(first, rush(OWN, null, 'locked'))
    expect(sharedSpan(between, rush(OWN, 41_000))?.span).toBe(60_000)
    expect(sharedSpan(between, rush(3, 58_000))?.span).toBe(58_000)
    expect(sharedSpan(null, model('rush', { round: { run_seconds: 60 }, stage: { seat: 3 }, over: { span: 20_000 } }))?.span, 'after a reload').toBe(60_000)
    expect(sharedSpan(first, model('turn', { over: { span: 20_000 } }))).toBeNull()
  })

  it('have a ring that is wound for each thing that is waited for', () => {
    const buzzing = state({ ...open(1, { opens_at: 0, closes_at: 30_000, now: 0 }), stage: { turn: 1, step: 'buzz' } })
    const answering = state({ ...open(1, { opens_at: 0, closes_at: 24_000, now: 4000 }), stage: { turn: 1, step: 'answer', seat: 1 } })
    expect(reduce(reduce(EMPTY, buzzing), answering).span).toBe(20_000)
  })
})

let mounted: Record<string, unknown>[] = []
afterEach(() => {
  for (const one of mounted) void unmount(one)
  mounted = []
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

/** A component whose model can be changed, and what it said to the server. */
function rig<Props extends Record<string, unknown>>(component: Component<Props>, first: Model) {
  const said: ClientMessage[] = []
  const client = { up: true, send(message: ClientMessage) { if (this.up) said.push(message); return this.up }, now: () => 0 }
  let instance: Record<string, unknown> | undefined
  const show = (shown: Model) => {
    if (instance) void unmount(instance)
    instance = mount(component, { target: document.body, props: { model: shown, client } as unknown as Props })
    mounted = [instance]
    flushSync()
  }
  show(first)
  return { said, client, show }
}
const find = (selector: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(selector)
  if (!found) throw new Error(`no ${selector}`)
  return found
}

describe('the button', () => {
  const armed = () => model('buzzer', { stage: { step: 'buzz' }, own: { may: true } })
  let time = 0
  beforeEach(() => {
    time = 5000
    vi.spyOn(performance, 'now').mockImplementation(() => time)
  })
  const touch = (button = 0) => {
    find('.st-buzz').dispatchEvent(new PointerEvent('pointerdown', { isPrimary: true, button, bubbles: true }))
    flushSync()
  }

  it('goes off when it is touched, once, and then waits for the server', () => {
    const { said } = rig(Buzz, armed())
    touch()
    find('.st-buzz').click() // what the same touch brings in the end
    flushSync()
    time += 5000
    touch()
    expect(said).toEqual([{ type: 'buzz', turn: 9 }])
    expect(find('.st-buzz').dataset.state).toBe('pressed')
  })

  it('does not go off when a thumb is lifted that lay there from before; a click without a touch is a press', () => {
    const early = model('buzzer', { state: { phase: 'reading' }, round: { early: 'blocked' } })
    const { said } = rig(Buzz, early)
    touch(2)
    find('.st-buzz').click()
    expect(said).toEqual([])
    find('.st-buzz').click()
    expect(said).toHaveLength(1)
  })

  it.each([[' '], ['Enter']])('goes off by the key "%s", wherever the focus is, and not again while it is held', (key) => {
    const { said } = rig(Buzz, armed())
    const press = (target: EventTarget, repeat = false) => target.dispatchEvent(new KeyboardEvent('keydown', { key, repeat, bubbles: true, cancelable: true }))
    press(document.body, true)
    expect(said).toEqual([])
    press(document.body)
    expect(said).toHaveLength(1)
  })

  it('leaves keys to what is typed in or pressed elsewhere', () => {
    const { said } = rig(Buzz, armed())
    const field = document.body.appendChild(document.createElement('input'))
    field.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true }))
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }))
    touch(2)
    expect(said).toEqual([])
  })

  it('sends an early press, too: what that means is for the server to say', () => {
    const { said } = rig(Buzz, model('buzzer', { state: { phase: 'reading' }, round: { early: 'deduct' } }))
    expect(find('.st-small').textContent).toBe('stage.early_deduct')
    touch()
    expect(said).toEqual([{ type: 'buzz', turn: 9 }])
  })

  it('does nothing where it is locked, and can be pressed again after a loss of the link', () => {
    const { said, client, show } = rig(Buzz, model('buzzer', { stage: { step: 'answer', seat: 3 } }))
    touch()
    expect(said).toEqual([])
    client.up = false
    show(armed())
    touch()
    expect(find('.st-buzz').dataset.state).toBe('armed')
    client.up = true
    time += 1000
    touch()
    expect(find('.st-buzz').dataset.state).toBe('pressed')
  })
})

describe('the menu', () => {
  const round = { values: [10, 20], stock: [{ value: 10, left: 1 }, { value: 20, left: 0 }], may_name: true }
  const picking = (by = OWN) => model('risk', { round, stage: { step: 'pick', seat: by, owner: by }, own: { may: true }, state: { question: undefined } })
  const press = (selector: string) => {
    find(selector).click()
    flushSync()
  }

  it('picks once', () => {
    const { said } = rig(Pick, picking())
    press('[data-value="20"]')
    expect(said).toEqual([])
    press('[data-value="10"]')
    press('[data-value="10"]')
    expect(said).toEqual([{ type: 'pick', turn: 9, value: 10 }])
  })

  it('names somebody else with the pick', () => {
    const { said } = rig(Pick, picking())
    press('.st-who label:last-child input')
    press('[data-value="10"]')
    expect(said).toEqual([{ type: 'name', turn: 9, other: 3 }, { type: 'pick', turn: 9, value: 10 }])
  })

  it('passes only when that is meant', () => {
    const { said } = rig(Pick, picking())
    press('[data-testid="ask"]')
    press('.st-sure .main')
    expect(said).toEqual([])
    press('[data-testid="ask"]')
    press('[data-testid="sure"]')
    expect(said).toEqual([{ type: 'pass', turn: 9 }])
  })

  it("is only looked at in somebody else's turn", () => {
    const { said } = rig(Pick, picking(3))
    press('[data-value="10"]')
    expect(said).toEqual([])
    expect(document.querySelector('[data-testid="ask"], .st-who')).toBeNull()
  })

  it('asks nothing any more when its time is over', () => {
    mounted.push(mount(Sure, { target: document.body, props: { label: 'x', question: 'y', disabled: true, onsure: () => { throw new Error() } } }))
    flushSync()
    expect(find('[data-testid="ask"]').matches(':disabled')).toBe(true)
  })
})
