// What people answered, in every format: a contest of all kinds with teams, names that look like
// formulas, somebody who comes late, somebody who is sent away, a skipped question and one that the
// end cuts off. JSON is checked against what was played here, the workbook cell by cell against JSON.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join as pathJoin } from 'node:path'
import test, { before } from 'node:test'
import { ACCEPTED, ANSWERS, BANK, advance, fileOf, host, join, run, serve, temporaryFolder, theEnd, together } from './lib.mjs'
import { readWorkbook, values } from './lib/sheet.mjs'

const server = await serve()

const KINDS = ['single', 'multiple', 'truefalse', 'numeric', 'text', 'blanks', 'ordering', 'matching']
const IDS = [...KINDS, 'either', 'false']
const VOID = 9
const CUT_OFF = 10
const NAMES = ['=HYPERLINK("http://x","y")', '+1', '-2+3', '@SUM(A1)', 'Zoë 🙂 <b>&amp;', '_x0041_ "quoted"', 'Late']
const TEAMS = ['=Team', '蓝队']

/** What everybody answers, by name and turn; undefined: nothing. */
const given = [
  ['d', ['a', 'b'], true, '3.14', ['Mediterranean Sea'], ['green', 'blue'], ['b', 'd', 'a', 'c'], [['l1', 'r2'], ['l2', 'r1']]],
  ['a', ['a'], false, '-7.25', ['=1+1'], ['green', 'red'], ['b', 'a', 'd', 'c'], [['l1', 'r2']]],
  ['a', ['c', 'd'], undefined, '2.71', ['Black Sea'], ['x', 'y'], undefined, undefined],
  ['b', undefined, false, '2.71', ['BLACK  SEA'], ['x', 'Y'], ['c', 'b', 'd', 'a'], [['l1', 'r3'], ['l2', 'r3']]],
  ['d', ['a', 'b'], true, undefined, ['black sea'], undefined, undefined, [['l2', 'r1']]],
  [undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined],
  [undefined, undefined, undefined, '3.14', ['地中海'], ['green', 'blue'], ['b', 'd', 'a', 'c'], [['l1', 'r2'], ['l2', 'r1']]],
]
/** What was right in part earns its share of the ten points. */
const parts = { 6: { '+1': 5 }, 7: { '+1': 5 }, 8: { '+1': 5, [NAMES[4]]: 5 } }
const order = [3, 1, 2, 4, 0, 5, 6] // who answers first

let contest
let desk

async function playTurn(players, turn) {
  await advance(desk, 'open', turn)
  await together(players.filter(Boolean), 'open', turn)
  for (const i of order) {
    const answer = given[i]?.[turn - 1]
    if (answer !== undefined && players[i]) await players[i].answer(turn, answer)
  }
}

before(async () => {
  const bank = await server.importBank(BANK)
  const file = fileOf(bank, IDS, { seconds: 60, points: { right: 10, wrong: -1.5 }, grading: { parts: 'per_part' } },
    { title: { en: 'All & every <kind>', 'zh-Hans': '全部题型' }, teams: [{ name: { en: TEAMS[0] }, roster: 9 }, { name: { en: TEAMS[1] } }], team_score: 'sum' })
  file.rounds = [{ ...file.rounds[0], questions: { bank, ids: IDS.slice(0, 4) } }, { ...file.rounds[0], title: { en: 'Two' }, questions: { bank, ids: IDS.slice(4) } }]
  contest = await server.contest(file)
  desk = await host(server, contest)
  const players = []
  for (const [i, name] of NAMES.slice(0, 6).entries()) players.push(await join(server, contest, name, i < 2 ? { team: TEAMS[0] } : i < 4 ? { team: TEAMS[1] } : {}))
  const gone = await join(server, contest, 'Gone')
  for (let turn = 1; turn <= KINDS.length; turn++) {
    if (turn === 4) {
      desk.send({ type: 'do', action: 'kick', player: gone.player })
      await gone.next('bye')
      players.push(await join(server, contest, NAMES[6]))
    }
    await playTurn(players, turn)
    if (turn === 1) await gone.answer(1, 'c')
  }
  await advance(desk, 'open', VOID)
  await together(players, 'open', VOID)
  await players[0].answer(VOID, 'a')
  await desk.do('skip', {}, (state) => state.question?.turn === CUT_OFF)
  await desk.do('finish', {}, (state) => state.phase === 'finished')
  await theEnd(desk)
})

