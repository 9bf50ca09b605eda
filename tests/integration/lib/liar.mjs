// A server that speaks just enough of the protocol to be driven by a load generator, and that can be told to lose things, to see
// whether the generator notices.
import { WebSocketServer } from 'ws'

const NEXT = { lobby: 'start', open: 'lock', locked: 'reveal', reveal: 'question', finished: null }

export class Liar {
  /** Faults, each a phone's number: `forgets` (its ack), `denies` (its answer, after an ack), `hides` (the question), `cuts` (its line at the question). */
  static async start(faults = {}) {
    const liar = new Liar()
    Object.assign(liar, { faults, phase: 'lobby', turn: 0, seq: 1, players: 0, sockets: new Map(), answered: new Set() })
    liar.server = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/ws', handleProtocols: () => 'jinbang.v1', perMessageDeflate: false })
    liar.server.on('connection', (socket) => socket.on('message', (data) => liar.#take(socket, JSON.parse(data))))
    await new Promise((resolve) => liar.server.on('listening', resolve))
    liar.url = `http://127.0.0.1:${liar.server.address().port}`
    return liar
  }

  stop() {
    for (const socket of this.server.clients) socket.terminate()
    return new Promise((resolve) => this.server.close(resolve))
  }

  #say(socket, message) {
    socket.send(JSON.stringify(message))
  }

  #state(role) {
    const state = { type: 'state', seq: this.seq, now: 1, phase: this.phase, paused: false, players: this.players, admit: true }
    if (this.phase !== 'lobby') {
      state.round = { n: 1, of: 1, format: 'everyone' }
      state.question = { turn: this.turn, n: 1, of: 9, kind: 'single', prompt: { en: 'x' }, options: [{ id: 'a', text: { en: 'a' } }] }
    }
    return role === 'host' ? { ...state, next: NEXT[this.phase] } : state
  }

  #you(player) {
    const result = { turn: this.turn, answered: this.answered.has(player) && this.faults.denies !== player, correct: false, points: 0, moved: 0, streak: 0 }
    return { type: 'you', player, name: `${player}`, score: 0, rank: 0, of: 0, ...(this.phase === 'reveal' && result) }
  }

  #take(socket, message) {
    if (message.type === 'hello') this.#greet(socket, message)
    else if (message.type === 'answer') this.#note(socket, message)
    else if (message.type === 'do') this.#go(message.action)
  }

  #greet(socket, { role, token }) {
    socket.player = role === 'host' ? 0 : token ? parseInt(token, 16) : ++this.players
    this.sockets.set(socket.player, socket)
    const name = socket.player.toString(16).padStart(32, '0')
    this.#say(socket, { type: 'welcome', role, ...(role === 'player' && { player: socket.player, token: name }) })
    this.#say(socket, this.#state(role))
    if (role === 'player') this.#say(socket, this.#you(socket.player))
  }

  #note(socket, { turn }) {
    this.answered.add(socket.player)
    if (this.faults.forgets !== socket.player) this.#say(socket, { type: 'ack', turn, elapsed: 0 })
  }

  #go(action) {
    const next = { lobby: 'open', open: 'locked', locked: 'reveal', reveal: 'open' }[this.phase]
    this.phase = action === 'finish' ? 'finished' : next
    this.seq++
    if (this.phase === 'open') {
      this.turn++
      this.answered.clear()
    }
    for (const [player, socket] of this.sockets) this.#tell(player, socket)
  }

  #tell(player, socket) {
    if (this.phase === 'open' && this.faults.cuts === player) socket.terminate()
    else if (this.phase !== 'open' || this.faults.hides !== player) {
      this.#say(socket, this.#state(player ? 'player' : 'host'))
      if (player && this.phase === 'reveal') this.#say(socket, this.#you(player))
    }
  }
}
