// The organizer's desk as an organizer uses it.
import assert from 'node:assert/strict'
import { sideways } from './measure.mjs'

const SIZE = { width: 1280, height: 800 }

/** Opens the desk by its key link, so that it is signed in. */
export async function desk(browser, server, options = {}) {
  const watched = await browser.open('desk', `${server.url}/organize#${server.key}`, { viewport: SIZE, ...options })
  await watched.page.locator('main[data-view="contests"]').waitFor()
  return watched
}

/** Goes to an address of the page without loading it anew, as its links do. */
export async function to({ page }, path, view = path.replace(/^#\/|[/?].*$/g, '')) {
  // What it showed before has the same heading, perhaps: first the page hears of the new address.
  await page.evaluate((hash) => new Promise((heard) => {
    if (location.hash === hash) return heard()
    addEventListener('hashchange', () => heard(), { once: true })
    location.hash = hash
  }), path)
  await page.locator(`main[data-view="${view}"]`).waitFor()
  await page.locator('main h1').waitFor()
}

/** Waits until the server has judged the draft as it stands. `errors`: how many there are. */
export const checked = ({ page }, errors = 0) =>
  page.locator(`[data-testid="check"][data-checked="true"][data-errors="${errors}"]`).waitFor()

/** The last contest of the list, with its keys. */
export async function newest(server) {
  const { json } = await server.http('GET', '/api/contests')
  const { json: contest } = await server.http('GET', `/api/contests/${json.contests[0].id}`)
  const keyOf = (url) => url.split('.').at(-1)
  return { ...contest, host_key: keyOf(contest.host_url), screen_key: keyOf(contest.screen_url) }
}

/** On a phone nothing is wider than the screen, in both directions of writing; what is in `scrolls` scrolls by itself. */
export async function fits(watched, where, scrolls = null) {
  await watched.page.setViewportSize({ width: 360, height: 640 })
  // What is scaled to its place hears of the new width after the next layout, so it is right in the frame after that.
  await watched.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
  for (const dir of ['ltr', 'rtl']) {
    await watched.page.evaluate((value) => { document.documentElement.dir = value }, dir)
    assert.deepEqual(await sideways(watched, scrolls), [], `${where}, ${dir}`)
  }
  await watched.page.evaluate(() => { document.documentElement.dir = 'ltr' })
  await watched.page.setViewportSize(SIZE)
}
