// Practice on a phone: every kind of question is checked on the device, what was wrong comes back, progress stays there,
// and the page opens without a network once it was opened with one.
import assert from 'node:assert/strict'
import test from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { zip } from '../integration/lib/zip.mjs'
import { BANK } from './lib/bank.mjs'
import { desk, to } from './lib/desk.mjs'
import { sideways } from './lib/measure.mjs'
import { picture } from './lib/media.mjs'
import { PHONE, shot, tile } from './lib/pages.mjs'
import { stage } from './lib/stage.mjs'

// MPEG audio frames of 417 bytes with nothing in them.
const SILENCE = Buffer.concat(Array(200).fill(Buffer.concat([Buffer.from('fffb9064', 'hex'), Buffer.alloc(413)])))
const TAGS = { single: ['geography'], text: ['geography'], numeric: ['sport'] }
const PRACTICE = { ...BANK, questions: BANK.questions.map((question) => ({ ...question, ...(TAGS[question.id] ? { tags: TAGS[question.id] } : {}) })) }
const RIGHT = { single: 'b', multiple: ['a', 'c', 'e'], truefalse: false, text: 'ｐａｒｉｓ ', numeric: '42', ordering: ['b', 'd', 'a', 'c'], matching: [['l1', 'r2'], ['l2', 'r1']] }

