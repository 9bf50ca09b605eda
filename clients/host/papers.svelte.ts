// What the host prints: the scores and the questions that are left, to go on by hand, and the page of rules.
// Both are asked of the server when they are first wanted, question by question in as many parts as it takes.

import type { ContestFile, PaperQuestion } from '../shared/paper'
import type { ServerMessage } from '../shared/protocol'
import type { Desk } from './desk.svelte'

export type Sheet = 'paper' | 'rules'

export class Papers {
  /** What lies over the console. */
  view = $state.raw<Sheet | null>(null)
  questions = $state.raw<PaperQuestion[]>([])
  rules = $state.raw<ContestFile | null>(null)
  /** Everything is here. */
  whole = $state.raw(false)
  #wanted = 0 // the first question of the part that was asked for; 0: none

  constructor(private readonly desk: Desk) {}

  /** Which questions were asked changes with every turn, so they are fetched each time. */
  show(view: Sheet): void {
    this.view = view
    this.whole = false
    this.#ask(1)
  }

  heard(message: ServerMessage): void {
    // The link broke: what was asked for will not come any more.
    if (message.type === 'welcome' && this.#wanted > 0) this.#ask(1)
    if (message.type !== 'paper' || message.from !== this.#wanted) return
    this.questions = message.from === 1 ? message.questions : [...this.questions, ...message.questions]
    if (message.rules) this.rules = message.rules
    if (message.next !== undefined && message.next > message.from) return this.#ask(message.next)
    this.#wanted = 0
    this.whole = true
  }

  #ask(from: number): void {
    this.#wanted = from
    this.desk.do({ action: 'paper', ...(from > 1 ? { from } : {}) })
  }
}
