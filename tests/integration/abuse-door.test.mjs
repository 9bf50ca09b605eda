// Who comes in: the waiting room, names that pretend, who is banned, and a server whose places are all taken.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join as path } from 'node:path'
import test, { before } from 'node:test'
import { BANK, Client, Raw, fileOf, frame, host, join, launch, newAddress, resume, screen, serve, temporaryFolder, within } from './lib.mjs'

const words = path(temporaryFolder(), 'words.txt')
writeFileSync(words, '# not welcome here\nfool\n*slime*\n傻瓜\n')

const server = await serve({ args: ['--trust-proxy', '--name-words', words] })
const DESCRIPTORS = 400
const PLACES = (DESCRIPTORS - 64) - Math.floor((DESCRIPTORS - 64) / 16)
let bank

before(async () => { bank = await server.importBank(BANK) })

const make = (contest = {}) => server.contest(fileOf(bank, ['single', 'truefalse'], {}, contest))

/** Connects and says hello; what comes of it is for the test to see. */
async function knock(contest, name, extra = {}) {
  const client = await Client.connect(server)
  client.send({ type: 'hello', role: 'player', code: contest.code, name, ...extra })
  return client
}

const outcome = async (client) => {
  const { type, code } = await client.next(['welcome', 'waiting', 'error'])
  return code ?? type
}
const answerTo = async (contest, name) => outcome(await knock(contest, name))
const waits = async (contest, name, extra) => {
  const client = await knock(contest, name, extra)
  assert.equal(await outcome(client), 'waiting')
  return client
}
const roster = (desk, names) => desk.next('roster', ({ waiting = [] }) => waiting.map(({ name }) => name).join() === names.join(), `with ${names} waiting`)

test('where the host lets in, who joins waits; one is let in, one is turned away, the others come in at once', async () => {
  const contest = await make({ approve: true, teams: ['Reds', 'Blues'] })
  const desk = await host(server, contest)
  assert.equal(desk.first.approve, true)
  const people = []
  for (const name of ['Ann', 'Bo', 'Cy', 'Di']) people.push(await waits(contest, name, name === 'Bo' ? { team: 'Blues' } : {}))
  const [ann, bo, cy, di] = people
  const list = await roster(desk, ['Ann', 'Bo', 'Cy', 'Di'])
  assert.deepEqual([list.total, list.waiting_total], [0, 4])
  assert.deepEqual(list.waiting.map(({ team }) => team), [undefined, 'Blues', undefined, undefined])
  const [{ who }, { who: second }] = list.waiting
  desk.send({ type: 'do', action: 'let', on: true, who: second })
  assert.equal((await bo.next('welcome')).team, 'Blues')
  desk.send({ type: 'do', action: 'let', on: false, who })
  assert.equal(await outcome(ann), 'join_closed')
  assert.equal(await desk.refused({ type: 'do', action: 'let', on: true, who }), 'no_player')
  await roster(desk, ['Cy', 'Di'])
  desk.send({ type: 'do', action: 'let', on: true })
  assert.deepEqual(await Promise.all([cy, di].map(outcome)), ['welcome', 'welcome'])
  // Who was turned away may ask again; who is in needs nobody's leave to come back.
  assert.equal(await answerTo(contest, 'Ann'), 'waiting')
  await resume(server, contest, bo.last('welcome').token)
  await desk.next('roster', ({ total, waiting_total }) => total === 3 && waiting_total === 1)
})

test('nobody who waits sees or does anything, and who leaves is gone from the list', async () => {
  const contest = await make({ approve: true })
  const desk = await host(server, contest)
  const ann = await waits(contest, 'Ann')
  const bo = await waits(contest, 'Bo')
  await roster(desk, ['Ann', 'Bo'])
  assert.equal(await ann.refused({ type: 'answer', turn: 1, answer: 'a' }), 'hello_first')
  await bo.close()
  await roster(desk, ['Ann'])
  await desk.do('start', {}, (state) => state.phase === 'open')
  await ann.settle()
  assert.equal(ann.frames.some(({ type }) => ['state', 'you', 'welcome'].includes(type)), false)
  // Another name instead of the one that waits.
  ann.send({ type: 'hello', role: 'player', code: contest.code, name: 'Anna' })
  assert.equal(await outcome(ann), 'waiting')
  await roster(desk, ['Anna'])
  await desk.do('finish', {}, (state) => state.phase === 'finished')
  assert.equal(await outcome(ann), 'join_closed', 'after the end nobody waits')
})

test('the host begins and ends it; what was switched on survives a crash', async () => {
  const contest = await make()
  const desk = await host(server, contest)
  assert.equal(desk.first.approve, false)
  assert.equal(await answerTo(contest, 'At once'), 'welcome')
  await desk.do('approve', { on: true }, (state) => state.approve)
  const [a, b] = [await waits(contest, 'A'), await waits(contest, 'B')]
  await desk.do('approve', { on: false }, (state) => !state.approve)
  assert.deepEqual(await Promise.all([a, b].map(outcome)), ['welcome', 'welcome'])
  await desk.do('approve', { on: true }, (state) => state.approve)
  await server.kill()
  await server.again()
  const again = await host(server, contest)
  assert.equal(again.first.approve, true)
  assert.equal(await answerTo(contest, 'Later'), 'waiting')
})

