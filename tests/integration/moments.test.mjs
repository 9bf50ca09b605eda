// What a host takes back, says and hides; and what is told of streaks, neighbours and the script. Every
// frame is held against the schema of its role, so that nothing of it goes to other eyes.
import assert from 'node:assert/strict'
import test, { before } from 'node:test'
import { BANK, Client, Server, advance, fileOf, finish, host, join, joinAll, plainBank, resume, run, screen, serve, theEnd, together } from './lib.mjs'

const server = await serve()
const UNDO_MS = 10000
let bank

before(async () => { bank = await server.importBank(plainBank(12)) })

const q = (...numbers) => numbers.map((n) => `q${n}`)
const make = (ids, round = {}, contest = {}) => server.contest(fileOf(bank, ids, { seconds: 60, ...round }, contest))

/** Turn 1 is open for everybody; the names join in this order. */
async function begin(contest, names) {
  const desk = await host(server, contest)
  const players = await joinAll(server, contest, names)
  await advance(desk, 'open', 1)
  await together(players, 'open', 1)
  return { desk, players }
}

test('a question that was closed early opens again with the time that was left, and its answers', async () => {
  const contest = await make(q(1, 2))
  const { desk, players: [a, b] } = await begin(contest, ['A', 'B'])
  const open = desk.last('state')
  assert.equal(open.undo, null)
  const first = await a.answer(1, 'a')
  const locked = await desk.do('lock', {}, (s) => s.phase === 'locked')
  assert.equal(locked.undo.what, 'lock')
  const closedAt = locked.undo.until - UNDO_MS
  assert.ok(closedAt >= open.opens_at && closedAt <= locked.now, `closed at ${closedAt}`)
  await b.state('locked', 1)
  assert.equal(await b.refused({ type: 'answer', turn: 1, answer: 'a' }), 'late')
  const again = await desk.do('undo', { seq: locked.seq }, (s) => s.phase === 'open')
  assert.equal(again.undo, null)
  assert.equal(again.closes_at - again.opens_at, open.closes_at - open.opens_at, 'nobody lost time')
  const stood = again.opens_at - open.opens_at
  assert.ok(stood >= 0 && stood <= again.now - closedAt, `moved by ${stood}`)
  await together([a, b], 'open', 1)
  const you = await a.next('you', (message) => message.answered)
  assert.deepEqual([you.answer, you.elapsed], ['a', first.elapsed])
  await b.answer(1, 'b')
  const { tally } = await advance(desk, 'reveal', 1)
  assert.deepEqual([tally.answered, tally.right], [2, 1])
  assert.equal(await desk.refused({ type: 'do', action: 'undo' }), 'not_now')
})

test('a question that closed because everybody had answered is not taken back', async () => {
  const contest = await make(q(1))
  const { desk, players: [a] } = await begin(contest, ['A'])
  await a.answer(1, 'a')
  const locked = await desk.state('locked', 1)
  assert.equal(locked.undo, null)
  assert.equal(await desk.refused({ type: 'do', action: 'undo' }), 'not_now')
})

test('a skipped question comes back with its answers as long as nobody has answered the next', async () => {
  const contest = await make(q(1, 2, 3))
  const { desk, players: [a, b] } = await begin(contest, ['A', 'B'])
  await a.answer(1, 'a')
  const skipped = await desk.do('skip', {}, (s) => s.question?.turn === 2)
  assert.equal(skipped.undo.what, 'skip')
  await together([a, b], 'open', 2)
  const back = await desk.do('undo', {}, (s) => s.question?.turn === 1)
  assert.equal(back.phase, 'open')
  await together([a, b], 'open', 1)
  assert.equal((await a.next('you', (message) => message.turn === 1)).answered, true)
  assert.equal((await b.next('you', (message) => message.turn === 1)).answered, false)
  await b.answer(1, 'a')
  const { tally } = await advance(desk, 'reveal', 1)
  assert.deepEqual([tally.answered, tally.right], [2, 2])
  await advance(desk, 'open', 2)
  await together([a, b], 'open', 2)
  await desk.do('skip', {}, (s) => s.question?.turn === 3)
  await together([a, b], 'open', 3)
  desk.forget('state')
  await a.answer(3, 'a')
  await desk.next('state', (s) => s.undo === null)
  assert.equal(await desk.refused({ type: 'do', action: 'undo' }), 'not_now')
  await advance(desk, 'finished')
  await theEnd(desk)
  const verified = await run(['verify', contest.id, '--data', server.data])
  assert.equal(verified.status, 0, verified.stderr)
})

