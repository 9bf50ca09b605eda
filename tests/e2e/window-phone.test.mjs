// The phone in a contest over days at a server that says what the test says: every moment of it, what it does when the
// link, the server or the time fails it, and what it tells in which language.
import assert from 'node:assert/strict'
import test from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { sideways } from './lib/measure.mjs'
import { attempt, handedIn, MANY, MOMENTS, now, opened, paper, PaperFake, QUESTIONS, rules, UNITS } from './lib/papers.mjs'
import { Browser, outage, PHONE, resize, shot, status, tile } from './lib/pages.mjs'
import { bare, pseudo } from './lib/pseudo.mjs'

const SIZES = [{ width: 360, height: 640 }, { width: 390, height: 844 }, { width: 320, height: 480 }]
const AXE = { bypassCSP: true, reducedMotion: 'reduce', timezoneId: 'Europe/London' }
const id = ({ page }, name) => page.getByTestId(name)
const view = ({ page }, name) => page.locator(`main[data-view="${name}"]`)

async function fakePapers(t, options) {
  const fake = await PaperFake.papers(options)
  const browser = await Browser.start()
  t.after(async () => {
    await browser.close()
    await fake.stop()
    browser.assertClean()
  })
  return { fake, browser }
}

/** A phone that has come with a personal code, to a contest where this is so. */
async function seated(t, first = [opened(), paper()], { options = {}, context, ...rest } = {}) {
  const { fake, browser } = await fakePapers(t, rest)
  fake.say(...first)
  const phone = await browser.phone('phone', `${fake.play}#K7Q2M9FX`, context ? { context: await context(browser) } : options)
  await view(phone, first[1].state === 'open' ? 'paper' : 'home').waitFor()
  return { fake, browser, phone }
}

