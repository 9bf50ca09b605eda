// What the organizer's page is made of: trying a contest file, the list of contests, the link that
// signs in, the languages of the wall, and erasing people's names.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join as pathJoin } from 'node:path'
import test, { before } from 'node:test'
import { BANK, Server, advance, fileOf, finish, host, join, launch, resume, run, screen, serve, temporaryFolder, theEnd, together, within } from './lib.mjs'

const server = await serve()
let bank

before(async () => { bank = await server.importBank(BANK) })

const post = (path, body) => server.http('POST', path, { body: typeof body === 'string' ? body : JSON.stringify(body) })
const listed = async (id) => (await server.http('GET', '/api/contests')).json.contests.find((row) => row.id === id)
const shown = async (id) => (await server.http('GET', `/api/contests/${id}`)).json

test('a dry run says what the file would make, and keeps nothing', async () => {
  const rounds = [
    { format: 'everyone', questions: { bank, ids: ['single', 'text'] }, seconds: 20, reading: 3, intro: true, standings: 'round' },
    { format: 'everyone', questions: { bank, ids: ['false'] }, seconds: 0, reveal_seconds: 10, standings: 'end', speed: { kind: 'linear' } },
  ]
  const before = (await server.http('GET', '/api/contests')).json.contests.length
  const { status, json } = await post('/api/contests?dry_run=1', { title: { en: 'Trial' }, rounds })
  assert.equal(status, 200)
  // Intro 4, two questions of 3 + 20 + 1.5 + 8, standings 6; one without a limit: 30 + 1.5 + 10, standings 6.
  assert.deepEqual([json.turns, json.languages, json.seconds], [3, ['en', 'zh-Hans'], 123])
  assert.deepEqual(json.problems.map(({ code, severity }) => [code, severity]), [['contradiction', 'warning']])
  assert.equal((await server.http('GET', '/api/contests')).json.contests.length, before)
})

test('a dry run refuses what would be refused', async () => {
  const file = fileOf(bank, ['single'], { seconds: -1 })
  const tried = await post('/api/contests?dry_run=1', file)
  assert.equal(tried.status, 422)
  assert.deepEqual(tried.json, (await post('/api/contests', file)).json)
  assert.equal((await post('/api/contests?dry_run=perhaps', file)).status, 400)
  const { json } = await post('/api/contests', fileOf(bank, ['single'], { seconds: 0, speed: { kind: 'linear' } }))
  assert.deepEqual(json.problems.map(({ code }) => code), ['contradiction'], 'warnings come with the contest too')
})

test('a trial knows how long a stage takes: turns, not questions, and no overtime', async () => {
  const waits = { reveal_seconds: 5, locked_seconds: 0, standings: 'end' }
  const { status, json } = await post('/api/contests?dry_run=1', {
    title: { en: 'Stage' }, seats: 'teams', teams: ['A', 'B'], tie: ['playoff'],
    rounds: [
      { format: 'risk', draw: { placeholder: 30 }, seconds: 20, ...waits },
      { format: 'buzzer', draw: { placeholder: 9 }, limit: 3, buzz_seconds: 10, seconds: 15, ...waits },
      { format: 'rush', per_seat: 6, draw: { placeholder: 12 }, run_seconds: 60, reveal_seconds: 0, locked_seconds: 0, standings: 'end' },
      { format: 'buzzer', draw: { placeholder: 9 }, overtime: true },
    ],
  })
  assert.equal(status, 200)
  // Two picks of 20 + 5; three at the buzzer of 10 + 15 + 5; two runs of 60.
  assert.deepEqual([json.turns, json.seconds], [2 + 9 + 12 + 9, 2 * 25 + 3 * 30 + 2 * 60])
})

test('the list says how each contest stands', async () => {
  const contest = await server.contest(fileOf(bank, ['single', 'text']))
  const row = async () => {
    const { phase, paused, players, turns } = await listed(contest.id)
    const one = await shown(contest.id)
    assert.deepEqual([one.phase, one.paused, one.players, one.turns], [phase, paused, players, turns])
    return { phase, paused, players, turns }
  }
  assert.deepEqual(await row(), { phase: 'lobby', paused: false, players: 0, turns: 2 })
  const desk = await host(server, contest)
  const gone = await join(server, contest, 'Gone')
  await join(server, contest, 'Stays')
  await advance(desk, 'open', 1)
  await desk.do('pause', {}, (state) => state.paused)
  assert.deepEqual(await row(), { phase: 'open', paused: true, players: 2, turns: 2 })
  await desk.do('resume', {}, (state) => !state.paused)
  desk.send({ type: 'do', action: 'kick', player: gone.player })
  await gone.next('bye')
  await advance(desk, 'finished')
  await theEnd(desk)
  assert.deepEqual(await row(), { phase: 'finished', paused: false, players: 1, turns: 2 })
})

