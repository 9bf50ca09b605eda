// A participant's paper as this page holds it: the server's newest word on it, and the answers that the server has
// not acknowledged yet. Those are kept while there is no link and go out when there is one, each under its place; they
// belong to the paper they were made for and to no other. "Saved" is an ack and nothing else.

import type { Answer, Attempt, AttemptQuestion, Checked, ClientMessage, ErrorMessage, ServerMessage } from '../../shared/protocol'
import type { Slot, SlotStatus } from '../../shared/slot'
import { sameAnswer } from '../kinds'

const SLOW_MS = 700
const WAITING: readonly SlotStatus[] = ['pressed', 'sending', 'offline', 'held']

export const isWaiting = (slot: Slot | null | undefined): boolean => !!slot && WAITING.includes(slot.status)

export class Desk {
  attempt = $state.raw<Attempt | null>(null)
  /** What this page has answered in the paper that is open, by place. */
  slots = $state.raw<ReadonlyMap<number, Slot>>(new Map())
  /** What was said to be right, by place. */
  checked = $state.raw<ReadonlyMap<number, Checked>>(new Map())
  /** What was asked for, until the server has done it. */
  asked = $state.raw<'open' | 'next' | 'hand_in' | null>(null)
  /** Why it did not. */
  refused = $state.raw<string | null>(null)
  /** Answers that had not been saved when the paper was handed in. */
  lost = $state.raw(0)
  #flying = new Map<number, number>() // by place: answers on this connection that wait for their ack
  #known = false // this connection has said which paper is open
  #paused = false
  #handing = false // hand_in has been said on this connection

  constructor(private readonly send: (message: ClientMessage) => boolean) {}

  hear(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome': this.linkDown(); break
      case 'attempt': this.#onAttempt(message); break
      case 'checked': this.checked = new Map(this.checked).set(message.turn, message); break
      case 'ack': this.#onAck(message.turn); break
      case 'error': this.#onError(message); break
      case 'state':
        this.#paused = message.paused
        this.#flush()
        break
    }
  }

  linkDown(): void {
    this.#known = this.#handing = false
    this.#flying.clear()
    if (this.asked !== 'hand_in') this.asked = null // what has been done is in the next attempt
    const cut = [...this.slots.values()].filter(({ status }) => status === 'pressed' || status === 'sending')
    for (const slot of cut) this.#set({ ...slot, status: 'offline' })
  }

  /** The answer to a place as far as it is known here. */
  slotOf(turn: number): Slot | null {
    const own = this.slots.get(turn)
    if (own) return own
    const answer = this.questionOf(turn)?.answer
    return answer === undefined ? null : { turn, answer, status: 'sent' }
  }

  questionOf(turn: number): AttemptQuestion | undefined {
    return this.attempt?.questions?.find((question) => question.turn === turn)
  }

  get open(): boolean { return this.attempt?.state === 'open' }

  /** Places whose answer the server has. */
  get saved(): ReadonlySet<number> {
    const here = [...this.slots.values()]
    return new Set([...this.attempt?.answered ?? [], ...here.filter(({ status }) => status === 'sent').map(({ turn }) => turn)])
  }

  /** Places whose answer is still on its way. */
  get waiting(): number[] {
    return [...this.slots.values()].filter(isWaiting).map(({ turn }) => turn)
  }

  press(turn: number, answer: Answer): void {
    if (!this.open) return
    this.#set({ turn, answer, status: 'pressed' })
    this.#transmit(turn)
  }

  /** A new paper. */
  begin(): void {
    this.#ask('open', { type: 'open' })
  }

  /** One by one: this question is shown, and its clock starts. */
  show(turn: number): void {
    this.#ask('next', { type: 'open', turn })
  }

  /** Once everything is saved. Until then, also through a lost link, it can be taken back. */
  handIn(): void {
    this.refused = null
    this.asked = 'hand_in'
    this.#flush()
  }

  stay(): void {
    if (!this.#handing) this.asked = null
  }

  #ask(what: 'open' | 'next', message: ClientMessage): void {
    this.refused = null
    this.asked = this.send(message) ? what : null
  }

  #onAttempt(next: Attempt): void {
    const before = this.attempt
    if (next.state !== 'open' || next.attempt !== before?.attempt) {
      this.lost = before?.attempt === next.attempt ? this.waiting.length : 0
      this.slots = this.checked = new Map()
      this.#flying.clear()
      this.#handing = false
      this.asked = null
    } else if (this.asked !== 'hand_in') this.asked = null
    this.attempt = next
    this.#known = true
    // The server's word is the newer one, but for what it has not heard yet.
    this.slots = new Map([...this.slots].filter(([turn, slot]) => {
      const answer = this.questionOf(turn)?.answer
      return answer === undefined || (isWaiting(slot) && (this.#flying.get(turn) || !sameAnswer(answer, slot.answer)))
    }))
    this.#flush()
  }

  #onAck(turn: number): void {
    const slot = this.slots.get(turn)
    const left = (this.#flying.get(turn) ?? 0) - 1
    this.#flying.set(turn, Math.max(0, left))
    // An older answer may be acknowledged while the newer one is still on its way.
    if (slot && left === 0) this.#set({ ...slot, status: 'sent' })
    this.#flush()
  }

  #onError(error: ErrorMessage): void {
    if (error.re === 'open' || error.re === 'hand_in') {
      this.asked = null
      this.#handing = false
      this.refused = error.code
    }
    const slot = this.slots.get(error.turn ?? 0)
    if (error.re !== 'answer' || !slot) return
    this.#flying.set(slot.turn, Math.max(0, (this.#flying.get(slot.turn) ?? 0) - 1))
    if (!isWaiting(slot)) return
    if (error.code === 'not_now' || error.code === 'store_failed') this.#set({ ...slot, status: 'held' })
    else this.#set({ ...slot, status: ['late', 'stale', 'no_paper', 'bad_turn'].includes(error.code) ? 'late' : 'refused' })
    if (this.asked === 'hand_in') this.asked = null // who hands in is to see what became of it
  }

  /** Sends what waits, and then, when all of it is saved, the paper. */
  #flush(): void {
    if (!this.#known || this.#paused || !this.open) return
    for (const turn of this.waiting) if (!this.#flying.get(turn)) this.#transmit(turn)
    if (this.asked === 'hand_in' && this.waiting.length === 0 && !this.#handing) this.#handing = this.send({ type: 'hand_in', attempt: this.attempt?.attempt })
  }

  #transmit(turn: number): void {
    const slot = this.slots.get(turn)
    if (!slot) return
    if (this.#paused) this.#set({ ...slot, status: 'held' })
    else if (!this.#known || !this.send({ type: 'answer', attempt: this.attempt?.attempt, turn, answer: slot.answer })) this.#set({ ...slot, status: 'offline' })
    else {
      this.#flying.set(turn, (this.#flying.get(turn) ?? 0) + 1)
      if (slot.status !== 'pressed') this.#set({ ...slot, status: 'sending' })
      else setTimeout(() => this.slots.get(turn) === slot && this.#set({ ...slot, status: 'sending' }), SLOW_MS)
    }
  }

  #set(slot: Slot): void {
    this.slots = new Map(this.slots).set(slot.turn, slot)
  }
}
