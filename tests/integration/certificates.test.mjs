// What is left of a contest over days when it is over: certificates that confirm; and everything else, also when the server has
// been started anew and the contest is closed.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import test, { before } from 'node:test'
import { advance, host, join as joinContest, newAddress, serve } from './lib.mjs'
import { sql } from './lib/disk.mjs'
import { enter, handIn, open, windowFile } from './lib/window.mjs'

const server = await serve({ args: ['--trust-proxy'] })
const DAY = 24 * 3600 * 1000
const two = (en, zh) => ({ en, 'zh-Hans': zh })
const file = () => windowFile('none', { entry: 'roster', paper: [{ placeholder: 6, count: 2 }] }, {
  teams: [{ name: two('Works', '一车间'), roster: 4 }, { name: 'Office', roster: 2 }], team_required: true, team_score: 'mean', one_prize: false,
  awards: [{ title: two('First prize', '一等奖'), places: 1 }, { title: two('Best unit', '最佳单位'), places: 1, for: 'team', by: 'turnout' }],
  draws: [{ title: two('Lucky', '幸运奖'), winners: 1 }],
})

let contest
const api = (path) => server.http('GET', `/api/contests/${contest.id}/${path}`)
const entries = async () => (await api('roster')).json.entries
const bring = (body) => server.http('POST', `/api/contests/${contest.id}/roster`, { body })
const keyOf = ({ url }) => new URL(url).hash.slice(1)
const unit = (key) => server.http('GET', '/api/unit', { as: key, headers: { 'x-forwarded-for': newAddress() } })

/** A whole paper: `right` of its questions are answered right. */
async function takePart(code, right) {
  const client = await enter(server, contest, { personal_code: code })
  const { questions } = await open(client)
  for (const { turn, options } of questions) await client.answer(turn, options.map(({ id }) => id).sort()[turn <= right ? 0 : 1])
  await handIn(client)
}

before(async () => {
  contest = await server.contest(file())
  assert.equal((await bring('name,unit,code\n张三,Works,A7\n李四,Works,A8\nBob,Office,B1\nEve,Office,B2\n')).json.added, 4)
  await takePart('A7', 2)
  await takePart('B1', 1)
})

let certificates
const confirm = (code) => server.http('GET', '/api/confirm', { as: code, headers: { 'x-forwarded-for': newAddress() } })

test('when it is over everybody who has won something has a certificate that confirms', async () => {
  const early = await api('certificates')
  assert.deepEqual([early.status, early.json.error.code], [409, 'running'])
  const desk = await host(server, contest)
  await desk.do('finish', {}, ({ phase }) => phase === 'finished')
  await desk.do('announce', { draw: 1, text: 'The index of today' }, ({ board }) => board?.lotteries?.[0].commitment)
  await desk.do('draw', { draw: 1, text: '3208.55' }, ({ board }) => board?.lotteries?.[0].drawn)
  const { status, json } = await api('certificates')
  assert.equal(status, 200)
  certificates = json
  assert.deepEqual(json.certificates.slice(0, 2).map(({ award, name, team, rank, score, for: to, lottery }) => [award, name, team, rank, score, to, lottery]),
    [[{ en: 'First prize', 'zh-Hans': '一等奖' }, '张三', 'Works', 1, 20, 'participant', false], [{ en: 'Best unit', 'zh-Hans': '最佳单位' }, 'Office', undefined, 1, undefined, 'team', false]])
  const [lucky] = json.certificates.slice(2)
  assert.ok(lucky.lottery && ['张三', 'Bob'].includes(lucky.name))
  assert.equal((await server.http('GET', `/api/contests/${contest.id}`)).json.finished_at, json.finished_at)
  for (const { award, name, team, confirm_url } of json.certificates) {
    const answer = await confirm(keyOf({ url: confirm_url }))
    assert.deepEqual(answer.json, { title: json.title, award, name, ...(team && { team }), finished_at: json.finished_at, head: json.head })
  }
  const right = keyOf({ url: json.certificates[0].confirm_url })
  for (const wrong of [right.replace('.a1.', '.a2.'), right.replace('.a1.1.', '.a1.2.'), right.replace('.a1.', '.d1.'), `${right}.`, right.slice(1), 'x', server.key]) {
    assert.equal((await confirm(wrong)).status, 404, wrong)
  }
  assert.equal((await bring('name,unit\nIda,Office\n')).json.error.code, 'over')
})

