// A disk that is slow, and one that refuses: a small library between the server and the system
// (lib/disk.c) delays or fails every sync, as a file tells it to. Needs a C compiler.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join as pathJoin } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'node:test'
import { Client, Server, advance, fileOf, finish, host, join, joinAll, launch, plainBank, resume, screen, temporaryFolder, together } from './lib.mjs'

const SLOW_MS = 600
const folder = temporaryFolder()
const library = pathJoin(folder, 'disk.so')
const switchFile = pathJoin(folder, 'disk')
const compiler = launch(['-O1', '-shared', '-fPIC', '-o', library, fileURLToPath(new URL('lib/disk.c', import.meta.url)), '-ldl'], { command: 'cc' })
const skip = await compiler.done.then(({ status }) => status === 0 ? false : 'lib/disk.c cannot be compiled', () => 'there is no C compiler')

const disk = (mode) => writeFileSync(switchFile, mode)

async function start(t) {
  disk('good')
  const server = await Server.start({ env: { LD_PRELOAD: library, JB_TEST_DISK: switchFile } })
  t.after(() => { disk('good'); return finish(server) })
  const bank = await server.importBank(plainBank(3))
  const contest = await server.contest(fileOf(bank, ['q1', 'q2', 'q3'], { seconds: 600 }))
  return { server, contest }
}

test('an ack waits for the disk, and so does every state that follows from an event', { skip }, async (t) => {
  const { server, contest } = await start(t)
  const desk = await host(server, contest)
  const [a, b] = await joinAll(server, contest, ['A', 'B'])
  await advance(desk, 'open', 1)
  await together([a, b], 'open', 1)
  disk(`slow ${SLOW_MS}`)
  let asked = performance.now()
  await a.answer(1, 'a')
  assert.ok(performance.now() - asked >= SLOW_MS, `acknowledged after ${performance.now() - asked} ms`)
  asked = performance.now()
  await desk.do('next', {}, (s) => s.phase === 'locked')
  assert.ok(performance.now() - asked >= SLOW_MS, `locked after ${performance.now() - asked} ms`)
  asked = performance.now()
  await join(server, contest, 'C')
  assert.ok(performance.now() - asked >= SLOW_MS, `welcomed after ${performance.now() - asked} ms`)
  // What changes nothing need not wait for anything.
  asked = performance.now()
  await b.settle()
  assert.ok(performance.now() - asked < SLOW_MS, `pong after ${performance.now() - asked} ms`)
})

test('a disk that refuses: nothing is acknowledged, the contest pauses, the host reads why, and it goes on', { skip }, async (t) => {
  const { server, contest } = await start(t)
  const desk = await host(server, contest)
  const watch = await screen(server, contest)
  const [a, b] = await joinAll(server, contest, ['A', 'B'])
  await advance(desk, 'open', 1)
  await together([a, b], 'open', 1)
  const kept = await a.answer(1, 'a')
  disk('fail')
  b.send({ type: 'answer', turn: 1, answer: 'b' })
  const error = await b.next('error')
  assert.deepEqual({ code: error.code, re: error.re }, { code: 'store_failed', re: 'answer' })
  assert.deepEqual(b.all('ack'), [])
  const paused = await desk.next('state', (s) => s.paused)
  assert.deepEqual({ phase: paused.phase, reason: paused.reason, turn: paused.question.turn }, { phase: 'open', reason: 'store', turn: 1 })
  assert.ok(paused.fault.length > 10, paused.fault)
  for (const client of [watch, a]) {
    const seen = await client.next('state', (s) => s.paused)
    assert.deepEqual({ reason: seen.reason, fault: seen.fault }, { reason: 'store', fault: undefined })
  }
  const stranger = await Client.connect(server)
  assert.equal(await stranger.refused({ type: 'hello', role: 'player', code: contest.code, name: 'C' }), 'store_failed')
  const back = await resume(server, contest, a.token)
  assert.deepEqual({ answered: back.you.answered, elapsed: back.you.elapsed }, { answered: true, elapsed: kept.elapsed })

  disk('good')
  await desk.do('resume', {}, (s) => !s.paused && s.phase === 'open')
  await b.next('state', (s) => !s.paused)
  await b.answer(1, 'b')
  const { tally } = await advance(desk, 'reveal', 1)
  assert.deepEqual({ answered: tally.answered, right: tally.right }, { answered: 2, right: 1 })
})
