// The stage over the wire: buzzers, picks, oral verdicts, judges, the hall. Every frame is held against the schema of its
// role, and every frame of a phone is searched for what its team may not know.
import assert from 'node:assert/strict'
import test, { before } from 'node:test'
import { Client, Server, advance, attend, fileOf, finish, host, joinAll, plainBank, resume, run, screen, serve, theEnd, together } from './lib.mjs'
import { BLUE, GREEN, RED, TEAMS, attendStage, makeStage, scores, step, told } from './lib/stage.mjs'

const server = await serve()
let bank

before(async () => { bank = await server.importBank(plainBank(12)) })

const q = (...numbers) => numbers.map((n) => `q${n}`)
const BUZZER = { format: 'buzzer', seconds: 60, buzz_seconds: 60, tries: 2 }
/** The longest time in which another buzz can still be the first; who says so little, or so much, is surely before, or after. */
const LONG_WEIGHING = { fair_cap_ms: 1000 }
const SOON = { elapsed: 0 }
const LATE = { elapsed: 60000 }
const make = (ids, round, contest) => makeStage(server, bank, ids, round, contest)

/** Nobody of these has been shown an answer, a key or a tally so far. */
function knowsNothing(clients) {
  for (const client of clients) {
    for (const frame of client.frames) {
      if (frame.type === 'state' && !['reveal', 'standings'].includes(frame.phase)) assert.ok(!('answer' in frame || 'tally' in frame), JSON.stringify(frame))
      assert.ok(!['tally', 'roster', 'preview', 'paper'].includes(frame.type) || client.role === 'screen', frame.type)
      if (frame.type === 'you') assert.ok(!('answer' in frame), JSON.stringify(frame))
    }
  }
}

test('who competes is told to everybody, and each phone whom it acts for', async () => {
  const contest = await make(q(1, 2), BUZZER)
  const { desk, wall, red, mate, green, hall } = await attendStage(server, contest)
  assert.equal(desk.welcome.contest.seats, 'teams')
  for (const client of [desk, wall, red, hall]) {
    assert.deepEqual(client.first.seats.map(({ seat, name, score, may }) => [seat, name.en, score, may]), [[1, 'Red', 0, false], [2, 'Blue', 0, false], [3, 'Green', 0, false]])
  }
  assert.deepEqual([red, mate, green, hall].map(({ you }) => [you.seat, you.may]), [[RED, false], [RED, false], [GREEN, false], [0, false]])
  const roster = await desk.next('roster', ({ players }) => players.length === 5)
  assert.deepEqual(roster.players.map(({ name, seat }) => [name, seat]).sort(), [['Abe', 1], ['Ann', 1], ['Bo', 2], ['Cy', 3], ['Hal', 0]])
})

