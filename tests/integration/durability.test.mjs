// The plug is pulled again and again while fifty phones answer. What was acknowledged is in the log
// afterwards, the contest stands where it stood, and the ranking in the end is the one that follows
// from the acknowledged answers.
import assert from 'node:assert/strict'
import test from 'node:test'
import { Client, Server, advance, attend, fileOf, finish, host, joinAll, linearPoints, plainBank, ranked, resume, run, screen, storm, theEnd } from './lib.mjs'

const PLAYERS = 50
const ROUNDS = 12
const WINDOW_MS = 600000
const LETTERS = ['a', 'b', 'c', 'd']

// A fixed sequence, so that a failure can be seen again: the same moments, as far as machines allow.
let seed = 20261122
const random = (below) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
  return Math.floor((seed / 2 ** 32) * below)
}

/** What is known for certain about a player: every acknowledged answer, by turn. */
const newBook = (token, player) => ({ token, player, acked: new Map() })

async function makeContest(server, n) {
  const bank = await server.importBank(plainBank(n))
  return server.contest(fileOf(bank, Array.from({ length: n }, (_, i) => `q${i + 1}`),
    { seconds: WINDOW_MS / 1000, points: { right: 10, wrong: -1 }, speed: { kind: 'linear', floor: 50 } }))
}

/** Everybody answers; the server is killed as soon as `kills` acks have come. Late acks still count. */
async function answerAndPull(server, clients, books, turn, kills) {
  let acks = 0
  await new Promise((resolve) => {
    for (const [i, client] of clients.entries()) {
      client.socket.on('message', (data) => {
        const message = JSON.parse(data)
        if (message.type !== 'ack' || message.turn !== turn) return
        books[i].acked.set(turn, { answer: books[i].sent, elapsed: message.elapsed })
        if (++acks === kills) resolve()
      })
      books[i].sent = LETTERS[random(4)]
      client.send({ type: 'answer', turn, answer: books[i].sent })
    }
  })
  await server.kill()
  await Promise.all(clients.map((client) => client.closed))
  return acks
}

test('an acknowledged answer survives the plug being pulled, at any moment', async (t) => {
  const server = await Server.start()
  t.after(() => finish(server))
  const contest = await makeContest(server, ROUNDS)
  const first = await storm(server, contest, Array.from({ length: PLAYERS }, (_, i) => `Player ${i}`))
  const books = first.map(({ token, player }) => newBook(token, player))
  let clients = first
  let clock = 0
  for (let turn = 1; turn <= ROUNDS; turn++) {
    let desk = await host(server, contest)
    await desk.do('take', {}, (s) => s.acting)
    if (desk.last('state').paused) await desk.do('resume', {}, (s) => !s.paused)
    await advance(desk, 'open', turn)
    await Promise.all(clients.map((client) => client.state('open', turn)))
    const before = desk.last('state')
    const acked = await answerAndPull(server, clients, books, turn, 1 + random(PLAYERS - 1))
    assert.ok(acked >= 1)

    await server.again()
    desk = await host(server, contest)
    const state = desk.first
    assert.ok(['open', 'locked'].includes(state.phase), state.phase)
    assert.equal(state.question.turn, turn)
    assert.deepEqual({ paused: state.paused, reason: state.reason }, { paused: true, reason: 'restart' })
    assert.equal(state.players, PLAYERS)
    assert.ok(state.now >= before.now && state.now >= clock, 'the contest clock does not go back')
    clock = state.now

    clients = await Promise.all(books.map(({ token }) => resume(server, contest, token)))
    for (const [i, client] of clients.entries()) {
      assert.equal(client.player, books[i].player)
      const ack = books[i].acked.get(turn)
      if (ack) {
        assert.equal(client.you.answered, true, `player ${client.player}: the ack of turn ${turn} was a lie`)
        assert.deepEqual({ answer: client.you.answer, elapsed: client.you.elapsed }, ack)
      } else if (client.you.answered) {
        // On disk, but the ack did not get out any more: it counts, and is acknowledged on request.
        books[i].acked.set(turn, { answer: client.you.answer, elapsed: client.you.elapsed })
      }
    }
    await verifyRunning(server, contest)
    if (state.phase === 'locked') {
      assert.ok(books.every(({ acked: mine }) => mine.has(turn)), 'closed, although not everybody had answered')
      continue
    }
    // The others send again after the pause, and so do those who already have their ack.
    await desk.do('resume', {}, (s) => !s.paused)
    await Promise.all(clients.map((client) => client.next('state', (s) => !s.paused)))
    await Promise.all(clients.map(async (client, i) => {
      const known = books[i].acked.get(turn)
      const ack = await client.answer(turn, books[i].sent)
      if (known) assert.equal(ack.elapsed, known.elapsed)
      else books[i].acked.set(turn, { answer: books[i].sent, elapsed: ack.elapsed })
    }))
    await desk.state('locked', turn)
    await desk.close()
  }

  const desk = await host(server, contest)
  await desk.do('take', {}, (s) => s.acting)
  if (desk.last('state').paused) await desk.do('resume', {}, (s) => !s.paused)
  const watch = await screen(server, contest)
  await advance(desk, 'finished')
  const end = await theEnd(desk)
  const expected = ranked(books.map(({ player, acked }) => {
    const answers = [...acked.values()]
    const right = answers.filter(({ answer }) => answer === 'a')
    const score = right.reduce((sum, { elapsed }) => sum + linearPoints(1000, 50, elapsed, WINDOW_MS), 0) - 100 * (answers.length - right.length)
    return { player, score: score / 100, time: right.reduce((sum, { elapsed }) => sum + elapsed, 0), correct: right.length, answered: answers.length }
  }))
  assert.deepEqual(end.top.map(({ rank, player, score }) => ({ rank, player, score })), expected.slice(0, end.top.length).map(({ rank, player, score }) => ({ rank, player, score })))
  assert.equal((await theEnd(watch)).head, end.head)

  const results = JSON.parse((await run(['results', contest.id, '--data', server.data, '--format', 'json'])).stdout)
  assert.deepEqual(
    results.participants.map(({ rank, player, score, correct, answered, time_ms: time }) => ({ rank, player, score, correct, answered, time })),
    expected.map(({ rank, player, score, correct, answered, time }) => ({ rank, player, score, correct, answered, time })))
  assert.equal(results.log.head, end.head)
})

