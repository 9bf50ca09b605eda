// A substitution that is being made: which team, who goes out, who comes in; and why it is not possible, if it is not.

import type { Client } from '../shared/client.svelte'
import type { Lined, Seat } from '../shared/protocol'
import type { Desk } from './desk.svelte'

/** What stands in the way, in the order in which it is told. */
export type Hindrance = 'asked' | 'rounds' | 'nobody' | 'none'
interface Picked { seat: number; out: number; in: number }
const NOTHING: Picked = { seat: 0, out: 0, in: 0 }

export class Swap {
  /** What was chosen; 0, or who is no longer there: the first. */
  picked = $state.raw<Picked>(NOTHING)

  constructor(
    private readonly client: Pick<Client, 'model'>,
    private readonly desk: Desk,
  ) {}

  /** Does this contest have reserves at all? */
  get known(): boolean {
    return this.client.model.state?.substitutions !== undefined
  }

  get from(): Seat | undefined {
    const seats = this.client.model.state?.seats ?? []
    return seats.find(({ seat }) => seat === this.picked.seat) ?? seats[0]
  }

  get out(): number {
    return among(this.from?.fielded, this.picked.out)
  }

  get in(): number {
    return among(this.from?.bench, this.picked.in)
  }

  choose(seat: number): void {
    this.picked = { ...NOTHING, seat }
  }

  /** Who was removed may be replaced between any two turns, for nothing. */
  get why(): Hindrance | null {
    const { substitutions, phase } = this.client.model.state ?? {}
    const gone = this.from?.fielded?.find(({ n }) => n === this.out)?.removed === true
    if (!substitutions || !['lobby', 'intro', 'reveal', 'standings'].includes(phase ?? '')) return 'asked'
    if (!substitutions.now && !gone) return substitutions.when === 'rounds' ? 'rounds' : 'asked'
    if (!this.out || !this.in) return 'nobody'
    return gone || (this.from?.substitutions_left ?? 0) > 0 ? null : 'none'
  }

  make(): boolean {
    const seat = this.from?.seat
    if (this.why !== null || seat === undefined) return false
    return this.desk.do({ action: 'substitute', seat, out: this.out, in: this.in })
  }
}

const among = (list: Lined[] | undefined, wanted: number): number => (list?.find(({ n }) => n === wanted) ?? list?.[0])?.n ?? 0
