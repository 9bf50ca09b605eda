// One WebSocket that comes back. It says hello on every connection (by token once there is one), keeps
// the link under watch with pings, and knows when not to return: replaced, removed, over, or refused.
// It decides nothing about the contest: every message goes to `on.message`, and a state is whole.

import { Clock } from './clock'
import type { ByeReason, ClientMessage, Hello, ServerMessage } from './protocol'
import { CLOSE } from './protocol'
import { AnswerSlot, type Slot } from './slot'
import { forget, load, save, tokenKey } from './storage'

export const PING_OPEN_MS = 2000
export const PING_IDLE_MS = 5000
export const DEAD_MS = 4500
const CONNECT_MS = 8000 // a slow TLS handshake is not a dead link yet
const PROBE_MS = 2000 // after waking up: is the old socket still good?
const BACKOFF_FIRST_MS = 300
const BACKOFF_CAP_MS = 1800 // and the handshake: back within two seconds
const CLEAN_WAIT_MS = 3000 // after a restart a whole hall must not come back in the same moment

export interface NetOptions {
  url: string
  code: string
  /** What to say first; null when there is nothing to say yet (no token and no name). */
  hello(token: string | null): Hello | null
  on: {
    message(message: ServerMessage): void
    link(up: boolean): void
    rtt(ms: number): void
    slot(slot: Slot | null): void
    end(reason: ByeReason): void
  }
  random?: () => number
  local?: () => number
}

export class Net {
  readonly clock: Clock
  readonly slot: AnswerSlot
  #ws: WebSocket | null = null
  #up = false
  #stopped = true
  #open = false
  #snapshot = false
  #attempt = 0
  #shutdown = false
  #retry: ReturnType<typeof setTimeout> | undefined
  #ping: ReturnType<typeof setTimeout> | undefined
  #dead: ReturnType<typeof setTimeout> | undefined
  readonly #random: () => number
  readonly #abort = new AbortController()

  constructor(private readonly options: NetOptions) {
    this.clock = new Clock(options.local)
    this.#random = options.random ?? Math.random
    this.slot = new AnswerSlot((m) => this.send(m), options.on.slot, this.clock.local)
    const signal = this.#abort.signal
    addEventListener('offline', () => this.#lost(), { signal })
    addEventListener('online', () => this.#wake(), { signal })
    addEventListener('pageshow', () => this.#wake(), { signal })
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.#wake()
    }, { signal })
  }

  /** Connects now, also after the connection was given up. */
  connect(): void {
    this.#drop()
    this.#stopped = false
    this.#shutdown = false
    const hello = this.options.hello(load(tokenKey(this.options.code)))
    if (!hello) {
      this.#stopped = true
      return
    }
    const ws = new WebSocket(this.options.url, 'jinbang.v1')
    this.#ws = ws
    this.#watch(CONNECT_MS)
    ws.onopen = () => ws.send(JSON.stringify(hello))
    ws.onmessage = (event) => this.#receive(event.data)
    ws.onclose = (event) => this.#closed(event.code)
  }

  /** False when there is no link; nothing is kept for later. */
  send(message: ClientMessage): boolean {
    if (!this.#up || !this.#ws) return false
    this.#ws.send(JSON.stringify(message))
    return true
  }

  stop(): void {
    this.#stopped = true
    this.#drop()
  }

  destroy(): void {
    this.stop()
    this.#abort.abort()
  }

  #receive(data: unknown): void {
    let message: ServerMessage
    try {
      message = JSON.parse(String(data)) as ServerMessage
    } catch {
      return
    }
    clearTimeout(this.#dead) // it lives; who waits to be let in hears nothing more for a while
    this.#dead = undefined
    this.#act(message)
    this.options.on.message(message)
  }

  #act(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        if (message.token) save(tokenKey(this.options.code), message.token)
        this.#up = true
        this.#attempt = 0
        this.#snapshot = true
        this.clock.reset()
        this.clock.hint(message.now)
        this.options.on.link(true)
        this.#beat()
        break
      case 'state': {
        this.clock.hint(message.now)
        const open = (message.phase === 'open' || message.phase === 'reading') && !message.paused && !message.window
        if (open !== this.#open) {
          this.#open = open
          this.#beat()
        }
        this.slot.onState(message, this.#snapshot)
        this.#snapshot = false
        break
      }
      case 'you': this.slot.onYou(message); break
      case 'ack': this.slot.onAck(message.turn, message.elapsed); break
      case 'pong':
        this.clock.pong(message.t0, message.t1)
        if (this.clock.rtt !== null) this.options.on.rtt(this.clock.rtt)
        break
      case 'error':
        this.slot.onError(message)
        if (!this.#up) this.#refused(message.code)
        break
      case 'bye':
        if (message.reason === 'shutdown') this.#shutdown = true
        else this.#end(message.reason)
        break
    }
  }

  /** The hello was refused: coming back with the same words would be refused again. */
  #refused(code: string): void {
    if (code === 'bad_token') forget(tokenKey(this.options.code))
    this.stop()
  }

  #end(reason: ByeReason): void {
    if (this.#stopped) return
    this.stop()
    this.options.on.end(reason)
  }

  #closed(code: number): void {
    if (code === CLOSE.REPLACED) this.#end('replaced')
    else if (code === CLOSE.REMOVED) this.#end('kicked')
    else if (code === CLOSE.OVER) this.#end('finished')
    else this.#lost(code === CLOSE.GOING_AWAY)
  }

  #lost(clean = false): void {
    if (this.#stopped) return
    const gentle = clean || this.#shutdown
    this.#drop()
    const cap = Math.min(BACKOFF_CAP_MS, BACKOFF_FIRST_MS * 2 ** this.#attempt)
    this.#attempt += 1
    this.#retry = setTimeout(() => this.connect(), this.#random() * (gentle ? CLEAN_WAIT_MS : cap))
  }

  /** The page or the network is back: do not wait for a timer to find out about the link. */
  #wake(): void {
    if (this.#stopped) return
    if (!this.#ws) {
      this.connect()
    } else if (this.#up) {
      this.clock.reset() // the local clock may have stood still
      this.#beat()
      this.#watch(PROBE_MS)
    }
  }

  #beat(): void {
    clearTimeout(this.#ping)
    if (!this.send({ type: 'ping', t0: this.clock.local() })) return
    // While a question is open silence of DEAD_MS is death, counted from the last message, which came
    // about one ping ago; otherwise it is counted from the ping.
    if (this.#dead === undefined) this.#watch(this.#open ? DEAD_MS - PING_OPEN_MS : DEAD_MS)
    this.#ping = setTimeout(() => this.#beat(), this.#open ? PING_OPEN_MS : PING_IDLE_MS)
  }

  #watch(ms: number): void {
    clearTimeout(this.#dead)
    this.#dead = setTimeout(() => this.#lost(), ms)
  }

  /** Forgets the socket at once: the close of a dead link can take minutes to be reported. */
  #drop(): void {
    for (const timer of [this.#retry, this.#ping, this.#dead]) clearTimeout(timer)
    this.#dead = undefined
    const ws = this.#ws
    this.#ws = null
    if (ws) {
      ws.onopen = ws.onmessage = ws.onclose = null
      ws.close()
    }
    if (this.#up) {
      this.#up = false
      this.slot.linkDown()
      this.options.on.link(false)
    }
  }
}