test('a buzzer turn: the first by fair time answers, a late one is refused, a wrong one gives the others another try', async () => {
  const contest = await make(q(1, 2), BUZZER, LONG_WEIGHING)
  const { desk, wall, red, mate, blue, green, hall, phones } = await attendStage(server, contest)
  assert.equal(await red.refused({ type: 'buzz', turn: 1 }), 'bad_turn')
  await advance(desk, 'open', 1)
  await together(phones, 'open', 1)
  assert.equal(desk.last('state').round.tries, 2)
  assert.equal(await red.refused({ type: 'answer', turn: 1, answer: 'a' }), 'not_now')
  assert.equal(await hall.refused({ type: 'buzz', turn: 1 }), 'not_your_turn')
  const first = await red.act('buzz', 1, SOON)
  assert.deepEqual([first.turn, first.elapsed >= 0], [1, true])
  await blue.act('buzz', 1, LATE)
  const again = await red.act('buzz', 1)
  assert.equal(again.elapsed, first.elapsed, 'the first ack again')
  const weighed = await step(wall, 'close')
  assert.equal('buzz' in weighed.stage, false, 'nobody is first yet')
  const won = await step(desk, 'answer')
  assert.equal(won.stage.seat, won.stage.buzz.seat)
  assert.deepEqual([won.stage.seat, won.stage.buzz.seat, won.stage.buzz.second], [RED, RED, BLUE])
  assert.ok(won.stage.buzz.margin >= 0 && won.stage.buzz.uncertainty >= 0)
  assert.deepEqual(won.seats.map(({ may }) => may), [true, false, false])
  assert.deepEqual([won.answer, won.undo], [['a'], null], 'the host reads the key')
  await told(mate, (you) => you.may && you.seat === RED)
  assert.equal(await green.refused({ type: 'buzz', turn: 1 }), 'late')
  assert.deepEqual([green.last('error').re, green.last('error').turn], ['buzz', 1])
  assert.equal(await blue.refused({ type: 'answer', turn: 1, answer: 'a' }), 'not_your_turn')
  knowsNothing([red, mate, blue, green, hall, wall])
  await mate.answer(1, 'b')
  const wrong = await step(desk, 'buzz')
  assert.deepEqual([wrong.stage.verdict, wrong.stage.tries], [{ seat: RED, is: 'wrong', points: -10 }, 1])
  assert.equal('buzz' in wrong.stage, false)
  assert.deepEqual(scores(wrong), [-10, 0, 0])
  assert.deepEqual([(await told(red, (you) => you.answered)).answer, (await told(mate, (you) => you.locked_out)).locked_out], ['b', 'tried'])
  knowsNothing([blue, green, hall])
  assert.equal(await red.refused({ type: 'buzz', turn: 1 }), 'barred')
  // The host's own key at the desk counts at once.
  await desk.do('buzz', { seat: BLUE, seq: wrong.seq }, (s) => s.stage.step === 'answer' && s.stage.seat === BLUE)
  const right = await desk.do('verdict', { is: 'right', seat: BLUE }, (s) => s.phase === 'locked')
  assert.deepEqual([right.stage.verdict, scores(right)], [{ seat: BLUE, is: 'right', points: 10 }, [-10, 10, 0]])
  assert.deepEqual(right.undo, { what: 'verdict', name: 'Blue' })
  const reveal = await advance(desk, 'reveal', 1)
  assert.deepEqual(reveal.answer, ['a'])
  const you = await told(blue, (message) => message.correct)
  assert.deepEqual([you.seat, you.score, you.points, you.answered], [BLUE, 10, 10, false])
  const standings = await advance(desk, 'standings', 1)
  assert.deepEqual(standings.team_top.map(({ rank, name, score }) => [rank, name.en, score]), [[1, 'Blue', 10], [2, 'Green', 0], [3, 'Red', -10]])
  assert.deepEqual(standings.top.map(({ name }) => name), ['Hal'])
})

test('what an early buzz does is the rule of the round', async (t) => {
  const rules = {
    blocked: async ({ red, desk }) => {
      assert.equal(await red.refused({ type: 'buzz', turn: 1 }), 'blocked')
      return [desk.last('state'), 'reading', [0, 0, 0]]
    },
    allowed: async ({ red, desk }) => {
      await red.act('buzz', 1)
      return [await step(desk, 'answer', RED), 'open', [0, 0, 0]]
    },
    out: async ({ red, desk }) => {
      await red.act('buzz', 1)
      const state = await desk.next('state', (s) => s.stage?.foul)
      assert.deepEqual(state.stage.foul, { seat: RED, kind: 'early', points: 0 })
      assert.equal((await told(red, (you) => you.locked_out)).locked_out, 'foul')
      return [state, 'reading', [0, 0, 0]]
    },
    deduct: async ({ red, desk }) => {
      await red.act('buzz', 1)
      return [await desk.next('state', (s) => s.stage?.foul), 'reading', [-5, 0, 0]]
    },
    void: async ({ red, desk }) => {
      await red.act('buzz', 1)
      return [await desk.next('state', (s) => s.stage?.foul), 'locked', [0, 0, 0]]
    },
    hall: async ({ red, desk }) => {
      await red.act('buzz', 1)
      return [await step(desk, 'hall'), 'open', [0, 0, 0]]
    },
  }
  for (const [then, play] of Object.entries(rules)) {
    await t.test(then, async () => {
      const contest = await make(q(1, 2), { ...BUZZER, reading: 600, early: { then, ...(then === 'deduct' ? { points: -5 } : {}) } })
      const stage = await attendStage(server, contest)
      await advance(stage.desk, 'reading', 1)
      await together(stage.phones, 'reading', 1)
      const [state, phase, points] = await play(stage)
      assert.deepEqual([state.phase, state.round.early, scores(state)], [phase, then, points])
      knowsNothing(stage.phones)
    })
  }
})

