// The host's way through a contest: every phase, pausing, extending, locking, skipping, finishing, and
// commands that come too late.
import assert from 'node:assert/strict'
import test, { before } from 'node:test'
import { advance, fileOf, host, join, joinAll, plainBank, screen, serve, theEnd, together } from './lib.mjs'

const server = await serve()
let bank

before(async () => { bank = await server.importBank(plainBank(12)) })

const q = (...numbers) => numbers.map((n) => `q${n}`)
const make = (ids, round = {}, contest = {}) => server.contest(fileOf(bank, ids, round, contest))
const elsewhere = (state) => (s) => s.phase !== state.phase || s.question?.turn !== state.question?.turn

test('a whole contest of two rounds goes through every phase in order', async () => {
  const contest = await server.contest({
    title: { en: 'Two rounds' },
    rounds: [
      { title: { en: 'First' }, format: 'everyone', intro: true, reading: 600, questions: { bank, ids: q(1, 2) }, standings: 'turn' },
      { title: { en: 'Second' }, format: 'everyone', intro: true, questions: { bank, ids: q(3, 4) }, standings: 'end' },
    ],
  })
  const desk = await host(server, contest)
  const watch = await screen(server, contest)
  const [a, b] = await joinAll(server, contest, ['A', 'B'])
  const way = []
  let state = desk.last('state')
  assert.equal(state.next, 'start')
  while (state.phase !== 'finished') {
    way.push(`${state.phase} ${state.round?.n ?? 0} ${state.question?.turn ?? 0} ${state.next}`)
    assert.ok(way.length < 40)
    if (state.phase === 'open') {
      await b.state('open', state.question.turn)
      await a.answer(state.question.turn, 'a')
    }
    if (state.round) {
      const { n } = state.round
      assert.deepEqual(state.round, {
        n, of: 2, format: 'everyone', title: { en: ['First', 'Second'][n - 1] }, first: n === 1 ? 1 : 3, turns: 2, seconds: 20, points: 10, speed: 'none',
      })
    }
    state = await desk.do('next', { seq: desk.last('state').seq }, elsewhere(state))
    const seen = await Promise.all([watch, a].map((client) => client.next('state', (s) => s.phase === state.phase && s.question?.turn === state.question?.turn && s.round?.n === state.round?.n)))
    for (const other of seen) assert.equal(other.paused, false)
  }
  assert.deepEqual(way, [
    'lobby 0 0 start', 'intro 1 0 question',
    'reading 1 1 open', 'open 1 1 lock', 'locked 1 1 reveal', 'reveal 1 1 standings', 'standings 1 1 question',
    'reading 1 2 open', 'open 1 2 lock', 'locked 1 2 reveal', 'reveal 1 2 standings', 'standings 1 2 question',
    'intro 2 0 question', 'open 2 3 lock', 'locked 2 3 reveal', 'reveal 2 3 question',
    'open 2 4 lock', 'locked 2 4 reveal', 'reveal 2 4 standings', 'standings 2 4 finish',
  ])
  assert.equal(state.next, null)
  assert.deepEqual(state.top.map(({ rank, name, score }) => [rank, name, score]), [[1, 'A', 40], [2, 'B', 0]])
  const heads = await Promise.all([desk, watch].map(async (client) => (await theEnd(client)).head))
  assert.equal(heads[0], heads[1])
})

test('standings: round shows the ranking after the last question of the round', async () => {
  const contest = await make(q(1, 2), { standings: 'round' })
  const desk = await host(server, contest)
  await advance(desk, 'reveal', 1)
  assert.equal(desk.last('state').next, 'question')
  await advance(desk, 'reveal', 2)
  assert.equal(desk.last('state').next, 'standings')
})

