// The plug is pulled at every kind of moment: while banks are imported, while people storm in, while they answer, at the reveal,
// when the contest ends and its results are written, while names are erased. One "life" is one contest from import to erasure
// with a kill at each of these; what was promised to anybody is there afterwards, exactly once.
//
//   JB_CRASH_KILLS=1000   so many kills at least (56)
//   JB_CRASH_SEED=7       the first life's seed (1); a life's seed is in its name
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { advance, fileOf, host, plainBank, theEnd } from './lib.mjs'
import { World } from './lib/crash.mjs'

const PHONES = 16
const TURNS = 4 // the first two take one answer, the others let it be changed
const KILLS_A_LIFE = 14
const LIVES = Math.ceil(Number(process.env.JB_CRASH_KILLS ?? 56) / KILLS_A_LIFE)
const FIRST_SEED = Number(process.env.JB_CRASH_SEED ?? 1)
// A phone waits 1.8 s at most between two attempts. Where the machine is so busy that a handshake takes longer than the rest, a
// few may come later; never more than one in twenty.
const BACK_WITHIN_MS = 2000 * Number(process.env.JB_TIME_FACTOR ?? 1)
const LETTERS = ['a', 'b', 'c', 'd']
const NAME = (n) => `Crash-${n}-dummy`

const figures = { kills: 0, acks: 0, back: [] }
after(() => {
  const sorted = figures.back.sort((a, b) => a - b)
  console.log(`# ${figures.kills} kills, ${figures.acks} answers promised; back after ${sorted[Math.floor(sorted.length / 2)] | 0} ms (median), ` +
    `${sorted.at(-1) | 0} ms (longest of ${sorted.length})`)
})

/** Three banks at once, and the plug after some of the answers. */
async function importStorm(world) {
  const answered = []
  const wanted = world.random(3)
  let pull
  const moment = new Promise((resolve) => { pull = resolve })
  const uploads = [0, 1, 2].map((n) => world.server.http('POST', `/api/banks?name=${n}&format=json`, { body: JSON.stringify(plainBank(TURNS, `bank-${n}`)) })
    .then(({ status, json }) => {
      assert.equal(status, 201)
      answered.push(json.id)
      if (answered.length === wanted) pull()
    }, () => {}))
  if (wanted === 0) pull()
  await moment
  await world.kill(`import after ${wanted}`)
  await Promise.all(uploads)
  await world.again()
  const { banks } = (await world.server.http('GET', '/api/banks')).json
  for (const id of answered) assert.ok(banks.some((bank) => bank.id === id), `bank ${id} was acknowledged and is gone: ${world.where()}`)
  for (const { id } of banks) {
    const whole = (await world.server.http('GET', `/api/banks/${id}`)).json
    assert.equal(whole.bank.questions.length, TURNS, `bank ${id} is half there`)
  }
  const bank = banks[0]?.id ?? await world.server.importBank(plainBank(TURNS, 'bank-0'))
  const ids = Array.from({ length: TURNS }, (_, i) => `q${i + 1}`)
  const file = fileOf(bank, ids.slice(0, TURNS / 2), { seconds: 600 }, { late: 'any' })
  file.rounds.push({ ...file.rounds[0], questions: { bank, ids: ids.slice(TURNS / 2) }, change: true })
  world.contest = await world.server.contest(file)
  world.place.code = world.contest.code
}

async function joinStorm(world) {
  for (let n = 0; n < PHONES; n++) await world.addPhone(NAME(n))
  for (const times of [1, 2]) {
    const k = 1 + world.random(PHONES / 2)
    const moment = world.after(k, ({ type }) => type === 'welcome', 'welcomes')
    if (times === 1) for (const phone of world.phones) phone.connect()
    else await world.again()
    await moment
    await world.kill(`join storm ${times}, after welcome ${k}`)
  }
  await world.again()
  await world.all(({ up, you }) => up && you, 'is in')
  await world.compare()
}

/** Answers flow until the k-th ack, then the plug. Each ack makes its phone (where it may change) or the next one press. */
async function openAndPull(world, desk, turn) {
  const change = turn > TURNS / 2
  const press = (phone) => phone.press(turn, LETTERS[world.random(4)])
  const silent = world.phones.filter((phone) => !phone.sent.has(turn))
  const k = 1 + world.random(change ? 3 * PHONES : Math.max(1, silent.length - 4))
  const flow = (phone, message) => {
    if (message.type !== 'ack' || message.turn !== turn) return
    if (change) press(phone)
    else if (silent.length > 0) press(silent.shift())
  }
  world.watchers.add(flow)
  const moment = world.after(k, (message) => message.type === 'ack' && message.turn === turn, `acks of turn ${turn}`)
  await advance(desk, 'open', turn)
  await world.all(({ state }) => state.phase === 'open' && state.question.turn === turn && !state.paused, `sees turn ${turn}`)
  for (const phone of change ? world.phones : silent.splice(0, 4)) press(phone)
  await moment
  world.watchers.delete(flow)
  return world.crash(`turn ${turn}, after ack ${k}`)
}

