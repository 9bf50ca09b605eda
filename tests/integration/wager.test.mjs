// Wagers over the wire: points staked before the question is shown. Nobody is sent the question, or another's stake, before
// the stakes are closed; a stake is acknowledged when it is on disk, and a restart finds it.
import assert from 'node:assert/strict'
import test, { before } from 'node:test'
import { advance, attend, host, joinAll, plainBank, resume, run, screen, serve, fileOf } from './lib.mjs'
import { BLUE, GREEN, RED, attendStage, makeStage, scores, step, told } from './lib/stage.mjs'

const server = await serve()
let bank

before(async () => { bank = await server.importBank(plainBank(12)) })

const q = (...numbers) => numbers.map((n) => `q${n}`)
const WAGER = { max: 50, min: 10, time: 60 }
const state = (client) => client.last('state')
/** On to the next turn, which begins with the stakes. */
const stakes = (desk) => desk.do('next', {}, (shown) => shown.stage?.step === 'wager')

/** No frame so far holds a question, a time for one, or anybody's stake but their own. */
function knowsNothing(client, own) {
  for (const frame of client.frames) {
    if (frame.type === 'state') {
      assert.ok(!('question' in frame || 'answer' in frame), JSON.stringify(frame))
      for (const seat of frame.seats ?? []) assert.ok(!('stake' in seat), JSON.stringify(frame))
      assert.ok(!('value' in (frame.stage ?? {})), JSON.stringify(frame))
    }
    if (frame.type === 'you' && 'stake' in frame) assert.equal(frame.stake, own, JSON.stringify(frame))
  }
}

test('teams stake before the question: secret, changed until the last has, then shown with the question', async () => {
  const contest = await makeStage(server, bank, q(1, 2), { format: 'everyone', seconds: 60, wager: WAGER }, { base: 100 })
  const { desk, wall, red, mate, blue, green, hall, phones } = await attendStage(server, contest)
  assert.equal(await red.refused({ type: 'wager', turn: 1, value: 20 }), 'bad_turn')
  await stakes(desk)
  const opened = await Promise.all([...phones, wall].map((client) => step(client, 'wager')))
  for (const shown of opened) {
    assert.deepEqual(shown.round.wager, { min: 10, max: 50, step: 10, limit: 'max', none: 'keep', seconds: 60 })
    assert.ok(shown.closes_at - shown.now > 50000 && shown.closes_at - shown.opens_at === 60000)
    assert.equal('question' in shown, false)
    assert.equal('points' in shown.round, false)
  }
  assert.equal(state(desk).next, 'lock', 'the next press closes the stakes')
  assert.equal((await told(red, (you) => you.may)).stake, undefined)
  assert.equal(await red.refused({ type: 'answer', turn: 1, answer: 'a' }), 'not_now')
  for (const value of [0, 15, 60, -10]) assert.equal(await red.refused({ type: 'wager', turn: 1, value }), 'bad_value')
  assert.deepEqual([red.last('error').re, red.last('error').turn], ['wager', 1])
  assert.equal(await hall.refused({ type: 'wager', turn: 1, value: 20 }), 'not_your_turn')
  assert.deepEqual(await red.act('wager', 1, { value: 20 }), { type: 'ack', turn: 1, elapsed: 0 })
  await told(mate, (you) => you.stake === 20)
  await mate.act('wager', 1, { value: 50 })
  await told(red, (you) => you.stake === 50)
  const tally = await wall.next('tally', ({ staked }) => staked === 1)
  assert.deepEqual([tally.stakers, tally.players, tally.answered], [[RED], 3, 0])
  const roster = await desk.next('roster', ({ players }) => players.some(({ staked }) => staked))
  assert.deepEqual(roster.players.filter(({ staked }) => staked).map(({ seat }) => seat), [RED, RED])
  await desk.do('wager', { seat: GREEN, value: 30 }, () => true)
  await told(green, (you) => you.stake === 30)
  for (const client of [blue, hall, wall]) knowsNothing(client)
  for (const client of [red, mate]) assert.ok(!('question' in state(client)))
  knowsNothing(desk)
  await blue.act('wager', 1, { value: 10 })
  const asked = await desk.next('state', (s) => s.question)
  assert.deepEqual([asked.phase, asked.stage, asked.seats.map(({ stake }) => stake)], ['open', undefined, [50, 10, 30]])
  assert.ok(asked.closes_at - asked.opens_at === 60000, 'the question has a time of its own')
  await Promise.all([...phones, wall].map((client) => client.next('state', (s) => s.question && s.seats.every(({ stake }) => stake > 0))))
  assert.equal(await red.refused({ type: 'wager', turn: 1, value: 10 }), 'late')
  assert.equal('late_ms' in red.last('error'), false)
  await red.act('wager', 1, { value: 50 })
  await Promise.all([red.answer(1, 'a'), blue.answer(1, 'b')])
  const reveal = await advance(desk, 'reveal', 1)
  assert.deepEqual(scores(reveal), [150, 90, 100])
  assert.deepEqual([(await told(red, (you) => you.correct)).points, (await told(blue, (you) => you.correct === false && 'points' in you)).points], [50, -10])
  const preview = desk.next('preview')
  desk.send({ type: 'do', action: 'preview', of: { action: 'reverse', turn: 1, seat: GREEN, is: 'right' } })
  assert.deepEqual((await preview).changed.map(({ seat, after }) => [seat, after.score]), [[GREEN, 130]])
})

