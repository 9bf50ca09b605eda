// Contest after contest with many phones on one server, for as long as is asked, to see whether it grows: soak.mjs MINUTES PHONES.
//
// In each contest everybody joins, every phone answers every question, one in ten is cut off in the middle and comes back with its
// token, results are exported, and in the end the contest is deleted. Then, when nothing is left of it, memory and open files of the
// server are measured. Asserted: every answer is acknowledged; a line through the measurements after the warm-up does not rise; no
// file stays open; the server ends with status 0.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import WebSocket from 'ws'
import { fileOf, plainBank } from '../integration/lib/bank.mjs'
import { within } from '../integration/lib/process.mjs'
import { Server } from '../integration/lib/server.mjs'

const QUESTIONS = 8
const JOINING_AT_ONCE = 50
const CUT_ONE_IN = 10
const PATIENCE_MS = 60000
const WARM_UP = 0.3 // of the contests
const RISE_MAX = 0.03 // of the memory, over the whole of the measured time
const RISE_FREE_KB = 2048 // what a heap may wander anyway
const CONTESTS_MIN = 6

const [minutes, phoneCount] = process.argv.slice(2).map(Number)
assert.ok(minutes > 0 && phoneCount > 0, 'usage: soak.mjs MINUTES PHONES')

/** Somebody at a socket: `on` gets every message until it returns true. */
class Person {
  constructor(server, code) {
    Object.assign(this, { server, code, acked: 0, waiting: [] })
  }

  async connect(hello) {
    this.socket = new WebSocket(`${this.server.url.replace('http', 'ws')}/ws`, ['jinbang.v1'], { perMessageDeflate: false })
    this.socket.on('error', () => {}) // what it means is seen by what does not come
    this.socket.on('message', (data) => this.#take(JSON.parse(data)))
    this.socket.on('open', () => this.say({ type: 'hello', code: this.code, ...hello }))
    this.closed = new Promise((resolve) => this.socket.on('close', resolve))
    await this.until((message) => message.type === 'state')
  }

  #take(message) {
    if (message.type === 'error') this.error = message
    if (message.type === 'welcome') this.token = message.token
    if (message.type === 'state') this.state = message
    if (message.type === 'ack') this.acked = message.turn
    this.onMessage?.(message)
    this.waiting = this.waiting.filter((look) => !look(message))
  }

  until(fits) {
    return within(new Promise((resolve) => {
      this.waiting.push((message) => fits(message) && (resolve(message), true))
    }), () => `a message; the last state is ${this.state?.phase} ${this.state?.question?.turn}, the last error ${JSON.stringify(this.error)}`, PATIENCE_MS)
  }

  say(message) {
    this.socket.send(JSON.stringify(message))
  }
}

/** Answers whatever opens. */
function answering(phone) {
  phone.onMessage = (message) => {
    const turn = message.question?.turn
    if (message.type !== 'state' || message.phase !== 'open' || phone.answered === turn) return
    phone.answered = turn
    phone.say({ type: 'answer', turn, answer: 'abcd'[turn % 4] })
  }
  return phone
}

async function inGroups(items, size, work) {
  for (let i = 0; i < items.length; i += size) await Promise.all(items.slice(i, i + size).map(work))
}

const everybodyHasAnswered = (phones, turn) => Promise.all(phones.map(
  (phone) => (phone.acked === turn ? null : phone.until(() => phone.acked === turn))))

async function advance(desk, phase, turn) {
  while (desk.state.phase !== phase || (turn && desk.state.question?.turn !== turn)) {
    const { seq } = desk.state
    desk.say({ type: 'do', action: 'next', seq })
    await desk.until((message) => message.type === 'state' && message.seq > seq)
  }
}

/** Some lose their connection and come back. Their answers so far are theirs still. */
async function cut(phones, turn) {
  const some = phones.filter((_, i) => i % CUT_ONE_IN === turn % CUT_ONE_IN)
  await inGroups(some, JOINING_AT_ONCE, async (phone) => {
    phone.socket.terminate()
    await phone.closed
    await phone.connect({ role: 'player', token: phone.token })
  })
}

async function playOne(server, bank) {
  const ids = Array.from({ length: QUESTIONS }, (_, i) => `q${i + 1}`)
  const contest = await server.contest(fileOf(bank, ids, { seconds: 600, standings: 'round' }))
  const desk = new Person(server, contest.code)
  await desk.connect({ role: 'host', key: contest.host_key })
  const phones = Array.from({ length: phoneCount }, () => answering(new Person(server, contest.code)))
  await inGroups(phones, JOINING_AT_ONCE, (phone) => phone.connect({ role: 'player', name: `P ${phones.indexOf(phone)}` }))
  for (let turn = 1; turn <= QUESTIONS; turn++) {
    await advance(desk, 'open', turn)
    await everybodyHasAnswered(phones, turn)
    await cut(phones, turn)
  }
  await advance(desk, 'finished')
  for (const format of ['json', 'xlsx']) {
    assert.equal((await server.http('GET', `/api/contests/${contest.id}/results?format=${format}`)).status, 200)
  }
  const removed = await server.http('DELETE', `/api/contests/${contest.id}?confirm=${contest.code}`)
  assert.ok(removed.status < 300, removed.text)
  // Everybody is told that it is over and hung up on.
  await within(Promise.all([desk, ...phones].map((person) => person.closed)), 'everybody to be gone', PATIENCE_MS)
}

async function measure(server) {
  const { pid } = server.child
  const metrics = async () => Number(/^jinbang_sessions (\d+)/m.exec((await server.http('GET', '/metrics')).text)[1])
  while (await metrics() > 0); // each asks the server, nothing waits for time
  const kb = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1])
  return { at: Date.now(), kb, files: readdirSync(`/proc/${pid}/fd`).length }
}

/** KiB that a straight line through the measurements rises from the first to the last. */
function riseOf(samples) {
  const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length
  const [x, y] = [mean(samples.map(({ at }) => at)), mean(samples.map(({ kb }) => kb))]
  const slope = samples.reduce((sum, { at, kb }) => sum + (at - x) * (kb - y), 0) / samples.reduce((sum, { at }) => sum + (at - x) ** 2, 0)
  return slope * (samples.at(-1).at - samples[0].at)
}

const server = await Server.start()
const bank = await server.importBank(plainBank(QUESTIONS))
const samples = []
const begin = Date.now()
while (Date.now() - begin < minutes * 60000 || samples.length < CONTESTS_MIN) {
  await playOne(server, bank)
  samples.push(await measure(server))
  const { kb, files } = samples.at(-1)
  console.log(`${Math.round((Date.now() - begin) / 1000)} s: contest ${samples.length}, ${phoneCount} phones: ${kb} KiB, ${files} files`)
}
await server.stop()

const measured = samples.slice(Math.ceil(samples.length * WARM_UP))
const rise = riseOf(measured)
const allowed = Math.max(RISE_FREE_KB, RISE_MAX * measured[0].kb)
console.log(`after the warm-up: from ${measured[0].kb} to ${measured.at(-1).kb} KiB, a line through all rises by ${Math.round(rise)} KiB`)
assert.ok(rise <= allowed, `memory rises: ${Math.round(rise)} KiB in ${measured.length} contests, ${Math.round(allowed)} are allowed`)
// A connection that is just being closed may be among them; what stays open is in every measurement.
const files = measured.map((sample) => sample.files)
const middle = Math.ceil(files.length / 2)
const [before, after] = [files.slice(0, middle), files.slice(middle)].map((some) => Math.min(...some))
assert.ok(after <= before, `files stay open: ${files}`)
console.log('memory is flat, no file stays open')
