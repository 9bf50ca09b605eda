// One judge's mark of one performance: typed, sent, taken, changed.

import { decimalSeparator } from '../shared/decimal'
import type { ServerMessage } from '../shared/protocol'
import type { Client } from '../shared/client.svelte'
import { type Limits, markOf, stepped, typedOf } from './marks'
import { keepNumber } from './memory'

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

  /**
   * What the server says of this turn: `own` is the mark it has of this judge. Of another performance nothing of
   * the last one is left.
   */
  told(turn: number, own: number | undefined): void {
    const begins = turn !== this.#turn
    this.#turn = turn
    if (begins) {
      this.taken = null
      this.typed = ''
      this.status = 'idle'
    }
    if (own === undefined || own === this.taken || this.status === 'sending') return
    this.taken = own
    if (this.typed === '') this.typed = typedOf(own, this.separator)
    this.status = 'sent'
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
    if (message.type === 'welcome' && message.judge !== undefined) keepNumber(this.code, message.judge)
    if (this.status !== 'sending') return
    if (message.type === 'ack' && message.turn === this.#turn) {
      this.taken = this.#flying
      this.status = 'sent'
    } else if (message.type === 'error' && message.re === 'mark') this.status = 'refused'
  }

  lost(): void {
    if (this.status === 'sending') this.status = 'offline'
  }
}
