// A small stage evening on the real server, run from the console with the keyboard alone: must-answer, buzzer,
// risk, judges; a verdict taken back, a score corrected, a second console that takes over, and the paper.
import assert from 'node:assert/strict'
import test from 'node:test'
import { plainBank } from '../integration/lib.mjs'
import { TEAMS } from '../integration/lib/stage.mjs'
import { shot } from './lib/pages.mjs'
import { linked, stage } from './lib/stage.mjs'

const both = (en, zh) => ({ en, 'zh-Hans': zh })

/** Two teams with two members each: two must-answer turns, two at the buzzer, two picks, two before a judge. */
function eveningOf(bank) {
  const ids = (...numbers) => ({ bank, ids: numbers.map((n) => `q${n}`) })
  return {
    format: 'jinbang-contest', version: 1, title: both('Stage', '舞台'), languages: ['en', 'zh-Hans'], default_language: 'en', seats: 'teams', base: 100,
    teams: TEAMS.slice(0, 2).map((team, i) => ({ ...team, members: [`M${i}1`, `M${i}2`] })),
    rounds: [
      { format: 'turn', questions: ids(1, 2), per_seat: 1, speaker: 'member', help: 'foul', help_points: -5, seconds: 60, points: { right: 10, wrong: 0, none: 0 } },
      { format: 'buzzer', questions: ids(3, 4), start: 'host', seconds: 60, buzz_seconds: 60, tries: 2, points: { right: 20, wrong: -20, none: -20 }, early: { then: 'out', points: -10 } },
      { format: 'risk', questions: ids(5, 6, 7, 8), per_seat: 1, values: [10, 30], stock: 2, seconds: 60, order: 'seat' },
      { format: 'judged', questions: ids(9, 10), per_seat: 1, judges: 3, marks: { min: 0, max: 10 }, trimmed: true },
    ].map((round) => ({ standings: 'end', ...round })),
  }
}

const at = ({ page }, id) => page.getByTestId(id)
const scores = (desk) => desk.page.locator('[data-testid="seats"] li .score').allInnerTexts()
const scored = async (desk, ...wanted) => {
  await desk.page.waitForFunction((want) => [...document.querySelectorAll('[data-testid="seats"] li .score')].map((one) => one.innerText).join() === want, wanted.join())
  assert.deepEqual(await scores(desk), wanted.map(String))
}
/** The stage waits for this, of this seat if one is given. */
const waits = ({ page }, step, seat) => page.locator(`[data-testid="who"][data-step="${step}"]${seat === undefined ? '' : `[data-seat="${seat}"]`}`).waitFor()
const rested = ({ page }, id) => page.locator(`[data-testid="${id}"][aria-disabled="false"]`).waitFor()

/** Presses the big button as a clicker does, once it says that it will do this. */
async function click(desk, next) {
  await desk.page.locator(`[data-testid="next"][data-next="${next}"][aria-disabled="false"]`).waitFor()
  await desk.page.keyboard.press('PageDown')
}

/** A verdict's key, once the buttons have come to rest. */
async function rule(desk, key, id) {
  await rested(desk, id)
  await desk.page.keyboard.press(key)
}

async function evening(t) {
  const { server, browser } = await stage(t)
  const bank = await server.importBank(plainBank(12))
  const contest = linked(await server.contest(eveningOf(bank)), server.url)
  const desk = await browser.desk('host', contest.host, { viewport: { width: 1366, height: 768 } })
  await scored(desk, 100, 100)
  return { server, browser, contest, desk }
}

