// Commands of the host. A command that moves the contest is for the moment it was pressed in: it carries
// the seq of that state, so the server refuses it when the contest has moved on; and no other such
// command can be given until a newer state (or the refusal) is in and a moment has passed, because a
// second press within that moment was meant for the picture that is gone. What is for a person or for the
// wall is good at any moment, carries no seq and never keeps the big button waiting.

import type { Client } from '../shared/client.svelte'
import type { Command, ErrorMessage, ServerMessage } from '../shared/protocol'

export const HOLD_MS = 500

const ANYTIME = new Set<Command['action']>(['kick', 'ban', 'rename', 'admit', 'blank', 'message'])

export class Desk {
  #pending = $state.raw<number | null>(null) // seq the command was pressed for
  #holding = $state.raw(false)
  #fresh = false
  /** Why the last command was refused, until the next one. */
  refusal = $state.raw<ErrorMessage | null>(null)

  constructor(private readonly client: Pick<Client, 'model' | 'send'>) {}

  get locked(): boolean {
    return this.#pending !== null || this.#holding
  }

  /** True if the command went out. */
  do(command: Command): boolean {
    const seq = this.client.model.state?.seq
    if (seq === undefined) return false
    if (ANYTIME.has(command.action)) return this.#send({ type: 'do', ...command })
    if (this.locked || !this.#send({ type: 'do', seq, ...command })) return false
    this.#pending = seq
    this.#holding = true
    setTimeout(() => (this.#holding = false), HOLD_MS)
    return true
  }

  heard(message: ServerMessage): void {
    if (message.type === 'welcome') this.#fresh = true
    if (message.type === 'error' && message.re === 'do') {
      this.#pending = null
      this.refusal = message
    }
    if (message.type !== 'state') return
    // The first state of a new connection shows what became of the command, whatever its seq.
    if (this.#fresh || (this.#pending !== null && message.seq > this.#pending)) this.#pending = null
    this.#fresh = false
  }

  #send(message: Parameters<Client['send']>[0]): boolean {
    if (!this.client.send(message)) return false
    this.refusal = null
    return true
  }
}
