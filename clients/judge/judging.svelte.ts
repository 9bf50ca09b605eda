// One judge's mark of one performance: typed, sent, taken, changed.

import { decimalSeparator } from '../shared/decimal'
import type { ServerMessage } from '../shared/protocol'
import type { Client } from '../shared/client.svelte'
import { type Limits, markOf, stepped, typedOf } from './marks'
import { keep, kept } from './memory'

export type Status = 'idle' | 'sending' | 'sent' | 'offline' | 'refused'
export const STEPS = [0.5, 0.1, 1] as const

export class Judging {
  readonly separator = decimalSeparator(navigator.language)
  typed = $state.raw('')
  status = $state.raw<Status>('idle')
  /** What the server has; null: nothing of this turn. */
  taken = $state.raw<number | null>(null)
  by = $state.raw<number>(STEPS[0])
  #turn = 0
  #flying: number | null = null

  constructor(readonly code: string, private readonly send: Client['send']) {}

  /** Another performance begins: nothing of the last one is left. */
  begin(turn: number): void {
    if (turn === this.#turn) return
    this.#turn = turn
    const before = kept(this.code)
    this.taken = before.turn === turn ? (before.value ?? null) : null
    this.typed = this.taken === null ? '' : typedOf(this.taken, this.separator)
    this.status = this.taken === null ? 'idle' : 'sent'
    this.#flying = null
  }

  mark(limits: Limits): number | null {
    return markOf(this.typed, this.separator, limits)
  }

  type(typed: string): void {
    this.typed = typed
    if (this.status !== 'sending') this.status = this.taken === null ? 'idle' : 'sent'
  }

  step(up: boolean, limits: Limits): void {
    this.type(typedOf(stepped(this.mark(limits), up ? this.by : -this.by, limits), this.separator))
  }

  submit(limits: Limits): void {
    const value = this.mark(limits)
    if (value === null || this.status === 'sending' || (value === this.taken && this.status === 'sent')) return
    this.#flying = value
    this.status = this.send({ type: 'mark', turn: this.#turn, value }) ? 'sending' : 'offline'
  }

  /** Whether it was taken is the server's word; a link that went took that word with it. */
  heard(message: ServerMessage): void {
    if (message.type === 'welcome' && message.judge !== undefined) keep(this.code, { judge: message.judge })
    if (this.status !== 'sending') return
    if (message.type === 'ack' && message.turn === this.#turn && this.#flying !== null) {
      this.taken = this.#flying
      keep(this.code, { turn: this.#turn, value: this.taken })
      this.status = 'sent'
    } else if (message.type === 'error' && message.re === 'mark') this.status = 'refused'
  }

  lost(): void {
    if (this.status === 'sending') this.status = 'offline'
  }
}