test('the wall speaks the languages the file names, else the default and the first other one', async () => {
  const languages = ['en', 'fr', 'zh-Hans']
  for (const [stated, expected] of [
    [{}, ['en', 'zh-Hans']], [{ default_language: 'zh-Hans' }, ['zh-Hans', 'en']], [{ languages: ['zh-Hans'], default_language: 'zh-Hans' }, ['zh-Hans']],
    [{ languages }, ['en', 'fr']], [{ languages, screen_languages: ['zh-Hans', 'en'] }, ['zh-Hans', 'en']], [{ languages, screen_languages: ['fr'] }, ['fr']],
  ]) {
    const contest = await server.contest(fileOf(bank, ['single'], {}, stated))
    const wall = await screen(server, contest)
    assert.deepEqual(wall.welcome.contest.screen_languages, expected, JSON.stringify(stated))
    assert.deepEqual((await join(server, contest, 'Ann')).welcome.contest.screen_languages, expected)
    assert.deepEqual((await shown(contest.id)).rules.screen_languages, expected)
  }
  const text = JSON.stringify(fileOf(bank, ['single'], {}, { screen_languages: ['en', 'tlh'] }), null, 1)
  const { status, json } = await post('/api/contests', text)
  assert.equal(status, 422)
  const [{ line, column, code }] = json.problems
  assert.equal(code, 'contradiction')
  assert.ok(text.split('\n')[line - 1].slice(column - 1).startsWith('"tlh"'))
})

/** Everything that lies in the data folder. */
const stored = (at) => Buffer.concat(readdirSync(at.data).map((name) => readFileSync(pathJoin(at.data, name))))

test('a contest nobody wants is deleted: in the lobby at once, once it is over with its code, never while it is played', async (t) => {
  const at = await Server.start()
  t.after(() => finish(at))
  await at.importBank(BANK)
  const remove = (id, confirm = '', options) => at.http('DELETE', `/api/contests/${id}${confirm && `?confirm=${confirm}`}`, options)
  const refused = async (answer) => [(await answer).status, (await answer).json.error.code]
  const [contest, other] = [await at.contest(fileOf('test-bank', ['single', 'text'])), await at.contest(fileOf('test-bank', ['single']))]

  const early = await at.contest(fileOf('test-bank', ['single']))
  const visitor = await join(at, early, 'Ludmila-of-the-lobby')
  assert.equal((await remove(early.id, '', { as: 'wrong' })).status, 401)
  assert.equal((await remove(early.id)).status, 204)
  assert.equal((await visitor.next('bye')).reason, 'finished')
  await assert.rejects(join(at, early, 'Late'), /no_contest/)
  assert.deepEqual(await refused(remove(early.id)), [404, 'not_found'])

  const [desk, wall, ann] = [await host(at, contest), await screen(at, contest), await join(at, contest, 'Zebulon-of-the-test')]
  await join(at, other, 'Ottokar-of-the-other')
  await advance(desk, 'open', 1)
  assert.deepEqual(await refused(remove(contest.id, contest.code)), [409, 'running'])
  await together([ann], 'open', 1)
  await ann.answer(1, 'b')
  await advance(desk, 'finished')
  await theEnd(desk)
  assert.deepEqual(await refused(remove(contest.id)), [409, 'unconfirmed'])
  assert.deepEqual(await refused(remove(contest.id, other.code)), [409, 'unconfirmed'])
  assert.ok(stored(at).includes('Zebulon-of-the-test'))
  const [gone, twice] = await Promise.all([remove(contest.id, contest.code), remove(contest.id, contest.code)])
  assert.deepEqual([gone.status, twice.status].sort(), [204, 404])
  for (const client of [desk, wall, ann]) assert.equal((await client.next('bye')).reason, 'finished')
  assert.deepEqual((await at.http('GET', '/api/contests')).json.contests.map(({ id }) => id), [other.id])
  for (const path of ['', '/results']) assert.equal((await at.http('GET', `/api/contests/${contest.id}${path}`)).status, 404)
  assert.equal(/of-the-(test|lobby)/.test(stored(at).toString('latin1')), false, 'no trace is left in the files')

  const leads = await host(at, other) // the others go on, also after a restart
  await advance(leads, 'open', 1)
  await at.stop()
  assert.notEqual((await run(['verify', contest.id, '--data', at.data])).status, 0)
  await at.again()
  const back = await host(at, other)
  await back.do('resume', {}, (state) => !state.paused)
  await advance(back, 'finished')
  assert.deepEqual((await at.http('GET', `/api/contests/${other.id}/results`)).json.participants.map(({ name }) => name), ['Ottokar-of-the-other'])
  assert.equal((await remove(other.id, other.code)).status, 204)
})