async function verifyRunning(server, contest) {
  const { status, stdout, stderr } = await run(['verify', contest.id, '--data', server.data, '--json'])
  assert.equal(status, 0, stdout + stderr)
}

test('after the plug was pulled the time left is what it was, and stands still until resume', async (t) => {
  const server = await Server.start()
  t.after(() => finish(server))
  const contest = await makeContest(server, 2)
  const desk = await host(server, contest)
  const [a] = await joinAll(server, contest, ['A', 'B'])
  const open = await advance(desk, 'open', 1)
  await a.state('open', 1)
  await a.answer(1, 'a')
  const { t1 } = await desk.settle()
  await server.kill()
  await server.again()
  const back = await host(server, contest)
  assert.equal(back.first.phase, 'open')
  const { left_ms: left, now } = back.first
  assert.ok(left <= WINDOW_MS && left >= open.closes_at - t1 - 2000, `${left} ms left`)
  assert.ok(now - t1 < 5000, 'the clock stood still while the server was down')
  await back.settle()
  const later = await back.do('admit', { on: false }, (s) => s.admit === false)
  assert.equal(later.left_ms, left)
  const resumed = await back.do('resume', {}, (s) => !s.paused)
  assert.ok(resumed.closes_at - resumed.now <= left)
})

test('a restart in every phase leads back to it', async (t) => {
  const server = await Server.start()
  t.after(() => finish(server))
  const bank = await server.importBank(plainBank(2))
  const contest = await server.contest(fileOf(bank, ['q1', 'q2'], { intro: true, reading: 600, seconds: 600 }))
  const [{ token }] = await joinAll(server, contest, ['A'])
  for (const [i, phase] of ['lobby', 'intro', 'reading', 'open', 'locked', 'reveal', 'standings', 'finished'].entries()) {
    let desk = await host(server, contest)
    await desk.do('take', {}, (s) => s.acting)
    if (desk.last('state').paused) await desk.do('resume', {}, (s) => !s.paused)
    const before = phase === 'finished' ? await desk.do('finish', {}, (s) => s.phase === 'finished' && 'head' in s) : await advance(desk, phase)
    if (i % 2 === 0) await server.kill()
    else await server.stop()
    await server.again()
    desk = await host(server, contest)
    const between = !['lobby', 'finished'].includes(phase)
    assert.deepEqual({ phase: desk.first.phase, paused: desk.first.paused, reason: desk.first.reason },
      { phase, paused: between, reason: between ? 'restart' : undefined })
    assert.deepEqual(desk.first.question, before.question)
    assert.deepEqual(desk.first.top, before.top)
    if (phase === 'finished') assert.equal((await theEnd(desk)).head, before.head)
    const a = await resume(server, contest, token)
    assert.equal(a.first.phase, phase)
    await a.close()
  }
})

test('joins, kicks, bans, names and the door are remembered', async (t) => {
  const server = await Server.start()
  t.after(() => finish(server))
  const contest = await makeContest(server, 1)
  let desk = await host(server, contest)
  const [a, b, c] = await joinAll(server, contest, ['A', 'B', 'C'])
  await desk.next('state', (s) => s.players === 3)
  await desk.do('kick', { player: a.player }, (s) => s.players === 2)
  await desk.do('ban', { player: b.player }, (s) => s.players === 1)
  await desk.do('rename', { player: c.player, name: 'Cleo' }, (s) => s.names.includes('Cleo'))
  await desk.do('admit', { on: false }, (s) => !s.admit)
  await server.kill()
  await server.again()
  desk = await attend(server, contest, 'host')
  assert.deepEqual({ players: desk.first.players, admit: desk.first.admit, names: desk.first.names }, { players: 1, admit: false, names: ['Cleo'] })
  for (const [token, code] of [[a.token, 'bad_token'], [b.token, 'banned']]) {
    const client = await Client.connect(server)
    assert.equal(await client.refused({ type: 'hello', role: 'player', code: contest.code, token }), code)
  }
  assert.equal((await resume(server, contest, c.token)).welcome.name, 'Cleo')
})

test('a server that is asked to stop says so to everybody', async (t) => {
  const server = await Server.start()
  t.after(() => finish(server))
  const contest = await makeContest(server, 1)
  const people = [await host(server, contest), await screen(server, contest), ...await joinAll(server, contest, ['A', 'B'])]
  await server.stop()
  for (const client of people) {
    assert.equal((await client.closed).code, 1001)
    assert.equal(client.last('bye').reason, 'shutdown')
  }
})
