// A contest over days with a roster: people brought in from a list, their codes, how it goes, what coordinators see.
import assert from 'node:assert/strict'
import test, { before } from 'node:test'
import { newAddress, serve } from './lib.mjs'
import { enter, handIn, open, turnedAway, windowFile } from './lib/window.mjs'

const server = await serve({ args: ['--trust-proxy'] })
const DAY = 24 * 3600 * 1000
const file = () => windowFile('none', { entry: 'roster', pass: 15, closes: DAY, paper: [{ placeholder: 6, count: 2 }] }, {
  teams: [{ name: { en: 'Works', 'zh-Hans': '一车间' }, roster: 4 }, { name: 'Office', roster: 2 }], team_required: true, team_score: 'mean',
})
const LIST = '姓名,单位,编号,手机\n张三,一车间,A-7,13800138000\n李四,works,,\nBob,Office,,\n王五,仓库,,\nZoe,,,\n'

let contest
const people = {}
const api = (path, options) => server.http('GET', `/api/contests/${contest.id}/${path}`, options)
const entries = async (query = '') => (await api(`roster${query}`)).json.entries
const bring = async (body, id = contest.id) => server.http('POST', `/api/contests/${id}/roster`, { body })
const codes = ({ problems }) => problems.map(({ code }) => code).sort()

const come = (code) => enter(server, contest, { personal_code: code }, { address: newAddress() })
const refused = (code) => turnedAway(server, contest, { personal_code: code }, { address: newAddress() })

/** A whole paper: `right` of its questions are answered right. */
async function takePart(code, right) {
  const client = await come(code)
  const { questions } = await open(client)
  for (const { turn, options } of questions) await client.answer(turn, options.map(({ id }) => id).sort()[turn <= right ? 0 : 1])
  await handIn(client)
}

before(async () => {
  contest = await server.contest(file())
})

test('a list is added to the roster: units in any language, codes made where none are given, the rest said', async () => {
  const { status, json } = await bring(LIST)
  assert.equal(status, 200)
  assert.equal(json.added, 3)
  assert.deepEqual(codes(json), ['no_unit', 'private_column', 'unknown_unit'])
  const rows = await entries()
  assert.deepEqual(rows.map(({ entry, name, team, state }) => [entry, name, team, state]), [[1, '张三', 1, 'absent'], [2, '李四', 1, 'absent'], [3, 'Bob', 2, 'absent']])
  assert.equal(rows[0].code, 'A7')
  for (const { code } of rows.slice(1)) assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4}$/)
  assert.deepEqual((await entries('?team=2')).map(({ name }) => name), ['Bob'])
  assert.equal((await api('roster?team=x')).status, 400)
  for (const { name, code } of rows) people[name] = code
})

test('the same list again adds only who is new', async () => {
  const { json } = await bring(`${LIST}Eve,Office,b1,\nMallory,Office,B1,\nTrent,Office,a 7,\n`)
  assert.equal(json.added, 1)
  assert.deepEqual(codes(json), ['already_there', 'already_there', 'already_there', 'code_taken', 'code_taken', 'no_unit', 'private_column', 'unknown_unit'])
  assert.deepEqual((await entries()).map(({ name }) => name), ['张三', '李四', 'Bob', 'Eve'])
  const nothing = await bring('%PDF-1.4')
  assert.deepEqual([nothing.status, nothing.json.added, codes(nothing.json)], [200, 0, ['foreign_format']])
})

test('a code leads to one person, in whichever way it is typed; a new one ends the old one', async () => {
  assert.equal(await refused('nobody'), 'bad_personal_code')
  assert.equal((await come('a7')).attempt.state, 'none')
  assert.deepEqual((await entries()).map(({ state }) => state), ['joined', 'absent', 'absent', 'absent'])
  const old = people.Bob
  const { status, json } = await server.http('POST', `/api/contests/${contest.id}/roster/3/code`)
  assert.equal(status, 200)
  assert.notEqual(json.code, old)
  assert.equal(await refused(old), 'bad_personal_code')
  people.Bob = json.code
  await come(json.code.toLowerCase().replace('-', ' '))
  for (const path of ['99/code', '0/code', 'x/code']) assert.equal((await server.http('POST', `/api/contests/${contest.id}/roster/${path}`)).status, 404, path)
  assert.equal((await server.http('POST', '/api/contests/none/roster/1/code')).status, 404)
})