test('reading shows the question, when it opens and closes, and opens by itself', async () => {
  const contest = await make(q(1), { reading: 0.6, seconds: 20 })
  const desk = await host(server, contest)
  const a = await join(server, contest, 'A')
  await desk.do('start', {}, (s) => s.phase === 'reading')
  const reading = await a.state('reading', 1)
  assert.equal(reading.closes_at - reading.opens_at, 20000)
  assert.ok(reading.opens_at > reading.now - 600 && reading.opens_at <= reading.now + 600)
  const open = await a.state('open', 1)
  // The clock starts when the question really opens: at the time announced or a moment later.
  assert.ok(open.opens_at >= reading.opens_at && open.opens_at < reading.opens_at + 3000, `${open.opens_at} instead of ${reading.opens_at}`)
  assert.equal(open.closes_at - open.opens_at, 20000)
  assert.ok(open.now >= open.opens_at)
})

test('next in reading opens at once, with the whole time to answer', async () => {
  const contest = await make(q(1), { reading: 600, seconds: 20 })
  const desk = await host(server, contest)
  const reading = await desk.do('next', {}, (s) => s.phase === 'reading')
  const open = await desk.do('next', {}, (s) => s.phase === 'open')
  assert.ok(open.opens_at < reading.opens_at)
  assert.equal(open.closes_at - open.opens_at, 20000)
})

test('without a time limit there is no closes_at, and no left_ms while paused', async () => {
  const contest = await make(q(1), { seconds: 0 })
  const desk = await host(server, contest)
  const open = await desk.do('start', {}, (s) => s.phase === 'open')
  assert.equal(open.closes_at, undefined)
  const paused = await desk.do('pause', {}, (s) => s.paused)
  assert.equal(paused.left_ms, undefined)
  await desk.do('resume', {}, (s) => !s.paused && s.phase === 'open')
  await desk.do('next', {}, (s) => s.phase === 'locked')
})

test('pause freezes the question and resume gives back exactly what was left', async () => {
  const contest = await make(q(1), { seconds: 30 })
  const desk = await host(server, contest)
  const a = await join(server, contest, 'A')
  const open = await desk.do('start', {}, (s) => s.phase === 'open')
  await a.state('open', 1)
  const paused = await desk.do('pause', {}, (s) => s.paused)
  assert.equal(paused.phase, 'open')
  assert.equal(paused.reason, 'host')
  assert.ok(paused.left_ms <= open.closes_at - open.now && paused.left_ms > 0)
  await a.next('state', (s) => s.paused && s.left_ms === paused.left_ms)
  assert.equal(await a.refused({ type: 'answer', turn: 1, answer: 'a' }), 'not_now', 'nothing counts while paused')
  // Any later state shows the same time left, although the clock runs on.
  const later = await desk.do('admit', { on: false }, (s) => s.admit === false)
  assert.equal(later.left_ms, paused.left_ms)
  const pong = await a.settle()
  const resumed = await desk.do('resume', {}, (s) => !s.paused)
  assert.ok(resumed.now >= pong.t1)
  const left = resumed.closes_at - resumed.now
  assert.ok(left <= paused.left_ms && left > paused.left_ms - 1000, `${left} of ${paused.left_ms}`)
  await a.next('state', (s) => s.phase === 'open' && !s.paused)
  await a.answer(1, 'a')
})

test('pause in reading, intro, locked, reveal and standings keeps the phase', async () => {
  const contest = await make(q(1, 2), { reading: 600, intro: true })
  const desk = await host(server, contest)
  const a = await join(server, contest, 'A')
  for (const phase of ['intro', 'reading', 'open', 'locked', 'reveal', 'standings']) {
    await advance(desk, phase)
    const paused = await desk.do('pause', {}, (s) => s.paused)
    assert.equal(paused.phase, phase)
    await a.next('state', (s) => s.paused && s.phase === phase)
    const resumed = await desk.do('resume', {}, (s) => !s.paused)
    assert.equal(resumed.phase, phase)
  }
})

test('pause and resume only where they make sense', async () => {
  const contest = await make(q(1))
  const desk = await host(server, contest)
  for (const action of ['pause', 'resume', 'lock', 'skip']) assert.equal(await desk.refused({ type: 'do', action }), 'not_now', `${action} in the lobby`)
  assert.equal(await desk.refused({ type: 'do', action: 'extend', ms: 1000 }), 'not_now')
  await desk.do('start', {}, (s) => s.phase === 'open')
  assert.equal(await desk.refused({ type: 'do', action: 'start' }), 'not_now')
  assert.equal(await desk.refused({ type: 'do', action: 'resume' }), 'not_now')
  await desk.do('pause', {}, (s) => s.paused)
  assert.equal(await desk.refused({ type: 'do', action: 'pause' }), 'not_now')
  await desk.do('finish', {}, (s) => s.phase === 'finished')
  for (const action of ['next', 'start', 'pause', 'resume', 'lock', 'skip', 'finish']) {
    assert.equal(await desk.refused({ type: 'do', action }), 'not_now', `${action} after the end`)
  }
})

