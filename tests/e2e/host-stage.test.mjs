// The console on a stage, moment by moment as a server would tell them: every format's panel, the keys and
// what they send, two consoles, re-judging with ranks before and after, and paper. What the real server makes
// of the commands is for the tests with a real contest.
import assert from 'node:assert/strict'
import test from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { fakeStage } from './lib/fake.mjs'
import { CONTEST, paper, ROSTER, SCENES } from './lib/host-scenes.mjs'
import { sideways } from './lib/measure.mjs'
import { shot } from './lib/pages.mjs'

// axe is put into the page as a script, which the page's content security policy forbids.
const AXE = { bypassCSP: true, reducedMotion: 'reduce' }
const KEY = '#482913.k'

/** A console that is shown a scene. */
async function console_(t, scene, options = {}, contest = CONTEST) {
  const { fake, browser } = await fakeStage(t, { contest })
  fake.replies = paper
  fake.say(SCENES[scene](), ROSTER)
  const desk = await browser.desk('host', `${fake.url}/host${KEY}`, options)
  await desk.page.getByTestId('seats').waitFor()
  return { fake, browser, desk }
}

const commands = (desk) => desk.sent.filter(({ type }) => type === 'do').map(({ type: _, seq: __, ...command }) => command)
const at = ({ page }, id) => page.getByTestId(id)
/** What an element says, without the marks that keep names of both directions apart. */
const said = async (desk, id) => (await at(desk, id).innerText()).replace(/[\u2066-\u2069]/g, '')
const enabled = ({ page }, id) => page.locator(`[data-testid="${id}"][aria-disabled="false"]`).waitFor()

/** Shows a scene and waits until the page has it. */
async function show(fake, desk, scene) {
  const state = SCENES[scene]()
  fake.say(state)
  await desk.page.locator(`main[data-seq="${state.seq}"]`).waitFor()
  return state
}

/** Presses a key and waits for the command that it sends. */
async function pressed(desk, key, action) {
  const before = commands(desk).length
  await desk.page.keyboard.press(key)
  for (let i = 0; commands(desk).length === before && i < 100; i++) await desk.page.evaluate(() => new Promise((done) => requestAnimationFrame(done)))
  assert.equal(commands(desk).length, before + 1, `${key} sends one command`)
  assert.equal(commands(desk).at(-1).action, action)
  return commands(desk).at(-1)
}

