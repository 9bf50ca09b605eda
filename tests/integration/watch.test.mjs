// What host and screen see of the answers while they come in, and what players never see.
import assert from 'node:assert/strict'
import test, { before } from 'node:test'
import { BANK, SECRET, advance, attend, fileOf, host, joinAll, screen, serve, storm, together } from './lib.mjs'

const server = await serve()
let bank

before(async () => { bank = await server.importBank(BANK) })

const make = (ids, round = {}, contest = {}) => server.contest(fileOf(bank, ids, { seconds: 600, ...round }, contest))

test('tallies go to host and screen while answers come in; counts to the host alone', async () => {
  const contest = await make(['single'])
  const [desk, watch] = [await host(server, contest), await screen(server, contest)]
  const players = await joinAll(server, contest, ['A', 'B', 'C', 'D'])
  await advance(desk, 'open', 1)
  await together(players, 'open', 1)
  for (const [i, value] of ['d', 'a', 'd'].entries()) {
    await players[i].answer(1, value)
    const [forHost, forScreen] = await Promise.all([desk, watch].map((client) => client.next('tally', (tally) => tally.answered === i + 1)))
    assert.deepEqual({ turn: forHost.turn, players: forHost.players }, { turn: 1, players: 4 })
    assert.deepEqual(forScreen, { type: 'tally', turn: 1, answered: i + 1, players: 4 })
  }
  const { counts } = desk.last('tally')
  assert.deepEqual(Object.entries(counts).filter(([, n]) => n > 0).sort(), [['a', 1], ['d', 2]])
  const roster = await desk.next('roster', (list) => list.players.filter(({ answered }) => answered).length === 3)
  assert.equal(roster.players[0].name, 'D', 'who has not answered comes first')
  assert.deepEqual(roster.players.slice(1).map(({ player }) => player), [1, 2, 3], 'then by number')
  for (const player of players) {
    await player.settle()
    assert.deepEqual([...player.all('tally'), ...player.all('roster')], [])
  }
})

test('tallies come at most four times a second, rosters once', async () => {
  const contest = await make(['single'])
  const desk = await host(server, contest)
  const arrived = { tally: [], roster: [] }
  desk.socket.on('message', (data) => { arrived[JSON.parse(data).type]?.push(performance.now()) })
  const players = await joinAll(server, contest, Array.from({ length: 24 }, (_, i) => `P${i}`))
  await advance(desk, 'open', 1)
  await together(players, 'open', 1)
  // One after the other, so that they are spread over time as far as this machine needs.
  const start = performance.now()
  for (const player of players.slice(1)) await player.answer(1, 'a')
  await desk.next('tally', (tally) => tally.answered === 23)
  const seconds = (performance.now() - start) / 1000
  const tallies = arrived.tally.filter((at) => at >= start).length
  assert.ok(tallies <= Math.ceil(seconds * 4) + 2, `${tallies} tallies in ${seconds} s`)
  const rosters = arrived.roster.filter((at) => at >= start).length
  assert.ok(rosters <= Math.ceil(seconds) + 1, `${rosters} rosters in ${seconds} s`)
})

test('the host reads key and note from the start, everybody else at the reveal', async () => {
  const contest = await make(['single', 'text'], { reading: 600 })
  const people = { desk: await host(server, contest), watch: await screen(server, contest), judge: await attend(server, contest, 'judge') }
  const [a] = await joinAll(server, contest, ['A', 'B'])
  for (const phase of ['reading', 'open', 'locked']) {
    const state = await advance(people.desk, phase, 1)
    assert.deepEqual(state.answer, ['d'], phase)
    assert.deepEqual(state.host_note, BANK.questions[0].host_note)
    for (const client of [people.watch, people.judge, a]) {
      const seen = await client.state(phase, 1)
      assert.equal(JSON.stringify(seen).includes(SECRET), false, phase)
      assert.equal('answer' in seen, false, phase)
    }
  }
  await advance(people.desk, 'reveal', 1)
  for (const client of [people.watch, a]) assert.deepEqual((await client.state('reveal', 1)).answer, ['d'])
  const standings = await advance(people.desk, 'standings', 1)
  assert.deepEqual(standings.answer, ['d'])
  await a.state('standings', 1)
})

test('a player reads nothing about the answers of others before the reveal', async () => {
  const contest = await make(['single', 'text'])
  const desk = await host(server, contest)
  const players = await joinAll(server, contest, ['A', 'B', 'C'])
  await advance(desk, 'open', 1)
  await together(players, 'open', 1)
  const mark = players[2].frames.length
  await players[0].answer(1, 'd')
  await players[1].answer(1, 'b')
  await desk.next('tally', (tally) => tally.answered === 2)
  await players[2].settle()
  assert.deepEqual(players[2].frames.slice(mark).filter(({ type }) => !['pong', 'state'].includes(type)), [])
  for (const state of players[2].frames.slice(mark).filter(({ type }) => type === 'state')) {
    const { type, seq, phase, paused, now, players: count, admit, round, question, opens_at, closes_at, ...rest } = state
    assert.deepEqual(rest, {}, 'nothing else')
  }
  // Own answers come back to their own players only.
  await advance(desk, 'open', 2)
  await together(players, 'open', 2)
  await players[0].answer(2, ['zanzibar'])
  await desk.next('tally', (tally) => tally.turn === 2 && tally.answered === 1)
  await advance(desk, 'standings', 2)
  await together(players, 'standings', 2)
  for (const player of players.slice(1)) assert.equal(JSON.stringify(player.frames).includes('zanzibar'), false)
})

test('the newest names stand on the screen of the lobby, forty at most', async () => {
  const contest = await make(['single'])
  const watch = await screen(server, contest)
  await storm(server, contest, Array.from({ length: 45 }, (_, i) => `N${i}`))
  const state = await watch.next('state', ({ players }) => players === 45)
  assert.equal(state.names.length, 40)
  assert.equal(new Set(state.names).size, 40)
})

test('options are shown in one order for the whole room, by lot', async () => {
  const contest = await make(['single', 'either', 'multiple', 'three'])
  const desk = await host(server, contest)
  const players = await joinAll(server, contest, ['A', 'B'])
  const orders = []
  for (const turn of [1, 2, 3, 4]) {
    const state = await advance(desk, 'open', turn)
    const ids = (s) => s.question.options.map(({ id }) => id).join('')
    for (const seen of await together(players, 'open', turn)) assert.equal(ids(seen), ids(state))
    assert.equal([...ids(state)].sort().join(''), 'abcd')
    orders.push(ids(state))
  }
  const plain = await server.contest(fileOf(bank, ['single'], { shuffle_options: false }))
  const other = await host(server, plain)
  const state = await advance(other, 'open', 1)
  assert.deepEqual(state.question.options.map(({ id }) => id), ['a', 'b', 'c', 'd'])
})