test('extend moves the deadline in open and the opening in reading, and nowhere else', async () => {
  const contest = await make(q(1), { reading: 500, seconds: 30 })
  const desk = await host(server, contest)
  const a = await join(server, contest, 'A')
  const reading = await desk.do('start', {}, (s) => s.phase === 'reading')
  const longer = await desk.do('extend', { ms: 5000 }, (s) => s.opens_at !== reading.opens_at)
  assert.equal(longer.opens_at - reading.opens_at, 5000)
  const open = await desk.do('next', {}, (s) => s.phase === 'open')
  const extended = await desk.do('extend', { ms: 3600000 }, (s) => s.closes_at !== open.closes_at)
  assert.equal(extended.closes_at - open.closes_at, 3600000)
  assert.equal(extended.opens_at, open.opens_at)
  await a.next('state', (s) => s.closes_at === extended.closes_at)
  for (const phase of ['locked', 'reveal', 'standings']) {
    await advance(desk, phase)
    assert.equal(await desk.refused({ type: 'do', action: 'extend', ms: 1000 }), 'not_now', phase)
  }
})

test('extend while paused gives more when it goes on', async () => {
  const contest = await make(q(1), { seconds: 30 })
  const desk = await host(server, contest)
  await desk.do('start', {}, (s) => s.phase === 'open')
  const paused = await desk.do('pause', {}, (s) => s.paused)
  const more = await desk.do('extend', { ms: 7000 }, (s) => s.left_ms !== paused.left_ms)
  assert.equal(more.left_ms - paused.left_ms, 7000)
})

test('lock closes an open question', async () => {
  const contest = await make(q(1))
  const desk = await host(server, contest)
  const a = await join(server, contest, 'A')
  await advance(desk, 'open', 1)
  await a.state('open', 1)
  await desk.do('lock', {}, (s) => s.phase === 'locked')
  await a.state('locked', 1)
  assert.equal(await desk.refused({ type: 'do', action: 'lock' }), 'not_now')
})

test('skip voids the turn: no points, and the next turn begins', async () => {
  const contest = await make(q(1, 2, 3, 4), { points: { right: 10, wrong: -5, none: -1 }, reading: 600 })
  const desk = await host(server, contest)
  const [a, b] = await joinAll(server, contest, ['A', 'B'])
  for (const [turn, phase] of [[1, 'reading'], [2, 'open'], [3, 'locked']]) {
    if (phase !== 'reading') {
      await advance(desk, 'open', turn)
      await together([a, b], 'open', turn)
      await a.answer(turn, 'a')
    }
    await advance(desk, phase, turn)
    await desk.do('skip', {}, (s) => s.question?.turn === turn + 1)
  }
  await advance(desk, 'open', 4)
  await together([a, b], 'open', 4)
  await a.answer(4, 'a')
  await advance(desk, 'reveal', 4)
  assert.equal(await desk.refused({ type: 'do', action: 'skip' }), 'not_now')
  const you = await Promise.all([a, b].map((client) => client.next('you', (message) => message.turn === 4 && 'correct' in message)))
  assert.deepEqual(you.map(({ score }) => score), [10, -1])
})

test('skipping the last question ends in the ranking, with nothing revealed', async () => {
  const contest = await make(q(1))
  const desk = await host(server, contest)
  const a = await join(server, contest, 'A')
  await advance(desk, 'open', 1)
  const after = await desk.do('skip', {}, (s) => s.phase !== 'open')
  assert.ok(['standings', 'finished'].includes(after.phase), after.phase)
  const seen = await a.next('state', (s) => s.phase === after.phase)
  assert.equal(seen.answer, undefined)
})

