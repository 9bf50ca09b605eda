// A client of any role over a real WebSocket. Nothing waits for time to pass: a test waits for a
// message, and fails when it does not come. Every frame, sent or received, is checked against the
// schemas of its role; every frame of a player is searched for what no player may know yet.
import assert from 'node:assert/strict'
import WebSocket from 'ws'
import { SECRET } from './bank.mjs'
import { problemFrom, problemTo } from './schemas.mjs'
import { TIME_LIMIT_MS, within } from './process.mjs'

const BYE_OF_CODE = { 4001: 'replaced', 4002: 'kicked', 4003: 'finished', 1001: 'shutdown' }
const REVEALED = ['reveal', 'standings']

export class Client {
  /** Options: `role`, `address` (as a proxy would tell it), `headers`, `origin`, `protocols`. */
  static async connect(server, options = {}) {
    const client = new Client(server, options)
    await within(client.opened, 'a WebSocket to open')
    return client
  }

  constructor(server, { role = 'player', address, headers = {}, origin, protocols = ['jinbang.v1'] } = {}) {
    this.role = role
    this.frames = []
    this.faults = []
    this.unread = new Map()
    this.waiting = new Set()
    server.clients.add(this)
    this.socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`, protocols, {
      perMessageDeflate: false, origin, ca: server.options?.ca, headers: { ...(address ? { 'x-forwarded-for': address } : {}), ...headers },
    })
    this.opened = new Promise((resolve, reject) => {
      this.socket.on('open', () => { this.isOpen = true; resolve() })
      this.socket.on('error', reject)
    })
    this.opened.catch(() => {})
    this.closed = new Promise((resolve) => this.socket.on('close', (code, reason) => {
      this.#onClose(code)
      resolve({ code, reason: reason.toString() })
    }))
    this.socket.on('message', (data, binary) => this.#onFrame(data.toString(), binary))
  }

  #fault(text) {
    this.faults.push(text)
  }

  #onClose(code) {
    const bye = BYE_OF_CODE[code]
    if (bye && this.last('bye')?.reason !== bye) this.#fault(`closed with ${code} without bye ${bye}`)
    this.isOver = true
    this.#wake()
  }

  #onFrame(text, binary) {
    if (binary) this.#fault('a binary frame came')
    let message
    try {
      message = JSON.parse(text)
    } catch {
      this.#fault(`not JSON: ${text}`)
      return
    }
    const problem = problemTo(this.role, message)
    if (problem) this.#fault(`to ${this.role}: ${problem} in ${text.slice(0, 1500)}`)
    if (this.role === 'player') this.#searchForSecrets(text, message)
    if (message.type === 'state') this.#checkOrder(message)
    this.frames.push(message)
    const list = this.unread.get(message.type) ?? []
    this.unread.set(message.type, [...list, { index: this.frames.length, message }])
    this.#wake()
  }

  // `you` may overtake the state that reveals; it must not come before its reveal.
  #searchForSecrets(text, message) {
    if (message.type === 'state') {
      if (this.resultOf && this.resultOf === message.question?.turn && !REVEALED.includes(message.phase)) {
        this.#fault(`the result of turn ${this.resultOf} came before its reveal`)
      }
      this.resultOf = null
    }
    if (message.type === 'you' && 'correct' in message) {
      const state = this.last('state')
      if (!(REVEALED.includes(state?.phase) && state.question.turn === message.turn)) this.resultOf = message.turn
    }
    if (text.includes(`${SECRET}: note`)) this.#fault(`a player read the host's note: ${text}`)
    if (text.includes(SECRET) && this.#hidden(message).includes(SECRET)) {
      this.#fault(`a player read what is not yet revealed: ${text}`)
    }
  }

