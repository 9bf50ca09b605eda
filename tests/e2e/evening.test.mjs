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
import { bar, buzzer, by, click, kept, mark, podium, podiumOfTeams, press, says, scored, sit, sound, verdict, waits } from './lib/stage-hands.mjs'

const CALM = { reducedMotion: 'reduce' }
/** The first turns of these rounds. */
const RUSH = 12
const JUDGED = 20
const OVERTIME = 24
const NAMES = ['Tigers', 'Cranes', 'Falcons', 'Dragons']

test('a stage evening', { timeout: 300000 }, async (t) => {
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
  let secondJudge = await attend(server, contest, 'judge', {}, { judge: 2 })
  const phones = [...teams, ...hall]
  const players = () => [wall, judge, ...phones]
  const everybody = () => [desk, ...players()]
  const reads = () => [desk, wall, ...phones] // the pages that say phase and turn
  const scores = (...list) => scored({ desk, wall, teams }, ...list)
  // To be looked at; a hundred of them take longer than the evening.
  const pictures = async (moment, pages = everybody()) => {
    if (process.env.JINBANG_PICTURES) await Promise.all(pages.map((watched) => shot(watched, `evening-${moment}-${watched.name}`)))
  }

  /** The turn is over for all, and the next one begins. */
  const reveal = async (turn) => {
    await click(desk, 'reveal')
    await all(reads(), 'reveal', turn)
  }
  const ask = async (phase, turn) => {
    await click(desk, 'question')
    await all(reads(), phase, turn)
  }
  /** The run of one seat is over. */
  const ended = async () => {
    await click(desk, 'reveal')
    await all(reads(), 'reveal')
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
    await buzzer(cranes, 'wait').tap({ force: true })
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
    await buzzer(dragons, 'wait').tap({ force: true })
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
    await buzzer(dragons, 'wait').tap({ force: true })
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
    await at(wall, 'open', RUSH + 1)
    await at(dragons, 'open', RUSH + 1)
    await tile(dragons, RIGHT).tap()
    await ended()
    await scores(120, 140, 100, 100)
    await click(desk, 'question')
    await waits(desk, 'answer', FALCONS)
    await press(desk, 'r', 'right')
    await at(falcons, 'open', RUSH + 3)
    await by(falcons, 'skip').tap()
    await ended()
    await click(desk, 'question')
    await waits(desk, 'answer', TIGERS)
    await press(desk, 'r', 'right')
    await at(desk, 'open', RUSH + 5)
    await press(desk, 'r', 'right')
    await ended()
    await click(desk, 'question')
    await waits(desk, 'answer', CRANES)
    await press(desk, 'w', 'wrong')
    await at(desk, 'open', RUSH + 7)
    await press(desk, 'w', 'wrong')
    await ended()
    await scores(130, 140, 105, 100)
    await standings()
    kept(players())
  })

  await step('judges: one by page, one from afar, one by the host’s hand; nobody sees a mark before all are in', async () => {
    await click(desk, 'question')
    await all(reads(), 'intro')
    secondJudge = await attend(server, contest, 'judge', {}, { judge: 2 })
    const marked = [[TIGERS, '7', 10, '8'], [CRANES, '8', 8, '9.5'], [FALCONS, '6.5', 9, '8'], [DRAGONS, '9.5', 9.5, '3']]
    for (const [i, [seat, own, far, byHand]] of marked.entries()) {
      await click(desk, 'question')
      await waits(desk, 'marks', seat)
      await bar(wall, 'performing', seat)
      await by(judge, 'performer').getByText(NAMES[seat - 1]).waitFor()
      await mark(judge, own)
      await secondJudge.act('mark', JUDGED + i, { value: far })
      await by(desk, 'marks').getByText('2 of 3').waitFor()
      await wall.page.locator('[data-testid="marks"] .given').nth(1).waitFor()
      assert.doesNotMatch((await by(wall, 'mean').allInnerTexts()).join(), /\d/)
      if (i === 0) {
        await pictures('marks', [desk, wall, judge, tigers, hana])
        await sound([desk, wall, judge, tigers, hana], 'marks')
      }
      await press(desk, 'i', 'enter-marks')
      await by(desk, 'mark-value').fill(byHand)
      await desk.page.keyboard.press('Enter')
      await by(judge, 'outcome').waitFor()
      const mean = String([own, far, byHand].map(Number).sort((a, b) => a - b)[1])
      for (const page of [desk, wall, judge, tigers, hana]) await by(page, 'mean').getByText(mean).waitFor()
      if (i === 0) await pictures('mean', [desk, wall, judge, tigers, hana])
      await click(desk, 'reveal')
    }
    await sound([judge, wall, hana], 'all marks')
    await scores(138, 148, 113, 109.5)
    await standings()
  })

  await step('a second console takes over; the first one is refused', async () => {
    const second = await browser.desk('second', contest.host, CALM)
    await by(second, 'idle').waitFor()
    await second.page.keyboard.press('t')
    await by(second, 'confirm').waitFor()
    await pictures('take', [second])
    await second.page.keyboard.press('Enter')
    await by(second, 'idle').waitFor({ state: 'detached' })
    await by(desk, 'idle').waitFor()
    const before = desk.sent.length
    await desk.page.keyboard.press('PageDown')
    await by(desk, 'error').getByText('Take over first').waitFor()
    assert.deepEqual(desk.sent.slice(before).filter(({ type }) => type === 'do'), [], 'nothing was sent')
    await sound([desk, second], 'two consoles')
    await pictures('idle', [desk])
    await desk.page.keyboard.press('t')
    await by(desk, 'confirm').waitFor()
    await desk.page.keyboard.press('Enter')
    await by(desk, 'idle').waitFor({ state: 'detached' })
    await by(second, 'idle').waitFor()
    await second.page.close()
  })

  /** What the dialog says it would do: [team, rank and score before, rank and score after]. */
  const foreseen = () => desk.page.locator('[data-testid="preview"] tbody tr').evaluateAll((list) => list.map((row) => [...row.cells].map((cell) => cell.innerText.trim())))
  /** Puts a correction together, looks at what it would do, and confirms it. */
  const rejudge = async (what, turn, { seat, is, name } = {}) => {
    await desk.page.keyboard.press('j')
    await by(desk, 'judge').waitFor()
    await desk.page.locator(`[data-testid="judge"] input[value="${what}"]`).check()
    await by(desk, 'judge-turn').selectOption(String(turn))
    if (seat) await by(desk, 'judge-seat').selectOption(String(seat))
    if (is) await by(desk, 'judge-is').selectOption(is)
    await by(desk, 'judge-ask').click()
    await by(desk, 'preview').waitFor()
    await pictures(name, [desk])
    await sound([desk], name)
    const rows = await foreseen()
    const stages = await by(desk, 'judge-stages').allInnerTexts()
    await by(desk, 'judge-confirm').click()
    await by(desk, 'judge').waitFor({ state: 'detached' })
    return { rows, stages }
  }

  await step('a question is void after the fact: the two best are level', async () => {
    const { rows, stages } = await rejudge('void', 2, { name: 'void' })
    assert.deepEqual(rows, [['Tigers', '#2', '138', '#1', '138'], ['Cranes', '#1', '148', '#1', '138']])
    assert.match(stages.join(), /3, 4/)
    await scores(138, 138, 113, 109.5)
    for (const phone of [tigers, cranes]) await phone.page.locator('[data-testid="rank"][data-rank="1"]').waitFor()
    await pictures('voided', [desk, wall, tigers, cranes, hana])
  })

  await step('overtime: only the two who are level', async () => {
    await click(desk, 'question')
    await all(reads(), 'intro')
    await pictures('overtime-intro', [desk, wall, tigers, falcons, hana])
    await click(desk, 'question')
    await all(reads(), 'reading', OVERTIME)
    await click(desk, 'open')
    await Promise.all([buzzer(tigers, 'armed').waitFor(), buzzer(cranes, 'armed').waitFor(), bar(wall, 'armed')])
    assert.equal(await buzzer(falcons, 'armed').count(), 0)
    assert.equal(await buzzer(dragons, 'armed').count(), 0)
    await says(tigers, 'stage.overtime')
    await sound([wall, tigers, falcons, hana], 'overtime')
    await pictures('overtime', [desk, wall, tigers, falcons, hana])
    await buzzer(tigers).tap()
    await waits(desk, 'answer', TIGERS)
    await press(desk, 'r', 'right')
    await click(desk, 'reveal')
    await all(reads(), 'reveal', OVERTIME)
    await pictures('overtime-revealed', [desk, wall, tigers, falcons, hana])
    kept(players())
  })

  await step('the end, and a reversal after it: the wall, all phones, JSON and CSV say the same; the log proves it', async () => {
    for (const next of ['standings', 'finish']) await click(desk, next)
    await all(reads(), 'finished')
    await wall.page.getByTestId('head').waitFor()
    await podiumOfTeams(wall)
    const before = await by(wall, 'head').getAttribute('data-head')
    assert.deepEqual((await podium(wall)).map(([rank, name]) => [rank, name]), [[1, 'Tigers'], [2, 'Cranes'], [3, 'Falcons'], [4, 'Dragons']])
    await pictures('finished')
    const { rows } = await rejudge('reverse', 4, { seat: DRAGONS, is: 'wrong', name: 'reverse' })
    assert.deepEqual(rows, [['Dragons', '#4', '109.5', '#4', '99.5']])
    await rejudge('reverse', 4, { seat: DRAGONS, is: 'right', name: 'reverse-back' })
    const { rows: moved } = await rejudge('reverse', 7, { seat: FALCONS, is: 'wrong', name: 'reverse' })
    assert.deepEqual(moved, [['Dragons', '#4', '109.5', '#3', '109.5'], ['Falcons', '#3', '113', '#4', '73']])
    const want = [[1, 'Tigers', 138], [2, 'Cranes', 138], [3, 'Dragons', 109.5], [4, 'Falcons', 73]]
    await wall.page.waitForFunction((head) => document.querySelector('[data-testid="head"]')?.dataset.head !== head, before)
    await dragons.page.locator('[data-testid="rank"][data-rank="3"]').waitFor()
    await pictures('reversed')
    await sound(everybody(), 'the end')
    assert.deepEqual(await podium(wall), want, 'the wall')
    for (const [rank, name, score] of want) {
      const phone = teams[NAMES.indexOf(name)]
      await phone.page.locator(`[data-testid="rank"][data-rank="${rank}"]`).waitFor()
      assert.equal(Number(await by(phone, 'score').getAttribute('data-score')), score, name)
    }
    const results = (query) => server.http('GET', `/api/contests/${contest.id}/results${query}`)
    const { json } = await results('')
    assert.deepEqual(json.teams.map(({ rank, name, score }) => [rank, name, score]), want, 'JSON')
    const csv = (await results('?format=csv')).text.slice(1).trimEnd().split('\r\n').slice(1).map((line) => line.split(','))
    assert.deepEqual(csv.map(([rank, name, score]) => [Number(rank), name, Number(score)]), want, 'CSV')
    for (const { name, base, rounds, adjusted, score, overtime } of json.teams) {
      assert.equal(rounds.reduce((sum, points) => sum + points, base + adjusted), score + overtime, name) // it orders, and is no part of the score
    }
    const first = json.participants.find(({ name }) => name === '阿力')
    await ali.page.locator(`[data-testid="rank"][data-rank="${first.rank}"]`).waitFor()
    const shown = await by(wall, 'head').getAttribute('data-head')
    assert.equal(json.log.head, shown)
    const proof = await run(['verify', contest.id, '--data', server.data, '--json'])
    assert.equal(proof.status, 0, proof.stderr + proof.stdout)
    assert.deepEqual([JSON.parse(proof.stdout).ok, JSON.parse(proof.stdout).ranking_compared], [true, true])
    assert.ok(proof.stdout.includes(shown))
    kept(players())
  })
})