async function playTurn(world, given, turn) {
  let desk = await openAndPull(world, given, turn)
  await world.compare()
  await world.resume(desk)
  // Everybody's page sends what is still open; who has not pressed yet does now.
  for (const phone of world.phones) if (!phone.sent.has(turn)) phone.press(turn, LETTERS[world.random(4)])
  await world.all(({ acks }) => acks.has(turn), `has answered turn ${turn}`)
  await world.all(({ slot }) => slot?.status === 'sent', 'reads "Sent"')
  const k = 1 + world.random(PHONES)
  const moment = world.after(k, ({ type, phase }) => type === 'state' && phase === 'reveal', 'reveals')
  const reveal = advance(desk, 'reveal', turn).catch(() => {}) // the plug may be faster
  await moment
  desk = await world.crash(`reveal of turn ${turn}, after frame ${k}`)
  await reveal
  assert.equal(desk.first.phase, 'reveal', 'who has seen the reveal has not seen a lie')
  await world.resume(desk)
  return desk
}

async function finishAndPull(world, desk) {
  const k = 1 + world.random(PHONES)
  const moment = world.after(k, ({ type, phase }) => type === 'state' && phase === 'finished', 'ends')
  desk.send({ type: 'do', action: 'finish' })
  await moment
  // Results are being written now, or not yet, or were just now; and once more while they are written after the restart.
  await world.kill(`finish, after frame ${k}`)
  await world.again()
  await world.kill('results being written after the restart')
  await world.again()
  const last = await host(world.server, world.contest)
  assert.equal(last.first.phase, 'finished')
  const { head } = await theEnd(last)
  const results = await world.compare()
  assert.equal(results.log.head, head)
  assert.equal(results.participants.every(({ rank }) => rank > 0), true)
  return results
}

const stored = (world) => Buffer.concat(readdirSync(world.server.data).filter((name) => /\.db(-wal)?$/.test(name)).map((name) => readFileSync(join(world.server.data, name))))

/** Names are erased: all or none, and for good once that was promised. */
async function erase(world, results) {
  for (const phone of world.phones) phone.destroy()
  const path = `/api/contests/${world.contest.id}/people`
  const promised = world.random(2) === 1
  const asked = world.server.http('DELETE', path).then(({ status }) => status, () => null)
  if (promised) assert.equal(await asked, 204)
  await world.kill(promised ? 'names erased' : 'names being erased')
  const status = await asked
  await world.again()
  const now = (await world.server.http('GET', `/api/contests/${world.contest.id}/results`)).json
  const gone = now.participants.filter(({ name }) => name === '').length
  assert.ok(gone === 0 || gone === now.participants.length, `${gone} of ${now.participants.length} names are gone`)
  if (status === 204) assert.ok(gone > 0, 'the erasure was acknowledged')
  assert.equal((await world.server.http('DELETE', path)).status, 204)
  assert.equal(stored(world).includes('-dummy'), false, 'no name is left in the files')
  assert.equal((await world.server.http('GET', `/api/contests/${world.contest.id}/results`)).json.log.head, results.log.head)
  for (const phone of world.phones) phone.name = ''
  await world.compare()
}

async function live(world) {
  await importStorm(world)
  await joinStorm(world)
  let desk = await host(world.server, world.contest)
  for (let turn = 1; turn <= TURNS; turn++) desk = await playTurn(world, desk, turn)
  await erase(world, await finishAndPull(world, desk))
}

test('whatever was acknowledged is there after a kill, once, at every kind of moment', { concurrency: 4 }, async (t) => {
  await Promise.all(Array.from({ length: LIVES }, (_, n) => FIRST_SEED + n).map((seed) =>
    t.test(`life with JB_CRASH_SEED=${seed}`, async (t) => {
      const world = await World.start(seed)
      t.after(() => world.end())
      await live(world)
      figures.kills += world.kills.length
      figures.acks += world.phones.reduce((sum, { acks }) => sum + acks.size, 0)
      figures.back.push(...world.back)
      assert.ok(world.kills.length >= KILLS_A_LIFE, `${world.kills.length} kills`)
      const late = world.back.filter((ms) => ms > BACK_WITHIN_MS)
      assert.ok(late.length <= world.back.length / 20, `of ${world.back.length} phones came back too late: ${late.map(Math.round)}`)
    })))
})
