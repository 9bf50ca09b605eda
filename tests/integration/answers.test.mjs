// Answers of every kind, right and wrong, with what they are worth; and answers at the wrong time,
// twice, changed, or in a shape that does not fit.
import assert from 'node:assert/strict'
import test, { before } from 'node:test'
import { ACCEPTED, ANSWERS, BANK, advance, fileOf, host, join, joinAll, resume, screen, serve, together } from './lib.mjs'

const server = await serve()
let bank

before(async () => { bank = await server.importBank(BANK) })

const make = (ids, round = {}, contest = {}) => server.contest(fileOf(bank, ids, round, contest))
const questionOf = (id) => BANK.questions.find((question) => question.id === id)

/** What a player's own answer looks like when the server tells it back. */
const told = (kind, answer) => kind === 'numeric' ? String(answer) : kind === 'multiple' ? [...answer].sort() : kind === 'matching' ? [...answer].sort() : answer

test('right and wrong answers of every kind, with points, at the reveal', async (t) => {
  const ids = Object.keys(ANSWERS)
  const contest = await make(ids, { points: { right: 10, wrong: -2.5, none: -1 }, seconds: 600 })
  const desk = await host(server, contest)
  const most = Math.max(...ids.map((id) => ANSWERS[id].right.length + ANSWERS[id].wrong.length))
  const players = await joinAll(server, contest, Array.from({ length: most + 1 }, (_, i) => `P${i}`))
  const scores = players.map(() => 0)
  for (const [i, id] of ids.entries()) {
    await t.test(id, async () => {
      const turn = i + 1
      const { question } = await advance(desk, 'open', turn)
      await together(players, 'open', turn)
      const { type, stem, options, targets, answer } = questionOf(id)
      assert.deepEqual({ kind: question.kind, prompt: question.prompt, n: question.n, of: question.of, points: question.points, change: question.change },
        { kind: type, prompt: stem, n: turn, of: ids.length, points: 10, change: false })
      const sorted = (list) => [...list].sort((a, b) => a.id < b.id ? -1 : 1)
      if (options) assert.deepEqual(sorted(question.options), options)
      if (targets) assert.deepEqual(sorted(question.targets), targets)
      if (type === 'text') assert.equal(question.blanks, answer.blanks.length)
      if (type === 'numeric') assert.deepEqual(question.unit, answer.unit)

      const { right, wrong, bad } = ANSWERS[id]
      for (const value of bad) {
        assert.equal(await players[0].refused({ type: 'answer', turn, answer: value }, true), 'bad_answer', JSON.stringify(value))
      }
      for (const value of [{}, null]) {
        assert.ok(['bad_answer', 'bad_field'].includes(await players[0].refused({ type: 'answer', turn, answer: value }, true)), JSON.stringify(value))
      }
      const given = [...right, ...wrong]
      await Promise.all(given.map((value, n) => players[n].answer(turn, value)))
      await advance(desk, 'reveal', turn)
      const { answer: accepted, tally, explanation, source } = desk.last('state')
      assert.deepEqual(accepted, ACCEPTED[id])
      assert.equal(tally.answered, given.length)
      assert.equal(tally.right, right.length)
      assert.deepEqual(explanation, questionOf(id).explanation)
      assert.deepEqual(source, questionOf(id).source.citation)
      for (const [n, player] of players.entries()) {
        const { answer: seen, tally: public_tally } = await player.state('reveal', turn)
        assert.deepEqual(seen, ACCEPTED[id])
        assert.deepEqual(public_tally, tally)
        const you = await player.next('you', (message) => message.turn === turn && 'correct' in message)
        const points = n < right.length ? 10 : n < given.length ? -2.5 : -1
        scores[n] += points
        assert.deepEqual({ correct: you.correct, points: you.points, score: you.score, answered: you.answered },
          { correct: n < right.length, points, score: scores[n], answered: n < given.length }, `${JSON.stringify(given[n])} as ${id}`)
        assert.equal(you.of, players.length)
        if (n >= given.length) continue
        const back = type === 'matching' || type === 'multiple' ? [...you.answer].sort() : you.answer
        if (type !== 'numeric') assert.deepEqual(back, told(type, given[n]))
        else assert.equal(Number(you.answer), Number(given[n]))
      }
    })
  }
})

test('counts say how many chose each option', async () => {
  const contest = await make(['single', 'multiple', 'truefalse', 'text'])
  const desk = await host(server, contest)
  const players = await joinAll(server, contest, ['A', 'B', 'C'])
  const given = [['d', 'a', 'a'], [['a', 'b'], ['b'], ['c', 'd']], [true, false, true], [['x'], ['y'], ['z']]]
  const expected = [{ a: 2, d: 1 }, { a: 1, b: 2, c: 1, d: 1 }, { true: 2, false: 1 }, undefined]
  for (const [i, answers] of given.entries()) {
    await advance(desk, 'open', i + 1)
    await Promise.all(players.map(async (player, n) => { await player.state('open', i + 1); await player.answer(i + 1, answers[n]) }))
    const { tally } = await advance(desk, 'reveal', i + 1)
    if (!expected[i]) {
      assert.equal(tally.counts, undefined)
      continue
    }
    const some = Object.fromEntries(Object.entries(tally.counts).filter(([, n]) => n > 0))
    assert.deepEqual(some, expected[i])
  }
})

