// What the console knows and can do, apart from how it looks: which commands make sense now, what is
// asked before one goes out, which panel is open above the buttons, and what the keys do.

import type { Client } from '../shared/client.svelte'
import type { Command, RosterRow, ScriptTurn, ServerMessage, State } from '../shared/protocol'
import { Desk, type Lever } from './desk.svelte'
import { happened, type Happening } from './happened'
import { act, pressed } from './hands'
import type { HostKey, KeyLike } from './keys'
import { afterwards, primary, type Step, turnAt } from './labels'
import { Papers } from './papers.svelte'
import { Rejudge } from './rejudge.svelte'
import type { Filter } from './roster'
import { FOULS, StageDesk, type StagePanel, VERDICT_OF } from './stage.svelte'

export const EXTEND_MS = 10_000
export const MESSAGE_MAX = 200
const LOG_MAX = 200
const TICK_MS = 250

export type Panel = 'skip' | 'finish' | 'take' | 'message' | 'more' | 'join' | 'help' | 'judge' | StagePanel
export type Tab = 'now' | 'players' | 'script'
export interface LogLine extends Happening { id: number; at: Date }

/** A press that waits for the picture which the command before it leads to. */
interface Waiting { lever: Lever | 'ask'; act: () => boolean }

/** What the server refuses in texts for people: control and direction characters. */
const FORBIDDEN = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

export class Control {
  readonly desk: Desk
  readonly stage: StageDesk
  readonly rejudge: Rejudge
  readonly papers: Papers
  panel = $state.raw<Panel | null>(null)
  tab = $state.raw<Tab>('now')
  filter = $state.raw<Filter>('all')
  /** The player whose row is unfolded. */
  unfolded = $state.raw<number | null>(null)
  log = $state.raw<LogLine[]>([])
  /** The contest clock, a few times a second: for seconds in words. */
  now = $state.raw(0)
  /** Set by the list of players: how to reach its search field and its rows, and how to close one. */
  search: () => void = () => undefined
  row: (n: number) => void = () => undefined
  fold: () => void = () => undefined
  #rosterTurn = $state.raw(0)
  #before: State | null = null
  #waiting = $state.raw<Waiting[]>([])
  #asked = 0 // the turn a question to the host is about

  constructor(readonly client: Pick<Client, 'model' | 'send' | 'now'>) {
    this.desk = new Desk(client)
    this.stage = new StageDesk(client, this.desk)
    this.rejudge = new Rejudge(client, this.desk)
    this.papers = new Papers(this.desk)
  }

  get shown(): State | null {
    return this.client.model.state
  }

  get script(): ScriptTurn[] {
    return this.client.model.welcome?.contest.script ?? []
  }

  /** Is this the console that acts, and is there anybody to tell? */
  get acts(): boolean {
    return this.client.model.up && !this.desk.idle
  }

  /** And has this lever come to rest? */
  ready(lever: Lever): boolean {
    return this.acts && !this.desk.waits(lever) && !this.queued(lever)
  }

  /** Was it pressed while another command was on its way? */
  queued(lever: Waiting['lever']): boolean {
    return this.#waiting.some((press) => press.lever === lever)
  }

  get can() {
    const shown = this.shown
    const running = shown !== null && shown.phase !== 'lobby' && shown.phase !== 'finished'
    const works = !(shown?.paused && shown.reason === 'store') // while the disk refuses, only resume is taken
    const limited = shown?.closes_at !== undefined || shown?.left_ms !== undefined
    return {
      pause: running,
      extend: works && (shown?.phase === 'reading' || (shown?.phase === 'open' && limited)),
      skip: works && ['reading', 'open', 'locked'].includes(shown?.phase ?? ''),
      undo: works && this.undoLeft > 0,
      finish: works && shown !== null && shown.phase !== 'finished',
    }
  }

