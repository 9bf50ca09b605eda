// The wall of a window contest and of draws, fed by hand-made states (lib/window-scenes.mjs): nothing leaves the picture, in both
// shapes and every language of the wall; pages turn by themselves; winners are said one after the other.
import assert from 'node:assert/strict'
import test from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { sticksOut } from './lib/measure.mjs'
import { resize } from './lib/pages.mjs'
import { contests as held } from './lib/scenes.mjs'
import { drawn, hall, showing, stop, WALLS } from './lib/walls.mjs'
import { announced, COMMITMENT, contests as windows, drawn as won, scenes } from './lib/window-scenes.mjs'

const contests = { ...held, ...windows }
const { show, each, named } = showing({ contests, scenes })

test('nothing sticks out of the wall of a window contest, nor of a draw', async (t) => {
  const stage = await hall(t)
  const faults = []
  await each(stage, { reducedMotion: 'reduce' }, async (wall, { name }, shown) => {
    for (const size of WALLS) {
      await resize(wall, size)
      faults.push(...(await sticksOut(wall)).map((fault) => `${name}, ${size.width}, ${shown}: ${fault}`))
    }
  })
  assert.deepEqual(faults, [])
})

test('axe finds nothing on it, in both looks', async (t) => {
  const stage = await hall(t)
  for (const name of ['window-before', 'window-open', 'window-over', 'draw-announced', 'draw-live-10']) {
    const wall = await show(stage, named(name), { bypassCSP: true, reducedMotion: 'reduce' })
    for (const look of ['dark', 'bright']) {
      const builder = new AxeBuilder({ page: wall.page }).setLegacyMode(true)
      const { violations } = await (look === 'dark' ? builder : builder.withRules(['color-contrast'])).analyze()
      assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`)), [], `${name}, ${look}`)
      await wall.page.keyboard.press('Shift+D')
    }
    await wall.page.close()
  }
})

test('the board counts down, and its units come page by page', async (t) => {
  const stage = await hall(t)
  const wall = await show(stage, named('window-open-people'), { reducedMotion: 'reduce' })
  await stop(wall)
  stage.gallery.show(named('window-open').state)
  await drawn(wall, stage, 'open')
  const left = wall.page.getByTestId('left')
  const clock = async () => Number(/(\d\d)$/.exec(await left.textContent())[1])
  const ranks = () => wall.page.locator('tbody tr').evaluateAll((list) => list.map((row) => Number(row.dataset.rank)))
  assert.match(await left.textContent(), /^33 days 07:39:\d\d$/)
  assert.match(await wall.page.getByTestId('instant').textContent(), /January 5.*22:00/, 'in the time zone of the contest')
  const seen = []
  const before = await clock()
  for (let i = 0; i < 5; i++) {
    seen.push(...(await ranks()))
    await wall.page.clock.runFor(9000)
  }
  assert.deepEqual([...new Set(seen)], Array.from({ length: 23 }, (_, i) => i + 1), 'every unit in its turn')
  assert.ok(Math.abs(((before - (await clock()) + 60) % 60) - 45) <= 1, 'forty-five seconds later')
  assert.deepEqual(await wall.page.locator('dd').evaluateAll((list) => list.map((item) => [item.dataset.figure, Number(item.dataset.value)])),
    [['joined', 4180], ['handed_in', 6204], ['open', 212], ['mean', 82.37], ['passed', 3610]])
  assert.equal(await wall.page.locator('.qr').getAttribute('data-url'), 'http://192.168.178.24:8080/482913')
})

test('when it has closed units, awards and draws follow each other', async (t) => {
  const stage = await hall(t)
  const scene = named('window-over')
  const over = { ...scene.state, board: { ...scene.state.board, lotteries: [won(3)] } }
  const wall = await show(stage, { ...scene, state: over }, { reducedMotion: 'reduce' })
  await stop(wall)
  for (const phase of ['open', 'finished']) { // so that it begins anew, with a clock that stands
    stage.gallery.show({ ...over, phase })
    await drawn(wall, stage, phase)
  }
  const heading = () => wall.page.locator('h1').textContent()
  const seen = []
  for (let i = 0; i < 8; i++) {
    seen.push((await heading()).replace(/[^\p{Script=Latin} ].*$/u, '').trim())
    await wall.page.clock.runFor(9000)
  }
  assert.deepEqual(seen, ['Units', 'Units', 'Units', 'Units', 'First prize', 'Second prize', 'Best organised unit', 'Lucky draw'])
})

test('a draw: the hash and what the number will be, then the number, then the winners one by one', async (t) => {
  const stage = await hall(t)
  const wall = await show(stage, named('window-over'))
  await stop(wall)
  const over = (lottery) => ({ ...named('window-over').state, board: { ...named('window-over').state.board, lotteries: [lottery] } })
  const draw = wall.page.getByTestId('draw')
  assert.equal(await draw.count(), 0)
  stage.gallery.show(over(announced()))
  await wall.page.locator('[data-testid="draw"][data-state="announced"]').waitFor()
  assert.equal((await wall.page.getByTestId('commitment').locator('code').allTextContents()).join(''), COMMITMENT)
  assert.match(await wall.page.getByTestId('source').textContent(), /^SSE composite index/)
  stage.gallery.show(over(won(10)))
  await wall.page.locator('[data-testid="draw"][data-state="drawing"][data-known="0"]').waitFor()
  assert.equal(await wall.page.getByTestId('number').textContent(), '4123.58')
  const names = () => wall.page.locator('[data-testid="winners"] li.known .name > bdi').allTextContents()
  assert.deepEqual(await names(), [])
  await wall.page.clock.runFor(1800)
  await wall.page.locator('[data-testid="draw"][data-known="1"]').waitFor()
  const all = won(10).drawn.map(({ name }) => name)
  assert.deepEqual(await names(), all.slice(0, 1))
  await wall.page.clock.runFor(4 * 1500)
  await wall.page.locator('[data-testid="draw"][data-known="5"]').waitFor()
  assert.deepEqual(await names(), all.slice(0, 5), 'in the order drawn')
  await wall.page.clock.runFor(5 * 1500)
  await wall.page.locator('[data-testid="draw"][data-state="drawn"]').waitFor()
  assert.deepEqual(await names(), all)
  await wall.page.clock.runFor(46_000)
  await wall.page.getByTestId('slide').waitFor()
  await wall.page.keyboard.press('w')
  await wall.page.locator('[data-testid="draw"][data-state="drawn"]').waitFor()
})

test('with less motion the winners are there at once; many of them page by page', async (t) => {
  const stage = await hall(t)
  const finished = (lottery) => ({ ...named('draw-live-10').state, lotteries: [lottery] })
  const wall = await show(stage, { ...named('draw-live-10'), state: finished(announced()) }, { reducedMotion: 'reduce' })
  await wall.page.locator('[data-testid="draw"][data-state="announced"]').waitFor()
  await stop(wall)
  stage.gallery.show(finished(won(100)))
  await drawn(wall, stage, 'finished')
  await wall.page.locator('[data-testid="draw"][data-state="drawn"][data-known="100"]').waitFor()
  const places = () => wall.page.locator('[data-testid="winners"] li > b').allTextContents()
  const seen = new Set(await places())
  for (let i = 0; i < 8; i++) {
    await wall.page.clock.runFor(9000)
    for (const place of await places()) seen.add(place)
  }
  assert.equal(seen.size, 100)
  await wall.page.keyboard.press('w')
  await wall.page.getByTestId('steps').waitFor() // the podium of the live contest
})
