// A slow phone on a bad link: it joins within a second, and while time runs it has time for taps.
import assert from 'node:assert/strict'
import { availableParallelism, loadavg } from 'node:os'
import test from 'node:test'
import { CODE, fakeStage, state, timed, you } from './lib/fake.mjs'
import { linkTime, mainThread, median, SLOW, slowDown, usableAfter } from './lib/measure.mjs'
import { at, enter } from './lib/pages.mjs'

const RUNS = 5
const OPTIONS = [['a', 'Atlantic Ocean'], ['b', 'Pacific Ocean'], ['c', 'Indian Ocean'], ['d', 'Arctic Ocean']]
const question = { turn: 1, n: 1, of: 10, kind: 'single', prompt: { en: 'Which ocean is the largest?' }, points: 10, change: false,
  options: OPTIONS.map(([id, en]) => ({ id, text: { en } })) }

async function join(fake, browser, speed) {
  const phone = await browser.phone('phone', 'about:blank')
  const devtools = await slowDown(phone, speed)
  let seen
  const cpu = await mainThread(devtools, async () => { seen = await usableAfter(phone, `${fake.url}/?code=${CODE}`, '#name') })
  const link = await linkTime(phone)
  await phone.page.context().close()
  return { ...seen, cpu, link }
}

const times = async (count, run) => {
  const results = []
  for (let i = 0; i < count; i++) results.push(await run())
  return results
}

test('the form to join can be used within a second', async (t) => {
  const { fake, browser } = await fakeStage(t)
  // Processor time says the same on a machine that others keep busy. Link and processor work side by side for a
  // part of the way, so their sum is more than it really takes.
  const fast = await times(RUNS, () => join(fake, browser, { ...SLOW, cpu: 1 }))
  const sums = fast.map(({ cpu, link }) => Math.round(link + SLOW.cpu * cpu))
  t.diagnostic(`ms of link and processor: ${sums.join(', ')}`)
  assert.ok(median(sums) < 1000, `link and processor take ${median(sums)} ms`)
  const load = loadavg()[0]
  if (load > availableParallelism()) {
    t.diagnostic(`the machine is busy (load ${load.toFixed(1)}): the clock on its wall says nothing`)
    return
  }
  const slow = await times(RUNS, () => join(fake, browser, SLOW))
  const usable = slow.map((one) => Math.round(one.usable))
  t.diagnostic(`ms until the form takes input: ${usable.join(', ')}; painted: ${slow.map(({ painted }) => Math.round(painted)).join(', ')}`)
  assert.ok(median(usable) < 1000, `it took ${median(usable)} ms`)
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
