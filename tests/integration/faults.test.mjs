// The nineteen faults that other quiz servers shipped. Each has a test here by its name; docs/faults.md says for each how Jinbang
// is built so that it cannot happen.
import assert from 'node:assert/strict'
import net from 'node:net'
import test, { before } from 'node:test'
import { BANK, Client, SECRET, Server, advance, fileOf, finish, host, join, joinAll, plainBank, ranked, resume, run, screen, serve, theEnd, together } from './lib.mjs'
import { badLuck } from './lib/disk.mjs'
import { zip } from './lib/zip.mjs'

const server = await serve()
let plain
let kinds

before(async () => {
  plain = await server.importBank(plainBank(4))
  kinds = await server.importBank(BANK)
})

const make = (ids, round = {}, contest = {}) => server.contest(fileOf(plain, ids, { seconds: 600, ...round }, contest))
const numbered = (n) => Array.from({ length: n }, (_, i) => `P${i + 1}`)

/** Host, wall and players in an open first question. */
async function opened(contest, names) {
  const desk = await host(server, contest)
  const wall = await screen(server, contest)
  const players = await joinAll(server, contest, names)
  await advance(desk, 'open', 1)
  await together([wall, ...players], 'open', 1)
  return { desk, wall, players }
}

const resultsOf = async (contest, query = '?answers=1') => (await server.http('GET', `/api/contests/${contest.id}/results${query}`)).json

async function over(desk) {
  await desk.do('finish', {}, (s) => s.phase === 'finished')
  return theEnd(desk)
}

test('late tap blocking the next question', async () => {
  const contest = await make(['q1', 'q2'])
  const { desk, players: [a, b] } = await opened(contest, ['A', 'B'])
  await advance(desk, 'locked', 1)
  assert.equal(await a.refused({ type: 'answer', turn: 1, answer: 'a' }), 'late')
  await advance(desk, 'open', 2)
  await together([a, b], 'open', 2)
  assert.equal(await a.refused({ type: 'answer', turn: 1, answer: 'a' }), 'late', 'a tap for the last question does not count for this one')
  await a.answer(2, 'a')
  await b.answer(2, 'b')
  const { tally } = await advance(desk, 'reveal', 2)
  assert.deepEqual([tally.answered, tally.right], [2, 1])
})

test('answer keyed by socket', async () => {
  const contest = await make(['q1'])
  const { desk, players: [a, b] } = await opened(contest, ['A', 'B'])
  const { elapsed } = await a.answer(1, 'a')
  await a.close()
  const again = await resume(server, contest, a.token) // another socket, another device: the same person
  assert.deepEqual([again.player, again.you.answered, again.you.answer, again.you.elapsed], [a.player, true, 'a', elapsed])
  assert.equal((await again.answer(1, 'b')).elapsed, elapsed, 'the first answer stands')
  await b.answer(1, 'b')
  const { tally } = await advance(desk, 'reveal', 1)
  assert.deepEqual([tally.answered, tally.right], [2, 1])
})

test('answers lost by read-modify-write', async () => {
  const contest = await make(['q1'])
  const { desk, players } = await opened(contest, numbered(100))
  const letters = players.map((_, i) => 'abcd'[i % 4])
  // All in one moment: nobody waits for anybody's ack.
  const acks = await Promise.all(players.map((player, i) => player.answer(1, letters[i])))
  await desk.state('locked', 1)
  await over(desk)
  const { participants } = await resultsOf(contest)
  const told = new Map(players.map((player, i) => [player.player, { turn: 1, answer: letters[i], elapsed: acks[i].elapsed }]))
  assert.equal(participants.length, players.length)
  for (const { player, answers: [{ turn, answer, elapsed }] } of participants) assert.deepEqual({ turn, answer, elapsed }, told.get(player))
})

test('"all answered" counting the gone', async () => {
  const contest = await make(['q1', 'q2'])
  const { desk, players: [a, b, c] } = await opened(contest, ['A', 'B', 'C'])
  const here = (n) => desk.next('roster', (roster) => roster.players.filter(({ online }) => online).length === n)
  // Two have answered and two are here, but not the same two: the question is not over.
  await a.answer(1, 'a')
  await a.close()
  await here(2)
  await b.answer(1, 'a')
  await desk.settle()
  assert.equal(desk.last('state').phase, 'open', 'C is here and has not answered')
  await c.answer(1, 'a')
  await desk.state('locked', 1)
  // Whose phone has lost the network still has their time; whom the host removes is waited for no more.
  await advance(desk, 'open', 2)
  await together([b, c], 'open', 2)
  await b.answer(2, 'a')
  await c.answer(2, 'a')
  await desk.settle()
  assert.equal(desk.last('state').phase, 'open', 'A may come back')
  desk.send({ type: 'do', action: 'kick', player: a.player })
  await desk.state('locked', 2)
  const { tally } = await advance(desk, 'reveal', 2)
  assert.deepEqual([tally.answered, tally.right], [2, 2])
})

