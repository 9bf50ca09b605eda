// `jinbang drill`: what it counts, what it leaves behind, where it does not go; and that it sees what a server loses.
import assert from 'node:assert/strict'
import test from 'node:test'
import { BANK, BINARY, host, join, fileOf, launch, plainBank, run, serve, Server, finish, within } from './lib.mjs'
import { Liar } from './lib/liar.mjs'

const server = await serve()
const SHORT = ['--questions', '1', '--seconds', '0']
const drill = (args, options) => run(['drill', ...args], { limit: 60000, ...options })
const own = (args, at = server) => drill(['--url', at.url, '--data', at.data, ...args], { limit: 40000 })

async function nothingIsLeft(at = server) {
  assert.deepEqual((await at.http('GET', '/api/contests')).json.contests, [])
  assert.deepEqual((await at.http('GET', '/api/banks')).json.banks, [])
}

/** Every kind of step: so many expected and done, nothing lost. */
function assertWhole(report, counts) {
  for (const [step, count] of Object.entries(counts)) {
    const { expected, done, lost, wrong, first_ms: first, half_ms: half, p99_ms: late, last_ms: last } = report[step]
    assert.deepEqual({ step, expected, done, lost, wrong }, { step, expected: count, done: count, lost: 0, wrong: 0 })
    assert.ok(first <= half && half <= late && late <= last, `times of ${step}: ${JSON.stringify(report[step])}`)
  }
  assert.equal(report.lost, 0)
}

test('a contest of its own is played, counted and removed', async () => {
  const { status, stdout, stderr } = await own(['--phones', '40', '--questions', '2', '--seconds', '0', '--json'])
  assert.equal(status, 0, stderr)
  const report = JSON.parse(stdout)
  assert.equal(report.phones, 40)
  assert.equal(report.questions, 2)
  assertWhole(report, { joined: 40, question: 80, answers: 80, results: 160, reconnect: 40 })
  assert.equal('why' in report, false)
  await nothingIsLeft()
})

test('in words, for whoever runs the evening', async () => {
  const { status, stdout } = await own(['--phones', '10', ...SHORT])
  assert.equal(status, 0)
  assert.match(stdout, /^joined {5}10 of 10 in /)
  assert.match(stdout, /\nlost {7}nothing\n/)
  assert.match(stdout, /\n10 phones: question on the last one after [\d.]+ m?s; nothing was lost\.\n$/)
})

test('a contest that is named is played to its end, with every kind of its questions', async () => {
  const bank = await server.importBank(BANK)
  const kinds = ['single', 'multiple', 'truefalse', 'numeric', 'blanks', 'ordering', 'matching']
  const contest = await server.contest(fileOf(bank, kinds, { standings: 'round' }))
  const { status, stdout, stderr } = await drill(
    ['--url', server.url, '--code', contest.code, '--host-key', contest.host_key, '--phones', '8', '--questions', '9', '--seconds', '0', '--json'])
  assert.equal(status, 0, stderr)
  assertWhole(JSON.parse(stdout), { joined: 8, question: 56, answers: 56, results: 64, reconnect: 8 })
  const results = await server.http('GET', `/api/contests/${contest.id}/results?format=json&answers=1`)
  assert.equal(results.status, 200, results.text)
  assert.equal(results.json.participants.length, 8)
  await server.http('DELETE', `/api/contests/${contest.id}?confirm=${contest.code}`)
  await server.http('DELETE', `/api/banks/${bank}`)
})

test('it does not play among people', async () => {
  const bank = await server.importBank(plainBank(1, 'people'))
  const contest = await server.contest(fileOf(bank, ['q1']))
  const person = await join(server, contest, 'Anna')
  // The lobby is shown anew a few times a second: whoever comes now may still see it without her.
  const watch = await host(server, contest)
  if (watch.first.players === 0) await watch.next('state', ({ players }) => players === 1)
  const { status, stdout, stderr } = await drill(
    ['--url', server.url, '--code', contest.code, '--host-key', contest.host_key, '--phones', '5', ...SHORT])
  assert.equal(status, 1)
  assert.equal(stdout, '')
  assert.match(stderr, /there are people in this contest/)
  const desk = await host(server, contest)
  assert.equal(desk.first.phase, 'lobby')
  assert.equal(desk.first.players, 1)
  assert.equal(person.last('bye'), undefined)
  await server.http('DELETE', `/api/contests/${contest.id}`)
  await server.http('DELETE', `/api/banks/${bank}`)
})

test('it leaves contests over days alone', async () => {
  const bank = await server.importBank(plainBank(1, 'days'))
  const contest = await server.contest({
    title: { en: 'Days' },
    window: { opens_at: '2090-01-01T00:00', closes_at: '2090-01-02T00:00', time_zone: 'UTC', paper: [{ bank, count: 1 }] },
  })
  const { status, stderr } = await drill(['--url', server.url, '--code', contest.code, '--host-key', contest.host_key, '--phones', '5', ...SHORT])
  assert.equal(status, 1)
  assert.match(stderr, /lasts for days/)
  assert.equal((await host(server, contest)).first.players, 0)
  await server.http('DELETE', `/api/contests/${contest.id}`)
  await server.http('DELETE', `/api/banks/${bank}`)
})