test('a removed player is back with everything, by the same token, even over a restart', async (t) => {
  const own = await Server.start()
  t.after(() => finish(own))
  const contest = await own.contest(fileOf(await own.importBank(plainBank(2)), q(1, 2), { seconds: 60 }))
  const [first] = await joinAll(own, contest, ['A', 'B'])
  let a = first
  for (const [turn, action] of [[1, 'kick'], [2, 'ban']]) {
    let desk = await host(own, contest)
    await desk.do('take', {}, (s) => s.acting)
    await advance(desk, 'open', turn)
    await a.state('open', turn)
    await a.answer(turn, 'a')
    const removed = await desk.do(action, { player: a.player }, (s) => s.undo?.what === 'remove')
    assert.equal(removed.undo.name, 'A')
    assert.deepEqual(await a.next('bye'), { type: 'bye', reason: 'kicked', banned: action === 'ban' })
    const out = await Client.connect(own)
    assert.equal(await out.refused({ type: 'hello', role: 'player', code: contest.code, token: a.token }), action === 'ban' ? 'banned' : 'bad_token')
    const back = await desk.do('undo', {}, (s) => s.undo === null)
    assert.equal(back.players, removed.players + 1)
    await own.kill()
    await own.again()
    a = await resume(own, contest, a.token)
    assert.deepEqual([a.player, a.you.answered, a.you.answer], [first.player, true, 'a'])
    desk = await host(own, contest)
    assert.equal(desk.first.undo, null)
    await desk.do('resume', {}, (s) => !s.paused)
    await advance(desk, 'reveal', turn)
    const you = await a.next('you', (message) => message.correct)
    assert.deepEqual([you.points, you.streak], [10, turn])
  }
})

test('an undo is for the act that its host has seen, not for what another host did since', async () => {
  const contest = await make(q(1, 2), { seconds: 60 })
  const [desk, other] = [await host(server, contest), await host(server, contest)] // the first acts
  const [a, b, c] = await joinAll(server, contest, ['A', 'B', 'C'])
  const first = await desk.do('kick', { player: a.player }, (s) => s.undo?.name === 'A')
  await other.do('take', {}, (s) => s.acting)
  const second = await other.do('kick', { player: b.player }, (s) => s.undo?.name === 'B')
  await desk.do('take', {}, (s) => s.acting)
  assert.equal(await desk.refused({ type: 'do', action: 'undo', seq: first.seq }), 'stale')
  const back = await desk.do('undo', { seq: second.seq }, (s) => s.undo === null)
  assert.equal(back.players, 2)
  await other.do('take', {}, (s) => s.acting)
  assert.equal(await other.refused({ type: 'do', action: 'undo', seq: second.seq }), 'stale', 'both hosts press at once')
  await desk.do('take', {}, (s) => s.acting)
  await desk.do('kick', { player: c.player, seq: first.seq }, (s) => s.undo?.name === 'C')
})

test('a message reaches everybody, is cleaned, and can be taken back', async () => {
  const contest = await make(q(1))
  const desk = await host(server, contest)
  const wall = await screen(server, contest)
  const a = await join(server, contest, 'A')
  let id = 0
  for (const said of ['  Five   minutes! ', '五分钟']) {
    const state = await desk.do('message', { text: said }, (s) => s.notice && s.notice.id > id)
    const notice = { id: state.notice.id, text: said.trim().replace(/ +/g, ' ') }
    assert.deepEqual(state.notice, notice)
    for (const client of [wall, a]) assert.deepEqual((await client.next('state', (s) => s.notice?.id === notice.id)).notice, notice)
    id = notice.id
  }
  const late = await join(server, contest, 'B')
  assert.equal(late.first.notice.text, '五分钟')
  for (const text of ['two\nlines', '\u202eturned', 'x'.repeat(201), '\u0007']) {
    assert.equal(await desk.refused({ type: 'do', action: 'message', text }), 'bad_field', JSON.stringify(text))
  }
  await desk.do('message', { text: '好'.repeat(200) }, (s) => s.notice?.text.length === 200)
  await desk.do('message', { text: '' }, (s) => !('notice' in s))
  await a.next('state', (s) => s.notice?.text.length === 200)
  await a.next('state', (s) => !('notice' in s))
  assert.equal(await a.refused({ type: 'do', action: 'message', text: 'me' }, true), 'forbidden')
})

test('the wall is blank for host and screen while the contest goes on', async () => {
  const contest = await make(q(1))
  const desk = await host(server, contest)
  const wall = await screen(server, contest)
  const a = await join(server, contest, 'A')
  assert.deepEqual([desk.first.blank, wall.first.blank], [false, false])
  const before = desk.last('state')
  await desk.do('blank', { on: true }, (s) => s.blank)
  await wall.next('state', (s) => s.blank)
  await desk.do('start', { seq: before.seq }, (s) => s.phase === 'open' && s.blank)
  await a.state('open', 1)
  assert.equal(await desk.refused({ type: 'do', action: 'blank', on: false, seq: before.seq }), 'stale')
  await desk.do('blank', { on: false }, (s) => !s.blank)
  await wall.next('state', (s) => s.phase === 'open' && !s.blank)
})

