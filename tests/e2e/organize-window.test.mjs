// Contests over days on the organizer's desk, against the real server: set up with units from a table, people and
// codes, opened, watched, prolonged, closed, drawn, put away, held again.
import assert from 'node:assert/strict'
import test from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { plainBank } from '../integration/lib/bank.mjs'
import { enter, handIn, open, turnedAway, windowFile } from '../integration/lib/window.mjs'
import { checked, desk, fits, newest, to } from './lib/desk.mjs'
import { shot } from './lib/pages.mjs'
import { stage } from './lib/stage.mjs'

const HOUR_MS = 3600000
const csv = (rows, name = 'table.csv') => ({ name, mimeType: 'text/csv', buffer: Buffer.from(`${rows.map((row) => row.join(',')).join('\n')}\n`) })
const TEAMS = [{ name: 'Red', roster: 2 }, { name: 'Blue', roster: 4 }]
const PEOPLE = [['姓名', '单位', '手机'], ['张三', 'Red', '13800000000'], ['Li', 'Red', ''], ['Wang', 'Blue', ''], ['Zoë', 'Green', '']]

/** A contest with a roster of three, that opens in an hour: 40 points for Red, 10 for Blue are in it. */
async function rosterContest(server, window = {}, rest = {}) {
  const bank = await server.importBank(plainBank(8))
  const contest = await server.contest(windowFile(bank, { entry: 'roster', opens: HOUR_MS, pass: 20, ...window }, { teams: TEAMS, team_required: true, team_score: 'turnout', ...rest }))
  const { json } = await server.http('POST', `/api/contests/${contest.id}/roster`, { body: PEOPLE.map((row) => row.join(',')).join('\n') })
  assert.equal(json.added, 3)
  return contest
}

const rosterOf = async (server, { id }) => (await server.http('GET', `/api/contests/${id}/roster`)).json.entries