async function sound({ page }, name) {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  assert.deepEqual(violations.map(({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('; ')}`), [], name)
}

/** Shows a moment and waits until the page has it. */
async function show({ fake, phone }, { say, also }) {
  fake.say(...say)
  await phone.page.locator(`main[data-view="${say[1].state === 'open' ? 'paper' : 'home'}"][data-attempt="${say[1].attempt}"]`).waitFor()
  await also?.(phone)
}

test('every moment: nothing sticks out, and axe finds nothing, in one look or the other', async (t) => {
  let look = 'dark'
  const all = await seated(t, MOMENTS.before().say, { options: AXE })
  for (const [name, moment] of Object.entries(MOMENTS)) {
    await show(all, moment())
    for (const size of SIZES) {
      await resize(all.phone, size)
      assert.deepEqual(await sideways(all.phone), [], `${name} at ${size.width}`)
    }
    await resize(all.phone, SIZES[0])
    look = look === 'dark' ? 'light' : 'dark' // one after the other has all the colours
    await all.phone.page.evaluate((theme) => { document.documentElement.dataset.theme = theme }, look)
    await sound(all.phone, `${name}, ${look}`)
    await shot(all.phone, `window-${name}`)
  }
})

test('in a language with long words that runs from the right, all of it is from the catalogs and fits', async (t) => {
  const all = await seated(t, MOMENTS.before().say, { context: async (browser) => {
    const context = await browser.context({ ...PHONE })
    await pseudo(context, 'ug')
    return context
  } })
  for (const [name, moment] of Object.entries(MOMENTS)) {
    await show(all, moment())
    assert.deepEqual(await sideways(all.phone), [], name)
    assert.deepEqual((await bare(all.phone)).filter((text) => !/^[\w-]{9}$/.test(text)), [], name)
  }
})

test('the way in: a unit of many is found by part of its name, and a personal code does as well', async (t) => {
  const { fake, browser } = await fakePapers(t, { contest: { teams: MANY, team_required: true } })
  fake.say(opened(), attempt())
  const phone = await browser.phone('phone', fake.play, AXE)
  await id(phone, 'unit-search').waitFor()
  await phone.page.locator('button[type=submit]').tap()
  await phone.page.getByText('Please choose your unit.').waitFor()
  await phone.page.getByText('Please enter a name.').waitFor()
  await sound(phone, 'faults')
  await phone.page.locator('#name').fill('Zoë')
  await id(phone, 'unit-search').fill('部门57')
  await phone.page.locator('.win-choice').tap()
  await shot(phone, 'window-join')
  await phone.page.locator('button[type=submit]').tap()
  await view(phone, 'home').waitFor()
  const hello = fake.heard.find(({ type }) => type === 'hello')
  assert.deepEqual([hello.name, hello.team, 'personal_code' in hello], ['Zoë', 'Department 57', false])
  assert.match(phone.page.url(), /\?code=482913&window$/)

  // Somebody who was here before goes on with their code.
  const other = await browser.phone('other', fake.play)
  await id(other, 'by-code').tap()
  await other.page.locator('#personal').fill('k7q2-m9fx')
  await other.page.locator('button[type=submit]').tap()
  await view(other, 'home').waitFor()
  assert.equal(fake.heard.filter(({ type }) => type === 'hello').at(-1).personal_code, 'k7q2-m9fx')
  // And then by what the server gave them.
  await other.page.reload()
  await view(other, 'home').waitFor()
  assert.equal(fake.heard.filter(({ type }) => type === 'hello').at(-1).token, 'f'.repeat(32))
})

test('a contest of another kind is not kept from its own page by what follows the hash', async (t) => {
  const { fake, browser } = await fakePapers(t, { contest: { window: undefined, phase: undefined } })
  const phone = await browser.phone('phone', fake.url)
  phone.mayAbort = /./ // what the page it leaves was still fetching
  const own = phone.page.waitForURL(/\?code=482913$/)
  await phone.page.evaluate((url) => { location.assign(url) }, `${fake.play}#K7Q2M9FX`)
  await own
  await phone.page.locator('.folded').waitFor()
  assert.equal(await phone.page.locator('.win-form').count(), 0)
})

test('times are told in the zone of the contest, and of the phone where it is another', async (t) => {
  const at = Date.UTC(2031, 0, 15, 0, 30)
  const { fake, browser } = await fakePapers(t, { contest: { window: rules({ opens_at: at, closes_at: at + 3_600_000 }), phase: 'lobby' } })
  for (const [timezoneId, told] of [['Asia/Shanghai', ['08:30']], ['Europe/London', ['08:30', '00:30']]]) {
    const phone = await browser.phone(timezoneId, fake.play, { timezoneId })
    const words = await id(phone, 'times').locator('div').first().textContent()
    assert.deepEqual(words.match(/\d\d:\d\d/g), told, timezoneId)
  }
})

test('an answer is saved when the server says so; without a link it is kept, in its own paper only', async (t) => {
  const { fake, phone } = await seated(t)
  const acks = fake.replies
  fake.replies = () => []
  await tile(phone, 'b').tap()
  await status(phone, 'sending').waitFor()
  assert.equal(await id(phone, 'progress').textContent(), '0/8')
  fake.say({ type: 'ack', turn: 1, elapsed: 10 })
  await status(phone, 'sent').waitFor()
  fake.replies = acks
  await outage([phone], async () => {
    fake.vanish()
    await id(phone, 'offline').waitFor()
    await tile(phone, 'c').tap()
    await status(phone, 'offline').waitFor()
    await shot(phone, 'window-offline')
    fake.back()
    await status(phone, 'sent').waitFor()
  })
  assert.deepEqual(fake.heard.filter(({ type }) => type === 'answer').map(({ turn, answer }) => [turn, answer]), [[1, 'b'], [1, 'c']])
  await outage([phone], async () => {
    fake.vanish()
    await id(phone, 'offline').waitFor()
    await tile(phone, 'd').tap()
    await status(phone, 'offline').waitFor()
    fake.say(opened(), handedIn({ why: 'limit' }))
    fake.back()
    await id(phone, 'lost').waitFor()
  })
  assert.equal(fake.heard.filter(({ type }) => type === 'answer').length, 2)
})

test('when the time is over what is typed has gone out, and nothing more can be answered', async (t) => {
  const { fake, phone } = await seated(t, [opened(), paper({ ends_at: now() + 4000 })])
  await id(phone, 'next').tap()
  await tile(phone, 'a').tap()
  await phone.page.locator('[data-draft]').waitFor()
  assert.deepEqual((await fake.hears('answer')).answer, ['a'])
  await id(phone, 'handing').waitFor()
  assert.equal(await tile(phone, 'b').getAttribute('aria-disabled'), 'true')
})

test('handing in waits for what is not saved, can be taken back while there is no link, and is said once', async (t) => {
  const { fake, phone } = await seated(t)
  const handIn = async () => {
    await id(phone, 'overview').tap()
    await id(phone, 'hand-in').tap()
    await id(phone, 'hand-in-sure').tap()
  }
  await outage([phone], async () => {
    fake.vanish()
    await id(phone, 'offline').waitFor()
    await tile(phone, 'b').tap()
    await handIn()
    await phone.page.getByText('1 answer is still being saved').waitFor()
    await shot(phone, 'window-hand-in-offline')
    await id(phone, 'stay').tap()
    fake.back()
    await phone.page.locator('.win-grid [data-place="1"][data-state="answered"]').waitFor()
  })
  assert.equal(fake.heard.some(({ type }) => type === 'hand_in'), false)
  fake.replies = (message) => (message.type === 'hand_in' ? [handedIn()] : [])
  await id(phone, 'hand-in').tap()
  assert.equal(await id(phone, 'unanswered').locator('button').count(), QUESTIONS.length - 1)
  await id(phone, 'hand-in-sure').tap()
  await view(phone, 'home').waitFor()
  assert.equal(fake.heard.filter(({ type }) => type === 'hand_in').length, 1)
})

test('a paper is worked through by keys alone: the question is where reading goes on, the dialog gives back what it took', async (t) => {
  const { browser, fake } = await fakePapers(t)
  fake.say(opened(), paper())
  const desk = await browser.desk('desk', `${fake.play}#K7Q2M9FX`)
  await view(desk, 'paper').waitFor()
  const focused = () => desk.page.evaluate(() => document.activeElement.textContent.trim())
  await desk.page.waitForFunction(() => document.activeElement.tagName === 'H1')
  await desk.page.keyboard.press('Tab')
  await desk.page.keyboard.press('Tab')
  await desk.page.keyboard.press('Enter')
  await status(desk, 'sent').waitFor()
  assert.equal((await fake.hears('answer')).answer, 'b')
  await id(desk, 'next').focus()
  await desk.page.keyboard.press('Enter')
  await desk.page.locator('.kind[data-kind="multiple"]').waitFor()
  assert.equal(await focused(), 'Which of these are planets?')
  await id(desk, 'overview').focus()
  await desk.page.keyboard.press('Enter')
  await id(desk, 'hand-in').focus()
  await desk.page.keyboard.press('Enter')
  await id(desk, 'finish').waitFor()
  await desk.page.keyboard.press('Escape')
  await id(desk, 'finish').waitFor({ state: 'detached' })
  assert.equal(fake.heard.some(({ type }) => type === 'hand_in'), false)
})

test('the name of a unit, long ones too, is in the list in the language that is read', async (t) => {
  const { fake, browser } = await fakePapers(t, { contest: { teams: UNITS } })
  const phone = await browser.phone('phone', fake.play, { locale: 'zh-CN' })
  await phone.page.locator('.win-choice', { hasText: '一车间' }).waitFor()
  assert.equal(await phone.page.locator('.win-choice').count(), UNITS.length + 1)
  assert.deepEqual(await sideways(phone), [])
})