const results = async (query = '') => (await server.http('GET', `/api/contests/${contest.id}/results${query}`)).json

test('JSON says how each question went', async () => {
  const { questions } = await results()
  assert.deepEqual(questions.map(({ turn, round, id, kind, answer }) => ({ turn, round, id, kind, answer })),
    IDS.map((id, i) => ({ turn: i + 1, round: i < 4 ? 1 : 2, id, kind: BANK.questions.find((one) => one.id === id).type, answer: ACCEPTED[id] })))
  for (const { id, options, targets } of questions) {
    const stated = BANK.questions.find((one) => one.id === id)
    assert.deepEqual([options, targets], [stated.options, stated.targets], id)
  }
  const counts = questions.map((one) => one.counts)
  assert.deepEqual(counts.slice(0, 3), [{ a: 2, b: 1, c: 1, d: 2 }, { a: 3, b: 2, c: 1, d: 1 }, { true: 2, false: 2 }])
  assert.deepEqual(counts.slice(3), [undefined, undefined, undefined, undefined, undefined, { a: 0, b: 0, c: 0, d: 0 }, { true: 0, false: 0 }])
  assert.deepEqual(questions.map((one) => [one.wrong_most, one.wrong_most_text, one.wrong_most_count]), [
    ['a', null, 2], ['c', null, 1], [false, null, 2], [null, '2.71', 2], [null, 'BLACK  SEA', 3], [null, 'x / Y', 2],
    [null, null, 0], [null, null, 0], [null, null, 0], [null, null, 0],
  ])
  assert.deepEqual(questions.map((one) => [one.shown, one.void]), [...KINDS.map(() => [true, false]), [true, true], [true, true]])
})

/** What should have come of an answer. */
function expected(i, turn) {
  const answer = given[i][turn - 1] ?? null
  const id = IDS[turn - 1]
  const has = (list) => list.some((one) => JSON.stringify(one) === JSON.stringify(answer))
  const correct = answer !== null && has(ANSWERS[id].right)
  const partly = parts[turn]?.[NAMES[i]]
  return { turn, answer, correct, points: answer === null ? 0 : correct ? 10 : partly ? partly : -1.5 }
}

test('with answers, JSON says what everybody answered', async () => {
  const plain = await results()
  const { participants, ...rest } = await results('?answers=1')
  assert.deepEqual({ participants: participants.map(({ answers, ...row }) => row), ...rest }, plain, 'and nothing else changes')
  assert.deepEqual(participants.map(({ name }) => name).sort(), [...NAMES].sort())
  for (const { name, answers, score, correct, answered, time_ms } of participants) {
    const i = NAMES.indexOf(name)
    const turns = KINDS.map((_, n) => n + 1).filter((turn) => i < 6 || turn >= 3)
    assert.deepEqual(answers.map(({ elapsed, ...row }) => row), turns.map((turn) => expected(i, turn)), name)
    for (const { answer, elapsed } of answers) assert.ok(answer === null ? elapsed === null : Number.isInteger(elapsed) && elapsed >= 0)
    assert.equal(answers.reduce((sum, { points }) => sum + points, 0), score)
    assert.equal(answers.filter((one) => one.correct).length, correct)
    assert.equal(answers.filter(({ answer }) => answer !== null).length, answered)
    assert.equal(answers.reduce((sum, one) => sum + (one.correct ? one.elapsed : 0), 0), time_ms)
  }
  assert.equal((await server.http('GET', `/api/contests/${contest.id}/results?answers=maybe`)).status, 400)
})

// ---- the workbook

const xlsx = () => server.http('GET', `/api/contests/${contest.id}/results?format=xlsx`)

/** An answer as the workbook says it. */
function inWords(question, answer) {
  if (answer === null) return null
  const text = (list, id) => list.find((one) => one.id === id).text.en
  const { kind, options, targets } = question
  if (kind === 'single') return text(options, answer)
  if (kind === 'multiple') return answer.map((id) => text(options, id)).join('; ')
  if (kind === 'truefalse') return answer ? 'True' : 'False'
  if (kind === 'numeric') return answer
  if (kind === 'text') return answer.join(' / ')
  if (kind === 'ordering') return answer.map((id) => text(options, id)).join(' → ')
  return answer.map(([left, right]) => `${text(options, left)} – ${text(targets, right)}`).join('; ')
}

