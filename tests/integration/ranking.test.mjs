// Scores, ranks, ties, teams and movements, against a computation of the test's own.
import assert from 'node:assert/strict'
import test, { before } from 'node:test'
import { advance, fileOf, host, join, joinAll, linearPoints, plainBank, ranked, serve, together } from './lib.mjs'

const server = await serve()
let bank

before(async () => { bank = await server.importBank(plainBank(6)) })

const make = (ids, round = {}, contest = {}) => server.contest(fileOf(bank, ids, { seconds: 600, ...round }, contest))
const rows = (top) => top.map(({ rank, player, score }) => ({ rank, player, score }))

/** Plays one turn: answers[i] of players[i], undefined for none; gives the acks. */
async function play(desk, players, turn, answers) {
  await advance(desk, 'open', turn)
  await together(players, 'open', turn)
  const acks = []
  for (const [i, player] of players.entries()) acks.push(answers[i] === undefined ? null : await player.answer(turn, answers[i]))
  await advance(desk, 'standings', turn)
  await together(players, 'standings', turn)
  return acks
}

test('fractions of a point, penalties and a base score add up, and time breaks ties', async () => {
  const contest = await make(['q1', 'q2', 'q3'], { points: { right: 2.5, wrong: -0.75, none: -0.1 } }, { base: 100 })
  const desk = await host(server, contest)
  const players = await joinAll(server, contest, ['A', 'B', 'C', 'D', 'E'])
  const plan = [['a', 'a', 'b', undefined, 'a'], ['a', 'a', 'a', undefined, 'b'], ['b', 'b', 'a', 'a', 'a']]
  const mine = players.map(({ player }) => ({ player, score: 100, time: 0, correct: 0 }))
  for (const [i, answers] of plan.entries()) {
    const acks = await play(desk, players, i + 1, answers)
    for (const [n, row] of mine.entries()) {
      const right = answers[n] === 'a'
      row.score = Math.round(row.score * 100 + (answers[n] === undefined ? -10 : right ? 250 : -75)) / 100
      if (right) { row.time += acks[n].elapsed; row.correct++ }
    }
    const { top } = desk.last('state')
    const expected = ranked(mine).map(({ rank, player, score }) => ({ rank, player, score }))
    assert.deepEqual(rows(top).sort((a, b) => a.player - b.player), expected.sort((a, b) => a.player - b.player), `turn ${i + 1}`)
    assert.deepEqual(top.map(({ rank }) => rank), [...top.map(({ rank }) => rank)].sort((a, b) => a - b), 'best first')
    for (const [n, player] of players.entries()) {
      const you = await player.next('you', (message) => message.turn === i + 1 && 'correct' in message)
      assert.deepEqual({ score: you.score, rank: you.rank, of: you.of }, { score: mine[n].score, rank: expected.find(({ player: p }) => p === player.player).rank, of: 5 })
    }
  }
})

test('without tie keys equal scores share a rank and the next is left out', async () => {
  const contest = await make(['q1'], {}, { tie: [] })
  const desk = await host(server, contest)
  const players = await joinAll(server, contest, ['A', 'B', 'C', 'D'])
  await play(desk, players, 1, ['a', 'b', 'a', 'a'])
  assert.deepEqual(desk.last('state').top.map(({ rank }) => rank), [1, 1, 1, 4])
})

test('tie by number of right answers, and by who was last right first', async () => {
  const contest = await server.contest({
    title: { en: 'Ties' }, tie: ['correct', 'last'],
    rounds: [
      { format: 'everyone', questions: { bank, ids: ['q1', 'q2'] }, points: 10, seconds: 600 },
      { format: 'everyone', questions: { bank, ids: ['q3'] }, points: 20, seconds: 600 },
    ],
  })
  const desk = await host(server, contest)
  const players = await joinAll(server, contest, ['Two', 'One', 'Also', 'None'])
  await play(desk, players, 1, ['a', 'b', 'b', 'b'])
  await play(desk, players, 2, ['a', 'b', 'b', undefined])
  // 20 points each: with two right answers, or one; of those with one, who was right first is before.
  const [, one, also] = await play(desk, players, 3, ['b', 'a', 'a', 'b'])
  const mine = [[20, 2, 0], [20, 1, one.elapsed], [20, 1, also.elapsed], [0, 0, Infinity]].map(([score, correct, last], i) => ({ player: players[i].player, score, correct, last }))
  const expected = ranked(mine, ['correct', 'last']).map(({ rank, player, score }) => ({ rank, player, score }))
  assert.deepEqual(rows(desk.last('state').top), expected)
})

test('linear speed points follow from the acknowledged time, to the hundredth', async () => {
  const contest = await make(['q1', 'q2'], { seconds: 8, points: { right: 7, wrong: -1 }, speed: { kind: 'linear', floor: 25 } })
  const desk = await host(server, contest)
  const players = await joinAll(server, contest, ['A', 'B', 'C', 'Idle'])
  const scores = [0, 0, 0, 0]
  for (const turn of [1, 2]) {
    const answers = ['a', 'a', 'b', undefined]
    await advance(desk, 'open', turn)
    await together(players, 'open', turn)
    const acks = []
    for (const [i, value] of answers.entries()) if (value) acks[i] = await players[i].answer(turn, value)
    await advance(desk, 'reveal', turn)
    for (const [i, player] of players.entries()) {
      const you = await player.next('you', (message) => message.turn === turn && 'correct' in message)
      const points = answers[i] === 'a' ? linearPoints(700, 25, acks[i].elapsed, 8000) : answers[i] ? -100 : 0
      scores[i] += points
      assert.deepEqual({ points: you.points, score: you.score }, { points: points / 100, score: scores[i] / 100 }, `${acks[i]?.elapsed} ms`)
    }
  }
})

