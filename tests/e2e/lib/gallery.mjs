// The wall with any state on it, so that every picture of it can be looked at without a contest: the stand-in of
// lib/fake.mjs, whose states are told in times from now.
//
//   node tests/e2e/lib/gallery.mjs [FILTER] [--looks dark,bright] [--sizes 1920x1080,1024x768] [--langs both,first,second] [--pseudo]
//
// keeps pictures of all scenes (lib/scenes.mjs, lib/stage-scenes.mjs, lib/window-scenes.mjs) whose name contains FILTER in build/gallery.
import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { CODE, Fake } from './fake.mjs'
import { picture, tone } from './media.mjs'
import { pseudo } from './pseudo.mjs'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** /media/800x600.svg is a picture of that size, /media/bare.svg one without a size, /media/2s.wav a tone of that length. */
function madeMedia(path) {
  const [, width, height] = /^\/media\/.*?(\d+)x(\d+)\.svg$/.exec(path) ?? []
  if (width) return { type: 'image/svg+xml', body: picture(Number(width), Number(height)) }
  if (path === '/media/bare.svg') return { type: 'image/svg+xml', body: picture() }
  const [, seconds] = /^\/media\/.*?(\d+)s\.wav$/.exec(path) ?? []
  return seconds ? { type: 'audio/wav', body: tone(Number(seconds)) } : undefined
}

export class Gallery extends Fake {
  #state = null
  #extra = []
  seq = 0

  static async start() {
    const gallery = await super.start({ files: new Proxy({}, { get: (_, path) => madeMedia(path) }) })
    gallery.screen = `${gallery.url}/screen#${CODE}.${'k'.repeat(32)}`
    return gallery
  }

  /** The contest that pages are welcomed to from now on. */
  holds(contest) { this.contest = { code: CODE, ...contest } }

  /** Shows a state to all, now and whenever somebody connects; times in it count from now. */
  show(state, ...extra) {
    // A window contest's clock is that of the wall, and its scenes are of one day.
    this.now = state.window ? () => state.now + performance.now() : () => performance.now()
    const now = performance.now()
    const timed = { ...state }
    for (const field of ['opens_at', 'closes_at', 'ends_at']) if (timed[field] !== undefined) timed[field] += now
    this.seq += 1
    this.#state = { type: 'state', seq: this.seq, paused: false, admit: true, players: 0, ...timed }
    this.#extra = extra
    this.say(...this.news())
  }

  news() {
    return this.#state ? [{ ...this.#state, now: this.now() }, ...this.#extra] : []
  }
}

async function main() {
  const { chromium } = await import('playwright-core')
  const made = await import('./scenes.mjs')
  const stage = await import('./stage-scenes.mjs')
  const window = await import('./window-scenes.mjs')
  const contests = { ...made.contests, ...stage.contests, ...window.contests }
  const scenes = [...made.scenes, ...stage.scenes, ...window.scenes]
  const { values, positionals } = parseArgs({ allowPositionals: true, options: {
    looks: { type: 'string', default: 'dark,bright' }, sizes: { type: 'string', default: '1920x1080,1024x768' },
    langs: { type: 'string', default: 'both' }, pseudo: { type: 'boolean', default: false }, motion: { type: 'boolean', default: false }, wait: { type: 'string', default: '150' },
  } })
  const folder = join(ROOT, 'build/gallery')
  mkdirSync(folder, { recursive: true })
  const gallery = await Gallery.start()
  const browser = await chromium.launch({ executablePath: process.env.CHROME || '/usr/bin/chromium-headless-shell' })
  try {
    for (const scene of scenes.filter(({ name }) => positionals.every((part) => name.includes(part)))) {
      gallery.holds(contests[scene.contest ?? 'bilingual'])
      gallery.show(scene.state, ...(scene.extra ?? []))
      for (const size of values.sizes.split(',')) {
        const [width, height] = size.split('x').map(Number)
        const context = await browser.newContext({ locale: 'en-GB', viewport: { width, height }, reducedMotion: values.motion ? 'no-preference' : 'reduce' })
        if (values.pseudo) await pseudo(context, 'ar')
        const page = await context.newPage()
        page.on('console', (message) => { if (message.type() !== 'log') console.log(`${scene.name}: ${message.text()}`) })
        page.on('pageerror', (error) => console.log(`${scene.name}: ${error.stack}`))
        await page.goto(gallery.screen)
        await page.locator(`main[data-phase="${scene.state.phase}"]`).waitFor({ state: 'attached' })
        for (const [i, languages] of values.langs.split(',').entries()) {
          if (i > 0) await page.keyboard.press('g')
          for (const look of values.looks.split(',')) {
            if (look === 'bright') await page.keyboard.press('Shift+D')
            await page.waitForTimeout(Number(values.wait))
            await page.screenshot({ path: join(folder, `${scene.name}-${width}${languages === 'both' ? '' : `-${languages}`}-${look}${values.pseudo ? '-rtl' : ''}.png`) })
            if (look === 'bright') await page.keyboard.press('Shift+D')
          }
        }
        await context.close()
      }
    }
  } finally {
    await browser.close()
    await gallery.stop()
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await main()
