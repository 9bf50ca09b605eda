// One contest from the lobby to the final ranking, as people live it: a host and a projector, five phones in
// several languages, every kind of question, a reload, a dead spot, a killed server, a late joiner. In the
// end the file the organizer downloads says what the phones said, and the log proves it.
import assert from 'node:assert/strict'
import test from 'node:test'
import { BANK } from './lib/bank.mjs'
import { all, answer, at, enter, give, next, outage, sent, shot, status, tile } from './lib/pages.mjs'
import { contestOf, rawHost, run, stage } from './lib/stage.mjs'

const PLAN = {
  single: { right: 'b', wrong: 'c' },
  multiple: { right: ['a', 'c', 'e'], wrong: ['a', 'b'] },
  truefalse: { right: false, wrong: true },
  text: { right: ['paris'], wrong: ['London'] },
  numeric: { right: '42.2', wrong: '40' },
  ordering: { right: ['b', 'd', 'a', 'c'], wrong: ['b', 'a', 'c', 'd'] },
  matching: { right: [['l1', 'r2'], ['l2', 'r1']], wrong: [['l1', 'r1'], ['l2', 'r2']] },
}
const SECONDS = 300
const ROUNDS = [
  { ids: ['single', 'multiple', 'truefalse'], seconds: SECONDS, intro: true, speed: { kind: 'linear', floor: 50 } },
  { ids: ['text', 'numeric', 'ordering', 'matching'], seconds: SECONDS, reading: 600, change: true, standings: 'round' },
]

/** The lines of a CSV file as objects; this one has no cell that needs quotes. */
function rowsOf(csv) {
  assert.ok(csv.startsWith('\uFEFF'), 'spreadsheets need the byte order mark')
  const [head, ...lines] = csv.slice(1).trimEnd().split('\r\n').map((line) => line.split(','))
  return lines.map((line) => Object.fromEntries(head.map((name, i) => [name, line[i]])))
}

/** What a phone tells its owner. */
const shownOn = {
  name: ({ page }) => page.locator('header bdi').textContent(),
  score: async ({ page }) => Number(await page.getByTestId('score').getAttribute('data-score')),
  rank: async ({ page }) => Number(await page.getByTestId('rank').getAttribute('data-rank')),
}