test('moved counts the places gained since the last standings', async () => {
  const contest = await make(['q1', 'q2'], {}, { tie: [] })
  const desk = await host(server, contest)
  const players = await joinAll(server, contest, ['A', 'B', 'C', 'D'])
  await play(desk, players, 1, ['a', 'a', 'b', undefined])
  await play(desk, players, 2, ['b', 'a', 'b', undefined])
  const moved = Object.fromEntries(desk.last('state').top.map(({ name, moved: n }) => [name, n]))
  assert.deepEqual(moved, { A: -1, B: 0, C: 0, D: 0 })
})

test('the first ten are shown, and more when the tenth place is shared', async () => {
  const contest = await make(['q1'], {}, { tie: [] })
  const desk = await host(server, contest)
  const players = await joinAll(server, contest, Array.from({ length: 14 }, (_, i) => `P${i}`))
  await play(desk, players, 1, players.map((_, i) => i < 13 ? 'a' : undefined))
  assert.equal(desk.last('state').top.length, 13)
  const other = await make(['q1'])
  const second = await host(server, other)
  const more = await joinAll(server, other, Array.from({ length: 12 }, (_, i) => `P${i}`))
  const acks = await play(second, more, 1, more.map((_, i) => i < 11 ? 'a' : undefined))
  const expected = ranked(more.map(({ player }, i) => ({ player, score: i < 11 ? 10 : 0, time: acks[i]?.elapsed ?? 0 })))
  assert.deepEqual(rows(second.last('state').top).sort((a, b) => a.player - b.player),
    expected.filter(({ rank }) => rank <= 10).map(({ rank, player, score }) => ({ rank, player, score })).sort((a, b) => a.player - b.player))
})

const TEAMS = [{ name: { en: 'Reds' }, roster: 4 }, { name: { en: 'Blues' }, roster: 2 }, { name: { en: 'Greens' }, roster: 3 }]
const MEMBERS = [['A', 'Reds', 'a'], ['B', 'Reds', 'a'], ['C', 'Reds', 'b'], ['D', 'Blues', 'a'], ['E', 'Greens', undefined], ['F', 'Greens', 'a']]

for (const [rule, expected] of [
  ['sum', { Reds: 20, Blues: 10, Greens: 10 }],
  ['mean', { Reds: 6.67, Blues: 10, Greens: 5 }],
  ['turnout', { Reds: 5, Blues: 5, Greens: 3.33 }],
  [{ best: 1 }, { Reds: 10, Blues: 10, Greens: 10 }],
]) {
  test(`team score ${JSON.stringify(rule)}`, async () => {
    const contest = await make(['q1'], {}, { teams: TEAMS, team_score: rule })
    const desk = await host(server, contest)
    const players = []
    for (const [name, team] of MEMBERS) players.push(await join(server, contest, name, { team }))
    await play(desk, players, 1, MEMBERS.map(([, , answer]) => answer))
    const { team_top: top } = desk.last('state')
    assert.deepEqual(Object.fromEntries(top.map(({ name, score }) => [name.en, score])), expected)
    assert.deepEqual(Object.fromEntries(top.map(({ name, members }) => [name.en, members])), { Reds: 3, Blues: 1, Greens: 2 })
    for (const row of top) assert.equal(row.rank, 1 + top.filter(({ score }) => score > row.score).length)
    assert.deepEqual(top.map(({ score }) => score), top.map(({ score }) => score).sort((a, b) => b - a))
  })
}

test('a team larger than its roster is told to the host and stands in the results; nobody is turned away', async () => {
  const contest = await make(['q1'], {}, { teams: TEAMS, team_score: 'turnout' })
  const desk = await host(server, contest)
  const players = []
  for (const name of ['A', 'B', 'C']) players.push(await join(server, contest, name, { team: 'Blues' }))
  const told = await desk.next('roster', ({ overfull }) => overfull)
  assert.deepEqual(told.overfull, [{ team: 'Blues', members: 3, roster: 2 }])
  await play(desk, players, 1, ['a', 'a', 'b'])
  const { team_top: top } = desk.last('state')
  assert.deepEqual(top.map(({ name, members, score }) => [name.en, members, score])[0], ['Blues', 3, 6.67], 'the mean is over those who came')
  desk.send({ type: 'do', action: 'kick', player: players[2].player })
  await desk.next('roster', ({ total, overfull }) => total === 2 && !overfull)
  const { json } = await server.http('GET', `/api/contests/${contest.id}/results`)
  assert.deepEqual(json.teams.map(({ name, members, roster }) => [name, members, roster])[0], ['Blues', 2, 2])
})

test('a kicked player leaves the ranking', async () => {
  const contest = await make(['q1', 'q2'])
  const desk = await host(server, contest)
  const players = await joinAll(server, contest, ['A', 'B'])
  await play(desk, players, 1, ['a', 'a'])
  await desk.do('kick', { player: players[0].player }, (s) => s.players === 1)
  await play(desk, [players[1]], 2, ['b'])
  assert.deepEqual(desk.last('state').top.map(({ name }) => name), ['B'])
})
