// What a phone shows of a stage: everything that can be told from the model alone.

import type { Seat, Stage, TextMap, You } from '../../shared/protocol'
import { type Model, resultOf, seatOf, turnOf } from '../../shared/state'

/** What the large button is. */
export type Buzzer =
  | 'wait'     // not armed: what a buzz costs now is said under it
  | 'armed'
  | 'again'    // armed once more: two were too close to call
  | 'pressed'  // on its way, or being compared with others
  | 'weighing' // somebody else's is being compared
  | 'other'    // somebody else has the right to answer
  | 'out'      // this seat may not buzz now
  | 'closed'   // nobody may

export type Lock = NonNullable<You['locked_out']>

export type Cue = 'right' | 'wrong' | 'mine' | 'armed' | 'out' | 'hall' | ''
/** How a cue is felt, in ms. */
export const FELT: Record<Exclude<Cue, ''>, number[]> = {
  right: [40, 60, 40], wrong: [160], mine: [80, 60, 80, 60, 80], armed: [30], out: [400], hall: [80, 60, 80],
}

export const stageOf = (model: Model): Stage => model.state?.stage ?? {}

/** The turn to which a buzz or a pick belongs; while one picks there is no question yet. */
export const turnOn = (model: Model): number => stageOf(model).turn ?? turnOf(model) ?? model.you?.turn ?? 0

export const isTeams = (model: Model): boolean => model.welcome?.contest.seats === 'teams'

/** Where teams compete: those without a team. */
export const inHall = (model: Model): boolean => isTeams(model) && !model.you?.seat

export function seatNumbered(model: Model, seat: number | undefined): Seat | undefined {
  return seat ? model.state?.seats?.find((one) => one.seat === seat) : undefined
}

export const nameOf = (model: Model, seat: number | undefined): TextMap | undefined => seatNumbered(model, seat)?.name

/** Whoever does not play for their team at the moment only watches. */
export const onBench = (model: Model): You['bench'] => model.you?.bench

/** Is it this phone's own seat that answers, picks or performs? */
export function isMine(model: Model): boolean {
  if (onBench(model)) return false
  const { step, seat, owner } = stageOf(model)
  const acting = step === 'pick' ? (owner ?? seat) : seat
  return !!acting && acting === model.you?.seat
}

/** May this phone act now? Seats come with every state; the hall has only its own word. */
export function mayAct(model: Model): boolean {
  const own = seatOf(model)
  if (onBench(model)) return false
  if (own) return own.may
  if (inHall(model) && (stageOf(model).step === 'hall' || stageOf(model).hall)) return true
  return model.you?.may ?? !isTeams(model)
}

/** Why this seat is out, as far as the present turn or the round goes. */
export function lockOf(model: Model): Lock | null {
  const own = seatOf(model)
  if (own?.barred) return 'barred'
  if (own?.over) return 'over'
  if (own?.out && !own.may) return 'out'
  const { phase } = model.state ?? {}
  if ((phase !== 'reading' && phase !== 'open') || mayAct(model)) return null
  // Its own word comes just after the state; until then what was said in this turn tells as much.
  if (model.you?.locked_out && model.you.turn === turnOn(model)) return model.you.locked_out
  const { step, foul, verdict } = stageOf(model)
  if (step !== 'buzz' && step !== 'close') return null
  const seat = model.you?.seat
  if (foul?.seat === seat && seat) return 'foul'
  if (verdict?.seat === seat && seat) return 'tried'
  return null
}

/** `pressed`: this phone has buzzed in this turn, and the server has not refused it. */
export function buzzerOf(model: Model, pressed: boolean): Buzzer {
  const { phase, paused, round } = model.state ?? {}
  const { step, seat, buzz } = stageOf(model)
  if (lockOf(model)) return 'out'
  if (phase === 'reading') return pressed ? 'pressed' : round?.early === 'allowed' && !paused ? 'armed' : 'wait'
  if (phase !== 'open') return 'closed'
  if (step === 'buzz' || step === 'close') {
    if (pressed) return 'pressed'
    if (step === 'close') return 'weighing'
    if (!mayAct(model) || paused) return 'closed'
    return buzz?.too_close ? 'again' : 'armed'
  }
  return seat ? 'other' : 'closed'
}