test('streaks, places, neighbours and the fastest are told to whom they belong', async () => {
  const contest = await make(q(1, 2, 3), { standings: 'turn', speed: { kind: 'linear', floor: 50 } })
  const desk = await host(server, contest)
  const wall = await screen(server, contest)
  const players = await joinAll(server, contest, ['A', 'B', 'C'])
  const [a, b, c] = players
  // Who is right: A always, B in the first two, C in the last alone.
  const right = [[a, b], [a, b], [a, c]]
  const elapsed = []
  for (const [i, winners] of right.entries()) {
    const turn = i + 1
    await advance(desk, 'open', turn)
    await together(players, 'open', turn)
    const acks = []
    for (const player of players) acks.push(await player.answer(turn, winners.includes(player) ? 'a' : 'b'))
    elapsed.push(acks.map((ack) => ack.elapsed))
    const reveal = await advance(desk, 'reveal', turn)
    const best = Math.min(...winners.map((player) => elapsed[i][players.indexOf(player)]))
    assert.equal(reveal.fastest.elapsed, best)
    assert.equal(elapsed[i][['A', 'B', 'C'].indexOf(reveal.fastest.name)], best)
    assert.deepEqual((await wall.state('reveal', turn)).fastest, reveal.fastest)
    const yous = await Promise.all(players.map((player) => player.next('you', (you) => you.turn === turn && 'correct' in you)))
    assert.deepEqual(yous.map((you) => you.streak), [[1, 1, 0], [2, 2, 0], [3, 0, 1]][i])
    const standings = await advance(desk, 'standings', turn)
    const shown = await Promise.all(players.map((player) => player.next('you', (you) => you.turn === turn && 'asked' in you)))
    assert.deepEqual(shown.map(({ right: n, asked, best_streak }) => [n, asked, best_streak]),
      [[[1, 1, 1], [1, 1, 1], [0, 1, 0]], [[2, 2, 2], [2, 2, 2], [0, 2, 0]], [[3, 3, 3], [2, 3, 2], [1, 3, 1]]][i])
    for (const row of standings.top) {
      const you = shown[players.findIndex((player) => player.player === row.player)]
      assert.deepEqual([row.moved, row.streak, row.score], [you.moved, you.streak, you.score])
      assert.equal(row.gained, you.points, 'standings after every turn')
      const place = standings.top.indexOf(row)
      const neighbour = (at) => { const other = standings.top[at]; return other && { rank: other.rank, name: other.name, score: other.score } }
      assert.deepEqual([you.above, you.below], [neighbour(place - 1), neighbour(place + 1)])
    }
  }
  await advance(desk, 'finished')
  const last = await a.next('you', (you) => !('turn' in you) && 'asked' in you)
  assert.deepEqual([last.right, last.asked, last.best_streak, last.fastest], [3, 3, 3, Math.min(...elapsed.map(([first]) => first))])
})

test('the host reads the script, the answers of each player, and nobody else does', async () => {
  const all = await server.importBank(BANK)
  const ids = ['multiple', 'numeric', 'text', 'ordering', 'matching']
  const contest = await server.contest(fileOf(all, ids, { seconds: 60 }))
  const { desk, players: [a] } = await begin(contest, ['A', 'B'])
  assert.deepEqual(desk.welcome.contest.script.map(({ turn, round, kind }) => [turn, round, kind]), ids.map((kind, i) => [i + 1, 1, kind]))
  assert.deepEqual(desk.welcome.contest.script[1].prompt, { en: 'Pi, to two places?', 'zh-Hans': 'Pi, to two places? 中文' })
  const given = [['a', 'b'], '3.14', ['Black Sea'], ['a', 'b', 'c', 'd'], [['l1', 'r2']]]
  for (const [i, answer] of given.entries()) {
    if (i > 0) {
      await advance(desk, 'open', i + 1)
      await a.state('open', i + 1)
    }
    desk.forget('roster')
    const ack = await a.answer(i + 1, answer)
    const roster = await desk.next('roster', (list) => list.players.some((row) => row.answered))
    const row = roster.players.find((player) => player.answered)
    assert.deepEqual([row.player, row.answer, row.elapsed], [a.player, answer, ack.elapsed])
  }
})

test('a late answer is told by how much, and for which question', async () => {
  const contest = await make(q(1, 2))
  const { desk, players: [a] } = await begin(contest, ['A', 'B'])
  const locked = await desk.do('lock', {}, (s) => s.phase === 'locked')
  const closedAt = locked.undo.until - UNDO_MS
  assert.equal(await a.refused({ type: 'answer', turn: 1, answer: 'a' }), 'late')
  const late = a.last('error')
  const after = (await a.settle()).t1
  assert.equal(late.turn, 1)
  assert.ok(late.late_ms >= 0 && late.late_ms <= after - closedAt, late.late_ms)
  assert.equal(await a.refused({ type: 'answer', turn: 2, answer: 'a' }), 'bad_turn')
  assert.deepEqual([a.last('error').turn, a.last('error').late_ms], [2, undefined])
  await advance(desk, 'open', 2)
  assert.equal(await a.refused({ type: 'answer', turn: 1, answer: 'a' }), 'late')
  assert.deepEqual([a.last('error').turn, a.last('error').late_ms], [1, undefined])
})
