// The wall on real stages: the server plays each format, the wall says what happens, and nothing sticks out of it.
// SHOTS=1 keeps a picture of every step in build/e2e-shots.
import assert from 'node:assert/strict'
import test from 'node:test'
import { attend } from '../integration/lib/contest.mjs'
import { BLUE, GREEN, RED, attendStage, makeStage, step } from '../integration/lib/stage.mjs'
import { plainBank } from '../integration/lib/bank.mjs'
import { sticksOut } from './lib/measure.mjs'
import { shot } from './lib/pages.mjs'
import { advance, linked, stage } from './lib/stage.mjs'

const q = (count, from = 1) => Array.from({ length: count }, (_, i) => `q${from + i}`)

/** A stage in its lobby, and a wall that looks at it: `look` waits for what a state must have become, and checks the picture. */
async function evening(t, ids, round, contest) {
  const { server, browser } = await stage(t)
  const bank = await server.importBank(plainBank(12))
  const made = await makeStage(server, bank, ids, round, contest)
  const people = await attendStage(server, made)
  const page = await browser.wall('wall', linked(made, server.url).screen, { reducedMotion: 'reduce' })
  const bar = async () => (await page.page.locator('.bar').innerText()).replace(/[\u2066-\u2069]/g, '').replace(/\s+/g, ' ')
  /** Waits for the scene that the bar is about. */
  const look = async (scene, name = scene) => {
    await page.page.locator(`.bar[data-scene="${scene}"]`).waitFor()
    assert.deepEqual(await sticksOut(page), [], name)
    if (process.env.SHOTS) await shot(page, `wall-${round.format}-${name}`)
    return bar()
  }
  const score = (seat, value) => page.page.locator(`[data-testid=strip] [data-seat="${seat}"] .score`).getByText(value, { exact: true }).waitFor()
  return { ...people, server, contest: made, wall: page.page, look, score }
}

test('a buzzer round: armed, a buzz with its margin, wrong, again, right; the scores follow', async (t) => {
  const { wall, desk, red, blue, look, score } = await evening(t, q(2), { format: 'buzzer', seconds: 60, buzz_seconds: 60, tries: 2, intro: true, reading: 600, early: { then: 'out' } })
  await advance(desk, 'intro')
  await wall.getByTestId('rules').getByText('Too early: out of this question').waitFor()
  await advance(desk, 'reading', 1)
  await look('listen')
  await blue.act('buzz', 1)
  await wall.locator('[data-aside=foul]').getByText('Blue').waitFor()
  await advance(desk, 'open', 1)
  assert.match(await look('armed'), /Buzz now!/)
  assert.equal(await wall.locator(`[data-testid=strip] [data-seat="${BLUE}"]`).getAttribute('data-is'), 'shut')
  await red.act('buzz', 1)
  await step(desk, 'answer', RED)
  assert.match(await look('buzzed'), /Red.*\d\.\d{3} s/)
  await desk.do('verdict', { is: 'wrong', seat: RED }, (s) => s.stage.step === 'buzz')
  assert.match(await look('armed', 'rebuzz'), /Buzz now!.*Red Wrong -10/)
  await score(RED, '-10')
  await desk.do('buzz', { seat: GREEN }, (s) => s.stage.step === 'answer')
  await look('buzzed', 'by the host')
  await desk.do('verdict', { is: 'right', seat: GREEN }, (s) => s.phase === 'locked')
  assert.match(await look('verdict'), /Green.*Right \+10|Green.*Right .*\+10/)
  await score(GREEN, '10')
  await advance(desk, 'reveal', 1)
  await wall.locator('main[data-phase=reveal]').waitFor()
  await look('verdict', 'reveal')
  await advance(desk, 'standings', 1)
  await wall.getByTestId('teams').getByText('Green').waitFor()
  await advance(desk, 'finished')
  await wall.getByText('Winning teams').waitFor()
  assert.deepEqual(await wall.getByTestId('steps').locator('.place1 .who').allInnerTexts(), ['Green'])
  await wall.keyboard.press('t')
  await wall.getByText('The hall’s own ranking').waitFor()
})

