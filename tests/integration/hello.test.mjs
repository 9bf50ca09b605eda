// Who comes in, under which name and team, who is turned away and with which words.
import assert from 'node:assert/strict'
import test, { before } from 'node:test'
import { BANK, Client, attend, fileOf, host, join, joinAll, newAddress, resume, screen, serve } from './lib.mjs'

const server = await serve({ args: ['--trust-proxy'] })
const IDS = ['single', 'truefalse']
const TEAMS = { teams: [{ name: { en: 'Reds', 'zh-Hans': '红队' } }, { name: { en: 'Blues', 'zh-Hans': '蓝队' } }] }
let bank

before(async () => { bank = await server.importBank(BANK) })

const make = (contest = {}, round = {}) => server.contest(fileOf(bank, IDS, round, contest))
const connect = (role = 'player') => Client.connect(server, { role, address: newAddress() })

/** The code of the error that answers this hello, from an address of its own. */
async function turnedAway(hello, bad = false) {
  const client = await connect(hello.role ?? 'player')
  const code = await client.refused({ type: 'hello', ...hello }, bad)
  assert.equal(client.last('error').re, 'hello')
  assert.equal(client.last('welcome'), undefined)
  return code
}

const player = (contest, name, extra = {}) => ({ role: 'player', code: contest.code, name, ...extra })

test('a player who joins with a name is welcomed and shown the lobby', async () => {
  const contest = await make()
  const li = await join(server, contest, '  李·Anna  O’Brien ', { lang: 'zh-Hans' })
  assert.equal(li.welcome.name, '李·Anna O’Brien')
  assert.equal(li.welcome.player, 1)
  assert.equal(li.welcome.team, undefined)
  assert.deepEqual(li.welcome.contest.title, { en: 'Test contest', 'zh-Hans': 'Test contest 中文' })
  assert.equal(li.welcome.contest.id, contest.id)
  assert.equal(li.welcome.contest.code, contest.code)
  assert.equal(li.welcome.contest.default_language, 'en')
  assert.deepEqual(li.welcome.contest.languages, ['en', 'zh-Hans'])
  assert.deepEqual({ phase: li.first.phase, admit: li.first.admit, paused: li.first.paused }, { phase: 'lobby', admit: true, paused: false })
  assert.deepEqual({ ...li.you }, { type: 'you', player: 1, name: '李·Anna O’Brien', score: 0, rank: 0, of: 0 })
})

test('whoever is in counts: the lobby of a player does not say that nobody is there', async () => {
  const contest = await make()
  const li = await join(server, contest, 'Li')
  if (li.first.players === 0) await li.next('state', (state) => state.players === 1)
})

test('host, screen and judge are welcomed with their keys; host and screen see the join link and names', async () => {
  const contest = await make()
  await join(server, contest, 'Mo')
  for (const role of ['host', 'screen']) {
    const client = await attend(server, contest, role)
    assert.equal(client.welcome.contest.join_url, contest.join_url)
    const state = client.first.players === 1 ? client.first : await client.next('state', ({ players }) => players === 1)
    assert.deepEqual(state.names, ['Mo'])
  }
  const judge = await attend(server, contest, 'judge')
  assert.equal(judge.welcome.role, 'judge')
})

test('two names that look alike are told apart, and people keep different numbers and tokens', async () => {
  const contest = await make()
  const everybody = []
  for (const name of ['Anna', 'Anna', 'anna', 'Ａｎｎａ']) everybody.push(await join(server, contest, name))
  const shown = everybody.map((client) => client.welcome.name)
  const folded = shown.map((name) => name.normalize('NFKC').toLowerCase())
  assert.equal(new Set(folded).size, 4, shown.join(', '))
  for (const name of shown) assert.match(name.normalize('NFKC').toLowerCase(), /^anna/)
  assert.equal(new Set(everybody.map((client) => client.player)).size, 4)
  assert.equal(new Set(everybody.map((client) => client.token)).size, 4)
  const other = await screen(server, contest)
  const state = other.first.players === 4 ? other.first : await other.next('state', ({ players }) => players === 4)
  assert.deepEqual([...state.names].sort(), [...shown].sort())
})

