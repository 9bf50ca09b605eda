// Contests with the real program, seen from the wall and from the host's page: a contest over days with units, its close and its
// draw, and the draw of a live one. The tickets are drawn again here, from what the wall shows.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test from 'node:test'
import { plainBank } from '../integration/lib/bank.mjs'
import { enter, handIn, open, windowFile } from '../integration/lib/window.mjs'
import { BANK } from './lib/bank.mjs'
import { desk as organizer } from './lib/desk.mjs'
import { at } from './lib/pages.mjs'
import { advance, linked, rawHost, rawJoinAll, stage } from './lib/stage.mjs'

const CALM = { reducedMotion: 'reduce' }
const text = (en, zh) => ({ en, 'zh-Hans': zh })
const DRAW = { title: text('Lucky draw', '幸运抽奖'), winners: 2 }

/** Who wins by what is on the wall: the smallest tickets first. */
function tickets(commitment, number, draw, players) {
  const ticket = (player) => createHash('sha256').update(`${commitment}\n${number}\n${draw}\n${player}`).digest('hex')
  return players.map((player) => ({ player, ticket: ticket(player) })).sort((a, b) => (a.ticket < b.ticket ? -1 : 1)).map(({ player }) => player)
}

/** Announces and draws the first draw on the host's page; gives back what the wall shows. */
async function drawFrom(desk, wall, { source, number }) {
  const card = desk.page.locator('[data-draw="1"]')
  const onWall = (state) => wall.page.locator(`[data-testid="draw"][data-state="${state}"]`).waitFor()
  await card.locator('input').fill(source)
  await card.getByTestId('announce').click()
  await card.getByTestId('announce-yes').click()
  await onWall('announced')
  assert.equal(await wall.page.getByTestId('source').textContent(), source)
  const commitment = await wall.page.getByTestId('commitment').getAttribute('data-hash')
  assert.match(commitment, /^[0-9a-f]{64}$/)
  await desk.page.locator('[data-draw="1"][data-state="announced"] input').fill(number)
  await card.getByTestId('draw').click()
  await card.getByTestId('draw-yes').click()
  await onWall('drawn')
  assert.equal(await wall.page.getByTestId('commitment').getAttribute('data-hash'), commitment, 'what was noted is what binds')
  return { commitment, names: await wall.page.locator('[data-testid="winners"] .name > bdi').allTextContents() }
}

/** What is handed in afterwards: the report, the certificates, what confirms one, and a unit's own page. */
async function handedIn(server, browser, contest, { winners }) {
  const context = await browser.context({ locale: 'zh-CN' })
  await organizer(browser, server, { context })
  const page = (name, path) => browser.open(name, server.url + path, { context })
  const values = ({ page: shown }) => shown.locator('[data-figure]').evaluateAll((list) => Object.fromEntries(list.map((item) => [item.dataset.figure, Number(item.dataset.value)])))
  const report = await page('report', `/report?contest=${contest.id}`)
  await report.page.locator('main[data-loaded]').waitFor()
  assert.deepEqual(await values(report), { participants: 3, turnout: 50, mean: 30, median: 30, highest: 50, lowest: 10, pass_rate: 66.67 })
  assert.deepEqual(await report.page.locator('[data-testid="units"] tbody tr').evaluateAll((list) => list.map((row) => row.dataset.unit)), ['Finance', 'Library'])
  assert.deepEqual(await report.page.locator('[data-testid="winners"] li > bdi').allTextContents(), winners)
  assert.equal(await report.page.locator('[data-question]').count(), await report.page.locator('[data-question] .share svg').count(), 'every question that was asked')

  const certificates = await page('certificates', `/certificates?contest=${contest.id}`)
  await certificates.page.locator('main[data-papers="3"]').waitFor()
  assert.deepEqual(await certificates.page.locator('.name').allTextContents(), winners)
  const [url] = await certificates.page.locator('[data-url]').evaluateAll((list) => list.map((code) => code.dataset.url))
  const confirm = await browser.phone('confirm', `${server.url}/confirm${new URL(url).hash}`)
  await confirm.page.locator('main[data-state="known"]').waitFor()
  assert.deepEqual([await confirm.page.locator('[data-field="name"]').textContent(), await confirm.page.locator('[data-field="award"]').textContent()], ['李雷', 'First prize'])
  assert.equal(await confirm.page.locator('[data-field="contest"]').textContent(), 'Window')
  confirm.mayRefuse.push(404)
  await confirm.page.locator('#code').fill('forged')
  await confirm.page.locator('#code').press('Enter')
  await confirm.page.locator('main[data-state="unknown"]').waitFor()

  const { units } = (await server.http('GET', `/api/contests/${contest.id}/units`)).json
  const unit = await browser.phone('unit', server.url + new URL(units[0].url).pathname + new URL(units[0].url).hash)
  await unit.page.locator('main[data-phase="finished"][data-loaded]').waitFor()
  assert.deepEqual(await values(unit), { turnout: 50, mean: 40, passed: 2, rank: 1 })
}