test('a risk round: the menu with its stock, what is picked, what was had already', async (t) => {
  const round = { format: 'risk', values: [10, 20], stock: 3, per_seat: 1, seconds: 60, distinct_values: true }
  const { wall, desk, red, look } = await evening(t, q(6), round)
  await desk.do('start', {}, (state) => state.phase !== 'lobby')
  if (desk.last('state').phase !== 'open') await desk.do('next', {}, (state) => state.stage?.step === 'pick')
  assert.match(await look('pick'), /Picks a value.*Red/)
  assert.deepEqual(await wall.getByTestId('menu').locator('li').evaluateAll((cards) => cards.map(({ dataset }) => [dataset.value, dataset.state])), [['10', 'free'], ['20', 'free']])
  await red.act('pick', 1, { value: 20 })
  await step(desk, 'answer', RED)
  await look('answering')
  assert.equal(await wall.locator('[data-aside=values] .picked').innerText().then((text) => text.match(/\d+/)[0]), '20')
})

test('judges: cards lie face down until all are in, then the mean', async (t) => {
  const { server, contest, wall, desk, look } = await evening(t, q(3), { format: 'judged', judges: 3, marks: { min: 0, max: 10 }, trimmed: true })
  const judges = []
  for (let n = 1; n <= 3; n++) judges.push(await attend(server, contest, 'judge'))
  await advance(desk, 'open', 1)
  await look('performing')
  for (const [i, value] of [9, 7.5, 10].entries()) {
    await wall.locator(`[data-testid=marks] li.down`).nth(2).waitFor()
    assert.equal(await wall.locator('[data-testid=marks] .up').count(), 0, 'nobody sees a mark before all are in')
    await judges[i].act('mark', 1, { value })
  }
  await wall.getByTestId('mean').getByText('9', { exact: true }).waitFor()
  await look('performing', 'marks')
  assert.deepEqual(await wall.locator('[data-testid=marks] .struck b').allInnerTexts(), ['7.5', '10'])
})

test('a ladder: the rung that is played for, the fall to the safe one', async (t) => {
  const { wall, desk, red, look } = await evening(t, q(9), { format: 'ladder', values: [10, 20, 30], safe: [1], per_seat: 3, seconds: 60 })
  await advance(desk, 'open', 1)
  await look('answering')
  const rung = (n) => wall.locator(`[data-testid=ladder] [data-rung="${n}"]`)
  assert.equal(await rung(1).getAttribute('data-state'), 'next')
  await desk.do('verdict', { is: 'right', seat: RED }, (s) => s.phase !== 'open')
  await wall.locator('[data-testid=ladder] [data-rung="1"][data-state=here]').waitFor()
  assert.ok(red.you)
  await look('verdict')
})

test('a rush: one seat, its count and its clock', async (t) => {
  const { wall, desk, look, score } = await evening(t, q(9), { format: 'rush', per_seat: 3, run_seconds: 60, intro: true })
  await advance(desk, 'intro')
  await wall.getByTestId('rules').getByText('60 seconds in all').waitFor()
  await advance(desk, 'open', 1)
  await look('answering')
  await wall.locator('.bar .ring').waitFor()
  await wall.locator('[data-aside=run]').getByText('1', { exact: true }).waitFor()
  await desk.do('verdict', { is: 'right', seat: RED }, (s) => s.question?.turn === 2)
  await wall.locator('[data-aside=run]').getByText('2', { exact: true }).waitFor()
  await score(RED, '10')
})

test('survival: who is out is struck, the last one standing is named', async (t) => {
  const { wall, desk, red, blue, green, look } = await evening(t, q(3), { format: 'survival', seconds: 60 })
  await advance(desk, 'open', 1)
  assert.match(await look('survival'), /3 still in/)
  await red.answer(1, 'a')
  await Promise.all([blue, green].map((client) => client.answer(1, 'b')))
  await advance(desk, 'reveal', 1)
  assert.match(await look('last'), /Last one standing.*Red/)
  assert.equal(await wall.locator('[data-testid=strip] [data-is=out]').count(), 2)
})
