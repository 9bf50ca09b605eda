// Backup while a contest is being played hard, and the way back; names and contests that go for good; what is noted of
// the log on the way.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join as pathJoin } from 'node:path'
import test from 'node:test'
import { BANK, Server, advance, fileOf, finish, host, join, launch, plainBank, resume, run, screen, storm, temporaryFolder, theEnd, together, within } from './lib.mjs'

const PLAYERS = 40
const TURNS = 12

const read = (folder, name) => readFileSync(pathJoin(folder, name))
/** Every byte of a data folder that is a database or its log. */
const stored = (data) => readdirSync(data).filter((name) => name.startsWith('jinbang.db')).map((name) => readFileSync(pathJoin(data, name)).toString('latin1')).join('')

async function proved(contest, data, ...more) {
  const { status, stdout, stderr } = await run(['verify', contest.id, '--data', data, '--json', ...more])
  return { status, stderr, ...JSON.parse(stdout || '{}') }
}

test('a backup is taken while people answer: nobody waits, every copy is whole, and one can be gone back to', async (t) => {
  const server = await Server.start()
  t.after(() => finish(server))
  const bank = await server.importBank(plainBank(TURNS))
  const contest = await server.contest(fileOf(bank, Array.from({ length: TURNS }, (_, i) => `q${i + 1}`), { seconds: 600, standings: 'turn' }))
  const desk = await host(server, contest)
  const people = await storm(server, contest, Array.from({ length: PLAYERS }, (_, i) => `Player ${i}`))
  const at = temporaryFolder()
  const acked = []
  let slowest = 0
  for (let turn = 1; turn <= TURNS; turn++) {
    await advance(desk, 'open', turn)
    await together(people, 'open', turn)
    const before = acked.length
    const [copy] = await Promise.all([
      run(['backup', pathJoin(at, `copy${turn}`), '--data', server.data]),
      ...people.map(async (person) => {
        const asked = performance.now()
        const { elapsed } = await person.answer(turn, 'a')
        slowest = Math.max(slowest, performance.now() - asked)
        acked.push({ turn, player: person.player, elapsed })
      }),
    ])
    assert.deepEqual([copy.status, copy.stderr], [0, ''])
    assert.match(copy.stdout, /1 contests, 1 of them proved/)
    const proof = await proved(contest, pathJoin(at, `copy${turn}`))
    assert.equal(proof.ok, true, proof.why)
    // What was acknowledged before the backup was asked for is in it.
    assert.ok(proof.events > before, `${proof.events} entries, ${before} answers`)
    assert.equal(acked.length, before + PLAYERS)
  }
  assert.ok(slowest < 5000, `an answer waited ${Math.round(slowest)} ms`)
  await advance(desk, 'locked', TURNS)
  const copy = pathJoin(at, 'last')
  assert.equal((await run(['backup', copy, '--data', server.data])).status, 0)
  assert.deepEqual(readdirSync(copy).sort(), ['admin.key', 'jinbang.db', 'secret.key', 'starts'], 'one file, no log beside it')
  assert.equal(statSync(copy).mode & 0o777, 0o700)
  for (const name of readdirSync(copy)) assert.equal(statSync(pathJoin(copy, name)).mode & 0o777, 0o600, name)
  const original = read(copy, 'jinbang.db')
  const live = await desk.last('state')
  await server.kill()

  const data = pathJoin(at, 'restored')
  const restored = await run(['restore', copy, '--data', data])
  assert.deepEqual([restored.status, restored.stderr], [0, ''])
  assert.equal(existsSync(`${data}/jinbang.db`), true)
  assert.deepEqual(readdirSync(at).filter((name) => /\./.test(name)), [], 'nothing is left beside it')
  const again = await Server.start({ data })
  t.after(() => finish(again))
  assert.equal(again.key, server.key)
  const back = await host(again, contest)
  assert.deepEqual([back.first.phase, back.first.question.turn, back.first.paused], ['locked', TURNS, true])
  assert.ok(back.first.seq > live.seq, 'no phone takes its states for old ones')
  const phone = await resume(again, contest, people[0].token)
  assert.equal(phone.player, people[0].player)
  await back.do('resume', {}, (s) => !s.paused)
  await advance(back, 'finished')
  await theEnd(back)
  const { participants } = (await again.http('GET', `/api/contests/${contest.id}/results`)).json
  assert.deepEqual(participants.map(({ answered, correct }) => [answered, correct]), Array(PLAYERS).fill([TURNS, TURNS]), 'every acknowledged answer counts')
  assert.deepEqual(read(copy, 'jinbang.db'), original, 'the backup is as it was')
  assert.equal((await run(['restore', copy, '--data', data])).status, 1, 'nothing is overwritten')
  await again.stop()
  assert.equal((await proved(contest, data)).ok, true)
})

