// Which draw the wall shows. One that is announced is shown until it is drawn; its winners stay for a while, at the end of a
// live contest for good. Whoever stands at the wall can send it away and bring it back (W).

import { lotteriesOf } from '../../shared/lottery'
import type { Lottery, State } from '../../shared/protocol'
import { begun, changed, LINGER_MS } from './board'

export class Draws {
  /** The draw that is shown, from 0; null: none. */
  shown = $state.raw<number | null>(null)
  /** It was drawn before the eyes of this wall. */
  fresh = $state.raw(false)
  #before: Lottery[] | null = null
  #stays = false
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Each state, in order. */
  heard(state: State): void {
    const after = lotteriesOf(state)
    const before = this.#before
    this.#before = after
    this.#stays = state.window === undefined
    if (state.phase !== 'finished') return
    const at = before === null ? begun(after) : changed(before, after)
    const lottery = after[at]
    if (!lottery || (before === null && lottery.drawn && !this.#stays)) return // what was drawn long ago comes in its turn
    clearTimeout(this.#timer)
    this.fresh = before !== null && lottery.drawn !== undefined
    this.shown = at
  }

  /** All winners have been said. */
  ended = (): void => {
    clearTimeout(this.#timer)
    if (!this.#stays) this.#timer = setTimeout(() => (this.shown = null), LINGER_MS)
  }

  toggle(state: State | null): void {
    clearTimeout(this.#timer)
    const last = begun(lotteriesOf(state))
    this.shown = this.shown === null && last >= 0 ? last : null
    this.fresh = false
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}
