// One server that is killed again and again while phones play on it, and the book of what it has promised them. Kills come at
// triggers ("after the 5th ack"), whose numbers come from a seed; nothing waits for time to pass but the phones' own timers.
import assert from 'node:assert/strict'
import { Server, finish, host, run, within } from '../lib.mjs'
import { logOf } from './disk.mjs'
import { Phone } from './phone.mjs'

const SLACK_MS = 700 // machines are busy: what two clocks in two processes may differ by
const NOTED_EVERY_MS = 1000 // the clock of a running contest is noted so often

/** Whole numbers from 0 below n, in a sequence that the seed decides (mulberry32). */
export function lot(seed) {
  let state = seed >>> 0
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * n)
  }
}

export class World {
  static async start(seed, options = {}) {
    const world = new World()
    world.random = lot(seed)
    world.place = { url: null, code: null }
    world.phones = []
    world.kills = []
    world.back = [] // how long each phone took to come back, in ms from the first line of the server
    world.watchers = new Set()
    world.server = await Server.start(options)
    world.place.url = world.server.url
    return world
  }

  /** What one phone is told, at once. */
  #told(phone, message) {
    if (message.type === 'you') this.#checkYou(phone, message)
    if (message.type === 'link_up' && this.listening) this.back.push(performance.now() - this.listening)
    for (const watch of [...this.watchers]) watch(phone, message)
  }

  /** What the server says of an answer after a restart is what it has acknowledged, or something that was sent later. */
  #checkYou(phone, { turn, answered, answer, elapsed }) {
    const ack = phone.acks.get(turn)
    if (ack && !answered) phone.faults.push(`${phone.name}: the ack of turn ${turn} was a lie`)
    if (!answered) return
    const sent = phone.sent.get(turn) ?? []
    if (!sent.includes(answer)) phone.faults.push(`${phone.name}: answered ${answer} in turn ${turn}, which it never sent`)
    if (ack && sent.length === 1 && elapsed !== ack.elapsed) phone.faults.push(`${phone.name}: ${ack.elapsed} ms became ${elapsed}`)
    if (ack && sent.lastIndexOf(answer) < sent.lastIndexOf(ack.answer)) phone.faults.push(`${phone.name}: ${ack.answer} was acknowledged after ${answer}`)
    phone.acks.set(turn, { answer, elapsed })
  }

  /** Resolves when `n` messages have come that fit: the moment for a kill. */
  after(n, fits, what) {
    let count = 0
    let watch
    const came = new Promise((resolve) => {
      watch = (phone, message) => { if (fits(message, phone) && ++count === n) resolve() }
      this.watchers.add(watch)
    })
    return within(came, () => `${what}: ${count} of ${n}; ${this.where()}`).finally(() => this.watchers.delete(watch))
  }

  /** Resolves when all phones are as wanted. */
  async all(fits, what, phones = this.phones) {
    if (phones.every(fits)) return
    let watch
    const came = new Promise((resolve) => {
      watch = () => { if (phones.every(fits)) resolve() }
      this.watchers.add(watch)
    })
    await within(came, () => `everybody ${what}; not yet: ${phones.filter((phone) => !fits(phone)).map(({ name }) => name)}; ${this.where()}`)
      .finally(() => this.watchers.delete(watch))
  }

  where() {
    return `after ${this.kills.length} kills, the last ${this.kills.at(-1)}; ${this.server.stderr.slice(-300)}`
  }

  async addPhone(name) {
    const phone = await Phone.make(this.place, name, (who, message) => this.#told(who, message))
    this.phones.push(phone)
    return phone
  }

  /** Pulls the plug. */
  async kill(when) {
    this.kills.push(when)
    this.listening = null
    this.place.url = null
    await this.server.kill()
  }

  async again() {
    await this.server.again()
    this.listening = performance.now()
    this.place.url = this.server.url
  }

  /** Where the contest clock stood when the plug was pulled, as the phones' pages believe. */
  clock() {
    const clocks = this.phones.filter(({ up }) => up).map(({ net }) => net.clock.now()).sort((a, b) => a - b)
    return clocks[Math.floor(clocks.length / 2)]
  }

  /**
   * Pulls the plug and starts again; the phones come back by themselves. The contest stands where it stood, its clock stopped.
   * Gives the console, which has not said anything yet.
   */
  async crash(when) {
    const clock = this.clock()
    const before = this.phones.find(({ state }) => state)?.state
    await this.kill(when)
    await this.again()
    const desk = await host(this.server, this.contest)
    const { first } = desk
    const still = ['lobby', 'finished'].includes(first.phase)
    assert.deepEqual([first.phase, first.paused, first.reason], [first.phase, !still, still ? undefined : 'restart'], this.where())
    if (first.phase === 'open' && before?.phase === 'open' && before.question.turn === first.question.turn && !before.paused) {
      const left = before.closes_at - clock
      assert.ok(first.left_ms >= left - SLACK_MS && first.left_ms <= left + NOTED_EVERY_MS + SLACK_MS,
        `${left} ms were left, and now ${first.left_ms}: ${this.where()}`)
    }
    await this.all(({ up, state }) => up && state, 'is back')
    if (first.phase === 'open') {
      // The same, now that everybody is back: it stood still.
      const later = await desk.do('blank', { on: true }, (state) => state.blank)
      assert.equal(later.left_ms, first.left_ms, this.where())
    }
    return desk
  }

  async resume(desk) {
    if (desk.last('state').paused) await desk.do('resume', {}, (state) => !state.paused)
  }

  /** Everything the log holds, against everything that was promised. Works on the files alone. */
  async compare() {
    const faults = this.phones.flatMap((phone) => phone.faults)
    assert.deepEqual(faults, [], this.where())
    const proof = await run(['verify', this.contest.id, '--data', this.server.data, '--json'])
    assert.equal(proof.status, 0, `${proof.stdout}${proof.stderr} ${this.where()}`)
    const told = await run(['results', this.contest.id, '--data', this.server.data, '--format', 'json', '--answers'])
    assert.equal(told.status, 0, told.stderr)
    const results = JSON.parse(told.stdout)
    const log = await logOf(this.server, this.contest)
    for (const phone of this.phones.filter(({ player }) => player !== null)) this.#comparePhone(phone, results, log)
    return results
  }

  #comparePhone(phone, results, log) {
    const joins = log.filter(({ kind, body }) => kind === 'joined' && body.player === phone.player)
    assert.equal(joins.length, 1, `the join of ${phone.name} was acknowledged: ${this.where()}`)
    const rows = results.participants.filter(({ player }) => player === phone.player)
    assert.deepEqual(rows.map(({ name }) => name), [phone.name])
    const answers = log.filter(({ kind, body }) => kind === 'answered' && body.player === phone.player)
    for (const [turn, ack] of phone.acks) {
      const where = `${phone.name}, turn ${turn}, acknowledged ${JSON.stringify(ack)}: ${this.where()}`
      const entries = answers.filter(({ body }) => body.turn === turn)
      assert.ok(entries.some(({ body }) => body.elapsed === ack.elapsed), `${JSON.stringify(entries)} ${where}`)
      assert.ok(entries.length <= phone.sent.get(turn).length, `${entries.length} entries for ${where}`)
      const counted = rows[0].answers.filter((entry) => entry.turn === turn) // once the turn is scored
      if (counted.length > 0) assert.deepEqual(counted.map(({ answer, elapsed }) => ({ answer, elapsed })), [ack], where)
    }
  }

  async end() {
    for (const phone of this.phones) phone.destroy()
    await finish(this.server)
  }
}