test('a contest over days: the board follows the papers, the close shows who won, the draw can be checked', async (t) => {
  const { server, browser } = await stage(t)
  const bank = await server.importBank(plainBank(8))
  const file = windowFile(bank, { seconds: 1800, pass: 30 }, {
    teams: [{ name: text('Finance', '财政局'), roster: 4 }, { name: text('Library', '图书馆'), roster: 2 }], team_required: true, team_score: 'mean',
    awards: [{ title: text('First prize', '一等奖'), places: 1 }], draws: [DRAW], one_prize: false,
  })
  const contest = linked(await server.contest(file), server.url)
  const wall = await browser.wall('wall', contest.screen, CALM)
  await at(wall, 'open')
  const figure = (name, value) => wall.page.locator(`[data-figure="${name}"][data-value="${value}"]`).waitFor()
  await figure('joined', 0)
  const people = []
  for (const [i, [name, team]] of [['李雷', 'Finance'], ['Aygül', 'Finance'], ['Zoë', 'Library']].entries()) {
    const phone = await enter(server, contest, { name, team })
    const paper = await open(phone)
    for (let turn = 1; turn <= paper.questions.length; turn++) await phone.answer(turn, turn <= 5 - 2 * i ? 'a' : 'b')
    if (name !== 'Zoë') await handIn(phone)
    people.push(phone)
  }
  await figure('handed_in', 2)
  await figure('open', 1)
  const unit = (team) => wall.page.locator(`tr[data-team="${team}"]`)
  await unit(1).getByText('50.0%').waitFor()
  await unit(2).getByText('0.0%').waitFor()

  const desk = await browser.desk('host', contest.host, CALM)
  await at(desk, 'open')
  const boss = await rawHost(server, contest)
  await boss.do('take', {}, ({ acting }) => acting)
  await boss.do('finish', {}, ({ phase }) => phase === 'finished')
  await boss.close()
  await at(wall, 'finished')
  await figure('took_part', 3)
  assert.match(await unit(2).textContent(), /50\.0%/, 'a paper that was open at the close counts')
  const numbers = people.map(({ player }) => player)
  const number = '4123.58'
  const { commitment, names } = await drawFrom(desk, wall, { source: 'The index of tomorrow', number })
  const expected = tickets(commitment, number, 1, numbers).slice(0, 2).map((player) => people.find((one) => one.player === player).welcome.name)
  assert.deepEqual(names, expected)
  await handedIn(server, browser, contest, { winners: ['李雷', ...expected] })
})

test('a live contest ends with a draw', async (t) => {
  const { server, browser } = await stage(t)
  const id = await server.importBank(BANK)
  const file = { title: text('Evening', '晚会'), rounds: [{ format: 'everyone', questions: { bank: id, ids: ['single'] } }], draws: [DRAW] }
  const contest = linked(await server.contest(file), server.url)
  const wall = await browser.wall('wall', contest.screen, CALM)
  const boss = await rawHost(server, contest)
  const players = await rawJoinAll(server, contest, ['李雷', 'Aygül', 'Zoë'])
  for (const phase of ['open', 'locked', 'reveal', 'standings', 'finished']) await advance(boss, phase)
  await boss.close()
  await at(wall, 'finished')
  const desk = await browser.desk('host', contest.host, CALM)
  const { commitment, names } = await drawFrom(desk, wall, { source: 'Two dice', number: '6 1' })
  const all = players.map(({ player, welcome }) => ({ player, name: welcome.name }))
  assert.deepEqual(names, tickets(commitment, '6 1', 1, all.map(({ player }) => player)).slice(0, 2).map((player) => all.find((one) => one.player === player).name))
})