test('events sent to other rooms', async () => {
  const [here, there] = [await make(['q1']), await make(['q2', 'q3'])]
  const theirs = [await host(server, there), await screen(server, there), ...await joinAll(server, there, ['X', 'Y'])]
  await theirs[0].next('roster', ({ total }) => total === 2)
  await theirs[1].next('state', ({ players }) => players === 2)
  const { desk, players: [a] } = await opened(here, ['A'])
  for (const client of theirs) await client.settle()
  const before = theirs.map(({ frames }) => frames.length)
  await a.answer(1, 'a')
  await advance(desk, 'finished')
  for (const client of theirs) await client.settle()
  for (const [i, { frames }] of theirs.entries()) {
    const since = frames.slice(before[i]).filter(({ type }) => !['pong', 'roster'].includes(type))
    assert.deepEqual(since, [], 'the other room is still in its lobby and hears nothing')
    assert.equal(frames.some((message) => message.type === 'roster' && message.players.some(({ name }) => name === 'A')), false)
  }
  const stranger = await Client.connect(server)
  assert.equal(await stranger.refused({ type: 'hello', role: 'player', code: there.code, token: a.token }), 'bad_token', 'a token is good in its own room')
  const desk2 = await Client.connect(server, { role: 'host' })
  assert.equal(await desk2.refused({ type: 'hello', role: 'host', code: there.code, key: here.host_key }), 'bad_key')
})

test('late answer scored negative', async () => {
  const contest = await make(['q1'], { points: { right: 10, wrong: -5 } })
  const { desk, players: [a, b, c] } = await opened(contest, ['A', 'B', 'C'])
  await b.answer(1, 'b')
  await advance(desk, 'locked', 1)
  assert.equal(await a.refused({ type: 'answer', turn: 1, answer: 'b' }), 'late')
  await advance(desk, 'standings', 1)
  const scores = await Promise.all([a, b, c].map((player) => player.next('you', ({ rank }) => rank > 0)))
  assert.deepEqual(scores.map(({ score }) => score), [0, -5, 0], 'late is like not at all; only a wrong answer costs')
})

test('client-made latency credit', async () => {
  const cap = 100
  const contest = await make(['q1'], {}, { fair_cap_ms: cap })
  const { desk, players: [honest, liar, boaster, ...others] } = await opened(contest, ['A', 'B', 'C', 'D', 'E'])
  const { opens_at: opensAt } = desk.last('state')
  // Pings that are never asked back, or come with invented times, buy nothing: the server measures by itself.
  for (const t0 of [-1e9, 0, 1e9]) liar.send({ type: 'ping', t0 })
  for (const [i, other] of others.entries()) { // the host hears of answers four times a second: that takes real time
    await other.answer(1, 'a')
    await desk.next('tally', ({ answered }) => answered === i + 1)
  }
  const { t1: now } = await desk.settle()
  assert.ok(now - opensAt > cap)
  const acks = await Promise.all([honest.answer(1, 'a'), liar.answer(1, 'a', { elapsed: 0 }), boaster.answer(1, 'a', { elapsed: 1 })])
  for (const { elapsed } of acks) assert.ok(elapsed >= now - opensAt - cap, `${elapsed} ms, and at least ${now - opensAt} had passed; the cap is ${cap}`)
})

test('session expiring mid-contest', async () => {
  const contest = await make(['q1', 'q2'])
  const signed = await server.http('POST', '/api/session', { as: null, body: JSON.stringify({ key: server.key }) })
  const cookie = signed.headers['set-cookie'][0].split(';')[0]
  const mine = (method, path) => server.http(method, path, { as: null, headers: { cookie, origin: server.url } })
  assert.equal((await mine('GET', '/api/contests')).status, 200)
  const { desk, wall, players: [a, b] } = await opened(contest, ['A', 'B'])
  await a.answer(1, 'a')
  // The organizer's session ends, as it also would by time: nothing of the contest hangs on it.
  assert.equal((await mine('DELETE', '/api/session')).status, 204)
  assert.equal((await mine('GET', '/api/contests')).status, 401)
  await b.answer(1, 'b')
  await advance(desk, 'open', 2)
  await together([wall, a, b], 'open', 2)
  await desk.close()
  const back = await host(server, contest) // a console, a wall and a phone come in anew with what they had
  await screen(server, contest)
  await a.close()
  await (await resume(server, contest, a.token)).answer(2, 'a')
  await over(back)
  const answers = (await resultsOf(contest)).participants.map(({ answers: list }) => list[0].answer)
  assert.deepEqual(answers.sort(), ['a', 'b'])
})

