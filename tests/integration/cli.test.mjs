// The command line: help, wrong usage, checking files, and starting in places where it cannot.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join as pathJoin } from 'node:path'
import test from 'node:test'
import { BANK, ROOT, Server, fileOf, finish, launch, run, temporaryFolder, within } from './lib.mjs'

const FOREIGN_BANKS = '/work/shared/banks'
const COMMANDS = [['serve'], ['demo'], ['bank', 'check'], ['contest', 'check'], ['rehearse'], ['results'], ['verify']]
const KINDS = ['single', 'multiple', 'truefalse', 'numeric', 'text', 'ordering', 'matching']
const PROBLEM_FIELDS = ['line', 'column', 'severity', 'code', 'message']
const folder = temporaryFolder()

function write(name, content) {
  const path = pathJoin(folder, name)
  writeFileSync(path, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content, null, 2))
  return path
}

function checkReport(report, file) {
  assert.equal(report.file, file)
  for (const field of ['format', 'encoding', 'questions', 'by_kind', 'problems']) assert.ok(field in report, field)
  assert.ok([null, 'utf-8', 'mixed', 'gb18030', 'big5', 'windows-1252', 'utf-16le', 'utf-16be'].includes(report.encoding), report.encoding)
  assert.equal(Object.values(report.by_kind).reduce((sum, n) => sum + n, 0), report.questions)
  for (const kind of Object.keys(report.by_kind)) assert.ok(KINDS.includes(kind), kind)
  for (const problem of report.problems) {
    assert.deepEqual(Object.keys(problem).filter((key) => !['excerpt', 'other'].includes(key)).sort(), [...PROBLEM_FIELDS].sort())
    assert.ok(['error', 'warning', 'unsupported'].includes(problem.severity))
    assert.ok(problem.line >= 1 && problem.column >= 1, JSON.stringify(problem))
  }
}

test('every command explains itself on standard output', async () => {
  const all = await run(['--help'])
  assert.deepEqual([all.status, all.stderr], [0, ''])
  for (const command of COMMANDS) {
    assert.ok(all.stdout.includes(command.join(' ')), `--help names ${command.join(' ')}`)
    const help = await run([...command, '--help'])
    assert.deepEqual([help.status, help.stderr], [0, ''], command.join(' '))
    assert.match(help.stdout, /usage/i)
    assert.ok(help.stdout.includes(command.join(' ')))
  }
  const serving = (await run(['serve', '--help'])).stdout
  for (const option of ['--listen', '--data', '--cert', '--key', '--public-url', '--trust-proxy']) assert.ok(serving.includes(option), option)
})

test('wrong usage is 2, with a message on standard error', async () => {
  const file = write('usage.json', BANK)
  const wrong = [
    [], ['dance'], ['bank'], ['bank', 'dance'], ['--dance'], ['bank', 'check'], ['contest', 'check'], ['results'], ['verify'],
    ...COMMANDS.map((command) => [...command, '--dance']), ['bank', 'check', file, '--format'], ['contest', 'check', file, 'another'], ['rehearse', file], ['rehearse', file, file, file],
    ['serve', '--listen'], ['serve', '--listen', 'nowhere'], ['serve', '--listen', '127.0.0.1:99999'], ['serve', 'extra'], ['serve', '--cert', file],
    ['results', 'x', '--data', folder, '--format', 'stone-tablet'], ['verify', 'a', 'b'],
  ]
  for (const args of wrong) {
    const { status, stdout, stderr } = await run(args)
    assert.equal(status, 2, `jinbang ${args.join(' ')}: ${stderr}`)
    assert.equal(stdout, '', args.join(' '))
    assert.notEqual(stderr, '', args.join(' '))
  }
})

