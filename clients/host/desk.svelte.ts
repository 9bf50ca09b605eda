// Commands of the host, one at a time. A command carries the seq of the state it was pressed for, so the
// server refuses it when the contest has moved on; and nothing more can be pressed until a newer state
// (or the refusal) is in and a moment has passed, because a second press within that moment was meant
// for the picture that is gone.

import type { Client } from '../shared/client.svelte'
import type { Command, ServerMessage } from '../shared/protocol'

export const HOLD_MS = 500

export class Desk {
  #pending = $state.raw<number | null>(null) // seq the command was pressed for
  #holding = $state.raw(false)
  #fresh = false

  constructor(private readonly client: Pick<Client, 'model' | 'send'>) {}

  get locked(): boolean {
    return this.#pending !== null || this.#holding
  }

  /** True if the command went out. */
  do(command: Command): boolean {
    const seq = this.client.model.state?.seq
    if (this.locked || seq === undefined) return false
    if (!this.client.send({ type: 'do', seq, ...command })) return false
    this.#pending = seq
    this.#holding = true
    setTimeout(() => (this.#holding = false), HOLD_MS)
    return true
  }

  heard(message: ServerMessage): void {
    if (message.type === 'welcome') this.#fresh = true
    if (message.type === 'error' && message.re === 'do') this.#pending = null
    if (message.type !== 'state') return
    // The first state of a new connection shows what became of the command, whatever its seq.
    if (this.#fresh || (this.#pending !== null && message.seq > this.#pending)) this.#pending = null
    this.#fresh = false
  }
}