test('join code collision', async (t) => {
  const env = badLuck(6) // the first draws fall alike: those of the first code and of two tries at the second
  const [one, two] = [await Server.start({ env }), await Server.start({ env })]
  t.after(() => Promise.all([finish(one), finish(two)]))
  const contest = async (at) => at.contest(fileOf(await at.importBank(plainBank(1)), ['q1']))
  const [first, twin] = [await contest(one), await contest(two)]
  assert.equal(first.code, twin.code, 'the draws do fall alike')
  const second = await contest(one)
  assert.notEqual(second.code, first.code)
  const a = await join(one, first, 'A')
  const b = await join(one, second, 'B')
  assert.deepEqual([a.welcome.contest.id, b.welcome.contest.id], [first.id, second.id])
  await one.kill()
  await one.again()
  assert.equal((await resume(one, first, a.token)).welcome.contest.id, first.id)
})

test('control accepted from an id', async () => {
  const contest = await make(['q1'])
  const { desk, wall, players: [a] } = await opened(contest, ['A'])
  for (const key of [contest.id, contest.code, `${a.player}`, a.token, contest.screen_key]) {
    const stranger = await Client.connect(server, { role: 'host' })
    assert.equal(await stranger.refused({ type: 'hello', role: 'host', code: contest.code, key }), 'bad_key')
    assert.equal((await server.http('DELETE', `/api/contests/${contest.id}`, { as: key })).status, 401)
  }
  for (const client of [a, wall]) {
    client.sendBad({ type: 'do', action: 'finish', key: contest.id, role: 'host' })
    assert.equal((await client.next('error')).code, 'forbidden')
  }
  await desk.settle()
  assert.equal(desk.last('state').phase, 'open')
})

test('key sent before reveal', async () => {
  const ids = BANK.questions.map(({ id }) => id)
  const contest = await server.contest(fileOf(kinds, ids, { reading: 600, seconds: 600, intro: true }))
  const desk = await host(server, contest)
  const watch = [await screen(server, contest), await join(server, contest, 'A')]
  const guest = [] // connections that come in the middle get no more than those who were there
  for (let turn = 1; turn <= ids.length; turn++) {
    for (const phase of ['reading', 'open', 'locked']) {
      await advance(desk, phase, turn)
      await together(watch, phase, turn)
      const late = await Client.connect(server, { role: 'screen' })
      late.send({ type: 'hello', role: 'screen', code: contest.code, key: contest.screen_key })
      await late.next('state')
      guest.push(late)
    }
    for (const client of [...watch, ...guest]) {
      const early = client.frames.filter(({ type, phase }) => type === 'state' && !['reveal', 'standings'].includes(phase))
      for (const frame of early) {
        assert.ok(!('answer' in frame) && !('tally' in frame) && !('explanation' in frame) && !JSON.stringify(frame).includes(SECRET), JSON.stringify(frame))
      }
    }
    for (const client of guest.splice(0)) client.terminate()
    await advance(desk, 'reveal', turn)
    for (const client of watch) assert.ok('answer' in await client.state('reveal', turn))
  }
})

test("everybody's answers sent to everybody", async () => {
  const contest = await server.contest(fileOf(kinds, ['text'], { seconds: 600 }))
  const { desk, wall, players: [a, b, c] } = await opened(contest, ['A', 'B', 'C'])
  await b.answer(1, ['What-only-B-wrote'])
  await c.answer(1, ['What-only-C-wrote'])
  await desk.next('roster', ({ players }) => players.filter(({ answer }) => answer).length === 2)
  await advance(desk, 'standings', 1)
  await together([wall, a, b, c], 'standings', 1)
  await over(desk)
  for (const client of [wall, a, b, c]) await client.settle()
  const seen = (client, mark) => client.frames.some((frame) => JSON.stringify(frame).includes(mark))
  assert.deepEqual([wall, a, b, c, desk].map((client) => [seen(client, 'only-B'), seen(client, 'only-C')]),
    [[false, false], [false, false], [true, false], [false, true], [true, true]])
})

