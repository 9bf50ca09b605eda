// One pure reducer for all pages: what is known, and what a message changes about it. The server sends
// whole states, so nearly everything is kept as it came; the page holds no truth of its own.

import type {
  Accepted, Answer, ByeReason, Counts, ErrorMessage, Phase, Roster, Seat, ServerMessage, State, Tally, Welcome, You,
} from './protocol'
import type { Slot } from './slot'

export interface Model {
  /** Is there a link that has been welcomed? */
  up: boolean
  /** Round trip of the newest ping in ms. */
  rtt: number | null
  welcome: Welcome | null
  state: State | null
  you: You | null
  tally: Tally | null
  roster: Roster | null
  slot: Slot | null
  error: ErrorMessage | null
  /** Why the last hello was refused; the connection is given up then. */
  refused: ErrorMessage | null
  /** Why the server sent us away for good. */
  end: Exclude<ByeReason, 'shutdown'> | null
  /** The host has not let us in yet. */
  waiting?: boolean
  /** And the host did not only remove us: we cannot come back. */
  banned: boolean
  /** How long the running question lasts in all, so that a ring can be drawn while it is paused. */
  span: number | null
}

/** What happens on this side: the connection and the answer slot report here too. */
export type LocalMessage =
  | { type: 'local_link'; up: boolean }
  | { type: 'local_rtt'; ms: number }
  | { type: 'local_slot'; slot: Slot | null }
  | { type: 'local_end'; reason: ByeReason }
  | { type: 'local_again' }

export const EMPTY: Model = {
  up: false, rtt: null, welcome: null, state: null, you: null, tally: null, roster: null,
  slot: null, error: null, refused: null, end: null, banned: false, span: null,
}

export function reduce(model: Model, message: ServerMessage | LocalMessage): Model {
  switch (message.type) {
    case 'welcome': return { ...model, welcome: message, error: null, refused: null, end: null }
    case 'state': return onState(model, message)
    case 'you': return { ...model, you: message }
    case 'tally':
      // A tally that was overtaken by its question's end says nothing about the next one.
      return message.turn === (model.state?.question?.turn ?? message.turn) ? { ...model, tally: message } : model
    case 'roster': return { ...model, roster: message }
    case 'error': return { ...model, error: message, refused: model.up ? model.refused : message }
    case 'bye':
      return message.reason === 'shutdown' ? model : { ...model, end: message.reason, banned: message.banned === true }
    case 'waiting': return { ...model, waiting: true }
    case 'local_link': return { ...model, up: message.up, rtt: message.up ? model.rtt : null }
    case 'local_rtt': return { ...model, rtt: message.ms }
    case 'local_slot': return { ...model, slot: message.slot }
    case 'local_end':
      return message.reason === 'shutdown' ? model : { ...model, end: message.reason }
    case 'local_again': return { ...model, end: null, banned: false, error: null, refused: null }
    default: return model // ack and pong, to which the slot listens; a message that a newer server may send
  }
}

function onState(model: Model, state: State): Model {
  const same = state.question?.turn === model.state?.question?.turn
  const moved = !same || state.phase !== model.state?.phase
  return {
    ...model,
    state,
    tally: same ? model.tally : null,
    // An error belongs to the moment it was made in.
    error: moved ? null : model.error,
    span: spanOf(model, state),
  }
}

/** What is left of the open question at the moment the state was written. */
export function leftOf(state: State): number | null {
  if (state.paused) return state.left_ms ?? null
  return state.closes_at === undefined ? null : state.closes_at - state.now
}

// The span follows extensions (more is left than expected) and survives a pause, in which the server
// does not repeat when the question opened.
function spanOf(model: Model, state: State): number | null {
  if (state.phase !== 'open') return null
  const left = leftOf(state)
  if (left === null) return null
  const before = model.state
  const fresh = before?.phase !== 'open' || before.question?.turn !== state.question?.turn
  // What is waited for now has a time of its own: to pick, to buzz, to answer.
  if (!fresh && before?.stage?.step !== state.stage?.step) return Math.max(left, 1)
  const leftBefore = fresh || !before ? null : leftOf(before)
  if (before && leftBefore !== null && model.span !== null) {
    const expected = before.paused ? leftBefore : leftBefore - (state.now - before.now)
    return Math.max(left, model.span + left - expected)
  }
  if (state.opens_at !== undefined && state.closes_at !== undefined) return state.closes_at - state.opens_at
  return Math.max(left, 1)
}

/** The phase a page shows; before the first state a page says so itself. */
/** The server sent this page away. Who saw the contest to its end keeps the last picture. */
export const sentAway = ({ end, state }: Model): boolean => end !== null && (end !== 'finished' || state?.phase !== 'finished')

export function phaseOf(model: Model): Phase | null {
  return model.state?.phase ?? null
}

export function turnOf(model: Model): number | null {
  return model.state?.question?.turn ?? null
}

/** The player's own result of the question that is shown, once it is revealed. */
export function resultOf(model: Model): You | null {
  const { you, state } = model
  if (!you || you.turn === undefined || you.turn !== state?.question?.turn) return null
  return you.correct === undefined && you.points === undefined ? null : you
}

/** Who this phone acts for where seats play; undefined in the hall, and where nobody has a seat. */
export function seatOf(model: Model): Seat | undefined {
  return model.state?.seats?.find(({ seat }) => seat === model.you?.seat)
}

/** How many have answered, from whichever message knows last. */
export function answeredOf(model: Model): number {
  return model.state?.tally?.answered ?? model.tally?.answered ?? 0
}

/** Who is in: a tally is newer than a state while a question is open. */
export function playersOf(model: Model): number {
  return model.state?.players ?? model.tally?.players ?? 0
}

/** The distribution: public at the reveal, the host's private one before. */
export function countsOf(model: Model): Counts | null {
  return model.state?.tally?.counts ?? model.tally?.counts ?? null
}

/** Is this option part of what counts as right? */
export function isRightIn(accepted: Accepted | undefined, id: string): boolean {
  return (accepted ?? []).some((entry) => !Array.isArray(entry) && String(entry) === id)
}

/** Did this answer choose the option? */
export function isChosen(answer: Answer | null | undefined, id: string): boolean {
  if (answer === null || answer === undefined) return false
  return Array.isArray(answer) ? answer.some((entry) => entry === id) : String(answer) === id
}

/** The answer of the question that is shown, if there is one. */
export function slotOf(model: Model): Slot | null {
  return model.slot && model.slot.turn === turnOf(model) ? model.slot : null
}