test('names of one character and of forty are fine', async () => {
  const contest = await make()
  for (const name of ['龙', 'x', '名'.repeat(40), '👨‍👩‍👧'.repeat(10)]) {
    const client = await join(server, contest, name)
    assert.equal(client.welcome.name, name)
  }
})

test('bad names are refused', async () => {
  const contest = await make()
  for (const name of ['', '   ', 'a'.repeat(41), 'a\u0000b', 'a\nb', 'a\u0007', '\u202Eevil', 'a\u2066b', '\u200B']) {
    assert.equal(await turnedAway(player(contest, name), true), 'bad_name', JSON.stringify(name))
  }
})

test('a refused hello may be tried again on the same connection', async () => {
  const contest = await make()
  const client = await connect()
  assert.equal(await client.refused({ type: 'hello', ...player(contest, '   ') }, true), 'bad_name')
  client.send({ type: 'hello', ...player(contest, 'Ok') })
  assert.equal((await client.next('welcome')).name, 'Ok')
})

test('an unknown code, a wrong key and a wrong token have words of their own', async () => {
  const contest = await make()
  const other = await make()
  assert.equal(await turnedAway({ role: 'player', code: '000000', name: 'A' }), 'no_contest')
  assert.equal(await turnedAway({ role: 'host', code: '000000', key: contest.host_key }), 'no_contest')
  assert.equal(await turnedAway({ role: 'host', code: contest.code, key: 'f'.repeat(32) }), 'bad_key')
  assert.equal(await turnedAway({ role: 'host', code: contest.code, key: contest.screen_key }), 'bad_key')
  assert.equal(await turnedAway({ role: 'screen', code: contest.code, key: contest.host_key }), 'bad_key')
  assert.equal(await turnedAway({ role: 'judge', code: contest.code, key: contest.screen_key }), 'bad_key')
  assert.equal(await turnedAway({ role: 'host', code: contest.code, key: other.host_key }), 'bad_key')
  assert.equal(await turnedAway({ role: 'player', code: contest.code, token: '0'.repeat(32) }), 'bad_token')
  const anna = await join(server, other, 'Anna')
  assert.equal(await turnedAway({ role: 'player', code: contest.code, token: anna.token }), 'bad_token', 'the token of another contest')
})

test('a hello that lacks a field or has one of the wrong type is a bad_field', async () => {
  const { code, host_key } = await make()
  const bad = [
    { role: 'player', name: 'A' }, { role: 'player', code }, { role: 'host', code }, { role: 'king', code, name: 'A' }, { code, name: 'A' },
    { role: 'player', code: Number(code), name: 'A' }, { role: 'player', code, name: 7 }, { role: 'player', code, token: ['x'] },
    { role: 'player', code, name: 'A', lang: 7 }, { role: 'host', code, key: { host_key } },
  ]
  for (const hello of bad) {
    const client = await connect()
    assert.equal(await client.refused({ type: 'hello', ...hello }, true), 'bad_field', JSON.stringify(hello))
  }
})

test('hello comes first and only once', async () => {
  const contest = await make()
  const client = await connect()
  for (const message of [{ type: 'answer', turn: 1, answer: 'a' }, { type: 'buzz', turn: 1 }]) {
    assert.equal(await client.refused(message), 'hello_first')
  }
  assert.equal(await client.refused({ type: 'do', action: 'start' }, true), 'hello_first')
  client.send({ type: 'hello', ...player(contest, 'A') })
  await client.next('welcome')
  assert.equal(await client.refused({ type: 'hello', ...player(contest, 'B') }), 'hello_twice')
  assert.equal(await client.refused({ type: 'hello', role: 'host', code: contest.code, key: contest.host_key }, true), 'hello_twice')
})

test('teams: by name in any language, refused if there is none such, and shown to everybody', async () => {
  const contest = await make(TEAMS)
  const red = await join(server, contest, 'A', { team: 'Reds' })
  const blue = await join(server, contest, 'B', { team: '蓝队' })
  const free = await join(server, contest, 'C')
  assert.equal(red.welcome.team, 'Reds')
  assert.equal(blue.welcome.team, 'Blues')
  assert.equal(free.welcome.team, undefined)
  assert.equal(blue.you.team, 'Blues')
  assert.deepEqual(red.welcome.contest.teams, TEAMS.teams)
  assert.equal(await turnedAway(player(contest, 'D', { team: 'Greens' })), 'bad_team')
})