test('a risk round: a value is picked, another seat named, a turn passed; no question before the pick', async () => {
  const contest = await make(q(1, 2, 3, 4, 5, 6), { format: 'risk', seconds: 60, values: [10, 20], stock: 3, may_name: true, distinct_values: true, per_seat: 2 })
  const { desk, wall, red, mate, blue, green, hall, phones } = await attendStage(server, contest)
  const pick = await advanceTo(desk, 'pick', RED)
  assert.deepEqual([pick.round.values, pick.round.stock, pick.round.seats_order], [[10, 20], [{ value: 10, left: 3 }, { value: 20, left: 3 }], [1, 2, 3]])
  await Promise.all([...phones, wall].map((client) => step(client, 'pick', RED)))
  for (const client of [...phones, wall, desk]) assert.equal('question' in client.last('state'), false)
  assert.equal(await blue.refused({ type: 'pick', turn: 1, value: 10 }), 'not_your_turn')
  assert.equal(await hall.refused({ type: 'pick', turn: 1, value: 10 }), 'not_your_turn')
  assert.equal(await red.refused({ type: 'pick', turn: 1, value: 15 }), 'bad_value')
  await told(mate, (you) => you.may)
  await mate.act('pick', 1, { value: 20 })
  const asked = await step(wall, 'answer', RED)
  assert.deepEqual([asked.stage.value, asked.question.points, asked.round.stock[1].left], [20, 20, 2])
  assert.deepEqual(asked.seats[0].taken, [20])
  await red.act('name', 1, { other: GREEN })
  await step(desk, 'answer', GREEN)
  assert.equal(desk.last('state').stage.owner, RED)
  await green.answer(1, 'a')
  const ruled = await desk.next('state', (s) => s.stage?.verdict)
  assert.deepEqual(ruled.stage.verdict, { seat: GREEN, is: 'right', points: 20 })
  await advanceTo(desk, 'pick', BLUE)
  await step(blue, 'pick', BLUE)
  const { turn } = blue.last('state').stage
  await blue.act('pass', turn)
  const passed = await desk.next('state', (s) => s.stage?.passed)
  assert.equal(passed.phase, 'locked')
  await advanceTo(desk, 'pick', GREEN)
  await desk.do('pick', { value: 10 }, (s) => s.stage.step === 'answer')
  await desk.do('verdict', { is: 'wrong' }, (s) => s.stage.verdict?.is === 'wrong')
  await advanceTo(desk, 'pick', RED)
  await step(red, 'pick', RED)
  assert.equal(await red.refused({ type: 'pick', turn: red.last('state').stage.turn, value: 20 }), 'value_taken')
})

/** The host goes on until the stage waits for this. */
async function advanceTo(desk, name, seat) {
  for (let steps = 0; steps < 12; steps++) {
    const state = desk.last('state')
    if (state.stage?.step === name && state.stage.seat === seat) return state
    await desk.do('next', { seq: state.seq }, (s) => s.seq > state.seq && (s.phase !== state.phase || s.stage?.turn !== state.stage?.turn))
  }
  return assert.fail(`${name} of ${seat} is never reached`)
}

test('an oral verdict is taken back and given anew; one that was meant for another step is stale', async () => {
  const contest = await make(q(1, 2, 3), { format: 'turn', seconds: 60, answer_by: 'mouth' })
  const { desk, red, blue } = await attendStage(server, contest)
  const open = await advance(desk, 'open', 1)
  assert.deepEqual([open.stage.step, open.stage.seat], ['answer', RED])
  assert.equal(await red.refused({ type: 'answer', turn: 1, answer: 'a' }), 'not_now', 'only the mouth counts')
  assert.equal(await desk.refused({ type: 'do', action: 'verdict', is: 'right', seat: BLUE }), 'not_your_turn')
  const wrong = await desk.do('verdict', { is: 'wrong', seq: open.seq }, (s) => s.stage.verdict)
  assert.deepEqual([wrong.phase, wrong.stage.verdict.points], ['locked', 0])
  assert.equal(await desk.refused({ type: 'do', action: 'verdict', is: 'right', seq: open.seq }), 'stale')
  const back = await desk.do('undo', { seq: wrong.seq }, (s) => s.phase === 'open')
  assert.deepEqual([back.stage.step, back.stage.verdict, back.stage.seat], ['answer', undefined, RED])
  const half = await desk.do('verdict', { is: 'partial', points: 2.5, seq: back.seq }, (s) => s.stage.verdict)
  assert.deepEqual([half.stage.verdict, scores(half)], [{ seat: RED, is: 'partial', points: 2.5 }, [2.5, 0, 0]])
  await advance(desk, 'open', 2)
  assert.equal(await desk.refused({ type: 'do', action: 'verdict', is: 'right', seq: half.seq }), 'stale')
  assert.equal(await desk.refused({ type: 'do', action: 'undo' }), 'not_now', 'the next turn has begun')
  assert.deepEqual((await step(blue, 'answer', BLUE)).stage.turn, 2)
})