test('a whole contest', { timeout: 120000 }, async (t) => {
  const { server, browser } = await stage(t)
  const contest = await contestOf(server, BANK, { rounds: ROUNDS })
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
  const desk = await browser.desk('host', contest.host)
  const wall = await browser.wall('screen', contest.screen)
  await all([desk, wall], 'lobby')

  const people = [['李雷', 'zh-CN'], ['Zoë', 'en-GB'], ['Aygül', 'de-DE'], ['سارة', 'ar-EG']]
  const phones = []
  for (const [name, locale] of people) {
    const phone = await browser.phone(name, contest.play, { locale })
    await enter(phone, name)
    phones.push(phone)
  }
  const [zh, en, de, ar] = phones
  let pages = [desk, wall, ...phones]

  await step('the lobby names everybody, each phone in its language', async () => {
    await all(pages, 'lobby')
    for (const [name] of people) await wall.page.getByText(name, { exact: true }).waitFor()
    assert.equal(await zh.page.locator('html').getAttribute('lang'), 'zh-Hans')
    assert.equal(await en.page.locator('html').getAttribute('lang'), 'en')
    await shot(zh, 'phone-lobby-zh')
    await shot(en, 'phone-lobby-en')
    await shot(desk, 'host-lobby')
  })

  await step('single: a phone that reloads finds its answer', async () => {
    await next(desk, 'start', 'Space')
    await all(pages, 'intro')
    await next(desk, 'question', 'PageDown')
    await all(pages, 'open', 1)
    await zh.page.getByText('最大的海洋是哪一个？').waitFor()
    await en.page.getByText('Which ocean is the largest?').waitFor()
    await answer(zh, 'single', 'b')
    await zh.page.reload()
    await at(zh, 'open', 1)
    await sent(zh)
    assert.equal(await tile(zh, 'b').getAttribute('aria-pressed'), 'true')
    assert.equal(await tile(zh, 'a').getAttribute('aria-disabled'), 'true', 'one answer counts')
    await shot(zh, 'phone-open-answered-zh')
    await shot(en, 'phone-open-en')
    await shot(wall, 'screen-open')
  })

  await step('single: a phone without a network sends its answer when it is back', async () => {
    await outage([en], async () => {
      await en.page.context().setOffline(true)
      await en.page.getByText('No connection. Trying again…').waitFor()
      await give(en, 'single', 'b')
      await status(en, 'offline').waitFor()
      await en.page.getByText('Will be sent when you are back').waitFor()
      await shot(en, 'phone-offline-en')
      await en.page.context().setOffline(false)
      await sent(en)
    })
    await answer(de, 'single', 'b')
    await shot(desk, 'host-open')
    await desk.page.locator('[data-testid="roster"] li', { hasText: 'سارة' }).and(desk.page.locator('[data-answered="false"]')).waitFor()
    await answer(ar, 'single', 'c')
    await all(pages, 'locked', 1)
    await next(desk, 'reveal', 'ArrowRight')
    await all(pages, 'reveal', 1)
    for (const phone of [zh, en, de]) await phone.page.locator('[data-verdict="right"]').waitFor()
    await ar.page.locator('[data-verdict="wrong"]').waitFor()
    await Promise.all([shot(zh, 'phone-reveal-right-zh'), shot(ar, 'phone-reveal-wrong'), shot(wall, 'screen-reveal'), shot(desk, 'host-reveal')])
    await next(desk, 'standings')
    await all(pages, 'standings')
    await Promise.all([shot(en, 'phone-standings'), shot(wall, 'screen-standings')])
  })

  await step('multiple: the server is killed and started again; everybody comes back by themselves', async () => {
    await next(desk, 'question', 'Enter')
    await all(pages, 'open', 2)
    await answer(zh, 'multiple', PLAN.multiple.right)
    await answer(en, 'multiple', PLAN.multiple.wrong)
    const witness = await rawHost(server, contest)
    const clock = (await witness.settle()).t1
    const left = witness.first.closes_at - clock
    const settled = performance.now()
    let frozen
    await outage(pages, async () => {
      await server.kill()
      const most = performance.now() - settled
      await de.page.getByText('No connection. Trying again…').waitFor()
      await give(de, 'multiple', PLAN.multiple.right)
      await status(de, 'offline').waitFor()
      await server.again()
      await Promise.all([wall, ...phones].map(({ page }) => page.getByTestId('paused').waitFor()))
      await desk.page.getByText('The server was restarted. Press Resume when everybody is back.').waitFor()
      frozen = (await rawHost(server, contest)).first
      assert.equal(frozen.reason, 'restart')
      // The clock is noted once a second, as fast as the disk allows: it stopped there, and stands still since.
      assert.ok(frozen.left_ms >= left - most && frozen.left_ms <= left + 5000, `${left} ms were left, then ${frozen.left_ms}`)
    })
    await all(pages, 'open', 2)
    await sent(zh)
    await sent(en)
    for (const id of PLAN.multiple.right) assert.equal(await tile(zh, id).getAttribute('aria-checked'), 'true')
    const seconds = new Intl.NumberFormat('en').format(Math.ceil(frozen.left_ms / 1000))
    for (const { page } of pages) assert.equal(await page.getByRole('timer').locator('b').textContent(), seconds, 'every ring stands still')
    await Promise.all([shot(de, 'phone-restart'), shot(zh, 'phone-restart-answered-zh'), shot(wall, 'screen-paused'), shot(desk, 'host-paused')])
  })

  await step('the host goes on, and nobody lost time', async () => {
    const witness = await rawHost(server, contest)
    await desk.page.locator('[data-testid="pause"][aria-disabled="false"]').waitFor()
    await desk.page.keyboard.press('p')
    const state = await witness.next('state', (message) => !message.paused)
    const lost = witness.first.left_ms - (state.closes_at - state.now)
    assert.ok(lost >= 0 && lost <= 250, `${lost} ms went by between going on and the first state that says so`)
    await Promise.all([wall, ...phones].map(({ page }) => page.getByTestId('paused').waitFor({ state: 'detached' })))
    await sent(de)
    await answer(ar, 'multiple', PLAN.multiple.right)
    await all(pages, 'locked', 2)
    await reveal({ right: [zh, de, ar], wrong: [en] }, 2)
    await next(desk, 'standings', 'Space')
    await all(pages, 'standings')
  })

  /** The host reveals the turn, and every phone shows what became of its answer. */
  async function reveal(verdicts, turn) {
    await next(desk, 'reveal', 'Space')
    await all(pages, 'reveal', turn)
    for (const [verdict, some] of Object.entries(verdicts)) {
      await Promise.all(some.map(({ page }) => page.locator(`[data-verdict="${verdict}"]`).waitFor()))
    }
  }

  await step('true or false: somebody joins in the middle', async () => {
    await next(desk, 'question', 'Space')
    await all(pages, 'open', 3)
    await answer(zh, 'truefalse', PLAN.truefalse.right)
    const late = await browser.phone('late', contest.play, { viewport: { width: 390, height: 844 } })
    await enter(late, 'Бат')
    phones.push(late)
    pages = [desk, wall, ...phones]
    await at(late, 'open', 3)
    await Promise.all([late, en, ar].map((phone) => answer(phone, 'truefalse', PLAN.truefalse.right)))
    await answer(de, 'truefalse', PLAN.truefalse.wrong)
    await all(pages, 'locked', 3)
    await reveal({ right: [zh, en, ar, late], wrong: [de] }, 3)
    await next(desk, 'standings', 'Space')
    await all(pages, 'standings')
  })

  await step('text, number, order and pairs, with time to read and leave to change', async () => {
    for (const [i, kind] of ['text', 'numeric', 'ordering', 'matching'].entries()) {
      const turn = 4 + i
      const [, , , , late] = phones
      await next(desk, 'question', 'Space')
      await all(pages, 'reading', turn)
      if (kind === 'text') await Promise.all([shot(en, 'phone-reading'), shot(wall, 'screen-reading')])
      await next(desk, 'open', 'Space')
      await all(pages, 'open', turn)
      await Promise.all([zh, de].map((phone) => answer(phone, kind, PLAN[kind].right)))
      await Promise.all([en, ar].map((phone) => answer(phone, kind, PLAN[kind].wrong)))
      await answer(en, kind, PLAN[kind].right)
      await Promise.all([shot(en, `phone-open-${kind}-answered`), shot(late, `phone-open-${kind}`), shot(desk, `host-open-${kind}`)])
      // The late one does not answer: the host closes the question, with a key or with the button.
      if (i % 2) await next(desk, 'lock', 'PageDown')
      else await next(desk, 'lock')
      await all(pages, 'locked', turn)
      await reveal({ right: [zh, en, de], wrong: [ar], none: [late] }, turn)
      await shot(en, `phone-reveal-${kind}`)
    }
  })

  await step('in the end the file says what the phones said, and the log proves it', async () => {
    await next(desk, 'standings', 'Space')
    await all(pages, 'standings')
    await next(desk, 'finish', 'Space')
    await all(pages, 'finished')
    await Promise.all([shot(zh, 'phone-finished-zh'), shot(en, 'phone-finished'), shot(wall, 'screen-finished'), shot(desk, 'host-finished')])
    const told = await Promise.all(phones.map(async (phone) => ({
      name: await shownOn.name(phone), score: await shownOn.score(phone), rank: await shownOn.rank(phone),
    })))
    const file = await server.http('GET', `/api/contests/${contest.id}/results?format=csv`)
    assert.equal(file.status, 200)
    const rows = rowsOf(file.text).map(({ name, score, rank }) => ({ name, score: Number(score), rank: Number(rank) }))
    const byName = (a, b) => (a.name < b.name ? -1 : 1)
    assert.deepEqual(rows.toSorted(byName), told.toSorted(byName))
    // On the wall the same people stand in the same places.
    for (const { name, rank } of rows) {
      await wall.page.locator(`li[data-rank="${rank}"]`).filter({ has: wall.page.getByText(name, { exact: true }) }).waitFor()
    }
    const head = await wall.page.getByTestId('head').getAttribute('data-head')
    const proof = await run(['verify', contest.id, '--data', server.data, '--json'])
    assert.equal(proof.status, 0, proof.stderr)
    assert.ok(proof.stdout.includes(head), `the head on the wall is ${head}; verify says ${proof.stdout}`)
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
  const names = await Promise.all(phones.map(shownOn.name))
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
