// The host's part on the stage: what can be done about a turn in which not everybody just answers, and what
// the digits mean at the moment. The rules are the server's; here stands only what makes sense to offer.

import type { Client } from '../shared/client.svelte'
import type { Foul, Seat, Stage, State, Verdict } from '../shared/protocol'
import { Buzzers } from './buzzers.svelte'
import type { Desk } from './desk.svelte'
import type { KeyLike } from './keys'
import { Swap } from './swap.svelte'

export type StagePanel = 'partial' | 'foul' | 'name' | 'marks' | 'buzzers' | 'substitute'
export const FOULS: Foul[] = ['early', 'help', 'late']
/** A verdict is one of these; the key says which. */
export const VERDICTS = [['right', 'R'], ['wrong', 'W'], ['nothing', 'O'], ['partial', 'A']] as const

/** What a host says of an answer, in the order of the keys. */
export const VERDICT_OF = { right: 'right', wrong: 'wrong', nothing: 'none' } as const satisfies Record<string, Verdict>

export class StageDesk {
  readonly buzzers = new Buzzers()
  readonly swap: Swap
  /** In the panel of fouls: about whom. */
  fouled = $state.raw<number | null>(null)

  constructor(
    private readonly client: Pick<Client, 'model'>,
    private readonly desk: Desk,
  ) {
    this.swap = new Swap(client, desk)
  }

  get #shown(): State | null {
    return this.client.model.state
  }

  get stage(): Stage | undefined {
    return this.#shown?.stage
  }

  get seats(): Seat[] {
    return this.#shown?.seats ?? []
  }

  seat(n: number | undefined): Seat | undefined {
    return this.seats.find((one) => one.seat === n)
  }

  /** A round in which the right to answer is won with a buzz. */
  get buzzing(): boolean {
    return this.#shown?.round?.format === 'buzzer' && this.stage !== undefined
  }

  /** Does a buzz count for anything now: while it is waited for, or too early, as a foul. */
  get listens(): boolean {
    const { step, hall } = this.stage ?? {}
    if (!this.buzzing || this.#shown?.paused) return false
    return this.#shown?.phase === 'reading' || (this.#shown?.phase === 'open' && !hall && (step === 'buzz' || step === 'close'))
  }

  get can() {
    const shown = this.#shown
    const { stage } = this
    const works = shown !== null && !shown.paused && !this.desk.idle && stage !== undefined
    const open = works && shown.phase === 'open'
    const answers = open && stage.step === 'answer'
    const format = shown?.round?.format ?? ''
    return {
      verdict: answers && Boolean(stage.seat),
      wager: open && stage.step === 'wager',
      foul: works && ['reading', 'open'].includes(shown.phase) && !stage.hall && stage.step !== 'wager' && (format === 'buzzer' || Boolean(stage.seat)),
      pick: open && stage.step === 'pick',
      name: open && shown.round?.may_name === true && (stage.step === 'pick' || (answers && stage.seat === stage.owner)),
      pass: open && (stage.step === 'pick' || (answers && ['ladder', 'rush'].includes(format))),
      hall: works && !stage.hall && format !== 'judged' && stage.verdict?.is !== 'right' && this.client.model.welcome?.contest.seats === 'teams'
        && shown.question !== undefined && (shown.phase === 'locked' || (open && stage.step === 'buzz')),
      marks: open && stage.step === 'marks',
    }
  }

  /** Which fouls can be somebody's: a buzz anybody's, the others only of who answers, help where it is not allowed. */
  foulable(seat: number | null, kind: Foul): boolean {
    if (!this.can.foul || seat === null || (kind === 'help' && this.#shown?.round?.help_allowed)) return false
    return kind === 'early' ? this.#shown?.round?.format === 'buzzer' : seat === this.stage?.seat
  }

  /** What may be picked now, each with what is left of it. */
  get values(): { value: number; left: number | null; taken: boolean }[] {
    const { values = [], stock } = this.#shown?.round ?? {}
    const taken = this.seat(this.stage?.owner ?? this.stage?.seat)?.taken ?? []
    return values.map((value) => ({
      value,
      left: stock?.find((row) => row.value === value)?.left ?? null,
      taken: taken.includes(value),
    }))
  }

  verdict(is: Verdict, points?: number): boolean {
    const seat = this.stage?.seat
    if (!this.can.verdict || seat === undefined) return false
    return this.desk.do({ action: 'verdict', seat, is, ...(points === undefined ? {} : { points }) })
  }

  /** A buzz of the n-th seat, from 0. */
  buzz(index: number): boolean {
    const seat = this.seats[index]
    return this.listens && seat !== undefined && this.desk.do({ action: 'buzz', seat: seat.seat })
  }

  pick(value: number): boolean {
    const seat = this.stage?.owner ?? this.stage?.seat
    return this.can.pick && this.desk.do({ action: 'pick', ...(seat ? { seat } : {}), value })
  }

  /** A stake that somebody says aloud. */
  wager(seat: number, value: number): boolean {
    return this.can.wager && this.desk.do({ action: 'wager', seat, value })
  }

  name(other: number): boolean {
    const seat = this.stage?.owner ?? this.stage?.seat
    return this.can.name && this.desk.do({ action: 'name', ...(seat ? { seat } : {}), other })
  }

  pass(): boolean {
    const seat = this.stage?.seat
    return this.can.pass && this.desk.do({ action: 'pass', ...(seat ? { seat } : {}) })
  }

  hall(): boolean {
    return this.can.hall && this.desk.do({ action: 'hall' })
  }

  foul(seat: number, kind: Foul): boolean {
    return this.foulable(seat, kind) && this.desk.do({ action: 'foul', seat, kind })
  }

  mark(judge: number, value: number): boolean {
    const seat = this.stage?.seat
    return this.can.marks && this.desk.do({ action: 'mark', judge, value, ...(seat ? { seat } : {}) })
  }

  /**
   * A key that is a team's buzzer belongs to that team as long as the round is about buzzing: a late press
   * must not open or blank anything. True: it was one.
   */
  heard(event: KeyLike): boolean {
    if (!this.buzzing) return false
    const index = this.buzzers.seatOf(event, this.seats.length)
    if (index < 0) return false
    if (!event.repeat) this.buzz(index)
    return true
  }

  /** A digit, from 1, while no panel asks for one. True: it had a meaning here. */
  digit(n: number): boolean {
    if (this.can.pick) {
      const chosen = this.values[n - 1]
      if (chosen && !chosen.taken && chosen.left !== 0) this.pick(chosen.value)
      return true
    }
    return this.buzzing
  }
}