test('a buzz between two presses makes the second press stale', async () => {
  const contest = await make(q(1, 2), BUZZER)
  const { desk, red } = await attendStage(server, contest)
  const { seq } = await advance(desk, 'open', 1)
  await red.state('open', 1)
  await red.act('buzz', 1)
  assert.equal(await desk.refused({ type: 'do', action: 'next', seq }), 'stale')
  await step(desk, 'answer', RED)
})

test('judges mark unseen by each other until all have; a lost one comes back to the same number', async () => {
  const contest = await make(q(1, 2, 3), { format: 'judged', judges: 3, marks: { min: 0, max: 10 }, trimmed: true })
  const { desk, wall, red, hall } = await attendStage(server, contest)
  assert.equal(desk.welcome.contest.judges, 3)
  const judges = []
  for (let n = 1; n <= 3; n++) judges.push(await attend(server, contest, 'judge'))
  assert.deepEqual(judges.map(({ welcome }) => welcome.judge), [1, 2, 3])
  const fourth = await attendRefused(contest, {})
  assert.equal(fourth, 'full')
  assert.equal(await attendRefused(contest, { judge: 4 }), 'full')
  await desk.next('roster', ({ judges: here }) => here?.length === 3)
  await advanceTo(desk, 'marks', RED)
  await Promise.all(judges.map((judge) => step(judge, 'marks', RED)))
  await judges[0].act('mark', 1, { value: 9.75 })
  assert.equal(await hall.refused({ type: 'answer', turn: 1, answer: 'a' }), 'not_your_turn') // there is nothing to answer
  assert.equal(await judges[1].refused({ type: 'mark', turn: 1, value: 10.5 }), 'bad_value')
  assert.equal(await judges[1].refused({ type: 'mark', turn: 1, value: 7, seat: BLUE }), 'not_your_turn')
  const { seq } = await desk.next('state', (s) => s.stage.marked === 1)
  assert.deepEqual(desk.last('state').stage.marks, [{ judge: 1, value: 9.75 }])
  for (const client of [wall, red, hall, judges[1]]) {
    const { stage } = await client.next('state', (s) => s.stage?.marked === 1)
    assert.equal('marks' in stage && stage.marks.length > 0, false)
  }
  assert.deepEqual((await judges[0].next('state', (s) => s.stage?.marked === 1)).stage.marks, [{ judge: 1, value: 9.75 }])
  judges[0].terminate()
  await desk.next('roster', ({ judges: here }) => here?.length === 2)
  judges[0] = await attend(server, contest, 'judge', {}, { judge: 1 })
  assert.equal(judges[0].welcome.judge, 1)
  assert.deepEqual(judges[0].first.stage.marks, [{ judge: 1, value: 9.75 }])
  await judges[0].act('mark', 1, { value: 8 })
  await desk.do('mark', { judge: 2, value: 6.5, seq }, (s) => s.stage.marked === 2)
  await judges[2].act('mark', 1, { value: 9 })
  for (const client of [desk, wall, red, hall, judges[1]]) {
    const { stage } = await client.next('state', (s) => s.stage?.marked === 3)
    assert.deepEqual([stage.marks.map(({ value }) => value), stage.mean, stage.verdict.points], [[8, 6.5, 9], 8, 8])
  }
  assert.equal(await judges[2].refused({ type: 'mark', turn: 1, value: 9 }), 'late')
  // A newer connection that asks for a number takes it from an older one.
  const newer = await attend(server, contest, 'judge', {}, { judge: 3 })
  assert.equal((await judges[2].next('bye')).reason, 'replaced')
  assert.equal(newer.welcome.judge, 3)
})

async function attendRefused(contest, extra) {
  const client = await Client.connect(server, { role: 'judge' })
  return client.refused({ type: 'hello', role: 'judge', code: contest.code, key: contest.judge_key, ...extra })
}

