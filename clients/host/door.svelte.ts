// Who waits to be let in. The list comes once a second at most: who has been decided on does not stand in
// it any longer, so that the same key can be pressed for one after the other.

import type { Client } from '../shared/client.svelte'
import type { Command, Waiting } from '../shared/protocol'

export class Door {
  #done = $state.raw<ReadonlySet<number>>(new Set())

  constructor(
    private readonly client: Pick<Client, 'model'>,
    private readonly run: (command: Command) => boolean,
  ) {}

  get rows(): Waiting[] {
    return (this.client.model.roster?.waiting ?? []).filter(({ who }) => !this.#done.has(who))
  }

  /** How many wait; the list holds the first of them. */
  get total(): number {
    const { waiting = [], waiting_total = 0 } = this.client.model.roster ?? {}
    return waiting_total - waiting.length + this.rows.length
  }

  one(on: boolean, who: number): void {
    if (this.run({ action: 'let', on, who })) this.#done = new Set([...this.#done, who])
  }

  first(on: boolean): void {
    const [row] = this.rows
    if (row) this.one(on, row.who)
  }

  all(on: boolean): void {
    const rows = this.rows
    if (this.total > 0 && this.run({ action: 'let', on })) this.#done = new Set([...this.#done, ...rows.map(({ who }) => who)])
  }

  /** A new connection: after a restart of the server numbers begin anew. */
  welcomed(): void {
    this.#done = new Set()
  }
}