test('where a team is required nobody comes in without one', async () => {
  const contest = await make({ ...TEAMS, team_required: true })
  assert.equal(await turnedAway(player(contest, 'A')), 'bad_team')
  assert.equal(await turnedAway(player(contest, 'A', { team: 'Greens' })), 'bad_team')
  assert.equal((await join(server, contest, 'A', { team: 'Blues' })).welcome.team, 'Blues')
})

test('a full contest lets nobody else in, but those who were in come back', async () => {
  const contest = await make({ players_max: 2 })
  const [a] = await joinAll(server, contest, ['A', 'B'])
  assert.equal(await turnedAway(player(contest, 'C')), 'full')
  assert.equal((await resume(server, contest, a.token)).player, a.player)
})

test('the host closes and opens the door', async () => {
  const contest = await make()
  const desk = await host(server, contest)
  const inside = await join(server, contest, 'A')
  const shut = await desk.do('admit', { on: false }, (state) => state.admit === false)
  assert.equal(shut.phase, 'lobby')
  await inside.next('state', (state) => state.admit === false)
  assert.equal(await turnedAway(player(contest, 'B')), 'join_closed')
  assert.equal((await resume(server, contest, inside.token)).player, inside.player, 'who was in may come back')
  await desk.do('admit', { on: true }, (state) => state.admit === true)
  await join(server, contest, 'B')
})

test('late: any lets people in after the start, late: lobby does not', async () => {
  for (const [late, admit] of [['any', true], ['lobby', false]]) {
    const contest = await make({ late })
    const desk = await host(server, contest)
    const early = await join(server, contest, 'Early')
    const state = await desk.do('start', {}, (s) => s.phase !== 'lobby')
    assert.equal(state.admit, admit)
    if (admit) assert.equal((await join(server, contest, 'Late')).first.phase, state.phase)
    else assert.equal(await turnedAway(player(contest, 'Late')), 'join_closed')
    assert.equal((await resume(server, contest, early.token)).player, early.player)
  }
})

test('a token brings the same player back, and the newest connection wins', async () => {
  const contest = await make()
  const first = await join(server, contest, 'Anna')
  const second = await resume(server, contest, first.token)
  assert.deepEqual(
    { player: second.player, token: second.token, name: second.welcome.name },
    { player: first.player, token: first.token, name: 'Anna' })
  assert.equal((await first.closed).code, 4001)
  assert.equal(first.last('bye').reason, 'replaced')
  await join(server, contest, 'Bert')
  const watch = await screen(server, contest)
  const state = watch.first.players >= 2 ? watch.first : await watch.next('state', ({ players }) => players >= 2)
  assert.deepEqual([state.players, state.names.length], [2, 2], 'nobody was counted twice')
})

test('coming back shows what was answered', async () => {
  const contest = await make()
  const desk = await host(server, contest)
  const a = await join(server, contest, 'A')
  const b = await join(server, contest, 'B')
  const { question } = await desk.do('start', {}, (s) => s.phase === 'open')
  await a.state('open')
  const ack = await a.answer(question.turn, 'b')
  await a.close()
  const back = await resume(server, contest, a.token)
  assert.equal(back.first.phase, 'open')
  const { turn, answered, answer, elapsed } = back.you
  assert.deepEqual({ turn, answered, answer, elapsed }, { turn: question.turn, answered: true, answer: 'b', elapsed: ack.elapsed })
  assert.deepEqual(await back.answer(question.turn, 'b'), ack, 'safe to send again')
  const other = await resume(server, contest, b.token)
  assert.equal(other.you.answered, false)
})