async function scan({ name, page }, where) {
  for (const theme of ['light', 'dark']) {
    await page.evaluate((value) => { document.documentElement.dataset.theme = value }, theme)
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('; ')}`), [], `${name}, ${where}, ${theme}`)
  }
}

const view = ({ page }, name) => page.locator(`main[data-view="${name}"]`).waitFor()
const asked = ({ page }) => page.locator('h1[data-question]').getAttribute('data-question')
const figures = ({ page }) => page.locator('[data-figure]').evaluateAll((list) => Object.fromEntries(list.map((item) => [item.dataset.figure, Number(item.dataset.value)])))
const verdict = ({ page }) => page.getByTestId('verdict').getAttribute('data-verdict')
const tap = ({ page }, id) => page.getByTestId(id).tap()

/** Taps, and waits until this question has gone. */
async function onward(phone, button) {
  const left = await phone.page.locator('h1[data-question]').elementHandle()
  await tap(phone, button)
  await left.waitForElementState('hidden')
}

/** Answers the card that is shown, rightly, as a thumb does. */
async function answer(phone, id) {
  const { page } = phone
  const right = RIGHT[id]
  if (id === 'single' || id === 'truefalse') return tile(phone, String(right)).tap()
  if (id === 'multiple') for (const one of right) await tile(phone, one).tap()
  if (id === 'text') await page.locator('.kind input').fill(right)
  if (id === 'numeric') await page.locator('#number').fill(right)
  if (id === 'matching') {
    for (const [left, to] of right) {
      await page.locator(`.kind [data-option="${left}"]`).tap()
      await page.locator(`.kind [data-target="${to}"]`).tap()
    }
  }
  if (id === 'ordering') {
    const place = (one) => page.locator('.kind li').evaluateAll((rows, wanted) => rows.findIndex((row) => row.dataset.option === wanted), one)
    for (const [want, one] of right.entries()) while (await place(one) !== want) await page.locator(`.kind li[data-option="${one}"] button`).first().tap()
  }
  await tap(phone, 'check')
}

async function practised(server) {
  const id = await server.importBank(PRACTICE)
  const { json } = await server.http('POST', `/api/banks/${id}/study`, { body: JSON.stringify({ on: true }) })
  return { id, code: json.code, url: `${server.url}/study?code=${json.code}` }
}

test('every kind is checked on the phone, what was wrong comes back, and a reload keeps how far one is', async (t) => {
  const { server, browser } = await stage(t)
  const { url } = await practised(server)
  const phone = await browser.phone('study', url, { bypassCSP: true, reducedMotion: 'reduce' })
  const { page } = phone
  await view(phone, 'home')
  assert.deepEqual(await figures(phone), { known: 0, learning: 0, unseen: 7 })
  assert.deepEqual(await page.locator('[data-tag]').evaluateAll((list) => list.map((chip) => chip.dataset.tag)), ['', 'geography', 'sport'])
  await scan(phone, 'home')
  await shot(phone, 'study-home')
  await tap(phone, 'begin')
  const seen = []
  let wrong = ''
  for (let turn = 0; turn < 7; turn++) {
    const id = await asked(phone)
    seen.push(id)
    if (id === 'single') await scan(phone, id)
    if (id === 'truefalse') {
      await tile(phone, 'true').tap()
      assert.equal(await verdict(phone), 'wrong')
      wrong = id
      await scan(phone, 'wrong')
    } else {
      await answer(phone, id)
      assert.equal(await verdict(phone), 'right', id)
    }
    if (id === 'single') {
      assert.match(await page.getByTestId('explanation').textContent(), /third of the Earth/)
      assert.match(await page.getByTestId('source').textContent(), /World Ocean Atlas/)
      await shot(phone, 'study-right')
    }
    assert.deepEqual(await sideways(phone), [], id)
    await onward(phone, 'next')
  }
  assert.deepEqual([...seen].sort(), Object.keys(RIGHT).sort())
  assert.equal(await asked(phone), wrong, 'it comes back at the end of the session')
  await answer(phone, wrong)
  assert.equal(await verdict(phone), 'right')
  await onward(phone, 'next')
  await view(phone, 'done')
  assert.match(await page.getByTestId('done').textContent(), /6 of 7/)
  await scan(phone, 'done')
  await tap(phone, 'home')
  assert.deepEqual(await figures(phone), { known: 0, learning: 7, unseen: 0 })
  await page.reload()
  await view(phone, 'home')
  assert.deepEqual(await figures(phone), { known: 0, learning: 7, unseen: 0 })
  const boxes = await page.evaluate((key) => JSON.parse(localStorage.getItem(key)).cards, `jinbang.study.${new URL(url).searchParams.get('code').replaceAll('-', '')}`)
  assert.deepEqual(new Set(Object.values(boxes).map(({ box }) => box)), new Set([1]))
  await page.locator('[data-tag="sport"]').tap()
  assert.deepEqual(await figures(phone), { known: 0, learning: 1, unseen: 0 })
  await tap(phone, 'begin')
  assert.equal(await asked(phone), 'numeric')
  await tap(phone, 'unknown')
  assert.equal(await verdict(phone), 'none')
  await tap(phone, 'stop')
  await tap(phone, 'reset')
  await scan(phone, 'asked whether to forget')
  await tap(phone, 'reset-yes')
  assert.deepEqual(await figures(phone), { known: 0, learning: 0, unseen: 7 })
})

test('once opened it opens without a network, and a code that leads nowhere says so', async (t) => {
  const { server, browser } = await stage(t)
  const { url, id } = await practised(server)
  const context = await browser.context({ ...PHONE })
  const phone = await browser.open('study', url, { context })
  await phone.page.locator('main[data-offline="true"]').waitFor()
  phone.outage = true
  await context.setOffline(true)
  await phone.page.reload()
  await view(phone, 'home')
  await tap(phone, 'begin')
  await answer(phone, await asked(phone))
  assert.equal(await verdict(phone), 'right')
  await context.setOffline(false)
  phone.outage = false
  phone.mayRefuse = [404]
  await server.http('POST', `/api/banks/${id}/study`, { body: JSON.stringify({ on: false }) })
  await phone.page.reload()
  await view(phone, 'failed')
  await shot(phone, 'study-closed')
  assert.equal(await phone.page.evaluate((path) => caches.match(path).then(Boolean), url.replace('/study', '/api/study')), false, 'what was kept is gone, too')
})

test('pictures and sound of a session are there without a network, and a sound in pieces', async (t) => {
  const { server, browser } = await stage(t)
  const ref = (id, kind, file) => ({ id, kind, file, alt: { en: id } })
  const bank = {
    format: 'question-bank', version: 1, id: 'media', title: { en: 'Media' }, default_language: 'en', languages: ['en'],
    media: [ref('house', 'image', 'media/house.svg'), ref('tone', 'audio', 'media/tone.mp3')],
    questions: [{ id: 'one', type: 'truefalse', stem: { en: 'Seen and heard?' }, media: [{ ref: 'house' }, { ref: 'tone' }], answer: { value: true } }],
  }
  const body = zip([['bank.json', JSON.stringify(bank)], ['media/house.svg', picture(80, 60)], ['media/tone.mp3', SILENCE]].map(([name, data]) => ({ name, data })))
  const { json: { id, problems } } = await server.http('POST', '/api/banks', { body })
  assert.deepEqual(problems, [])
  const { json: { code } } = await server.http('POST', `/api/banks/${id}/study`, { body: JSON.stringify({ on: true }) })
  const context = await browser.context({ ...PHONE })
  const phone = await browser.open('study', `${server.url}/study?code=${code}`, { context })
  const { page } = phone
  await page.locator('main[data-offline="true"]').waitFor()
  await tap(phone, 'begin')
  await page.waitForFunction(async () => (await (await caches.open('jinbang-study-kept')).keys()).filter(({ url }) => url.includes('/media/')).length === 2)
  phone.outage = true
  await context.setOffline(true)
  await page.reload()
  await view(phone, 'home')
  await tap(phone, 'begin')
  await page.waitForFunction(() => document.querySelector('.asked img')?.naturalWidth > 0 && document.querySelector('audio')?.duration > 0.9)
  const piece = await page.evaluate(async () => {
    const reply = await fetch(document.querySelector('audio').src, { headers: { Range: 'bytes=4-11' } })
    return [reply.status, reply.headers.get('Content-Range'), (await reply.arrayBuffer()).byteLength]
  })
  assert.deepEqual(piece, [206, 'bytes 4-11/83400', 8])
})

test('the organizer opens a bank for practice with one switch', async (t) => {
  const { server, browser } = await stage(t)
  const id = await server.importBank(PRACTICE)
  const organizer = await desk(browser, server)
  await to(organizer, `#/bank/${id}`)
  const card = organizer.page.getByTestId('study')
  await card.locator('summary').click()
  await card.getByRole('checkbox').check()
  const link = await card.getByTestId('study-link').getAttribute('href')
  const phone = await browser.phone('study', link)
  await view(phone, 'home')
  const off = organizer.page.waitForResponse((reply) => reply.url().endsWith('/study'))
  await card.getByRole('checkbox').uncheck()
  await off
  await organizer.page.locator('[data-testid="study"][data-on="false"]').waitFor()
  const { status } = await server.http('GET', new URL(link).pathname.replace('/study', '/api/study') + new URL(link).search)
  assert.equal(status, 404)
})