test('a turn falls to the hall, which answers by itself and learns nothing before', async () => {
  const contest = await make(q(1, 2), BUZZER, { hall: { when: 'fallen', right: 5, seconds: 60 } })
  const { desk, wall, red, hall, phones } = await attendStage(server, contest)
  await advance(desk, 'open', 1)
  await together(phones, 'open', 1)
  assert.equal(await hall.refused({ type: 'answer', turn: 1, answer: 'a' }), 'not_your_turn')
  const fallen = await desk.do('hall', {}, (s) => s.stage.step === 'hall')
  assert.equal(fallen.stage.hall, true)
  assert.deepEqual(fallen.seats.map(({ may }) => may), [false, false, false])
  await told(hall, (you) => you.may)
  assert.equal(await red.refused({ type: 'answer', turn: 1, answer: 'a' }), 'not_your_turn')
  knowsNothing([...phones, wall])
  await hall.answer(1, 'a')
  const tally = await wall.next('tally', (message) => message.hall.answered === 1)
  assert.deepEqual([tally.answered, tally.hall], [0, { answered: 1, players: 1 }])
  await advance(desk, 'reveal', 1)
  for (const { tally: given } of [desk.last('state'), await wall.state('reveal', 1), await red.state('reveal', 1)]) {
    assert.deepEqual([given.answered, given.right, given.hall.answered, given.hall.right, given.hall.counts.a], [0, 0, 1, 1, 1])
  }
  const you = await told(hall, (message) => message.correct)
  assert.deepEqual([you.seat, you.score, you.rank, you.of], [0, 5, 1, 1])
  assert.deepEqual(scores(desk.last('state')), [0, 0, 0])
})

test('a correction is looked at first, then made; it names who changes and which order stands', async () => {
  const contest = await make(q(1, 2, 3), { format: 'turn', seconds: 60 })
  const { desk, red } = await attendStage(server, contest)
  const other = await attend(server, contest, 'host')
  await advance(desk, 'open', 1)
  await desk.do('verdict', { is: 'right' }, (s) => s.stage.verdict)
  await advance(desk, 'standings', 1)
  const preview = async (client, of) => {
    client.send({ type: 'do', action: 'preview', of })
    return client.next('preview')
  }
  const before = desk.last('state')
  const voided = await preview(desk, { action: 'void', turn: 1 })
  assert.deepEqual(voided, {
    type: 'preview', re: 'void', stages: [],
    changed: [
      { seat: RED, name: TEAMS[0].name, before: { score: 10, rank: 1 }, after: { score: 0, rank: 1 } },
      { seat: BLUE, name: TEAMS[1].name, before: { score: 0, rank: 2 }, after: { score: 0, rank: 1 } },
      { seat: GREEN, name: TEAMS[2].name, before: { score: 0, rank: 2 }, after: { score: 0, rank: 1 } },
    ].filter(({ before: was, after }) => was.score !== after.score || was.rank !== after.rank),
  })
  const minus = await preview(other, { action: 'adjust', seat: BLUE, points: -2.5, reason: 'Talked' })
  assert.deepEqual(minus.changed.find(({ seat }) => seat === BLUE).after, { score: -2.5, rank: 3 })
  assert.deepEqual((await preview(desk, { action: 'reverse', turn: 1, seat: RED, is: 'wrong' })).changed, voided.changed)
  await Promise.all([desk.settle(), other.settle()])
  assert.deepEqual(scores(desk.last('state')), scores(before), 'nothing has changed')
  assert.equal(await desk.refused({ type: 'do', action: 'preview', of: { action: 'void', turn: 2 } }), 'bad_turn')
  assert.equal(await desk.refused({ type: 'do', action: 'adjust', seat: BLUE, points: 1, reason: ' \u202e' }), 'bad_field')
  assert.equal(await desk.refused({ type: 'do', action: 'adjust', seat: 9, points: 1, reason: 'x' }), 'no_seat')
  assert.equal(await other.refused({ type: 'do', action: 'adjust', seat: BLUE, points: 1, reason: 'x' }), 'not_acting')
  const adjusted = await desk.do('adjust', { seat: BLUE, points: -2.5, reason: 'Talked', seq: before.seq }, (s) => s.seats[1].score === -2.5)
  assert.equal(await desk.refused({ type: 'do', action: 'adjust', seat: BLUE, points: -2.5, reason: 'Talked', seq: before.seq }), 'stale', 'pressed twice')
  const reversed = await desk.do('reverse', { turn: 1, seat: RED, is: 'wrong', seq: adjusted.seq }, (s) => s.seats[0].score === 0)
  assert.equal(await desk.refused({ type: 'do', action: 'reverse', turn: 1, seat: RED, is: 'wrong' }), 'no_change')
  await told(red, (you) => you.score === 0 && you.rank === 1)
  await desk.do('void', { turn: 1, seq: reversed.seq }, (s) => s.seq > reversed.seq)
  assert.equal(await desk.refused({ type: 'do', action: 'void', turn: 1 }), 'no_change')
})

