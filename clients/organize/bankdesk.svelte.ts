// One bank that is being worked on: what the server has, and changes of it. A change is made of the revision that is
// shown; where somebody else was faster, the server refuses it and this says so: nothing is overwritten unseen.

import type { TextMap } from '../shared/protocol'
import { type ApiError, patch, segment } from './api'
import { asFailure, Remote } from './remote.svelte'
import type { Bank, BankQuestion, Kept, Problem, Report } from './types'

export interface Change { put?: BankQuestion[]; delete?: string[]; title?: TextMap }

export class BankDesk {
  readonly remote: Remote<Bank>
  busy = $state.raw(false)
  failure = $state.raw<ApiError | null>(null)
  /** Somebody else has changed the bank since it was loaded. */
  stale = $state.raw(false)
  /** What the server remarked about questions when they were kept, by id. */
  remarks = $state.raw<ReadonlyMap<string, Problem[]>>(new Map())
  /** Why the last change of several questions, or without the editor, was not made. */
  refused = $state.raw<Problem[]>([])
  /** Questions that were deleted last. */
  removed = $state.raw<BankQuestion[]>([])
  readonly #path: string
  readonly doc = $derived.by(() => this.remote.value?.bank ?? null)

  constructor(id: string) {
    this.#path = `/api/banks/${segment(id)}`
    this.remote = new Remote<Bank>(() => this.#path)
  }

  /** Problems keep the change from being made; none: it is made. Null: it failed, which `failure` or `stale` tell. */
  async send(change: Change): Promise<Problem[] | null> {
    if (this.busy || !this.remote.value) return null
    this.busy = true
    this.failure = null
    this.refused = []
    try {
      const kept = await patch<Kept>(this.#path, { revision: this.remote.value.revision, put: [], delete: [], ...change })
      this.#remark(change, kept.problems)
      this.removed = []
      await this.remote.load()
      return []
    } catch (error) {
      const failure = asFailure(error)
      const problems = (failure.body as Report | null)?.problems
      if (failure.status === 422 && problems) return problems
      if (failure.status === 409) this.stale = true
      else this.failure = failure
      return null
    } finally {
      this.busy = false
    }
  }

  async remove(ids: readonly string[]): Promise<void> {
    const gone = (this.doc?.questions ?? []).filter(({ id }) => ids.includes(id))
    if (await this.put({ delete: gone.map(({ id }) => id) })) this.removed = gone
  }

  async undo(): Promise<void> {
    await this.put({ put: this.removed })
  }

  /** A change that has no place of its own for problems. False: it was not made. */
  async put(change: Change): Promise<boolean> {
    const problems = await this.send(change)
    this.refused = problems ?? []
    return problems?.length === 0
  }

  /** The newest, after somebody else's change. */
  async reload(): Promise<void> {
    await this.remote.load()
    if (!this.remote.failure) this.stale = false
  }

  #remark({ put = [], delete: gone = [] }: Change, problems: Problem[] = []): void {
    const next = new Map(this.remarks)
    for (const id of [...put.map((one) => one.id), ...gone]) next.delete(id)
    put.forEach(({ id }, i) => {
      const own = problems.filter(({ line }) => line === i + 1)
      if (own.length > 0) next.set(id, own)
    })
    this.remarks = next
  }
}
