// Pictures of every page in every phase, for people to look at, and those of the documentation. Started by
// tools/shots; run as tests, so that an error in a page or a step that does not come is a failure here too.
//
//   SHOTS_FOLDER  where the gallery goes
//   SHOTS_DOCS    instead of a gallery: where the pictures of the documentation go
//   SHOTS_RANGE   all: every page at each of its sizes in each look; otherwise each size and each look once
//   SHOTS_RUNS    which evenings, of zh-Hans, en, rtl and stage (hand-made states of the wall, every format)
import test from 'node:test'
import { resolve } from 'node:path'
import { stage } from '../e2e/lib/stage.mjs'
import { Camera } from './camera.mjs'
import { RUNS } from './cast.mjs'
import { Evening } from './evening.mjs'
import { writeGallery } from './gallery.mjs'
import { stageWalls } from './stage.mjs'
import { stageEvening } from './stage-evening.mjs'

const { SHOTS_FOLDER, SHOTS_DOCS, SHOTS_RANGE, SHOTS_RUNS } = process.env
const LIMIT_MS = 600_000
const folder = resolve(SHOTS_FOLDER || 'build/shots')
const docs = SHOTS_DOCS ? resolve(SHOTS_DOCS) : null
const wanted = SHOTS_RUNS ? SHOTS_RUNS.split(',') : [...Object.keys(RUNS), 'stage'].filter((name) => !docs || (name !== 'rtl' && name !== 'stage'))
const names = wanted.filter((name) => name !== 'stage')
const pictures = []

for (const name of names) {
  test(`${name}: an evening, photographed`, { timeout: LIMIT_MS }, async (t) => {
    const { server, browser } = await stage(t, { args: ['--public-url', 'http://192.168.1.20:8080'] })
    const range = docs ? null : SHOTS_RANGE === 'all' ? 'all' : name === 'rtl' ? 'few' : 'some'
    const camera = new Camera({ folder, run: name, range, docs })
    try {
      await new Evening({ server, browser, camera, run: RUNS[name] }).play()
    } catch (error) {
      t.diagnostic(`${camera.pictures.length} pictures before it failed`)
      throw error
    } finally {
      pictures.push(...camera.pictures)
      if (!docs) writeGallery(folder, pictures)
    }
  })
}

for (const language of docs ? names : []) {
  test(`${language}: a stage evening, photographed`, { timeout: LIMIT_MS }, (t) =>
    stageEvening(t, new Camera({ folder, run: language, range: null, docs }), { language, locale: RUNS[language].locale }))
}

if (wanted.includes('stage') && !docs) {
  test('stage: the wall in every format, photographed', { timeout: LIMIT_MS }, async (t) => {
    const camera = new Camera({ folder, run: 'stage', range: SHOTS_RANGE === 'all' ? 'all' : 'few' })
    try {
      await stageWalls(t, camera)
    } finally {
      pictures.push(...camera.pictures)
      writeGallery(folder, pictures)
    }
  })
}