test('partly right answers earn their part where the round says so, and are not correct', async () => {
  const contest = await make(['multiple', 'ordering', 'matching', 'blanks', 'three'],
    { points: { right: 10, wrong: -3 }, grading: { multiple: 'subset_half', parts: 'per_part' } })
  const desk = await host(server, contest)
  const [a, b] = await joinAll(server, contest, ['A', 'B'])
  const plays = [
    [['a'], 5, ['a', 'c'], -3],
    [['b', 'd', 'c', 'a'], 5, ['a', 'b', 'd', 'c'], 2.5],
    [[['l1', 'r2']], 5, [['l1', 'r3'], ['l2', 'r3']], -3],
    [['green', 'no'], 5, ['no', 'no'], -3],
    [['a', 'b'], 5, ['d'], -3],
  ]
  let scores = [0, 0]
  for (const [i, [first, firstPoints, second, secondPoints]] of plays.entries()) {
    await advance(desk, 'open', i + 1)
    await together([a, b], 'open', i + 1)
    await Promise.all([a.answer(i + 1, first), b.answer(i + 1, second)])
    await advance(desk, 'reveal', i + 1)
    for (const [n, player] of [a, b].entries()) {
      const you = await player.next('you', (message) => message.turn === i + 1 && 'correct' in message)
      scores[n] += n === 0 ? firstPoints : secondPoints
      assert.deepEqual({ correct: you.correct, points: you.points, score: you.score }, { correct: false, points: n === 0 ? firstPoints : secondPoints, score: scores[n] }, `${i}`)
    }
  }
})

test('right_minus_wrong earns (right - wrong) / right ones, never below nothing', async () => {
  const contest = await make(['three'], { points: 10, grading: { multiple: 'right_minus_wrong' } })
  const desk = await host(server, contest)
  const given = [[['a', 'b', 'c'], 10, true], [['a', 'b'], 6.67, false], [['a', 'b', 'd'], 3.33, false], [['a', 'd'], 0, false], [['d'], 0, false]]
  const players = await joinAll(server, contest, given.map((_, i) => `P${i}`))
  await advance(desk, 'open', 1)
  await together(players, 'open', 1)
  await Promise.all(players.map((player, i) => player.answer(1, given[i][0])))
  await advance(desk, 'reveal', 1)
  for (const [i, [answer, points, correct]] of given.entries()) {
    const you = await players[i].next('you', (message) => 'correct' in message)
    assert.deepEqual({ points: you.points, correct: you.correct }, { points, correct }, JSON.stringify(answer))
  }
})

test('an answer sent twice gets the same ack twice and counts once', async () => {
  const contest = await make(['single', 'truefalse'])
  const desk = await host(server, contest)
  const [a] = await joinAll(server, contest, ['A', 'B'])
  await advance(desk, 'open', 1)
  await a.state('open', 1)
  const first = await a.answer(1, 'a', { elapsed: 5 })
  const again = await a.answer(1, 'a', { elapsed: 900 })
  const other = await a.answer(1, 'd')
  assert.deepEqual(again, first)
  assert.deepEqual(other, first, 'a different one, too, gets the first ack')
  const { tally } = await advance(desk, 'reveal', 1)
  assert.equal(tally.answered, 1)
  const you = await a.next('you', (message) => 'correct' in message)
  assert.deepEqual({ answer: you.answer, correct: you.correct, elapsed: you.elapsed }, { answer: 'a', correct: false, elapsed: first.elapsed })
})

test('where the round allows change, the last answer counts with its own time', async () => {
  const contest = await make(['single'], { change: true })
  const desk = await host(server, contest)
  const [a] = await joinAll(server, contest, ['A', 'B'])
  await advance(desk, 'open', 1)
  const { question } = await a.state('open', 1)
  assert.equal(question.change, true)
  const first = await a.answer(1, 'a')
  const repeat = await a.answer(1, 'a')
  assert.deepEqual(repeat, first, 'the same answer again changes nothing')
  const second = await a.answer(1, 'd')
  assert.ok(second.elapsed >= first.elapsed)
  const { tally } = await advance(desk, 'reveal', 1)
  assert.equal(tally.answered, 1)
  assert.deepEqual(Object.entries(tally.counts).filter(([, n]) => n > 0), [['d', 1]])
  const you = await a.next('you', (message) => 'correct' in message)
  assert.deepEqual({ answer: you.answer, correct: you.correct, elapsed: you.elapsed }, { answer: 'd', correct: true, elapsed: second.elapsed })
})

