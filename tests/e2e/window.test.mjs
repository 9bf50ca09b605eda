// A contest over days on real phones and the real server: somebody joins, answers a paper, loses the server and the
// phone, goes on in another browser by their personal code, hands in and reads the result; and what it is not to be.
import assert from 'node:assert/strict'
import test from 'node:test'
import { BANK } from './lib/bank.mjs'
import { give, outage, shot, status, tile } from './lib/pages.mjs'
import { linked, rawHost, stage } from './lib/stage.mjs'
import { windowFile } from '../integration/lib/window.mjs'

const RIGHT = { single: 'b', multiple: ['a', 'c', 'e'], truefalse: false, text: ['Paris'], numeric: '42.2', ordering: ['b', 'd', 'a', 'c'], matching: [['l1', 'r2'], ['l2', 'r1']] }
const WRONG = { single: 'a', truefalse: true }
const ALL = BANK.questions.length
const UNITS = Array.from({ length: 40 }, (_, i) => ({ name: { en: `Department ${i + 1}`, 'zh-Hans': `第${i + 1}部门` } }))

/** A contest over the whole bank, at a server and with a browser of its own. */
async function papers(t, window, rest) {
  const { server, browser } = await stage(t)
  const id = await server.importBank(BANK)
  const contest = linked(await server.contest(windowFile(id, { count: ALL, shuffle_questions: false, shuffle_options: false, ...window }, rest)), server.url)
  return { server, browser, contest }
}

const view = ({ page }, name) => page.locator(`main[data-view="${name}"]`)
const id = ({ page }, name) => page.getByTestId(name)
const count = ({ page }, n, of = ALL) => page.locator('[data-testid="progress"]', { hasText: `${n}/${of}` })
const kindOf = ({ page }) => page.locator('.kind').getAttribute('data-kind')
const kinds = BANK.questions.map(({ type }) => type)

async function join(phone, name, unit) {
  await phone.page.locator('#name').fill(name)
  if (unit) {
    await id(phone, 'unit-search').fill(unit)
    await phone.page.getByRole('radio', { name: unit, exact: true }).check()
  }
  await phone.page.locator('button[type=submit]').tap()
  await view(phone, 'home').waitFor()
}

/** Answers the question that is shown and waits until the phone says that it is saved. */
async function save(phone, kind, answer) {
  if (['single', 'truefalse'].includes(kind)) await tile(phone, String(answer)).tap()
  else if (kind === 'numeric') await give(phone, kind, answer)
  else {
    await draft(phone, kind, answer)
    await id(phone, 'save').tap()
  }
  await status(phone, 'sent').waitFor()
}

/** Makes an answer that is not a single tap, and leaves it there. */
async function draft({ page }, kind, answer) {
  if (kind === 'multiple') for (const one of answer) await tile({ page }, one).tap()
  if (kind === 'text') for (const [i, text] of answer.entries()) await page.locator('.kind input').nth(i).fill(text)
  if (kind === 'matching') {
    for (const [left, right] of answer) {
      await page.locator(`.kind [data-option="${left}"]`).tap()
      await page.locator(`.kind [data-target="${right}"]`).tap()
    }
  }
  if (kind === 'ordering') {
    for (const [want, one] of answer.entries()) {
      for (;;) {
        const now = await page.locator('.kind li').evaluateAll((rows, wanted) => rows.findIndex((row) => row.dataset.option === wanted), one)
        if (now <= want) break
        await page.locator(`.kind li[data-option="${one}"] button`).first().tap()
      }
    }
  }
}

const go = async (phone, place) => {
  await id(phone, 'overview').tap()
  await phone.page.locator(`.win-grid [data-place="${place}"]`).tap()
  await phone.page.locator(`.kind[data-kind="${kinds[place - 1]}"]`).waitFor()
}

async function handIn(phone) {
  await id(phone, 'overview').tap()
  await id(phone, 'hand-in').tap()
  await id(phone, 'hand-in-sure').tap()
}