test('finish ends the contest from any phase; an open question is void, a closed one is scored', async () => {
  for (const phase of ['lobby', 'open', 'locked', 'reveal', 'standings']) {
    const contest = await make(q(1, 2), { points: { right: 10, wrong: -5, none: -3 } })
    const desk = await host(server, contest)
    const a = await join(server, contest, 'A')
    if (phase !== 'lobby') {
      await advance(desk, 'open', 1)
      await a.state('open', 1)
      if (phase !== 'open') await a.answer(1, 'a')
      await advance(desk, phase, 1)
    }
    const end = await desk.do('finish', {}, (s) => s.phase === 'finished' && 'head' in s)
    assert.equal(end.next, null)
    const final = await a.next('state', (s) => s.phase === 'finished')
    const expected = ['locked', 'reveal', 'standings'].includes(phase) ? 10 : 0
    assert.deepEqual(final.top.map(({ score }) => score), [expected], phase)
  }
})

test('a command meant for an earlier phase or turn is stale and changes nothing', async () => {
  const contest = await make(q(1, 2))
  const desk = await host(server, contest)
  await join(server, contest, 'A')
  const lobby = await desk.next('state', (s) => s.players === 1)
  const open = await desk.do('next', { seq: lobby.seq }, (s) => s.phase === 'open')
  for (const action of ['next', 'start', 'skip', 'finish', 'pause']) {
    assert.equal(await desk.refused({ type: 'do', action, seq: lobby.seq }), 'stale', action)
  }
  const locked = await desk.do('next', { seq: open.seq }, (s) => s.phase === 'locked')
  assert.equal(await desk.refused({ type: 'do', action: 'next', seq: open.seq }), 'stale')
  await advance(desk, 'open', 2)
  assert.equal(await desk.refused({ type: 'do', action: 'lock', seq: open.seq }), 'stale', 'open again, but another turn')
  assert.ok(locked.seq > open.seq && open.seq > lobby.seq)
})

test('next pressed twice goes on once', async () => {
  const contest = await make(q(1, 2))
  const desk = await host(server, contest)
  const second = await host(server, contest)
  const { seq } = desk.last('state')
  for (const client of [desk, desk, second, desk]) client.send({ type: 'do', action: 'next', seq })
  for (const client of [desk, desk, second]) await client.next('error')
  await Promise.all([desk.settle(), second.settle()])
  assert.deepEqual(desk.all('error').map(({ code }) => code), ['stale', 'stale'])
  assert.deepEqual(second.all('error').map(({ code }) => code), ['not_acting'])
  assert.equal((await desk.state('open', 1)).next, 'lock', 'it went on once')
})

test('joins and answers never make a command stale', async () => {
  const contest = await make(q(1, 2), { seconds: 600 })
  const desk = await host(server, contest)
  const { seq } = desk.last('state')
  const players = await joinAll(server, contest, ['A', 'B', 'C'])
  await desk.next('state', (s) => s.players === 3)
  const open = await desk.do('next', { seq }, (s) => s.phase === 'open')
  await together(players, 'open', 1)
  await players[0].answer(1, 'a')
  await players[1].answer(1, 'b')
  await join(server, contest, 'D')
  await desk.next(['state', 'tally'], (message) => message.players === 4)
  await desk.do('next', { seq: open.seq }, (s) => s.phase === 'locked')
})

test('two hosts and two screens see the same contest', async () => {
  const contest = await make(q(1))
  const desks = [await host(server, contest), await host(server, contest)]
  const screens = [await screen(server, contest), await screen(server, contest)]
  await advance(desks[0], 'open', 1)
  await desks[1].state('open', 1)
  await Promise.all(screens.map((client) => client.state('open', 1)))
  assert.deepEqual([desks[0].last('state').acting, desks[1].last('state').acting], [true, false])
  assert.equal(await desks[1].refused({ type: 'do', action: 'next' }), 'not_acting')
  await desks[1].do('take', {}, (s) => s.acting)
  await desks[0].next('state', (s) => !s.acting)
  await desks[1].do('next', {}, (s) => s.phase === 'locked')
  await desks[0].state('locked', 1)
})