test('whoever interrupts it finds nothing left behind', async () => {
  const alone = await Server.start()
  const child = launch(['drill', '--url', alone.url, '--data', alone.data, '--phones', '20', '--seconds', '600'])
  await alone.logged(/contest=\w+ made/)
  child.kill('SIGINT')
  const { status, stderr } = await within(child.done, 'the drill to end', 30000)
  assert.equal(status, 1)
  assert.match(stderr, /the drill was stopped/)
  await nothingIsLeft(alone)
  await finish(alone)
})

test('phones for which the server has no place are lost, and said to be', async () => {
  const small = await Server.start({ descriptors: 200 })
  // Each is told at once, one way or another: nobody is left waiting for as long as a drill has patience.
  const { status, stdout, stderr } = await own(['--phones', '180', '--patience', '60', '--json', ...SHORT], small)
  assert.equal(status, 1, stderr)
  const report = JSON.parse(stdout)
  assert.equal(report.joined.expected, 180)
  assert.ok(report.joined.lost > 0 && report.joined.done > 0)
  assert.equal(report.joined.done + report.joined.lost, 180)
  assert.ok(report.lost >= report.joined.lost)
  assert.match(report.why, /full|503|closed|cut/)
  assert.equal(report.answers.lost, 0) // those who are in lose nothing
  assert.equal(report.answers.done, report.joined.done)
  await nothingIsLeft(small)
  await finish(small)
})

test('files that this machine has not are said', async () => {
  const command = `ulimit -n 60; exec "$0" "$@"`
  const { status, stderr } = await run(['-c', command, BINARY, 'drill', '--url', server.url, '--data', server.data, '--phones', '100'], { command: 'sh' })
  assert.equal(status, 3)
  assert.match(stderr, /100 phones need 124 open files, and this process may have 60 .*36 phones/)
  await nothingIsLeft()
})

test('what is wrong is said', async () => {
  const rows = [
    [['--url', 'https://127.0.0.1'], 2, /https is not spoken here/],
    [['--url', 'http://192.0.2.1', '--key', 'k'], 2, /to this machine only/],
    [['--phones', '0'], 2, /--phones is a number/],
    [['--questions', 'x'], 2, /--questions is a number/],
    [['--seconds', '601'], 2, /--seconds is a number/],
    [['--patience', '-1'], 2, /--patience is a number/],
    [['--code', '123456'], 2, /go together/],
    [['--code', '123456', '--host-key', 'k', '--key', 'k'], 2, /either/],
    [['--data', '/nowhere'], 3, /cannot open \/nowhere\/admin.key/],
    [['--key', 'wrong', '--url', server.url], 3, /HTTP status 401/],
    [['--code', '000000', '--host-key', 'k', '--url', server.url], 1, /the host was refused: no_contest/],
  ]
  for (const [args, wanted, pattern] of rows) {
    const { status, stdout, stderr } = await drill(args)
    assert.match(stderr, pattern)
    assert.equal(status, wanted, `${args}: ${stderr}`)
    assert.equal(stdout, '')
  }
  await nothingIsLeft()
})

async function against(faults) {
  const liar = await Liar.start(faults)
  const { status, stdout, stderr } = await drill(
    ['--url', liar.url, '--code', '123456', '--host-key', 'k', '--phones', '6', '--patience', '1', '--json', ...SHORT])
  await liar.stop()
  assert.notEqual(stdout, '', stderr)
  return { status, report: JSON.parse(stdout) }
}

test('an honest server loses nothing', async () => {
  const { status, report } = await against({})
  assert.equal(status, 0)
  assertWhole(report, { joined: 6, question: 6, answers: 6, results: 6, reconnect: 6 })
})

test('an ack that does not come is a loss', async () => {
  const { status, report } = await against({ forgets: 3 })
  assert.equal(status, 1)
  assert.deepEqual([report.answers.expected, report.answers.done, report.answers.lost, report.lost], [6, 5, 1, 1])
  assert.match(report.why, /1 phones waited in vain for an ack/)
})

test('an answer that was acknowledged and is not in the result is a loss', async () => {
  const { status, report } = await against({ denies: 3 })
  assert.equal(status, 1)
  assert.deepEqual([report.results.done, report.results.wrong, report.lost], [6, 1, 1])
  assert.equal(report.why, 'an answer was acknowledged, and is not in the result')
})

test('a question that does not come is a loss', async () => {
  const { status, report } = await against({ hides: 3 })
  assert.equal(status, 1)
  assert.deepEqual([report.question.expected, report.question.done, report.question.lost], [6, 5, 1])
})

test('a phone that is cut off is lost from then on, until it comes back', async () => {
  const { status, report } = await against({ cuts: 3 })
  assert.equal(status, 1)
  assert.deepEqual([report.question.lost, report.answers.lost, report.results.lost, report.reconnect.lost], [1, 1, 1, 0])
  assert.match(report.why, /cut a connection/)
})
