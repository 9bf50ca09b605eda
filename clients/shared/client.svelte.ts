// What a page holds: the model, kept by the reducer, and the connection that feeds it.

import { lang } from './lang.svelte'
import { Net } from './net'
import type { Answer, ClientMessage, Hello, ServerMessage } from './protocol'
import { EMPTY, type LocalMessage, type Model, reduce } from './state'

export interface ClientOptions {
  code: string
  hello(token: string | null): Hello | null
  /** Each message after the model knows it. */
  heard?: (message: ServerMessage) => void
}

/** The socket of the server this page came from. */
export function socketUrl(place: { protocol: string; host: string }): string {
  return `${place.protocol === 'https:' ? 'wss' : 'ws'}://${place.host}/ws`
}

export class Client {
  model = $state.raw<Model>(EMPTY)
  readonly code: string
  #net: Net

  constructor(options: ClientOptions) {
    this.code = options.code
    this.#net = new Net({
      url: socketUrl(location),
      code: options.code,
      hello: (token) => options.hello(token),
      on: {
        message: (message) => {
          this.#take(message)
          if (message.type === 'welcome') lang.of(message.contest)
          options.heard?.(message)
        },
        link: (up) => this.#take({ type: 'local_link', up }),
        rtt: (ms) => this.#take({ type: 'local_rtt', ms }),
        slot: (slot) => this.#take({ type: 'local_slot', slot }),
        end: (reason) => this.#take({ type: 'local_end', reason }),
      },
    })
  }

  connect(): void {
    this.#take({ type: 'local_again' })
    this.#net.connect()
  }

  answer(answer: Answer): void {
    const turn = this.model.state?.question?.turn
    if (turn !== undefined) this.#net.slot.press(turn, answer)
  }

  send(message: ClientMessage): boolean {
    return this.#net.send(message)
  }

  /** The contest clock. */
  now = (): number => this.#net.clock.now()

  destroy(): void {
    this.#net.destroy()
  }

  #take(message: ServerMessage | LocalMessage): void {
    this.model = reduce(this.model, message)
  }
}