test('bank check: 0 for a good bank, with its report', async () => {
  const files = [write('good.bank.json', BANK), pathJoin(ROOT, 'questions/banks/geography-and-nature.bank.json')]
  const { status, stdout, stderr } = await run(['bank', 'check', '--json', ...files])
  assert.deepEqual([status, stderr], [0, ''])
  const reports = stdout.trim().split('\n').map((line) => JSON.parse(line))
  assert.equal(reports.length, 2, 'one object per file')
  for (const [i, report] of reports.entries()) checkReport(report, files[i])
  assert.deepEqual({ questions: reports[0].questions, problems: reports[0].problems, encoding: reports[0].encoding, format: reports[0].format }, { questions: BANK.questions.length, problems: [], encoding: 'utf-8', format: 'json' })
  assert.equal(reports[1].questions, JSON.parse(readFileSync(files[1])).questions.length)
  assert.equal((await run(['bank', 'check', files[0]])).status, 0)
})

test('bank check: 1 with every problem, by line and column; what is good is counted', async () => {
  const bank = structuredClone(BANK)
  bank.questions[0].answer.correct = ['q']
  bank.questions[2].stem = {}
  bank.questions[4].type = 'essay'
  bank.questions[6].answer.accept[0].value = 'pi'
  bank.questions[10].answer.order = ['b', 'b', 'a', 'c']
  bank.questions[11].id = bank.questions[1].id
  const file = write('bad.bank.json', bank)
  const { status, stdout } = await run(['bank', 'check', '--json', file])
  assert.equal(status, 1)
  const report = JSON.parse(stdout)
  checkReport(report, file)
  assert.equal(report.questions, BANK.questions.length - 6)
  assert.ok(report.problems.filter(({ severity }) => severity !== 'warning').length >= 6)
  const lines = readFileSync(file, 'utf8').split('\n')
  const pi = report.problems.find(({ line }) => lines[line - 1].includes('"pi"'))
  assert.ok(pi, 'the bad number is reported where it stands')
  const plain = await run(['bank', 'check', file])
  assert.equal(plain.status, 1)
  assert.ok((plain.stdout + plain.stderr).includes(`${file}:${pi.line}:${pi.column}`), 'FILE:LINE:COLUMN for people')
})

test('bank check: what cannot be used at all is 1, what cannot be read 3', async () => {
  for (const [name, content] of [['empty.json', ''], ['broken.json', '{"format": "question-bank"'], ['other.json', '{"hello": 1}'], ['list.json', '[1, 2]'], ['bytes.json', Buffer.from([0, 1, 2, 255, 254])],
    ['deep.json', '['.repeat(100000)], ['bom.json', '\ufeff{"format":1}']]) {
    const file = write(name, content)
    const { status, stdout, signal } = await run(['bank', 'check', '--json', file])
    assert.equal(status, 1, `${name} ${signal}`)
    checkReport(JSON.parse(stdout), file)
  }
  assert.equal((await run(['bank', 'check', pathJoin(folder, 'missing.json')])).status, 3)
  const both = await run(['bank', 'check', '--json', pathJoin(folder, 'missing.json'), write('ok.json', BANK)])
  assert.equal(both.status, 3)
  assert.equal(JSON.parse(both.stdout).questions, BANK.questions.length, 'the other file is read all the same')
})

test('bank check: a byte order mark before a good bank is no problem', async () => {
  assert.equal((await run(['bank', 'check', write('bom-good.json', '\ufeff' + JSON.stringify(BANK))])).status, 0)
})

test('bank check survives banks of other programs', { skip: existsSync(FOREIGN_BANKS) ? false : `${FOREIGN_BANKS} is not here` }, async () => {
  const files = readdirSync(FOREIGN_BANKS).filter((name) => !/\.(md|tsv)$/.test(name)).map((name) => pathJoin(FOREIGN_BANKS, name))
  for (const file of files) {
    const { status, stdout, signal, stderr } = await run(['bank', 'check', '--json', file])
    assert.ok([0, 1].includes(status), `${file}: ${status ?? signal} ${stderr}`)
    const report = JSON.parse(stdout)
    checkReport(report, file)
    if (report.questions === 0) assert.ok(report.problems.length > 0, `${file}: nothing read and nothing said`)
  }
})