async function scan({ page }, where) {
  for (const [theme, rules] of [['dark', null], ['light', ['color-contrast']]]) { // in the other look only colours differ
    await page.evaluate((value) => { document.documentElement.dataset.theme = value }, theme)
    const builder = new AxeBuilder({ page }).setLegacyMode(true)
    const { violations } = await (rules ? builder.withRules(rules) : builder).analyze()
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('; ')}`), [], `${where}, ${theme}`)
  }
}

test('a contest over days is set up on one page, and what is wrong stands at its field', async (t) => {
  const { server, browser } = await stage(t)
  await server.importBank(plainBank(8))
  const watched = await desk(browser, server, { timezoneId: 'Asia/Shanghai', bypassCSP: true })
  const { page } = watched
  watched.mayRefuse = [422] // a check that finds errors
  await to(watched, '#/new', 'new')
  await page.locator('[data-preset="online"]').click()
  await checked(watched)
  assert.equal(await page.locator('#f-zone').inputValue(), 'Asia/Shanghai')
  assert.equal(await page.locator('[data-part="1"] [data-testid="fit"]').getAttribute('data-fit'), '8')
  await page.locator('#f-title').fill('Safety month')
  await page.locator('#f-opens').fill('2031-03-01T08:00')
  await page.locator('#f-closes').fill('2031-02-01T22:00')
  const problem = page.locator('[data-section="schedule"] [data-code="closes_before_opening"]')
  await problem.getByRole('button').click()
  assert.equal(await page.evaluate(() => document.activeElement.id), 'f-closes')
  await page.locator('#f-closes').fill('2031-03-09T22:00')
  await problem.waitFor({ state: 'detached' })
  await page.getByText('Open for 8 days 14 hours').waitFor()

  await page.locator('#f-s1-count').fill('9')
  await page.locator('[data-part="1"] [data-testid="fit"].tone-bad').waitFor()
  await page.locator('#f-s1-count').fill('4')
  await page.locator('#f-minutes').fill('20')
  await page.locator('#f-often').selectOption('times')
  await page.locator('#f-counts').selectOption('last')
  await page.locator('#f-reveal').selectOption('hand_in')
  await page.locator('#f-pass').fill('90')
  await page.locator('[data-section="rules"] [data-code="never_reached"]').waitFor()
  await page.locator('#f-pass').fill('30')
  await page.getByRole('radio', { name: 'Who is on the roster' }).check()

  // The units come from a table: a row that is no unit is told, the sum below them is no unit either.
  await page.getByTestId('units-file').locator('summary').click()
  await page.getByTestId('table-file').setInputFiles(csv([['单位', '人数'], ['Red', '20'], ['Blue', 'many'], ['Green', '30'], ['合计', '50']], 'units.csv'))
  await page.locator('[data-testid="units-found"][data-units="3"]').waitFor()
  assert.deepEqual(await page.getByTestId('table-problems').locator('li').evaluateAll((list) => list.map(({ dataset }) => dataset.code)), ['bad_size', 'total_row'])
  await page.getByTestId('units-take').click()
  assert.equal(await page.locator('#f-teams').inputValue(), 'Red, 20\nBlue\nGreen, 30')
  await page.locator('#f-team-score select').selectOption('weighted')
  await page.locator('[data-section="people"] [data-code="missing_roster"]').waitFor()
  await page.locator('#f-teams').fill('Red, 20\nBlue, 10\nGreen, 30')
  await page.locator('#f-weight-turnout').fill('40')
  assert.equal(await page.locator('#f-weight-mean').inputValue(), '60')
  await page.getByTestId('formula').getByText('40% of its turnout + 60% of the mean').waitFor()
  await page.getByTestId('add-award').click()
  const award = page.locator('[data-award="1"]')
  await award.locator('input').first().fill('First prize')
  await award.getByLabel('For').selectOption('team')
  await award.getByLabel('By').selectOption('turnout')
  await page.getByTestId('add-draw').click()
  await page.locator('[data-draw="1"] input').first().fill('Lucky draw')
  await checked(watched)
  await scan(watched, 'set-up')
  await fits(watched, 'set-up')
  await shot(watched, 'organize-window-setup')
  await page.locator('#f-study').check()
  await checked(watched)
  await page.getByTestId('open').click()
  await page.locator('[data-testid="progress"][data-phase="lobby"]').waitFor()
  await page.getByTestId('study').waitFor()
  await page.getByTestId('delete').waitFor()

  const { rules, window } = await newest(server)
  assert.deepEqual(window, { opens_at: Date.UTC(2031, 2, 1, 0), closes_at: Date.UTC(2031, 2, 9, 14) })
  assert.deepEqual(rules.teams.map(({ name, roster }) => [Object.values(name)[0], roster]), [['Red', 20], ['Blue', 10], ['Green', 30]])
  assert.deepEqual([rules.team_score, rules.team_required], [{ weights: { turnout: 40, mean: 60 } }, true])
  assert.deepEqual([rules.awards[0].for, rules.awards[0].by, rules.draws[0].winners], ['team', 'turnout', 10])
  const made = rules.window
  assert.deepEqual([made.paper[0].count, made.seconds, made.attempts, made.reveal, made.pass, made.entry], [4, 1200, { max: 3, count: 'last' }, 'hand_in', 30, 'roster'])
})

test('people come from a table, get codes on paper, and a new one when theirs is lost', async (t) => {
  const { server, browser } = await stage(t)
  const bank = await server.importBank(plainBank(8))
  const contest = await server.contest(windowFile(bank, { entry: 'roster' }, { teams: TEAMS, team_required: true }))
  const watched = await desk(browser, server, { bypassCSP: true })
  const { page } = watched
  await to(watched, `#/roster/${contest.id}`, 'roster')
  await page.getByTestId('table-file').setInputFiles(csv(PEOPLE, 'people.csv'))
  await page.locator('[data-testid="people-found"][data-people="4"]').waitFor()
  await page.getByTestId('unknown-units').getByText('Green').waitFor()
  assert.ok((await page.getByTestId('table-problems').locator('li').evaluateAll((list) => list.map(({ dataset }) => dataset.code))).includes('private_column'))
  await page.getByTestId('roster-add').click()
  await page.locator('[data-testid="roster-added"][data-added="3"] [data-code="unknown_unit"]').waitFor()
  await page.locator('[data-testid="roster"][data-entries="3"]').waitFor()
  await scan(watched, 'roster')
  await fits(watched, 'roster', '.scroll')

  const [first] = await rosterOf(server, contest)
  const phone = await enter(server, contest, { personal_code: first.code })
  assert.equal(phone.welcome.name, '张三')
  await to(watched, '#/contests')
  await to(watched, `#/roster/${contest.id}`, 'roster')
  await page.locator(`[data-entry="${first.entry}"][data-state="joined"]`).waitFor()
  await page.locator('[data-state="joined"][data-n="1"]').click()
  await page.locator('[data-testid="entries"] tbody tr').nth(1).waitFor({ state: 'detached' })
  await page.locator(`[data-entry="${first.entry}"] [data-testid="renew"]`).click()
  await page.getByTestId('confirm').click()
  const fresh = await page.getByTestId('new-code').locator('b').textContent()
  assert.notEqual(fresh, first.code)
  assert.equal(await turnedAway(server, contest, { personal_code: first.code }), 'bad_personal_code')
  assert.equal((await enter(server, contest, { personal_code: fresh })).player, phone.player)

  const entries = await rosterOf(server, contest)
  await page.getByTestId('sheets').click()
  await page.locator('[data-testid="code-sheets"][data-cards="3"]').waitFor()
  const links = await page.locator('[data-testid="code-sheets"] .qr[data-url]').evaluateAll((list) => list.map(({ dataset }) => dataset.url))
  assert.deepEqual(links.sort(), entries.map(({ code }) => `${contest.join_url}#${code}`).sort())
  assert.ok(links.includes(`${contest.join_url}#${fresh}`))
  const sheet = await page.pdf({ preferCSSPageSize: true })
  assert.equal(sheet.toString('latin1').match(/\/Type\s*\/Page\b/g).length, 2, 'each unit on a sheet of its own')
  await shot(watched, 'organize-window-codes')
})