test('the sample stage evening begins with questions drawn from the sample banks', async (t) => {
  const { server, browser } = await stage(t)
  for (const id of ['festivals-and-crafts', 'geography-and-nature', 'language-and-poetry', 'science-and-safety']) {
    assert.equal((await server.http('POST', `/api/samples/${id}`)).status, 201)
  }
  const file = JSON.parse(readFileSync(new URL('../../questions/contests/stage-evening.json', import.meta.url)))
  const contest = linked(await server.contest(file), server.url)
  const desk = await browser.desk('host', contest.host, { locale: 'zh-CN', viewport: { width: 1366, height: 768 }, ...CALM })
  const wall = await browser.wall('screen', contest.screen, { locale: 'zh-CN', ...CALM })
  const phone = await browser.phone('phone', contest.play, { locale: 'zh-CN', ...CALM })
  await sit(phone, '队长', 1)
  await click(desk, 'start')
  await all([desk, wall, phone], 'intro')
  await shot(wall, 'evening-sample-intro')
  for (let turn = 1; turn <= 4; turn++) {
    await click(desk, 'question')
    await all([desk, wall, phone], 'open', turn)
    await waits(desk, 'answer', turn)
    assert.notEqual((await by(desk, 'prompt').innerText()).trim(), '')
    if (turn === 1) for (const watched of [desk, wall, phone]) await shot(watched, `evening-sample-${watched.name}`)
    await press(desk, turn % 2 ? 'r' : 'w', turn % 2 ? 'right' : 'wrong')
    await click(desk, 'reveal')
    await all([desk, wall, phone], 'reveal', turn)
  }
  await scored({ desk, wall, teams: [phone] }, 110, 100, 110, 100)
  kept([wall, phone])
})