test('equal scores, different ranks', async () => {
  const contest = await make(['q1'], {}, { tie: [] })
  const names = numbered(14)
  const { desk, players } = await opened(contest, names)
  await Promise.all(players.map((player, i) => player.answer(1, i < 12 ? 'a' : 'b')))
  const { top } = await advance(desk, 'standings', 1)
  const yous = await Promise.all(players.map((player) => player.next('you', ({ rank }) => rank > 0)))
  await over(desk)
  const expected = ranked(players.map(({ player }, i) => ({ player, score: i < 12 ? 10 : 0 })), []).map(({ player, rank }) => [player, rank])
  assert.deepEqual(yous.map(({ player, rank }) => [player, rank]).sort((x, y) => x[1] - y[1] || x[0] - y[0]), expected)
  assert.deepEqual(top.map(({ rank }) => rank), Array(12).fill(1), 'the tenth place is shared, so all who share it are shown')
  const rows = (await resultsOf(contest, '')).participants.map(({ player, rank }) => [player, rank])
  assert.deepEqual(rows, expected, 'results rank as the wall and the phones did: 1, ..., 1, 13, 13')
})

test('crash when nobody answers', async () => {
  for (const names of [[], ['A', 'B']]) {
    const contest = await server.contest(fileOf(kinds, BANK.questions.map(({ id }) => id), { seconds: 600, standings: 'turn', speed: { kind: 'linear', floor: 50 } }))
    const desk = await host(server, contest)
    await screen(server, contest)
    await joinAll(server, contest, names)
    const end = await advance(desk, 'finished')
    assert.equal(end.top.length, names.length)
    const { head } = await theEnd(desk)
    const results = await resultsOf(contest)
    assert.deepEqual([results.log.head, results.participants.length], [head, names.length])
    assert.ok(results.questions.every(({ answered, right }) => answered === 0 && right === 0))
    for (const format of ['csv', 'xlsx']) assert.equal((await server.http('GET', `/api/contests/${contest.id}/results?format=${format}`)).status, 200)
    assert.equal((await run(['verify', contest.id, '--data', server.data])).status, 0)
  }
})

test('question delivered after its time', async () => {
  const contest = await make(['q1', 'q2'], { seconds: 1, locked_seconds: 1, reveal_seconds: 0, standings: 'end' }, { pace: 'auto' })
  const desk = await host(server, contest)
  const [a, asleep] = await joinAll(server, contest, ['A', 'B'])
  await desk.do('start', {}, (s) => s.phase !== 'lobby')
  await asleep.state('open', 1)
  asleep.socket.pause() // takes nothing any more
  await a.state('locked', 1)
  const late = await join(server, contest, 'C')
  assert.notEqual(late.first.question?.turn === 1 && late.first.phase, 'open', 'who comes late is not asked what is over')
  await a.state('open', 2)
  await a.state('locked', 2)
  const again = await resume(server, contest, asleep.token) // wakes up
  assert.ok(!(again.first.phase === 'open' && again.first.question?.turn < 2))
  for (const client of [a, late, desk, again]) {
    for (const state of client.all('state').filter(({ phase }) => phase === 'open')) {
      assert.ok(state.closes_at > state.now, `turn ${state.question.turn} was shown as open ${state.now - state.closes_at} ms after its end`)
    }
  }
})

test('host leaving kills the room', async () => {
  const file = fileOf(plain, ['q1'], { seconds: 3 })
  file.rounds.push({ ...file.rounds[0], questions: { bank: plain, ids: ['q2'] }, seconds: 600 })
  const contest = await server.contest(file)
  const { desk, wall, players: [a, b] } = await opened(contest, ['A', 'B'])
  await desk.close()
  await a.answer(1, 'a')
  await wall.state('locked', 1) // by its own deadline, with nobody at the desk
  await join(server, contest, 'C')
  const back = await host(server, contest)
  assert.deepEqual([back.first.phase, back.first.acting], ['locked', true])
  assert.equal((await back.next('roster')).total, 3)
  await advance(back, 'open', 2)
  await together([a, b], 'open', 2)
  await b.answer(2, 'a')
})