test('a question closes when everybody has answered', async () => {
  const contest = await make(['single'], { seconds: 600 })
  const desk = await host(server, contest)
  const players = await joinAll(server, contest, ['A', 'B'])
  await advance(desk, 'open', 1)
  await together(players, 'open', 1)
  await players[0].answer(1, 'a')
  assert.equal(desk.last('state').phase, 'open')
  await players[1].answer(1, 'd')
  await desk.state('locked', 1)
})

test('an answer before the opening is not_now, one for a turn that is not there yet bad_turn', async () => {
  const contest = await make(['single', 'truefalse'], { reading: 600 })
  const desk = await host(server, contest)
  const [a] = await joinAll(server, contest, ['A', 'B'])
  assert.equal(await a.refused({ type: 'answer', turn: 7, answer: 'a' }), 'bad_turn')
  await advance(desk, 'reading', 1)
  await a.state('reading', 1)
  assert.equal(await a.refused({ type: 'answer', turn: 1, answer: 'd' }), 'not_now')
  assert.equal(await a.refused({ type: 'answer', turn: 2, answer: true }), 'bad_turn')
  await advance(desk, 'open', 1)
  await a.state('open', 1)
  assert.equal(await a.refused({ type: 'answer', turn: 2, answer: true }), 'bad_turn')
  assert.equal(await a.refused({ type: 'answer', turn: 999, answer: 'a' }), 'bad_turn')
  await a.answer(1, 'd')
})

test('a late answer is late, and does no harm to the next turn', async () => {
  const contest = await make(['single', 'either'])
  const desk = await host(server, contest)
  const [a, b] = await joinAll(server, contest, ['A', 'B'])
  await advance(desk, 'open', 1)
  await desk.do('lock', {}, (state) => state.phase === 'locked')
  assert.equal(await a.refused({ type: 'answer', turn: 1, answer: 'd' }), 'late')
  await advance(desk, 'reveal', 1)
  assert.equal(await a.refused({ type: 'answer', turn: 1, answer: 'd' }), 'late')
  await advance(desk, 'open', 2)
  await a.state('open', 2)
  assert.equal(await a.refused({ type: 'answer', turn: 1, answer: 'd' }), 'late')
  const back = await resume(server, contest, a.token)
  assert.equal(back.you.answered, false, 'the late one was not taken for the next turn')
  await back.answer(2, 'a')
  await advance(desk, 'reveal', 2)
  const you = await back.next('you', (message) => 'correct' in message)
  assert.deepEqual({ correct: you.correct, score: you.score }, { correct: true, score: 10 })
  await b.settle()
})

test('the deadline closes a question, and then answers are late', async () => {
  const contest = await make(['single'], { seconds: 0.5 })
  const desk = await host(server, contest)
  const [a] = await joinAll(server, contest, ['A', 'B'])
  const open = await desk.do('start', {}, (state) => state.phase === 'open')
  assert.equal(open.closes_at - open.opens_at, 500)
  const locked = await desk.state('locked', 1)
  assert.ok(locked.now >= open.closes_at, `locked at ${locked.now}, due at ${open.closes_at}`)
  assert.ok(locked.now < open.closes_at + 3000, `locked at ${locked.now}, due at ${open.closes_at}`)
  assert.equal(await a.refused({ type: 'answer', turn: 1, answer: 'd' }), 'late')
})

test('the fair time lies within what the server measured and its credit', async () => {
  const contest = await make(['single', 'either', 'truefalse'], { seconds: 600 }, { fair_cap_ms: 0 })
  const desk = await host(server, contest)
  const [a, b, c] = await joinAll(server, contest, ['A', 'B', 'C'])
  const open = await advance(desk, 'open', 1)
  await together([a, b, c], 'open', 1)
  // Without credit a phone's own time counts for nothing, however low or high it claims to be.
  const low = await a.answer(1, 'd', { elapsed: 0 })
  const high = await b.answer(1, 'd', { elapsed: 600000 })
  const pong = await a.settle()
  assert.ok(low.elapsed <= high.elapsed)
  assert.ok(high.elapsed <= pong.t1 - open.opens_at, `${high.elapsed} of ${pong.t1 - open.opens_at}`)
})

test('a player who has left does not hold up the others, and an answer survives leaving', async () => {
  const contest = await make(['single'], { seconds: 600 })
  const desk = await host(server, contest)
  const watch = await screen(server, contest)
  const [a, b] = await joinAll(server, contest, ['A', 'B'])
  await advance(desk, 'open', 1)
  await together([a, b], 'open', 1)
  await a.answer(1, 'd')
  await a.close()
  await b.answer(1, 'a')
  await watch.state('locked', 1)
  const { tally } = await advance(desk, 'reveal', 1)
  assert.deepEqual({ answered: tally.answered, right: tally.right }, { answered: 2, right: 1 })
})

test('somebody who joins while the question is open may answer it', async () => {
  const contest = await make(['single'], { seconds: 600 })
  const desk = await host(server, contest)
  await join(server, contest, 'A')
  await advance(desk, 'open', 1)
  const late = await join(server, contest, 'Late')
  assert.equal(late.first.phase, 'open')
  assert.equal(late.you.answered, false)
  await late.answer(1, 'd')
})
