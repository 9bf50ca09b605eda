// The phone: nothing sticks out on any of them, in any language; and "Sent" is said when the server has
// said so, and never before.
import assert from 'node:assert/strict'
import test from 'node:test'
import { ARABIC, BANK, TOO_LONG } from './lib/bank.mjs'
import { sideways } from './lib/measure.mjs'
import { answer, at, enter, give, PHONE, resize, sent, shot, status, tile } from './lib/pages.mjs'
import { Proxy } from './lib/proxy.mjs'
import { bare, pseudo } from './lib/pseudo.mjs'
import { advance, contestOf, linked, rawHost, rawJoinAll, stage } from './lib/stage.mjs'

const SIZES = [{ width: 360, height: 640 }, { width: 390, height: 844 }, { width: 320, height: 480 }]

/** Looks at the phone in every size; keeps pictures of it if they have a name. */
async function look(phone, where, picture = null) {
  for (const size of SIZES) {
    await resize(phone, size)
    assert.deepEqual(await sideways(phone), [], `${where} at ${size.width}`)
    if (picture) await shot(phone, `${picture}-${size.width}`)
  }
  await resize(phone, SIZES[0])
}

const ANSWERS = { single: 'b', multiple: ['a', 'c'], truefalse: false, text: ['Paris'], numeric: '42', ordering: ['b', 'd', 'a', 'c'], matching: [['l1', 'r2']] }

const answersSent = (phone) => phone.sent.filter(({ type }) => type === 'answer').length

/** A phone in a contest whose first question is open. */
async function seated(t, { bank = BANK, url, name = 'Zoë', phone: options, contest: round, others = 1 } = {}) {
  const { server, browser } = await stage(t)
  const contest = await contestOf(server, bank, round)
  const host = await rawHost(server, contest)
  const phone = await browser.phone(name, url ? await url(server, contest) : contest.play, options)
  await enter(phone, name)
  // Somebody who does not answer keeps the question open.
  const rest = await rawJoinAll(server, contest, Array.from({ length: others }, (_, i) => `Other ${i}`))
  await advance(host, 'open', 1)
  await at(phone, 'open', 1)
  return { server, browser, contest, host, phone, rest }
}

test('nothing sticks out: every phase, every kind, long texts and an unbreakable word', async (t) => {
  const { server, browser } = await stage(t)
  const contest = await contestOf(server, TOO_LONG, { intro: true })
  const host = await rawHost(server, contest)
  const phone = await browser.phone('phone', contest.play)
  await phone.page.locator('#name').waitFor()
  await look(phone, 'join', 'phone-join')
  await enter(phone, 'W'.repeat(40))
  await rawJoinAll(server, contest, ['W'.repeat(39), 'Other'])
  await look(phone, 'lobby')
  await advance(host, 'intro')
  await at(phone, 'intro')
  await look(phone, 'intro')
  for (const [i, { id }] of TOO_LONG.questions.entries()) {
    await advance(host, 'open', i + 1)
    await at(phone, 'open', i + 1)
    await look(phone, `open ${id}`, `phone-long-${id}`)
    if (id === 'single') await answer(phone, 'single', 'c')
    await look(phone, `answered ${id}`)
    await advance(host, 'reveal', i + 1)
    await at(phone, 'reveal', i + 1)
    await phone.page.waitForFunction(() => window.scrollY === 0) // the question was scrolled; the result begins at its top
    await look(phone, `reveal ${id}`, `phone-long-reveal-${id}`)
  }
  await advance(host, 'standings', TOO_LONG.questions.length)
  await at(phone, 'standings')
  await look(phone, 'standings', 'phone-long-standings')
  await advance(host, 'finished')
  await at(phone, 'finished')
  await look(phone, 'finished')
})

test('what was just pressed is not under the line that says so', async (t) => {
  const { phone } = await seated(t, { bank: TOO_LONG })
  // It ends where the window ends: there the line will be. A tap of the driver would bring it into view itself.
  await tile(phone, 'c').evaluate((pressed) => {
    window.scrollBy({ top: pressed.getBoundingClientRect().bottom - innerHeight, behavior: 'instant' })
    pressed.click()
  })
  await sent(phone)
  await phone.page.waitForFunction(() => {
    const line = document.querySelector('[data-testid="answer-status"]').getBoundingClientRect()
    const { top, bottom } = document.querySelector('.tile.chosen').getBoundingClientRect()
    return top >= 0 && bottom <= line.top
  })
  await shot(phone, 'phone-chosen')
})