async function scan(desk, where) {
  for (const theme of ['dark', 'light']) {
    await desk.page.evaluate((value) => { document.documentElement.dataset.theme = value }, theme)
    const { violations } = await new AxeBuilder({ page: desk.page }).setLegacyMode(true).analyze()
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('; ')}`), [], `${where}, ${theme}`)
  }
  await desk.page.evaluate(() => { document.documentElement.dataset.theme = 'dark' })
}

/** Is the whole of it inside the window? */
const inView = ({ page }, id) => page.getByTestId(id).evaluate((element) => {
  const box = element.getBoundingClientRect()
  return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight
})

test('every format says whose turn it is, what to read out and what can be done; axe finds nothing', async (t) => {
  const { fake, desk } = await console_(t, 'must-answer', AXE)
  for (const scene of Object.keys(SCENES)) {
    const state = await show(fake, desk, scene)
    await desk.page.locator('[data-testid="seats"] li').nth(8).waitFor()
    for (const id of ['seats', 'acts', 'next']) assert.ok(await inView(desk, id), `${scene}: ${id} is in view`)
    if (state.question) assert.equal(await said(desk, 'prompt'), state.question.prompt.en, scene)
    if (state.question?.kind === 'text') assert.match(await said(desk, 'key'), /Yangtze[^]*East China Sea/, scene)
    if (state.question?.kind === 'single') await desk.page.locator('[data-option="b"].right, [data-option="b"]', { hasText: 'Right' }).waitFor()
    await scan(desk, scene)
  }
})

test('scores and marks of every seat stand there, with the key that means it', async (t) => {
  const { desk } = await console_(t, 'buzzers open')
  const rows = await desk.page.locator('[data-testid="seats"] li').evaluateAll((list) => list.map((row) => row.innerText.split('\n').map((text) => text.trim()).filter((text) => text !== '')))
  assert.deepEqual(rows[0].slice(0, 2), ['1', 'Tigers'])
  assert.ok(rows[0].includes('140') && rows[0].includes('#1'))
  assert.ok(rows[3].includes('2 fouls'))
  assert.ok(rows[8].includes('barred') && rows[8].includes('-10') && rows[8].includes('#9'))
  assert.match(await said(desk, 'foul'), /Mountain Road School.*buzzed too early.*-20/)
})

test('a round begins with its title and the order of the seats', async (t) => {
  const { desk } = await console_(t, 'round begins')
  await desk.page.getByRole('heading', { name: 'Risk questions' }).waitFor()
  assert.match(await said(desk, 'order'), /River → Eagles → Third Ward .*→ Tigers$/)
})

test('a verdict is one press; undo stands there until the next question', async (t) => {
  const { fake, desk } = await console_(t, 'must-answer')
  await enabled(desk, 'right')
  assert.deepEqual(await pressed(desk, 'r', 'verdict'), { action: 'verdict', seat: 2, is: 'right' })
  await show(fake, desk, 'verdict given')
  assert.match(await said(desk, 'verdict'), /Water Bureau No. 1: right \(\+10\)/)
  await enabled(desk, 'undo')
  assert.match(await said(desk, 'undo'), /verdict on/)
  assert.doesNotMatch(await said(desk, 'undo'), /\d s/)
  assert.deepEqual(await pressed(desk, 'z', 'undo'), { action: 'undo' })
  await show(fake, desk, 'must-answer')
  await enabled(desk, 'wrong')
  assert.deepEqual(await pressed(desk, 'w', 'verdict'), { action: 'verdict', seat: 2, is: 'wrong' })
})

test('a part of the points is typed, and Enter gives it', async (t) => {
  const { desk } = await console_(t, 'must-answer')
  await desk.page.keyboard.press('a')
  await desk.page.locator('#partial').fill('2,5')
  assert.deepEqual(await pressed(desk, 'Enter', 'verdict'), { action: 'verdict', seat: 2, is: 'partial', points: 2.5 })
})

test('digits are buzzers while the buzzers are open; a press of the mouse is one, too', async (t) => {
  const { fake, desk } = await console_(t, 'buzzers open')
  assert.deepEqual(await pressed(desk, '5', 'buzz'), { action: 'buzz', seat: 5 })
  assert.deepEqual(await pressed(desk, '1', 'buzz'), { action: 'buzz', seat: 1 })
  await desk.page.locator('[data-testid="seats"] [data-seat="2"] button').click()
  assert.deepEqual(commands(desk).at(-1), { action: 'buzz', seat: 2 })
  await show(fake, desk, 'a buzz')
  assert.match(await said(desk, 'buzz'), /Owls first, 0\.412 s[^]*8 ms before Tigers \(± 12 ms\)[^]*Too close/)
  await desk.page.keyboard.press('3')
  assert.deepEqual(await pressed(desk, 'o', 'verdict'), { action: 'verdict', seat: 5, is: 'none' }) // nothing between: the late buzz did nothing
})

test('a buzzer that sends another key is taught it', async (t) => {
  const { fake, desk } = await console_(t, 'buzzers closed')
  await at(desk, 'more').click()
  await at(desk, 'open-buzzers').click()
  await at(desk, 'buzzer-3').click()
  await desk.page.keyboard.press('r') // the console's own
  await desk.page.getByRole('alert').getByText('This key cannot be used').waitFor()
  await desk.page.keyboard.press('F9')
  await at(desk, 'buzzer-3').getByText('F9').waitFor()
  await desk.page.keyboard.press('Escape')
  await show(fake, desk, 'buzzers open')
  assert.deepEqual(await pressed(desk, 'F9', 'buzz'), { action: 'buzz', seat: 3 })
})

test('a value is picked, passed or given to another team', async (t) => {
  const { fake, desk } = await console_(t, 'a pick')
  const values = await desk.page.locator('[data-testid="values"] button').evaluateAll((list) => list.map((one) => [one.dataset.value, one.ariaDisabled]))
  assert.deepEqual(values, [['10', 'true'], ['20', 'true'], ['30', 'false']]) // taken, used up, free
  await desk.page.keyboard.press('1')
  assert.deepEqual(await pressed(desk, '3', 'pick'), { action: 'pick', seat: 9, value: 30 })
  await show(fake, desk, 'a named team')
  assert.match(await said(desk, 'who'), /Bears[^]*named by.*River[^]*30 points/)
  assert.match(await said(desk, 'stock'), /10 × 3[^]*20 × 0[^]*30 × 5/)
  await show(fake, desk, 'a pick')
  await enabled(desk, 'name')
  await desk.page.keyboard.press('g')
  await enabled(desk, 'name-3') // it rests a moment after the pick
  assert.deepEqual(await pressed(desk, '3', 'name'), { action: 'name', seat: 9, other: 3 })
})

test('a foul is a team and a letter', async (t) => {
  const { desk } = await console_(t, 'must-answer')
  await desk.page.keyboard.press('f')
  await at(desk, 'foul-help').waitFor()
  await desk.page.keyboard.press('4')
  await desk.page.locator('[data-testid="seats"] [data-seat="4"] [aria-pressed="true"]').waitFor()
  await desk.page.locator('[data-testid="foul-help"][aria-disabled="true"]').waitFor() // it does not answer
  await desk.page.keyboard.press('2')
  await enabled(desk, 'foul-help')
  assert.deepEqual(await pressed(desk, 'h', 'foul'), { action: 'foul', seat: 2, kind: 'help' })
  assert.equal(await at(desk, 'foul-help').count(), 0)
})

test('marks show as they come in and can be entered by hand, one after the other', async (t) => {
  const { fake, desk } = await console_(t, 'judges mark')
  assert.match(await said(desk, 'marks'), /8\.5[^]*9[^]*–[^]*7\.75[^]*3 of 5 marks in/)
  await desk.page.keyboard.press('i')
  await at(desk, 'mark-value').fill('11')
  await desk.page.locator('[data-testid="mark-give"][aria-disabled="true"]').waitFor()
  await at(desk, 'mark-value').fill('8.25')
  assert.deepEqual(await pressed(desk, 'Enter', 'mark'), { action: 'mark', judge: 3, value: 8.25, seat: 4 })
  await show(fake, desk, 'all marks')
  await at(desk, 'mean').getByText('Mean 8.42').waitFor()
})

test('the question goes to the hall with one press', async (t) => {
  const { fake, desk } = await console_(t, 'buzzers open')
  assert.deepEqual(await pressed(desk, 'h', 'hall'), { action: 'hall' })
  await show(fake, desk, 'in the hall')
  await at(desk, 'who').getByText('The hall answers').waitFor()
  await desk.page.locator('[data-testid="right"][aria-disabled="true"]').waitFor()
})

test('the second console sees everything, does nothing, and takes over with one press and a confirmation', async (t) => {
  const { fake, desk } = await console_(t, 'another console acts')
  await at(desk, 'idle').getByText('Another console acts').waitFor()
  for (const id of ['next', 'pause', 'blank', 'right', 'wrong', 'foul-menu', 'rejudge']) await desk.page.locator(`[data-testid="${id}"][aria-disabled="true"]`).waitFor()
  await desk.page.keyboard.press('r')
  await at(desk, 'error').getByText('Take over first').waitFor()
  assert.deepEqual(commands(desk), [])
  await desk.page.keyboard.press('t')
  await desk.page.getByRole('alertdialog').waitFor()
  assert.deepEqual(await pressed(desk, 'Enter', 'take'), { action: 'take' })
  await show(fake, desk, 'must-answer')
  await at(desk, 'idle').waitFor({ state: 'detached' })
  await enabled(desk, 'right')
  assert.deepEqual(await pressed(desk, 'r', 'verdict'), { action: 'verdict', seat: 2, is: 'right' })
})

test('a refusal is a sentence', async (t) => {
  const { fake, desk } = await console_(t, 'a pick')
  for (const [code, words] of [['value_taken', 'This value is gone'], ['barred', 'This team is out'], ['stale', 'already moved on'], ['not_acting', 'Another console acts']]) {
    fake.say({ type: 'error', code, message: 'English for a log', re: 'do' })
    await at(desk, 'error').getByText(words).waitFor()
  }
})

test('re-judging shows every rank before and after, names the rounds, and is done once', async (t) => {
  const { fake, desk } = await console_(t, 'verdict given', AXE)
  const name = (n) => CONTEST.teams[n - 1].name
  const changed = [{ seat: 1, name: name(1), before: { score: 140, rank: 1 }, after: { score: 120, rank: 2 } }, { seat: 2, name: name(2), before: { score: 120, rank: 2 }, after: { score: 140, rank: 1 } }]
  fake.replies = ({ action }) => (action === 'preview' ? [{ type: 'preview', re: 'reverse', changed, stages: [3] }] : [])
  await desk.page.keyboard.press('j')
  await at(desk, 'judge').waitFor()
  await scan(desk, 'the form of a correction')
  await at(desk, 'judge-seat').selectOption('2')
  await at(desk, 'judge-is').selectOption('wrong')
  await at(desk, 'judge-turn').selectOption('7')
  await at(desk, 'judge-ask').click()
  await at(desk, 'preview').waitFor()
  const of = { action: 'reverse', turn: 7, seat: 2, is: 'wrong' }
  assert.deepEqual(commands(desk).at(-1), { action: 'preview', of })
  const rows = await desk.page.locator('[data-testid="preview"] tbody tr').evaluateAll((list) => list.map((row) => [...row.cells].map((cell) => cell.innerText.trim())))
  assert.deepEqual(rows, [['Tigers', '#1', '140', '#2', '120'], ['Water Bureau No. 1', '#2', '120', '#1', '140']])
  assert.match(await said(desk, 'judge-stages'), /round 3 came from the old scores/)
  await scan(desk, 'ranks before and after')
  await shot(desk, 'host-rejudge')
  await at(desk, 'judge-is').selectOption('none') // another correction: what was shown is gone
  await at(desk, 'preview').waitFor({ state: 'detached' })
  await at(desk, 'judge-is').selectOption('wrong')
  await at(desk, 'judge-ask').click()
  await at(desk, 'judge-confirm').dblclick()
  await desk.page.locator('[data-testid="judge-ask"]').waitFor()
  assert.deepEqual(commands(desk).filter(({ action }) => action === 'reverse'), [of])
  fake.say(SCENES['verdict given']())
  await at(desk, 'judge').waitFor({ state: 'detached' })
})

test('paper: every score, what is left in its order with the answers, in both languages, and the rules, a page a round', async (t) => {
  const { desk } = await console_(t, 'must-answer', AXE)
  await desk.page.keyboard.press('d')
  await desk.page.locator('main[data-sheet="paper"][data-whole="true"]').waitFor()
  const scores = await desk.page.locator('[data-testid="paper-scores"] tbody tr').evaluateAll((list) => list.map((row) => [...row.cells].slice(0, 3).map((cell) => cell.innerText.trim())))
  assert.equal(scores.length, 9)
  assert.deepEqual(scores[0], ['Tigers', '1', '140'])
  assert.deepEqual(await desk.page.locator('section[data-round]').evaluateAll((list) => list.map((round) => [Number(round.dataset.round), [...round.querySelectorAll(':scope > ol > li')].map((row) => Number(row.dataset.n))])),
    [[2, [8, 9]], [3, [10, 11, 12]], [5, [13]]])
  const text = await desk.page.locator('main').innerText()
  for (const part of ['Which ocean is the largest?', '世界上最大的大洋是哪一个？', 'East China Sea', '30 points', 'B', 'False']) assert.ok(text.includes(part), part)
  assert.ok(!text.includes('Asked 3'), 'what was asked is not on it')
  await scan(desk, 'the paper')
  await desk.page.keyboard.press('PageDown')
  assert.deepEqual(commands(desk).map(({ action }) => action), ['paper', 'paper'])
  await desk.page.emulateMedia({ media: 'print' })
  assert.equal(await at(desk, 'paper-back').isVisible(), false)
  await shot(desk, 'host-paper')
  await desk.page.emulateMedia({ media: 'screen' })
  await desk.page.getByRole('button', { name: 'Rules to print' }).click()
  const pages = await desk.page.locator('article').evaluateAll((list) => list.map((page) => [getComputedStyle(page).breakBefore, page.querySelectorAll('h1').length, page.querySelectorAll('li').length]))
  assert.equal(pages.length, 12) // what holds for all, and five rounds, in two languages
  for (const [i, [, titles, lines]] of pages.entries()) assert.ok(titles === 1 && lines > 3, `page ${i}`)
  assert.deepEqual(pages.map(([before]) => before), ['auto', ...Array(11).fill('page')])
  // As Chromium would print it: a page each, none of them over two.
  const printed = (await desk.page.pdf({ preferCSSPageSize: true })).toString('latin1')
  assert.equal(printed.match(/\/Type\s*\/Page[^s]/g).length, 12)
  const rules = await desk.page.locator('main').innerText()
  for (const part of ['Foul number 3 in the round bars the team', '本轮第 3 次犯规', '去掉一个最高分和一个最低分', 'a hint loses the question']) assert.match(rules, new RegExp(part))
  await scan(desk, 'the rules')
  await desk.page.keyboard.press('Escape')
  await at(desk, 'seats').waitFor()
})

test('on a tablet and on a phone nothing is wider than the window, and the big button stays', async (t) => {
  const { fake, desk } = await console_(t, 'a buzz')
  for (const [width, height] of [[1024, 768], [390, 844]]) {
    await desk.page.setViewportSize({ width, height })
    for (const scene of ['a buzz', 'a pick', 'judges mark', 'another console acts']) {
      await show(fake, desk, scene)
      assert.deepEqual(await sideways(desk), [], `${scene} at ${width}`)
      for (const id of ['acts', 'next']) assert.ok(await inView(desk, id), `${scene} at ${width}: ${id}`)
      await shot(desk, `host-${width}-${scene.replaceAll(' ', '-')}`)
    }
  }
})