test('restore puts nothing in place that does not hold', async (t) => {
  const server = await Server.start()
  t.after(() => finish(server))
  const contest = await server.contest(fileOf(await server.importBank(BANK), ['single', 'text']))
  const desk = await host(server, contest)
  const person = await join(server, contest, 'Zebulon')
  await advance(desk, 'open', 1)
  await person.answer(1, 'd')
  await advance(desk, 'finished')
  await theEnd(desk)
  await server.stop()
  const at = temporaryFolder()
  const copy = pathJoin(at, 'copy')
  assert.equal((await run(['backup', copy, '--data', server.data])).status, 0)
  const good = read(copy, 'jinbang.db')
  const data = pathJoin(at, 'data')
  const refused = async (bytes, why, ...more) => {
    writeFileSync(pathJoin(copy, 'jinbang.db'), bytes)
    const { status, stdout, stderr } = await run(['restore', copy, '--data', data, ...more])
    assert.equal(stdout, '')
    assert.match(stderr, why)
    assert.deepEqual(readdirSync(at), ['copy'], 'nothing is left, nothing is made')
    return status
  }
  const changed = (from, to) => {
    const bytes = Buffer.from(good)
    const place = bytes.indexOf(from)
    assert.ok(place > 0, from)
    bytes.write(to, place)
    return bytes
  }
  assert.equal(await refused(changed('Zebulon', 'Zebedee'), /player 1 is stored by another name/), 1)
  assert.equal(await refused(good.subarray(0, good.length - 4096), /damaged/), 3)
  assert.equal(await refused(Buffer.concat([good.subarray(0, 8192), Buffer.alloc(4096, 7), good.subarray(12288)]), /damaged|another program/), 3)
  assert.equal(await refused(Buffer.alloc(9000, 7), /not a database/), 3)
  assert.equal(await refused(Buffer.alloc(0), /jinbang\.db is empty/), 3)
  writeFileSync(pathJoin(copy, 'jinbang.db'), changed('Zebulon', 'Zebedee'))
  const anyway = await run(['restore', copy, '--data', data, '--even-broken'])
  assert.equal(anyway.status, 1, 'it is there, and said to be broken')
  assert.match(anyway.stderr, /NOT proved: player 1/)
  assert.equal(existsSync(pathJoin(data, 'jinbang.db')), true)
  mkdirSync(pathJoin(at, 'empty'))
  writeFileSync(pathJoin(copy, 'jinbang.db'), good)
  assert.equal((await run(['restore', copy, '--data', pathJoin(at, 'empty')])).status, 0, 'an empty folder is no obstacle')
  assert.equal((await proved(contest, pathJoin(at, 'empty'))).ok, true)
})

test('the heads that are shown at the end of each round are entries of the log for ever', async (t) => {
  const server = await Server.start()
  t.after(() => finish(server))
  const bank = await server.importBank(plainBank(3))
  const file = fileOf(bank, ['q1'], { standings: 'round' })
  file.rounds.push({ format: 'everyone', questions: { bank, ids: ['q2', 'q3'] }, standings: 'round' })
  const contest = await server.contest(file)
  const [desk, wall] = [await host(server, contest), await screen(server, contest)]
  const person = await join(server, contest, 'Ann')
  const heads = []
  for (const turn of [1, 3]) {
    await advance(desk, 'open', turn)
    await together([person], 'open', turn)
    await person.answer(turn, 'a')
    await advance(desk, 'standings', turn)
    const shown = await wall.next('state', (s) => s.phase === 'standings' && 'head' in s)
    assert.match(shown.head, /^[0-9a-f]{64}$/)
    assert.equal((await desk.next('state', (s) => s.phase === 'standings' && 'head' in s)).head, shown.head)
    heads.push(shown)
    assert.equal((await proved(contest, server.data, '--head', `${shown.head_entry}:${shown.head}`)).ok, true)
  }
  await desk.do('adjust', { seat: person.player, points: 5, reason: 'a word' }, (s) => s.top[0].score === 25)
  const after = await wall.next('state', (s) => 'head' in s && s.head_entry > heads[1].head_entry)
  heads.push(after)
  await advance(desk, 'finished')
  const end = await wall.next('state', (s) => s.phase === 'finished' && 'head' in s)
  heads.push(end)
  assert.ok(heads.every(({ head_entry: entry }, i) => i === 0 || entry > heads[i - 1].head_entry))
  const noted = heads.flatMap(({ head_entry: entry, head }) => ['--head', `${entry}:${head.slice(0, 32).toUpperCase().replace(/(.{4})(?=.)/g, '$1 ')}`])
  await server.stop()
  const proof = await proved(contest, server.data, ...noted)
  assert.deepEqual([proof.status, proof.heads_noted, proof.heads_shown], [0, 4, 4])
  const plain = await run(['verify', contest.id, '--data', server.data, ...noted])
  assert.match(plain.stdout, new RegExp(`noted: entry ${end.head_entry} begins with ${end.head.slice(0, 32)}, as in this log`))
  const other = await proved(contest, server.data, '--head', `${heads[0].head_entry}:${heads[1].head}`)
  assert.deepEqual([other.status, other.ok], [1, false])
  assert.equal(other.why, `entry ${heads[0].head_entry} is another than the one whose hash was noted`)
  const beyond = await proved(contest, server.data, '--head', `${end.head_entry + 1}:${end.head}`)
  assert.match(beyond.why, /its end was cut off$/)
  for (const wrong of ['x', '1:abc', `${end.head}`, '0:12345678']) assert.equal((await run(['verify', contest.id, '--data', server.data, '--head', wrong])).status, 2, wrong)
})

