// The bench itself, tiny: fifty phones on the product and on the floor, every step that it takes, and the programs beside it.
// What is looked at are counts and what must be said; how long anything takes is nobody's business here.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { tlsMemory, rooms, slowDisk, stalled } from '../bench/lib/others.mjs'
import { contestOn, sizesOfProduct } from '../bench/lib/contest.mjs'
import { Hall, Product, built, endAll, losses, tell } from '../bench/lib/programs.mjs'
import { Pair, freshJoin } from '../bench/lib/rounds.mjs'
import { quantile, ratios, spread } from '../bench/lib/stats.mjs'
import { Table } from '../bench/lib/table.mjs'
import { run, temporaryFolder } from './lib/process.mjs'

const PHONES = 50
after(endAll)
after(() => assert.deepEqual(losses, []))

/** Sanitizers and coverage bring wrappers of their own: nothing can be preloaded there. */
const preloads = existsSync(built('jb-rawsend.so'))

const all = (count) => ({ delivered: count, lost: 0 })
const only = (came, wanted) => assert.deepEqual(Object.fromEntries(Object.keys(wanted).map((key) => [key, came[key]])), wanted)

test('a hall on the product and one on the floor play the same rounds and lose nothing', async () => {
  const sizes = await sizesOfProduct()
  assert.equal(sizes.length, 9)
  const pair = await Pair.start({ phones: PHONES, rounds: 1, pushes: 2, sizes })
  const joined = await pair.join()
  for (const side of [joined.ours, joined.theirs]) only(side, { phones: PHONES, lost: 0, resumed: 0 })
  assert.ok(joined.bytesAPhone > 0)
  const rounds = await pair.rounds(1)
  assert.equal(rounds.length, 1)
  for (const { ours, theirs, raw } of rounds) {
    for (const side of [ours, theirs]) {
      only(side.question, all(PHONES))
      only(side.answers, { sent: PHONES, acked: PHONES, lost: 0 })
      only(side.results, { ...all(PHONES), wrong: 0, standings_delivered: PHONES, standings_lost: 0 })
      for (const step of [side.question, side.answers, side.results]) assert.ok(step.cpu_us > 0, `${JSON.stringify(step)} says no CPU`)
      assert.ok(side.whole > 0)
    }
    // The floor pads its texts to the product's: what a phone reads is as long, but for numbers that grow and names.
    const bytes = (side) => side.question.bytes + side.answers.bytes + side.results.bytes
    assert.ok(Math.abs(bytes(ours) / bytes(theirs) - 1) < 0.1, `${bytes(ours)} and ${bytes(theirs)} bytes`)
    if (preloads) only(raw, all(PHONES))
    else assert.equal(raw, undefined)
  }
  only(await pair.ours.do('ramp'), { questions: 2 })
  const pushes = await pair.pushes(2)
  assert.equal(pushes.length, preloads ? 2 : 0)
  for (const { question, raw } of pushes) for (const step of [question, raw]) only(step, all(PHONES))
  only(await pair.storm(), { phones: PHONES, lost: 0, resumed: PHONES })
  only(await pair.restart(), { phones: PHONES, lost: 0, resumed: PHONES })
  await pair.stop()
})

test('a server that has just begun takes everybody in', async () => {
  only(await freshJoin(PHONES), { phones: PHONES, lost: 0, resumed: 0 })
})

test('phones that stop reading are counted out, and come back', async () => {
  const product = await Product.start()
  const hall = Hall.start(product, await contestOn(product, 2), PHONES)
  only(await hall.do('join'), { phones: PHONES, lost: 0 })
  only(await hall.do('stall 0.1'), { stalled: 5 })
  only(await hall.do('question'), all(45))
  only(await hall.do('stall 0'), { stalled: 0, closed: 0 })
  only(await hall.do('answers 0.01'), { acked: PHONES, lost: 0 })
  only(await hall.do('results'), all(PHONES))
  await assert.rejects(hall.do('dance'), /could not do "dance"/)
  await hall.stop()
  await product.stop()
})

test('the rows that need a hall of another make', async () => {
  const stuck = await stalled(PHONES, 1, { part: 0.1, filling: 0 })
  only(stuck, { silent: 5 })
  assert.equal(stuck.pairs.length, 1)
  const many = await rooms(40, 20, 1)
  only(many, { rooms: 2 })
  for (const { one, many: others } of many.pairs) assert.ok(one > 0 && others > 0)
  assert.ok(Number.isFinite(await tlsMemory(2, 10)))
  if (!preloads) return
  const slow = await slowDisk(PHONES, 20)
  only(slow.answers, { acked: PHONES })
  assert.ok(slow.answers.p50_ms >= 20, 'no ack is there before the disk is')
  for (const room of [slow.own, slow.other]) assert.ok(room.pings > 0, 'no ping came back')
})

test('a log that was written without a server proves itself, and a server goes on with it', async () => {
  const data = join(temporaryFolder(), 'data')
  const [wrote] = await tell('jb-fill', [data, '--phones', '20', '--turns', '3'])
  // created, 20 joined; each turn: open, 20 answers, locked, its scores, reveal and standings.
  assert.equal(wrote.entries, 1 + 20 + 3 * (20 + 5))
  const proof = await run(['verify', wrote.id, '--data', data])
  assert.equal(proof.status, 0, proof.stderr)
  assert.match(proof.stdout, /the chain holds, every invariant holds/)
  const product = await Product.start({ data })
  assert.equal((await product.http('GET', `/api/contests/${wrote.id}`)).json.players, 20)
  await product.stop()

  const past = join(temporaryFolder(), 'data')
  only((await tell('jb-fill', [past, '--phones', '5', '--turns', '2', '--past', '3']))[0], { contests: 3 })
  const finished = await run(['verify', 'bench00000000003', '--data', past])
  assert.match(finished.stdout, /the stored ranking follows from the log/)
})

test('the engine ranks halls of any size without a server', async () => {
  const lines = await tell('jb-ranks', ['10', '40'])
  assert.deepEqual(lines.map(({ phones }) => phones), [10, 40])
  for (const { both_us, engine_bytes } of lines) assert.ok(both_us >= 0 && engine_bytes > 0)
})

test('a target is held against the median, and against the better quartile where time on a clock is measured', () => {
  assert.deepEqual([quantile([4, 1, 3, 2], 0.5), quantile([1, 2, 3], 0.25), quantile([7], 0.75)], [2.5, 1.5, 7])
  assert.deepEqual(spread([3, 1, NaN, 2]), { median: 2, low: 1.5, high: 2.5, n: 3 })
  assert.equal(ratios([[2, 1], [9, 3], [8, 2]]).median, 3)
  const table = new Table()
  const row = (more) => {
    table.add({ what: 'a row', ...more })
    return table.rows.at(-1).verdict
  }
  assert.equal(row({ values: [1, 2, 3] }), '')
  assert.equal(row({ values: [1, 2, 3], must: 2 }), 'met')
  assert.equal(row({ values: [1, 2, 3], must: 3, aim: 2 }), 'aim')
  assert.equal(row({ values: [1, 2, 3], must: 1.9, aim: 1 }), 'NOT MET')
  assert.equal(row({ values: [1, 2, 3], must: 1.9, aim: 1, wall: true }), 'met')
  assert.equal(row({ values: [96], must: 95, least: true }), 'met')
  assert.equal(row({ values: [94], must: 95, least: true }), 'NOT MET')
  assert.equal(row({ values: [], must: 2 }), 'NOT MET')
  assert.equal(table.missed.length, 3)
  assert.equal(table.lines().length, 2 + table.rows.length)
})
