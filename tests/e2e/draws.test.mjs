// Draws on the host's console, moment by moment as a server would tell them: each step is asked about once more, and what goes
// out is exactly what was typed.
import assert from 'node:assert/strict'
import test from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { fakeStage, state } from './lib/fake.mjs'
import { sideways } from './lib/measure.mjs'
import { shot } from './lib/pages.mjs'
import { announced, COMMITMENT, drawn, lottery } from './lib/window-scenes.mjs'

let seq = 1
const over = (...lotteries) => state('finished', { seq: ++seq, acting: true, next: null, undo: null, top: [], lotteries })
const commands = (desk) => desk.sent.filter(({ type }) => type === 'do').map(({ type: _, ...command }) => command)

test('the host announces a draw and draws it, and each is asked about once more', async (t) => {
  const { fake, browser } = await fakeStage(t)
  fake.say(over(lottery({ at_least: undefined }), lottery()))
  const desk = await browser.desk('host', `${fake.url}/host#482913.k`, { bypassCSP: true, reducedMotion: 'reduce' })
  const first = desk.page.locator('[data-draw="1"]')
  await first.waitFor()
  assert.match(await first.textContent(), /10 to be drawn among all who took part/)
  const announce = first.getByTestId('announce')
  await desk.page.locator('[data-draw="1"] [data-testid="announce"][aria-disabled="true"]').waitFor() // nothing is typed
  await first.locator('input').fill(' Six dice, thrown by the hall ')
  await announce.click()
  assert.deepEqual(commands(desk), [], 'only asked')
  await first.getByRole('alertdialog').getByText('Not yet').click()
  await announce.click()
  const axe = async (where) => {
    const { violations } = await new AxeBuilder({ page: desk.page }).setLegacyMode(true).analyze()
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('; ')}`), [], where)
    assert.deepEqual(await sideways(desk), [], where)
  }
  await axe('asking')
  await desk.page.keyboard.press('Enter') // the answer has the focus
  await fake.hears('do')
  assert.deepEqual(commands(desk), [{ action: 'announce', draw: 1, text: 'Six dice, thrown by the hall' }])

  fake.say(over(announced({ at_least: undefined, source: 'Six dice, thrown by the hall' }), lottery()))
  const commitment = first.getByTestId('commitment')
  await commitment.waitFor()
  assert.equal((await commitment.textContent()).replaceAll(' ', ''), COMMITMENT)
  await axe('announced')
  await first.locator('input').fill('3 1 6 6 2 4')
  await desk.page.keyboard.press('Enter')
  await first.getByText('Draw with the number').waitFor()
  await shot(desk, 'host-draw')
  await first.getByTestId('draw-yes').click()
  await fake.hears('do', 2)
  assert.deepEqual(commands(desk).at(-1), { action: 'draw', draw: 1, text: '3 1 6 6 2 4' })

  fake.say(over(drawn(10, { number: '3 1 6 6 2 4' }), lottery()))
  await first.locator('ol li').first().waitFor()
  assert.deepEqual(await first.locator('ol li > bdi').allTextContents(), drawn(10).drawn.map(({ name }) => name))
  assert.equal(await first.locator('form').count(), 0, 'once only')
  await axe('drawn')
  await shot(desk, 'host-drawn')
})

test('a question goes away when somebody else has answered it, and who does not act is not asked', async (t) => {
  const { fake, browser } = await fakeStage(t)
  fake.say(over(announced()))
  const desk = await browser.desk('host', `${fake.url}/host#482913.k`)
  await desk.page.locator('[data-draw="1"] input').fill('7')
  await desk.page.getByTestId('draw').click()
  await desk.page.getByTestId('draw-yes').waitFor()
  fake.say(over(drawn(3)))
  await desk.page.locator('[data-draw="1"][data-state="drawn"]').waitFor()
  assert.equal(await desk.page.getByRole('alertdialog').count(), 0)
  fake.say({ ...over(announced()), acting: false })
  await desk.page.locator('[data-testid="draw"][aria-disabled="true"]').waitFor()
  await desk.page.locator('[data-draw="1"] input').press('Enter')
  assert.equal(await desk.page.getByRole('alertdialog').count(), 0)
  assert.deepEqual(commands(desk), [])
})