  /**
   * Who is in. A roster does not say which turn its answers are for; one that came before the present
   * question knows nothing about it.
   */
  get rows(): RosterRow[] {
    const rows = this.client.model.roster?.players ?? []
    if (this.#rosterTurn === (this.shown?.question?.turn ?? 0)) return rows
    return rows.map(({ answer: _, elapsed: __, ...row }) => ({ ...row, answered: false }))
  }

  /** Seconds in which the last thing can still be taken back; a verdict until the next turn. */
  get undoLeft(): number {
    const undo = this.shown?.undo
    if (!undo) return 0
    return undo.until === undefined ? Infinity : Math.max(0, Math.ceil((undo.until - this.now) / 1000))
  }

  get primary(): Step | null {
    return this.shown && primary(this.shown, this.script)
  }

  get afterwards(): Step[] {
    return this.shown ? afterwards(this.shown, this.script) : []
  }

  /** Starts the clock; gives back what stops it. */
  start(): () => void {
    const tick = () => (this.now = this.client.now())
    tick()
    const timer = setInterval(tick, TICK_MS)
    return () => clearInterval(timer)
  }

  heard(message: ServerMessage): void {
    this.desk.heard(message)
    if (message.type === 'welcome' && this.#waiting.length > 0) {
      this.#waiting = [] // the link broke: nobody knows any more what these were for
      this.desk.tell('lost')
    }
    this.papers.heard(message)
    if (this.rejudge.heard(message) && this.panel === 'judge') this.panel = null
    if (message.type === 'error') this.#go()
    if (message.type === 'roster') this.#rosterTurn = this.shown?.question?.turn ?? 0
    if (message.type !== 'state') return
    this.now = Math.max(this.now, message.now)
    const at = new Date()
    const lines = happened(this.#before, message).map((line, i) => ({ ...line, at, id: (this.log[0]?.id ?? 0) + i + 1 }))
    if (lines.length > 0) this.log = [...lines.reverse(), ...this.log].slice(0, LOG_MAX)
    this.#before = message
    // A question to the host is about what was shown then; it must not be answered for anything else.
    if (this.panel === 'skip' && (!this.can.skip || this.#turn !== this.#asked)) this.panel = null
    if (this.panel === 'finish' && !this.can.finish) this.panel = null
    if (this.#gone) this.panel = null
    this.#go()
  }

  /** Does what a press means: now, or as soon as the command before it has come through. */
  #pull(lever: Waiting['lever'], act: () => boolean): void {
    if (this.desk.idle) this.#idle() // whatever else is so: a console that does not act says that first
    else if (this.queued(lever) || (lever !== 'ask' && this.desk.waits(lever))) this.desk.tell('twice')
    else if (this.desk.busy) this.#waiting = [...this.#waiting, { lever, act }]
    else act()
  }

  #go(): void {
    while (!this.desk.busy && this.#waiting.length > 0) {
      const [press, ...rest] = this.#waiting
      this.#waiting = rest
      if (!press?.act()) this.desk.tell('lost')
    }
  }

  /** Is what the panel is about over? */
  get #gone(): boolean {
    const { can } = this.stage
    switch (this.panel) {
      case 'take': return !this.desk.idle
      case 'skip': case 'finish': return this.desk.idle
      case 'partial': return !can.verdict
      case 'foul': return !can.foul
      case 'name': return !can.name
      case 'marks': return !can.marks
      default: return false
    }
  }

  get #turn(): number {
    return this.shown ? turnAt(this.shown, this.script) : 0
  }

  run(command: Command): boolean {
    return this.desk.do(command)
  }

  /** For what the button said when it was pressed; out of a pause it is the way on. */
  next(): void {
    const { next, turn } = { next: this.shown?.next, turn: this.#turn }
    this.#pull('step', () => {
      if (next) return this.shown?.next === next && this.#turn === turn && this.run({ action: 'next' })
      return this.shown?.paused === true && this.can.pause && this.desk.do({ action: 'resume' }, 'step')
    })
  }

  pause(): void {
    const paused = !this.shown?.paused
    this.#pull('pause', () => this.shown?.paused === paused || (this.can.pause && this.run({ action: paused ? 'pause' : 'resume' })))
  }

  extend(): void {
    this.#pull('extend', () => this.can.extend && this.run({ action: 'extend', ms: EXTEND_MS }))
  }

  undo(): void {
    this.#pull('undo', () => this.can.undo && this.run({ action: 'undo' }))
  }

  blank(): void {
    if (this.shown) this.run({ action: 'blank', on: !this.shown.blank })
  }

  /** An empty text takes the message back. */
  message(text: string): boolean {
    return this.run({ action: 'message', text: text.replace(FORBIDDEN, ' ').trim() })
  }

  ask(what: 'skip' | 'finish'): void {
    this.#pull('ask', () => {
      if (!this.can[what]) return false
      this.#asked = this.#turn
      this.panel = what
      return true
    })
  }

  /** What was asked is wanted. The question stays until the answer is on its way. */
  confirm(): void {
    const what = this.panel
    if (what === 'take' && this.run({ action: 'take' })) this.panel = null
    if (what !== 'skip' && what !== 'finish') return
    const turn = this.#turn
    this.#pull('sure', () => {
      if (!this.can[what] || (what === 'skip' && this.#turn !== turn) || !this.run({ action: what })) return false
      this.panel = null
      return true
    })
  }

  toggle(panel: Panel): void {
    this.panel = this.panel === panel ? null : panel
  }

  /** Another console acts: asks whether this one is to. */
  take(): void {
    if (this.desk.idle) this.panel = 'take'
  }

  /** A verdict, a value, a fall to the hall: each is one press, and one for the moment it was pressed in. */
  verdict(is: keyof typeof VERDICT_OF): void {
    if (this.stage.can.verdict) this.#pull('verdict', () => this.stage.verdict(VERDICT_OF[is]))
    else this.#idle()
  }

  /** Opens a panel of the stage, where there is something to do in it. */
  choose(panel: 'partial' | 'foul' | 'name' | 'marks'): void {
    const on = { partial: this.stage.can.verdict, foul: this.stage.can.foul, name: this.stage.can.name, marks: this.stage.can.marks }[panel]
    if (!on) return this.#idle()
    this.stage.fouled = this.stage.stage?.seat ?? null
    this.toggle(panel)
  }

  judge(panel: 'judge' | 'substitute' = 'judge'): void {
    if (this.desk.idle) return this.#idle()
    if (panel === 'judge') this.rejudge.open()
    this.toggle(panel)
  }

  /** Names who is to answer instead. */
  name(seat: number): void {
    if (this.stage.name(seat)) this.panel = null
  }

  /** In the panel of fouls: which one it was. */
  foul(kind: (typeof FOULS)[number]): void {
    if (this.stage.fouled !== null && this.stage.foul(this.stage.fouled, kind)) this.panel = null
  }

  /** Does it, or says why not if that is because another console acts. */
  try(what: () => boolean): void {
    if (!what()) this.#idle()
  }

  #idle(): void {
    if (this.desk.idle) this.desk.do({ action: 'next' })
  }

  pressed(event: KeyLike, tag: string): boolean {
    return pressed(this, event, tag)
  }

  key(key: HostKey): void {
    act(this, key)
  }
}