test('an evening with four formats is run from the keyboard', async (t) => {
  const { browser, contest, desk } = await evening(t)

  await click(desk, 'start')
  await waits(desk, 'answer', 1)
  assert.match(await at(desk, 'who').innerText(), /Red[^]*M01[^]*10 points/)
  assert.match(await at(desk, 'prompt').innerText(), /\S/)
  await rule(desk, 'w', 'wrong')
  await at(desk, 'verdict').waitFor()
  await scored(desk, 100, 100)
  await rested(desk, 'undo')
  await desk.page.keyboard.press('z')
  await waits(desk, 'answer', 1)
  await rule(desk, 'r', 'right')
  await scored(desk, 110, 100)
  await click(desk, 'reveal')
  await click(desk, 'question')
  await waits(desk, 'answer', 2)
  await rested(desk, 'foul-menu')
  await desk.page.keyboard.press('f')
  await rested(desk, 'foul-help')
  await desk.page.keyboard.press('h')
  await scored(desk, 110, 95)
  await click(desk, 'reveal')

  // The buzzer: an early buzz, then a wrong answer, then the other's right one.
  await click(desk, 'question')
  await desk.page.locator('main[data-phase="reading"]').waitFor()
  await desk.page.keyboard.press('1')
  await at(desk, 'foul').waitFor()
  await scored(desk, 100, 95)
  await click(desk, 'open')
  await waits(desk, 'buzz')
  await desk.page.keyboard.press('2')
  await waits(desk, 'answer', 2)
  await at(desk, 'buzz').waitFor()
  await rule(desk, 'r', 'right')
  await scored(desk, 100, 115)
  await click(desk, 'reveal')
  await click(desk, 'question')
  await click(desk, 'open')
  await waits(desk, 'buzz')
  await desk.page.keyboard.press('1')
  await waits(desk, 'answer', 1)
  await rule(desk, 'w', 'wrong')
  await waits(desk, 'buzz')
  await scored(desk, 80, 115)
  await desk.page.keyboard.press('2')
  await waits(desk, 'answer', 2)
  await rule(desk, 'a', 'partial')
  await desk.page.locator('#partial').fill('2.5')
  await desk.page.keyboard.press('Enter')
  await scored(desk, 80, 117.5)
  await click(desk, 'reveal')

  // Risk: the digits are values; then a pass.
  await click(desk, 'question')
  await waits(desk, 'pick', 1)
  await shot(desk, 'evening-pick')
  await desk.page.locator('[data-value="30"][aria-disabled="false"]').waitFor()
  await desk.page.keyboard.press('2')
  await waits(desk, 'answer', 1)
  assert.match(await at(desk, 'worth').innerText(), /30 points/)
  await rule(desk, 'r', 'right')
  await scored(desk, 110, 117.5)
  await click(desk, 'reveal')
  await click(desk, 'question')
  await waits(desk, 'pick', 2)
  await rested(desk, 'pass')
  await desk.page.keyboard.press('k')
  await waits(desk, '', 2)

  // Marks by hand: without the highest and the lowest.
  await click(desk, 'question')
  await waits(desk, 'marks', 1)
  await desk.page.keyboard.press('i')
  for (const [i, mark] of ['7', '8.5', '10'].entries()) {
    await desk.page.waitForFunction((n) => document.querySelectorAll('[data-testid="marks"] .in').length === n, i)
    await at(desk, 'mark-value').fill(mark)
    await desk.page.keyboard.press('Enter')
  }
  await at(desk, 'mean').getByText('Mean 8.5').waitFor()
  await scored(desk, 118.5, 117.5)

  // Re-judging the first turn: places change, and the console shows it before.
  await rested(desk, 'rejudge')
  await desk.page.keyboard.press('j')
  await at(desk, 'judge-turn').selectOption('1')
  await at(desk, 'judge-seat').selectOption('1')
  await at(desk, 'judge-is').selectOption('wrong')
  await at(desk, 'judge-ask').click()
  await at(desk, 'preview').waitFor()
  const rows = await desk.page.locator('[data-testid="preview"] tbody tr').evaluateAll((list) => list.map((row) => [...row.cells].map((cell) => cell.innerText.trim())))
  assert.deepEqual(rows.map(([name, , before, , after]) => [name, before, after]).find(([name]) => name === 'Red'), ['Red', '118.5', '108.5'])
  await scored(desk, 118.5, 117.5)
  await at(desk, 'judge-confirm').click()
  await scored(desk, 108.5, 117.5)
  await at(desk, 'judge').waitFor({ state: 'detached' })

  // A second console watches, then takes over; the first one is told.
  const other = await browser.desk('second', contest.host)
  await at(other, 'idle').waitFor()
  await scored(other, 108.5, 117.5)
  await other.page.keyboard.press('PageDown')
  await at(other, 'error').getByText('Take over first').waitFor()
  await other.page.keyboard.press('t')
  await at(other, 'confirm').waitFor()
  await other.page.keyboard.press('Enter')
  await at(other, 'idle').waitFor({ state: 'detached' })
  await at(desk, 'idle').waitFor()

  // And paper, from the console that only watches.
  await desk.page.keyboard.press('d')
  await desk.page.locator('main[data-sheet="paper"][data-whole="true"]').waitFor()
  const paper = await desk.page.locator('[data-testid="paper-scores"] tbody tr').evaluateAll((list) => list.map((row) => [row.cells[0].innerText.trim(), row.cells[2].innerText.trim()]))
  assert.deepEqual(paper, [['Red', '108.5'], ['Blue', '117.5']])
  const left = await desk.page.locator('section[data-round] ol > li[data-n]').evaluateAll((list) => list.map((row) => Number(row.dataset.n)))
  assert.equal(left.at(-1), 10)
  await desk.page.getByRole('button', { name: 'Rules to print' }).click()
  await desk.page.getByText('The highest and the lowest mark are left out').waitFor()
  await shot(desk, 'evening-rules')
})