test('a kicked player is sent away, the token is dead, and joining anew works', async () => {
  const contest = await make()
  const desk = await host(server, contest)
  const [a, b] = await joinAll(server, contest, ['A', 'B'])
  await desk.next('state', (state) => state.players === 2)
  await desk.do('kick', { player: a.player }, (state) => state.players === 1)
  assert.equal((await a.closed).code, 4002)
  assert.equal(a.last('bye').reason, 'kicked')
  assert.equal(await turnedAway({ role: 'player', code: contest.code, token: a.token }), 'bad_token')
  const again = await join(server, contest, 'A')
  assert.notEqual(again.player, a.player)
  assert.notEqual(again.token, a.token)
  await b.settle()
})

test('a banned token stays out', async () => {
  const contest = await make()
  const desk = await host(server, contest)
  const a = await join(server, contest, 'A')
  await desk.next('state', (state) => state.players === 1)
  await desk.do('ban', { player: a.player }, (state) => state.players === 0)
  assert.equal((await a.closed).code, 4002)
  assert.equal(await turnedAway({ role: 'player', code: contest.code, token: a.token }), 'banned')
})

test('the host renames a player, who reads the new name at once', async () => {
  const contest = await make()
  const desk = await host(server, contest)
  const a = await join(server, contest, 'Rude name')
  await desk.do('rename', { player: a.player, name: 'Polite name' }, (state) => state.names.includes('Polite name'))
  assert.equal((await a.next('you', (you) => you.name !== 'Rude name')).name, 'Polite name')
  assert.equal((await resume(server, contest, a.token)).welcome.name, 'Polite name')
  const roster = await desk.next('roster', (list) => list.players[0]?.name === 'Polite name')
  assert.equal(roster.total, 1)
  for (const name of ['', 'x'.repeat(41), 'a\u202Eb']) {
    assert.equal(await desk.refused({ type: 'do', action: 'rename', player: a.player, name }, true), 'bad_name', JSON.stringify(name))
  }
})

test('commands for a player who does not exist are refused', async () => {
  const contest = await make()
  const desk = await host(server, contest)
  for (const action of ['kick', 'ban']) assert.equal(await desk.refused({ type: 'do', action, player: 99 }), 'no_player')
  assert.equal(await desk.refused({ type: 'do', action: 'rename', player: 99, name: 'X' }), 'no_player')
})

test('only the host commands, only a player answers', async () => {
  const contest = await make()
  const people = {
    host: await host(server, contest), screen: await screen(server, contest),
    judge: await attend(server, contest, 'judge'), player: await join(server, contest, 'A'),
  }
  for (const role of ['player', 'screen', 'judge']) {
    for (const action of ['start', 'next', 'finish']) assert.equal(await people[role].refused({ type: 'do', action }, true), 'forbidden', role)
    assert.equal(await people[role].refused({ type: 'do', action: 'kick', player: 1 }, true), 'forbidden', role)
  }
  for (const role of ['host', 'screen', 'judge']) {
    assert.equal(await people[role].refused({ type: 'answer', turn: 1, answer: 'a' }, true), 'forbidden', role)
  }
  assert.equal((await people.host.settle()).type, 'pong')
  assert.equal(people.host.last('state').phase, 'lobby')
})

test('the roster tells the host who is there and online', async () => {
  const contest = await make(TEAMS)
  const desk = await host(server, contest)
  const a = await join(server, contest, 'A', { team: 'Reds' })
  const list = await desk.next('roster', (roster) => roster.total === 1)
  const [{ round_trip, ...row }] = list.players // there once it has been measured
  assert.deepEqual(row, { player: a.player, name: 'A', team: 'Reds', online: true, answered: false, score: 0, rank: 0 })
  assert.ok(round_trip === undefined || round_trip < 10000, round_trip)
  assert.deepEqual([list.away, list.screens, list.hosts], [0, 0, 1])
  const before = (await desk.settle()).t1
  await a.close()
  const left = await desk.next('roster', (roster) => roster.players[0]?.online === false)
  assert.equal(left.away, 1)
  assert.ok(left.players[0].away_since >= before && left.players[0].away_since <= (await desk.settle()).t1, left.players[0].away_since)
  const watch = await screen(server, contest)
  const second = await host(server, contest)
  await desk.next('roster', (roster) => roster.screens === 1 && roster.hosts === 2)
  await Promise.all([watch.close(), second.close()])
  await desk.next('roster', (roster) => roster.screens === 0 && roster.hosts === 1)
})