test('unawaited check', async () => {
  // Whether there is room, whether it has been answered, whether the phase is still the one that was meant: the check and what
  // hangs on it are one step, so that twenty at once are as one after another.
  const contest = await make(['q1', 'q2'], {}, { players_max: 5 })
  const strangers = await Promise.all(numbered(20).map(() => Client.connect(server)))
  const replies = await Promise.all(strangers.map((client, i) => {
    client.send({ type: 'hello', role: 'player', code: contest.code, name: `P${i}` })
    return client.next(['welcome', 'error'])
  }))
  assert.deepEqual([replies.filter(({ type }) => type === 'welcome').length, replies.filter(({ code }) => code === 'full').length], [5, 15])
  const desk = await host(server, contest)
  const inside = strangers.filter((_, i) => replies[i].type === 'welcome')
  await advance(desk, 'open', 1)
  await together(inside, 'open', 1)
  const [a] = inside
  for (const letter of 'abcdabcdabcdabcd') a.send({ type: 'answer', turn: 1, answer: letter })
  await a.next('ack')
  await a.settle()
  assert.equal(new Set(a.all('ack').map(({ elapsed }) => elapsed)).size, 1, 'one answer, acknowledged again and again')
  await desk.next('tally', ({ answered }) => answered === 1)
  const { seq } = desk.last('state')
  for (let press = 0; press < 8; press++) desk.send({ type: 'do', action: 'next', seq })
  await desk.settle()
  await desk.state('locked', 1)
  await desk.settle()
  assert.deepEqual([desk.last('state').phase, desk.all('error').filter(({ code }) => code === 'stale').length], ['locked', 7])
  await over(desk)
  const { participants } = await resultsOf(contest)
  assert.equal(participants.length, 5)
})

test('media stall stopping the show', async () => {
  const picture = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(1500000, 'z')])
  const text = (en) => ({ en })
  const pictures = {
    format: 'question-bank', version: 1, id: 'stall', title: text('Stall'), default_language: 'en', defaults: { points: 10, time_limit_ms: 600000 },
    media: [{ id: 'm', kind: 'image', file: 'media/m.png', alt: text('A picture') }],
    questions: ['s1', 's2'].map((id) => ({ id, type: 'truefalse', stem: text(id), answer: { value: true }, media: [{ ref: 'm' }] })),
  }
  const body = zip([{ name: 'bank.json', data: JSON.stringify(pictures) }, { name: 'media/m.png', data: picture }])
  const { json: { id } } = await server.http('POST', '/api/banks', { body })
  const contest = await server.contest(fileOf(id, ['s1', 's2'], { seconds: 600 }))
  const { desk, players: [a, b] } = await opened(contest, ['A', 'B'])
  const { url } = a.last('state').question.media[0]
  // Fifty who ask for the picture and never take it from the wire.
  const stalled = await Promise.all(Array.from({ length: 50 }, () => new Promise((resolve, reject) => {
    const socket = net.connect(server.port, '127.0.0.1', () => {
      socket.write(`GET ${url} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`)
      socket.once('readable', () => resolve(socket)) // the first bytes are there; nobody reads on
    })
    socket.on('error', reject)
  })))
  await a.answer(1, true)
  await b.answer(1, false)
  await advance(desk, 'open', 2)
  await together([a, b], 'open', 2)
  assert.equal((await server.http('GET', url, { as: null })).bytes.length, picture.length, 'the others get the picture')
  await a.answer(2, true)
  for (const socket of stalled) socket.destroy()
})

test('stale snapshot over a newer one, and the old socket refusing the new one', async (t) => {
  const own = await Server.start()
  t.after(() => finish(own))
  const contest = await own.contest(fileOf(await own.importBank(plainBank(2)), ['q1', 'q2'], { seconds: 600 }))
  const desk = await host(own, contest)
  const [a, b] = await joinAll(own, contest, ['A', 'B'])
  await advance(desk, 'open', 1)
  await together([a, b], 'open', 1)
  // A connection that hangs: it takes nothing and does not say goodbye. The new one is let in all the same, at once.
  a.socket.pause()
  const again = await resume(own, contest, a.token)
  await again.answer(1, 'a')
  a.socket.resume()
  assert.equal((await a.closed).code, 4001)
  assert.equal(a.last('bye').reason, 'replaced')
  assert.ok(again.socket.readyState === 1, 'the old one ends, not the new one')
  // Every snapshot is newer than the one before, on every connection and after a restart (each Client checks the order of its own).
  const newest = (client) => client.last('state').seq
  assert.ok(newest(again) >= newest(a))
  const seen = newest(desk)
  await own.kill()
  await own.again()
  const back = await host(own, contest)
  assert.ok(back.first.seq > seen, `${back.first.seq} after ${seen}`)
  const phone = await resume(own, contest, a.token)
  assert.ok(phone.first.seq > seen)
  assert.equal(phone.you.answer, 'a')
})
