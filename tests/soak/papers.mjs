// Many papers of one window contest on one server: papers.mjs [PAPERS [AT_ONCE]].
//
// Participants come from everywhere at once, begin a paper, answer every question, hand it in and go; a screen watches. Some papers
// stay open. Then the server is killed, and comes back, and in the end the contest is closed. Printed: what an answer costs of the server's processor time, its memory,
// what the log takes, how long the coming back takes. Asserted: every paper is handed in and right, nothing acknowledged is lost,
// an open paper goes on where it stood.
import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import WebSocket from 'ws'
import { plainBank } from '../integration/lib/bank.mjs'
import { host, screen } from '../integration/lib/contest.mjs'
import { within } from '../integration/lib/process.mjs'
import { Server } from '../integration/lib/server.mjs'
import { windowFile } from '../integration/lib/window.mjs'

const QUESTIONS = 20
const POOL = 200
const UNITS = 40
const LEFT_OPEN = 100
const PATIENCE_MS = 120000
const HERTZ = 100 // of /proc/PID/stat

const [papers = 20000, atOnce = 300] = process.argv.slice(2).map(Number)
assert.ok(papers > 0 && atOnce > 0, 'usage: papers.mjs [PAPERS [AT_ONCE]]')

/** Somebody with a paper: says one thing after the other, each when the last was answered. */
class Participant {
  constructor(server, contest) {
    Object.assign(this, { server, contest })
  }

  async connect(hello) {
    this.socket = new WebSocket(`${this.server.url.replace('http', 'ws')}/ws`, ['jinbang.v1'], { perMessageDeflate: false })
    this.socket.on('error', () => {}) // what it means is seen by what does not come
    this.socket.on('message', (data) => this.#take(data))
    await within(new Promise((resolve) => this.socket.on('open', resolve)), 'a WebSocket to open', PATIENCE_MS)
    return this.ask({ type: 'hello', role: 'player', code: this.contest.code, ...hello }, 'attempt')
  }

  #take(data) {
    const message = JSON.parse(data)
    if (message.type !== this.wanted && message.type !== 'error') return
    this.wanted = null
    this.#answer(message)
  }

  #answer = () => {}

  async ask(message, wanted) {
    this.wanted = wanted
    const reply = new Promise((resolve) => { this.#answer = resolve })
    this.socket.send(JSON.stringify(message))
    const got = await reply
    assert.equal(got.type, wanted, JSON.stringify(got))
    return got
  }

  async answerAll() {
    for (let turn = 1; turn <= QUESTIONS; turn++) await this.ask({ type: 'answer', turn, answer: turn % 4 === 0 ? 'b' : 'a' }, 'ack')
  }

  leave() {
    this.socket.terminate()
  }
}

const processorMs = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 1000 / HERTZ
}
const residentMb = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024

const server = await Server.start()
const bank = await server.importBank(plainBank(POOL))
const teams = Array.from({ length: UNITS }, (_, i) => ({ name: `Unit ${i + 1}`, roster: Math.ceil(papers / UNITS) }))
const contest = await server.contest(windowFile(bank, { count: QUESTIONS, reveal: 'hand_in', seconds: 7200 }, { teams, team_score: 'turnout', players_max: Math.max(papers, 100) }))
const wall = await screen(server, contest)
const before = { ms: processorMs(server.child.pid), mb: residentMb(server.child.pid) }
const begun = performance.now()

const full = (QUESTIONS - Math.floor(QUESTIONS / 4)) * 10
const left = []
let next = 0
async function keepComing() {
  while (next < papers) {
    const number = ++next
    const who = new Participant(server, contest)
    const { personal_code } = await who.connect({ name: `P${number}`, team: `Unit ${number % UNITS + 1}` })
    await who.ask({ type: 'open' }, 'attempt')
    await who.answerAll()
    if (left.length < LEFT_OPEN && number % Math.ceil(papers / LEFT_OPEN) === 0) {
      left.push(personal_code)
    } else {
      const done = await who.ask({ type: 'hand_in' }, 'attempt')
      assert.equal(done.score, full)
    }
    who.leave()
  }
}
await Promise.all(Array.from({ length: atOnce }, keepComing))

const seconds = (performance.now() - begun) / 1000
const spent = processorMs(server.child.pid) - before.ms
const answers = papers * QUESTIONS
console.log(`${papers} papers of ${QUESTIONS} questions, ${atOnce} at once: ${seconds.toFixed(1)} s, ${Math.round(answers / seconds)} answers/s`)
console.log(`processor time: ${(spent * 1000 / answers).toFixed(1)} us an answer, all else of its paper included; ${(spent / 1000).toFixed(1)} s in all`)
console.log(`memory: ${before.mb.toFixed(1)} MiB before, ${residentMb(server.child.pid).toFixed(1)} MiB with ${papers} papers`)

const handedIn = papers - left.length
await within(wall.next('state', ({ board }) => board.handed_in === handedIn && board.joined === papers), 'the wall to know of all', PATIENCE_MS)
assert.equal(wall.last('state').board.mean, full)
const disk = ['jinbang.db', 'jinbang.db-wal'].reduce((sum, name) => sum + statSync(join(server.data, name)).size, 0)
console.log(`disk: ${(disk / 2 ** 20).toFixed(0)} MiB, with what waits to be moved into the database`)

await server.kill()
const killed = performance.now()
await server.again()
console.log(`back ${((performance.now() - killed) / 1000).toFixed(2)} s after it was killed, with ${residentMb(server.child.pid).toFixed(1)} MiB`)
for (const personal_code of left) {
  const who = new Participant(server, contest)
  const paper = await who.connect({ personal_code })
  assert.equal(paper.state, 'open')
  assert.equal(paper.answered.length, QUESTIONS)
  const done = await who.ask({ type: 'hand_in' }, 'attempt')
  assert.equal(done.score, full)
  who.leave()
}
const boss = await host(server, contest)
const closing = performance.now()
await boss.do('finish', {}, ({ phase }) => phase === 'finished')
console.log(`closed after ${((performance.now() - closing) / 1000).toFixed(2)} s`)
const { board } = await within(boss.next('state', (state) => 'head' in state), 'the head of the log', PATIENCE_MS)
console.log(`results of everybody after ${((performance.now() - closing) / 1000).toFixed(2)} s`)
assert.deepEqual([board.handed_in, board.took_part, board.mean], [papers, papers, full])
for (const client of server.clients) client.terminate()
await server.stop()
assert.deepEqual(wall.faults, [])
