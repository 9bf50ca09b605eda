// What the big button will do, and what comes after it, in words. The server says what is next; which
// question that is stands in the script.

import type { Key, Params } from '../shared/i18n'
import type { Next, ScriptTurn, State, TextMap } from '../shared/protocol'

export interface Step { key: Key; params?: Params; prompt?: TextMap }

/** The formats by the server's words for them. */
export const FORMATS = ['everyone', 'turn', 'buzzer', 'risk', 'rush', 'ladder', 'survival', 'judged'] as const

/** A format by name; one that this page does not know is a round like others. */
export const formatKey = (format: string): Key => `format.${FORMATS.find((known) => known === format) ?? 'everyone'}`

/** The turn the contest is in, or in front of while its round is introduced; 0 before the first. */
export function turnAt(state: State, script: ScriptTurn[]): number {
  const turn = state.question?.turn ?? state.stage?.turn
  if (turn !== undefined && state.phase !== 'intro') return turn
  if (state.phase === 'intro') return script.find((entry) => entry.round === state.round?.n)?.turn ?? 0
  return 0
}

/** How far a line of the script is: null where nobody can say, as after an end before the last question. */
export function markOf(state: State, script: ScriptTurn[], turn: number): 'done' | 'now' | 'ahead' | null {
  if (state.phase === 'finished') return null
  const at = turnAt(state, script)
  if (turn === at) return 'now'
  return turn < at ? 'done' : 'ahead'
}

/** The question that will be asked next, if there is one. */
function upcoming(state: State, script: ScriptTurn[]): ScriptTurn | undefined {
  const turn = state.phase === 'intro' ? turnAt(state, script) : turnAt(state, script) + 1
  return script.find((entry) => entry.turn === turn)
}

function ask(state: State, entry: ScriptTurn | undefined): Step {
  if (!entry) return { key: 'next.question' }
  const params = { n: entry.turn, round: entry.round }
  if (!entry.prompt) return { key: 'next.question_pick', params }
  const other = state.phase !== 'lobby' && state.round !== undefined && entry.round !== state.round.n
  return { key: other ? 'next.round_question' : 'next.question_n', params, prompt: entry.prompt }
}

/** Is something chosen or staked first, and the question not asked yet? */
export const isBefore = (state: State): boolean => state.stage?.step === 'pick' || state.stage?.step === 'wager'

export const phaseKey = (state: State): Key => (isBefore(state) ? 'phase.before' : `phase.${state.phase}`)

/** What a press of the big button does; null when nothing can be done by it. */
export function primary(state: State, script: ScriptTurn[]): Step | null {
  if (!state.next) return null
  if (state.next === 'question') return ask(state, upcoming(state, script))
  return { key: onStage(state) ?? `next.${state.next}` }
}

/** The same press under another name: on the stage it ends what is waited for. */
function onStage(state: State): Key | null {
  const step = state.stage?.step
  if (state.next === 'open' && state.round?.format === 'buzzer') return 'next.arm'
  if (state.next !== 'lock' || !step || step === 'hall' || step === 'close') return null
  return `next.lock_${step}`
}

/**
 * What follows the press, as far as it is certain. Whether standings come between two questions is the
 * server's to know, and it says so at the reveal.
 */
export function afterwards(state: State, script: ScriptTurn[]): Step[] {
  const entry = upcoming(state, script)
  const plain = (...nexts: Next[]): Step[] => nexts.map((next) => ({ key: `next.${next}` }))
  const onward = entry ? [ask(state, entry)] : null
  switch (state.next) {
    case 'start': return onward ?? []
    case 'open': return plain('lock', 'reveal')
    case 'lock':
      if (state.stage?.step === 'wager') return plain('lock', 'reveal')
      if (state.stage?.step === 'pick') return onward ?? plain('standings') // nothing to reveal
      return [...plain('reveal'), ...(onward ?? plain('standings'))]
    case 'reveal': return onward ?? plain('standings', 'finish')
    case 'standings': return onward ?? plain('finish')
    case 'question': return plain('lock', 'reveal')
    default: return []
  }
}