function rightInWords(question) {
  const { kind, answer, options } = question
  if (kind === 'single') return answer.map((id) => inWords(question, id)).join(' | ')
  if (kind === 'truefalse' || kind === 'numeric') return answer.map((one) => inWords(question, one)).join(' | ')
  if (kind === 'text') return answer.map((spellings) => spellings.join(' | ')).join(' / ')
  assert.ok(options)
  return inWords(question, answer)
}

function checkRanking({ rows }, json) {
  assert.deepEqual(values(rows), [
    ['Rank', 'Name', 'Team', 'Score', 'Correct', 'Answered', 'Time (s)'],
    ...json.participants.map((row) => [row.rank, row.name, row.team, row.score, row.correct, row.answered, row.time_ms / 1000]),
  ])
}

function checkTeams({ rows }, json) {
  assert.deepEqual(values(rows), [['Rank', 'Team', 'Members', 'Roster', 'Score', 'Took part', 'Turnout', 'Mean', 'Median', 'Highest', 'Lowest', 'Mean over the roster'],
    ...json.teams.map((row) => [row.rank, row.name, row.members, row.roster || null, row.score, row.took_part, row.turnout === undefined ? null : Math.round(row.turnout * 100) / 10000,
      row.mean, row.median, row.highest, row.lowest, row.mean_roster ?? null])])
  for (const { name, took_part, turnout, mean, median, highest, lowest, mean_roster, roster } of json.teams) {
    const scores = json.participants.filter(({ team }) => team === name).map(({ score }) => score).sort((a, b) => a - b)
    const sum = scores.reduce((all, one) => all + one, 0)
    assert.deepEqual([took_part, highest, lowest, median], [2, scores[1], scores[0], sum / 2], name)
    assert.deepEqual([mean, turnout, mean_roster], [sum / 2, roster ? 22.22 : undefined, roster ? Math.round(100 * sum / 9) / 100 : undefined], name)
  }
  assert.deepEqual(json.teams.map(({ name, roster }) => [name, roster]).sort(), [[TEAMS[0], 9], [TEAMS[1], 0]])
}

function checkPeople({ rows }, json) {
  const state = ({ void: is_void, shown }) => (is_void ? ' (void)' : shown ? '' : ' (not asked)')
  const [prompts, head, ...people] = values(rows)
  assert.deepEqual(prompts, [null, null, null, null, null, ...json.questions.flatMap((one) => [`${one.turn}. ${one.prompt.en}${state(one)}`, null, null])])
  assert.deepEqual(head, ['Rank', 'Name', 'Team', 'Score', 'Correct', ...json.questions.flatMap(() => ['Answer', 'Result', 'Points'])])
  assert.equal(people.length, json.participants.length)
  for (const [i, row] of json.participants.entries()) {
    const cells = json.questions.flatMap((question) => {
      const one = row.answers.find(({ turn }) => turn === question.turn)
      if (!one) return [null, null, null]
      const result = one.answer === null ? 'no answer' : one.correct ? 'right' : parts[one.turn]?.[row.name] ? 'partly right' : 'wrong'
      return [inWords(question, one.answer), result, one.points]
    })
    assert.deepEqual(people[i], [row.rank, row.name, row.team, row.score, row.correct, ...cells], row.name)
  }
}

const KIND_WORDS = { single: 'single choice', multiple: 'multiple choice', truefalse: 'true or false', numeric: 'number', text: 'text', ordering: 'ordering', matching: 'matching' }

function checkQuestions({ rows }, json) {
  const [head, ...questions] = values(rows)
  assert.deepEqual(head, ['No.', 'Round', 'Kind', 'Question', 'Right answer', 'State', 'Answered', 'Right', 'Right (%)', 'Median time (s)', 'Most common wrong answer', 'Times given', 'Discrimination',
    ...[1, 2, 3, 4].flatMap((n) => [`Option ${n}`, 'Chosen'])])
  for (const [i, one] of json.questions.entries()) {
    const wrong = one.wrong_most === null ? one.wrong_most_text : inWords(one, one.kind === 'multiple' ? [one.wrong_most] : one.wrong_most)
    assert.deepEqual(questions[i].slice(0, 13), [one.turn, one.round, KIND_WORDS[one.kind], one.prompt.en, rightInWords(one), one.void ? 'void' : one.shown ? 'asked' : 'not asked',
      one.answered, one.right, one.answered ? one.right / one.answered : null, one.answered ? one.median_ms / 1000 : null, wrong, one.wrong_most_count || null, one.discrimination ?? null], one.id)
    const counted = Object.entries(one.counts ?? {}).map(([id, n]) => [one.kind === 'truefalse' ? inWords(one, id === 'true') : inWords({ ...one, kind: 'single' }, id), n])
    const pairs = [0, 1, 2, 3].map((n) => questions[i].slice(13 + 2 * n, 15 + 2 * n)).filter(([text]) => text !== null)
    assert.deepEqual(Object.fromEntries(pairs), Object.fromEntries(counted), one.id)
  }
}

