// Teams with reserves over the wire: who plays and who is on the bench, substitutions by the host, what they leave in results
// and in the proof. Every frame is held against the schema of its role.
import assert from 'node:assert/strict'
import test, { before } from 'node:test'
import { Server, advance, fileOf, host, join, plainBank, resume, run, screen, serve, together } from './lib.mjs'
import { readWorkbook, values } from './lib/sheet.mjs'

const server = await serve()
let bank

before(async () => { bank = await server.importBank(plainBank(8)) })

const NAMED = [{ name: { en: 'Red' }, members: ['Ann', 'Abe', 'Ada'] }, { name: { en: 'Blue' }, members: ['Bo', 'Bea', 'Ben'] }]

/** Two rounds of two questions for all; two of each team play. */
function make(substitutions, { teams = NAMED, of = server } = {}) {
  const file = fileOf(bank, ['q1', 'q2'], { format: 'everyone', standings: 'turn', points: { right: 10 } }, { seats: 'teams', teams, substitutions })
  file.rounds.push({ format: 'buzzer', questions: { bank, ids: ['q3', 'q4'] }, standings: 'turn', seconds: 60, buzz_seconds: 60 })
  return of.contest(file)
}

const lineup = (state, seat = 1) => {
  const { fielded, bench, substitutions_left: left } = state.seats[seat - 1]
  return [fielded.map(({ name }) => name).join(), bench.map(({ name }) => name).join(), left]
}
/** What the phone is told of itself until it is on the bench, or is not. */
const benched = (phone, on) => phone.next('you', ({ bench }) => (bench !== undefined) === on, `bench ${on}`)
const substitute = (desk, seat, out, incoming, shows) => desk.do('substitute', { seat, out, in: incoming }, (s) => lineup(s, seat)[0] === shows)

test('named members: who plays acts, who does not is refused, and a substitution turns that round', async () => {
  const contest = await make({ fielded: 2, max: 1 })
  const desk = await host(server, contest)
  const wall = await screen(server, contest)
  const ann = await join(server, contest, 'ann ', { team: 'Red' })
  const ada = await join(server, contest, 'Ada', { team: 'Red' })
  const stranger = await join(server, contest, 'Nobody', { team: 'Red' })
  const bo = await join(server, contest, 'Bo', { team: 'Blue' })
  const hall = await join(server, contest, 'Ada B', {})
  assert.deepEqual([ann, ada, stranger, bo, hall].map(({ you }) => you.bench), [undefined, 'reserve', 'unlisted', undefined, undefined])
  for (const state of [desk.first, wall.first]) {
    assert.deepEqual(lineup(state), ['Ann,Abe', 'Ada', 1])
    assert.deepEqual(state.substitutions, { fielded: 2, max: 1, when: 'rounds', now: true })
  }
  assert.deepEqual([ann.first.seats[0].substitutions_left, 'fielded' in ann.first.seats[0]], [1, false], 'phones are not told who')

  await advance(desk, 'open', 1)
  await together([ann, ada, stranger, bo, hall], 'open', 1)
  await ann.next('you', ({ may }) => may)
  assert.equal(await ada.refused({ type: 'answer', turn: 1, answer: 'a' }), 'on_bench')
  assert.equal(await desk.refused({ type: 'do', action: 'substitute', seat: 1, out: 1, in: 3 }), 'not_now')
  await ann.answer(1, 'a')
  assert.equal(await desk.refused({ type: 'do', action: 'substitute', seat: 1, out: 1, in: 3 }), 'not_now')
  await advance(desk, 'reveal', 1)
  assert.equal(desk.last('state').substitutions.now, false)
  assert.equal(await desk.refused({ type: 'do', action: 'substitute', seat: 1, out: 1, in: 3 }), 'not_between_rounds')
  await advance(desk, 'reveal', 2)
  for (const [args, code] of [[{ seat: 9, out: 1, in: 3 }, 'no_seat'], [{ seat: 1, out: 3, in: 1 }, 'not_fielded'], [{ seat: 1, out: 1, in: 2 }, 'not_on_bench']]) {
    assert.equal(await desk.refused({ type: 'do', action: 'substitute', ...args }), code)
  }
  const after = await substitute(desk, 1, 1, 3, 'Ada,Abe')
  assert.deepEqual([lineup(after), after.undo.what, after.undo.name], [['Ada,Abe', 'Ann', 0], 'substitution', 'Red'])
  await benched(ada, false)
  await benched(ann, true)
  await wall.next('state', (s) => lineup(s)[0] === 'Ada,Abe')
  assert.equal(await desk.refused({ type: 'do', action: 'substitute', seat: 1, out: 2, in: 1 }), 'no_substitutions')

  await desk.do('undo', {}, (s) => lineup(s)[0] === 'Ann,Abe')
  await benched(ann, false)
  await substitute(desk, 1, 2, 3, 'Ann,Ada')
  await benched(ada, false)
  await advance(desk, 'open', 3)
  await together([ada, stranger], 'open', 3)
  assert.equal(await stranger.refused({ type: 'buzz', turn: 3 }), 'on_bench')
  await desk.do('rename', { player: stranger.player, name: 'Abe' })
  assert.equal((await stranger.next('you', ({ name }) => name === 'Abe')).bench, 'reserve')
  await desk.do('rename', { player: stranger.player, name: 'ADA' })
  await benched(stranger, false)
  await stranger.act('buzz', 3)
  await desk.next('state', (s) => s.stage?.step === 'answer' && s.stage.seat === 1)
})

