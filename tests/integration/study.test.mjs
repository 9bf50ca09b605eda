// Banks for practice: the switch, the code, and what whoever has it is given.
import assert from 'node:assert/strict'
import test, { before } from 'node:test'
import { BANK, fileOf, host, serve } from './lib.mjs'

const server = await serve()
let bank

before(async () => { bank = await server.importBank(BANK) })

const turn = (on) => server.http('POST', `/api/banks/${bank}/study`, { body: JSON.stringify({ on }) })
// Whoever practises has no key.
const study = async (code) => {
  const answer = await fetch(`${server.url}/api/study?code=${code}`)
  return { status: answer.status, json: await answer.json() }
}

test('a bank is practised with its code, as long as it is on', async () => {
  assert.equal((await server.http('GET', `/api/banks/${bank}`)).json.study, null)
  const { json: { code } } = await turn(true)
  assert.match(code, /^[0-9A-Z]{8}$/)
  assert.equal((await turn(true)).json.code, code)
  assert.equal((await server.http('GET', `/api/banks/${bank}`)).json.study, code)

  const { bank: kept } = (await server.http('GET', `/api/banks/${bank}`)).json
  const { status, json } = await study(code)
  assert.equal(status, 200)
  assert.deepEqual(json.questions.map(({ id }) => id).sort(), kept.questions.map(({ id }) => id).sort())
  for (const question of json.questions) {
    const own = kept.questions.find(({ id }) => id === question.id)
    assert.deepEqual([question.prompt, question.tags ?? []], [own.stem, own.tags ?? []], question.id)
    assert.ok(question.right.length > 0, question.id)
    assert.equal('ranges' in question, question.kind === 'numeric', question.id)
  }
  // As it is typed by hand: small letters, with a hyphen.
  assert.equal((await study(`${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase())).status, 200)

  assert.deepEqual((await turn(false)).json, { code: null })
  assert.deepEqual([(await study(code)).status, (await study(code)).json.error.code], [404, 'no_study'])
  assert.notEqual((await turn(true)).json.code, code)
})

test('a contest over days is practised until it opens, where its file says so', async () => {
  const file = (study) => ({
    title: { en: 'Fire safety week' },
    window: { opens_at: '2090-01-01T08:00', closes_at: '2090-01-07T20:00', time_zone: 'Asia/Shanghai', study, paper: [{ bank, count: 2, kinds: ['single'] }] },
  })
  const open = await server.contest(file(true))
  const shut = await server.contest(file(false))
  const { status, json } = await study(open.code)
  assert.deepEqual([status, json.title], [200, { en: 'Fire safety week' }])
  assert.ok(json.questions.length >= 2 && json.questions.every(({ kind }) => kind === 'single'))
  assert.equal((await study(shut.code)).status, 404)

  const desk = await host(server, open)
  await desk.do('start', {}, (state) => state.phase === 'open')
  assert.equal((await study(open.code)).status, 404)
})

test('what is no code and no switch is told so', async () => {
  for (const code of ['', 'x', 'AAAAAAAA', '999999', encodeURIComponent('代码')]) assert.equal((await study(code)).status, 404, code)
  assert.equal((await server.http('POST', `/api/banks/${bank}/study`, { body: '{}' })).status, 400)
  assert.equal((await server.http('POST', '/api/banks/nobodys/study', { body: '{"on":true}' })).status, 404)
  assert.equal((await server.contest(fileOf(bank, ['single'])).then(({ code }) => study(code))).status, 404)
})