const moment = (days) => Math.round((days - 25569) * 86400) * 1000

async function checkLog({ rows }, json) {
  const facts = Object.fromEntries(values(rows))
  const { created_at, finished_at } = (await server.http('GET', `/api/contests/${contest.id}`)).json
  assert.deepEqual([facts.Contest, facts.Id, facts.Code, facts['Log entries'], facts['Hash of the last entry']],
    [json.contest.title.en, contest.id, contest.code, json.log.events, json.log.head])
  assert.equal(moment(facts['Made at (UTC)']), created_at - created_at % 1000)
  assert.equal(moment(facts['Finished at (UTC)']), finished_at - finished_at % 1000)
  assert.ok(facts['How to verify'].endsWith(`\njinbang verify ${contest.id} --data jinbang-data`))
}

function checkSummary({ rows }, { summary, distribution, participants }) {
  const cells = values(rows)
  const facts = Object.fromEntries(cells.map(([label, value]) => [label, value]))
  const scores = participants.map(({ score }) => score).sort((a, b) => a - b)
  assert.deepEqual([summary.participants, summary.joined, summary.highest, summary.lowest, summary.median], [7, 7, scores[6], scores[0], scores[3]])
  assert.equal(summary.mean, Math.round(100 * scores.reduce((sum, score) => sum + score, 0) / 7) / 100)
  assert.deepEqual([facts.Joined, facts['Took part'], facts.Mean, facts.Median, facts.Highest, facts.Lowest],
    [summary.joined, summary.participants, summary.mean, summary.median, summary.highest, summary.lowest])
  assert.equal(facts['Score of a unit'], summary.team_rule.en)
  const at = cells.findIndex(([label]) => label === 'From') + 1
  assert.deepEqual(cells.slice(at, at + distribution.length).map((row) => row.slice(0, 3)), distribution.map(({ from, to, count }) => [from, to, count]))
  const last = distribution.length - 1
  for (const [i, { from, to, count }] of distribution.entries()) {
    assert.equal(count, scores.filter((score) => score >= from && (score < to || (i === last && score === to))).length)
    assert.equal(i === 0 ? from : distribution[i - 1].to, from)
  }
  assert.equal(distribution.reduce((sum, { count }) => sum + count, 0), 7)
}

/** The item-rest correlation of every question, worked out from everybody's answers in floating point. */
function checkDiscrimination({ questions, participants }) {
  for (const { turn, discrimination } of questions) {
    const asked = participants.map(({ answers }) => answers).filter((answers) => answers.some((one) => one.turn === turn))
    const pairs = asked.map((answers) => {
      const rest = answers.filter((one) => one.turn !== turn)
      return [answers.find((one) => one.turn === turn).correct ? 1 : 0, rest.filter(({ correct }) => correct).length / rest.length]
    })
    const mean = (i) => pairs.reduce((sum, pair) => sum + pair[i], 0) / pairs.length
    const sum = (of) => pairs.reduce((all, [x, y]) => all + of(x - mean(0), y - mean(1)), 0)
    const below = Math.sqrt(sum((x) => x * x) * sum((x, y) => y * y))
    if (pairs.length === 0 || below < 1e-9) assert.equal(discrimination, undefined, `turn ${turn}`)
    else assert.ok(Math.abs(discrimination - sum((x, y) => x * y) / below) < 0.001, `turn ${turn}: ${discrimination}`)
  }
  assert.ok(questions.filter((one) => one.discrimination !== undefined).length > 4)
}

