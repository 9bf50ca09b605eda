// One contest from the imported package to the final ranking, as people live it: a host and a projector, six
// phones in several languages, ten questions of every kind, two with pictures; a reload, a dead spot, a second
// tab, a killed server, a question closed too early, a late joiner. In the end phones, wall, CSV, workbook and
// JSON say the same, and the log proves it.
import assert from 'node:assert/strict'
import test from 'node:test'
import { readWorkbook, values } from '../integration/lib/sheet.mjs'
import { BANK } from './lib/bank.mjs'
import { evening, eveningFile, kindOf, ORDER, RIGHT, WRONG } from './lib/evening.mjs'
import { all, answer, at, enter, give, next, outage, sent, shot, status, tile } from './lib/pages.mjs'
import { contestOf, linked, rawHost, run, stage } from './lib/stage.mjs'

const SECONDS = 300

/** The lines of a CSV file as objects; this one has no cell that needs quotes. */
function rowsOf(csv) {
  assert.ok(csv.startsWith('\uFEFF'), 'spreadsheets need the byte order mark')
  const [head, ...lines] = csv.slice(1).trimEnd().split('\r\n').map((line) => line.split(','))
  return lines.map((line) => Object.fromEntries(head.map((name, i) => [name, line[i]])))
}

/** What a phone tells its owner at the end. */
const toldBy = async ({ page }) => ({
  rank: Number(await page.getByTestId('rank').getAttribute('data-rank')),
  name: await page.locator('header bdi').textContent(),
  score: Number(await page.getByTestId('score').getAttribute('data-score')),
})

/** The podium and the places below it. Of those who share a step the score is said once. */
const shownOn = ({ page }) => page.evaluate(() => {
  const number = (element) => Number(element.textContent.replaceAll(',', ''))
  const row = (item, score) => ({ rank: Number(item.dataset.rank), name: item.querySelector('bdi').textContent, score })
  const steps = [...document.querySelectorAll('.steps > .step')].flatMap((step) =>
    [...step.querySelectorAll('li[data-rank]')].map((item) => row(item, number(step.querySelector('.score')))))
  return [...steps, ...[...document.querySelectorAll('.rest li')].map((item) => row(item, number(item.querySelector('.points'))))]
})

/** By place, and by name where one is shared: whoever lists them may order equals as they like. */
const ordered = (rows) => rows.toSorted((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1))

