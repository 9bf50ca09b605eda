// The phone beside the questions: trying the buttons, the host's words, dragging, neighbours, the end, and the
// ways out.
import assert from 'node:assert/strict'
import test from 'node:test'
import { BANK } from './lib/bank.mjs'
import { fakeStage, state, timed, you } from './lib/fake.mjs'
import { answer, at, enter, give, sent, shot, status, tile } from './lib/pages.mjs'
import { Proxy } from './lib/proxy.mjs'
import { advance, contestOf, linked, rawHost, rawJoin, rawJoinAll, stage } from './lib/stage.mjs'

/** A phone in the lobby of a contest, and its host. */
async function waiting(t, { url, ...options } = {}) {
  const { server, browser } = await stage(t)
  const contest = await contestOf(server, BANK, options)
  const host = await rawHost(server, contest)
  const phone = await browser.phone('phone', url ? await url(server, contest) : contest.play)
  await enter(phone, 'Zoë')
  return { server, browser, contest, host, phone }
}

async function begin(host, phone) {
  await advance(host, 'open', 1)
  await at(phone, 'open', 1)
}

/** A phone at a server that says what the test says. */
async function puppet(t, options) {
  const { fake, browser } = await fakeStage(t, options)
  const phone = await browser.phone('phone', fake.play)
  await enter(phone, 'Zoë')
  return { fake, browser, phone }
}

test('the buttons can be tried without anybody hearing of it', async (t) => {
  const { phone, host } = await waiting(t)
  const said = () => phone.sent.filter(({ type }) => type !== 'ping').length
  const before = said()
  await phone.page.getByTestId('practice').tap()
  await tile(phone, 'b').tap()
  await phone.page.getByText('It works!').waitFor()
  await shot(phone, 'phone-practice')
  await phone.page.keyboard.press('Tab')
  await phone.page.keyboard.press('Space')
  await phone.page.locator('.tile[data-option="c"][aria-pressed="true"]').waitFor()
  assert.equal(said(), before)
  await begin(host, phone)
  assert.equal(await tile(phone, 'c').getAttribute('aria-pressed'), 'false', 'nothing of it is left')
})

test('who leaves gives up the seat, but not by accident', async (t) => {
  const { phone, host } = await waiting(t)
  await phone.page.getByTestId('leave').tap()
  await phone.page.getByRole('button', { name: 'Stay' }).tap()
  await phone.page.getByTestId('leave').tap()
  await phone.page.getByTestId('leave-sure').tap()
  await phone.page.locator('#code').waitFor()
  await host.next('roster', ({ players }) => players.some(({ online }) => !online))
  await phone.page.reload()
  await phone.page.locator('#code').waitFor()
})

test("the host's message moves nothing, takes no focus, and stays away once put away", async (t) => {
  const { phone, host, server, contest } = await waiting(t)
  await rawJoin(server, contest, 'Other')
  await begin(host, phone)
  const place = () => tile(phone, 'a').boundingBox()
  const before = await place()
  await tile(phone, 'a').focus()
  await host.do('message', { text: 'Coffee is outside in the hall. '.repeat(6).trim() })
  const words = phone.page.getByTestId('notice').getByText('Coffee is outside')
  await words.waitFor()
  await shot(phone, 'phone-message')
  assert.deepEqual(await place(), before)
  assert.equal(await phone.page.evaluate(() => document.activeElement.dataset.option), 'a')
  const bar = await phone.page.locator('[data-testid="notice"] .bar').boundingBox()
  assert.ok(bar.y === 0 && bar.y + bar.height < before.y, 'it covers no answer')
  await phone.page.getByRole('button', { name: 'Hide the message' }).tap()
  await words.waitFor({ state: 'hidden' })
  await phone.page.reload()
  await at(phone, 'open', 1)
  assert.equal(await words.count(), 0)
  await host.do('message', { text: 'We go on.' })
  await phone.page.getByTestId('notice').getByText('We go on.').waitFor()
  await host.do('pause')
  const paused = await phone.page.getByTestId('paused').boundingBox()
  assert.ok((await phone.page.locator('[data-testid="notice"] .bar').boundingBox()).y >= paused.y + paused.height, 'in a pause both can be read')
  await host.do('resume')
  await host.do('message', { text: '' })
  await phone.page.getByTestId('notice').getByText('We go on.').waitFor({ state: 'hidden' })
})

test('an answer that comes too late is told by how much, and counts if the question is opened again', async (t) => {
  let proxy
  const { phone, host, server, contest } = await waiting(t, { url: async (server, contest) => {
    proxy = await Proxy.start(t, server.port)
    return linked(contest, proxy.url).play
  } })
  await rawJoin(server, contest, 'Other')
  await begin(host, phone)
  proxy.hold() // the phone does not see that the question is closed
  await advance(host, 'locked', 1)
  await give(phone, 'single', 'b')
  await status(phone, 'sending').waitFor()
  proxy.release()
  await status(phone, 'late').getByText(/^Arrived [\d.]+ s late/).waitFor()
  await shot(phone, 'phone-late')
  host.send({ type: 'do', action: 'undo' })
  await sent(phone)
  await advance(host, 'reveal', 1)
  await phone.page.locator('[data-verdict="right"]').waitFor()
})

