// Teams with reserves in browsers against the real program: the console substitutes, the phone of who comes in gets its
// controls, the phone of who goes out only watches; the rules, the desk and the results say so.
import assert from 'node:assert/strict'
import test from 'node:test'
import { fileOf, plainBank } from '../integration/lib/bank.mjs'
import { desk as organizer, to } from './lib/desk.mjs'
import { at, next as press, shot } from './lib/pages.mjs'
import { linked, stage } from './lib/stage.mjs'

const both = (en, zh) => ({ en, 'zh-Hans': zh })
const TEAMS = [
  { name: both('Tigers', '猛虎队'), members: ['Ann', 'Abe', 'Ada', 'Amos'] },
  { name: both('Lions', '雄狮队'), members: ['Bo', 'Bea', 'Ben'] },
]

async function evening(t) {
  const { server, browser } = await stage(t)
  const bank = await server.importBank(plainBank(6))
  const file = fileOf(bank, ['q1'], { format: 'buzzer', standings: 'turn', seconds: 60, buzz_seconds: 60 },
    { seats: 'teams', teams: TEAMS, title: both('Evening of the reserves', '替补之夜'), substitutions: { fielded: 2, max: 1 } })
  file.rounds.push({ format: 'buzzer', questions: { bank, ids: ['q2', 'q3'] }, standings: 'turn', seconds: 60, buzz_seconds: 60 })
  const contest = linked(await server.contest(file), server.url)
  const phone = async (name, team, options = {}) => {
    const watched = await browser.phone(name, contest.play, options)
    await watched.page.locator('#name').fill(name)
    await watched.page.locator('button[type=submit]').tap()
    await watched.page.locator('.team').nth(team).tap()
    await watched.page.locator('button[type=submit]').tap()
    await watched.page.getByTestId('score').waitFor()
    return watched
  }
  return { server, browser, contest, phone }
}

const bench = ({ page }, why) => page.locator(`[data-testid="bench"][data-bench="${why}"]`)
const buzzer = ({ page }, is) => page.locator(`[data-testid="buzz"][data-state="${is}"]`)
const ready = ({ page }, id) => page.locator(`[data-testid="${id}"]:not([aria-disabled="true"])`)
/** The large button, once it would do this, and where that leads. */
const next = async (console, what, phase, turn) => {
  await press(console, what)
  await at(console, phase, turn)
}

test('a substitution by the host, from the bench to the buzzer', async (t) => {
  const { server, browser, contest, phone } = await evening(t)
  const host = await browser.desk('host', contest.host, { viewport: { width: 1366, height: 768 } })
  const ann = await phone('Ann', 0)
  const ada = await phone('Ada', 0, { locale: 'zh-CN', viewport: { width: 390, height: 844 } })
  const guest = await phone('Nobody', 0)
  await bench(ada, 'reserve').getByText('你在替补席').waitFor()
  await bench(guest, 'unlisted').waitFor()
  assert.equal(await ann.page.getByTestId('bench').count(), 0)
  await shot(ada, 'bench-lobby-zh')

  await next(host, 'start', 'open', 1)
  await buzzer(ann, 'armed').waitFor()
  await at(ada, 'open', 1)
  assert.deepEqual([await ada.page.getByTestId('buzz').count(), await guest.page.getByTestId('buzz').count()], [0, 0])
  await shot(guest, 'bench-open')
  await host.page.keyboard.press('c')
  await host.page.locator('[data-testid="swap-why"][data-why="asked"]').waitFor()
  await host.page.keyboard.press('Escape')
  await buzzer(ann, 'armed').tap()
  await ready(host, 'right').click()
  await next(host, 'reveal', 'reveal', 1)

  await host.page.keyboard.press('c')
  await host.page.getByTestId('swap-out').selectOption({ label: 'Ann' })
  await host.page.getByTestId('swap-in').selectOption({ label: 'Ada' })
  await shot(host, 'substitute-panel')
  await ready(host, 'swap-do').click()
  await host.page.locator('[data-testid="swap-left"][data-left="0"]').waitFor()
  await host.page.locator('[data-testid="swap-why"][data-why="none"]').waitFor()
  await host.page.locator('[data-area="log"], [data-testid="log"]').getByText('Ada').first().waitFor()
  await shot(host, 'substitute-done')
  await bench(ann, 'reserve').waitFor()
  await ada.page.getByTestId('bench').waitFor({ state: 'detached' })
  await host.page.keyboard.press('Escape')
  await ready(host, 'undo').getByText('substitution of').waitFor()
  await host.page.keyboard.press('z')
  await bench(ada, 'reserve').waitFor()
  await ann.page.getByTestId('bench').waitFor({ state: 'detached' })
  await host.page.keyboard.press('c')
  await host.page.getByTestId('swap-in').selectOption({ label: 'Ada' })
  await ready(host, 'swap-do').click()
  await bench(ann, 'reserve').waitFor()
  await host.page.keyboard.press('Escape')

  await next(host, 'standings', 'standings')
  await next(host, 'question', 'open', 2)
  await buzzer(ada, 'armed').tap()
  await ready(host, 'right').waitFor()
  assert.equal(await ann.page.getByTestId('buzz').count(), 0)
  await ready(host, 'right').click()
  await next(host, 'reveal', 'reveal', 2)
  await host.page.getByTestId('more').click()
  await host.page.getByTestId('open-rules').click()
  await host.page.getByText('Each team may substitute once, before the contest or between rounds.').first().waitFor()
  await host.page.keyboard.press('Escape')

  const office = await organizer(browser, server)
  await to(office, `#/contest/${contest.id}`, 'contest')
  await office.page.getByTestId('substitutions').getByText('2 members of each team play at a time').waitFor()
  await to(office, `#/results/${contest.id}`, 'results')
  const row = office.page.locator('[data-testid="substitutions"] tbody tr')
  await row.first().waitFor()
  assert.deepEqual([await row.count(), await row.locator('td').allTextContents()].flat().map(String).map((text) => text.trim()), ['1', '1', 'Tigers', 'Ann', 'Ada'])
  await shot(office, 'substitute-results')
})
