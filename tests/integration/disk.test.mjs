// A disk that is slow, full, read-only, ill or held by another program. Whatever refuses: nothing is acknowledged, the contest
// pauses, the host reads why, nothing is lost; after repair it goes on, and what was acknowledged before and after survives a loss of power.
import assert from 'node:assert/strict'
import { watch } from 'node:fs'
import { join as pathJoin } from 'node:path'
import test from 'node:test'
import { Client, Server, advance, fileOf, finish, host, join, joinAll, plainBank, resume, run, screen, together, within } from './lib.mjs'
import { Disk, aboutToHold, hold, logOf, touch } from './lib/disk.mjs'

const SLOW_MS = 300

async function start(t, options = {}) {
  const disk = new Disk()
  const server = await Server.start({ ...options, env: disk.env })
  t.after(() => { disk.is('good'); return finish(server) })
  const bank = await server.importBank(plainBank(3))
  const contest = await server.contest(fileOf(bank, ['q1', 'q2', 'q3'], { seconds: 600 }))
  return { disk, server, contest }
}

async function open(server, contest) {
  const desk = await host(server, contest)
  const watch = await screen(server, contest)
  const [a, b, c] = await joinAll(server, contest, ['A', 'B', 'C'])
  await advance(desk, 'open', 1)
  await together([a, b, c, watch], 'open', 1)
  return { desk, watch, a, b, c }
}

async function verify(server, contest) {
  const { status, stdout, stderr } = await run(['verify', contest.id, '--data', server.data])
  assert.equal(status, 0, stdout + stderr)
}

/** The power fails and comes back: what these people were told must be there. `told`: [[client, {answer, elapsed}]]. */
async function survives(disk, server, contest, told) {
  await server.kill()
  disk.cutPower(server)
  await server.again()
  const desk = await host(server, contest)
  for (const [client, { answer, elapsed }] of told) {
    const { you } = await resume(server, contest, client.token)
    assert.deepEqual({ answered: you.answered, answer: you.answer, elapsed: you.elapsed }, { answered: true, answer, elapsed })
  }
  await verify(server, contest)
  return desk
}

test('an ack waits for the disk, and so does every state that follows from an event', async (t) => {
  const { disk, server, contest } = await start(t)
  const { desk, a } = await open(server, contest)
  disk.is(`slow ${SLOW_MS}`)
  let asked = performance.now()
  const { elapsed } = await a.answer(1, 'a')
  assert.ok(performance.now() - asked >= SLOW_MS, `acknowledged after ${performance.now() - asked} ms`)
  asked = performance.now()
  await desk.do('pause', {}, (s) => s.paused)
  assert.ok(performance.now() - asked >= SLOW_MS, `paused after ${performance.now() - asked} ms`)
  asked = performance.now()
  await join(server, contest, 'D')
  assert.ok(performance.now() - asked >= SLOW_MS, `welcomed after ${performance.now() - asked} ms`)
  // What changes nothing need not wait for anything: it overtakes what does.
  desk.send({ type: 'do', action: 'resume' })
  await desk.settle()
  assert.equal(desk.last('state').paused, true)
  await desk.next('state', (state) => !state.paused)
  disk.is('good')
  await survives(disk, server, contest, [[a, { answer: 'a', elapsed }]])
})

const REFUSALS = [
  { name: 'a full disk', to: 'full', fault: /cannot write to .*: the disk is full/ },
  { name: 'data that may not be written', to: 'readonly', fault: /cannot write to .*: the (disk reports an error|folder or the database)/ },
  { name: 'a sync that fails', to: 'fail', fault: /cannot write to .*: the disk reports an error/ },
  { name: 'a log page that is damaged', to: 'corrupt', fault: /: the database is damaged/, also: touch },
  { name: 'a database that another program holds', fault: /: another program is holding the database/, also: (server) => hold(server) },
]