let live
test('who has won a contest in a hall has a certificate, too', async () => {
  live = await server.contest({ title: { en: 'Hall' }, languages: ['en'], rounds: [{ format: 'everyone', draw: { placeholder: 1 } }], awards: [{ title: { en: 'Winner' }, places: 1 }] })
  const desk = await host(server, live)
  const ann = await joinContest(server, live, 'Ann')
  const bob = await joinContest(server, live, 'Bob')
  await desk.do('start')
  await advance(desk, 'open', 1)
  const { question } = await bob.state('open', 1)
  for (const [client, wanted] of [[bob, 'a'], [ann, 'b']]) await client.answer(1, question.options.find(({ id }) => id === wanted).id)
  await advance(desk, 'finished')
  const { json } = await server.http('GET', `/api/contests/${live.id}/certificates`)
  assert.deepEqual(json.certificates.map(({ award, name, rank, team }) => [award, name, rank, team]), [[{ en: 'Winner' }, 'Bob', 1, undefined]])
  live.certificates = json.certificates
})

/** Everything that can be asked when it is over. `now` is the moment. */
async function asked() {
  const [progress, roster, links, prizes] = await Promise.all(['progress', 'roster', 'units', 'certificates'].map(async (path) => (await api(path)).json))
  const units = await Promise.all(links.units.map(async (link) => (await unit(keyOf(link))).json))
  for (const one of [progress, ...units.map(({ contest: about }) => about)]) delete one.now
  return { progress, roster, links: links.units.map(keyOf), prizes: { ...prizes, certificates: prizes.certificates.map(({ confirm_url, ...rest }) => ({ ...rest, code: keyOf({ url: confirm_url }) })) }, units }
}

test('when the server has been started anew and the contest is closed, everything still answers, out of the log', async () => {
  const before = await asked()
  await server.stop()
  await sql(join(server.data, 'jinbang.db'), `UPDATE contest SET finished_at = finished_at - ${40 * DAY}`)
  await server.again()
  assert.equal((await server.http('GET', `/api/public/contest?code=${contest.code}`, { as: null })).status, 404, 'it is closed')
  const after = await asked()
  after.prizes.finished_at += 40 * DAY
  assert.deepEqual(after, before)
  assert.deepEqual(await asked().then(({ roster }) => roster), before.roster, 'and once more, out of what is kept')
  assert.equal((await confirm(keyOf({ url: certificates.certificates[0].confirm_url }))).json.name, '张三')
  assert.equal((await bring('name,unit\nIda,Office\n')).json.error.code, 'over')
  assert.deepEqual((await server.http('GET', `/api/contests/${live.id}/certificates`)).json.certificates.map(({ name }) => name), ['Bob'])
  assert.equal((await confirm(keyOf({ url: live.certificates[0].confirm_url }))).json.name, 'Bob')
})

test('erased names are gone from roster, certificates and confirmations', async () => {
  assert.equal((await server.http('DELETE', `/api/contests/${contest.id}/people`)).status, 204)
  assert.deepEqual(new Set((await entries()).map(({ name }) => name)), new Set(['']))
  const { json } = await api('certificates')
  assert.deepEqual(json.certificates.map(({ name }) => name), [undefined, 'Office', undefined])
  assert.equal('name' in (await confirm(keyOf({ url: certificates.certificates[0].confirm_url }))).json, false)
  const { json: links } = await api('units')
  assert.deepEqual((await unit(keyOf(links.units[0]))).json.absent, [])
})
