// The one open answer. Not a queue: the newest answer for the question that is open now, kept until the
// server says it is on disk. Sending it again is safe, because an answer counts once per turn, so it is
// sent again after every reconnect. "Sent" is shown for an ack and for nothing else.

import type { Answer, AnswerMessage, ErrorMessage, State, You } from './protocol'

export type SlotStatus =
  | 'pressed'   // the tile is down, the server has not spoken yet
  | 'sending'   // and that already takes long enough to say so
  | 'sent'      // acknowledged
  | 'offline'   // no link: it goes out when there is one
  | 'held'      // the server could not take it (paused, disk): it goes out when the contest goes on
  | 'late'      // the turn was closed before it arrived
  | 'refused'   // the server will not take this answer

export interface Slot {
  turn: number
  answer: Answer
  status: SlotStatus
  /** The fair time the server gave, once it is acknowledged. */
  elapsed?: number
  /** By how many ms it came too late, where the server says so. */
  late?: number
}

const SLOW_MS = 700
const PAST_OPEN = ['locked', 'reveal', 'standings', 'finished']

export class AnswerSlot {
  #slot: Slot | null = null
  #elapsed: number | undefined
  #flying = 0 // answers on this connection that wait for their ack
  #slow: ReturnType<typeof setTimeout> | undefined
  #state: State | null = null
  #shown: { turn: number; at: number } | null = null

  constructor(
    private readonly send: (message: AnswerMessage) => boolean,
    private readonly changed: (slot: Slot | null) => void,
    private readonly local: () => number,
  ) {}

  press(turn: number, answer: Answer): void {
    this.#elapsed =
      this.#shown?.turn === turn ? Math.max(0, Math.round(this.local() - this.#shown.at)) : undefined
    if (this.#slot?.turn !== turn) this.#flying = 0
    this.#set({ turn, answer, status: 'pressed' })
    this.#transmit()
  }

  linkDown(): void {
    this.#flying = 0
    this.#mark('offline', ['pressed', 'sending', 'offline', 'held'])
  }

  /** `snapshot`: the first state of a connection, which shows a question the player may have seen. */
  onState(state: State, snapshot: boolean): void {
    this.#trackShown(state, snapshot)
    const before = this.#state
    this.#state = state
    const slot = this.#slot
    if (!slot) return
    if (state.question?.turn !== slot.turn) {
      this.#set(null)
      this.#flying = 0
    } else if (state.phase === 'open' && !state.paused && this.#flying === 0) {
      // Closed by mistake and opened again: what came too late then comes in time now.
      const reopened = slot.status === 'late' && before !== null && PAST_OPEN.includes(before.phase)
      if (reopened || this.#waiting()) this.#transmit()
    }
  }

  /** The server's own word on what was answered; it beats whatever this page believes. */
  onYou(you: You): void {
    const turn = this.#state?.question?.turn
    if (turn === undefined || you.turn !== turn) return
    const past = PAST_OPEN.includes(this.#state?.phase ?? 'lobby')
    if (you.answered && you.answer !== undefined) {
      const replacing = this.#waiting() && this.#state?.question?.change && !past
      if (!replacing) this.#set({ turn, answer: you.answer, status: 'sent', elapsed: you.elapsed })
    } else if (past && this.#flying === 0) {
      this.#mark('late', ['pressed', 'sending', 'offline', 'held'])
    }
  }

  onAck(turn: number, elapsed: number): void {
    if (this.#slot?.turn !== turn) return
    this.#flying = Math.max(0, this.#flying - 1)
    // With `change` an older answer may be acknowledged while the newer one is still on its way.
    if (this.#flying === 0) this.#set({ ...this.#slot, status: 'sent', elapsed })
  }

  onError(error: ErrorMessage): void {
    if (error.re !== 'answer' || !this.#slot || (error.turn ?? this.#slot.turn) !== this.#slot.turn) return
    this.#flying = Math.max(0, this.#flying - 1)
    if (!this.#waiting()) return
    const code = error.code
    if (code === 'late' || code === 'stale') this.#set({ ...this.#slot, status: 'late', late: error.late_ms })
    else if (code === 'not_now' || code === 'store_failed') this.#set({ ...this.#slot, status: 'held' })
    else this.#set({ ...this.#slot, status: 'refused' })
  }

  #trackShown(state: State, snapshot: boolean): void {
    const turn = state.question?.turn
    if (state.phase !== 'open' || state.paused || turn === undefined) this.#shown = null
    else if (this.#state?.phase === 'open' && this.#state.question?.turn === turn) return
    // A page that came back cannot know how long its player has seen the question: it says nothing.
    else this.#shown = snapshot ? null : { turn, at: this.local() }
  }

  #waiting(): boolean {
    const status = this.#slot?.status
    return status === 'pressed' || status === 'sending' || status === 'offline' || status === 'held'
  }

  #transmit(): void {
    const slot = this.#slot
    if (!slot) return
    const message: AnswerMessage = { type: 'answer', turn: slot.turn, answer: slot.answer }
    if (this.#elapsed !== undefined) message.elapsed = this.#elapsed
    if (!this.send(message)) {
      this.#set({ ...slot, status: 'offline' })
      return
    }
    this.#flying += 1
    if (slot.status !== 'pressed') this.#set({ ...slot, status: 'sending' })
    else this.#slow = setTimeout(() => this.#mark('sending', ['pressed']), SLOW_MS)
  }

  #mark(status: SlotStatus, from: SlotStatus[]): void {
    if (this.#slot && this.#slot.status !== status && from.includes(this.#slot.status)) {
      this.#set({ ...this.#slot, status })
    }
  }

  #set(slot: Slot | null): void {
    clearTimeout(this.#slow)
    this.#slot = slot
    this.changed(slot)
  }
}
