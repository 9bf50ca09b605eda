// A slow phone on a bad link: it joins within a second, and while time runs it has time for taps.
//
// Times on a machine that does other work as well are longer than they are, never shorter. What is asserted on
// every machine is therefore made of what does not depend on that: bytes, requests, the emulated link's waiting
// and processor time. What a clock on the wall says is told, not asserted: work on the other half of a shared
// processor makes it a third longer, and nothing on this machine tells of that.
import assert from 'node:assert/strict'
import test from 'node:test'
import { BANK } from './lib/bank.mjs'
import { fakeStage, state, timed, you } from './lib/fake.mjs'
import { bodiesOf, mainThread, median, SLOW, slowDown, startOf, usableAfter, wireOf } from './lib/measure.mjs'
import { at, enter } from './lib/pages.mjs'
import { contestOf, stage } from './lib/stage.mjs'

// Pages served from a folder are not packed as those inside the program are.
const REAL = { skip: process.env.JINBANG_ASSETS ? 'the pages are not those inside the program' : false }
const RUNS = 5
const OPTIONS = [['a', 'Atlantic Ocean'], ['b', 'Pacific Ocean'], ['c', 'Indian Ocean'], ['d', 'Arctic Ocean']]
const question = { turn: 1, n: 1, of: 10, kind: 'single', prompt: { en: 'Which ocean is the largest?' }, points: 10, change: false,
  options: OPTIONS.map(([id, en]) => ({ id, text: { en } })) }

/** Five times a phone that has never been here, on the link of a slow one and with `cpu` times less processor. */
async function five(browser, cpu, visit) {
  const seen = []
  for (let run = 0; run < RUNS; run++) {
    const phone = await browser.phone(`phone ${run}`, 'about:blank')
    seen.push(await visit(phone, await slowDown(phone, { ...SLOW, cpu })))
    await phone.page.context().close()
  }
  return seen
}

const rounded = (values) => values.map(Math.round).join(', ')

test('the form to join can be used within a second', REAL, async (t) => {
  const { server, browser } = await stage(t)
  const { play } = await contestOf(server, BANK)
  // The link is slow, the processor is not: so waiting and computing can be told apart, and a sixth of the speed is
  // six times the computing. What the emulated link takes is known: a round trip for the page, one for what it
  // names, and the bytes of everything. Others can only add to the computing, so the least of five is the page's.
  // A tenth of the second is left for what is in neither: other threads than the main one, and waiting for a frame.
  const runs = await five(browser, 1, async (phone, devtools) => {
    const wire = wireOf(devtools)
    const { wall, cpu, stolen } = await startOf(browser, phone, play, '#name')
    await phone.page.waitForLoadState('networkidle')
    const bytes = wire.requests.reduce((sum, one) => sum + one.bytes, 0)
    return { wall, cpu, stolen, bytes, link: 2 * SLOW.rtt + bytes / SLOW.bytes * 1000, requests: wire.requests, bodies: await bodiesOf(phone) }
  })
  t.diagnostic(`ms of the link: ${rounded(runs.map(({ link }) => link))}; of computing: ${rounded(runs.map(({ cpu }) => cpu))}`)
  const computing = Math.min(...runs.map(({ cpu }) => cpu))
  assert.ok(computing > 5, 'nothing was measured')
  const most = median(runs.map(({ link }) => link)) + SLOW.cpu * computing
  assert.ok(most < 900, `link and processor take ${Math.round(most)} ms`)

  for (const { bodies, bytes, requests } of runs) {
    const list = requests.map((one) => `${one.path} ${one.bytes}`).join(', ')
    assert.ok(requests.length >= 4 && requests.length <= 7, list)
    assert.ok(bodies > 10_000 && bodies <= 40 * 1024, `${bodies} bytes of pages`)
    assert.ok(bytes > bodies && bytes <= 46 * 1024, `${bytes} bytes with headers and what the server says about the contest: ${list}`)
  }

  const took = await five(browser, SLOW.cpu, (phone) => usableAfter(phone, play, '#name'))
  const taken = median(runs.map(({ stolen, wall }) => stolen / wall))
  t.diagnostic(`ms with a slow processor: ${rounded(took)}; others took ${Math.round(100 * taken)}% of this machine's time`)
})

test('a countdown of five seconds costs the main thread less than one', async (t) => {
  const { fake, browser } = await fakeStage(t)
  const phone = await browser.phone('phone', fake.play)
  await enter(phone, 'Zoë')
  const devtools = await slowDown(phone)
  const seconds = (n) => phone.page.locator(`[role="timer"][aria-label^="${n} second"]`).waitFor()
  const costs = []
  for (let turn = 1; turn <= 3; turn++) {
    fake.say(state('open', { ...timed(20_000, 4000), question: { ...question, turn, n: turn } }), you({ turn, answered: false }))
    await at(phone, 'open', turn)
    await seconds(15)
    costs.push(await mainThread(devtools, () => seconds(10)))
  }
  t.diagnostic(`ms of the main thread in five seconds: ${costs.map(Math.round).join(', ')}`)
  assert.ok(median(costs) > 0, 'nothing was measured')
  assert.ok(median(costs) < 1000, `it cost ${Math.round(median(costs))} ms`)
})
