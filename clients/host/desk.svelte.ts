// Commands of the host. A command that moves the contest is for the moment it was pressed in: it carries
// the seq of that state, so the server refuses it when the contest has moved on. Only one can be on its way;
// and the same lever does nothing more until a moment has passed, because a second press within that
// moment was meant for the picture that is gone. Such a press is told, not swallowed. Another lever is not
// held back: who pauses at once after a step means it. What is for a person or for the wall is good at any
// moment, carries no seq and never keeps anything waiting. A buzz and a mark never wait either, for several
// of them are meant at once; but they belong to what is shown and carry its seq. While another console acts
// nothing goes out but what changes nothing, and the wish to take over.

import type { Client } from '../shared/client.svelte'
import { Door } from './door.svelte'
import type { Command, ErrorMessage, ServerMessage } from '../shared/protocol'

export const HOLD_MS = 500
export const NOTE_MS = 2500

/** What a hand may pull twice by mistake: all that goes forward is one, a pause and its end are one. */
export type Lever = 'step' | 'sure' | 'pause' | 'extend' | 'undo' | 'verdict' | 'choice'

const LEVERS: Partial<Record<Command['action'], Lever>> = {
  start: 'step', next: 'step', lock: 'step', skip: 'sure', finish: 'sure', pause: 'pause', resume: 'pause', extend: 'extend', undo: 'undo',
  verdict: 'verdict', hall: 'sure', foul: 'choice', pick: 'choice', name: 'choice', pass: 'choice',
  adjust: 'sure', accept: 'sure', void: 'sure', reverse: 'sure', substitute: 'choice',
}

/** Good for what is shown and for nothing else, but as many as there are. */
const EACH = new Set<Command['action']>(['buzz', 'mark'])
/** What a console may do that does not act. */
const ALWAYS = new Set<Command['action']>(['take', 'preview', 'paper'])

export class Desk {
  #pending = $state.raw<{ seq: number; lever: Lever } | null>(null)
  #holding = $state.raw<Lever[]>([])
  #fresh = false
  #forget: ReturnType<typeof setTimeout> | undefined
  /** Why the last command was refused, until the next one. */
  refusal = $state.raw<ErrorMessage | null>(null)
  /** A press that did nothing: it was the second of two, or what it was for is gone. For a moment. */
  note = $state.raw<'twice' | 'lost' | null>(null)

  readonly door: Door

  constructor(private readonly client: Pick<Client, 'model' | 'send'>) {
    this.door = new Door(client, (command) => this.do(command))
  }

  /** Is a command on its way? */
  get busy(): boolean {
    return this.#pending !== null
  }

  /** Does another console act? */
  get idle(): boolean {
    return this.client.model.state?.acting === false
  }

  /** Would a press of this be the second of two? */
  waits(lever: Lever): boolean {
    return this.#pending?.lever === lever || this.#holding.includes(lever)
  }

  /** True if the command went out. While one is on its way another goes nowhere: ask `busy` before. */
  do(command: Command, lever = LEVERS[command.action]): boolean {
    const seq = this.client.model.state?.seq
    if (seq === undefined) return false
    if (this.idle && !ALWAYS.has(command.action)) {
      this.refusal = { type: 'error', code: 'not_acting', message: '', re: 'do' }
      return false
    }
    if (EACH.has(command.action)) return this.#send({ type: 'do', seq, ...command })
    if (!lever) return this.#send({ type: 'do', ...command })
    if (this.waits(lever)) {
      this.tell('twice')
      return false
    }
    if (this.busy || !this.#send({ type: 'do', seq, ...command })) return false
    this.#pending = { seq, lever }
    // The second Enter of a "Yes" would be a step, for the question is gone.
    const held: Lever[] = lever === 'sure' ? ['sure', 'step'] : [lever]
    this.#holding = [...this.#holding, ...held]
    setTimeout(() => (this.#holding = this.#holding.slice(held.length)), HOLD_MS)
    return true
  }

  tell(note: 'twice' | 'lost'): void {
    clearTimeout(this.#forget)
    this.note = note
    this.#forget = setTimeout(() => (this.note = null), NOTE_MS)
  }

  heard(message: ServerMessage): void {
    if (message.type === 'welcome') {
      this.#fresh = true
      this.door.welcomed()
    }
    if (message.type === 'error' && message.re === 'do') {
      this.#pending = null
      this.refusal = message
    }
    if (message.type !== 'state') return
    // The first state of a new connection shows what became of the command, whatever its seq.
    if (this.#fresh || (this.#pending !== null && message.seq > this.#pending.seq)) this.#pending = null
    this.#fresh = false
  }

  #send(message: Parameters<Client['send']>[0]): boolean {
    if (!this.client.send(message)) return false
    this.refusal = null
    this.note = null
    return true
  }
}