test('names go by command and by age, contests by command; no trace is left, and what stays is proved', async (t) => {
  const server = await Server.start()
  t.after(() => finish(server))
  const bank = await server.importBank(BANK)
  const contests = []
  for (const name of ['Zebulon-who-goes', 'Quirina-who-goes', 'Ottokar-who-plays']) {
    const contest = await server.contest(fileOf(bank, ['single']))
    const desk = await host(server, contest)
    const person = await join(server, contest, name)
    await advance(desk, 'open', 1)
    await person.answer(1, 'd')
    if (!name.endsWith('plays')) {
      await advance(desk, 'finished')
      await theEnd(desk)
    }
    contests.push(contest)
  }
  const [first, second, running] = contests
  const erase = (...args) => run(['erase', ...args, '--data', server.data])
  const busy = await erase(first.id)
  assert.equal(busy.status, 3)
  assert.match(busy.stderr, /another server is running on .*; stop it/)
  await server.stop()
  assert.equal((await erase('none')).status, 1)
  const early = await erase(running.id)
  assert.deepEqual([early.status, /is not over/.test(early.stderr)], [1, true])
  assert.ok(stored(server.data).includes('Zebulon-who-goes'))
  const gone = await erase(first.id)
  assert.deepEqual([gone.status, gone.stderr], [0, ''])
  assert.equal(stored(server.data).includes('Zebulon-who-goes'), false)
  assert.ok(stored(server.data).includes('Quirina-who-goes'))
  const proof = await proved(first, server.data)
  assert.deepEqual([proof.ok, proof.names_erased, proof.participants], [true, 1, 1])

  await t.test('by age: as soon as the server looks, and never of a contest that is being played', async () => {
    server.options.args = ['--erase-names-after', '0']
    await server.again()
    const wall = await screen(server, second)
    if (wall.last('state').top[0].name !== '') await wall.next('state', (s) => s.top[0].name === '')
    await server.stop()
    assert.equal(stored(server.data).includes('who-goes'), false)
    assert.ok(stored(server.data).includes('Ottokar-who-plays'))
    assert.deepEqual([(await proved(second, server.data)).ok, (await proved(running, server.data)).ok], [true, true])
    for (const days of ['-1', 'x', '1.5', '', '36501']) assert.equal((await run(['serve', '--listen', '127.0.0.1:0', '--data', server.data, '--erase-names-after', days])).status, 2, days)
  })

  await t.test('as a whole', async () => {
    assert.equal((await erase(running.id, '--whole')).status, 0)
    assert.equal(stored(server.data).includes('Ottokar'), false)
    assert.equal((await run(['verify', running.id, '--data', server.data])).status, 1)
    assert.equal((await proved(first, server.data)).ok, true)
  })
})

test('what was erased while somebody reads leaves the files as soon as nobody does', async (t) => {
  const server = await Server.start()
  t.after(() => finish(server))
  const contest = await server.contest(fileOf(await server.importBank(BANK), ['single']))
  const desk = await host(server, contest)
  await join(server, contest, 'Zebulon-who-goes')
  await advance(desk, 'finished')
  await theEnd(desk)
  const copies = Array.from({ length: 3 }, (_, i) => launch(['backup', pathJoin(temporaryFolder(), `copy${i}`), '--data', server.data]).done)
  assert.equal((await server.http('DELETE', `/api/contests/${contest.id}/people`)).status, 204)
  for (const { status, stderr } of await within(Promise.all(copies), 'the backups')) assert.equal(status, 0, stderr)
  await server.stop()
  assert.equal(stored(server.data).includes('who-goes'), false)
})