test('a whole contest', { timeout: 300000 }, async (t) => {
  const { server, browser } = await stage(t)
  /** A step that fails ends the test: the next ones go on from where it would have led. */
  const step = async (name, act) => {
    let done = false
    await t.test(name, async () => {
      try {
        await act()
      } catch (error) {
        await Promise.allSettled(browser.pages.map((watched, i) => shot(watched, `failed-${i}`)))
        throw error
      }
      done = true
    })
    assert.ok(done, `"${name}" failed`)
  }

  const imported = await server.http('POST', '/api/banks', { body: evening() })
  assert.deepEqual([imported.status, imported.json.questions, imported.json.problems], [201, ORDER.length, []])
  const contest = linked(await server.contest(eveningFile(imported.json.id, SECONDS)), server.url)
  const desk = await browser.desk('host', contest.host)
  const wall = await browser.wall('screen', contest.screen)
  const phones = []
  const tally = new Map() // by name: how many answered, how many right
  const join = async (name, locale) => {
    const phone = await browser.phone(name, contest.play, { locale })
    await enter(phone, name)
    phones.push(phone)
    tally.set(name, { answered: 0, correct: 0 })
    return phone
  }
  const everybody = () => [desk, wall, ...phones]
  const count = (phone, correct) => {
    const row = tally.get(phone.name)
    row.answered += 1
    row.correct += correct ? 1 : 0
  }
  const gives = async (phone, id, correct) => {
    await give(phone, kindOf(id), (correct ? RIGHT : WRONG)[id])
    count(phone, correct)
  }
  const answers = async (phone, id, correct) => {
    await gives(phone, id, correct)
    await sent(phone)
  }
  const allAnswer = (list, id, correct) => Promise.all(list.map((phone) => answers(phone, id, correct)))
  const turnOf = (id) => ORDER.indexOf(id) + 1
  const opened = async (id) => {
    await next(desk, 'question', 'Space')
    await all(everybody(), 'open', turnOf(id))
  }
  /** The host reveals the turn, and every phone shows what became of its answer. */
  const revealed = async (id, verdicts, key = 'Space') => {
    await next(desk, 'reveal', key)
    await all(everybody(), 'reveal', turnOf(id))
    for (const [verdict, some] of Object.entries(verdicts)) {
      await Promise.all(some.map(({ page }) => page.locator(`[data-verdict="${verdict}"]`).waitFor()))
    }
  }
  const standings = async (key = 'Space') => {
    await next(desk, 'standings', key)
    await all(everybody(), 'standings')
  }
  /** Pictures that are to be seen on a page, whole and with words for those who cannot see them. */
  const pictures = ({ page }, n) => page.waitForFunction((wanted) => [...document.querySelectorAll('main img')]
    .filter((image) => image.checkVisibility() && image.complete && image.naturalWidth > 0 && image.clientWidth > 40 && image.alt !== '').length === wanted, n)

  await step('the lobby names everybody, each phone in its language; the host reloads', async () => {
    await all([desk, wall], 'lobby')
    for (const [name, locale] of [['李雷', 'zh-CN'], ['Zoë', 'en-GB'], ['Aygül', 'de-DE'], ['سارة', 'ar-EG'], ['小满', 'zh-CN']]) await join(name, locale)
    await all(everybody(), 'lobby')
    for (const { name } of phones) await wall.page.getByText(name, { exact: true }).waitFor()
    for (const [i, tag] of ['zh-Hans', 'en', 'en', 'en', 'zh-Hans'].entries()) assert.equal(await phones[i].page.locator('html').getAttribute('lang'), tag)
    await desk.page.reload()
    await at(desk, 'lobby')
    for (const { name } of phones) await desk.page.getByTestId('roster').getByText(name, { exact: true }).waitFor()
  })
  const [zh, en, de, ar, xm] = phones

  await step('single: a phone that reloads finds its answer', async () => {
    await next(desk, 'start', 'Space')
    await all(everybody(), 'intro')
    await next(desk, 'question', 'PageDown')
    await all(everybody(), 'open', 1)
    await zh.page.getByText('最大的海洋是哪一个？').waitFor()
    await en.page.getByText('Which ocean is the largest?').waitFor()
    await answers(zh, 'single', true)
    await zh.page.reload()
    await at(zh, 'open', 1)
    await sent(zh)
    assert.equal(await tile(zh, 'b').getAttribute('aria-pressed'), 'true')
    assert.equal(await tile(zh, 'a').getAttribute('aria-disabled'), 'true', 'one answer counts')
  })

  await step('single: a phone without a network sends its answer when it is back', async () => {
    await outage([en], async () => {
      await en.page.context().setOffline(true)
      await en.page.getByText('No connection. Trying again…').waitFor()
      await gives(en, 'single', true)
      await status(en, 'offline').waitFor()
      await en.page.getByText('Will be sent when you are back').waitFor()
      await en.page.context().setOffline(false)
      await sent(en)
    })
    await allAnswer([de, xm], 'single', true)
    await desk.page.locator('[data-testid="roster"] li[data-answered="false"]', { hasText: 'سارة' }).waitFor()
    await answers(ar, 'single', false)
    await all(everybody(), 'locked', 1)
    await revealed('single', { right: [zh, en, de, xm], wrong: [ar] }, 'ArrowRight')
    await standings()
  })

  await step('a picture; a second tab takes the seat, and the first one takes it back', async () => {
    await opened('house')
    await Promise.all([wall, zh, en].map((page) => pictures(page, 1)))
    await answers(de, 'house', true)
    const other = await browser.phone('second tab', contest.play, { context: de.page.context(), locale: 'de-DE' })
    await at(other, 'open', 2)
    await sent(other)
    await de.page.locator('[data-testid="away"][data-reason="replaced"]').waitFor()
    await de.page.getByRole('button', { name: 'Play here instead' }).tap()
    await at(de, 'open', 2)
    await sent(de)
    await other.page.locator('[data-testid="away"][data-reason="replaced"]').waitFor()
    assert.equal(other.sockets, 1, 'it does not come back by itself')
    await other.page.close()
    await allAnswer([zh, en, xm], 'house', true)
    await answers(ar, 'house', false)
    await all(everybody(), 'locked', 2)
    await revealed('house', { right: [zh, en, de, xm], wrong: [ar] })
    await Promise.all([wall, zh].map((page) => pictures(page, 1)))
    await standings('Enter')
  })

  await step('multiple: the server is killed and started again; everybody comes back by themselves', async () => {
    await opened('multiple')
    await Promise.all([answers(zh, 'multiple', true), answers(en, 'multiple', false)])
    const witness = await rawHost(server, contest)
    const clock = (await witness.settle()).t1
    const left = witness.first.closes_at - clock
    const settled = performance.now()
    let frozen
    await outage(everybody(), async () => {
      await server.kill()
      const most = performance.now() - settled
      await de.page.getByText('No connection. Trying again…').waitFor()
      await gives(de, 'multiple', true)
      await status(de, 'offline').waitFor()
      await server.again()
      await Promise.all([wall, ...phones].map(({ page }) => page.getByTestId('paused').waitFor()))
      await desk.page.getByText('The server was restarted. Press Resume when everybody is back.').waitFor()
      frozen = (await rawHost(server, contest)).first
      assert.equal(frozen.reason, 'restart')
      // The clock is noted once a second, as fast as the disk allows: it stopped there, and stands still since.
      assert.ok(frozen.left_ms >= left - most && frozen.left_ms <= left + 5000, `${left} ms were left, then ${frozen.left_ms}`)
    })
    await all(everybody(), 'open', 3)
    await Promise.all([sent(zh), sent(en)])
    for (const id of RIGHT.multiple) assert.equal(await tile(zh, id).getAttribute('aria-checked'), 'true')
    const seconds = new Intl.NumberFormat('en').format(Math.ceil(frozen.left_ms / 1000))
    for (const { page } of everybody()) assert.equal(await page.getByRole('timer').locator('b').textContent(), seconds, 'every ring stands still')
  })

  await step('the host goes on, and nobody lost time', async () => {
    const witness = await rawHost(server, contest)
    await desk.page.locator('[data-testid="pause"][aria-disabled="false"]').waitFor()
    await desk.page.keyboard.press('p')
    const state = await witness.next('state', (message) => !message.paused)
    const lost = witness.first.left_ms - (state.closes_at - state.now)
    assert.ok(lost >= 0 && lost <= 2500, `${lost} ms went by between going on and the first state that says so`)
    await Promise.all([wall, ...phones].map(({ page }) => page.getByTestId('paused').waitFor({ state: 'detached' })))
    await sent(de)
    await allAnswer([ar, xm], 'multiple', true)
    await all(everybody(), 'locked', 3)
    await revealed('multiple', { right: [zh, de, ar, xm], wrong: [en] })
    await standings()
  })

  let late
  await step('true or false: somebody joins in the middle; closed too early, the question opens again', async () => {
    await opened('truefalse')
    await allAnswer([zh, en], 'truefalse', true)
    late = await join('Tenzin', 'bo-CN')
    await at(late, 'open', 4)
    await answers(late, 'truefalse', true)
    await next(desk, 'lock', 'Space')
    await all(everybody(), 'locked', 4)
    await desk.page.locator('[data-testid="undo"][aria-disabled="false"]').waitFor()
    await desk.page.keyboard.press('z')
    await all(everybody(), 'open', 4)
    await sent(zh)
    await allAnswer([ar, xm], 'truefalse', true)
    await answers(de, 'truefalse', false)
    await all(everybody(), 'locked', 4)
    await revealed('truefalse', { right: [zh, en, ar, xm, late], wrong: [de] })
    await standings()
  })

  await step('pictures to choose from; the host reloads in the question', async () => {
    await opened('lines')
    await Promise.all([wall, ...phones].map((page) => pictures(page, 2)))
    await allAnswer([zh, de, late], 'lines', true)
    await desk.page.reload()
    await at(desk, 'open', 5)
    await desk.page.locator('[data-option="b"][data-count="3"]').waitFor()
    await desk.page.getByTestId('answered').getByText('3 of 6').waitFor()
    await allAnswer([en, ar], 'lines', false)
    await answers(xm, 'lines', true)
    await all(everybody(), 'locked', 5)
    await revealed('lines', { right: [zh, de, xm, late], wrong: [en, ar] })
    await standings()
  })

  await step('text, blanks, number, order and pairs, with time to read and leave to change', async () => {
    for (const [i, id] of ORDER.slice(5).entries()) {
      await next(desk, 'question', 'Space')
      await all(everybody(), 'reading', turnOf(id))
      await next(desk, 'open', 'Space')
      await all(everybody(), 'open', turnOf(id))
      await allAnswer([zh, de, xm], id, true)
      await answers(ar, id, false)
      // One changes her mind.
      await answer(en, kindOf(id), WRONG[id])
      await answers(en, id, true)
      // The late one does not answer: the host closes the question, with a key or with the button.
      if (i % 2) await next(desk, 'lock', 'PageDown')
      else await next(desk, 'lock')
      await all(everybody(), 'locked', turnOf(id))
      await revealed(id, { right: [zh, en, de, xm], wrong: [ar], none: [late] })
    }
  })

  await step('in the end phones, wall, CSV, workbook and JSON say the same, and the log proves it', async () => {
    await standings()
    await next(desk, 'finish', 'Space')
    await all(everybody(), 'finished')
    const told = ordered(await Promise.all(phones.map(toldBy)))
    assert.deepEqual(ordered(await shownOn(wall)), told, 'the wall')
    const results = (query) => server.http('GET', `/api/contests/${contest.id}/results${query}`)
    const csv = rowsOf((await results('?format=csv')).text)
    assert.deepEqual(ordered(csv.map(({ rank, name, score }) => ({ rank: Number(rank), name, score: Number(score) }))), told, 'CSV')
    const [head, ...book] = values(readWorkbook((await results('?format=xlsx')).bytes).sheets.Ranking.rows)
    assert.deepEqual([head[0], head[1], head[3]], ['Rank', 'Name', 'Score'])
    assert.deepEqual(ordered(book.map(([rank, name, , score]) => ({ rank, name, score }))), told, 'the workbook')
    const { json } = await results('')
    assert.deepEqual(ordered(json.participants.map(({ rank, name, score }) => ({ rank, name, score }))), told, 'JSON')
    // What was counted here while it was played is what the server counted.
    assert.deepEqual(new Map(json.participants.map(({ name, answered, correct }) => [name, { answered, correct }])), tally)
    assert.equal(told[0].name, '李雷', 'nobody else had everything right')
    const shown = await wall.page.getByTestId('head').getAttribute('data-head')
    const proof = await run(['verify', contest.id, '--data', server.data, '--json'])
    assert.equal(proof.status, 0, proof.stderr)
    assert.ok(proof.stdout.includes(shown), `the head on the wall is ${shown}; verify says ${proof.stdout}`)
    assert.equal(json.log.head, shown)
  })
})

test('people of one name are told apart, on the phone, on the wall and in the file', async (t) => {
  const { server, browser } = await stage(t)
  const contest = await contestOf(server, BANK, { ids: ['single'] })
  const wall = await browser.wall('screen', contest.screen)
  const phones = []
  for (const i of [1, 2]) {
    const phone = await browser.phone(`phone ${i}`, contest.play)
    await enter(phone, 'Zoë')
    phones.push(phone)
  }
  const names = await Promise.all(phones.map(({ page }) => page.locator('header bdi').textContent()))
  assert.equal(new Set(names).size, 2, `${names}`)
  for (const name of names) await wall.page.getByText(name, { exact: true }).waitFor()
  const desk = await rawHost(server, contest)
  await desk.do('start')
  await all(phones, 'open', 1)
  await answer(phones[1], 'single', 'b')
  await desk.do('finish')
  await all(phones, 'finished')
  const { text } = await server.http('GET', `/api/contests/${contest.id}/results?format=csv`)
  assert.deepEqual(rowsOf(text).map(({ name }) => name).sort(), names.toSorted())
})