test('contest check: good files are 0, contradictions 1, with their places', async () => {
  const shipped = readdirSync(pathJoin(ROOT, 'questions/contests')).map((name) => pathJoin(ROOT, 'questions/contests', name))
  for (const file of shipped) {
    const { status, stdout, stderr } = await run(['contest', 'check', file])
    assert.equal(status, 0, `${file}: ${stdout}${stderr}`)
  }
  const contradictions = [
    fileOf('b', ['q'], {}, { team_required: true }), fileOf('b', ['q'], { draw: { bank: 'b', count: 1 } }), fileOf('b', ['q'], { seconds: 0 }, { pace: 'auto' }),
    fileOf('b', ['q'], { format: 'dance' }), fileOf('b', ['q'], { secnods: 1 }), fileOf('b', ['q', 'q']), { title: { en: 'x' } }, { title: { en: 'x' }, rounds: [] },
  ]
  for (const [i, content] of contradictions.entries()) {
    const file = write(`contest${i}.json`, content)
    const { status, stdout } = await run(['contest', 'check', '--json', file])
    assert.equal(status, 1, JSON.stringify(content))
    const { problems } = JSON.parse(stdout)
    assert.ok(problems.some(({ severity, line, column }) => severity === 'error' && line >= 1 && column >= 1), stdout)
  }
  assert.equal((await run(['contest', 'check', pathJoin(folder, 'missing.json')])).status, 3)
})

test('contest check draws from the banks that are named, and from the samples', async () => {
  const bank = write('own.json', { ...BANK, id: 'own' })
  const draw = (from, count) => write(`draw-${from}-${count}.json`, { title: { en: 'x' }, rounds: [{ format: 'everyone', draw: { bank: from, count } }] })
  const check = async (...args) => {
    const { status, stdout, stderr } = await run(['contest', 'check', '--json', ...args])
    return { status, stderr, problems: stdout ? JSON.parse(stdout).problems.map(({ code, severity }) => [code, severity]) : [] }
  }
  assert.deepEqual(await check(draw('own', 1), '--bank', bank), { status: 0, stderr: '', problems: [] })
  assert.deepEqual(await check(draw('own', 900), `--bank=${bank}`), { status: 1, stderr: '', problems: [['too_few_questions', 'error']] })
  assert.deepEqual((await check(draw('geography-and-nature', 900))).problems, [['too_few_questions', 'error']])
  assert.deepEqual(await check(draw('nowhere', 900)), { status: 0, stderr: '', problems: [['placeholder_questions', 'warning']] })
  assert.deepEqual(await check(draw('nowhere', 900), '--bank', bank), { status: 1, stderr: '', problems: [['no_bank', 'error']] })
  assert.equal((await check(draw('own', 1), '--bank', pathJoin(folder, 'missing.json'))).status, 3)
  assert.equal((await check(draw('own', 1), '--bank', write('no-bank.json', '{}'))).status, 1)
})

test('contest check names both places of a contradiction', async () => {
  const text = '{"title": {"en": "x"},\n "rounds": [{"format": "everyone",\n  "draw": {"placeholder": 4},\n  "limit": 5}]}'
  const { status, stdout } = await run(['contest', 'check', '--json', write('limit.json', text)])
  assert.equal(status, 1)
  const [{ code, line, column, other, message }] = JSON.parse(stdout).problems
  assert.deepEqual([code, line, column, other], ['limit_beyond_turns', 4, 12, { line: 3, column: 27 }])
  assert.match(message, /\(\/rounds\/0\/limit, \/rounds\/0\/draw\/placeholder\)$/)
  assert.match((await run(['contest', 'check', pathJoin(folder, 'limit.json')])).stdout, /:4:12: error: .*; see 3:27 \[limit_beyond_turns\]/)
})

test('results and verify say 3 where there are no data, 1 where there is no such contest', async (t) => {
  for (const command of ['results', 'verify']) {
    assert.equal((await run([command, 'x', '--data', pathJoin(folder, 'nothing')])).status, 3, command)
  }
  const server = await Server.start()
  t.after(() => finish(server))
  for (const command of ['results', 'verify']) assert.equal((await run([command, 'x', '--data', server.data])).status, 1, command)
})

