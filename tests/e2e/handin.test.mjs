// The pages around a contest, told what the server would tell them: the report and the certificates as they come out of a printer,
// a unit's own page, and the page that confirms a certificate.
import assert from 'node:assert/strict'
import test from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { fakeStage } from './lib/fake.mjs'
import { sideways } from './lib/measure.mjs'
import { shot } from './lib/pages.mjs'
import { CERTIFICATES, CONFIRMED, FILES, json, RESULTS, UNIT } from './lib/handin.mjs'
import { COMMITMENT } from './lib/window-scenes.mjs'

const AXE = { bypassCSP: true, reducedMotion: 'reduce' }
const PHONE = { width: 390, height: 844 }

async function scan({ name, page }) {
  for (const theme of ['dark', 'light']) {
    await page.evaluate((value) => { document.documentElement.dataset.theme = value }, theme)
    const axe = new AxeBuilder({ page }).setLegacyMode(true)
    const { violations } = await (theme === 'dark' ? axe : axe.withRules(['color-contrast'])).analyze() // what differs is colour
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('; ')}`), [], `${name}, ${theme}`)
  }
}

/** Pages of what a printer would get, and their size in points. */
async function printed({ page }) {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  const boxes = new Set([...pdf.matchAll(/\/MediaBox\s*\[([^\]]*)\]/g)].map(([, box]) => box.trim().split(/\s+/).slice(2).map((side) => Math.round(Number(side))).join(' × ')))
  return { pages: pdf.match(/\/Type\s*\/Page\b(?!s)/g).length, sizes: [...boxes] }
}

const figures = ({ page }) => page.locator('[data-figure]').evaluateAll((list) => Object.fromEntries(list.map((item) => [item.dataset.figure, Number(item.dataset.value)])))
const plain = (text) => text.replace(/[\u2066-\u2069]/g, '')

test('the report: the figures an organizer quotes, in one language or two, on sheets of A4', async (t) => {
  const { fake, browser } = await fakeStage(t, { files: FILES })
  const desk = await browser.desk('report', `${fake.url}/report?contest=01JB`, { ...AXE, locale: 'zh-CN' })
  await desk.page.locator('main[data-loaded]').waitFor()
  assert.equal(await desk.page.locator('main').getAttribute('data-languages'), 'zh-Hans en', 'as the contest’s wall')
  const { participants, turnout, mean, median, highest, lowest, pass_rate } = RESULTS.summary
  assert.deepEqual(await figures(desk), { participants, turnout, mean, median, highest, lowest, pass_rate })
  assert.deepEqual((await desk.page.getByTestId('sentence').allTextContents()).map(plain), [
    '共有 3,967 人参加。应参加 4,620 人，参与率 85.87%。平均分 82.37，中位数 84，最高分 100，最低分 12。合格 3,610 人，合格率 91%。',
    '3,967 people took part. Of 4,620 on the roster that is 85.87%. The mean is 82.37, the median 84, the highest score 100, the lowest 12. 3,610 participants passed (91%).',
  ])
  assert.match(await desk.page.getByTestId('formula').textContent(), /^单位得分 Score of a unit: 40% × 参与率[^]*40% × turnout \+ 60%/)
  assert.equal(await desk.page.locator('[data-testid="units"] tbody tr').count(), RESULTS.teams.length)
  assert.equal(await desk.page.locator('[data-question]').count(), 9, 'what was never asked is not in it')
  const wrong = desk.page.locator('[data-question="9"] .wrong')
  assert.match(plain(await wrong.textContent()), /^=1982年12月4日\s+\(450\)$/)
  assert.match(await desk.page.locator('[data-question="8"] .wrong').textContent(), /正确 True/)
  assert.equal(await desk.page.locator('[data-award]').count(), 3)
  assert.equal(await desk.page.locator('[data-lottery="1"] li').count(), 8)
  assert.equal((await desk.page.getByTestId('head').textContent()).replaceAll(' ', ''), COMMITMENT)
  assert.equal(await desk.page.locator('[data-chart="distribution"] rect').count(), 6)
  await scan(desk)
  const paper = await printed(desk)
  assert.deepEqual(paper.sizes, ['595 × 842'])
  assert.ok(paper.pages >= 2 && paper.pages <= 4, `${paper.pages} pages`)
  await desk.page.setViewportSize(PHONE)
  assert.deepEqual(await sideways(desk, '.scroll'), [])
  await desk.page.getByTestId('two').click()
  await desk.page.locator('main[data-languages="zh-Hans"]').waitFor()
  assert.equal(await desk.page.getByTestId('sentence').count(), 1)
  await desk.page.locator('[data-lang="en"]').click()
  await desk.page.locator('main[data-languages="en"]').waitFor()
  assert.equal(await desk.page.locator('h1').textContent(), 'Knowledge contest on the constitution')
})

test('the report of a live contest says what there is, and one who is not signed in is led to the desk', async (t) => {
  const { window: _, curve: __, lotteries: ___, teams: ____, ...live } = RESULTS
  let status = 401
  const files = { ...FILES, '/api/contests/01JB/results': () => (status === 401 ? 401 : json({ ...live, teams: [] })) }
  const { fake, browser } = await fakeStage(t, { files, missing: true })
  const desk = await browser.desk('report', `${fake.url}/report?contest=01JB`)
  await desk.page.locator('[data-failure="signed_out"]').waitFor()
  assert.equal(await desk.page.locator('[data-failure] a').getAttribute('href'), '/organize')
  status = 200
  await desk.page.locator('[data-failure] button').click()
  await desk.page.locator('main[data-loaded]').waitFor()
  assert.equal(await desk.page.getByTestId('units').count(), 0)
  assert.equal(await desk.page.locator('[data-chart="curve"]').count(), 0)
  await desk.page.goto(`${fake.url}/report`)
  await desk.page.locator('[data-failure="no_contest"]').waitFor()
})

test('certificates: a sheet on its side for each winner, of the awards that are wanted', async (t) => {
  const { fake, browser } = await fakeStage(t, { files: FILES })
  const desk = await browser.desk('certificates', `${fake.url}/certificates?contest=01JB`, AXE)
  const paper = desk.page.getByTestId('certificate')
  await desk.page.locator(`main[data-papers="${CERTIFICATES.length}"]`).waitFor()
  assert.deepEqual(await paper.locator('.name').allTextContents(), CERTIFICATES.map(({ name }) => name))
  assert.deepEqual(await paper.locator('[data-url]').evaluateAll((list) => list.map((code) => code.dataset.url)), CERTIFICATES.map(({ confirm_url: url }) => url))
  assert.match(await paper.first().textContent(), /荣誉证书[^]*在[^]*线上知识竞赛[^]*中荣获[^]*一等奖[^]*First prize/)
  assert.deepEqual(await printed(desk), { pages: CERTIFICATES.length, sizes: ['842 × 595'] })
  await desk.page.locator('input[data-award="2"]').click()
  await desk.page.locator(`main[data-papers="${CERTIFICATES.length - 5}"]`).waitFor()
  assert.equal((await printed(desk)).pages, CERTIFICATES.length - 5)
  assert.match(await desk.page.getByTestId('print').textContent(), /10/)
  await shot(desk, 'certificates')
  await desk.page.locator('input[data-award="4"]').click()
  await desk.page.locator('main[data-papers="2"]').waitFor()
  await scan(desk)
  await desk.page.setViewportSize(PHONE)
  assert.deepEqual(await sideways(desk), [])
})

test('a unit’s page asks with its key, shows its own figures and who is missing, and asks again', async (t) => {
  const asked = []
  let unit = UNIT
  const files = { '/api/unit': ({ headers, url }) => { asked.push(headers.authorization); assert.doesNotMatch(url, /KEY/); return unit === null ? 401 : json(unit) } }
  const { fake, browser } = await fakeStage(t, { files, missing: true })
  const page = await browser.open('unit', `${fake.url}/unit#01JB.3.KEY`, { ...AXE, viewport: PHONE })
  await page.page.locator('main[data-loaded]').waitFor()
  assert.deepEqual(asked, ['Bearer 01JB.3.KEY'])
  assert.deepEqual(await figures(page), { turnout: 78.5, mean: 88.25, passed: 290, rank: 3 })
  assert.deepEqual(await page.page.getByTestId('absent').locator('li').allTextContents(), UNIT.absent)
  assert.equal(await page.page.getByTestId('absent-total').textContent(), '86')
  await scan(page)
  assert.deepEqual(await sideways(page), [])
  assert.deepEqual((await printed(page)).sizes, ['595 × 842'])
  unit = { ...UNIT, unit: { ...UNIT.unit, took_part: 400, turnout: 100 }, absent: [], absent_total: 0 }
  await page.page.getByTestId('refresh').click()
  await page.page.locator('[data-figure="turnout"][data-value="100"]').waitFor()
  await page.page.getByText('Everybody on the list has taken part.').waitFor()
  unit = null // the organizer has made a new key
  await page.page.getByTestId('refresh').click()
  await page.page.locator('[data-failure="refused"]').waitFor()
  await page.page.goto(`${fake.url}/unit`)
  await page.page.locator('[data-failure="no_key"]').waitFor()
})