test('how it goes: hand-ins by the hour, every unit, and the list of contests', async () => {
  await takePart(people['张三'], 2)
  await takePart(people.Bob, 1)
  const { json } = await api('progress')
  assert.deepEqual([json.phase, json.paused, json.board.took_part, json.board.handed_in, json.board.units_total], ['open', false, 2, 2, 2])
  assert.equal(json.board.curve.reduce((sum, [, papers]) => sum + papers, 0), 2)
  assert.deepEqual(json.board.units.map(({ team, rank, turnout, took_part, passed }) => [team, rank, turnout, took_part, passed]), [[1, 1, 25, 1, 1], [2, 2, 50, 1, 0]])
  const listed = (await server.http('GET', '/api/contests')).json.contests.find(({ id }) => id === contest.id)
  assert.ok(listed.window.closes_at - listed.window.opens_at === 2 * DAY)
  assert.deepEqual([listed.joined, listed.phase, listed.archived], [2, 'open', false])
  assert.deepEqual((await entries()).map(({ state }) => state), ['handed_in', 'absent', 'handed_in', 'absent'])
})

const keyOf = ({ url }) => new URL(url).hash.slice(1)
const unit = (key) => server.http('GET', '/api/unit', { as: key, headers: { 'x-forwarded-for': newAddress() } })

test('a coordinator sees their own unit, who is absent, and nothing of others', async () => {
  const { units } = (await api('units')).json
  assert.deepEqual(units.map(({ team, name }) => [team, name]), [[1, { en: 'Works', 'zh-Hans': '一车间' }], [2, { und: 'Office' }]])
  for (const { url } of units) assert.match(url, new RegExp(`^http://127\\.0\\.0\\.1:\\d+/unit#${contest.id}\\.\\d\\.[0-9a-f]{32}$`))
  const { status, json, text } = await unit(keyOf(units[0]))
  assert.equal(status, 200)
  assert.deepEqual([json.unit.team, json.unit.rank, json.unit.of, json.unit.turnout, json.absent, json.absent_total, json.roster], [1, 1, 2, 25, ['李四'], 1, true])
  assert.deepEqual([json.contest.phase, json.contest.title.en, json.contest.window.entry], ['open', 'Window', 'roster'])
  assert.doesNotMatch(text, /Office|Bob|Eve|张三/)
  const [key, other] = units.map(keyOf)
  for (const wrong of [key.replace('.1.', '.2.'), `${key}0`, key.slice(0, -1), other.replace(contest.id, 'x'.repeat(16)), 'x', '..', server.key]) {
    const refused = await unit(wrong)
    assert.deepEqual([refused.status, refused.json.error.code], [401, 'bad_key'], wrong)
  }
  assert.equal((await server.http('GET', '/api/unit', { as: null })).status, 401)
})

test('no more people are added than may take part, and no code that nobody could type', async () => {
  const small = await server.contest(windowFile('none', { entry: 'roster', paper: [{ placeholder: 6, count: 2 }] }, { players_max: 2 }))
  const first = await bring('name,unit,code\nAnn,Law,a/b\nBob,Law,b_1\nCid,Law,B 1\nDan,,B-_1\nEve,,\nFay,,\n', small.id)
  assert.deepEqual([first.json.added, codes(first.json)], [2, ['bad_code', 'code_taken', 'full', 'no_units']])
  assert.deepEqual(first.json.problems.filter(({ code }) => code === 'full').map(({ line, excerpt }) => [line, excerpt]), [[6, 'Eve']])
  assert.equal((await bring('name\nGil\n', small.id)).json.added, 0)
})

test('what is not over days has no roster, and says so', async () => {
  const live = await server.contest({ title: { en: 'Live' }, languages: ['en'], rounds: [{ format: 'everyone', draw: { placeholder: 2 } }] })
  const of = (path) => server.http('GET', `/api/contests/${live.id}/${path}`)
  assert.deepEqual((await of('roster')).json.entries, [])
  for (const path of ['progress', 'units']) assert.equal((await of(path)).json.error.code, 'not_a_window', path)
  assert.equal((await bring('name\nAnn\n', live.id)).json.error.code, 'not_a_window')
  for (const path of ['roster', 'progress', 'units', 'certificates']) assert.equal((await server.http('GET', `/api/contests/none/${path}`)).status, 404, path)
  assert.equal((await bring('name\nAnn\n', 'none')).status, 404)
})