  // What of a message must not tell anything that is for the reveal; of a paper whatever comes without its key.
  #hidden(message) {
    if (message.type === 'state' && REVEALED.includes(message.phase)) return ''
    if (message.type === 'checked') return ''
    if (message.type !== 'attempt') return JSON.stringify(message)
    return JSON.stringify({ ...message, questions: message.questions?.filter((question) => !('right' in question)) })
  }

  #checkOrder(state) {
    const before = this.last('state')
    if (!before) return
    if (state.seq < before.seq) this.#fault(`seq went back from ${before.seq} to ${state.seq}`)
    if (state.now < before.now) this.#fault(`the clock went back from ${before.now} to ${state.now}`)
    if (state.seq === before.seq && (state.phase !== before.phase || state.question?.turn !== before.question?.turn)) {
      this.#fault(`two states have the seq ${state.seq}`)
    }
  }

  #wake() {
    for (const look of [...this.waiting]) look()
  }

  last(type) {
    return this.frames.findLast((message) => message.type === type)
  }

  all(type) {
    return this.frames.filter((message) => message.type === type)
  }

  /** Sends a message that the contract allows this role. */
  send(message) {
    const problem = problemFrom(this.role, message)
    assert.equal(problem, null, `the test itself sends a bad frame: ${problem}`)
    this.socket.send(JSON.stringify(message))
  }

  /** Sends whatever a broken or hostile client might: an object, a text, or bytes. */
  sendBad(data) {
    this.socket.send(typeof data === 'string' || Buffer.isBuffer(data) ? data : JSON.stringify(data))
  }

  /**
   * The next unread message of these types that fits. Earlier unread ones of the same types are
   * dropped; those of other types stay, because the order between types is not promised.
   */
  next(types, fits = () => true, what = '') {
    const wanted = [types].flat()
    const take = () => {
      const found = wanted.flatMap((type) => this.unread.get(type) ?? [])
        .filter(({ message }) => fits(message)).sort((a, b) => a.index - b.index)[0]
      if (!found) return null
      for (const type of wanted) {
        this.unread.set(type, (this.unread.get(type) ?? []).filter(({ index }) => index > found.index))
      }
      return found.message
    }
    const text = () => `${this.role} to receive ${wanted} ${what || fits}; it got ${this.#tail()}`
    return within(new Promise((resolve, reject) => {
      const look = () => {
        const message = take()
        if (!message && !this.isOver) return
        this.waiting.delete(look)
        if (message) resolve(message)
        else reject(new Error(`closed, yet it waited for ${text()}`))
      }
      this.waiting.add(look)
      look()
    }), text, TIME_LIMIT_MS)
  }

  #tail() {
    return this.frames.slice(-4).map((message) => JSON.stringify(message).slice(0, 300)).join(' ') || 'nothing'
  }

  /** Forgets what has come so far: what is waited for next must be new. */
  forget(...types) {
    for (const type of types) this.unread.set(type, [])
  }

  /** Sends and waits for the error that answers it. */
  async refused(message, bad = false) {
    this.forget('error')
    if (bad) this.sendBad(message)
    else this.send(message)
    const error = await this.next('error', () => true, `that refuses ${JSON.stringify(message).slice(0, 200)}`)
    return error.code
  }

  /** After this, everything sent before has been read by the server. */
  async settle() {
    this.pings = (this.pings ?? 0) + 1
    const t0 = this.pings
    this.send({ type: 'ping', t0 })
    return this.next('pong', (pong) => pong.t0 === t0)
  }

  /** Answers and waits for the ack. */
  async answer(turn, answer, extra = {}) {
    this.forget('ack', 'error')
    this.send({ type: 'answer', turn, answer, ...extra })
    const reply = await this.next(['ack', 'error'], (message) => message.type === 'error' || message.turn === turn)
    assert.equal(reply.type, 'ack', `${JSON.stringify(answer)} in turn ${turn} was refused: ${JSON.stringify(reply)}`)
    return reply
  }

  /** A phone or a judge does something in a turn and waits for the ack. */
  async act(type, turn, extra = {}) {
    this.forget('ack', 'error')
    this.send({ type, turn, ...extra })
    const reply = await this.next(['ack', 'error'], (message) => message.type === 'error' || message.turn === turn)
    assert.equal(reply.type, 'ack', `${type} ${JSON.stringify(extra)} in turn ${turn} was refused: ${JSON.stringify(reply)}`)
    return reply
  }

  /** Host: does something and waits for a new state that fits. */
  async do(action, args = {}, fits = () => true) {
    this.forget('state', 'error')
    this.send({ type: 'do', action, ...args })
    const reply = await this.next(['state', 'error'], (message) => message.type === 'error' || fits(message), `after ${action} ${fits}`)
    assert.equal(reply.type, 'state', `${action} was refused: ${JSON.stringify(reply)}`)
    return reply
  }

  state(phase, turn) {
    return this.next('state', (state) => state.phase === phase && (turn === undefined || state.question?.turn === turn), `${phase} of turn ${turn}`)
  }

  async close() {
    this.socket.close()
    return within(this.closed, 'a WebSocket to close')
  }

  terminate() {
    this.socket.terminate()
  }
}
