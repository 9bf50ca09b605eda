// What a stage hands in, played over the wire: teams by their own scores round by round, their members, the hall, and every
// change of a score with its reason; the workbook and CSV say what JSON says, and verify proves it.
import assert from 'node:assert/strict'
import test, { before } from 'node:test'
import { run, serve } from './lib.mjs'
import { REASON, playEvening } from './lib/played.mjs'
import { readWorkbook, values } from './lib/sheet.mjs'

const server = await serve()

let contest
let results

const fetchResults = async (format) => server.http('GET', `/api/contests/${contest.id}/results?format=${format}`)

before(async () => {
  contest = await playEvening(server)
  results = (await fetchResults('json')).json
})

test('JSON ranks the teams by their own scores and says what each round gave', () => {
  assert.equal(results.contest.seats, 'teams')
  assert.deepEqual(results.teams.map(({ rank, name, score, base, rounds, adjusted, correct, answered, fouls }) => [rank, name, score, base, rounds, adjusted, correct, answered, fouls]), [
    [1, 'Green', 122.5, 100, [2.5, 20], 0, 1, 2, 0],
    [2, 'Red', 107, 100, [10, -2.5], -0.5, 1, 1, 1],
    [3, 'Blue', 100, 100, [0, 0], 0, 0, 1, 0],
  ])
  for (const { base, rounds, adjusted, score } of results.teams) assert.equal(rounds.reduce((sum, points) => sum + points, base + adjusted), score)
  assert.deepEqual(results.rounds, [{ round: 1, title: { en: 'Must' }, format: 'turn' }, { round: 2, title: null, format: 'buzzer' }])
})

test('members are ranked by what they answered for their team, the hall among itself', () => {
  assert.deepEqual(results.individual.map(({ rank, name, team, score, correct, asked }) => [rank, name, team, score, correct, asked]), [
    [1, 'R1', 'Red', 10, 1, 1], [2, '=G1', 'Green', 2.5, 0, 1], [3, 'R2', 'Red', 0, 0, 0], [3, 'B1', 'Blue', 0, 0, 1], [3, 'B2', 'Blue', 0, 0, 0], [3, 'G2', 'Green', 0, 0, 0],
  ])
  assert.deepEqual(results.participants.map(({ rank, name, team, correct }) => [rank, name, team, correct]).slice(0, 2), [[1, 'Hal', null, 1], [0, 'Ann', 'Red', 0]])
})

test('turns say what they asked and how it went; one that was never played is left out', () => {
  assert.deepEqual(results.questions.map(({ turn, id, answered, right, hall_answered, hall_right, annulled }) => [turn, id, answered, right, hall_answered, hall_right, annulled ?? false]), [
    [1, 'q1', 1, 1, 1, 1, false], [2, 'q2', 1, 0, 1, 0, false], [3, 'q3', 1, 0, 0, 0, false], [4, 'q4', 1, 1, 0, 0, false], [5, 'q5', 0, 0, 0, 0, true],
  ])
})

test('every change of a score is there with its reason', () => {
  assert.deepEqual(results.entries.map(({ turn, team, why, points, score }) => [turn ?? 0, team, why, points, score]), [
    [1, 'Red', 'verdict', 10, 110], [2, 'Blue', 'answer', 0, 100], [3, 'Green', 'verdict', 0, 100], [3, 'Green', 'undone', 0, 100], [3, 'Green', 'verdict', 2.5, 102.5],
    [4, 'Red', 'foul', -2.5, 107.5], [4, 'Green', 'verdict', -20, 82.5], [5, 'Blue', 'verdict', 20, 120],
    [4, 'Green', 'reverse', 40, 122.5], [5, 'Blue', 'void', -20, 100], [0, 'Red', 'adjust', -0.5, 107],
  ])
  assert.equal(results.entries.at(-1).reason, REASON)
  assert.deepEqual(results.entries.map(({ answer }) => answer).filter((answer) => answer !== undefined), ['b'], 'what was only said is not known')
  assert.equal(results.entries[1].answer, 'b')
  assert.deepEqual([results.entries[5].foul, results.entries[4].verdict, results.entries[0].member], ['early', 'partial', 1])
})

test('the workbook has the same teams, members, hall and entries', async () => {
  const { names, sheets } = readWorkbook((await fetchResults('xlsx')).bytes)
  assert.deepEqual(names, ['Summary', 'Teams', 'Individuals', 'Hall', 'People', 'Questions', 'Entries', 'Log'])
  const [head, ...teams] = values(sheets.Teams.rows)
  assert.deepEqual(head, ['Rank', 'Team', 'Score', 'Correct', 'Answered', 'Time (s)', 'Fouls', 'Base', 'Must', 'Round 2', 'Adjusted'])
  assert.deepEqual(teams, results.teams.map((team) => [team.rank, team.name, team.score, team.correct, team.answered, team.time_ms / 1000, team.fouls, team.base, ...team.rounds, team.adjusted]))
  assert.deepEqual(values(sheets.Individuals.rows).slice(1), results.individual.map(({ rank, name, team, member, score, correct, asked }) => [rank, name, team, member, score, correct, asked]))
  assert.deepEqual(values(sheets.Hall.rows).slice(1).map((row) => row.slice(0, 2)), [[1, 'Hal']])
  const entries = values(sheets.Entries.rows).slice(1)
  assert.deepEqual(entries.map((row) => [row[0], row[2] ?? 0, row[5], row[10], row[11]]), results.entries.map(({ entry, turn, team, points, score }) => [entry, turn ?? 0, team, points, score]))
  assert.deepEqual(entries.map((row) => row[7]).filter(Boolean).length, 1)
  assert.deepEqual(entries.at(-1).slice(8, 10), ['adjusted', REASON])
  assert.deepEqual(values(sheets.Questions.rows).slice(1).map((row) => row[5]), ['asked', 'asked', 'asked', 'asked', 'void afterwards'])
})

test('CSV is the table of teams', async () => {
  const lines = (await fetchResults('csv')).bytes.subarray(3).toString().trimEnd().split('\r\n')
  assert.equal(lines[0], 'rank,team,score,correct,answered,time_ms,fouls,base,round_1,round_2,adjusted,overtime,log_entries,log_head')
  assert.deepEqual(lines.slice(1), results.teams.map((team) => [team.rank, team.name, team.score, team.correct, team.answered, team.time_ms, team.fouls, team.base, ...team.rounds, team.adjusted, 0, results.log.events, results.log.head].join()))
})

test('verify proves it from the file', async () => {
  const proof = await run(['verify', contest.id, '--data', server.data, '--json'])
  assert.equal(proof.status, 0, proof.stdout + proof.stderr)
  assert.deepEqual([JSON.parse(proof.stdout).ok, JSON.parse(proof.stdout).ranking_compared], [true, true])
  assert.match((await run(['verify', contest.id, '--data', server.data])).stdout, /every score is the sum of its entries/)
})
