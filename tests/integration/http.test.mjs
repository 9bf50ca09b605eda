// The organizer's interface over HTTP: who may use it, banks, contests, results, and what is public.
import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import net from 'node:net'
import { join as pathJoin } from 'node:path'
import test, { before } from 'node:test'
import { ANSWERS, BANK, ROOT, advance, fileOf, host, join, newAddress, serve, within } from './lib.mjs'

const server = await serve({ args: ['--trust-proxy'] })
const JSON_TYPE = { 'content-type': 'application/json' }
const away = () => ({ 'x-forwarded-for': newAddress() })
let bank

before(async () => { bank = await server.importBank(BANK, 'Test bank') })

const post = (path, body, options = {}) => server.http('POST', path, { body: typeof body === 'string' ? body : JSON.stringify(body), ...options })
const copyOfBank = (changes) => ({ ...structuredClone(BANK), ...changes })

test('the organizer key is in a file that only its owner may read', () => {
  assert.equal(statSync(pathJoin(server.data, 'admin.key')).mode & 0o777, 0o600)
  assert.ok(server.key.length >= 32, 'not to be guessed')
})

test('without the key, or with a wrong one, /api answers 401 and does nothing', async () => {
  const contest = await server.contest(fileOf(bank, ['single']))
  const requests = [
    ['GET', '/api/banks'], ['POST', '/api/banks?name=x&format=json', JSON.stringify(BANK)], ['GET', `/api/banks/${bank}`], ['DELETE', `/api/banks/${bank}`],
    ['GET', '/api/contests'], ['POST', '/api/contests', JSON.stringify(fileOf(bank, ['single']))], ['GET', `/api/contests/${contest.id}`], ['GET', `/api/contests/${contest.id}/results`],
  ]
  for (const [method, path, body] of requests) {
    for (const as of [null, 'wrong', server.key.slice(0, -1), `${server.key}x`, contest.host_key, '']) {
      const answer = await server.http(method, path, { as, body, headers: away() })
      assert.equal(answer.status, 401, `${method} ${path} as ${as}`)
      assert.ok(answer.json.error.code)
    }
  }
  for (const authorization of [server.key, `Basic ${server.key}`, `Token ${server.key}`]) {
    assert.equal((await server.http('GET', '/api/banks', { as: null, headers: { authorization, ...away() } })).status, 401)
  }
  assert.equal((await server.http('GET', `/api/banks/${bank}`)).status, 200, 'it is still there')
})