test('a paper: joined with a unit, answered in any order, through a killed server and into another browser, handed in, read', async (t) => {
  const { server, browser, contest } = await papers(t, { seconds: 3600, reveal: 'hand_in', pass: 30 }, { teams: UNITS, team_required: true })
  const phone = await browser.phone('phone', `${server.url}/${contest.code}`)
  await join(phone, 'Zoë', 'Department 27')
  assert.equal(phone.sent.find(({ type }) => type === 'hello').team, 'Department 27')
  await phone.page.getByText(`${ALL} questions, ${ALL * 10} points in all.`).waitFor()
  const personal = (await id(phone, 'personal-code').textContent()).trim()
  await id(phone, 'begin').tap()
  await view(phone, 'paper').waitFor()
  await count(phone, 0).waitFor()

  // One after the other; what is typed is saved by going on, what is tapped at once.
  await save(phone, 'single', RIGHT.single)
  await count(phone, 1).waitFor()
  assert.ok(phone.received.some(({ type, turn }) => type === 'ack' && turn === 1))
  await id(phone, 'next').tap()
  await draft(phone, 'multiple', RIGHT.multiple)
  await phone.page.getByText('Not saved yet').waitFor()
  await id(phone, 'next').tap()
  await count(phone, 2).waitFor()
  assert.equal(await kindOf(phone), 'truefalse')
  await save(phone, 'truefalse', WRONG.truefalse)
  await id(phone, 'flag').tap()
  await count(phone, 3).waitFor()

  // The server is gone: what is answered meanwhile is kept, and said to be. It comes back by itself.
  await outage([phone], async () => {
    await server.kill()
    await id(phone, 'offline').waitFor()
    await go(phone, 4)
    await draft(phone, 'text', RIGHT.text)
    await id(phone, 'save').tap()
    await status(phone, 'offline').waitFor()
    await count(phone, 3).waitFor()
    await server.again()
    await status(phone, 'sent').waitFor()
  })
  await count(phone, 4).waitFor()
  assert.equal(await tile(phone, 'a').count(), 0)

  // A reload comes back to where one was, with what was marked.
  await phone.page.reload()
  await view(phone, 'paper').waitFor()
  await count(phone, 4).waitFor()
  assert.equal(await kindOf(phone), 'text')
  assert.equal(await phone.page.locator('.kind input').first().inputValue(), 'Paris')

  // Another browser, by the personal link; the code does not stay in the address, and the old page knows.
  const tablet = await browser.phone('tablet', `${server.url}/${contest.code}#${personal.toLowerCase()}`)
  await view(tablet, 'paper').waitFor()
  await count(tablet, 4).waitFor()
  assert.equal(new URL(tablet.page.url()).hash, '')
  await phone.page.locator('[data-testid="away"][data-reason="replaced"]').waitFor()
  await go(tablet, 3)
  assert.equal(await tile(tablet, 'true').getAttribute('aria-pressed'), 'true')
  await save(tablet, 'truefalse', RIGHT.truefalse)
  await go(tablet, 5)
  await save(tablet, 'numeric', RIGHT.numeric)
  await id(tablet, 'next').tap()
  await save(tablet, 'ordering', RIGHT.ordering)

  // What is not answered is named, and leads there.
  await id(tablet, 'overview').tap()
  await id(tablet, 'hand-in').tap()
  assert.deepEqual(await id(tablet, 'unanswered').locator('button').allTextContents(), ['7'])
  await shot(tablet, 'window-hand-in')
  await id(tablet, 'unanswered').locator('button').tap()
  await save(tablet, 'matching', RIGHT.matching)
  await handIn(tablet)
  await view(tablet, 'home').waitFor()
  assert.equal(await id(tablet, 'score').getAttribute('data-score'), `${ALL * 10}`)
  assert.equal(await id(tablet, 'passed').getAttribute('data-passed'), 'true')
  assert.equal(await id(tablet, 'begin').count(), 0)
  assert.equal(await id(tablet, 'why-not').getAttribute('data-code'), 'no_attempts')
  await id(tablet, 'review').tap()
  assert.deepEqual(await id(tablet, 'verdict').evaluateAll((all) => all.map(({ dataset }) => dataset.verdict)), kinds.map(() => 'right'))
  await tablet.page.getByText('It covers about a third of the Earth.').waitFor()
  await shot(tablet, 'window-review')

  // The contest closes: the result has a place.
  const host = await rawHost(server, contest)
  host.send({ type: 'do', action: 'finish' })
  await id(tablet, 'rank').waitFor()
  assert.equal(await id(tablet, 'rank').getAttribute('data-rank'), '1')
})

test('one by one: each question has its clock, what was right is told at once, and there is no way back', async (t) => {
  const { browser, contest } = await papers(t, { question_seconds: 600, reveal: 'at_once' })
  const phone = await browser.phone('phone', contest.play)
  await join(phone, 'Bo')
  await id(phone, 'begin').tap()
  await id(phone, 'next').tap()
  await phone.page.locator('.kind[data-kind="single"]').waitFor()
  await tile(phone, WRONG.single).tap()
  await phone.page.locator('[data-testid="verdict"][data-verdict="wrong"]').waitFor()
  await id(phone, 'next').tap()
  await phone.page.locator('.kind[data-kind="multiple"]').waitFor()
  assert.equal(await id(phone, 'back').count(), 0)
  // To go on without an answer takes two presses.
  await id(phone, 'next').tap()
  await phone.page.getByText('You cannot come back to this question.').waitFor()
  await id(phone, 'next').tap()
  await phone.page.locator('.kind[data-kind="truefalse"]').waitFor()
  assert.deepEqual(phone.sent.flatMap(({ type, turn }) => (type === 'open' ? [turn] : [])), [undefined, 1, 2, 3])
})

test('with a roster only a personal code leads in; a wrong one is told, and the right one may be typed as it looks', async (t) => {
  const { server, browser, contest } = await papers(t, { entry: 'roster', reveal: 'close' }, { teams: UNITS.slice(0, 2) })
  const reply = await server.http('POST', `/api/contests/${contest.id}/roster`, { body: '姓名,单位,编号\n古丽,第2部门,A-017\n' })
  assert.equal(reply.status, 200, reply.text)
  const phone = await browser.phone('phone', contest.play)
  await phone.page.locator('#personal').waitFor()
  assert.equal(await phone.page.locator('#name').count(), 0)
  await phone.page.locator('#personal').fill('A-018')
  await phone.page.locator('button[type=submit]').tap()
  await phone.page.getByText('Nobody has this code.').waitFor()
  await phone.page.locator('#personal').fill('a 017')
  await phone.page.locator('button[type=submit]').tap()
  await view(phone, 'home').waitFor()
  await phone.page.locator('.win-name', { hasText: '古丽' }).waitFor()
  await id(phone, 'begin').tap()
  await save(phone, 'single', RIGHT.single)
  await handIn(phone)
  await view(phone, 'home').waitFor()
  // Nothing is told before the close.
  assert.equal(await id(phone, 'score').count(), 0)
  assert.equal(await id(phone, 'review').count(), 0)
})
