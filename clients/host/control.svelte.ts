// What the console knows and can do, apart from how it looks: which commands make sense now, what is
// asked before one goes out, which panel is open above the buttons, and what the keys do.

import type { Client } from '../shared/client.svelte'
import type { Command, RosterRow, ScriptTurn, ServerMessage, State } from '../shared/protocol'
import { Desk } from './desk.svelte'
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

  /** Can a command that moves the contest go out? */
  get ready(): boolean {
    return this.client.model.up && !this.desk.locked
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
  }

  get #turn(): number {
    return this.shown ? turnAt(this.shown, this.script) : 0
  }

  run(command: Command): boolean {
    return this.desk.do(command)
  }

  next(): void {
    if (this.shown?.next) this.run({ action: 'next' })
    else if (this.shown?.paused && this.can.pause) this.pause() // the way on is out of the pause
  }

  pause(): void {
    if (this.can.pause) this.run({ action: this.shown?.paused ? 'resume' : 'pause' })
  }

  extend(): void {
    if (this.can.extend) this.run({ action: 'extend', ms: EXTEND_MS })
  }

  undo(): void {
    if (this.can.undo) this.run({ action: 'undo' })
  }

  blank(): void {
    if (this.shown) this.run({ action: 'blank', on: !this.shown.blank })
  }

  /** An empty text takes the message back. */
  message(text: string): boolean {
    return this.run({ action: 'message', text: text.replace(FORBIDDEN, ' ').trim() })
  }

  ask(what: 'skip' | 'finish'): void {
    if (!this.can[what]) return
    this.#asked = this.#turn
    this.panel = what
  }

  /** What was asked is wanted. */
  confirm(): void {
    const what = this.panel
    this.panel = null
    if (what === 'skip' || what === 'finish') this.run({ action: what })
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
      case 'standings': return this.shown?.next === 'standings' ? this.next() : undefined
      case 'blank': return this.blank()
      case 'message': return void (this.panel = 'message')
      case 'help': return this.toggle('help')
      case 'missing': this.tab = 'players'; return void (this.filter = this.filter === 'waiting' ? 'all' : 'waiting')
      case 'search': this.tab = 'players'; return this.search()
    }
  }
}