async function checkWorkbook(bytes) {
  const json = await results('?answers=1')
  const { names, sheets } = readWorkbook(bytes)
  assert.deepEqual(names, ['Summary', 'Ranking', 'Teams', 'People', 'Questions', 'Log'])
  checkSummary(sheets.Summary, json)
  checkDiscrimination(json)
  checkRanking(sheets.Ranking, json)
  checkTeams(sheets.Teams, json)
  checkPeople(sheets.People, json)
  checkQuestions(sheets.Questions, json)
  await checkLog(sheets.Log, json)
}

test('every cell of the workbook is what JSON says', async () => {
  const answer = await xlsx()
  assert.equal(answer.status, 200)
  assert.equal(answer.headers['content-type'], 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  assert.match(answer.headers['content-disposition'], /^attachment; filename="[A-Za-z0-9 ]+ \d{4}-\d\d-\d\d\.xlsx"; filename\*=UTF-8''[\w.%-]+\.xlsx$/)
  await checkWorkbook(answer.bytes)
})

test('the workbook holds no formula, link or macro, and the same results give the same bytes', async () => {
  const { bytes } = await xlsx()
  const { parts: files } = readWorkbook(bytes)
  for (const [name, text] of files) {
    assert.doesNotMatch(text, /<(f|hyperlinks?)[ >]/, name)
    assert.doesNotMatch(name, /vba|external|connection|calcChain/i)
  }
  assert.deepEqual((await xlsx()).bytes, bytes)
  const { finished_at } = (await server.http('GET', `/api/contests/${contest.id}`)).json
  const [, created] = /<dcterms:created[^>]*>([^<]+)</.exec(files.get('docProps/core.xml'))
  assert.equal(Date.parse(created), finished_at - finished_at % 1000)
})

test('numbers look like what they are, and text is text', async () => {
  const { sheets, formats } = readWorkbook((await xlsx()).bytes)
  const looks = (name, row) => sheets[name].rows[row].map((cell) => cell && formats[cell.style])
  assert.deepEqual(looks('Ranking', 1), ['0', '@', '@', '0.00', '0', '0', '0.000'])
  assert.deepEqual(looks('Teams', 1), ['0', '@', '0', '0', '0.00', '0', '0.00%', 'General', 'General', 'General', 'General', 'General'])
  assert.deepEqual(looks('People', 2).slice(0, 8), ['0', '@', '@', '0.00', '0', '@', '@', 'General'])
  assert.deepEqual(looks('Questions', 1).slice(0, 15), ['0', '0', '@', '@', '@', '@', '0', '0', '0%', '0.000', '@', '0', '0.00', '@', '0'])
  assert.deepEqual(sheets.Log.rows.map(([, cell]) => formats[cell.style]), ['@', '@', '@', 'yyyy-mm-dd hh:mm:ss', 'yyyy-mm-dd hh:mm:ss', '0', '@', '@'])
})

test('the workbook is ready for the screen and the printer', async () => {
  const { sheets, book, parts: files } = readWorkbook((await xlsx()).bytes)
  for (const [name, { xml }] of Object.entries(sheets)) {
    assert.match(xml, /<pageSetup [^>]*paperSize="9"[^>]*orientation="landscape"/, name)
    assert.match(xml, /<oddFooter>&amp;LAll &amp;&amp; every &lt;kind&gt;&amp;R&amp;P \/ &amp;N<\/oddFooter>/, name)
    assert.match(xml, /<cols>/, name)
    if (name === 'Log' || name === 'Summary') continue
    assert.match(xml, /<pane [^>]*state="frozen"/, name)
    assert.match(xml, /<autoFilter ref="A\d+:[A-Z]+\d+"\/>/, name)
  }
  for (const name of ['Ranking', 'Teams', 'Questions']) assert.match(book, new RegExp(`_xlnm\\.Print_Titles"[^>]*>${name}!\\$1:\\$1<`))
  assert.match(book, /_xlnm\.Print_Titles"[^>]*>People!\$A:\$B,People!\$1:\$2</)
  assert.match(sheets.People.xml, /<pane xSplit="2" ySplit="2"/)
  const styles = files.get('xl/styles.xml')
  assert.match(styles, /<b\/>/)
  assert.match(styles, /formatCode="0\.000"/)
  assert.notEqual(sheets.Ranking.rows[0][0].style, sheets.Ranking.rows[1][0].style, 'the header has a style of its own')
  const outcome = (word) => sheets.People.rows.flat().find(({ value }) => value === word).style
  assert.equal(new Set(['right', 'partly right', 'wrong', 'no answer'].map(outcome)).size, 4, 'each result has a colour of its own')
})

test('the command line writes the same workbook, to a file and to a pipe', async () => {
  const { bytes } = await xlsx()
  const file = pathJoin(temporaryFolder(), 'out.xlsx')
  const toFile = await run(['results', contest.code, '--data', server.data, '--format', 'xlsx', '-o', file])
  assert.deepEqual([toFile.status, toFile.stdout], [0, ''], toFile.stderr)
  assert.deepEqual(readFileSync(file), bytes)
  const piped = await run(['results', contest.id, '--data', server.data, '--format', 'xlsx'])
  assert.deepEqual([piped.status, piped.stderr], [0, ''])
  assert.deepEqual(piped.bytes, bytes)
  const nowhere = await run(['results', contest.id, '--data', server.data, '--format', 'xlsx'], { env: { TMPDIR: '/nowhere/at/all' } })
  assert.equal(nowhere.status, 3)
  assert.match(nowhere.stderr, /workbook cannot be written/)
})

test('the command line gives answers with JSON and refuses them with CSV', async () => {
  const { status, stdout } = await run(['results', contest.id, '--data', server.data, '--format', 'json', '--answers'])
  assert.equal(status, 0)
  assert.deepEqual(JSON.parse(stdout), await results('?answers=1'))
  assert.equal((await run(['results', contest.id, '--data', server.data, '--answers'])).status, 2)
})

test('CSV agrees with JSON', async () => {
  const { participants } = await results()
  const csv = (await server.http('GET', `/api/contests/${contest.id}/results?format=csv`)).text.trimEnd().split('\r\n').slice(1)
  assert.equal(csv.length, participants.length)
  for (const [i, row] of participants.entries()) {
    const cells = csv[i].split(',')
    assert.deepEqual([cells[0], ...cells.slice(-6, -2)].map(Number), [row.rank, row.score, row.correct, row.answered, row.time_ms])
    assert.ok(csv[i].includes(row.name.replaceAll('"', '""')))
  }
})

test('a contest under way, a Chinese one, and one that nobody joined', async () => {
  const open = async (file) => {
    const made = await server.contest(file)
    return { made, host: await host(server, made), book: async () => readWorkbook((await server.http('GET', `/api/contests/${made.id}/results?format=xlsx`)).bytes) }
  }
  const one = await open(fileOf('test-bank', ['single', 'truefalse', 'text'], {}, { languages: ['zh-Hans', 'en'], default_language: 'zh-Hans' }))
  assert.deepEqual((await one.book()).names, ['概况', '名次', '作答明细', '题目分析', '记录'])
  assert.deepEqual(values((await one.book()).sheets['名次'].rows), [['名次', '姓名', '队伍', '得分', '答对题数', '作答题数', '用时（秒）']])
  const ann = await join(server, one.made, '安')
  await advance(one.host, 'open', 1)
  await ann.state('open', 1)
  await ann.answer(1, 'd')
  await advance(one.host, 'open', 2)
  await ann.state('open', 2)
  await ann.answer(2, false)
  const { sheets } = await one.book()
  const [prompts, , person] = values(sheets['作答明细'].rows)
  assert.deepEqual(prompts.filter(Boolean), ['1. Which of these barks? 中文', '2. A whale is a mammal. 中文'], 'a turn that has not begun is left out')
  assert.deepEqual(person, [1, '安', null, 10, 1, 'Dog 中文', '正确', 10, null, null, null], 'what is not revealed yet is not told')
  const facts = Object.fromEntries(values(sheets['记录'].rows))
  assert.equal(facts['结束时间（UTC）'], '未结束')
  assert.deepEqual(values(sheets['题目分析'].rows).map((row) => row[5]), ['状态', '已提问', '已提问'])
})

test('erased names leave empty cells', async () => {
  assert.equal((await server.http('DELETE', `/api/contests/${contest.id}/people`)).status, 204)
  const { sheets, parts: files } = readWorkbook((await xlsx()).bytes)
  for (const name of ['Ranking', 'People']) {
    for (const row of values(sheets[name].rows).slice(name === 'People' ? 2 : 1)) assert.equal(row[1], null)
  }
  for (const [, text] of files) assert.equal(text.includes('HYPERLINK'), false)
})
