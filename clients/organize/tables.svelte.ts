// A table of people or units that somebody has: the server reads it and says what it understood; nothing is kept.

import { ApiError, post } from './api'
import { asFailure } from './remote.svelte'
import type { PeopleRead } from './types'

export class TableReader {
  /** What is read: a file's name, or null for pasted text. */
  name = $state.raw<string | null>(null)
  found = $state.raw<PeopleRead | null>(null)
  failure = $state.raw<ApiError | null>(null)
  reading = $state.raw(false)
  encoding = $state.raw('')
  #body: Blob | string | null = null
  #turn = 0

  constructor(private readonly kind: 'roster' | 'units') {}

  /** The table itself, for the request that keeps it. */
  get body(): Blob | string | null {
    return this.#body
  }

  get query(): string {
    return this.encoding === '' ? '' : `encoding=${encodeURIComponent(this.encoding)}`
  }

  read(body: Blob | string, name: string | null): Promise<void> {
    this.#body = body
    this.name = name
    this.encoding = ''
    return this.#ask()
  }

  recode(encoding: string): void {
    this.encoding = encoding
    void this.#ask()
  }

  clear(): void {
    this.#turn++
    this.#body = null
    this.found = this.failure = null
    this.reading = false
  }

  async #ask(): Promise<void> {
    if (this.#body === null) return
    const turn = ++this.#turn
    this.reading = true
    this.failure = null
    try {
      const found = await post<PeopleRead>(`/api/people?kind=${this.kind}${this.query === '' ? '' : `&${this.query}`}`, this.#body)
      if (turn === this.#turn) this.found = found
    } catch (error) {
      if (turn !== this.#turn) return
      this.found = null
      this.failure = asFailure(error)
    }
    if (turn === this.#turn) this.reading = false
  }
}