test('a certificate is confirmed by the code in its address or by the one that is typed', async (t) => {
  const files = { '/api/confirm': ({ headers }) => ({ 'Bearer GOOD': json(CONFIRMED), 'Bearer GONE': json({ ...CONFIRMED, name: undefined, team: undefined }) })[headers.authorization] ?? 404 }
  const { fake, browser } = await fakeStage(t, { files, missing: true })
  const page = await browser.open('confirm', `${fake.url}/confirm#GOOD`, { ...AXE, viewport: PHONE })
  const field = (name) => page.page.locator(`[data-field="${name}"]`)
  const is = (state) => page.page.locator(`main[data-state="${state}"]`).waitFor()
  await is('known')
  assert.deepEqual(await Promise.all(['name', 'team', 'award'].map((name) => field(name).textContent())), ['李雷', '财政局', 'First prize'])
  assert.equal(await page.page.locator('[data-head]').getAttribute('data-head'), COMMITMENT)
  await scan(page)
  assert.deepEqual(await sideways(page), [])
  await page.page.locator('#code').fill(' FOR GED ')
  await page.page.locator('#code').press('Enter')
  await is('unknown')
  assert.equal(await page.page.getByTestId('confirmed').count(), 0)
  await scan(page)
  await page.page.locator('#code').fill('http://x.example/confirm#GONE')
  await page.page.locator('#code').press('Enter')
  await is('known')
  assert.equal(await field('name').textContent(), 'The name has been erased on request.')
  await page.page.goto(`${fake.url}/confirm`)
  await is('asking')
})