test('a flood of joins fills the room and not the contest; one press turns all of it away', async () => {
  const contest = await make({ approve: true, players_max: 5 })
  const desk = await host(server, contest)
  const crowd = await Promise.all(Array.from({ length: 200 }, (_, i) => waits(contest, `Bot ${i}`)))
  const full = await desk.next('roster', ({ waiting_total }) => waiting_total === 200)
  assert.equal(full.waiting.length, 50)
  desk.send({ type: 'do', action: 'let', on: false })
  for (const client of crowd) assert.equal(await outcome(client), 'join_closed')
  const friend = await waits(contest, 'Friend')
  desk.send({ type: 'do', action: 'let', on: true })
  assert.equal((await friend.next('welcome')).player, 1)
  await desk.do('approve', { on: false }, (state) => !state.approve)
  for (let i = 0; i < 4; i++) assert.equal(await answerTo(contest, `Later ${i}`), 'welcome')
  assert.equal(await answerTo(contest, 'One too many'), 'full')
})

test('names that look the same get a number, whatever letters they are made of', async () => {
  const contest = await make()
  const shown = []
  for (const name of ['Anna', 'Аnnа', 'Ａｎｎａ', 'An\u200bna', '\u2066Anna', 'Bert']) {
    const client = await knock(contest, name)
    const reply = await client.next(['welcome', 'error'])
    shown.push(reply.name ?? reply.code)
  }
  assert.deepEqual(shown, ['Anna', 'Аnnа (2)', 'Ａｎｎａ (3)', 'Anna (4)', 'bad_name', 'Bert'])
  const tower = `Z${'\u0323'.repeat(60)}o`
  const client = await knock(contest, tower)
  assert.equal((await client.next('welcome')).name, `Z${'\u0323'.repeat(5)}o`.normalize('NFC'))
})

test('a word of the list is no name, however it is written', async () => {
  const contest = await make()
  for (const name of ['Fool', 'f.0.0.l', 'ｆооl', 'Grünslimes', '$l1me', '大傻瓜']) assert.equal(await answerTo(contest, name), 'bad_name', name)
  for (const name of ['Foolproof', 'Slim', '傻']) assert.equal(await answerTo(contest, name), 'welcome', name)
})

test('a list of words that is not there, or is not text, ends the start with a sentence', async () => {
  const broken = path(temporaryFolder(), 'broken.txt')
  writeFileSync(broken, Buffer.from([0x61, 0xff, 0x62]))
  for (const file of [path(temporaryFolder(), 'none.txt'), broken]) {
    const { status, stderr } = await within(launch(['serve', '--listen', '127.0.0.1:0', '--data', path(temporaryFolder(), 'data'), '--name-words', file]).done, 'the program to end')
    assert.notEqual(status, 0)
    assert.match(stderr, /--name-words: .*(none|broken)\.txt (cannot be read|is not UTF-8)/)
  }
})

test('who is banned comes back neither by token nor by name, nor by one that looks like it; an undo lifts it', async () => {
  const contest = await make()
  const desk = await host(server, contest)
  const troll = await join(server, contest, 'Troll')
  const other = await join(server, contest, 'Other')
  await desk.do('ban', { player: troll.player }, (state) => state.undo?.what === 'remove')
  const back = await Client.connect(server)
  assert.equal(await back.refused({ type: 'hello', role: 'player', code: contest.code, token: troll.token }), 'banned')
  for (const name of ['Troll', 'TROLL', 'Тroll', 'Tr\u200boll', 'Ｔroll', 'Tr0ll']) assert.equal(await answerTo(contest, name), 'bad_name', name)
  assert.equal(await answerTo(contest, 'Trolley'), 'welcome')
  await server.kill()
  await server.again()
  assert.equal(await answerTo(contest, 'troll'), 'bad_name', 'after a restart, too')
  const later = await host(server, contest)
  await later.do('kick', { player: other.player }, (state) => state.undo?.what === 'remove')
  assert.equal(await answerTo(contest, 'Other'), 'welcome', 'who is only kicked may come again')
  const unlucky = await join(server, contest, 'Unlucky')
  await later.do('ban', { player: unlucky.player }, (state) => state.undo?.what === 'remove')
  await later.do('undo', {}, (state) => state.undo === null)
  await resume(server, contest, unlucky.token)
  assert.equal(await answerTo(contest, 'Unlucky'), 'welcome')
})

test('when all places are taken the host and the screen still come in, and pages are still served', async () => {
  const small = await serve({ args: ['--trust-proxy'], descriptors: DESCRIPTORS })
  const contest = await small.contest(fileOf(await small.importBank(BANK), ['single']))
  const open = () => Raw.open(small, { 'X-Forwarded-For': newAddress() })
  // Strangers who say nothing: more than there are places.
  const silent = []
  for (let i = 0; i < PLACES + 40; i++) silent.push(await open())
  assert.ok(silent.every(({ status }) => status === 101 || status === 503))
  await host(small, contest)
  // Players, as many as come in.
  const answers = []
  for (let i = 0; i < PLACES + 20; i++) {
    const client = await open()
    if (client.status !== 101) {
      answers.push(client.status)
      continue
    }
    client.write(frame(JSON.stringify({ type: 'hello', role: 'player', code: contest.code, name: `P${i}` })))
    const { type, code } = await client.next((message) => ['welcome', 'error'].includes(message.type), 'an answer to hello')
    answers.push(code ?? type)
  }
  const came = answers.filter((answer) => answer === 'welcome').length
  assert.ok(came >= PLACES * 0.8 && came < PLACES, `${came} of ${PLACES}`)
  assert.deepEqual([...new Set(answers.slice(came))], ['full'], 'the others are told why')
  await host(small, contest)
  await screen(small, contest)
  // Kept connections without a request make room for one with a request.
  const idle = []
  for (let i = 0; i < 60; i++) idle.push(await (await fetch(`${small.url}/healthz`, { headers: { connection: 'keep-alive' } })).text())
  assert.equal((await small.http('GET', '/', { as: null })).status, 200)
  assert.equal(idle.length, 60)
})
