// Automatic pace: timers go through the phases, the host may still step in.
import assert from 'node:assert/strict'
import test, { before } from 'node:test'
import { fileOf, host, join, joinAll, plainBank, serve } from './lib.mjs'

const server = await serve()
let bank

before(async () => { bank = await server.importBank(plainBank(4)) })

const TIMES = { intro_seconds: 0.5, reading: 0.4, seconds: 0.6, locked_seconds: 0.4, reveal_seconds: 0.55, standings_seconds: 0.45 }
const auto = (ids, round = {}) => server.contest(fileOf(bank, ids, { ...TIMES, ...round }, { pace: 'auto' }))

test('timers lead through every phase, each as long as its rule says', async () => {
  const contest = await auto(['q1', 'q2'], { intro: true })
  const desk = await host(server, contest)
  const a = await join(server, contest, 'A')
  await desk.do('start', {}, (s) => s.phase === 'intro')
  const phases = []
  for (let state = { phase: 'lobby' }; state.phase !== 'finished';) {
    state = await a.next('state', (s) => s.phase !== state.phase || s.question?.turn !== state.question?.turn)
    phases.push(state)
  }
  assert.deepEqual(phases.map(({ phase, question }) => `${phase} ${question?.turn ?? 0}`), [
    'intro 0', 'reading 1', 'open 1', 'locked 1', 'reveal 1', 'standings 1',
    'reading 2', 'open 2', 'locked 2', 'reveal 2', 'standings 2', 'finished 0',
  ])
  const length = { intro: 500, locked: 400, reveal: 550, standings: 450 }
  for (const [i, state] of phases.entries()) {
    const next = phases[i + 1]
    if (state.phase in length) {
      assert.ok(state.ends_at <= state.now + length[state.phase], `${state.phase} ends at ${state.ends_at}`)
      assert.ok(next.now >= state.ends_at, `${state.phase} ended at ${next.now} instead of ${state.ends_at}`)
    }
    if (state.phase === 'reading') assert.ok(next.now >= state.opens_at && state.opens_at <= state.now + 400)
    if (state.phase === 'open') {
      assert.equal(state.closes_at - state.opens_at, 600)
      assert.ok(next.now >= state.closes_at)
    }
  }
  // A phase begins when the one before was due to end, so that lateness does not add up.
  const closed = phases.find((s) => s.phase === 'locked')
  assert.equal(closed.ends_at, phases.find((s) => s.phase === 'open').closes_at + 400)
})

test('the host may go on before the time', async () => {
  const contest = await auto(['q1'], { reading: 600, seconds: 600, locked_seconds: 600, reveal_seconds: 600, standings_seconds: 600 })
  const desk = await host(server, contest)
  for (const [phase, next] of [['reading', 'open'], ['open', 'lock'], ['locked', 'reveal'], ['reveal', 'standings'], ['standings', 'finish'], ['finished', null]]) {
    const state = await desk.do('next', {}, (s) => s.phase === phase)
    assert.equal(state.next, next)
  }
})

test('the contest waits in the lobby until it is started', async () => {
  const contest = await auto(['q1'])
  const desk = await host(server, contest)
  await desk.settle()
  assert.equal(desk.last('state').phase, 'lobby')
  assert.equal(desk.last('state').ends_at, undefined)
})

test('pause stops the timers of automatic phases; resume gives the rest back', async () => {
  const contest = await auto(['q1'], { intro: true, intro_seconds: 100, locked_seconds: 90, seconds: 600 })
  const desk = await host(server, contest)
  await desk.do('start', {}, (s) => s.phase === 'intro')
  for (const [phase, most] of [['intro', 100000], ['locked', 90000]]) {
    while (desk.last('state').phase !== phase) {
      const { phase: before } = desk.last('state')
      await desk.do('next', {}, (s) => s.phase !== before)
    }
    const paused = await desk.do('pause', {}, (s) => s.paused)
    assert.equal(paused.phase, phase)
    assert.ok(paused.left_ms > 0 && paused.left_ms <= most, String(paused.left_ms))
    const later = await desk.do('admit', { on: !paused.admit }, (s) => s.admit !== paused.admit)
    assert.equal(later.left_ms, paused.left_ms)
    const resumed = await desk.do('resume', {}, (s) => !s.paused)
    assert.ok(resumed.ends_at - resumed.now <= paused.left_ms && resumed.ends_at - resumed.now > paused.left_ms - 1000)
  }
})

test('automatic pace without a time limit is a contradiction that no contest is made of', async () => {
  const file = fileOf(bank, ['q1'], { ...TIMES, seconds: 0 }, { pace: 'auto' })
  const answer = await server.http('POST', '/api/contests', { body: JSON.stringify(file) })
  assert.equal(answer.status, 422)
  assert.ok(answer.json.problems.some(({ severity, message }) => severity === 'error' && /pace/.test(message) && /seconds/.test(message)), 'both places are named')
})

test('a question that everybody has answered does not wait for its time', async () => {
  const contest = await auto(['q1'], { seconds: 600, reveal_seconds: 600 })
  const desk = await host(server, contest)
  const players = await joinAll(server, contest, ['A', 'B'])
  await desk.do('start', {}, (s) => s.phase === 'reading')
  await Promise.all(players.map((client) => client.state('open', 1)))
  await Promise.all(players.map((client) => client.answer(1, 'a')))
  await desk.state('reveal', 1)
})
