// A bank on its way in: a file or pasted text, what the organizer says about it, and what the server understood of it.
// The server reads and judges; nothing is kept before bring(), and that can be undone.

import { type ApiError, post, remove, segment } from './api'
import { type Chosen, specOf } from './columns'
import { asFailure } from './remote.svelte'
import type { Report } from './types'

export const PAUSE_MS = 300
const PREVIEW = 8

/** What is said about a file; '': as the server finds it. */
export interface Said { format: string; encoding: string; language: string; sheet: string; columns: Chosen; codes: Readonly<Record<string, boolean>> }
export const UNSAID: Said = { format: '', encoding: '', language: '', sheet: '', columns: {}, codes: {} }

export interface Source { name: string; /** Pasted, so that it can be edited. */ text: string | null; body: ArrayBuffer | string }

/** The query of POST /api/banks. */
export function queryOf(said: Said, spec: string, name: string, dry: boolean): string {
  const codes = Object.entries(said.codes).map(([code, truth]) => `${code}=${truth}`).join(',')
  const { format, encoding, language, sheet } = said
  const all = { name, format, encoding, language, sheet, columns: spec, codes, ...(dry ? { dry_run: '1', preview: String(PREVIEW) } : {}) }
  return Object.entries(all).filter(([, value]) => value !== '').map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&')
}

/** What a change of one thing makes of the others: another sheet has other columns, another format other everything. */
export function saying(before: Said, change: Partial<Said>): Said {
  if (change.format !== undefined) return { ...UNSAID, encoding: before.encoding, language: before.language, ...change }
  if (change.sheet !== undefined) return { ...before, columns: {}, ...change }
  return { ...before, ...change }
}

/** The name of a file without its ending, for the list of banks. */
export const titleOf = (file: string): string => file.replace(/(?:\.bank)?\.[A-Za-z0-9]{1,6}$/, '').trim() || file

export class Importer {
  source = $state.raw<Source | null>(null)
  said = $state.raw<Said>(UNSAID)
  report = $state.raw<Report | null>(null)
  made = $state.raw<{ id: string; questions: number } | null>(null)
  /** What somebody wants it to be called in the list. */
  name = $state.raw<string | null>(null)
  busy = $state.raw(false)
  /** A newer text or setting has not been judged yet. */
  stale = $state.raw(false)
  undone = $state.raw(false)
  failure = $state.raw<ApiError | null>(null)
  #turn = 0
  #running: AbortController | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  take(source: Source): void {
    this.again()
    this.source = source
    void this.#check()
  }

  /** The pasted text as it stands now; judged after a pause in the typing. */
  edit(text: string): void {
    if (!this.source) return
    this.source = { ...this.source, text, body: text }
    this.#stop()
    this.stale = true
    this.#timer = setTimeout(() => void this.#check(), PAUSE_MS)
  }

  say(change: Partial<Said>): void {
    this.said = saying(this.said, change)
    this.#stop()
    void this.#check()
  }

  again(): void {
    this.#stop()
    this.source = this.report = this.made = this.failure = null
    this.said = UNSAID
    this.name = null
    this.busy = this.stale = this.undone = false
  }

  async bring(): Promise<void> {
    if (this.busy || this.stale) return
    const told = await this.#ask(false)
    if (told?.id) this.made = { id: told.id, questions: told.questions }
    else if (told) this.report = told
    this.undone = false
  }

  async undo(): Promise<void> {
    if (this.busy || !this.made) return
    this.busy = true
    this.failure = null
    try {
      await remove(`/api/banks/${segment(this.made.id)}`)
      this.made = null
      this.undone = true
    } catch (error) {
      this.failure = asFailure(error)
    }
    this.busy = false
  }

  destroy(): void {
    this.#stop()
  }

  /** Our own format brings a title of its own; of other files the name is all there is. */
  #named(file: string): string {
    return this.name?.trim() || (this.report?.format === 'json' ? '' : titleOf(file))
  }

  /** Whatever is asked has become worthless. */
  #stop(): void {
    clearTimeout(this.#timer)
    this.#turn += 1
    this.#running?.abort()
    this.#running = null
    this.busy = false
  }

  async #check(): Promise<void> {
    this.stale = true
    const told = await this.#ask(true)
    if (!told) return
    this.report = told
    this.stale = false
  }

  /** Nothing usable is an answer too: the report says why. Null: it failed, or is worthless by now. */
  async #ask(dry: boolean): Promise<Report | null> {
    if (!this.source) return null
    const turn = ++this.#turn
    const running = new AbortController()
    this.#running = running
    this.busy = true
    this.failure = null
    const { name, body } = this.source
    const path = `/api/banks?${queryOf(this.said, specOf(this.report?.table, this.said.columns), dry ? titleOf(name) : this.#named(name), dry)}`
    try {
      const told = await post<Report>(path, body, running.signal)
      return turn === this.#turn ? told : null
    } catch (error) {
      if (turn !== this.#turn) return null
      const failure = asFailure(error)
      if (failure.status === 422 && (failure.body as Report | null)?.problems) return failure.body as Report
      this.failure = failure
      return null
    } finally {
      if (turn === this.#turn) this.busy = false
    }
  }
}