/** What is felt when it begins. */
export function cueOf(model: Model, buzzer: Buzzer | null): Cue {
  const { phase } = model.state ?? {}
  const { step, verdict, hall, turn } = stageOf(model)
  const seat = model.you?.seat
  void turn
  if (buzzer === 'out' || seatOf(model)?.barred) return 'out'
  if (verdict && verdict.seat === seat && seat && !(phase === 'open' && isMine(model) && step === 'answer')) {
    return verdict.is === 'right' ? 'right' : verdict.is === 'partial' ? '' : 'wrong'
  }
  if (phase === 'open') {
    if ((step === 'hall' || hall) && inHall(model)) return 'hall'
    if ((step === 'answer' || step === 'pick' || step === 'wager') && isMine(model)) return 'mine'
    if (buzzer === 'armed' || buzzer === 'again') return 'armed'
  }
  return ''
}

/** Who was beaten by how much; undefined if nobody else buzzed. */
export function marginOf(model: Model): { ms: number; ownSecond: boolean; second: TextMap | undefined } | undefined {
  const { buzz } = stageOf(model)
  if (buzz?.margin === undefined || !buzz.second) return undefined
  return { ms: buzz.margin, ownSecond: buzz.second === model.you?.seat, second: nameOf(model, buzz.second) }
}

/** In formats in which seats act one at a time, a result is theirs alone: the others' phones tell who it was. */
const ALL_ANSWER = ['everyone', 'survival']
export const allAnswer = (model: Model): boolean => ALL_ANSWER.includes(model.state?.round?.format ?? 'everyone')

/** The result as this phone tells it: without a place, which is told apart, and without "No answer" of who was not asked. */
export function resultModel(model: Model): Model {
  const { you } = model
  if (!you) return model
  const { verdict } = stageOf(model)
  if (verdict && verdict.seat === you.seat) {
    return { ...model, you: { ...you, rank: isTeams(model) ? 0 : you.rank, turn: turnOf(model) ?? undefined, answered: verdict.is !== 'none', correct: verdict.is === 'right', points: verdict.points } }
  }
  const told = resultOf(model)?.answered === true || (!inHall(model) && allAnswer(model) && seatOf(model)?.out !== true)
  const plain = isTeams(model) ? { ...you, rank: 0 } : you
  return { ...model, you: told ? plain : { ...plain, turn: undefined, streak: undefined } }
}

export interface Card { value: number; left: number | undefined; taken: boolean; free: boolean }

/** What may be picked. The server refuses what it must; a card that is used up is not even offered. */
export function cardsOf(model: Model): Card[] {
  const { values = [], stock } = model.state?.round ?? {}
  const taken = seatOf(model)?.taken ?? []
  return values.map((value) => {
    const left = stock?.find((row) => row.value === value)?.left
    const had = taken.includes(value)
    return { value, left, taken: had, free: left !== 0 }
  })
}

export interface Rung { n: number; value: number; state: 'climbed' | 'now' | 'ahead'; safe: boolean }

/** The ladder of whoever climbs, from the highest rung down. */
export function rungsOf(model: Model): Rung[] {
  const { values = [], safe = [] } = model.state?.round ?? {}
  const climber = seatNumbered(model, stageOf(model).seat)
  const climbed = climber?.rung ?? 0
  const climbing = climber !== undefined && climber.over !== true
  return values.map((value, i): Rung => {
    const n = i + 1
    return { n, value, state: n <= climbed ? 'climbed' : n === climbed + 1 && climbing ? 'now' : 'ahead', safe: safe.includes(n) }
  }).reverse()
}

/** Whoever competes, best first; equal ones in seat order. */
export const ranked = (model: Model): Seat[] =>
  [...(model.state?.seats ?? [])].sort((a, b) => (a.rank || Infinity) - (b.rank || Infinity) || a.seat - b.seat)

/** A stretch of time that several questions share begins with the seat whose it is; its ring is not wound up by each. */
export function sharedSpan(before: { of: string; span: number } | null, model: Model): { of: string; span: number } | null {
  const { round, phase } = model.state ?? {}
  if (round?.format !== 'rush') return null
  const of = `${round.n} ${stageOf(model).seat}`
  if (phase !== 'open' || model.span === null) return before?.of === of ? before : null
  // A page that comes in the middle of it knows from the rules how long it is.
  const whole = Math.max((round.run_seconds ?? 0) * 1000, model.span)
  return { of, span: before?.of === of ? Math.max(before.span, whole) : whole }
}
