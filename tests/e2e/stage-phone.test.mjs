// The phone on a stage and in its hall, and the judge's page, at a server that says what the test says: every
// format's moments, how a buzz is pressed and felt, what picks and marks send.
import assert from 'node:assert/strict'
import test from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { fakeStage, state, you } from './lib/fake.mjs'
import { at, drawn, enter, PHONE, shot } from './lib/pages.mjs'
import { bare, pseudo } from './lib/pseudo.mjs'
import { hall, HALL, member, MOMENTS, OWN, QUESTION, STAGE, staged } from './lib/teams.mjs'

const AXE = { bypassCSP: true, reducedMotion: 'reduce' }

/** A phone that has joined a contest of teams. */
async function seated(t, { who = member(), options = {}, context, ...rest } = {}) {
  const { fake, browser } = await fakeStage(t, { contest: STAGE, ...rest })
  fake.say(state('lobby'), who)
  const phone = await browser.phone('phone', fake.play, context ? { context: await context(browser) } : options)
  await phone.page.locator('#name').fill('Zoë')
  await phone.page.locator('button[type=submit]').tap()
  await phone.page.locator('.team').nth(who.seat ? who.seat - 1 : STAGE.teams.length).tap()
  await phone.page.locator('button[type=submit]').tap()
  await phone.page.getByTestId('score').waitFor()
  await phone.page.waitForFunction(() => document.adoptedStyleSheets.length === 1) // all of the stage has come
  const show = async (next, me = who) => {
    const heard = () => phone.received.filter(({ type }) => type === 'you').length
    const before = heard()
    fake.say(next, me)
    await drawn(phone, () => heard() > before)
    await at(phone, next.phase)
  }
  return { fake, browser, phone, show }
}

/** Remembers in the page what the phone was made to feel. */
const feeling = (page) => page.addInitScript(() => {
  globalThis.felt = []
  Object.defineProperty(Navigator.prototype, 'vibrate', { value: (pattern) => { globalThis.felt.push([pattern].flat().join('-')); return true } })
})
const felt = ({ page }) => page.evaluate(() => globalThis.felt.splice(0))

const button = ({ page }, is) => page.locator(`[data-testid="buzz"]${is ? `[data-state="${is}"]` : ''}`)