test('neighbours at the standings; place, figures, answers and a picture at the end', async (t) => {
  const { phone, host, server, contest } = await waiting(t, { ids: ['single', 'truefalse'] })
  const [best, last] = await rawJoinAll(server, contest, ['Aygül', 'Bo'])
  await begin(host, phone)
  await best.answer(1, 'b')
  await answer(phone, 'single', 'a')
  await last.answer(1, 'a')
  await advance(host, 'reveal', 1)
  await phone.page.locator('[data-verdict="wrong"]').waitFor()
  await phone.page.getByText('Your answer').waitFor()
  await advance(host, 'open', 2)
  await at(phone, 'open', 2)
  await best.answer(2, false)
  await answer(phone, 'truefalse', false)
  await advance(host, 'standings', 2)
  await at(phone, 'standings')
  const rows = phone.page.locator('ol li')
  await rows.first().waitFor()
  assert.deepEqual(await rows.evaluateAll((list) => list.map(({ dataset }) => dataset.rank)), ['1', '2', '3'])
  assert.match(await rows.nth(1).textContent(), /Zoë/)
  await phone.page.getByText('10 points to place 1').waitFor()
  await shot(phone, 'phone-standings')
  await advance(host, 'finished')
  await at(phone, 'finished')
  await phone.page.getByText('You came 2nd').waitFor()
  await phone.page.getByText('1 of 2 right').waitFor()
  await phone.page.locator('[data-medal="silver"]').waitFor()
  await shot(phone, 'phone-podium')
  await phone.page.getByTestId('mine').tap()
  const mine = phone.page.locator('[data-testid="my-answers"] article')
  await mine.nth(1).waitFor()
  assert.deepEqual(await mine.evaluateAll((list) => list.map(({ dataset }) => dataset.verdict)), ['wrong', 'right'])
  await phone.page.getByTestId('card').tap()
  const picture = phone.page.getByTestId('card-picture')
  await picture.waitFor()
  await picture.evaluate((image) => image.decode())
  assert.deepEqual(await picture.evaluate(({ naturalWidth, naturalHeight }) => [naturalWidth, naturalHeight]), [1080, 1350])
  assert.match(await picture.getAttribute('alt'), /Zoë.*You came 2nd/)
  await phone.page.reload()
  await at(phone, 'finished')
  await phone.page.getByTestId('mine').tap()
  await mine.nth(1).waitFor()
})

test('removed is told from removed for good', async (t) => {
  const { phone, host, contest, browser } = await waiting(t)
  host.send({ type: 'do', action: 'kick', player: 1 })
  await phone.page.locator('[data-testid="away"][data-reason="kicked"]').waitFor()
  await phone.page.getByRole('button', { name: 'Join again' }).tap()
  await phone.page.locator('#name').waitFor()
  const other = await browser.phone('other', contest.play)
  await enter(other, 'Bo')
  const { players } = await host.next('roster', ({ players: list }) => list.some(({ name }) => name === 'Bo'))
  host.send({ type: 'do', action: 'ban', player: players.find(({ name }) => name === 'Bo').player })
  await other.page.locator('[data-testid="away"][data-reason="banned"]').waitFor()
  assert.equal(await other.page.locator('main button').count(), 0)
})

test('a finger drags a row to its place, and elsewhere it scrolls', async (t) => {
  const { phone, fake } = await puppet(t)
  const options = ['a', 'b', 'c', 'd'].map((id) => ({ id, text: { en: `Item ${id}` } }))
  fake.say(state('open', { ...timed(), question: { turn: 1, n: 1, of: 1, kind: 'ordering', prompt: { en: 'Order' }, points: 1, change: false, options } }), you({ turn: 1, answered: false }))
  await at(phone, 'open', 1)
  const touch = await phone.page.context().newCDPSession(phone.page)
  const move = async (from, to) => {
    const point = (progress) => [{ x: from.x + (to.x - from.x) * progress, y: from.y + (to.y - from.y) * progress }]
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: point(0) })
    for (const progress of [0.25, 0.5, 0.75, 1]) await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: point(progress) })
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  }
  const middle = async (selector) => {
    const { x, y, width, height } = await phone.page.locator(selector).boundingBox()
    return { x: x + width / 2, y: y + height / 2 }
  }
  const grip = await middle('[data-option="a"] .grip')
  await move(grip, { x: grip.x, y: (await middle('[data-option="c"]')).y + 10 })
  await phone.page.locator('.kind li:nth-child(3)[data-option="a"]').waitFor()
  await phone.page.locator('.kind [aria-live]').getByText(/now number 3 of 4/).waitFor()
  // The same by keys; the focus stays with the row that moves.
  await phone.page.getByRole('button', { name: /Move up: .Item d/ }).focus()
  await phone.page.keyboard.press('Enter')
  await phone.page.keyboard.press('Enter')
  await phone.page.locator('.kind li:nth-child(2)[data-option="d"]').waitFor()
  await phone.page.locator('.kind .button.main').tap()
  await phone.page.waitForFunction(() => document.querySelector('[data-testid="answer-status"]').dataset.status !== 'idle')
  assert.deepEqual(phone.sent.filter(({ type }) => type === 'answer').map(({ answer: said }) => said), [['b', 'd', 'c', 'a']])
})

