// What the console knows and can do, apart from how it looks: which commands make sense now, what is
// asked before one goes out, which panel is open above the buttons, and what the keys do.

import type { Client } from '../shared/client.svelte'
import type { Command, RosterRow, ScriptTurn, ServerMessage, State } from '../shared/protocol'
import { Desk, type Lever } from './desk.svelte'
import { happened, type Happening } from './happened'
import type { HostKey } from './keys'
import { afterwards, primary, type Step, turnAt } from './labels'
import type { Filter } from './roster'

export const EXTEND_MS = 10_000
export const MESSAGE_MAX = 200
const LOG_MAX = 200
const TICK_MS = 250

export type Panel = 'skip' | 'finish' | 'message' | 'more' | 'join' | 'help'
export type Tab = 'now' | 'players' | 'script'
export interface LogLine extends Happening { id: number; at: Date }

/** A press that waits for the picture which the command before it leads to. */
interface Waiting { lever: Lever | 'ask'; act: () => boolean }

/** What the server refuses in texts for people: control and direction characters. */
const FORBIDDEN = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

export class Control {
  readonly desk: Desk
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
  }

  get shown(): State | null {
    return this.client.model.state
  }

  get script(): ScriptTurn[] {
    return this.client.model.welcome?.contest.script ?? []
  }

  /** Is there anybody to tell, and has this lever come to rest? */
  ready(lever: Lever): boolean {
    return this.client.model.up && !this.desk.waits(lever) && !this.queued(lever)
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

  /** Seconds in which the last thing can still be taken back. */
  get undoLeft(): number {
    const undo = this.shown?.undo
    return undo ? Math.max(0, Math.ceil((undo.until - this.now) / 1000)) : 0
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
    this.#go()
  }

  /** Does what a press means: now, or as soon as the command before it has come through. */
  #pull(lever: Waiting['lever'], act: () => boolean): void {
    if (this.queued(lever) || (lever !== 'ask' && this.desk.waits(lever))) this.desk.tell('twice')
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

  key(key: HostKey): void {
    if (key === 'cancel') {
      if (this.panel) this.panel = null
      else this.fold()
      return
    }
    if (this.panel === 'skip' || this.panel === 'finish') return // its own two buttons have the word
    if (key.startsWith('row')) return this.row(Number(key.slice(3)))
    switch (key) {
      case 'next': return this.next()
      case 'pause': return this.pause()
      case 'extend': return this.extend()
      case 'skip': return this.ask('skip')
      case 'undo': return this.undo()
      case 'standings': return this.shown?.next === 'standings' || this.desk.busy ? this.next() : undefined
      case 'blank': return this.blank()
      case 'message': return void (this.panel = 'message')
      case 'help': return this.toggle('help')
      case 'missing': this.tab = 'players'; return void (this.filter = this.filter === 'waiting' ? 'all' : 'waiting')
      case 'search': this.tab = 'players'; return this.search()
    }
  }
}