test('people stake one by one; whoever says nothing stakes the least; a restart in the step finds the stakes', async () => {
  const contest = await server.contest(fileOf(bank, q(1, 2), { format: 'everyone', seconds: 60, wager: { max: 20, min: 5, step: 5, limit: 'score', none: 'lose', time: 0 } }, { base: 10 }))
  let desk = await host(server, contest)
  let [ann, ben, cy] = await joinAll(server, contest, ['Ann', 'Ben', 'Cy'])
  await stakes(desk)
  const opened = await step(ann, 'wager')
  assert.deepEqual([opened.closes_at, opened.round.wager.seconds, opened.stage], [undefined, undefined, { turn: 1, step: 'wager' }])
  assert.equal(await ann.refused({ type: 'wager', turn: 1, value: 15 }), 'bad_value', 'she has 10')
  await ann.act('wager', 1, { value: 10 })
  const tokens = [ann, ben, cy].map(({ welcome }) => welcome.token)
  await server.kill()
  await server.again()
  desk = await host(server, contest)
  const again = await Promise.all(tokens.map((token) => resume(server, contest, token)))
  ;[ann, ben, cy] = again
  assert.deepEqual([state(desk).paused, state(desk).stage], [true, { turn: 1, step: 'wager' }])
  assert.equal(ann.you.stake, 10)
  assert.equal(await ben.refused({ type: 'wager', turn: 1, value: 5 }), 'not_now')
  await desk.do('resume', {}, (s) => !s.paused)
  await ben.act('wager', 1, { value: 10 })
  const wall = await screen(server, contest)
  assert.equal((await wall.next('tally', ({ staked }) => staked === 2)).players, 3)
  await desk.do('next', {}, (s) => s.question)
  assert.equal((await told(cy, (you) => you.stake > 0)).stake, 5)
  await Promise.all([ann.state('open', 1), ben.state('open', 1)])
  await Promise.all([ann.answer(1, 'a'), ben.answer(1, 'c')])
  await advance(desk, 'reveal', 1)
  assert.deepEqual([(await told(ann, (you) => you.correct)).score, (await told(ben, (you) => you.correct === false && 'points' in you)).score, (await told(cy, (you) => you.correct === false && 'points' in you)).score], [20, 0, 5])
  await advance(desk, 'finished')
  const checked = await run(['verify', contest.id, '--data', server.data])
  assert.equal(checked.status, 0, checked.stderr + checked.stdout)
})

test('in turn the seat stakes on its own question, and its stake is what is at stake', async () => {
  const contest = await makeStage(server, bank, q(1, 2, 3), { format: 'turn', seconds: 60, wager: WAGER })
  const { desk, wall, red, blue } = await attendStage(server, contest)
  await stakes(desk)
  await Promise.all([red, blue, wall].map((client) => step(client, 'wager')))
  assert.deepEqual([state(wall).stage.seat, state(wall).seats.map(({ may }) => may)], [RED, [true, false, false]])
  assert.equal(await blue.refused({ type: 'wager', turn: 1, value: 20 }), 'not_your_turn')
  await red.act('wager', 1, { value: 40 })
  const asked = await step(wall, 'answer', RED)
  assert.deepEqual([asked.stage.value, asked.question.points, asked.seats.map(({ stake }) => stake)], [40, 40, [40, undefined, undefined]])
  const ruled = await desk.do('verdict', { is: 'wrong' }, (s) => s.phase === 'locked')
  assert.deepEqual([ruled.stage.verdict, scores(ruled)], [{ seat: RED, is: 'wrong', points: -40 }, [-40, 0, 0]])
  await advance(desk, 'standings', 1)
  await stakes(desk)
  await step(blue, 'wager')
  await desk.do('lock', {}, (s) => s.question)
  assert.equal(state(desk).stage.value, 10, 'the least')
  assert.equal(BLUE, state(desk).stage.seat)
})