test('a finger drags a partner to its row', async (t) => {
  const { phone, fake } = await puppet(t)
  const items = (ids) => ids.map((id) => ({ id, text: { en: `Item ${id}` } }))
  fake.say(state('open', { ...timed(), question: { turn: 1, n: 1, of: 1, kind: 'matching', prompt: { en: 'Match' }, points: 1, change: false, options: items(['l1', 'l2']), targets: items(['r1', 'r2']) } }), you({ turn: 1, answered: false }))
  await at(phone, 'open', 1)
  await phone.page.locator('[data-target="r1"]').locator('xpath=..').locator('.grip').dragTo(phone.page.locator('[data-option="l2"]'))
  await phone.page.locator('[data-option="l2"]').getByText('Item r1').waitFor()
  await phone.page.locator('[data-option="l1"][aria-pressed="true"]').waitFor()
  await phone.page.locator('[data-target="r2"]').tap()
  await phone.page.locator('.kind .button.main').tap()
  await phone.page.waitForFunction(() => document.querySelector('[data-testid="answer-status"]').dataset.status !== 'idle')
  assert.deepEqual(phone.sent.filter(({ type }) => type === 'answer').map(({ answer: said }) => said), [[['l1', 'r2'], ['l2', 'r1']]])
})

const PICTURE = { type: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300" width="400" height="300"><rect width="400" height="300" fill="#396"/></svg>' }

test('a picture keeps its place before it is there, opens large, and can be tried again', async (t) => {
  const files = { '/m/late.svg': PICTURE, '/m/gone.svg': 404 }
  const { phone, fake } = await puppet(t, { files, missing: true })
  let arrive
  const held = new Promise((resolve) => { arrive = resolve })
  await phone.page.route('**/m/late.svg', async (route) => { await held; await route.continue() })
  const ask = (turn, url) => state('open', { ...timed(), question: {
    turn, n: turn, of: 2, kind: 'truefalse', prompt: { en: 'A green flag?' }, points: 1, change: false, media: [{ kind: 'image', url, alt: { en: 'A green flag' }, place: 'stem' }] } })
  fake.say(ask(1, '/m/late.svg'), you({ turn: 1, answered: false }))
  await at(phone, 'open', 1)
  const before = await tile(phone, 'true').boundingBox()
  arrive()
  await phone.page.locator('.open img').evaluate((image) => image.decode())
  assert.deepEqual(await tile(phone, 'true').boundingBox(), before)
  const screen = phone.page.viewportSize()
  assert.ok((await phone.page.locator('[data-media]').boundingBox()).height <= screen.height * 0.4)
  await phone.page.getByRole('button', { name: 'A green flag Enlarge' }).tap()
  const large = phone.page.locator('dialog[open]')
  await large.waitFor()
  assert.deepEqual(await large.evaluate((dialog) => dialog.clientWidth), screen.width)
  await phone.page.keyboard.press('Escape')
  await large.waitFor({ state: 'hidden' })
  fake.say(ask(2, '/m/gone.svg'), you({ turn: 2, answered: false }))
  await at(phone, 'open', 2)
  await phone.page.locator('[data-media="failed"]').getByText('A green flag').waitFor()
  const failed = await tile(phone, 'true').boundingBox()
  files['/m/gone.svg'] = PICTURE
  await phone.page.getByRole('button', { name: 'Try again' }).tap()
  await phone.page.locator('.open img').evaluate((image) => image.decode())
  assert.deepEqual(await tile(phone, 'true').boundingBox(), failed)
})

test('a team is chosen in a second step', async (t) => {
  const teams = [{ name: { en: 'Tigers', 'zh-Hans': '老虎' } }, { name: { en: 'Lions', 'zh-Hans': '狮子' } }]
  const { fake, browser } = await fakeStage(t, { contest: { teams, team_required: true } })
  fake.say(you({ team: 'Lions' }))
  const phone = await browser.phone('phone', fake.play)
  const join = phone.page.getByRole('button', { name: 'Join' })
  await phone.page.getByRole('heading', { name: 'Spring contest' }).waitFor()
  await phone.page.locator('#name').fill('Zoë')
  await join.tap()
  await join.tap()
  await phone.page.getByText('Choose your team.').waitFor()
  await shot(phone, 'phone-team')
  await phone.page.getByText('Lions').tap()
  await join.tap()
  await phone.page.getByText('Team: Lions').waitFor()
  assert.equal(fake.heard.find(({ type }) => type === 'hello').team, 'Lions')
})