test('the questions and their keys are printed for the host, asked ones marked', async () => {
  const contest = await make(q(1, 2, 3), { format: 'turn', seconds: 10 })
  const { desk, red } = await attendStage(server, contest)
  await advance(desk, 'open', 1)
  desk.send({ type: 'do', action: 'paper' })
  const paper = await desk.next('paper')
  assert.deepEqual(paper.questions.map(({ n, turn, answer, seconds }) => [n, turn, answer, seconds]), [[1, 1, ['a'], 10], [2, undefined, ['a'], 10], [3, undefined, ['a'], 10]])
  assert.equal(paper.rules.rounds[0].format, 'turn')
  assert.equal('next' in paper, false)
  desk.send({ type: 'do', action: 'paper', from: 3 })
  const rest = await desk.next('paper')
  assert.deepEqual([rest.from, rest.questions.length, 'rules' in rest], [3, 1, false])
  assert.equal(await desk.refused({ type: 'do', action: 'paper', from: 4 }), 'bad_field')
  assert.equal(await red.refused({ type: 'do', action: 'paper' }, true), 'forbidden')
})

test('a second console takes over with one press; what the first still sends is refused', async () => {
  const contest = await make(q(1, 2), BUZZER)
  const { desk } = await attendStage(server, contest)
  const other = await attend(server, contest, 'host')
  assert.deepEqual([desk.last('state').acting, other.first.acting], [true, false])
  assert.equal(await other.refused({ type: 'do', action: 'start' }), 'not_acting')
  await other.do('take', {}, (s) => s.acting)
  await desk.next('state', (s) => !s.acting)
  assert.equal(await desk.refused({ type: 'do', action: 'start' }), 'not_acting')
  await advance(other, 'open', 1)
  await desk.do('take', {}, (s) => s.acting)
  await other.next('state', (s) => !s.acting)
  // Whoever acts leaves: the next that does something acts.
  desk.terminate()
  await other.next('state', (s) => s.acting)
  await other.do('lock', {}, (s) => s.phase === 'locked' && s.acting)
})

test('the hall answers along with the stage and learns what was right when the turn is over', async () => {
  const contest = await make(q(1, 2, 3), { format: 'turn', seconds: 60 }, { hall: { when: 'along', right: 5 } })
  const { desk, red, mate, blue, green, hall, phones } = await attendStage(server, contest)
  await advance(desk, 'open', 1)
  await together(phones, 'open', 1)
  await told(hall, (you) => you.may)
  await hall.answer(1, 'b')
  assert.equal('answer' in (await told(hall, (you) => you.answered)), true, 'its own')
  await red.answer(1, 'a')
  const seen = await told(mate, (you) => you.answered)
  assert.deepEqual([seen.seat, seen.answer], [RED, 'a'], 'what was said for the team')
  const over = await hall.next('state', (s) => s.stage?.verdict)
  assert.deepEqual([over.phase, 'answer' in over, over.stage.verdict], ['locked', false, { seat: RED, is: 'right', points: 10 }])
  knowsNothing([blue, green])
  for (const frame of hall.frames) assert.equal(frame.type === 'you' && 'answer' in frame && frame.answer !== 'b', false)
  await advance(desk, 'reveal', 1)
  assert.deepEqual((await hall.state('reveal', 1)).answer, ['a'])
  assert.equal((await told(hall, (you) => 'correct' in you)).correct, false)
})

