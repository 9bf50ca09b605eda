// A wall fed by hand-made states: what the tests of its pictures have in common.
import assert from 'node:assert/strict'
import { Gallery } from './gallery.mjs'
import { Browser } from './pages.mjs'

export const WALLS = [{ width: 1920, height: 1080 }, { width: 1024, height: 768 }]

/** A gallery and a browser that end with the test `t`. */
export async function hall(t) {
  const gallery = await Gallery.start()
  const browser = await Browser.start()
  t.after(async () => {
    await browser.close()
    await gallery.stop()
    browser.assertClean()
  })
  return { gallery, browser }
}

/** The scenes of a list and their contests, to be shown. */
export function showing({ contests, scenes }) {
  const of = (scene) => scene.contest ?? 'bilingual'

  /** A wall that shows a scene. */
  async function show({ gallery, browser }, scene, options = {}) {
    gallery.holds(contests[of(scene)])
    gallery.show(scene.state, ...(scene.extra ?? []))
    const wall = await browser.wall(scene.name, gallery.screen, options)
    await wall.page.locator(`main[data-phase="${scene.state.phase}"]`).waitFor({ state: 'attached' })
    return wall
  }

  /** One page for all scenes of a contest, in both of its languages and in each alone: the next state comes as it would from the server. */
  async function each(stage, options, look) {
    for (const [id, { screen_languages: tags }] of Object.entries(contests)) {
      const mine = scenes.filter((scene) => of(scene) === id)
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

  const named = (name) => scenes.find((scene) => scene.name === name) ?? assert.fail(`no scene ${name}`)
  return { show, each, named }
}

/** From now on the page's clock stands, and moves only by `clock.runFor`: nothing is over before it has been looked at. */
export async function stop(wall) {
  wall.outage = true // the link seems to be silent for long
  await wall.page.clock.install()
  await wall.page.clock.pauseAt(Date.now() + 5000)
}

/** Waits until the state that was shown last is drawn. */
export const drawn = ({ page }, { gallery }, phase) => page.locator(`main[data-phase="${phase}"][data-seq="${gallery.seq}"]`).waitFor({ state: 'attached' })

/** The language of the page's own words: the first of those shown that it speaks. */
const speaks = (tags) => tags.find((tag) => tag === 'en' || tag === 'zh-Hans') ?? 'en'
