// A stage evening as people live it, on the real server: one console, the wall, four teams with a phone each, a
// judge with a page and one whose marks the host enters, a hall of six. Must answer, buzzer with fouls and a fall
// to the hall, risk, rush, judges, overtime; a verdict taken back, corrections after the fact, a second console,
// reloads, a killed server. At each step all pages say the same, and nobody learns an answer too early; in the
// end wall, phones, JSON and CSV agree, and the log proves it.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { attend } from '../integration/lib/contest.mjs'
import { all, answer, at, outage, shot, status, tile } from './lib/pages.mjs'
import { linked, rawJoin, run, stage } from './lib/stage.mjs'
import { BANK, CRANES, DRAGONS, FALCONS, fileOf, RIGHT, TIGERS, WRONG } from './lib/stage-evening.mjs'
import { bar, buzzer, by, click, kept, mark, podium, press, says, scored, sit, sound, verdict, waits } from './lib/stage-hands.mjs'

const CALM = { reducedMotion: 'reduce' }
const NAMES = ['Tigers', 'Cranes', 'Falcons', 'Dragons']

test('a stage evening', { timeout: 180000 }, async (t) => {
  const { server, browser } = await stage(t)
  const step = async (name, act) => {
    let done = false
    await t.test(name, async () => {
      try {
        await act()
      } catch (error) {
        await Promise.allSettled(browser.pages.map((watched) => shot(watched, `failed-${watched.name}`)))
        throw error
      }
      done = true
    })
    assert.ok(done, `"${name}" failed`)
  }
  const contest = linked(await server.contest(fileOf(await server.importBank(BANK))), server.url)
  const desk = await browser.desk('host', contest.host, { viewport: { width: 1366, height: 768 }, ...CALM })
  const wall = await browser.wall('screen', contest.screen, CALM)
  const judge = await browser.phone('judge', contest.judge, CALM)
  const teams = []
  const hall = []
  for (const [i, name] of NAMES.entries()) teams.push(await browser.phone(name, contest.play, { locale: ['en-GB', 'en-GB', 'de-DE', 'zh-CN'][i], ...CALM }))
  for (const name of ['Hana', '阿力']) hall.push(await browser.phone(name, contest.play, { locale: name === 'Hana' ? 'en-GB' : 'zh-CN', viewport: { width: 390, height: 844 }, ...CALM }))
  const [tigers, cranes, falcons, dragons] = teams
  const [hana, ali] = hall
  const crowd = []
  const secondJudge = await attend(server, contest, 'judge', {}, { judge: 2 })
  const phones = [...teams, ...hall]
  const players = () => [wall, judge, ...phones]
  const everybody = () => [desk, ...players()]
  const reads = () => [desk, wall, ...phones] // the pages that say phase and turn
  const scores = (...list) => scored({ desk, wall, teams }, ...list)
  const pictures = (moment, pages = everybody()) => Promise.all(pages.map((watched) => shot(watched, `evening-${moment}-${watched.name}`)))

  /** The turn is over for all, and the next one begins. */
  const reveal = async (turn) => {
    await click(desk, 'reveal')
    await all(reads(), 'reveal', turn)
  }
  const ask = async (phase, turn) => {
    await click(desk, 'question')
    await all(reads(), phase, turn)
  }
  const standings = async () => {
    await click(desk, 'standings')
    await all(reads(), 'standings')
  }

  await step('the lobby: teams, hall, a judge', async () => {
    await Promise.all(teams.map((phone, i) => sit(phone, `Captain ${i + 1}`, i + 1)))
    await sit(hana, 'Hana')
    await sit(ali, '阿力')
    for (const name of ['Ida', 'Jun', 'Kai', 'Lea']) crowd.push(await rawJoin(server, contest, name))
    await all(reads(), 'lobby')
    for (const name of ['Captain 1', 'Hana', '阿力', 'Lea']) await wall.page.getByText(name, { exact: true }).waitFor()
    await judge.page.locator('main[data-view="wait"]').waitFor()
    await scores(100, 100, 100, 100)
    await sound(everybody(), 'lobby')
    await pictures('lobby')
  })

  await step('must answer: by phone; the hall plays along and learns nothing before its time', async () => {
    await click(desk, 'start')
    await all(reads(), 'intro')
    await pictures('intro', [desk, wall, tigers, hana])
    await ask('open', 1)
    await waits(desk, 'answer', TIGERS)
    await bar(wall, 'answering', TIGERS)
    await wall.page.locator('.bar').getByText('Anna').waitFor()
    await says(tigers, 'stage.turn_own')
    await says(cranes, 'stage.turn_other')
    await says(hana, 'stage.hall_along')
    await answer(hana, 'single', RIGHT)
    await answer(ali, 'single', WRONG)
    await crowd[0].answer(1, RIGHT)
    assert.equal(await hana.page.getByTestId('result').count(), 0)
    await sound([desk, wall, tigers, cranes, hana], 'must answer')
    await pictures('must', [desk, wall, tigers, cranes, hana])
    await tile(tigers, RIGHT).tap()
    await by(desk, 'verdict').waitFor()
    kept(players())
    await reveal(1)
    await scores(110, 100, 100, 100)
    await verdict(tigers, 'right')
    await verdict(hana, 'right')
    await verdict(ali, 'wrong')
    await bar(wall, 'verdict', TIGERS)
    await pictures('must-revealed', [desk, wall, tigers, cranes, hana, ali])
  })

  await step('must answer aloud: team phone and console reload in the turn; the verdict is taken back', async () => {
    await ask('open', 2)
    await waits(desk, 'answer', CRANES)
    await Promise.all([cranes.page.reload(), desk.page.reload()])
    await at(cranes, 'open', 2)
    await says(cranes, 'stage.turn_own')
    await waits(desk, 'answer', CRANES)
    await press(desk, 'w', 'wrong')
    await by(desk, 'verdict').waitFor()
    await bar(wall, 'verdict', CRANES)
    await press(desk, 'z', 'undo')
    await waits(desk, 'answer', CRANES)
    await bar(wall, 'answering', CRANES)
    await says(cranes, 'stage.turn_own')
    await press(desk, 'r', 'right')
    await reveal(2)
    await scores(110, 110, 100, 100)
    await verdict(cranes, 'right')
    await ask('open', 3)
    await waits(desk, 'answer', FALCONS)
    await press(desk, 'w', 'wrong')
    await reveal(3)
    await verdict(falcons, 'wrong')
    await ask('open', 4)
    await waits(desk, 'answer', DRAGONS)
    await tile(dragons, RIGHT).tap()
    await reveal(4)
    await scores(110, 110, 100, 110)
    await standings()
    await wall.page.getByTestId('teams').getByText('Tigers').waitFor()
    await pictures('standings', [desk, wall, tigers, hana])
    await sound([wall, tigers, hana], 'standings')
  })

  await step('buzzer: an early press locks out; two wrong tries, and the question falls to the hall', async () => {
    await click(desk, 'question')
    await all(reads(), 'intro')
    await ask('reading', 5)
    await buzzer(cranes, 'wait').tap()
    await buzzer(cranes, 'out').waitFor()
    await by(desk, 'foul').waitFor()
    await wall.page.locator('.bar').getByText('Too early').first().waitFor()
    await pictures('buzz-foul', [desk, wall, cranes, tigers, hana])
    await click(desk, 'open')
    await all(reads(), 'open', 5)
    await Promise.all([buzzer(tigers, 'armed').waitFor(), buzzer(falcons, 'armed').waitFor(), buzzer(dragons, 'armed').waitFor(), bar(wall, 'armed')])
    await pictures('buzz-armed', [wall, tigers, hana])
    // Two at once: whoever it is, all pages say the same of who was first.
    await Promise.all([buzzer(tigers).tap(), buzzer(falcons).tap()])
    await waits(desk, 'answer')
    const first = Number(await by(desk, 'who').getAttribute('data-seat'))
    assert.ok([TIGERS, FALCONS].includes(first))
    const [winner, second] = first === TIGERS ? [tigers, falcons] : [falcons, tigers]
    await bar(wall, 'buzzed', first)
    await says(winner, 'stage.first_own')
    await buzzer(second, 'other').waitFor()
    await buzzer(cranes, 'out').waitFor()
    await says(hana, 'stage.first_other')
    await sound([desk, wall, winner, second, cranes, hana], 'a buzz')
    await pictures('buzz-first', [desk, wall, winner, second, cranes, hana])
    await press(desk, 'w', 'wrong')
    await waits(desk, 'buzz')
    await buzzer(winner, 'out').waitFor()
    await buzzer(second, 'armed').tap()
    await waits(desk, 'answer', first === TIGERS ? FALCONS : TIGERS)
    await press(desk, 'w', 'wrong')
    await waits(desk, 'hall')
    await bar(wall, 'hall')
    await scores(90, 110, 80, 110)
    await says(hana, 'stage.hall_open_own')
    await says(tigers, 'stage.hall_open')
    await answer(ali, 'single', RIGHT)
    await answer(hana, 'single', WRONG)
    await pictures('hall', [desk, wall, tigers, hana, ali])
    await sound([hana, tigers, wall], 'in the hall')
    kept(players())
    await click(desk, 'lock')
    await reveal(5)
    await verdict(ali, 'right')
    await verdict(hana, 'wrong')
    await scores(90, 110, 80, 110)
    await pictures('hall-revealed', [desk, wall, tigers, ali])
  })

  await step('buzzer: from the desk', async () => {
    await ask('reading', 6)
    await buzzer(dragons, 'wait').tap()
    await buzzer(dragons, 'out').waitFor()
    await click(desk, 'open')
    await waits(desk, 'buzz')
    await desk.page.keyboard.press(String(CRANES))
    await waits(desk, 'answer', CRANES)
    await says(cranes, 'stage.first_own')
    await press(desk, 'r', 'right')
    await reveal(6)
    await scores(90, 130, 80, 110)
  })

  await step('buzzer: a second foul costs; the server is killed in the buzz, and goes on where it was', async () => {
    await ask('reading', 7)
    await buzzer(dragons, 'wait').tap()
    await scores(90, 130, 80, 100)
    await click(desk, 'open')
    await buzzer(falcons, 'armed').tap()
    await waits(desk, 'answer', FALCONS)
    secondJudge.terminate()
    for (const one of crowd) one.terminate()
    await outage(everybody(), async () => {
      await server.kill()
      await tigers.page.getByText('No connection. Trying again…').waitFor()
      await server.again()
      await Promise.all([wall, ...phones].map(({ page }) => page.getByTestId('paused').waitFor()))
      await by(desk, 'paused').waitFor()
      await judge.page.locator('main[data-view="wait"]').waitFor()
    })
    await waits(desk, 'answer', FALCONS)
    await pictures('restarted', [desk, wall, falcons, hana, judge])
    await press(desk, 'p', 'pause')
    await by(desk, 'paused').waitFor({ state: 'detached' })
    await bar(wall, 'buzzed', FALCONS)
    await says(falcons, 'stage.first_own')
    await buzzer(dragons, 'out').waitFor()
    await press(desk, 'r', 'right')
    await reveal(7)
    await scores(90, 130, 100, 100)
    await standings()
  })

  await step('risk: picked on a phone, passed, picked at the desk', async () => {
    await click(desk, 'question')
    await all(reads(), 'intro')
    await click(desk, 'question')
    await waits(desk, 'pick', TIGERS)
    await bar(wall, 'pick', TIGERS)
    await says(tigers, 'stage.pick_own')
    await says(hana, 'stage.pick_other')
    await sound([desk, wall, tigers, cranes, hana], 'a pick')
    await pictures('pick', [desk, wall, tigers, cranes, hana])
    await tigers.page.locator('[data-value="30"]').tap()
    await waits(desk, 'answer', TIGERS)
    await tile(tigers, RIGHT).waitFor()
    await tile(hana, RIGHT).tap()
    await status(hana, 'sent').waitFor()
    await pictures('risk', [desk, wall, tigers, hana])
    await tile(tigers, RIGHT).tap()
    await click(desk, 'reveal')
    await scores(120, 130, 100, 100)
    await click(desk, 'question')
    await waits(desk, 'pick', FALCONS)
    await by(falcons, 'ask').tap()
    await by(falcons, 'sure').tap()
    await bar(wall, 'passed', FALCONS)
    await pictures('passed', [desk, wall, falcons, hana])
    await click(desk, 'question')
    await waits(desk, 'pick', DRAGONS)
    await desk.page.locator('[data-testid="values"] [data-value="10"][aria-disabled="false"]').waitFor()
    await desk.page.keyboard.press('1')
    await waits(desk, 'answer', DRAGONS)
    await press(desk, 'w', 'wrong')
    await click(desk, 'reveal')
    await scores(120, 130, 100, 90)
    await click(desk, 'question')
    await waits(desk, 'pick', CRANES)
    await cranes.page.locator('[data-value="10"]').tap()
    await press(desk, 'r', 'right')
    await click(desk, 'reveal')
    await scores(120, 140, 100, 90)
    kept(players())
    await standings()
  })

  await step('rush: one clock for two questions, by phone and aloud', async () => {
    await click(desk, 'question')
    await all(reads(), 'intro')
    await click(desk, 'question')
    await waits(desk, 'answer', DRAGONS)
    await bar(wall, 'answering', DRAGONS)
    await pictures('rush', [desk, wall, dragons, hana])
    await tile(dragons, RIGHT).tap()
    await pictures('rush-2', [desk, wall, dragons, hana])
  })
})
