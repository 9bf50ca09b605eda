// The pictures of a stage evening for the documentation: the evening that is shipped, shortened, on the real server.
import { readFileSync } from 'node:fs'
import { all } from '../e2e/lib/pages.mjs'
import { linked, stage } from '../e2e/lib/stage.mjs'
import { bar, buzzer, by, click, press, sit, waits } from '../e2e/lib/stage-hands.mjs'

const FILE = new URL('../../questions/contests/stage-evening.json', import.meta.url)
const BANKS = ['festivals-and-crafts', 'geography-and-nature', 'language-and-poetry', 'science-and-safety']
const CAPTAINS = ['Aygül', '李雷', 'Tenzin', 'Zoë']
const HALL = ['小满', 'Ana', 'Kim', 'سارة', 'Max']
const WALL = { width: 1280, height: 720, theme: 'dark' }

/** One turn each in the first round, two buzzes in the second, in this language first. */
function shortened(language) {
  const file = JSON.parse(readFileSync(FILE))
  const [turns, buzzes] = file.rounds
  turns.per_seat = 1
  turns.draw.kinds = ['single']
  Object.assign(buzzes.draw, { count: 2, kinds: ['single'] })
  return { ...file, languages: [language, ...file.languages.filter((other) => other !== language)], default_language: language, screen_languages: file.languages.toSorted((a) => (a === language ? -1 : 1)) }
}

export async function stageEvening(t, camera, { language, locale }) {
  const { server, browser } = await stage(t, { args: ['--public-url', 'http://192.168.1.20:8080'] })
  for (const id of BANKS) await server.http('POST', `/api/samples/${id}`)
  const contest = linked(await server.contest(shortened(language)), server.url)
  const calm = { locale, reducedMotion: 'reduce' }
  const desk = Object.assign(await browser.desk('host', contest.host, { viewport: { width: 1280, height: 800 }, ...calm }), { kind: 'host' })
  const wall = Object.assign(await browser.wall('screen', contest.screen, { viewport: { width: 1280, height: 720 }, ...calm }), { kind: 'screen' })
  const phones = []
  for (const [i, name] of [...CAPTAINS, ...HALL].entries()) {
    const phone = await browser.phone(name, contest.play, calm)
    await sit(phone, name, CAPTAINS[i] ? i + 1 : undefined)
    phones.push(phone)
  }
  const [first, second, third] = phones
  const everybody = [desk, wall, ...phones]
  const step = async (next, phase) => {
    await click(desk, next)
    await all(everybody, phase)
  }

  await step('start', 'intro')
  for (const [i, key] of ['r', 'w', 'r', 'r'].entries()) {
    await step('question', 'open')
    await waits(desk, 'answer', i + 1)
    if (i === 0) await camera.pair(browser, wall, first, 'stage-turn')
    await press(desk, key, key === 'r' ? 'right' : 'wrong')
    await step('reveal', 'reveal')
  }
  await step('standings', 'standings')

  await step('question', 'intro')
  await step('question', 'reading')
  await click(desk, 'open')
  await buzzer(second, 'armed').waitFor()
  await buzzer(second).tap()
  await bar(wall, 'buzzed', 2)
  await waits(desk, 'answer', 2)
  await camera.pair(browser, wall, second, 'stage-buzz')
  await camera.doc(desk, 'stage-host', { width: 1280, height: 800, theme: 'dark' })
  await press(desk, 'r', 'right')
  await step('reveal', 'reveal')
  await step('question', 'reading')
  await click(desk, 'open')
  await buzzer(third, 'armed').tap()
  await waits(desk, 'answer', 3)
  await press(desk, 'r', 'right')
  await step('reveal', 'reveal')
  await step('standings', 'standings')

  await step('question', 'intro')
  await click(desk, 'question')
  await waits(desk, 'pick')
  const seat = Number(await by(desk, 'who').getAttribute('data-seat'))
  await bar(wall, 'pick', seat)
  await camera.pair(browser, wall, phones[seat - 1], 'stage-risk')
}