test('members of a team answer by turns, and the screen names them', async () => {
  const teams = TEAMS.slice(0, 2).map((team, i) => ({ ...team, members: [['Ann', 'Abe'], ['Bo', 'Bea']][i] }))
  const contest = await make(q(1, 2, 3, 4), { format: 'turn', seconds: 60, speaker: 'member' }, { teams })
  const [desk, wall] = [await host(server, contest), await screen(server, contest)]
  assert.deepEqual(wall.welcome.contest.teams.map(({ members }) => members), [['Ann', 'Abe'], ['Bo', 'Bea']])
  const spoke = []
  for (let turn = 1; turn <= 4; turn++) {
    const { stage } = await advance(desk, 'open', turn)
    spoke.push([stage.seat, stage.member, stage.member_name])
    await desk.do('verdict', { is: 'wrong' }, (s) => s.stage.verdict)
  }
  assert.deepEqual(spoke, [[1, 1, 'Ann'], [2, 1, 'Bo'], [1, 2, 'Abe'], [2, 2, 'Bea']])
  await wall.next('state', (s) => s.stage?.member_name === 'Bea')
})

test('on a stage of people each player is a seat with a name of their own', async () => {
  const contest = await server.contest(fileOf(bank, q(1, 2), { ...BUZZER, tries: 1 }))
  const desk = await host(server, contest)
  const [a, b] = await joinAll(server, contest, ['A', 'B'])
  assert.deepEqual([a.welcome.contest.seats, 'seat' in a.you, 'seats' in a.first], ['people', false, false])
  await advance(desk, 'open', 1)
  await together([a, b], 'open', 1)
  assert.deepEqual(a.last('state').seats.map(({ seat, name, may }) => [seat, name, may]).sort(), [[1, { und: 'A' }, true], [2, { und: 'B' }, true]])
  assert.deepEqual([(await told(a, (you) => you.may)).seat, (await told(b, (you) => you.may)).seat], [a.player, b.player])
  await a.act('buzz', 1)
  await step(b, 'answer', a.player)
  assert.equal(await b.refused({ type: 'answer', turn: 1, answer: 'a' }), 'not_your_turn')
  await a.answer(1, 'a')
  assert.deepEqual((await desk.next('state', (s) => s.stage?.verdict)).stage.verdict, { seat: a.player, is: 'right', points: 10 })
})

test('after the plug was pulled while a buzz was answered, the stage stands there, paused, with the time that was left', async (t) => {
  const own = await Server.start()
  t.after(() => finish(own))
  const contest = await makeStage(own, await own.importBank(plainBank(2)), q(1, 2), BUZZER, LONG_WEIGHING)
  const stage = await attendStage(own, contest)
  await advance(stage.desk, 'open', 1)
  await together(stage.phones, 'open', 1)
  await stage.red.act('buzz', 1, SOON)
  await stage.blue.act('buzz', 1, LATE)
  const before = await step(stage.wall, 'answer')
  await own.kill()
  await own.again()
  const desk = await host(own, contest)
  const { paused, reason, stage: shown, left_ms: left } = desk.first
  assert.deepEqual([paused, reason, shown], [true, 'restart', before.stage])
  assert.ok(left > 0 && left <= before.closes_at - before.opens_at, `${left} ms`)
  assert.ok(desk.first.seats.every(({ may }) => !may), 'nobody while it is paused')
  const red = await resume(own, contest, stage.red.token)
  assert.deepEqual([red.you.seat, red.you.may], [RED, false])
  assert.equal(await red.refused({ type: 'answer', turn: 1, answer: 'a' }), 'not_now')
  const resumed = await desk.do('resume', {}, (s) => !s.paused)
  assert.equal(resumed.closes_at - resumed.now <= left, true)
  await told(red, (you) => you.may)
  await red.answer(1, 'a')
  assert.deepEqual((await desk.next('state', (s) => s.stage?.verdict)).stage.verdict, { seat: RED, is: 'right', points: 10 })
})

test('an acknowledged buzz survives the plug being pulled before anybody has won', async (t) => {
  const own = await Server.start()
  t.after(() => finish(own))
  const contest = await makeStage(own, await own.importBank(plainBank(2)), q(1, 2), BUZZER)
  const stage = await attendStage(own, contest)
  await advance(stage.desk, 'open', 1)
  await stage.red.state('open', 1)
  const { elapsed } = await stage.red.act('buzz', 1)
  await own.kill()
  await own.again()
  const desk = await host(own, contest)
  assert.ok(['close', 'answer'].includes(desk.first.stage.step), desk.first.stage.step)
  await desk.do('resume', {}, (s) => !s.paused)
  const won = desk.last('state').stage.step === 'answer' ? desk.last('state') : await step(desk, 'answer')
  assert.deepEqual(won.stage.buzz, { seat: RED, elapsed })
})

