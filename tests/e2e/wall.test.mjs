// The wall in every picture it can show, fed by hand-made states (lib/scenes.mjs): nothing leaves the picture or
// covers anything else, in both shapes, both looks, in two languages and in one; and what moves, moves as agreed.
import assert from 'node:assert/strict'
import test from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { Gallery } from './lib/gallery.mjs'
import { sticksOut } from './lib/measure.mjs'
import { at, Browser, resize } from './lib/pages.mjs'
import { contests, opened, QUESTIONS, rows, scenes, TOP } from './lib/scenes.mjs'

const WALLS = [{ width: 1920, height: 1080 }, { width: 1024, height: 768 }]

async function hall(t) {
  const gallery = await Gallery.start()
  const browser = await Browser.start()
  t.after(async () => {
    await browser.close()
    await gallery.stop()
    browser.assertClean()
  })
  return { gallery, browser }
}

/** A wall that shows a scene. */
async function show({ gallery, browser }, scene, options = {}) {
  gallery.contest(contests[scene.contest ?? 'bilingual'])
  gallery.show(scene.state, ...(scene.extra ?? []))
  const wall = await browser.wall(scene.name, gallery.screen, options)
  await wall.page.locator(`main[data-phase="${scene.state.phase}"]`).waitFor({ state: 'attached' })
  return wall
}

const named = (name) => scenes.find((scene) => scene.name === name) ?? assert.fail(`no scene ${name}`)

/** Waits until the state that was shown last is drawn. */
const drawn = ({ page }, { gallery }, phase) => page.locator(`main[data-phase="${phase}"][data-seq="${gallery.seq}"]`).waitFor({ state: 'attached' })

/** The language of the page's own words: the first of those shown that it speaks. */
const speaks = (tags) => tags.find((tag) => tag === 'en' || tag === 'zh-Hans') ?? 'en'

/** One page for all scenes of a contest, in both of its languages and in each alone: the next state comes as it would from the server. */
async function each(stage, options, look) {
  for (const [id, { screen_languages: tags }] of Object.entries(contests)) {
    const mine = scenes.filter((scene) => (scene.contest ?? 'bilingual') === id)
    if (mine.length === 0) continue
    const wall = await show(stage, mine[0], options)
    for (const shown of [tags, ...(tags.length > 1 ? tags.map((tag) => [tag]) : [])]) {
      await wall.page.locator(`html[lang="${speaks(shown)}"]`).waitFor()
      for (const scene of mine) {
        stage.gallery.show(scene.state, ...(scene.extra ?? []))
        await drawn(wall, stage, scene.state.phase)
        await look(wall, scene, shown)
      }
      await wall.page.keyboard.press('g')
    }
    await wall.page.close()
  }
}

test('nothing sticks out of the wall, in no phase, kind, shape, look or language', async (t) => {
  const stage = await hall(t)
  const faults = []
  await each(stage, { reducedMotion: 'reduce' }, async (wall, { name }, shown) => {
    for (const size of WALLS) {
      await resize(wall, size)
      faults.push(...(await sticksOut(wall)).map((fault) => `${name}, ${size.width}, ${shown}: ${fault}`))
    }
    await wall.page.keyboard.press('Shift+D')
    faults.push(...(await sticksOut(wall)).map((fault) => `${name}, bright, ${shown}: ${fault}`))
    await wall.page.keyboard.press('Shift+D')
  })
  assert.deepEqual(faults, [])
})
