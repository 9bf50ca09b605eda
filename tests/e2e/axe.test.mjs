// axe finds nothing to complain about: every page, every phase, every kind of question, both looks.
import assert from 'node:assert/strict'
import test from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { BANK } from './lib/bank.mjs'
import { fakeStage, state, timed, you } from './lib/fake.mjs'
import { all, answer, at, enter, tile } from './lib/pages.mjs'
import { advance, contestOf, rawHost, rawJoinAll, stage } from './lib/stage.mjs'

// axe is put into the page as a script, which the page's content security policy forbids.
const OPTIONS = { bypassCSP: true, reducedMotion: 'reduce' }
const KINDS = BANK.questions.map(({ id }) => id)
const ANSWERS = { single: 'b', multiple: ['a', 'c'], truefalse: false, text: ['Paris'], numeric: '42', ordering: ['b', 'd', 'a', 'c'], matching: [['l1', 'r2']] }

async function scan({ name, page }, where) {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('; ')}`), [], `${name}, ${where}`)
}

/** In the other look what differs is colour, so that is all that is looked at. */
async function scanLight({ name, page }, where) {
  await page.evaluate(() => { document.documentElement.dataset.theme = 'light' })
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withRules(['color-contrast']).analyze()
  await page.evaluate(() => { document.documentElement.dataset.theme = 'dark' })
  assert.deepEqual(violations.flatMap(({ nodes }) => nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`)), [], `${name}, ${where}, light`)
}

const scanAll = (pages, where) => Promise.all(pages.map((watched) => scan(watched, where)))

const both = (pages, where) => Promise.all(pages.map(async (watched) => {
  await scan(watched, where)
  await scanLight(watched, where)
}))

test('axe finds nothing in any phase of any page', async (t) => {
  const { server, browser } = await stage(t)
  const contest = await contestOf(server, BANK, { intro: true, reading: 600, change: true })
  let host = await rawHost(server, contest)
  const desk = await browser.desk('host', contest.host, OPTIONS)
  const wall = await browser.wall('screen', contest.screen, OPTIONS)
  const phone = await browser.phone('phone', contest.play, OPTIONS)
  const pages = [phone, wall, desk]
  await phone.page.locator('#name').waitFor()
  await both([phone], 'join')
  await phone.page.locator('button[type=submit]').tap()
  await phone.page.getByText('Please enter a name.').waitFor()
  await both([phone], 'join, refused')
  await enter(phone, 'Zoë')
  await rawJoinAll(server, contest, ['李雷', 'سارة'])
  await all(pages, 'lobby')
  await wall.page.getByText('سارة').waitFor()
  await both(pages, 'lobby')
  await advance(host, 'intro')
  await all(pages, 'intro')
  await scanAll(pages, 'intro')
  for (const [i, kind] of KINDS.entries()) {
    const turn = i + 1
    await advance(host, 'reading', turn)
    if (turn === 1) {
      await all(pages, 'reading', turn)
      await scanAll(pages, 'reading')
    }
    await advance(host, 'open', turn)
    await all(pages, 'open', turn)
    await scanAll(pages, `open ${kind}`)
    await answer(phone, kind, ANSWERS[kind])
    if (turn === 1) {
      await both(pages, 'answered')
      await host.close() // now the page is the console that acts
      await desk.page.locator('[data-testid="skip"][aria-disabled="false"]').waitFor()
      await desk.page.keyboard.press('s')
      await desk.page.getByRole('alertdialog').waitFor()
      await both([desk], 'asking')
      await desk.page.keyboard.press('Escape')
      host = await rawHost(server, contest)
      await host.do('take', {}, (state) => state.acting)
      await host.do('pause')
      await Promise.all([phone, wall].map(({ page }) => page.getByTestId('paused').waitFor()))
      await both(pages, 'paused')
      await host.do('resume')
      await advance(host, 'locked', turn)
      await all(pages, 'locked', turn)
      await scanAll(pages, 'locked')
    }
    await advance(host, 'reveal', turn)
    await all(pages, 'reveal', turn)
    if (turn === 1) await both(pages, 'reveal')
    else await scanAll([phone, wall], `reveal ${kind}`)
    if (turn === 1) {
      await advance(host, 'standings', turn)
      await all(pages, 'standings')
      await both(pages, 'standings')
    }
  }
  const other = await browser.phone('other tab', contest.play, { context: phone.page.context() })
  await at(phone, 'away')
  await both([phone], 'replaced')
  await host.do('finish')
  await all([other, wall, desk], 'finished')
  await both([other, wall, desk], 'finished')
})

