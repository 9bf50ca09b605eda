// What a contest over days hands in, played over the wire: two attempts of which the best counts, a paper that the close hands
// in, units with rosters and a weighted score, awards and a draw. JSON is checked against what was played here and worked out
// in floating point; CSV and the workbook against JSON; the draw and the chain by hand; and verify says the same.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test, { before } from 'node:test'
import { ANSWERS, BANK, advance, fileOf, host, join, plainBank, run, serve, theEnd, together } from './lib.mjs'
import { readWorkbook, values } from './lib/sheet.mjs'
import { enter, handIn, open, windowFile } from './lib/window.mjs'

const server = await serve()

const IDS = ['single', 'multiple', 'truefalse', 'numeric', 'text', 'ordering', 'matching']
const FULL = 70
const POINTS = { right: 10, wrong: -1, none: -0.5 }
const UNITS = ['=Unit', '二队']
/** Right, wrong or not answered, paper by paper and question by question. */
const PLAYED = [
  { name: '=1+1', team: 0, papers: ['RRRRRRR'] },
  { name: 'Bo', team: 0, papers: ['RRWWWW-', 'RRRR-R-', '-------'] },
  { name: '@x', team: 1, papers: ['WRWWWWW'] },
  { name: 'Cy', team: 1, papers: ['R-R----'], close: true },
  { name: '安', team: 1, papers: [] },
]
const TYPED = { numeric: '2.71', text: ['Black Sea'] }

let contest
let results

const worth = (paper) => [...paper].reduce((sum, c) => sum + (c === 'R' ? POINTS.right : c === 'W' ? POINTS.wrong : POINTS.none), 0)
const best = ({ papers }) => Math.max(...papers.map(worth))
const PAPERS = PLAYED.flatMap(({ papers }) => papers)
const fetchResults = (format) => server.http('GET', `/api/contests/${contest.id}/results?format=${format}`)

async function play(phone, paper) {
  const { questions } = await open(phone)
  for (const { turn, prompt } of questions) {
    const { id } = BANK.questions.find(({ stem }) => stem.en === prompt.en)
    const said = paper[IDS.indexOf(id)]
    if (said !== '-') await phone.answer(turn, said === 'R' ? ANSWERS[id].right[0] : TYPED[id] ?? ANSWERS[id].wrong[0])
  }
}

before(async () => {
  const bank = await server.importBank({ ...BANK, id: 'papers', questions: BANK.questions.filter(({ id }) => IDS.includes(id)) })
  contest = await server.contest(windowFile(bank, { count: IDS.length, points: POINTS, pass: 35, seconds: 3600, attempts: { max: 3, count: 'best' }, time_zone: 'Asia/Kolkata', opens: -2 * 86400000 }, {
    teams: [{ name: UNITS[0], roster: 4 }, { name: UNITS[1], roster: 3 }], team_score: { weights: { turnout: 50, mean: 50 } },
    awards: [{ title: { en: '一等奖' }, places: 1, for: 'participant' }, { title: { en: 'Turnout' }, places: 1, for: 'team', by: 'turnout' }, { title: { en: 'None' }, places: 1, for: 'participant', at_least: 69 }],
    draws: [{ title: { en: 'Lucky' }, winners: 2 }],
  }))
  const desk = await host(server, contest)
  for (const { name, team, papers, close } of PLAYED) {
    const phone = await enter(server, contest, { name, team: UNITS[team] })
    for (const paper of papers) {
      await play(phone, paper)
      if (!close) await handIn(phone)
    }
  }
  await desk.do('finish', {}, ({ phase }) => phase === 'finished')
  await theEnd(desk)
  await desk.do('announce', { draw: 1, text: 'three dice' }, ({ board }) => board?.lotteries?.[0].commitment)
  await desk.do('draw', { draw: 1, text: '4 2 6' }, ({ board }) => board?.lotteries?.[0].drawn)
  results = (await fetchResults('json')).json
})

const near = (actual, expected, what) => assert.ok(Math.abs(actual - expected) < 0.0051, `${what}: ${actual}, not ${expected}`)
const mean = (list) => list.reduce((sum, one) => sum + one, 0) / list.length
const percent = (part, whole) => (100 * part) / whole