test('names can be erased for good once a contest is over; everything else stays', async (t) => {
  const at = await Server.start()
  t.after(() => finish(at))
  const contest = await at.contest(fileOf(await at.importBank(BANK), ['single', 'text']))
  const other = await at.contest(fileOf('test-bank', ['single']))
  const erase = (id) => at.http('DELETE', `/api/contests/${id}/people`)
  const [desk, wall] = [await host(at, contest), await screen(at, contest)]
  const names = ['Zebulon-of-the-test', 'Quirina-of-the-test', 'Thaddeus-of-the-test']
  const people = []
  for (const name of names) people.push(await join(at, contest, name))
  await join(at, other, 'Ottokar-of-the-other')
  await advance(desk, 'open', 1)
  await together(people, 'open', 1)
  for (const [i, person] of people.entries()) await person.answer(1, i === 1 ? 'd' : 'a')
  desk.send({ type: 'do', action: 'rename', player: people[2].player, name: 'Barnabas-of-the-test' })
  desk.send({ type: 'do', action: 'kick', player: people[0].player })
  await people[0].next('bye')
  const refused = await erase(contest.id)
  assert.deepEqual([refused.status, refused.json.error.code], [409, 'running'])
  assert.equal((await erase('none')).status, 404)
  assert.equal((await at.http('DELETE', `/api/contests/${contest.id}/people`, { as: 'wrong' })).status, 401)
  await advance(desk, 'finished')
  await theEnd(desk)
  const results = async () => (await at.http('GET', `/api/contests/${contest.id}/results`)).json
  const before = await results()
  assert.deepEqual(before.participants.map(({ name }) => name), [names[1], 'Barnabas-of-the-test'])
  assert.ok(stored(at).includes('of-the-test'))

  wall.forget('state')
  assert.equal((await erase(contest.id)).status, 204)
  const { top } = await wall.next('state', (state) => state.top?.every(({ name }) => name === ''))
  assert.equal(top.length, 2, 'the wall shows ranks without names')
  const blank = { ...before, participants: before.participants.map((row) => ({ ...row, name: '' })) }
  assert.deepEqual(await results(), blank, 'scores, figures and the head of the log are as they were')
  assert.equal(stored(at).includes('of-the-test'), false, 'no trace is left in the files')
  assert.ok(stored(at).includes('Ottokar-of-the-other'), 'other contests keep theirs')
  assert.equal((await resume(at, contest, people[1].token)).welcome.name, '')
  assert.equal((await erase(contest.id)).status, 204, 'twice does no harm')
  const csv = (await at.http('GET', `/api/contests/${contest.id}/results?format=csv`)).text
  assert.equal(csv.includes('of-the-test'), false)

  await at.stop()
  const proof = await run(['verify', contest.id, '--data', at.data, '--json'])
  assert.deepEqual([proof.status, JSON.parse(proof.stdout).names_erased], [0, 3], proof.stdout)
  await at.again()
  assert.deepEqual(await results(), blank)
})

const LINK = /^organize +(\S+\/organize#([0-9a-f]{64}))$/m

test('serve prints the organizer link once, at its first start, and its key signs in', async (t) => {
  const at = await Server.start({ args: ['--public-url', 'https://quiz.example/'] })
  t.after(() => finish(at))
  const [, link, key] = LINK.exec(at.child.text().stdout)
  assert.equal(link, `https://quiz.example/organize#${at.key}`)
  const signed = await at.http('POST', '/api/session', { as: null, body: JSON.stringify({ key }) })
  assert.equal(signed.status, 204)
  await at.stop()
  await at.again()
  await at.http('GET', '/healthz')
  assert.doesNotMatch(at.child.text().stdout, LINK)
})

test('demo prints the organizer link with the others, every time', async () => {
  const data = pathJoin(temporaryFolder(), 'data')
  for (let start = 1; start <= 2; start++) {
    const child = launch(['demo', '--listen', '127.0.0.1:0', '--data', data])
    await within(new Promise((resolve) => { child.stdout.on('data', () => { if (child.text().stdout.includes('Ctrl-C')) resolve() }) }), 'the links')
    const { stdout } = child.text()
    child.kill('SIGTERM')
    assert.equal((await within(child.done, 'demo to end')).status, 0)
    const links = stdout.match(new RegExp(LINK, 'gm'))
    assert.equal(links.length, 1, `start ${start}: ${stdout}`)
    const [, base] = /^listening on (\S+)$/m.exec(stdout)
    assert.ok(links[0].endsWith(` ${base}/organize#${readFileSync(pathJoin(data, 'admin.key'), 'utf8').trim()}`), links[0])
  }
})
