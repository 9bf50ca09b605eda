// Browser pages as people use them, watched: a console error, an error in a page, a violation of the
// content security policy or a failed request fails the test, unless it was expected at that time.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const CHROME = process.env.CHROME || '/usr/bin/chromium-headless-shell'
const SHOTS = fileURLToPath(new URL('../../../build/e2e-shots/', import.meta.url))
const LIMIT_MS = 15000
const SETTLE_MS = 2000
export const PHONE = { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }

let running = null // one Chromium for all tests of a file
after(async () => { await (await running)?.close() })

/** The browser of one test: pages opened through it are watched, and share nothing with those of others. */
export class Browser {
  static async start() {
    running ??= chromium.launch({ executablePath: CHROME })
    const browser = new Browser()
    browser.chromium = await running
    browser.pages = []
    browser.contexts = []
    return browser
  }

  async close() {
    await Promise.all(this.contexts.map((context) => context.close()))
  }

  assertClean() {
    for (const { name, faults } of this.pages) assert.deepEqual(faults, [], `${name}: what went wrong in the page`)
  }

  async context(options = {}) {
    const context = await this.chromium.newContext({ locale: 'en-GB', ...options })
    context.setDefaultTimeout(LIMIT_MS)
    this.contexts.push(context)
    return context
  }

  async open(name, url, options = {}) {
    const context = options.context ?? await this.context(options)
    const page = await context.newPage()
    const watched = watch(name, page)
    this.pages.push(watched)
    await page.goto(url)
    return watched
  }

  phone(name, url, options = {}) {
    return this.open(name, url, { ...PHONE, ...options })
  }

  desk(name, url, options = {}) {
    return this.open(name, url, { viewport: { width: 1280, height: 720 }, ...options })
  }

  wall(name, url, options = {}) {
    return this.open(name, url, { viewport: { width: 1920, height: 1080 }, ...options })
  }
}

/** What Chromium logs when a WebSocket or a fetch finds nobody. */
const OUTAGE = /^(console|request): .*\b(net::ERR_(CONNECTION_(REFUSED|RESET|CLOSED)|INTERNET_DISCONNECTED)|WebSocket is closed before the connection is established)\b/

/** What Chromium logs of an answer that is no success; `mayRefuse` lists those that a test asks for. */
const REFUSED = /^Failed to load resource: the server responded with a status of (\d+)/