test('axe finds nothing where a link is wrong', async (t) => {
  const { server, browser } = await stage(t)
  const contest = await contestOf(server, BANK)
  const wrong = await Promise.all([
    browser.desk('host', contest.host.replace(/\.\w+$/, '.nothing'), OPTIONS),
    browser.wall('screen', contest.screen.replace(/\.\w+$/, '.nothing'), OPTIONS),
  ])
  for (const watched of wrong) {
    await watched.page.getByRole('alert').waitFor()
    await both([watched], 'wrong key')
  }
})

test('axe finds nothing in what the phone shows beside the questions', async (t) => {
  const picture = { kind: 'image', url: '/m/x.svg', alt: { en: 'A green flag' }, place: 'stem' }
  const files = { '/m/x.svg': { type: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3" fill="#396"/></svg>' } }
  const teams = [{ name: { en: 'Tigers' } }, { name: { en: 'Lions' } }]
  const { fake, browser } = await fakeStage(t, { files, contest: { teams } })
  fake.say(you({ team: 'Lions' }))
  const phone = await browser.phone('phone', fake.play, OPTIONS)
  await phone.page.getByRole('heading', { name: 'Spring contest' }).waitFor()
  await phone.page.locator('#name').fill('Zoë')
  await phone.page.locator('button[type=submit]').tap()
  await phone.page.locator('.team').first().waitFor()
  await both([phone], 'team')
  await phone.page.locator('button[type=submit]').tap()
  await phone.page.getByTestId('practice').tap()
  await phone.page.getByTestId('leave').tap()
  await tile(phone, 'b').tap()
  fake.say(state('lobby', { notice: { id: 1, text: 'Five minutes.' } }))
  await phone.page.getByText('Five minutes.').waitFor()
  await both([phone], 'practice, a message and the way out')
  const question = { turn: 1, n: 1, of: 2, kind: 'single', prompt: { en: 'Which flag?' }, points: 1, change: false, media: [picture],
    options: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((id, i) => ({ id, text: { en: `Flag ${id}` }, ...(i === 0 ? { media: [picture] } : {}) })) }
  fake.say(state('open', { ...timed(), question, notice: { id: 2, text: 'Coffee is outside in the hall. '.repeat(6) } }), you({ turn: 1, answered: false }))
  await at(phone, 'open', 1)
  await both([phone], 'pictures, eight options and a message')
  await phone.page.locator('.open').first().tap()
  await phone.page.locator('dialog[open]').waitFor()
  await scan(phone, 'a picture made large')
  await phone.page.keyboard.press('Escape')
  fake.say(state('reveal', { question, answer: ['b'], tally: { answered: 1, right: 0 } }),
    you({ turn: 1, answered: true, answer: 'a', correct: false, points: 0, rank: 12, of: 128, moved: -2, streak: 0 }))
  await at(phone, 'reveal', 1)
  await both([phone], 'wrong')
  fake.say(state('standings', { question }), you({ rank: 12, of: 128, score: 7, moved: 5, above: { rank: 11, name: '李雷', score: 9 }, below: { rank: 13, name: 'سارة', score: 2 } }))
  await at(phone, 'standings')
  await both([phone], 'between neighbours')
  fake.say(state('finished', { top: [{ rank: 1, player: 7, name: 'Zoë', score: 7, moved: 0, gained: 0, streak: 0 }] }),
    you({ rank: 1, of: 128, score: 7, right: 1, asked: 2, best_streak: 2, fastest: 900 }))
  await at(phone, 'finished')
  for (const extra of ['mine', 'card']) {
    await phone.page.getByTestId(extra).tap()
    await phone.page.getByTestId(extra === 'mine' ? 'my-answers' : 'card-picture').waitFor()
    await both([phone], extra)
  }
  fake.say({ type: 'bye', reason: 'kicked', banned: true })
  await phone.page.getByTestId('away').waitFor()
  await both([phone], 'removed for good')
})
