// The notices of real online contests (questions/contests/sheet-h.json, sheet-i*.json), played over the wire by generated people
// who know what is right: what practice gives out. Sheet H has a hundredth of its people; the figures of its check stay the same.
// What needs days of its own (a try a day) is rehearsed: tests/rehearsal.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { before } from 'node:test'
import { ROOT, host, run, serve } from './lib.mjs'
import { enter, handIn, open } from './lib/window.mjs'

const server = await serve()
const BANKS = ['language-and-poetry', 'science-and-safety', 'geography-and-nature', 'festivals-and-crafts']
const SHARE = 100
/** By the prompt in Chinese: an answer that is right. */
const right = new Map()

const sheet = (name) => JSON.parse(readFileSync(join(ROOT, `questions/contests/sheet-${name}.json`), 'utf8'))

function answerOf({ kind, right: accepted }) {
  if (kind === 'text') return accepted.map(([first]) => first)
  return ['single', 'truefalse', 'numeric'].includes(kind) ? accepted[0] : accepted
}

before(async () => {
  for (const bank of BANKS) {
    assert.equal((await server.http('POST', `/api/samples/${bank}`)).status, 201)
    const { json: { code } } = await server.http('POST', `/api/banks/${bank}/study`, { body: JSON.stringify({ on: true }) })
    const { json: { questions } } = await server.http('GET', `/api/study?code=${code}`, { as: null })
    for (const question of questions) right.set(question.prompt['zh-Hans'], answerOf(question))
  }
})

/** The contest of a sheet, opened by its host now. */
async function opened(file) {
  const contest = await server.contest(file)
  const boss = await host(server, contest)
  await boss.do('start', {}, ({ phase }) => phase === 'open')
  return { contest, boss }
}

/** Closes it, and what its results say. */
async function closed({ contest, boss }) {
  await boss.do('finish', {}, ({ phase, head }) => phase === 'finished' && head)
  const { json } = await server.http('GET', `/api/contests/${contest.id}/results?format=json`)
  const proof = await run(['verify', contest.id, '--data', server.data])
  assert.equal(proof.status, 0, proof.stderr)
  return json
}

const knows = ({ prompt }) => right.get(prompt['zh-Hans'])

/** Begins a paper and answers so many of its questions, all of them right. */
async function paper(phone, correct) {
  const { questions } = await open(phone)
  for (const question of questions.slice(0, correct)) await phone.answer(question.turn, knows(question))
  return handIn(phone)
}

test('sheet H: half turnout and half mean, and the unit that comes whole is ahead', async () => {
  const file = sheet('h')
  for (const team of file.teams) team.roster = Math.ceil(team.roster / SHARE)
  const played = await opened(file)
  const crowd = [['University X', 800 / SHARE, 45], ['University Y', 500 / SHARE, 36]]
  for (const [team, people, correct] of crowd) {
    for (let i = 0; i < people; i++) {
      const phone = await enter(server, played.contest, { name: `${team} ${i + 1}`, team })
      if (i === 0) await paper(phone, 3) // the best of three papers counts
      const done = await paper(phone, correct)
      assert.equal(done.answered.length, correct)
      phone.terminate()
    }
  }
  const { teams, participants, awards, summary } = await closed(played)
  const [x, y] = ['X大学', 'Y大学'].map((name) => teams.find((team) => team.name === name))
  assert.deepEqual([x.score, x.turnout, x.mean, x.rank], [85, 80, 90, 2])
  assert.deepEqual([y.score, y.turnout, y.mean, y.rank], [86, 100, 72, 1])
  assert.deepEqual([summary.participants, participants.length, summary.full], [13, 13, 100])
  assert.ok(participants.slice(0, 8).every(({ score }) => score === 90) && participants.slice(8).every(({ score }) => score === 72))
  assert.deepEqual(awards.slice(0, 2).map(({ winners: [first] }) => first.name), ['Y大学', 'X大学'], 'the special prize, then the first')
})

test('sheet I, notice 2: question by question; equal scores are told apart by time', async () => {
  const played = await opened(sheet('i2'))
  const [slow, fast] = [await enter(server, played.contest, { name: 'Slow' }), await enter(server, played.contest, { name: 'Fast' })]
  await open(slow)
  for (const phone of [fast, slow]) {
    if (phone === fast) await open(fast)
    for (let turn = 1; turn <= 40; turn++) {
      const { questions: [question] } = await open(phone, turn)
      await phone.answer(turn, knows(question))
    }
    await handIn(phone)
  }
  const { participants } = await closed(played)
  assert.deepEqual(participants.map(({ name, score, rank }) => [name, score, rank]), [['Fast', 100, 1], ['Slow', 100, 2]])
  assert.ok(participants[0].time_ms < participants[1].time_ms)
})

test('sheet I, notice 4: ninety points and more enter the draw', async () => {
  const played = await opened(sheet('i4'))
  for (const [name, correct] of [['Al', 50], ['Bo', 45], ['Cy', 44]]) await paper(await enter(server, played.contest, { name }), correct)
  await closed(played)
  const { boss, contest } = played
  const { board: { lotteries: [announced] } } = await boss.do('announce', { draw: 1, text: 'the index of Monday' }, ({ board }) => board.lotteries[0].commitment)
  assert.equal(announced.eligible, 2)
  const { board: { lotteries: [drawn] } } = await boss.do('draw', { draw: 1, text: '3 210.55' }, ({ board }) => board.lotteries[0].drawn)
  const ticket = (player) => createHash('sha256').update(`${announced.commitment}\n3 210.55\n1\n${player}`).digest('hex')
  assert.deepEqual(drawn.drawn.map(({ player }) => player), [1, 2].sort((a, b) => (ticket(a) < ticket(b) ? -1 : 1)))
  const proof = await run(['verify', contest.id, '--data', server.data, '--json'])
  assert.deepEqual(JSON.parse(proof.stdout).won.lotteries[0].drawn.map(({ player }) => player), drawn.drawn.map(({ player }) => player))
})

test('sheet I, notice 5: prizes for units by how many came and by their mean, and one person may have two', async () => {
  const file = sheet('i5')
  file.teams.forEach((team, i) => { team.roster = [2, 2, 4][i] ?? 5 })
  delete file.window.question_seconds
  const played = await opened(file)
  for (const [name, team, correct] of [['Al', 'Offices', 10], ['Bo', 'Offices', 12], ['Cy', 'Workshop 1', 20]]) {
    await paper(await enter(server, played.contest, { name, team }), correct)
  }
  const { awards } = await closed(played)
  const first = (award) => award.winners[0]
  assert.equal(awards.length, 3)
  assert.deepEqual([first(awards[0]).value, first(awards[1]).value, first(awards[2]).value], [100, 100, 100])
  assert.notDeepEqual(first(awards[0]).name, first(awards[1]).name, 'turnout is of the offices, the mean of workshop 1')
})