test('a question in Arabic runs from the right', async (t) => {
  const { phone, host } = await seated(t, { bank: ARABIC, phone: { locale: 'ar-EG' }, name: 'سارة' })
  await phone.page.getByText('ما هو أكبر محيط في العالم؟').waitFor()
  const direction = (selector) => phone.page.locator(selector).first().evaluate((element) => getComputedStyle(element).direction)
  for (const selector of ['header bdi', 'h1', '.tile', '.tile .text span']) assert.equal(await direction(selector), 'rtl', selector)
  const shape = await tile(phone, 'a').locator('svg').first().boundingBox()
  const words = await tile(phone, 'a').locator('.text').boundingBox()
  assert.ok(shape.x > words.x, 'the letter stands where reading begins')
  await look(phone, 'Arabic', 'phone-rtl')
  await answer(phone, 'single', 'b')
  await look(phone, 'Arabic answered', 'phone-rtl-answered')
  await advance(host, 'reveal', 1)
  await at(phone, 'reveal', 1)
  await look(phone, 'Arabic reveal', 'phone-rtl-reveal')
  await advance(host, 'open', 2)
  await at(phone, 'open', 2)
  await look(phone, 'Arabic ordering', 'phone-rtl-ordering')
})

for (const [tag, dir] of [['en', 'ltr'], ['ar', 'rtl']]) {
  test(`longer words fit, ${dir}: every phase, every kind, and every word is from a catalog`, async (t) => {
    const { server, browser } = await stage(t)
    const contest = await contestOf(server, BANK, { intro: true, reading: 600, change: true })
    const host = await rawHost(server, contest)
    const context = await browser.context({ ...PHONE, locale: 'en-GB' })
    await pseudo(context, tag)
    const phone = await browser.phone('phone', contest.play, { context })
    const check = async (where, picture) => {
      assert.deepEqual(await phone.page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), [tag, dir])
      assert.deepEqual(await bare(phone), [], where)
      await look(phone, where, picture)
    }
    await phone.page.getByRole('button', { name: '[!! Jóíñ' }).waitFor()
    await check('join', `phone-pseudo-${dir}-join`)
    await enter(phone, 'Zoë')
    await rawJoinAll(server, contest, ['李雷', 'سارة'])
    await phone.page.getByTestId('practice').tap()
    await check('lobby', `phone-pseudo-${dir}-lobby`)
    for (const [i, { id }] of BANK.questions.entries()) {
      if (i === 0) {
        await advance(host, 'reading', 1)
        await at(phone, 'reading', 1)
        await check('reading')
      }
      await advance(host, 'open', i + 1)
      await at(phone, 'open', i + 1)
      await check(`open ${id}`, `phone-pseudo-${dir}-${id}`)
      await answer(phone, id, ANSWERS[id])
      await check(`answered ${id}`)
      await advance(host, 'reveal', i + 1)
      await at(phone, 'reveal', i + 1)
      await check(`reveal ${id}`, i === 0 ? `phone-pseudo-${dir}-reveal` : null)
    }
    await advance(host, 'standings', BANK.questions.length)
    await at(phone, 'standings')
    await check('standings', `phone-pseudo-${dir}-standings`)
    await advance(host, 'finished')
    await at(phone, 'finished')
    await phone.page.getByTestId('mine').tap()
    await phone.page.getByTestId('my-answers').waitFor()
    await check('finished', `phone-pseudo-${dir}-finished`)
  })
}

test('the language can be changed at any time, and is kept', async (t) => {
  const { server, browser } = await stage(t)
  const contest = await contestOf(server, BANK)
  const host = await rawHost(server, contest)
  const phone = await browser.phone('phone', contest.play, { locale: 'en-GB' })
  const choose = async (name) => {
    const prefs = phone.page.locator('details')
    if (!(await prefs.evaluate(({ open }) => open))) await prefs.locator('summary').tap()
    await phone.page.getByRole('button', { name, exact: true }).tap()
  }
  const heading = (name) => phone.page.getByRole('heading', { name }).waitFor()
  await heading('Spring contest')
  await choose('中文')
  await heading('春季知识竞赛')
  await phone.page.getByRole('button', { name: '加入' }).waitFor()
  await shot(phone, 'phone-join-zh')
  await choose('English')
  await enter(phone, 'Zoë')
  await rawJoinAll(server, contest, ['Other'])
  await heading('You are in!')
  await choose('中文')
  await heading('已加入！')
  await advance(host, 'open', 1)
  await heading('最大的海洋是哪一个？')
  await answer(phone, 'single', 'b')
  await choose('English')
  await heading('Which ocean is the largest?')
  await sent(phone)
  await advance(host, 'reveal', 1)
  await heading('Correct!')
  await choose('中文')
  await heading('答对了！')
  await advance(host, 'finished')
  await at(phone, 'finished')
  await phone.page.reload()
  await phone.page.getByText('比赛已结束').waitFor()
})