test('a disk that refuses: nothing is acknowledged, the contest pauses, the host reads why, and it goes on', { concurrency: 3 }, async (t) => {
  await Promise.all(REFUSALS.map(({ name, to, fault, also }) => t.test(name, async (t) => {
    const { disk, server, contest } = await start(t)
    const { desk, watch, a, b, c } = await open(server, contest)
    const kept = await a.answer(1, 'a')
    const before = (await logOf(server, contest)).length
    if (to) disk.is(to)
    const letGo = await also?.(server, disk)

    b.send({ type: 'answer', turn: 1, answer: 'b' })
    const error = await b.next('error')
    assert.deepEqual({ code: error.code, re: error.re }, { code: 'store_failed', re: 'answer' })
    assert.deepEqual(b.all('ack'), [])
    const paused = await desk.next('state', (s) => s.paused)
    assert.deepEqual({ phase: paused.phase, reason: paused.reason, turn: paused.question.turn }, { phase: 'open', reason: 'store', turn: 1 })
    assert.match(paused.fault, fault)
    for (const client of [watch, a]) {
      const seen = await client.next('state', (s) => s.paused)
      assert.deepEqual({ reason: seen.reason, fault: seen.fault }, { reason: 'store', fault: undefined })
    }
    const stranger = await Client.connect(server)
    assert.equal(await stranger.refused({ type: 'hello', role: 'player', code: contest.code, name: 'D' }), 'store_failed')
    // Trying again before it is repaired changes nothing but the sentence.
    desk.forget('state', 'error')
    desk.send({ type: 'do', action: 'resume' })
    const again = await desk.next(['state', 'error'], (m) => m.type === 'error' || (m.paused && m.fault))
    assert.ok(again.type === 'state' || again.code === 'store_failed', JSON.stringify(again))
    assert.deepEqual(b.all('ack'), [])

    disk.is('good')
    await letGo?.()
    await goOn(desk)
    await b.next('state', (s) => !s.paused)
    const second = await b.answer(1, 'b')
    assert.equal(await refusesNothing(a, kept), true)
    const third = await c.answer(1, 'c')
    await desk.state('locked', 1)
    assert.equal((await logOf(server, contest)).filter(({ kind, seq }) => kind === 'answered' && seq > before).length, 2)
    const back = await survives(disk, server, contest, [[a, { answer: 'a', elapsed: kept.elapsed }], [b, { answer: 'b', elapsed: second.elapsed }], [c, { answer: 'c', elapsed: third.elapsed }]])
    await back.do('resume', {}, (s) => !s.paused)
    const { tally } = await advance(back, 'reveal', 1)
    assert.deepEqual({ answered: tally.answered, right: tally.right }, { answered: 3, right: 1 })
  })))
})

test('what a failed sync left in memory is not built upon after a restart', async (t) => {
  const { disk, server, contest } = await start(t)
  const { a, b, c } = await open(server, contest)
  const first = await a.answer(1, 'a')
  disk.is('fail')
  assert.equal(await b.refused({ type: 'answer', turn: 1, answer: 'b' }), 'store_failed')
  await server.kill()
  disk.is('good')
  await server.again()
  const desk = await host(server, contest)
  await desk.do('resume', {}, (s) => !s.paused)
  const again = await resume(server, contest, c.token)
  const later = await again.answer(1, 'c')
  await survives(disk, server, contest, [[a, { answer: 'a', elapsed: first.elapsed }], [c, { answer: 'c', elapsed: later.elapsed }]])
})

/** The next time somebody writes to a file. */
const written = (path) => within(new Promise((resolve) => {
  const watcher = watch(path, () => { watcher.close(); resolve() })
}), `a write to ${path}`)

/** Until the server has logged this. */
const said = (server, text) => within(new Promise((resolve) => {
  const look = () => { if (server.stderr.includes(text)) resolve() }
  server.child.stderr.on('data', look)
  look()
}), () => `"${text}" in the log; ${server.stderr}`)

test('a checkpoint whose sync failed is not built upon: the log keeps everything until the next start', async (t) => {
  const { disk, server, contest } = await start(t)
  const { desk, a, b } = await open(server, contest)
  const read = await aboutToHold(server, 'read')
  const first = await a.answer(1, 'a')
  const letGo = await read()
  const second = await b.answer(1, 'b')
  // Standing still it has time for a checkpoint, of what the reader lets it: written to the database, but not synced.
  const checkpoint = written(pathJoin(server.data, 'jinbang.db'))
  await desk.do('pause', {}, (s) => s.paused)
  await checkpoint
  disk.is('fail jinbang.db')
  await letGo()
  await desk.do('admit', { on: false }, (s) => !s.admit)
  await said(server, 'checkpoint failed')
  // The disk is well again, but what it had lost in between it has lost.
  disk.is('good')
  await desk.do('admit', { on: true }, (s) => s.admit)
  await server.stop()
  await survives(disk, server, contest, [[a, { answer: 'a', elapsed: first.elapsed }], [b, { answer: 'b', elapsed: second.elapsed }]])
})

test('data that may not be written, or not be read, are told at the start', async (t) => {
  const { disk, server, contest } = await start(t)
  await open(server, contest)
  await server.stop()
  for (const [mode, why] of [['readonly', /^jinbang: cannot write to /], ['corrupt', /^jinbang: .*damaged|left out: .*damaged/m]]) {
    disk.is(mode)
    const { status, stderr } = await run(['serve', '--listen', '127.0.0.1:0', '--data', server.data], { env: disk.env })
    assert.equal(status, 3, stderr)
    assert.match(stderr, why)
  }
  disk.is('good')
  await server.again()
  assert.equal((await host(server, contest)).first.phase, 'open')
  await verify(server, contest)
})

/** The host presses Resume once: where the log could not be read back it is read again, and then the contest runs. */
const goOn = (desk) => desk.do('resume', {}, (s) => !s.paused)

/** Who sends an acknowledged answer again gets the first ack again. */
async function refusesNothing(client, kept) {
  const { elapsed } = await client.answer(1, 'd')
  return elapsed === kept.elapsed
}