test('without named members the first who join play; a removed one is replaced, and that is not counted', async () => {
  const contest = await make({ fielded: 1, max: 1, when: 'turns' }, { teams: ['Red', 'Blue'] })
  const desk = await host(server, contest)
  const [a, b, c] = [await join(server, contest, 'A', { team: 'Red' }), await join(server, contest, 'B', { team: 'Red' }), await join(server, contest, 'C', { team: 'Red' })]
  await desk.next('state', (s) => s.seats[0].bench.length === 2)
  assert.deepEqual([a, b, c].map(({ you }) => you.bench), [undefined, 'reserve', 'reserve'])
  await advance(desk, 'open', 1)
  const seen = await desk.do('kick', { player: a.player }, (s) => s.seats[0].fielded[0]?.removed)
  assert.deepEqual([lineup(seen), 'removed' in seen.seats[0].bench[0]], [['A', 'B,C', 1], false], 'nobody comes in by themselves')
  const late = await join(server, contest, 'D', { team: 'Red' })
  await desk.next('state', (s) => s.seats[0].bench.length === 3)
  assert.equal(late.you.bench, 'reserve')
  await advance(desk, 'reveal', 1)
  assert.deepEqual(lineup(await substitute(desk, 1, a.player, c.player, 'C')), ['C', 'B,D', 1])
  await benched(c, false)
  assert.deepEqual(lineup(await substitute(desk, 1, c.player, b.player, 'B')), ['B', 'C,D', 0])
  await advance(desk, 'open', 2)
  await together([b, c], 'open', 2)
  assert.equal(await c.refused({ type: 'answer', turn: 2, answer: 'a' }), 'on_bench')
  await b.answer(2, 'a')
})

test('results list who came in for whom; verify proves it; a killed server knows who plays', async () => {
  const own = await Server.start()
  try {
    bank = await own.importBank(plainBank(8))
    const contest = await make({ fielded: 2, max: 2 }, { of: own })
    let desk = await host(own, contest)
    let abe = await join(own, contest, 'Abe', { team: 'Red' })
    await substitute(desk, 1, 1, 3, 'Ada,Abe')
    await substitute(desk, 2, 2, 3, 'Bo,Ben')
    await desk.do('undo', {}, (s) => lineup(s, 2)[0] === 'Bo,Bea')
    await advance(desk, 'reveal', 2)
    await substitute(desk, 1, 2, 1, 'Ada,Ann')
    await benched(abe, true)
    await own.kill()
    await own.again()
    desk = await host(own, contest)
    abe = await resume(own, contest, abe.token)
    assert.deepEqual([lineup(desk.first), lineup(desk.first, 2), abe.you.bench], [['Ada,Ann', 'Abe', 0], ['Bo,Bea', 'Ben', 2], 'reserve'])
    await desk.do('finish', {}, (s) => s.phase === 'finished' && s.head)
    const fetched = async (format) => own.http('GET', `/api/contests/${contest.id}/results?format=${format}`)
    const results = (await fetched('json')).json
    assert.deepEqual(results.substitutions.map((row) => [row.after, row.team, row.out, row.in, row.counted]),
      [[0, 'Red', { n: 1, name: 'Ann' }, { n: 3, name: 'Ada' }, true], [2, 'Red', { n: 2, name: 'Abe' }, { n: 1, name: 'Ann' }, true]])
    const csv = (await fetched('csv')).bytes.subarray(3).toString().trimEnd().split('\r\n')
    assert.match(csv[0], /,overtime,substitutions,log_entries,log_head$/)
    assert.deepEqual(csv.slice(1).map((line) => [line.split(',')[1], line.split(',').at(-3)]).sort(), [['Blue', ''], ['Red', '0: Ada for Ann; 2: Ann for Abe']])
    const { names, sheets } = readWorkbook((await fetched('xlsx')).bytes)
    assert.ok(names.includes('Substitutions'))
    assert.deepEqual(values(sheets.Substitutions.rows).map((row) => row.slice(1, 5)),
      [['After question', 'Team', 'Out', 'In'], [0, 'Red', 'Ann', 'Ada'], [2, 'Red', 'Abe', 'Ann']])
    const proof = await run(['verify', contest.id, '--data', own.data, '--json'])
    assert.deepEqual([proof.status, JSON.parse(proof.stdout).ok, JSON.parse(proof.stdout).ranking_compared], [0, true, true], proof.stdout + proof.stderr)
  } finally {
    await own.stop()
  }
})