test('"Sent" is said when the server has said so, and not before', async (t) => {
  let proxy
  const { phone, host } = await seated(t, { url: async (server, contest) => {
    proxy = await Proxy.start(t, server.port)
    return linked(contest, proxy.url).play
  } })
  host.forget('tally')
  proxy.hold()
  await give(phone, 'single', 'b')
  // The answer is with the server, which tells the host; its ack is on the way to the phone.
  await host.next('tally', (tally) => tally.answered === 1)
  await status(phone, 'sending').waitFor()
  assert.equal(await tile(phone, 'b').getAttribute('aria-pressed'), 'true')
  assert.equal(await phone.page.getByText('Sent', { exact: true }).count(), 0)
  await shot(phone, 'phone-sending')
  proxy.release()
  await sent(phone)
  assert.equal(answersSent(phone), 1)
})

test('two taps send one answer, and the first one counts', async (t) => {
  const { phone, host } = await seated(t)
  await tile(phone, 'b').dblclick()
  await sent(phone)
  await tile(phone, 'c').tap({ force: true }) // it is shown as not to be pressed any more
  await host.settle()
  await advance(host, 'reveal', 1)
  await phone.page.locator('[data-verdict="right"]').waitFor()
  assert.equal(answersSent(phone), 1)
})

test('where answers may change, the last one counts', async (t) => {
  const { phone, host } = await seated(t, { contest: { change: true } })
  await answer(phone, 'single', 'c')
  await give(phone, 'single', 'b')
  await phone.page.locator('.tile[data-option="b"][aria-pressed="true"]').waitFor()
  await host.next('tally', (tally) => tally.counts?.b === 1 && tally.counts.c === 0)
  await sent(phone)
  await advance(host, 'reveal', 1)
  await phone.page.locator('[data-verdict="right"]').waitFor()
  assert.equal(answersSent(phone), 2)
})

test('a keyboard is enough', async (t) => {
  const { server, browser } = await stage(t)
  const contest = await contestOf(server, BANK)
  const host = await rawHost(server, contest)
  const { page, ...phone } = await browser.desk('keyboard', contest.play)
  const focused = () => page.evaluate(() => document.activeElement?.closest('[data-option]')?.dataset.option ?? document.activeElement?.textContent?.trim() ?? '')
  const tabTo = async (wanted) => {
    for (let steps = 0; (await focused()) !== wanted; steps++) {
      assert.ok(steps < 30, `the keyboard does not reach ${wanted}`)
      await page.keyboard.press('Tab')
    }
  }
  await page.locator('#name').focus()
  await page.keyboard.type('Zoë')
  await page.keyboard.press('Enter')
  await page.getByTestId('score').waitFor()
  await rawJoinAll(server, contest, ['Other'])
  const open = async (turn) => {
    await advance(host, 'open', turn)
    await at({ page, ...phone }, 'open', turn)
  }
  const right = async (turn) => {
    await sent({ page })
    await advance(host, 'reveal', turn)
    await page.locator('[data-verdict="right"]').waitFor()
  }
  await open(1)
  await tabTo('b')
  await page.keyboard.press('Space')
  await right(1)
  await open(2)
  for (const id of ['a', 'c', 'e']) {
    await tabTo(id)
    await page.keyboard.press('Space')
  }
  await tabTo('Send')
  await page.keyboard.press('Enter')
  await right(2)
  await open(4)
  await page.locator('.kind input').focus()
  await page.keyboard.type('paris')
  await page.keyboard.press('Enter')
  await right(4)
})

test('a seat that is opened in another tab is left alone, until it is asked for again', async (t) => {
  const { browser, contest, host, phone } = await seated(t)
  const other = await browser.phone('other tab', contest.play, { context: phone.page.context() })
  await at(other, 'open', 1)
  const again = phone.page.getByRole('button', { name: 'Play here instead' })
  await again.waitFor()
  await phone.page.locator('[data-testid="away"][data-reason="replaced"]').waitFor()
  await shot(phone, 'phone-replaced')
  await answer(other, 'single', 'b')
  await advance(host, 'open', 2)
  await at(other, 'open', 2)
  assert.ok(await again.isVisible())
  assert.deepEqual([phone.sockets, other.sockets], [1, 1], 'neither came back by itself')
  await again.tap()
  await at(phone, 'open', 2)
  await other.page.getByRole('button', { name: 'Play here instead' }).waitFor()
  assert.deepEqual([phone.sockets, other.sockets], [2, 1])
})