test('JSON ranks people by their best papers, and says what the whole contest came to', () => {
  const played = PLAYED.filter(({ papers }) => papers.length > 0).sort((a, b) => best(b) - best(a))
  const scores = played.map(best)
  assert.deepEqual(results.participants.map(({ rank, name, team, score, papers, passed }) => [rank, name, team, score, papers, passed]), [
    ...played.map((one, i) => [i + 1, one.name, UNITS[one.team], best(one), one.papers.length, best(one) >= 35]), [0, '安', UNITS[1], 0, 0, undefined]])
  assert.equal(results.participants.at(-1).finished_at, undefined)
  const { summary } = results
  assert.deepEqual([summary.joined, summary.participants, summary.roster, summary.papers, summary.full, summary.pass, summary.passed], [5, 4, 7, 6, FULL, 35, 2])
  assert.deepEqual([summary.highest, summary.lowest, summary.turnout, summary.pass_rate], [70, Math.min(...scores), 57.14, 50])
  near(summary.mean, mean(scores), 'mean')
  near(summary.median, (scores[1] + scores[2]) / 2, 'median')
  assert.equal(results.distribution.reduce((sum, { count }) => sum + count, 0), 4)
  assert.deepEqual([results.distribution[0].from, results.distribution.at(-1).to], [0, FULL])
  assert.equal(results.curve.reduce((sum, [, papers]) => sum + papers, 0), 6)
  for (const [hour] of results.curve) assert.equal((hour + 19800000) % 3600000, 0, 'hours begin where the contest is')
  assert.deepEqual([results.window.time_zone, results.window.questions, results.window.full, results.window.attempts], ['Asia/Kolkata', 7, FULL, { max: 3, count: 'best' }])
})

test('units have turnout, means and the formula of their score', () => {
  for (const { name, roster, took_part, turnout, mean: average, mean_roster, highest, lowest, passed, score, formula } of results.teams) {
    const scores = PLAYED.filter(({ team, papers }) => UNITS[team] === name && papers.length > 0).map(best)
    assert.deepEqual([took_part, highest, lowest, passed], [2, Math.max(...scores), Math.min(...scores), scores.filter((one) => one >= 35).length])
    near(turnout, percent(2, roster), 'turnout')
    near(average, mean(scores), 'mean')
    near(mean_roster, mean(scores) * 2 / roster, 'mean over the roster')
    const [, half, shown, other, share, sum] = /^(\d+)% × ([\d.]+) \+ (\d+)% × (-?[\d.]+) = (-?[\d.]+)$/.exec(formula)
    assert.deepEqual([half, other, Number(shown), Number(sum)], ['50', '50', turnout, score])
    near(Number(share), percent(average, FULL), 'mean in percent')
    near(score, 0.5 * turnout + 0.5 * Number(share), 'score, of the figures as they are printed')
  }
  assert.deepEqual(results.teams.map(({ rank, roster }) => [rank, roster]), [[1, 4], [2, 3]])
  assert.match(results.summary.team_rule['zh-Hans'], /^50% × 参与率/)
})

test('questions say how they did on all papers, also those that did not count', () => {
  assert.deepEqual(results.questions.map(({ id }) => id).sort(), [...IDS].sort())
  for (const { id, section, asked, answered, right, right_rate, wrong_most, wrong_most_text, wrong_most_count, counts, discrimination } of results.questions) {
    const at = IDS.indexOf(id)
    const column = PAPERS.map((paper) => paper[at])
    const wrong = column.filter((c) => c === 'W').length
    assert.deepEqual([section, asked, answered, right], [1, 6, column.filter((c) => c !== '-').length, column.filter((c) => c === 'R').length], id)
    near(right_rate, percent(right, 6), id)
    if (id === 'single') assert.deepEqual([counts, wrong_most, wrong_most_count], [{ a: wrong, b: 0, c: 0, d: right }, 'a', wrong])
    if (id in TYPED) assert.deepEqual([wrong_most_text, wrong_most_count], [[TYPED[id]].flat()[0], wrong])
    const pairs = PAPERS.map((paper) => {
      const own = paper[at] === 'R' ? POINTS.right : paper[at] === 'W' ? POINTS.wrong : POINTS.none
      return [paper[at] === 'R' ? 1 : 0, worth(paper) - own]
    })
    const [x, y] = [0, 1].map((i) => mean(pairs.map((pair) => pair[i])))
    const sum = (of) => pairs.reduce((all, [a, b]) => all + of(a - x, b - y), 0)
    const r = sum((a, b) => a * b) / Math.sqrt(sum((a) => a * a) * sum((a, b) => b * b))
    assert.ok(Math.abs(discrimination - r) < 0.001, `${id}: ${discrimination}, not ${r}`)
  }
})