test('serve: a port that is taken, a folder that is a file and a certificate that is none are 3', async (t) => {
  const server = await Server.start()
  t.after(() => finish(server))
  const taken = await run(['serve', '--listen', `127.0.0.1:${server.port}`, '--data', pathJoin(folder, 'second')])
  assert.equal(taken.status, 3)
  assert.equal(taken.stdout, '', 'it never says that it listens')
  assert.match(taken.stderr, /\S/)
  const file = write('file', 'x')
  assert.equal((await run(['serve', '--listen', '127.0.0.1:0', '--data', file])).status, 3)
  assert.equal((await run(['serve', '--listen', '127.0.0.1:0', '--data', pathJoin(folder, 'tls'), '--cert', file, '--key', file])).status, 3)
})

test('serve: the first key is made at the first start, told once and kept', async (t) => {
  const server = await Server.start()
  t.after(() => finish(server))
  const { key } = server
  await server.stop()
  const told = (text) => text.includes(key) || text.includes('admin.key')
  assert.ok(told(server.child.text().stdout), 'the first start tells the key or where it is')
  await server.again()
  assert.equal(server.key, key)
  await server.stop()
  assert.equal(told(server.child.text().stdout), false, 'later ones do not')
})

test('serve makes links with the public address', async (t) => {
  const server = await Server.start({ args: ['--public-url', 'https://quiz.example/'] })
  t.after(() => finish(server))
  const contest = await server.contest(fileOf(await server.importBank(BANK), ['single']))
  for (const name of ['join_url', 'host_url', 'screen_url']) assert.ok(contest[name].startsWith('https://quiz.example/') && !contest[name].includes('example//'), contest[name])
})

test('serve listens on IPv6 too', async (t) => {
  mkdirSync(pathJoin(folder, 'six'))
  const child = launch(['serve', '--listen', '[::1]:0', '--data', pathJoin(folder, 'six', 'data')])
  const line = await within(Promise.race([
    new Promise((resolve) => { child.stdout.once('data', (data) => resolve(data.toString().split('\n')[0])) }),
    child.done.then(({ status, stderr }) => `ended with ${status}: ${stderr}`),
  ]), 'the first line')
  child.kill('SIGTERM')
  const { status } = await child.done
  if (status === 3 && /address|IPv6/i.test(line)) t.skip('this machine has no IPv6')
  else assert.match(line, /^listening on http:\/\/\[::1\]:\d+$/)
})

test('demo prints its links and a code that people can join with', async () => {
  const child = launch(['demo', '--listen', '127.0.0.1:0', '--data', pathJoin(folder, 'demo')])
  const base = await within(new Promise((resolve, reject) => {
    child.stdout.on('data', () => {
      const { stdout } = child.text()
      const listening = /^listening on (http:\/\/\S+)$/m.exec(stdout)
      if (listening && /\/screen#/.test(stdout) && /\/host#/.test(stdout)) resolve(listening[1])
    })
    child.done.then(({ status, stderr }) => reject(new Error(`ended with ${status}: ${stderr}`)))
  }), () => `the links; ${child.text().stdout}`)
  const { stdout } = child.text()
  assert.equal(stdout.split('\n')[0], `listening on ${base}`)
  const [, code] = /\b(\d{6})\b/.exec(stdout.slice(stdout.indexOf('\n'))) ?? assert.fail(stdout)
  const answer = await fetch(`${base}/api/public/contest?code=${code}`)
  assert.equal(answer.status, 200)
  assert.equal((await answer.json()).title.en, 'Jinbang demo')
  const headers = { authorization: `Bearer ${readFileSync(pathJoin(folder, 'demo/admin.key'), 'utf8').trim()}` }
  const { samples } = await (await fetch(`${base}/api/samples`, { headers })).json()
  const { banks } = await (await fetch(`${base}/api/banks`, { headers })).json()
  assert.ok(samples.length > 0 && samples.every(({ imported }) => imported), 'every sample bank is there')
  assert.deepEqual(banks.map(({ id }) => id).sort(), samples.map(({ id }) => id).sort())
  child.kill('SIGTERM')
  assert.equal((await within(child.done, 'the demo to end')).status, 0)
})