/** What a host does next, whatever is on: verdicts, picks, buzzes and marks go round by `n`. */
function moveOf({ phase, stage, round }, n) {
  if (phase !== 'open' || !stage?.step || n % 11 === 0) return { action: 'next' }
  switch (stage.step) {
    case 'pick': return n % 3 === 0 ? { action: 'pass' } : { action: 'pick', value: round.stock.find(({ left }) => left > 0).value }
    case 'buzz': return { action: 'buzz', seat: 1 + (n % 3) }
    case 'answer': return n % 4 === 3 ? { action: 'verdict', is: 'partial', points: 2.5 } : { action: 'verdict', is: ['right', 'wrong', 'right'][n % 3] }
    case 'marks': return { action: 'mark', judge: 1 + stage.marked, value: 5 + (n % 9) / 2 }
    default: return { action: 'next' }
  }
}

test('eight formats and an overtime, played to the end; every frame of everybody is as the schema says', async () => {
  const all = Array.from({ length: 40 }, (_, i) => `q${i + 1}`)
  const big = await server.importBank(plainBank(40, 'big'), 'big')
  const part = (from, count) => ({ questions: { bank: big, ids: all.slice(from, from + count) } })
  const contest = await server.contest({
    title: { en: 'All of them' }, seats: 'teams', teams: TEAMS, tie: ['playoff'], base: 100, floor: 0,
    awards: [{ title: { en: 'First' }, places: 1, for: 'team', by: 'score' }], hall: { when: 'along', right: 5, seconds: 60 },
    rounds: [
      { format: 'everyone', seconds: 60, ...part(0, 1) },
      { format: 'turn', seconds: 60, per_seat: 1, order: 'high_low', ...part(1, 3) },
      { format: 'buzzer', seconds: 60, tries: 3, fallback: 'hall', early: { then: 'deduct', points: -5, escalation: [{ count: 2, bar: true }] }, ...part(4, 3) },
      { format: 'risk', seconds: 60, values: [10, 20], stock: 3, per_seat: 1, ...part(7, 6) },
      { format: 'rush', run_seconds: 60, per_seat: 2, ...part(13, 6) },
      { format: 'ladder', values: [10, 20], safe: [1], per_seat: 2, ...part(19, 6) },
      { format: 'survival', seconds: 60, survivors: 1, ...part(25, 3) },
      { format: 'judged', judges: 2, marks: { min: 0, max: 10 }, per_seat: 1, ...part(28, 3) },
      { format: 'buzzer', seconds: 60, tries: 1, overtime: true, ...part(31, 4) },
    ],
  })
  const { desk, red, hall, wall } = await attendStage(server, contest)
  const played = new Set()
  /** Gives the refusal, if there is one. */
  const tell = async (command) => {
    const before = desk.all('error').length
    desk.send({ type: 'do', ...command })
    await desk.settle()
    return desk.all('error')[before]
  }
  for (let n = 1; desk.last('state').phase !== 'finished'; n++) {
    assert.ok(n < 400, `it never ends: ${JSON.stringify(desk.last('state').stage)}`)
    const before = desk.last('state')
    if (before.round) played.add(before.round.format)
    const move = moveOf(before, n)
    desk.forget('state')
    const refused = await tell({ seq: before.seq, ...move })
    if (refused) assert.ok(['barred', 'no_seat', 'not_now', 'stale'].includes(refused.code), `${JSON.stringify(move)}: ${refused.code} in ${JSON.stringify(before.stage)}`)
    // What is not possible here is left out. What is stale was overtaken by something that ended by itself.
    if (refused && refused.code !== 'stale') await tell({ seq: before.seq, action: 'next' })
    if (desk.last('state').seq === before.seq) await desk.next('state', ({ seq }) => seq > before.seq)
  }
  assert.deepEqual([...played].sort(), ['buzzer', 'everyone', 'judged', 'ladder', 'risk', 'rush', 'survival', 'turn'])
  await Promise.all([red, hall, wall].map((client) => client.state('finished')))
  const end = await theEnd(desk)
  assert.ok(end.seats.every(({ score }) => score >= 0), 'no score goes below the floor')
  const verified = await run(['verify', contest.id, '--data', server.data, '--json'])
  assert.equal(verified.status, 0, verified.stderr + verified.stdout)
})