function watch(name, page) {
  const watched = { name, page, faults: [], sent: [], received: [], sockets: 0, outage: false, mayRefuse: [], mayAbort: null }
  const fault = (text) => {
    if (watched.outage && OUTAGE.test(text)) return
    watched.faults.push(text)
  }
  page.on('console', (message) => {
    const refused = REFUSED.exec(message.text())?.[1]
    if (refused !== undefined && watched.mayRefuse.includes(Number(refused))) return
    if (['error', 'warning'].includes(message.type())) fault(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => fault(`page: ${error.stack ?? error.message}`))
  page.on('requestfailed', (request) => {
    // A player of sound or film stops loading whenever it has enough, and when the page goes.
    if (request.resourceType() === 'media' && request.failure()?.errorText === 'net::ERR_ABORTED') return
    // Some pages give up what they asked for when they ask for something newer; `mayAbort` says which.
    if (watched.mayAbort?.test(request.url()) && request.failure()?.errorText === 'net::ERR_ABORTED') return
    fault(`request: ${request.url()} ${request.failure()?.errorText}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400 && !watched.mayRefuse.includes(response.status())) fault(`response: ${response.status()} ${response.url()}`)
  })
  page.on('dialog', (dialog) => { fault(`dialog: ${dialog.message()}`); void dialog.dismiss() })
  page.on('websocket', (socket) => {
    watched.sockets += 1
    socket.on('framesent', ({ payload }) => watched.sent.push(JSON.parse(payload)))
    socket.on('framereceived', ({ payload }) => watched.received.push(JSON.parse(payload)))
  })
  void page.addInitScript(() => document.addEventListener('securitypolicyviolation', (event) =>
    console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`)))
  return watched
}

/** Runs `during`, in which these pages may find no network. It must end with all of them connected again. */
export async function outage(pages, during) {
  for (const watched of pages) watched.outage = true
  await during()
  for (const watched of pages) watched.outage = false
}

/** Waits until a page shows this phase, of this turn if one is given. */
export const at = ({ page }, phase, turn) =>
  page.locator(`main[data-phase="${phase}"]${turn === undefined ? '' : `[data-turn="${turn}"]`}`).waitFor()

export const all = (pages, phase, turn) => Promise.all(pages.map((watched) => at(watched, phase, turn)))

/** Keeps a picture for people to look at, and tells where. */
export async function shot({ page }, name) {
  mkdirSync(SHOTS, { recursive: true })
  const path = join(SHOTS, `${name}.png`)
  await page.screenshot({ path })
  return path
}

/** Makes the window another size and waits until the page is laid out for it. */
export async function resize({ page }, size) {
  await page.setViewportSize(size)
  await page.waitForFunction(({ width, height }) => {
    const body = document.body // at least as high as the window, by base.css
    return parseFloat(getComputedStyle(body).minBlockSize) === height && body.getBoundingClientRect().width === width
  }, size)
  // What can be seen of the page follows by itself, from another process: on a busy machine later than the
  // layout, and a picture taken in between would be of the old size. If it never comes, what measures says so.
  await page.waitForFunction((width) => Math.abs(window.visualViewport.width - width) < 1 && window.innerWidth === width,
    size.width, { timeout: SETTLE_MS }).catch(() => undefined)
  // Scripts hear of the new size just before the next picture is drawn.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
}

/** Waits until a page has been told something, which its frames say, and has drawn it. */
export async function drawn({ name, page }, told) {
  const frame = () => page.evaluate(() => new Promise((next) => requestAnimationFrame(() => next())))
  for (let i = 0; !told(); i++) {
    assert.ok(i < 1000, `${name} is never told`)
    await frame()
  }
  await frame()
}

// ---- Phones

/** Fills in the form and waits for the seat. */
export async function enter(phone, name) {
  await phone.page.locator('#name').fill(name)
  await phone.page.locator('button[type=submit]').tap()
  await phone.page.getByTestId('score').waitFor()
}

export const tile = ({ page }, id) => page.locator(`.tile[data-option="${id}"]`)
export const status = ({ page }, value) => page.locator(`[data-testid="answer-status"][data-status="${value}"]`)
export const sent = (phone) => status(phone, 'sent').waitFor()
const send = ({ page }) => page.locator('.kind .button.main')

/** Makes an answer of any kind the way a thumb does, and does not wait for what becomes of it. */
export async function give(phone, kind, answer) {
  await GIVE[kind](phone, answer)
}

const GIVE = {
  single: (phone, id) => tile(phone, id).tap(),
  truefalse: (phone, value) => tile(phone, String(value)).tap(),
  async multiple(phone, ids) {
    for (const id of ids) await tile(phone, id).tap()
    await send(phone).tap()
  },
  async text(phone, values) {
    for (const [i, value] of values.entries()) await phone.page.locator('.kind input').nth(i).fill(value)
    await send(phone).tap()
  },
  async numeric(phone, value) {
    await phone.page.locator('#number').fill(value)
    await phone.page.locator('#number').press('Enter')
  },
  async ordering(phone, order) {
    const rows = phone.page.locator('.kind li')
    for (const [want, id] of order.entries()) {
      for (;;) {
        const now = await rows.evaluateAll((list, wanted) => list.findIndex((row) => row.dataset.option === wanted), id)
        if (now === want) break
        await phone.page.locator(`.kind li[data-option="${id}"] button`).first().tap()
      }
    }
    await send(phone).tap()
  },
  async matching(phone, pairs) {
    for (const [left, right] of pairs) {
      await phone.page.locator(`.kind [data-option="${left}"]`).tap()
      await phone.page.locator(`.kind [data-target="${right}"]`).tap()
    }
    await send(phone).tap()
  },
}

/** Answers and waits until the phone says "Sent". */
export async function answer(phone, kind, value) {
  await give(phone, kind, value)
  await sent(phone)
}

// ---- The host's page

/** Waits until the button would do `next`, and presses it, or a key that means the same. */
export async function next(host, what, key) {
  const button = host.page.locator(`[data-testid="next"][data-next="${what}"][aria-disabled="false"]`)
  await button.waitFor()
  if (key) await host.page.keyboard.press(key)
  else await button.click()
}
