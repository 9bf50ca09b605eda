// What happens on the stage at this moment, in formats in which not everybody just answers: one scene out
// of a state, and what has just been said of whom.

import type { Seat, State } from '../../shared/protocol'

export type Scene =
  | 'next' | 'listen' | 'signal' | 'pick' | 'armed' | 'again' | 'close' | 'buzzed' | 'answering' | 'named' | 'performing'
  | 'wager' | 'wagers' | 'hall' | 'passed' | 'void' | 'verdict' | 'closed' | 'survival' | 'last'

export interface Moment {
  scene: Scene
  /** Whom it is about. */
  seat?: Seat
}

/** Does a stage play, and not everybody alike? Wagers are made by everybody, too, and have their own picture. */
export const onStage = (state: State): boolean =>
  state.stage !== undefined && state.round !== undefined && (state.round.format !== 'everyone' || state.stage.step === 'wager')

export const seatOf = (state: State, seat: number | undefined): Seat | undefined =>
  seat ? state.seats?.find((one) => one.seat === seat) : undefined

/** Who is still in, and who is not. */
export function survivorsOf(seats: Seat[]): { inside: Seat[]; outside: Seat[] } {
  return { inside: seats.filter((seat) => !seat.out), outside: seats.filter((seat) => seat.out) }
}

function stepOf(state: State): Scene | null {
  const { stage, round } = state
  switch (stage?.step) {
    case 'wager': return stage.seat ? 'wager' : 'wagers'
    case 'pick': return 'pick'
    case 'buzz': return stage.buzz?.too_close ? 'again' : 'armed'
    case 'close': return 'close'
    case 'marks': return 'performing'
    case 'hall': return 'hall'
    case 'answer': return round?.format === 'buzzer' ? 'buzzed' : stage.owner && stage.owner !== stage.seat ? 'named' : 'answering'
    default: return null
  }
}

function survival(state: State): Scene {
  const { inside, outside } = survivorsOf(state.seats ?? [])
  const over = state.phase === 'reveal' || state.phase === 'standings'
  return over && inside.length === 1 && outside.length > 0 ? 'last' : 'survival'
}

function sceneOf(state: State): Scene {
  const { stage, round, phase } = state
  if (round?.format === 'survival') return survival(state)
  const step = stepOf(state)
  if (step) return step
  if (phase === 'reading') return round?.format !== 'buzzer' ? 'next' : round.start === 'host' ? 'signal' : 'listen'
  if (stage?.hall) return 'hall'
  if (stage?.passed) return 'passed'
  if (stage?.marks) return 'performing'
  if (stage?.verdict) return 'verdict'
  if (phase === 'reveal' || (stage?.foul?.kind === 'early' && round?.early === 'void')) return 'void'
  return stage?.seat ? 'answering' : 'closed'
}

export function momentOf(state: State): Moment {
  const scene = sceneOf(state)
  if (scene === 'last') return { scene, seat: survivorsOf(state.seats ?? []).inside[0] }
  if (scene === 'verdict') return { scene, seat: seatOf(state, state.stage?.verdict?.seat) }
  if (scene === 'passed') return { scene, seat: seatOf(state, state.stage?.owner ?? state.stage?.seat) }
  const nobody: Scene[] = ['listen', 'signal', 'wagers', 'armed', 'again', 'close', 'hall', 'void', 'closed', 'survival']
  return nobody.includes(scene) ? { scene } : { scene, seat: seatOf(state, state.stage?.seat ?? state.stage?.owner) }
}

/** Who of a rush's turns this is: its place in the run of one seat, and how many that has. */
export function runOf(state: State): { n: number; of: number } | null {
  const { round, question } = state
  const seats = round?.seats_order?.length ?? 0
  if (!round?.turns || round.first === undefined || !question || seats === 0) return null
  const each = Math.floor(round.turns / seats)
  const at = question.n - round.first
  return each > 0 && at >= 0 ? { n: (at % each) + 1, of: each } : null
}

/** Seconds with so many decimals that a margin can be told: 34 ms are 0.034 s. */
export const seconds = (ms: number, tag: string): string =>
  new Intl.NumberFormat(tag, { minimumFractionDigits: 3, maximumFractionDigits: 3 }).format(ms / 1000)
