// Re-judging: a correction is put together, the server says what it would do to every rank, and only what
// was shown can be confirmed. A change of the form or of a score makes what was shown worthless.

import type { Client } from '../shared/client.svelte'
import type { Answer, Correction, Preview, Question, ScriptTurn, Seat, ServerMessage, Verdict } from '../shared/protocol'
import type { Desk } from './desk.svelte'
import { pointsOf } from './points'

export type What = 'reverse' | 'accept' | 'void' | 'adjust'
export const WHATS: What[] = ['reverse', 'accept', 'void', 'adjust']
export const REASON_MAX = 200

export class Rejudge {
  what = $state.raw<What>('reverse')
  turn = $state.raw(0)
  seat = $state.raw(0)
  is = $state.raw<Verdict>('right')
  points = $state.raw('')
  reason = $state.raw('')
  answer = $state.raw<Answer | null>(null)
  /** The accepted answer takes the place of the key. */
  only = $state.raw(false)
  #preview = $state.raw<Preview | null>(null)
  #asked = $state.raw('') // the correction that was asked about
  #played = $state.raw(0) // the last turn that this console has seen
  #scores = $state.raw('') // and the scores it was asked at
  /** It was confirmed, and this is the seq it was sent for. */
  sent = $state.raw<number | null>(null)

  /** Questions this console has shown, by turn: their answers can be accepted later, too. */
  readonly #shown = new Map<number, Question>()

  constructor(
    private readonly client: Pick<Client, 'model'>,
    private readonly desk: Desk,
  ) {}

  /** Turns that were begun, the newest first. */
  get turns(): ScriptTurn[] {
    const script = this.client.model.welcome?.contest.script ?? []
    const last = this.last
    return script.filter(({ turn }) => turn <= last).reverse()
  }

  /** The turn that is played now, or was the last one. At the end no state says which that was. */
  get last(): number {
    const { state, welcome } = this.client.model
    const now = state?.question?.turn ?? state?.stage?.turn
    return now ?? (state?.phase === 'finished' ? this.#played || (welcome?.contest.script?.at(-1)?.turn ?? 0) : 0)
  }

  /** Its question, if this console has shown it. */
  get question(): Question | undefined {
    const question = this.client.model.state?.question
    return question?.turn === this.turn ? question : this.#shown.get(this.turn)
  }

  /** Who can be judged: seats, or where there is no list of these everybody in the roster. */
  get seats(): Pick<Seat, 'seat' | 'name' | 'score'>[] {
    const { state, roster } = this.client.model
    return state?.seats ?? (roster?.players ?? []).map(({ player, name, score }) => ({ seat: player, name: { und: name }, score }))
  }

  open(): void {
    const { stage } = this.client.model.state ?? {}
    this.turn = this.last
    this.seat = stage?.verdict?.seat ?? stage?.seat ?? 0
    this.answer = null
    this.only = false
    this.sent = null
    this.edited()
  }

  /** Something in the form has changed. */
  edited(): void {
    this.#preview = null
    this.#asked = ''
  }

  /** What the form says, once it is complete. */
  get of(): Correction | null {
    const points = pointsOf(this.points)
    switch (this.what) {
      case 'void': return this.turn ? { action: 'void', turn: this.turn } : null
      case 'adjust': {
        const reason = this.reason.trim()
        return this.seat && points && reason !== '' && [...reason].length <= REASON_MAX
          ? { action: 'adjust', seat: this.seat, points, reason } : null
      }
      case 'accept':
        return this.question && this.answer !== null
          ? { action: 'accept', turn: this.turn, answer: this.answer, ...(this.only ? { only: true } : {}) } : null
      case 'reverse':
        if (!this.turn || !this.seat || (this.is === 'partial' && points === null)) return null
        return { action: 'reverse', turn: this.turn, seat: this.seat, is: this.is, ...(this.is === 'partial' ? { points: points ?? 0 } : {}) }
    }
  }

  /** Asks what it would do. */
  ask(): boolean {
    const { of } = this
    if (!of || !this.desk.do({ action: 'preview', of })) return false
    this.#preview = null
    this.#asked = JSON.stringify(of)
    this.#scores = this.#now
    return true
  }

  /** What the server says it would do: of exactly this form, and of the scores that stand now. */
  get preview(): Preview | null {
    return this.#asked !== '' && this.#asked === JSON.stringify(this.of) && this.#scores === this.#now ? this.#preview : null
  }

  /** Does what was shown, once. */
  confirm(): boolean {
    const { of } = this
    if (!of || !this.preview || !this.desk.do(of)) return false
    this.sent = this.client.model.state?.seq ?? 0
    this.edited()
    return true
  }

  /** True: a correction that was confirmed has come through. */
  heard(message: ServerMessage): boolean {
    if (message.type === 'state' && message.question) this.#shown.set(message.question.turn, message.question)
    if (message.type === 'preview' && this.#asked !== '') this.#preview = message
    if (message.type === 'error' && message.re === 'do') {
      this.#asked = ''
      this.sent = null
    }
    if (message.type === 'state') this.#played = Math.max(this.#played, message.question?.turn ?? message.stage?.turn ?? 0)
    if (message.type !== 'state' || this.sent === null || message.seq <= this.sent) return false
    this.sent = null
    return true
  }

  get #now(): string {
    const { state, roster } = this.client.model
    return JSON.stringify((state?.seats ?? roster?.players ?? []).map(({ score }) => score))
  }
}
