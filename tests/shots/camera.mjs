// Takes the pictures. One page is photographed at several sizes and in both looks by changing its window and
// its look, not by opening it again.
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { resize } from '../e2e/lib/pages.mjs'

const at = (width, height, theme) => ({ width, height, theme })
const PHONE = [at(360, 640, 'dark'), at(390, 844, 'dark'), at(390, 844, 'light'), at(360, 640, 'light')]
const WALL = [at(1280, 720, 'dark'), at(1280, 720, 'light'), at(1024, 768, 'light'), at(1024, 768, 'dark')]
const DESK = [at(1280, 720, 'dark'), at(1280, 720, 'light'), at(390, 844, 'light'), at(390, 844, 'dark')]
const SIZES = { phone: PHONE, screen: WALL, host: DESK, organize: DESK }
/** What is looked at unless everything is asked for: each size and each look, not each with each. */
const SOME = { phone: [0, 1, 2], screen: [0, 1, 3], host: [0, 1, 3], organize: [0, 1, 3] }
const FEW = { phone: [0, 2], screen: [0, 2], host: [0, 2], organize: [1, 3] }

const DOC_BYTES = 120_000
const QUALITIES = [88, 76, 64, 52]

/** The console after a command has been answered: until then its buttons sleep. */
async function awake({ page, kind }) {
  if (kind !== 'host') return
  const settled = '[data-testid="next"][aria-disabled="false"], main[data-phase="finished"], main[data-phase="connecting"], .bar .off'
  await page.locator(settled).first().waitFor({ state: 'attached' })
}

/** In this look, with everything loaded and nothing moving but what moves for long. */
const settle = ({ page }, theme) => page.evaluate(async (look) => {
  document.documentElement.dataset.theme = look
  // After a step of the keyboard the heading has the focus; most people come with a mouse.
  if (document.activeElement?.matches('h1')) document.activeElement.blur()
  await document.fonts.ready
  await Promise.allSettled([...document.images].filter((image) => image.checkVisibility()).map((image) => image.decode()))
  const soon = document.getAnimations().filter((one) => one.playState === 'running' && one.effect.getComputedTiming().endTime < 5000)
  await Promise.allSettled(soon.map((one) => one.finished))
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
}, theme)

export class Camera {
  pictures = []

  /** `run`: what these pictures have in common; `range`: all, some or few of the looks; none of a gallery: null. */
  constructor({ folder, run, range, docs = null }) {
    Object.assign(this, { folder, run, range, docs })
    if (range) mkdirSync(join(folder, run), { recursive: true })
  }

  #looksOf(kind) {
    if (this.range === 'all') return SIZES[kind]
    return (this.range === 'some' ? SOME : FEW)[kind].map((i) => SIZES[kind][i])
  }

  /** This page as it is now. `whole`: also what a window does not hold. */
  async take(watched, moment, { whole = watched.kind === 'organize' } = {}) {
    if (!this.range) return
    const { page, kind } = watched
    await awake(watched)
    const now = page.viewportSize()
    const first = (look) => (look.width === now.width && look.height === now.height ? 0 : 1)
    for (const { width, height, theme } of this.#looksOf(kind).toSorted((a, b) => first(a) - first(b))) {
      await size(watched, { width, height })
      await settle(watched, theme)
      const file = `${this.run}/${kind}-${moment.replaceAll(/\W+/g, '-')}-${width}-${theme}.jpg`
      await page.screenshot({ path: join(this.folder, file), type: 'jpeg', quality: 80, fullPage: whole })
      this.pictures.push({ run: this.run, kind, moment, width, height, theme, file })
    }
    if (kind === 'host') await size(watched, DESK[0]) // in a small window most of the console is behind tabs
  }

  /** Several pages at once. */
  all(pages, moment, options) {
    return Promise.all(pages.map((watched) => this.take(watched, moment, options)))
  }

  /** A picture for the documentation, of the window or of one element. */
  async doc(watched, name, { width, height, theme = 'light', element = null }) {
    if (!this.docs) return
    await awake(watched)
    await size(watched, { width, height })
    await settle(watched, theme)
    await this.#keep(watched.page, name, element && await watched.page.locator(element).boundingBox())
  }

  /** The wall with somebody's phone beside it, at the same moment. */
  async pair(browser, wall, phone, name) {
    if (!this.docs) return
    await Promise.all([size(wall, { width: 1280, height: 720 }), size(phone, { width: 360, height: 796 })])
    await Promise.all([settle(wall, 'dark'), settle(phone, 'dark')])
    const [large, small] = await Promise.all([wall, phone].map(async ({ page }) => `data:image/png;base64,${(await page.screenshot()).toString('base64')}`))
    const context = await browser.context({ viewport: { width: 1400, height: 612 } })
    const page = await context.newPage()
    await page.setContent(`<!doctype html><style>
      body { margin: 0; position: relative; inline-size: 1400px; block-size: 612px }
      img { position: absolute; box-sizing: border-box; border: 10px solid #05070f; background: #05070f }
      .wall { left: 0; top: 0; width: 1088px; border-radius: 14px }
      .phone { right: 0; top: 0; width: 288px; border-radius: 30px }
    </style><img class="wall" src="${large}" alt=""><img class="phone" src="${small}" alt="">`)
    await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())))
    await this.#keep(page, name, null)
    await context.close()
  }

  /** As WebP, no larger than a page of documentation should have to load. */
  async #keep(page, name, clip) {
    mkdirSync(this.docs, { recursive: true })
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Emulation.setDefaultBackgroundColorOverride', { color: { r: 0, g: 0, b: 0, a: 0 } })
    let bytes
    for (const quality of QUALITIES) {
      const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality, ...(clip ? { clip: { ...clip, scale: 1 } } : {}) })
      bytes = Buffer.from(data, 'base64')
      if (bytes.length <= DOC_BYTES) break
    }
    await devtools.send('Emulation.setDefaultBackgroundColorOverride')
    await devtools.detach()
    assert.ok(bytes.length <= DOC_BYTES, `${name} has ${bytes.length} bytes`)
    writeFileSync(join(this.docs, `${name}.${this.run}.webp`), bytes)
  }
}

async function size(watched, wanted) {
  const now = watched.page.viewportSize()
  if (now.width !== wanted.width || now.height !== wanted.height) await resize(watched, wanted)
}