/** What has to be true of every picture: nothing sticks out, and axe has nothing to say. */
async function sound({ page }, name) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.ok(wide <= 0, `${name}: sticks out by ${wide}px`)
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('; ')}`), [], name)
}

test('the team, or the hall, is chosen as the second step: neither is chosen beforehand', async (t) => {
  const { fake, browser } = await fakeStage(t, { contest: STAGE })
  for (const [nth, team] of [[OWN - 1, 'Cranes'], [STAGE.teams.length, undefined]]) {
    const phone = await browser.phone(`phone ${nth}`, fake.play, AXE)
    await phone.page.locator('#name').fill('Zoë')
    await phone.page.locator('button[type=submit]').tap()
    await phone.page.getByText('I watch: in the hall').waitFor()
    assert.equal(await phone.page.locator('.team :checked').count(), 0)
    await phone.page.locator('button[type=submit]').tap()
    await phone.page.getByText('Choose your team.').waitFor()
    await sound(phone, 'teams')
    await shot(phone, 'stage-join')
    const before = fake.heard.length
    await phone.page.locator('.team').nth(nth).tap()
    await phone.page.locator('button[type=submit]').tap()
    await phone.page.getByTestId('score').waitFor()
    assert.equal(fake.heard.slice(before).find(({ type }) => type === 'hello').team, team)
  }
})

test('what a stage needs is there before the first question, and nobody else fetches it', async (t) => {
  const fetched = ({ page }) => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => /[/.]stage-/.test(name)))
  const { phone, fake, browser } = await seated(t)
  await phone.page.waitForFunction(() => document.adoptedStyleSheets.length === 1)
  assert.equal((await fetched(phone)).length, 2)
  fake.contest = { ...fake.contest, seats: 'people', teams: [] }
  fake.say(state('lobby'), you())
  const other = await browser.phone('other', fake.play)
  await enter(other, 'Bo')
  fake.say(state('open', { question: { ...QUESTION, turn: 1 } }))
  await at(other, 'open')
  assert.deepEqual(await fetched(other), [])
})

for (const [who, me, moments] of [['a seat', member(), MOMENTS], ['the hall', hall(), HALL]]) {
  test(`every moment of ${who}: nothing sticks out, and axe finds nothing, in either look`, async (t) => {
    const { phone, show } = await seated(t, { who: me, options: AXE })
    for (const [name, moment] of Object.entries(moments)) {
      const next = moment()
      await show(next)
      if (next.phase !== 'lobby' && next.phase !== 'intro' && next.phase !== 'standings' && next.phase !== 'finished') await phone.page.locator('[data-testid="stage"], [data-testid="buzz"]').first().waitFor({ state: 'attached' })
      await phone.page.evaluate(() => { document.documentElement.dataset.theme = 'light' })
      await sound(phone, `${name}, light`)
      await phone.page.evaluate(() => { document.documentElement.dataset.theme = 'dark' })
      await sound(phone, name)
      await shot(phone, `stage-${name}`)
    }
  })
}

test('in a language with long words that runs from the right, all of it is from the catalogs and fits', async (t) => {
  const { phone, show } = await seated(t, { context: async (browser) => {
    const context = await browser.context({ ...PHONE })
    await pseudo(context, 'ar')
    return context
  } })
  for (const [name, moment] of Object.entries(MOMENTS)) {
    await show(moment())
    const wide = await phone.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(wide <= 0, `${name}: sticks out by ${wide}px`)
    assert.deepEqual(await bare(phone), [], name)
  }
})

test('the buzzer is the lower half, goes off at the touch, and says "first" only after the server', async (t) => {
  const { phone, show, fake } = await seated(t)
  await feeling(phone.page)
  await phone.page.reload()
  await phone.page.getByTestId('score').waitFor()
  await phone.page.mouse.click(5, 5) // a page that was never touched may not vibrate
  await show(MOMENTS['buzz-wait']())
  await button(phone, 'wait').getByText('Too early: you are out of this question.').waitFor()
  await felt(phone)
  await show(MOMENTS['buzz-armed']())
  await button(phone, 'armed').waitFor()
  assert.deepEqual(await felt(phone), ['30'])
  const box = await button(phone).boundingBox()
  assert.ok(box.height >= 640 * 0.48 && box.width >= 330 && box.y + box.height >= 625, 'the lower half')
  await phone.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await phone.page.mouse.down()
  const said = await fake.hears('buzz')
  assert.equal(said.turn, QUESTION.turn)
  assert.ok(said.elapsed >= 0 && said.elapsed < 15_000)
  await button(phone, 'pressed').waitFor()
  await phone.page.mouse.up()
  await button(phone, 'pressed').click({ force: true })
  assert.equal(fake.heard.filter(({ type }) => type === 'buzz').length, 1)
  assert.deepEqual(await felt(phone), ['20'])
  await show(MOMENTS['buzz-won']())
  await phone.page.getByText('You’re first: answer!').waitFor()
  await phone.page.getByText(/^0\.12 s before .Falcons.$/).waitFor()
  assert.equal(await button(phone).count(), 0, 'where the button was is the answer')
  assert.deepEqual(await felt(phone), ['80-60-80-60-80'])
  await phone.page.locator('.tile[data-option="b"]').tap()
  assert.deepEqual((await fake.hears('answer')).answer, 'b')
})

test('being locked out is seen, read and felt at once; who was first is told with the margin', async (t) => {
  const { phone, show } = await seated(t)
  await feeling(phone.page)
  await phone.page.reload()
  await phone.page.getByTestId('score').waitFor()
  await phone.page.mouse.click(5, 5)
  for (const [name, words] of [['buzz-foul', 'A foul: out of this question.'], ['buzz-tried', 'You have had your try at this question.'], ['buzz-barred', 'Too many fouls: out for this round.']]) {
    await show(MOMENTS['buzz-armed']())
    await button(phone, 'armed').waitFor()
    await felt(phone)
    await show(MOMENTS[name]())
    await button(phone, 'out').getByText(words).waitFor()
    assert.equal(await button(phone).locator('svg').count(), 1)
    assert.deepEqual(await felt(phone), ['400'], name)
  }
  await show(MOMENTS['buzz-other']())
  await button(phone, 'other').getByText(/^First: .Falcons.$/).waitFor()
  await button(phone, 'other').getByText('You were 0.03 s behind.').waitFor()
  await show(MOMENTS['buzz-again']())
  await button(phone, 'again').waitFor()
  assert.deepEqual(await felt(phone), ['30'])
})

test('a laptop buzzes with Space; what the machine does not take is told, and can be pressed again', async (t) => {
  const { phone, show, fake } = await seated(t)
  await show(staged('buzzer', 'reading', { rules: { early: 'blocked' } }))
  await button(phone, 'wait').waitFor()
  await phone.page.locator('h1').first().click()
  await phone.page.keyboard.press('Space')
  await fake.hears('buzz')
  await button(phone, 'pressed').waitFor()
  fake.say({ type: 'error', code: 'blocked', message: 'too early', re: 'buzz' })
  await phone.page.getByText('Too early: that did not count.').waitFor()
  await button(phone, 'wait').waitFor()
  await show(staged('buzzer', 'open', { rules: { early: 'blocked' }, stage: { step: 'buzz' }, may: { 2: { may: true } } }))
  await button(phone, 'armed').focus()
  await phone.page.keyboard.press('Enter')
  await fake.hears('buzz', 2)
  await button(phone, 'pressed').waitFor()
  assert.equal(await phone.page.getByText('Too early: that did not count.').count(), 0)
})

test('a risk: cards with what is left, another team, and giving up only on purpose', async (t) => {
  const { phone, show, fake } = await seated(t)
  await show(MOMENTS['risk-pick']())
  const card = (value) => phone.page.locator(`[data-value="${value}"]`)
  await card(20).getByText('1 left').waitFor()
  assert.equal(await card(30).getAttribute('aria-disabled'), 'true')
  await phone.page.getByLabel('Dragons').check()
  await card(20).tap()
  assert.deepEqual(await fake.hears('name'), { type: 'name', turn: 9, other: 4 })
  assert.deepEqual(await fake.hears('pick'), { type: 'pick', turn: 9, value: 20 })
  fake.say({ type: 'error', code: 'value_taken', message: 'taken', re: 'pick' })
  await phone.page.getByText('This value cannot be picked any more: choose another.').waitFor()
  await phone.page.getByTestId('ask').tap()
  await phone.page.getByText('Give up this turn?').waitFor()
  assert.equal(fake.heard.filter(({ type }) => type === 'pass').length, 0)
  await phone.page.getByTestId('sure').tap()
  assert.deepEqual(await fake.hears('pass'), { type: 'pass', turn: 9 })
})

test('a ladder can be left with what it gave; a rush goes on to the next question', async (t) => {
  const { phone, show, fake } = await seated(t)
  const inSight = async (part) => {
    const box = await part.boundingBox()
    return box.y >= 0 && box.y + box.height <= 640
  }
  await show(MOMENTS['ladder-own']())
  await phone.page.getByTestId('ask').getByText('Stop and keep 20').waitFor()
  assert.deepEqual(await phone.page.locator('[data-rung]').evaluateAll((rungs) => rungs.map(({ dataset }) => dataset.state)), ['ahead', 'now', 'climbed', 'climbed', 'climbed'])
  for (const part of [phone.page.getByTestId('ask'), phone.page.locator('.tile').last()]) assert.ok(await inSight(part), 'all of it is in sight')
  await phone.page.getByTestId('ask').tap()
  await phone.page.getByTestId('sure').tap()
  await fake.hears('pass')
  await show(MOMENTS['rush-own']())
  for (const part of [phone.page.getByTestId('skip'), phone.page.locator('.tile').last()]) assert.ok(await inSight(part), 'all of it is in sight')
  await phone.page.getByTestId('skip').tap()
  await fake.hears('pass', 2)
})

test("a team-mate's answer stands on this phone, too, as the team's", async (t) => {
  const { phone, show } = await seated(t)
  const open = staged('everyone', 'open', { stage: undefined, may: { 2: { may: true } } })
  await show(open)
  await show({ ...open, seq: 2 }, member({ turn: 9, answered: true, answer: 'b', elapsed: 2100 }))
  await phone.page.locator('.tile[data-option="b"][aria-pressed="true"]').waitFor()
  await phone.page.getByText('This is your team’s answer.').waitFor()
})

test('results: the team has its place among teams, the hall its own', async (t) => {
  const { phone, show, fake } = await seated(t)
  await show(MOMENTS['reveal-right']())
  await phone.page.locator('[data-verdict="right"]').waitFor()
  assert.equal(await phone.page.getByTestId('points').textContent(), '+10')
  await show(MOMENTS.standings())
  await phone.page.getByText('Place 2 of 4').waitFor()
  await show(MOMENTS.finished())
  await phone.page.getByText('Your team came 1st').waitFor()
  assert.equal(await phone.page.getByTestId('score').getAttribute('data-score'), '230')
  fake.say(HALL['hall-standings'](), hall())
  await phone.page.getByText('Place 3 of 17').waitFor()
  assert.equal(await phone.page.getByTestId('score').getAttribute('data-score'), '30')
})

test('a judge: a mark by keypad and steps, sent, changed, kept over a reload, and what all of them made', async (t) => {
  const { fake, browser } = await fakeStage(t, { contest: STAGE })
  fake.say(state('lobby'))
  const judge = await browser.phone('judge', fake.judge, AXE)
  await judge.page.getByText('Nothing to mark now.').waitFor()
  await sound(judge, 'waiting')
  fake.say(MOMENTS['judged-own']())
  await judge.page.getByTestId('performer').getByText('Cranes').waitFor()
  for (const key of ['8', '.', '2', '5']) await judge.page.locator(`[data-key="${key}"]`).tap()
  assert.equal(await judge.page.locator('#mark').inputValue(), '8.25')
  await judge.page.locator('[data-step="more"]').tap()
  await judge.page.getByRole('button', { name: '±0.1' }).tap()
  await judge.page.locator('[data-step="less"]').tap()
  assert.equal(await judge.page.locator('#mark').inputValue(), '8.65')
  const send = judge.page.locator('button[type=submit]')
  const foot = await judge.page.getByTestId('mark-status').boundingBox()
  assert.ok(foot.y + foot.height <= 640, `all of it is in sight: ${foot.y} ${foot.height}`)
  await send.tap()
  assert.deepEqual(await fake.hears('mark'), { type: 'mark', turn: 9, value: 8.65 })
  await judge.page.locator('[data-status="sending"]').waitFor()
  fake.say({ type: 'ack', turn: 9, elapsed: 0 })
  await judge.page.getByText('Sent: 8.65').waitFor()
  await sound(judge, 'sent')
  await shot(judge, 'judge-sent')
  assert.ok(await send.isDisabled(), 'the same mark is not sent again')
  fake.say(staged('judged', 'open', { rules: { judges: 5, marks: { min: 0, max: 10 } }, stage: { step: 'marks', seat: OWN, marked: 4, marks: [{ judge: 2, value: 8.65 }] } }))
  await judge.page.reload()
  await judge.page.getByText('Sent: 8.65').waitFor()
  assert.equal(fake.heard.filter(({ type, role }) => type === 'hello' && role === 'judge').at(-1).judge, 2)
  await judge.page.locator('#mark').fill('11')
  await judge.page.getByText('Please enter a number from 0 to 10').waitFor()
  assert.ok(await send.isDisabled())
  await judge.page.locator('#mark').fill('9')
  await judge.page.keyboard.press('Enter')
  assert.equal((await fake.hears('mark', 2)).value, 9)
  fake.say({ type: 'ack', turn: 9, elapsed: 0 })
  await judge.page.getByText('Sent: 9').waitFor()
  fake.say(MOMENTS['judged-done']())
  await judge.page.getByText('Mean without the highest and the lowest').waitFor()
  assert.equal(await judge.page.getByTestId('mean').textContent(), '8.5')
  assert.deepEqual(await judge.page.locator('[data-counts="false"]').evaluateAll((rows) => rows.map(({ dataset }) => dataset.judge)), ['3', '4'])
  await sound(judge, 'outcome')
  await shot(judge, 'judge-outcome')
  const lost = await browser.phone('lost', `${fake.url}/judge`, AXE)
  await lost.page.getByText('This page needs the whole link from the organizer.').waitFor()
  await sound(lost, 'without a key')
})