test('the bank has the same of its questions', async () => {
  const { stats } = (await server.http('GET', '/api/banks/papers')).json
  assert.deepEqual(stats, Object.fromEntries(results.questions.map(({ id, asked, right_rate, discrimination }) => [id, { contests: 1, asked, right_rate, discrimination }]).sort()))
})

const sha = (text) => createHash('sha256').update(text).digest('hex')

test('the draw follows from what was shown and the number, and awards from the ranking', async () => {
  const { commitment, number, drawn, eligible, entry, source } = results.lotteries[0]
  const lines = (await fetchResults('log')).bytes.toString().trimEnd().split('\n')
  assert.equal(lines[entry - 1].slice(-64), commitment)
  assert.deepEqual([source, number, eligible], ['three dice', '4 2 6', 3])
  const tickets = results.participants.filter(({ papers, rank }) => papers > 0 && rank > 1)
    .map(({ player }) => [sha(`${commitment}\n${number}\n1\n${player}`), player]).sort()
  assert.deepEqual(drawn.map(({ player }) => player), tickets.slice(0, 2).map(([, player]) => player))
  assert.deepEqual(results.awards.map(({ title, for: whom, winners }) => [Object.values(title)[0], whom, winners.map(({ rank, name, value }) => [rank, name, value])]), [
    ['一等奖', 'participant', [[1, '=1+1', 70]]], ['Turnout', 'team', [[1, UNITS[1], 66.67]]], ['None', 'participant', []]])
})

test('verify proves it and says who has won', async () => {
  const { status, stdout, stderr } = await run(['verify', contest.id, '--data', server.data])
  assert.equal(status, 0, stdout + stderr)
  const names = results.lotteries[0].drawn.map(({ player, name }) => `player ${player} ${name}`).join(', ')
  assert.ok(stdout.includes(`award 一等奖: player ${results.participants[0].player} =1+1\naward Turnout: team 2 二队\naward None: nobody\n`), stdout)
  assert.ok(stdout.includes(`lottery Lucky: commitment ${results.lotteries[0].commitment}, number 4 2 6: ${names}\n`), stdout)
  const proof = JSON.parse((await run(['verify', contest.id, '--data', server.data, '--json'])).stdout)
  assert.deepEqual([proof.ok, proof.won], [true, { awards: results.awards, lotteries: results.lotteries }])
})

test('CSV is the table of people with their papers, and computes nothing', async () => {
  const [head, ...lines] = (await fetchResults('csv')).bytes.toString().trimEnd().split('\r\n')
  assert.equal(head, '\ufeffrank,name,team,score,correct,answered,time_ms,papers,finished_at,log_entries,log_head')
  const safe = (name) => (/^[=@]/.test(name) ? `'${name}` : name)
  assert.deepEqual(lines.map((line) => line.split(',').slice(0, 8)), results.participants.map((row) =>
    [row.rank || '', safe(row.name), safe(row.team), row.score, row.correct, row.answered, row.time_ms, row.papers].map(String)))
  for (const [i, { finished_at }] of results.participants.entries()) {
    const moment = lines[i].split(',')[8]
    if (finished_at === undefined) assert.equal(moment, '')
    else assert.deepEqual([Date.parse(moment), moment.slice(-6)], [finished_at - finished_at % 1000, '+05:30'])
  }
})

