// Wagers against the real program: two teams' phones stake before they see the question, the wall says who has and
// not what, the console enters a stake that is said aloud; then everybody answers, and the stakes are the points.
import assert from 'node:assert/strict'
import test from 'node:test'
import { fileOf, plainBank } from '../integration/lib/bank.mjs'
import { makeStage, step } from '../integration/lib/stage.mjs'
import { next, sent, shot } from './lib/pages.mjs'
import { linked, rawHost, rawJoin, stage } from './lib/stage.mjs'

const score = ({ page }, n) => page.locator(`[data-testid="score"][data-score="${n}"]`).waitFor()
const tile = ({ page }, id) => page.locator(`.tile[data-option="${id}"]:not([aria-disabled="true"])`)
const staked = ({ page }, n) => page.locator(`[data-testid="staked"][data-stake="${n}"]`).waitFor()
const sideways = ({ page }) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

async function join(browser, made, name, team, options) {
  const phone = await browser.phone(name, made.play, options)
  await phone.page.locator('#name').fill(name)
  await phone.page.locator('button[type=submit]').tap()
  if (team !== undefined) {
    await phone.page.locator('.team').nth(team).tap()
    await phone.page.locator('button[type=submit]').tap()
  }
  await phone.page.getByTestId('score').waitFor()
  return phone
}

test('teams stake on what they have not seen, and win or lose it', async (t) => {
  const { server, browser } = await stage(t)
  const bank = await server.importBank(plainBank(2))
  const made = linked(await makeStage(server, bank, ['q1', 'q2'], { format: 'everyone', seconds: 60, wager: { max: 50, time: 60 } }, { base: 100 }), server.url)
  const desk = await browser.desk('console', made.host)
  await desk.page.locator('[data-testid="phase"]').waitFor()
  const wall = await browser.wall('wall', made.screen, { locale: 'zh-CN', reducedMotion: 'reduce' })
  const red = await join(browser, made, 'Ann', 0, { reducedMotion: 'reduce' })
  const blue = await join(browser, made, 'Bo', 1, { locale: 'zh-CN', reducedMotion: 'reduce' })
  const hall = await join(browser, made, 'Hal', 3)
  await desk.page.getByTestId('next').click()
  for (const phone of [red, blue]) await phone.page.locator('[data-testid="wager"] .st-card').first().waitFor()
  await hall.page.getByText('Wagers are being made.').waitFor()
  await red.page.locator('.st-card[data-value="50"]').tap()
  await staked(red, 50)
  await wall.page.locator('[data-testid="wagers"] [data-seat="1"][data-in="true"]').waitFor()
  assert.equal(await wall.page.getByText('Question q1').count() + await hall.page.getByText('Question q1').count(), 0)
  await shot(red, 'wager-phone')
  await shot(blue, 'wager-phone-zh')
  await shot(wall, 'wager-wall')
  await blue.page.locator('.st-card[data-value="20"]').tap()
  await staked(blue, 20)
  await blue.page.reload()
  await staked(blue, 20)
  await desk.page.locator('[data-testid="wagers"] [data-seat="2"][data-in="true"]').waitFor()
  await shot(desk, 'wager-console')
  for (const watched of [red, blue, hall, desk]) assert.ok(await sideways(watched) <= 0, watched.name)
  for (const { received } of [red, hall, wall, desk]) for (const frame of received) {
    assert.ok(frame.type !== 'state' || !('question' in frame), 'nobody has been sent the question')
    assert.ok(!(frame.seats ?? []).some((seat) => 'stake' in seat), 'nor another’s stake')
  }
  await desk.page.getByTestId('wager-who').selectOption('3')
  await desk.page.getByTestId('wager-value').selectOption('30')
  await desk.page.getByTestId('wager-enter').click()
  for (const phone of [red, blue]) await tile(phone, 'a').waitFor()
  for (const [seat, stake] of [[1, 50], [2, 20], [3, 30]]) await wall.page.locator(`[data-testid="strip"] [data-seat="${seat}"] [data-stake="${stake}"]`).waitFor()
  await red.page.getByText('Your stake: 50.').waitFor()
  await shot(wall, 'wager-wall-question')
  await shot(red, 'wager-phone-question')
  await tile(red, 'a').tap()
  await tile(blue, 'b').tap()
  await Promise.all([sent(red), sent(blue)])
  await next(desk, 'lock')
  await next(desk, 'reveal')
  await score(red, 150)
  await score(blue, 80)
})

test('people without teams stake with a slider where there is much to choose from', async (t) => {
  const { server, browser } = await stage(t)
  const bank = await server.importBank(plainBank(2))
  const made = linked(await server.contest(fileOf(bank, ['q1', 'q2'], { format: 'everyone', seconds: 60, wager: { max: 100, step: 5, limit: 'score', none: 'lose' } }, { base: 60 })), server.url)
  const host = await rawHost(server, made)
  const ann = await join(browser, made, 'Ann', undefined, { reducedMotion: 'reduce' })
  const wall = await browser.wall('wall', made.screen, { viewport: { width: 1024, height: 768 }, reducedMotion: 'reduce' })
  const ben = await rawJoin(server, made, 'Ben')
  await host.do('next', {}, (state) => state.stage?.step === 'wager')
  await step(ben, 'wager')
  const slider = ann.page.locator('[data-testid="wager"] input[type=range]')
  await slider.waitFor()
  assert.equal(await slider.getAttribute('max'), '12', '0, 5, … 60: no more than she has')
  await slider.fill('7')
  await ann.page.getByRole('button', { name: 'More' }).tap()
  await ann.page.getByTestId('stake').tap()
  await staked(ann, 40)
  await wall.page.locator('[data-testid="wagers"][data-staked="1"]').waitFor()
  await shot(ann, 'wager-slider')
  await shot(wall, 'wager-wall-people')
  assert.ok(await sideways(ann) <= 0)
  await ben.act('wager', 1, { value: 10 })
  await tile(ann, 'a').tap()
  await sent(ann)
  await ben.answer(1, 'b')
  await host.state('locked', 1)
  await host.do('next', {}, (state) => state.phase === 'reveal')
  await score(ann, 100)
})
