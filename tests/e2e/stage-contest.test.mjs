// A stage against the real program: team phones, a phone in the hall and a judge, format by format.
import assert from 'node:assert/strict'
import test from 'node:test'
import { plainBank } from '../integration/lib/bank.mjs'
import { attend } from '../integration/lib/contest.mjs'
import { makeStage, scores, step } from '../integration/lib/stage.mjs'
import { desk, fits, to } from './lib/desk.mjs'
import { at, sent, shot } from './lib/pages.mjs'
import { advance, linked, rawHost, rawJoin, stage } from './lib/stage.mjs'

const q = (n) => Array.from({ length: n }, (_, i) => `q${i + 1}`)

/** A contest of three teams with one round; Red and Blue and somebody in the hall have browsers, Green a bare socket. */
async function evening(t, round, contest = {}, questions = 6) {
  const { server, browser } = await stage(t)
  const bank = await server.importBank(plainBank(questions))
  const made = linked(await makeStage(server, bank, q(questions), round, contest), server.url)
  const host = await rawHost(server, made)
  const phones = []
  for (const [name, team] of [['Ann', 0], ['Bo', 1], ['Hal', 3]]) {
    const phone = await browser.phone(name, made.play)
    await phone.page.locator('#name').fill(name)
    await phone.page.locator('button[type=submit]').tap()
    await phone.page.locator('.team').nth(team).tap()
    await phone.page.locator('button[type=submit]').tap()
    await phone.page.getByTestId('score').waitFor()
    phones.push(phone)
  }
  const green = await rawJoin(server, made, 'Cy', { team: 'Green' })
  const [red, blue, hall] = phones
  return { server, browser, contest: made, host, red, blue, hall, green }
}

/** The host says "next" until this seat is to pick: there is no question then by which a turn could be told. */
async function picking(host, seat) {
  const there = (state) => state.stage?.step === 'pick' && state.stage.seat === seat
  for (let steps = 0; steps < 10 && !there(host.last('state')); steps++) {
    const { seq } = host.last('state')
    await host.do('next', { seq }, (state) => state.seq > seq)
  }
  assert.ok(there(host.last('state')))
}

const buzz = ({ page }, is) => page.locator(`[data-testid="buzz"][data-state="${is}"]`)
const tile = ({ page }, id) => page.locator(`.tile[data-option="${id}"]:not([aria-disabled="true"])`)
/** What was answered has come, and was judged. */
const ruled = (host) => host.next('state', (state) => state.stage?.verdict)
const score = ({ page }, n) => page.locator(`[data-testid="score"][data-score="${n}"]`).waitFor()

test('a buzzer: too early is out, the first answers, the other has another try, the hall is next', async (t) => {
  const { host, red, blue, hall, green } = await evening(t, { format: 'buzzer', seconds: 60, buzz_seconds: 60, tries: 2, reading: 600, early: { then: 'out' }, fallback: 'hall' }, { hall: { when: 'fallen', right: 5, seconds: 60 } })
  await advance(host, 'reading', 1)
  await buzz(blue, 'wait').tap({ force: true }) // it says that it is not to be pressed
  await buzz(blue, 'out').getByText('A foul: out of this question.').waitFor()
  await advance(host, 'open', 1)
  await buzz(red, 'armed').tap()
  await red.page.getByText('You’re first: answer!').waitFor()
  await buzz(blue, 'out').waitFor()
  assert.equal(await tile(hall, 'a').count(), 0, 'not the hall’s yet')
  await tile(red, 'b').tap()
  await step(host, 'buzz')
  await buzz(red, 'out').getByText('You have had your try').waitFor()
  await score(red, -10)
  await green.act('buzz', 1)
  await step(host, 'answer', 3)
  await hall.page.getByText(/^First: .Green.$/).waitFor()
  await buzz(red, 'out').waitFor()
  await host.do('verdict', { is: 'wrong' }, (s) => s.stage?.step === 'hall')
  await hall.page.getByText('It is yours: answer now!').waitFor()
  await red.page.getByText('It has fallen to the hall.').waitFor()
  await tile(hall, 'a').tap()
  await hall.page.locator('[data-testid="answer-status"][data-status="sent"]').waitFor()
  await advance(host, 'reveal', 1)
  await hall.page.locator('[data-verdict="right"]').waitFor()
  await shot(hall, 'real-hall-reveal')
  await red.page.locator('[data-verdict="wrong"], [data-line="stage.verdict_wrong"]').first().waitFor()
  await shot(red, 'real-red-reveal')
  await advance(host, 'standings', 1)
  for (const phone of [red, hall]) await at(phone, 'standings')
  await hall.page.getByText('Place 1 of 1').waitFor()
  await shot(red, 'real-red-standings')
})