test('no route of the organizer was forgotten: without the key all of them answer 401', async () => {
  const { paths } = JSON.parse(readFileSync(pathJoin(ROOT, 'docs/openapi.json'), 'utf8'))
  // Those that are for others say so: no security, or a key of their own.
  const routes = Object.entries(paths).filter(([path]) => path.startsWith('/api/'))
    .flatMap(([path, operations]) => ['get', 'post', 'patch', 'delete'].filter((method) => operations[method] && !operations[method].security)
      .map((method) => [method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x')]))
  assert.ok(routes.length >= 25, `only ${routes.length} routes`)
  for (const [method, path] of routes) {
    const answer = await server.http(method, path, { as: null, headers: away(), ...(['POST', 'PATCH'].includes(method) ? { body: '{}' } : {}) })
    assert.equal(answer.status, 401, `${method} ${path}`)
  }
})

test('whoever may not send a body is told so before it is read', async () => {
  const head = (line, size, extra = '') => `${line} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nX-Forwarded-For: ${newAddress()}\r\nContent-Length: ${size}\r\n${extra}\r\n`
  const answerTo = (text) => within(new Promise((resolve, reject) => {
    const socket = net.connect(server.port, '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.on('error', reject)
    socket.on('data', (data) => {
      answer += data
      if (!answer.includes('}}')) return
      socket.destroy()
      resolve(answer)
    })
  }), `an answer to the headers alone: ${text}`)
  const key = `Authorization: Bearer ${server.key}\r\n`
  const large = 32 * 1024 * 1024
  for (const [line, size, extra, status, code] of [
    ['POST /api/banks?name=x', large, '', 401, 'unauthorized'], ['POST /api/contests', 1000, '', 401, 'unauthorized'],
    ['POST /api/banks?name=x', large, 'Authorization: Bearer wrong\r\n', 401, 'unauthorized'],
    ['POST /api/session', large, '', 413, 'too_large'], ['POST /api/contests', large, key, 413, 'too_large'],
    ['POST /healthz', large, '', 405, 'method_not_allowed'], ['GET /healthz', large, '', 413, 'too_large'],
    ['POST /nothing', large, '', 404, 'not_found'], ['POST /host', large, '', 405, 'method_not_allowed'],
  ]) {
    const answer = await answerTo(head(line, size, extra))
    assert.match(answer, new RegExp(`^HTTP/1.1 ${status} [^]*"code":"${code}"`), line)
    assert.match(answer, /\r\nConnection: close\r\n/, line)
  }
})

test('signing in sets a cookie that scripts and other sites cannot use; signing out ends it', async () => {
  assert.equal((await post('/api/session', { key: 'wrong' }, { as: null, headers: away() })).status, 401)
  assert.equal((await post('/api/session', '{', { as: null, headers: away() })).status, 400)
  assert.equal((await post('/api/session', {}, { as: null, headers: away() })).status, 400)
  const answer = await post('/api/session', { key: server.key }, { as: null, headers: JSON_TYPE })
  const [cookie] = answer.headers['set-cookie']
  assert.match(cookie, /; ?HttpOnly/i)
  assert.match(cookie, /; ?SameSite=Strict/i)
  assert.match(cookie, /; ?Path=\//i)
  assert.doesNotMatch(cookie, /Secure/i, 'over plain http it would never come back')
  assert.equal(cookie.includes(server.key), false)
  const value = { cookie: cookie.split(';')[0] }
  assert.equal((await server.http('GET', '/api/banks', { as: null, headers: { ...value, ...away() } })).status, 200)
  const own = `http://127.0.0.1:${server.port}`
  assert.equal((await server.http('GET', '/api/banks', { as: null, headers: { ...value, origin: own, ...away() } })).status, 200)
  assert.equal((await post('/api/contests', fileOf(bank, ['single']), { as: null, headers: { ...value, origin: 'https://evil.example', ...away() } })).status, 403, 'a cookie does not act for another site')
  const crowded = `${'x'.repeat(1500)}=1; ${value.cookie}`
  const out = await server.http('DELETE', '/api/session', { as: null, headers: { cookie: crowded } })
  assert.match(out.headers['set-cookie'][0], /Max-Age=0|Expires=Thu, 01 Jan 1970/i)
  assert.equal((await server.http('GET', '/api/banks', { as: null, headers: { ...value, ...away() } })).status, 401)
})

test('importing a bank gives a report with its id, and the bank is listed and read back', async () => {
  const answer = await post('/api/banks?name=' + encodeURIComponent('题库 & more'), copyOfBank({ id: 'again' }))
  const { id, format, encoding, questions, by_kind, problems } = answer.json
  assert.equal(answer.status, 201)
  assert.deepEqual({ id, format, encoding, questions, problems }, { id: 'again', format: 'json', encoding: 'utf-8', questions: BANK.questions.length, problems: [] })
  const kinds = {}
  for (const { type } of BANK.questions) kinds[type] = (kinds[type] ?? 0) + 1
  assert.deepEqual(Object.fromEntries(Object.entries(by_kind).filter(([, n]) => n > 0)), kinds)
  const { banks } = (await server.http('GET', '/api/banks')).json
  assert.deepEqual(banks.filter((row) => row.id === id).map(({ name, questions: n }) => ({ name, n })), [{ name: '题库 & more', n: BANK.questions.length }])
  const back = (await server.http('GET', `/api/banks/${id}`)).json
  assert.deepEqual(back.bank.questions.map(({ id: question }) => question), BANK.questions.map(({ id: question }) => question))
  assert.deepEqual(back.bank.questions.map(({ answer: key }) => key), BANK.questions.map(({ answer: key }) => key))
  assert.equal((await server.http('DELETE', `/api/banks/${id}`)).status, 204)
  assert.equal((await server.http('GET', `/api/banks/${id}`)).status, 404)
  assert.equal((await server.http('DELETE', `/api/banks/${id}`)).status, 404)
})

test('the same bank may be imported twice and gets an id of its own', async () => {
  const first = await server.importBank(copyOfBank({ id: 'twice' }))
  const second = await server.importBank(copyOfBank({ id: 'twice' }))
  assert.notEqual(first, second)
})

test('a dry run reports and keeps nothing', async () => {
  const before = (await server.http('GET', '/api/banks')).json.banks.length
  const answer = await post('/api/banks?name=dry&format=json&dry_run=1', BANK)
  assert.equal(answer.status, 200)
  assert.equal('id' in answer.json, false)
  assert.equal(answer.json.questions, BANK.questions.length)
  assert.equal((await server.http('GET', '/api/banks')).json.banks.length, before)
})

test('a question with an error is left out and reported with its place', async () => {
  const broken = copyOfBank({ id: 'broken' })
  broken.questions = [broken.questions[0], { ...broken.questions[1], id: 'bad-key', answer: { correct: ['nowhere'] } }, { ...broken.questions[4], id: 'no-answer', answer: undefined }]
  const text = JSON.stringify(broken, null, 2)
  const answer = await post('/api/banks?name=broken.json', text)
  assert.equal(answer.status, 201)
  assert.equal(answer.json.questions, 1)
  const errors = answer.json.problems.filter(({ severity }) => severity === 'error')
  assert.equal(errors.length, 2)
  const lines = text.split('\n')
  assert.match(lines.slice(errors[0].line - 1, errors[0].line + 1).join('\n').slice(errors[0].column - 1), /nowhere/)
  const place = lines.findIndex((line) => line.includes('no-answer')) + 1
  assert.ok(Math.abs(errors[1].line - place) <= 3, `reported in line ${errors[1].line}, it stands in ${place}`)
  const { questions } = (await server.http('GET', `/api/banks/${answer.json.id}`)).json.bank
  assert.deepEqual(questions.map(({ id }) => id), ['single'])
})

test('a file in which nothing can be imported is a 422 with the report', async () => {
  const noAnswer = { id: 'x', type: 'single', stem: { en: 'x' } }
  const bodies = ['{', '', 'not json at all', '[]', '{"format":"something-else"}', JSON.stringify(copyOfBank({ questions: [] })), JSON.stringify(copyOfBank({ questions: [noAnswer] })),
    Buffer.from([0xff, 0xfe, 0x00, 0x01]), Buffer.concat([Buffer.from('{"title":"'), Buffer.from([0xff, 0xc0]), Buffer.from('"}')])]
  for (const body of bodies) {
    const answer = await server.http('POST', '/api/banks?name=x', { body })
    assert.equal(answer.status, 422, String(body).slice(0, 40))
    assert.equal(answer.json.questions, 0)
    assert.ok(answer.json.problems.length > 0)
  }
})

test('a syntax error is reported where it stands', async () => {
  const answer = await post('/api/banks?name=x', '{\n  "format": "question-bank",\n  "version": 1,,\n}')
  const [problem] = answer.json.problems
  assert.deepEqual({ line: problem.line, column: problem.column, severity: problem.severity }, { line: 3, column: 16, severity: 'error' })
})

test('a body that is too large is a 413, an unknown format a 400', async () => {
  assert.equal((await post('/api/banks?name=x&format=json', `"${'x'.repeat(33 * 1024 * 1024)}"`)).status, 413)
  const large = await post('/api/banks?name=x&format=json', `"${'x'.repeat(17 * 1024 * 1024)}"`)
  assert.equal(large.status, 422, 'as large as a package may be, but JSON')
  assert.deepEqual(large.json.problems.map(({ code }) => code), ['too_large'])
  assert.equal((await post('/api/banks?name=x&format=stone-tablet', BANK)).status, 400)
})

test('a contest gets a code, keys and links; its rules show every default', async () => {
  const contest = await server.contest(fileOf(bank, ['single', 'text']))
  const base = new URL(contest.join_url).origin
  for (const key of ['host_key', 'screen_key', 'judge_key']) assert.match(contest[key], /^[0-9a-f]{32}$/)
  assert.equal(new Set([contest.host_key, contest.screen_key, contest.judge_key]).size, 3)
  assert.ok(contest.join_url.includes(contest.code))
  for (const [name, key] of [['host_url', 'host_key'], ['screen_url', 'screen_key'], ['judge_url', 'judge_key']]) {
    const url = new URL(contest[name])
    assert.equal(url.origin, base)
    assert.ok(url.hash.includes(contest[key]), `${name} carries its key in the fragment`)
    assert.equal(url.search + url.pathname.replace(/^\/(host|screen|judge)$/, ''), '', 'and nowhere else')
  }
  const { json } = await server.http('GET', `/api/contests/${contest.id}`)
  assert.deepEqual({ id: json.id, code: json.code, open: json.open, phase: json.phase, finished_at: json.finished_at, host_url: json.host_url },
    { id: contest.id, code: contest.code, open: true, phase: 'lobby', finished_at: null, host_url: contest.host_url })
  assert.ok(Math.abs(json.created_at - Date.now()) < 60000)
  const { rules } = json
  const [round] = rules.rounds
  assert.deepEqual(
    { pace: rules.pace, late: rules.late, base: rules.base, tie: rules.tie, cap: rules.fair_cap_ms, max: rules.players_max },
    { pace: 'host', late: 'any', base: 0, tie: ['time'], cap: 150, max: 20000 })
  assert.deepEqual(
    { format: round.format, questions: round.questions.ids, reading: round.reading, intro: round.intro, change: round.change, standings: round.standings, speed: round.speed },
    { format: 'everyone', questions: ['single', 'text'], reading: 0, intro: false, change: false, standings: 'turn', speed: 'none' })
  const list = (await server.http('GET', '/api/contests')).json.contests
  assert.equal(list[0].id, contest.id, 'newest first')
})

test('the rules shown make the same contest again', async () => {
  const first = await server.contest(fileOf(bank, ['single', 'text'], { seconds: 12.5, points: { right: 7.5, wrong: -1 }, speed: { kind: 'linear', floor: 40 } }, { teams: ['Reds', 'Blues'], team_required: true, team_score: { best: 2 } }))
  const { rules } = (await server.http('GET', `/api/contests/${first.id}`)).json
  const second = await server.contest(rules)
  assert.deepEqual((await server.http('GET', `/api/contests/${second.id}`)).json.rules, rules)
})

test('a contest file with errors is a 422 that names every place', async () => {
  const cases = [
    ['{', 'not JSON'], [{ title: { en: 'x' } }, 'no rounds'], [fileOf(bank, []), 'no questions'], [fileOf('no-such-bank', ['q']), 'no bank'], [fileOf(bank, ['no-such-question']), 'no question'],
    [fileOf(bank, ['single'], { format: 'dance' }), 'unknown format'], [fileOf(bank, ['single'], { secnods: 20 }), 'unknown key'], [fileOf(bank, ['single'], { seconds: -1 }), 'out of range'],
    [fileOf(bank, ['single'], { points: 0.125 }), 'three decimals'], [fileOf(bank, ['single'], {}, { team_required: true }), 'required teams that are not there'],
    [fileOf(bank, ['single'], { draw: { bank, count: 1 } }), 'both draw and questions'], [{ title: { en: 'x' }, rounds: [{ format: 'everyone', draw: { bank, count: 500 } }] }, 'more than there are'],
  ]
  for (const [file, what] of cases) {
    const answer = await post('/api/contests', file)
    assert.equal(answer.status, 422, what)
    assert.ok(answer.json.problems.some(({ severity }) => severity === 'error'), what)
  }
  const text = JSON.stringify(fileOf(bank, ['single'], { seconds: 'soon', reading: 'never' }), null, 1)
  const { problems } = (await post('/api/contests', text)).json
  const lines = problems.map(({ line }) => text.split('\n')[line - 1])
  assert.ok(lines.some((line) => line.includes('soon')) && lines.some((line) => line.includes('never')), JSON.stringify(problems))
})

test('a contest keeps its questions when the bank is gone', async () => {
  const id = await server.importBank(copyOfBank({ id: 'short-lived' }))
  const contest = await server.contest(fileOf(id, ['single']))
  assert.equal((await server.http('DELETE', `/api/banks/${id}`)).status, 204)
  const desk = await host(server, contest)
  assert.deepEqual((await advance(desk, 'open', 1)).answer, ANSWERS.single.right)
})

test('the public sees of a contest what a phone needs to join, by its code only', async () => {
  const contest = await server.contest(fileOf(bank, ['single'], {}, { teams: [{ name: { en: 'Reds' } }, { name: { en: 'Blues' } }] }))
  const open = await server.http('GET', `/api/public/contest?code=${contest.code}`, { as: null })
  assert.deepEqual(open.json, { title: { en: 'Test contest', 'zh-Hans': 'Test contest 中文' }, languages: ['en', 'zh-Hans'], default_language: 'en', teams: [{ name: { en: 'Reds' } }, { name: { en: 'Blues' } }], seats: 'people', team_required: false, admit: true })
  const desk = await host(server, contest)
  await desk.do('admit', { on: false }, (s) => !s.admit)
  assert.equal((await server.http('GET', `/api/public/contest?code=${contest.code}`, { as: null })).json.admit, false)
  for (const code of ['000000', contest.id, '', '12345', `${contest.code}0`]) {
    assert.equal((await server.http('GET', `/api/public/contest?code=${encodeURIComponent(code)}`, { as: null, headers: away() })).status, 404, code)
  }
  assert.equal((await server.http('GET', '/api/public/contest', { as: null, headers: away() })).status, 404)
})

test('what does not exist is 404, a wrong method 405', async () => {
  for (const path of ['/api', '/api/nothing', '/api/contests/none', '/api/contests/none/results', '/api/banks/none', '/nothing', '/host/x', '/12345', '/1234567', '/../etc/passwd', '/%2e%2e/admin.key', '/assets/none.js']) {
    assert.equal((await server.http('GET', path, { documented: false })).status, 404, path)
  }
  for (const [method, path] of [['PUT', '/api/banks'], ['DELETE', '/api/banks'], ['PATCH', '/api/contests'], ['POST', '/api/banks/x'], ['PUT', '/api/session'], ['POST', '/healthz'], ['POST', '/'], ['DELETE', '/host']]) {
    const answer = await server.http(method, path)
    assert.equal(answer.status, 405, `${method} ${path}`)
    assert.ok(answer.headers.allow, `${method} ${path} says what is allowed`)
  }
})

test('an address that guesses keys is turned away with 429, the organizer elsewhere is not', async () => {
  const headers = away()
  const seen = []
  for (let i = 0; i < 3000 && seen.at(-1) !== 429; i++) seen.push((await server.http('GET', '/api/banks', { as: `guess${i}`, headers })).status)
  assert.equal(seen.at(-1), 429)
  assert.ok(seen.length > 10)
  // Failures are forgotten little by little, also while an answer is held back: so many at once that some are too many for sure.
  for (const path of ['/api/unit', '/api/confirm']) {
    const statuses = (await Promise.all(Array.from({ length: 60 }, () => server.http('GET', path, { as: 'guess', headers })))).map(({ status }) => status)
    assert.ok(statuses.includes(429), `${path}: ${new Set(statuses)}`)
  }
  assert.equal((await server.http('GET', '/api/banks')).status, 200)
})

test('liveness and figures for machines', async () => {
  const health = await server.http('GET', '/healthz', { as: null })
  assert.deepEqual(health.json, { status: 'ok' })
  const contest = await server.contest(fileOf(bank, ['single']))
  await join(server, contest, 'Figure')
  const metrics = await server.http('GET', '/metrics', { as: null })
  assert.match(metrics.headers['content-type'], /^text\/plain; version=0\.0\.4/)
  const samples = new Map()
  for (const line of metrics.text.trimEnd().split('\n')) {
    if (line.startsWith('#')) {
      assert.match(line, /^# (HELP [a-zA-Z_:][\w:]* \S.*|TYPE [a-zA-Z_:][\w:]* (counter|gauge|histogram|summary))$/)
      continue
    }
    const [, name, value] = /^([a-zA-Z_:][\w:]*)(?:\{[^}]*\})? (-?[\d.e+]+|NaN|\+Inf)$/.exec(line) ?? assert.fail(line)
    samples.set(name, Number(value))
  }
  assert.ok(metrics.text.endsWith('\n'))
  assert.ok([...samples.keys()].every((name) => name.startsWith('jinbang_')))
  assert.ok([...samples].some(([, value]) => value > 0))
  assert.equal(metrics.text.includes('Figure') || metrics.text.includes(contest.code) || metrics.text.includes('127.0.0.1'), false)
})