test('while it runs its organizer sees who is behind, prolongs and closes it; then lots are drawn', async (t) => {
  const { server, browser } = await stage(t)
  const contest = await rosterContest(server, {}, { draws: [{ title: { en: 'Lucky draw' }, winners: 1, at_least: 10 }] })
  const watched = await desk(browser, server, { timezoneId: 'UTC', bypassCSP: true })
  const { page } = watched
  await to(watched, `#/contest/${contest.id}`, 'contest')
  const view = page.getByTestId('progress')
  await page.locator('[data-testid="progress"][data-phase="lobby"]').waitFor()
  assert.match(await page.getByTestId('left').textContent(), /Opens in\s+(1 hour|60 minutes|59 minutes)/)
  await page.getByTestId('open-now').click()
  await page.getByTestId('confirm').click()
  await page.locator('[data-testid="progress"][data-phase="open"]').waitFor()

  const [one, , three] = await rosterOf(server, contest)
  const phone = await enter(server, contest, { personal_code: one.code })
  const paper = await open(phone)
  for (const { turn } of paper.questions) await phone.answer(turn, 'a')
  await handIn(phone)
  const other = await enter(server, contest, { personal_code: three.code })
  await open(other)
  await view.locator('[data-figure="handed_in"] dd').getByText('1', { exact: true }).waitFor()
  await view.locator('[data-figure="open"] dd').getByText('1', { exact: true }).waitFor()
  await page.locator('[data-testid="curve"][data-papers="1"]').waitFor()
  const names = () => page.getByTestId('units').locator('tbody th').allTextContents()
  assert.deepEqual(await names(), ['Blue', 'Red'], 'who is behind comes first')
  await page.locator('[data-order="best"]').click()
  assert.deepEqual(await names(), ['Red', 'Blue'])
  await scan(watched, 'progress')
  await fits(watched, 'progress', '.scroll, figure')
  await shot(watched, 'organize-window-progress')

  await page.getByTestId('pause').click()
  await page.getByText('The clock stands still').waitFor()
  await page.getByTestId('pause').click()
  await page.getByText('The clock stands still').waitFor({ state: 'detached' })
  await page.getByTestId('reschedule').click()
  const later = new Date(Date.now() + 480 * HOUR_MS).toISOString().slice(0, 16)
  await page.getByTestId('closes').fill(later)
  await page.getByTestId('schedule').click()
  await page.getByTestId('schedule').waitFor({ state: 'detached' })
  assert.equal((await newest(server)).window.closes_at, Date.parse(`${later}Z`))

  await page.getByTestId('close-now').click()
  await page.getByTestId('confirm').click()
  await page.locator('[data-testid="progress"][data-phase="finished"]').waitFor()
  await page.getByTestId('draw-text').fill('Index of 6 January')
  await page.getByTestId('announce').click()
  await page.getByTestId('draw').waitFor()
  await page.getByTestId('draw-text').fill('3127.40')
  await page.getByTestId('draw').click()
  const drawn = page.locator('[data-draw="1"][data-drawn="1"]')
  await drawn.getByText('张三').waitFor()
  await drawn.getByText('3127.40').waitFor()
  assert.match(await drawn.locator('code').textContent(), /^[0-9a-f]{64}$/)

  await to(watched, `#/results/${contest.id}`, 'results')
  await page.getByTestId('ranking').getByText('张三').waitFor()
  await to(watched, `#/contest/${contest.id}`, 'contest')

  // Put away, found again, held again, and its people erased.
  await page.getByTestId('archive').click()
  await page.getByRole('button', { name: 'Take out of the archive' }).waitFor()
  await to(watched, '#/contests')
  await page.locator('[data-testid="states"] [data-state="archived"]').click()
  const row = page.locator(`li[data-contest="${contest.id}"]`)
  await row.getByTestId('more').click()
  await row.getByTestId('erase').click()
  await page.getByRole('dialog').getByRole('textbox').fill(contest.code)
  await page.getByTestId('confirm').click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  assert.ok((await rosterOf(server, contest)).every(({ name }) => name === ''))
  await row.getByTestId('duplicate').click()
  await page.locator('#f-opens').waitFor()
  await checked(watched)
  assert.equal(await page.locator('#f-title').inputValue(), 'Window')
  assert.equal(await page.locator('#f-teams').inputValue(), 'Red, 2\nBlue, 4')
  assert.equal(await page.locator('[data-draw="1"] input').first().inputValue(), 'Lucky draw')
  assert.ok(await page.getByRole('radio', { name: 'Who is on the roster' }).isChecked())
})