test('a risk: picked, named, passed', async (t) => {
  const { host, red, blue } = await evening(t, { format: 'risk', seconds: 60, values: [10, 20], stock: 3, may_name: true, per_seat: 1 })
  await picking(host, 1)
  await red.page.getByText('Your turn: choose!').waitFor()
  await blue.page.getByText(/^Choosing: .Red.$/).waitFor()
  await red.page.getByLabel('Blue').check()
  await red.page.locator('[data-value="20"]').tap()
  await blue.page.getByText(/^.Red. named you$/).waitFor()
  await red.page.getByText(/^Up now: .Blue.$/).waitFor()
  await tile(blue, 'a').tap()
  await ruled(host)
  await advance(host, 'reveal', 1)
  await score(blue, 20)
  await picking(host, 2)
  await blue.page.getByText('Your turn: choose!').waitFor()
  await blue.page.getByTestId('ask').tap()
  await blue.page.getByTestId('sure').tap()
  await blue.page.getByText('You have passed').waitFor()
})

test('a ladder: climbed, and left with what it gave', async (t) => {
  const { host, red, blue } = await evening(t, { format: 'ladder', seconds: 60, values: [10, 20], safe: [1], per_seat: 2 })
  await advance(host, 'open', 1)
  await tile(red, 'a').tap()
  await ruled(host)
  await advance(host, 'reveal', 1)
  await score(red, 10)
  await advance(host, 'open', 2)
  await red.page.getByTestId('ask').getByText('Stop and keep 10').waitFor()
  await red.page.getByTestId('ask').tap()
  await red.page.getByTestId('sure').tap()
  await red.page.getByText('You have passed').waitFor()
  await blue.page.getByText(/^.Red. passed$/).waitFor()
  await score(red, 10)
})

test('a rush: one question after the other, against one clock', async (t) => {
  const { host, red, blue } = await evening(t, { format: 'rush', run_seconds: 60, per_seat: 2 })
  await advance(host, 'open', 1)
  await red.page.getByText('Your turn!').waitFor()
  await tile(red, 'a').tap()
  await at(red, 'open', 2)
  await score(red, 10)
  await red.page.getByTestId('skip').tap()
  await host.next('state', (s) => s.phase !== 'open' || s.stage?.seat !== 1)
  await blue.page.locator('[data-testid="skip"]').waitFor({ state: 'detached' })
})

test('survival: who is wrong is out', async (t) => {
  const { host, red, blue, green } = await evening(t, { format: 'survival', seconds: 60 })
  await advance(host, 'open', 1)
  await tile(red, 'a').tap()
  await tile(blue, 'b').tap()
  await Promise.all([sent(red), sent(blue)])
  await green.answer(1, 'a')
  await advance(host, 'reveal', 1)
  await blue.page.locator('[data-verdict="wrong"]').waitFor()
  await advance(host, 'open', 2)
  await red.page.getByText('You are still in').waitFor()
  await blue.page.getByText('You are out').waitFor()
  assert.equal(await tile(blue, 'a').count(), 0)
})

test('judges: marks from a phone, changed until all are in, and their mean', async (t) => {
  const { server, browser, contest, host, red } = await evening(t, { format: 'judged', judges: 3, marks: { min: 0, max: 10 }, trimmed: true })
  const organizer = await desk(browser, server)
  await to(organizer, `#/contest/${contest.id}`)
  const card = organizer.page.getByTestId('judges')
  assert.equal(await card.getByRole('link', { name: 'Open a judge’s page' }).getAttribute('href'), contest.judge)
  assert.equal(await card.locator('.qr').getAttribute('data-url'), contest.judge)
  await fits(organizer, 'a contest with judges')
  await shot(organizer, 'organize-judges')
  const judge = await browser.phone('judge', contest.judge)
  await judge.page.getByText('Nothing to mark now.').waitFor()
  const [two, three] = [await attend(server, contest, 'judge'), await attend(server, contest, 'judge')]
  await advance(host, 'open', 1)
  await judge.page.getByTestId('performer').getByText('Red').waitFor()
  await red.page.getByText('You are on!').waitFor()
  const mark = async (value) => {
    await judge.page.locator('#mark').fill(value)
    await judge.page.locator('button[type=submit]').tap()
    await judge.page.getByText(`Sent: ${value}`).waitFor()
  }
  await mark('7.25')
  await mark('8.5')
  await judge.page.reload()
  await judge.page.getByText('Sent: 8.5').waitFor()
  await two.act('mark', 1, { value: 9 })
  await red.page.getByText('2 of 3 marks are in').waitFor()
  await three.act('mark', 1, { value: 6 })
  await judge.page.getByTestId('mean').getByText('8.5').waitFor()
  await red.page.getByTestId('mean').getByText('8.5').waitFor()
  await advance(host, 'reveal', 1)
  await score(red, 8.5)
  assert.equal(scores(host.last('state'))[0], 8.5)
  await shot(red, 'real-judged')
})
