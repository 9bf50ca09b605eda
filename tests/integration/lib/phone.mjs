// Phones that are the page's own connection code, clients/shared/net.ts, under Node: it says hello, comes back by itself, keeps
// its token and sends its answer again, as in a browser. Nothing here knows how; it only writes down what the phone was told.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import WebSocket from 'ws'
import { ROOT, temporaryFolder } from './process.mjs'
import { problemFrom, problemTo } from './schemas.mjs'

/** Nobody listens there: where a phone looks for a server that is down. */
const NOWHERE = 'ws://127.0.0.1:1'

class PageSocket extends WebSocket {
  constructor(url, protocol) {
    super(url, protocol, { perMessageDeflate: false })
    this.on('error', () => {}) // a close follows
  }
}

let built
async function build() {
  const { rolldown } = await import(pathToFileURL(join(ROOT, 'clients/node_modules/rolldown/dist/index.mjs')).href)
  const bundle = await rolldown({ input: join(ROOT, 'clients/shared/net.ts') })
  const { output } = await bundle.generate({ format: 'esm' })
  await bundle.close()
  const file = join(temporaryFolder(), 'net.mjs')
  writeFileSync(file, output[0].code)
  globalThis.WebSocket = PageSocket
  globalThis.addEventListener ??= () => {}
  globalThis.document ??= { addEventListener: () => {}, visibilityState: 'visible' }
  return pathToFileURL(file).href
}

let phones = 0
export class Phone {
  /** `place`: {url: of the server or null while it is down, code}; `told` is called for each message, after it was noted. */
  static async make(place, name, told) {
    built ??= build()
    // One module for each phone: without a localStorage it keeps the token in a variable of its own.
    const { Net } = await import(`${await built}?phone=${++phones}`)
    return new Phone(Net, place, name, told)
  }

  constructor(Net, place, name, told) {
    this.name = name
    this.faults = []
    this.up = false
    this.player = null // the number and token it was welcomed with
    this.token = null
    this.acks = new Map() // turn: {answer, elapsed}, of the newest ack
    this.sent = new Map() // turn: every answer it has sent, in order
    this.state = null
    this.you = null
    const note = (message) => {
      const problem = problemTo('player', message)
      if (problem) this.faults.push(`${name}: ${problem}`)
      this.#note(message)
      told(this, message)
    }
    this.net = new Net({
      get url() { return `${place.url?.replace('http', 'ws') ?? NOWHERE}/ws` },
      code: place.code,
      hello: (token) => ({ type: 'hello', role: 'player', code: place.code, ...(token ? { token } : { name }) }),
      on: {
        message: note,
        link: (up) => { this.up = up; told(this, { type: up ? 'link_up' : 'link_down' }) },
        rtt: () => {},
        slot: (slot) => { this.slot = slot },
        end: (reason) => { this.faults.push(`${name} was sent away: ${reason}`) },
      },
    })
  }

  #note(message) {
    if (message.type === 'welcome') {
      if (this.player !== null && this.player !== message.player) this.faults.push(`${this.name} was player ${this.player} and is ${message.player}`)
      // A join that was on disk when the plug was pulled, but not yet acknowledged, leaves its name behind: then this one is "X (2)".
      if (!message.name.startsWith(this.name)) this.faults.push(`${this.name} is called ${message.name}`)
      this.name = message.name
      this.player = message.player
      this.token = message.token ?? this.token
    } else if (message.type === 'state') {
      this.state = message
    } else if (message.type === 'you') {
      this.you = message
    } else if (message.type === 'ack') {
      // With one answer in flight at a time, the ack is for the newest.
      this.acks.set(message.turn, { answer: this.sent.get(message.turn).at(-1), elapsed: message.elapsed })
    } else if (message.type === 'error' && message.code !== 'not_now' && message.code !== 'store_failed') {
      this.faults.push(`${this.name}: ${JSON.stringify(message)}`)
    }
  }

  /** Presses a tile; the page sends it now, or when it can. */
  press(turn, answer) {
    const problem = problemFrom('player', { type: 'answer', turn, answer })
    if (problem) this.faults.push(problem)
    this.sent.set(turn, [...this.sent.get(turn) ?? [], answer])
    this.net.slot.press(turn, answer)
  }

  connect() { this.net.connect() }
  destroy() { this.net.destroy() }
}