test('the workbook says what JSON says, with numbers as numbers', async () => {
  const { names, sheets, formats } = readWorkbook((await fetchResults('xlsx')).bytes)
  assert.deepEqual(names, ['Summary', 'Awards', 'Units', 'Ranking', 'Questions', 'Log'])
  const facts = Object.fromEntries(values(sheets.Summary.rows).map(([label, value]) => [label, value]))
  const { summary } = results
  assert.deepEqual([facts['Took part'], facts.Roster, facts.Turnout, facts.Mean, facts['Full marks of a paper'], facts['Pass rate'], facts['Time zone']],
    [summary.participants, summary.roster, summary.turnout / 100, summary.mean, FULL, summary.pass_rate / 100, 'Asia/Kolkata'])
  assert.deepEqual(values(sheets.Units.rows).slice(1).map((row) => row.slice(0, 5).concat(row.at(-1))), results.teams.map((row) => [row.rank, row.name, row.members, row.roster, row.score, row.formula]))
  const people = values(sheets.Ranking.rows)
  assert.deepEqual(people[0], ['Rank', 'Name', 'Unit', 'Score', 'Correct', 'Answered', 'Time (s)', 'Papers handed in', 'Handed in'])
  assert.deepEqual(people.slice(1).map((row) => row.slice(0, 8)), results.participants.map((row) => [row.rank || null, row.name, row.team, row.score, row.correct, row.answered, row.time_ms / 1000, row.papers]))
  assert.equal(Math.round((people[1][8] - 25569) * 86400), Math.floor(results.participants[0].finished_at / 1000) + 19800)
  assert.equal(formats[sheets.Ranking.rows[1][8].style], 'yyyy-mm-dd hh:mm:ss')
  assert.deepEqual(values(sheets.Questions.rows).slice(1).map((row) => [row[0], row[1], row[5], row[6], row[7], row[12]]),
    results.questions.map((one) => [one.turn, one.section, one.asked, one.answered, one.right, one.discrimination]))
  const awards = values(sheets.Awards.rows)
  assert.deepEqual(awards.slice(1, 5).map((row) => row.slice(0, 3)), [['一等奖', 1, '=1+1'], ['Turnout', 1, UNITS[1]], ...results.lotteries[0].drawn.map(({ name }, i) => ['Lucky', i + 1, name])])
  assert.ok(awards.some(([label, value]) => label === 'Hash shown before the draw' && value === results.lotteries[0].commitment))
})

test('a live contest has figures, awards and draws, too, and they are proved', async () => {
  const bank = await server.importBank(plainBank(2))
  const live = await server.contest(fileOf(bank, ['q1'], {}, { awards: [{ title: { en: 'Gold' }, places: 1 }], draws: [{ title: { en: 'Cup' }, winners: 1, at_least: 10 }] }))
  const desk = await host(server, live)
  const players = []
  for (const name of ['Ann', 'Bo', 'Cy', 'Di']) players.push(await join(server, live, name))
  await advance(desk, 'open', 1)
  await together(players, 'open', 1)
  for (const [i, player] of players.entries()) await player.answer(1, i < 3 ? 'a' : 'b')
  await advance(desk, 'finished')
  await theEnd(desk)
  await desk.do('announce', { draw: 1, text: 'a coin' }, ({ lotteries }) => lotteries?.[0].commitment)
  await desk.do('draw', { draw: 1, text: '7' }, ({ lotteries }) => lotteries?.[0].drawn)
  const { summary, distribution, awards, lotteries, window } = (await server.http('GET', `/api/contests/${live.id}/results`)).json
  assert.deepEqual([summary.participants, summary.mean, summary.median, summary.highest, summary.lowest, window], [4, 7.5, 10, 10, 0, undefined])
  assert.deepEqual([distribution[0].count, distribution.at(-1).count], [1, 3])
  const [gold] = awards[0].winners
  assert.deepEqual([gold.rank, gold.value, lotteries[0].eligible], [1, 10, 2], 'who has the award does not win besides')
  const { commitment, drawn } = lotteries[0]
  const [[, winner]] = [1, 2, 3].filter((player) => player !== gold.player).map((player) => [sha(`${commitment}\n7\n1\n${player}`), player]).sort()
  assert.deepEqual(drawn.map(({ player }) => player), [winner])
  const proof = JSON.parse((await run(['verify', live.id, '--data', server.data, '--json'])).stdout)
  assert.deepEqual([proof.ok, proof.won], [true, { awards, lotteries }])
})
