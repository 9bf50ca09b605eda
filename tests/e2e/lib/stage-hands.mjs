// Hands and eyes of a stage evening: what a host's, a team's, a judge's and the hall's page are asked to do and
// what they show, each by the page's own buttons and keys.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { SECRET } from './stage-evening.mjs'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const SHOWN = ['reveal', 'standings', 'finished']

export const by = ({ page }, id) => page.getByTestId(id)

// ---- The console

const rested = ({ page }, id) => page.locator(`[data-testid="${id}"][aria-disabled="false"]`).waitFor()

/** A key of the console, once the button that means the same has come to rest. */
export async function press(desk, key, id) {
  await rested(desk, id)
  await desk.page.keyboard.press(key)
}

/** The big button, as a clicker presses it, once it says that it will do this. */
export async function click(desk, next) {
  await desk.page.locator(`[data-testid="next"][data-next="${next}"][aria-disabled="false"]`).waitFor()
  await desk.page.keyboard.press('PageDown')
}

/** The console waits for this, of this seat if one is given. */
export const waits = ({ page }, step, seat) => page.locator(`[data-testid="who"][data-step="${step}"]${seat === undefined ? '' : `[data-seat="${seat}"]`}`).waitFor()

// ---- Phones

/** Joins as one of a team (by its number), or for the hall. */
export async function sit(phone, name, team) {
  await phone.page.locator('#name').fill(name)
  await phone.page.locator('button[type=submit]').tap()
  await (team ? phone.page.locator('.team').nth(team - 1) : phone.page.locator('.team').last()).tap()
  await phone.page.locator('button[type=submit]').tap()
  await phone.page.getByTestId('score').waitFor()
}

/** A line that the phone says of the stage. */
export const says = ({ page }, key) => page.locator(`[data-testid="stage"] [data-line="${key}"]`).waitFor()
export const buzzer = ({ page }, is) => page.locator(`[data-testid="buzz"]${is ? `[data-state="${is}"]` : ''}`)
export const verdict = ({ page }, is) => page.locator(`[data-testid="result"][data-verdict="${is}"]`).waitFor()

/** A judge's mark, key by key, until the page says that it has arrived. */
export async function mark({ page }, value) {
  for (const key of value) await page.locator(`[data-key="${key}"]`).tap()
  await page.locator('button[type=submit]').tap()
  await page.locator('[data-testid="entry"][data-status="sent"], [data-testid="outcome"]').first().waitFor()
}

// ---- The wall

/** What the bar shows; `seat` if it is about one. */
export const bar = ({ page }, scene, seat) => page.locator(`.bar[data-scene="${scene}"]${seat === undefined ? '' : `[data-seat="${seat}"]`}`).waitFor()

/** The podium of the teams, and it stays: after a while the wall goes on to the hall's by itself, but not from what a key has chosen. */
export async function podiumOfTeams(wall) {
  const was = await wall.page.evaluate(() => {
    const shown = document.querySelector('[data-testid="steps"]').dataset.of
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 't' }))
    return shown
  })
  const shows = (which) => wall.page.locator(`[data-testid="steps"][data-of="${which}"]`).waitFor()
  if (was === 'people') return shows('teams')
  await shows('people')
  await wall.page.keyboard.press('t')
  await shows('teams')
}

/** The podium and the places below it, as [rank, name, score]. Of those who share a step the score is said once. */
export const podium = ({ page }) => page.evaluate(() => {
  const number = (element) => Number(element.textContent.replaceAll(',', ''))
  const row = (item, score) => [Number(item.dataset.rank), item.querySelector('.name bdi, .name [lang], .name, bdi').textContent.trim(), score]
  const steps = [...document.querySelectorAll('.steps > .step')].flatMap((step) =>
    [...step.querySelectorAll('li[data-rank]')].map((item) => row(item, number(step.querySelector('.score')))))
  const rest = [...document.querySelectorAll('.rest li')].map((item) => row(item, number(item.querySelector('.points'))))
  return [...steps, ...rest].sort(([a], [b]) => a - b) // the first stands in the middle
})

// ---- All of them

/** Every page that shows scores shows these: console, the strip of the wall, the phone of each team. */
export async function scored({ desk, wall, teams }, ...scores) {
  const list = (page, selector) => page.waitForFunction(([where, want]) => {
    const shown = [...document.querySelectorAll(where)].map((one) => one.innerText.replace(/[^\d.−-]/g, '').replace('−', '-'))
    return shown.join() === want
  }, [selector, scores.join()]).catch(async () => {
    assert.deepEqual(await page.locator(selector).allInnerTexts(), scores.map(String), selector)
  })
  await Promise.all([
    list(desk.page, '[data-testid="seats"] li .score'),
    ...(await wall.page.getByTestId('strip').count() ? [list(wall.page, '[data-testid="strip"] li .score')] : []),
    ...teams.map(({ page }, i) => page.locator(`[data-testid="score"][data-score="${scores[i]}"]`).waitFor()),
  ])
}

/** No page but the console has been told more than it may know at its time. */
export function kept(pages) {
  for (const { name, received } of pages) {
    for (const frame of received) {
      const text = JSON.stringify(frame)
      assert.ok(!text.includes('accept no other spelling'), `${name} read the host's note: ${text.slice(0, 600)}`)
      if (frame.type === 'state' && name !== 'judge') assert.ok(frame.stage?.marks === undefined || frame.stage.mean !== undefined, `${name} saw a mark before all were in`)
      if (frame.type === 'state' && SHOWN.includes(frame.phase)) continue
      assert.ok(!text.includes(SECRET), `${name} read what is not yet revealed: ${text.slice(0, 600)}`)
      if (frame.type === 'state') for (const key of ['answer', 'tally', 'explanation', 'source', 'accepts']) assert.ok(!(key in frame), `${name} was told the ${key} in ${frame.phase}: ${text.slice(0, 600)}`)
    }
  }
}

/** axe finds nothing. It is not put in as a script, so the page's policy stays in force. */
export async function sound(pages, where) {
  for (const { name, page } of pages) {
    await page.evaluate(AXE)
    const faults = await page.evaluate(async () => (await globalThis.axe.run(document, { preload: false })).violations
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('; ')}`))
    assert.deepEqual(faults, [], `${name}, ${where}`)
  }
}
