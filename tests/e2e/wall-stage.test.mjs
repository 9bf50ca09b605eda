// The wall on a stage evening: every format in every step, fed by hand-made states (lib/stage-scenes.mjs): nothing
// leaves the picture or covers anything else, in both shapes, both looks, two languages and one; it says whose turn
// it is, what the buzz was, who is out, and never by colour alone.
import assert from 'node:assert/strict'
import test from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { sticksOut } from './lib/measure.mjs'
import { resize } from './lib/pages.mjs'
import { bare, pseudo } from './lib/pseudo.mjs'
import { contests, scenes } from './lib/stage-scenes.mjs'
import { drawn, hall, showing, stop, WALLS } from './lib/walls.mjs'

const { show, each, named } = showing({ contests, scenes })

/** Parts of the wall that lie on one another: bar, what is below it, the strip. */
const overlaps = ({ page }) => page.evaluate(() => {
  const faults = []
  const parts = ['.bar', '.play > *', '[data-testid=rules]', '[data-testid=strip]'].flatMap((selector) => [...document.querySelectorAll(`main ${selector}`)])
  const boxes = parts.map((part) => ({ name: part.className || part.dataset.testid, box: part.getBoundingClientRect() }))
  for (const [i, { name, box }] of boxes.entries()) {
    for (const other of boxes.slice(i + 1)) {
      const deep = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top)
      const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left)
      if (deep > 1 && wide > 1) faults.push(`${name} lies ${deep}px on ${other.name}`)
    }
  }
  // What stands in the bar stands in it, beside one another.
  const bar = document.querySelector('main .bar')?.getBoundingClientRect()
  const inside = [...document.querySelectorAll('main .bar > *')].map((part) => part.getBoundingClientRect())
  for (const box of inside) if (box.bottom > bar.bottom + 1 || box.top < bar.top - 1) faults.push('something leaves the bar')
  for (const box of inside) for (const other of inside) if (box !== other && box.left < other.left && box.right > other.left + 1) faults.push('two things in the bar lie on one another')
  // A question or a row of cards is not cut off either.
  for (const part of document.querySelectorAll('main .play > *, main .play .body, main .play :is(h1, h2)')) {
    if (part.scrollHeight > part.clientHeight + innerHeight / 150 && part.clientHeight > 0 && !part.closest('.ring')) faults.push(`${part.className || part.tagName} is ${part.scrollHeight - part.clientHeight}px too high`)
  }
  return faults
})

test('nothing sticks out or lies on anything else, in no format, step, shape, look or language', async (t) => {
  const stage = await hall(t)
  const faults = []
  const look = async (wall, where) => faults.push(...[...await sticksOut(wall), ...await overlaps(wall)].map((fault) => `${where}: ${fault}`))
  await each(stage, { reducedMotion: 'reduce' }, async (wall, { name }, shown) => {
    for (const size of WALLS) {
      await resize(wall, size)
      await look(wall, `${name}, ${size.width}, ${shown}`)
    }
  })
  assert.deepEqual(faults, [])
})

test('in a language of long words from right to left nothing sticks out, and every word is from the catalog', async (t) => {
  const stage = await hall(t)
  const faults = []
  const context = await stage.browser.context({ viewport: WALLS[0], reducedMotion: 'reduce' })
  await pseudo(context, 'ar')
  const mine = scenes.filter(({ contest }) => contest === 'stage')
  const wall = await show(stage, mine[0], { context })
  await wall.page.keyboard.press('g')
  for (const scene of mine) {
    stage.gallery.show(scene.state, ...(scene.extra ?? []))
    await drawn(wall, stage, scene.state.phase)
    for (const size of WALLS) {
      await resize(wall, size)
      faults.push(...[...await sticksOut(wall), ...await overlaps(wall)].map((fault) => `${scene.name}, ${size.width}: ${fault}`))
    }
    // A message is the host's, and the log's head is no word.
    if (scene.state.notice || scene.state.head) continue
    faults.push(...(await bare(wall)).map((word) => `${scene.name}: “${word}” is in no catalog`))
  }
  assert.deepEqual(faults, [])
})

test('axe finds nothing on the stage, in both looks', async (t) => {
  const stage = await hall(t)
  const wall = await show(stage, named('stage-intro-buzzer'), { bypassCSP: true, reducedMotion: 'reduce' })
  const faults = []
  for (const scene of scenes.filter(({ contest }) => contest === 'stage')) {
    stage.gallery.show(scene.state, ...(scene.extra ?? []))
    await drawn(wall, stage, scene.state.phase)
    for (const look of ['dark', 'bright']) {
      const builder = new AxeBuilder({ page: wall.page }).setLegacyMode(true)
      const { violations } = await (look === 'dark' ? builder : builder.withRules(['color-contrast'])).analyze()
      faults.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${scene.name}, ${look}: ${id}: ${html} ${failureSummary}`)))
      await wall.page.keyboard.press('Shift+D')
    }
  }
  assert.deepEqual(faults, [])
})

/** What the bar says, in one line. */
const said = async ({ page }) => (await page.locator('.bar').innerText()).replace(/[\u2066-\u2069]/g, '').replace(/\s+/g, ' ')

test('the buzz with its team, time and margin; a foul; too close to tell', async (t) => {
  const stage = await hall(t)
  const wall = await show(stage, named('stage-buzzer-armed'), { reducedMotion: 'reduce' })
  const shows = async (name) => {
    stage.gallery.show(named(name).state, ...(named(name).extra ?? []))
    await drawn(wall, stage, named(name).state.phase)
    return said(wall)
  }
  await wall.page.locator('.bar').getByText('请抢答！').waitFor() // the words of the second language come by themselves
  assert.match(await said(wall), /Buzz now! 请抢答！/)
  const won = await shows('stage-buzzer-won')
  assert.match(won, /Buzzed first/)
  assert.match(won, /Cranes/)
  assert.match(won, /0\.412 s 0\.034 s ahead, ±0\.012 s/)
  assert.equal(await wall.page.locator('[data-testid=strip] [data-is=acts]').getAttribute('data-seat'), '3')
  assert.match(await shows('stage-buzzer-too-close'), /Too close: drawn by lot/)
  assert.doesNotMatch(await said(wall), /ahead/, 'nothing is claimed that is not known')
  assert.match(await shows('stage-buzzer-again'), /Too close: buzz again!/)
  assert.match(await shows('stage-buzzer-foul'), /Wait for the signal .*Lions -10 Too early · locked out/)
  const rebuzz = await shows('stage-buzzer-rebuzz')
  assert.match(rebuzz, /Buzz now!/)
  assert.match(rebuzz, /Cranes Wrong -10/)
  assert.equal(await wall.page.locator('[data-testid=strip] [data-is=shut]').getAttribute('data-seat'), '3')
  assert.match(await shows('stage-buzzer-hall'), /The hall answers/)
  await wall.page.locator('.bar').getByText('12 of 40 answered').waitFor()
  const overtime = await shows('stage-buzzer-overtime')
  assert.match(overtime, /Overtime.*Tigers.*Cranes/)
})

test('a verdict is a colour, a sign and a word', async (t) => {
  const stage = await hall(t)
  const wall = await show(stage, named('stage-turn-right'), { reducedMotion: 'reduce' })
  const aside = wall.page.locator('[data-aside=verdict]')
  const seen = async () => ({ word: (await aside.locator('.word').innerText()).split(/\s/)[0], sign: await aside.locator('path').getAttribute('d'), colour: await aside.evaluate((box) => getComputedStyle(box).borderColor) })
  const right = await seen()
  assert.equal(right.word, 'Right')
  stage.gallery.show(named('stage-turn-wrong').state)
  await drawn(wall, stage, 'reveal')
  const wrong = await seen()
  assert.equal(wrong.word, 'Wrong')
  assert.notEqual(wrong.sign, right.sign)
  assert.notEqual(wrong.colour, right.colour)
})

test('the menu: used up and had already are struck, the picked one is lit', async (t) => {
  const stage = await hall(t)
  const wall = await show(stage, named('stage-risk-pick'), { reducedMotion: 'reduce' })
  const cards = () => wall.page.locator('[data-testid=menu] li').evaluateAll((list) => list.map((card) => [card.dataset.state, getComputedStyle(card.querySelector('b')).textDecorationLine]))
  assert.deepEqual(await cards(), [['taken', 'line-through'], ['free', 'none'], ['empty', 'line-through']])
  stage.gallery.show(named('stage-risk-pick-lit').state)
  await drawn(wall, stage, 'open')
  assert.equal((await cards())[1][0], 'picked')
})

test('judges’ cards stay down until all are in; then highest and lowest are struck', async (t) => {
  const stage = await hall(t)
  const wall = await show(stage, named('stage-judged-open'), { reducedMotion: 'reduce' })
  assert.match(await said(wall), /2 of 5 marks are in/)
  assert.equal(await wall.page.locator('[data-testid=marks] .given').count(), 2)
  stage.gallery.show(named('stage-judged-marks').state)
  await drawn(wall, stage, 'reveal')
  assert.deepEqual(await wall.page.locator('[data-testid=marks] .struck b').allInnerTexts(), ['10', '6.5'])
  assert.match(await wall.page.getByTestId('mean').innerText(), /9\.08/)
})

test('a score that changes says by how much, then counts up; with less motion it is there at once', async (t) => {
  const stage = await hall(t)
  for (const reducedMotion of ['no-preference', 'reduce']) {
    const first = named('stage-turn-open').state
    const next = named('stage-turn-right').state
    stage.gallery.holds(contests.stage)
    stage.gallery.show(first)
    const wall = await stage.browser.wall(reducedMotion, stage.gallery.screen, { reducedMotion })
    await drawn(wall, stage, 'open')
    await stop(wall)
    const score = wall.page.locator('[data-testid=strip] [data-seat="1"] .score')
    assert.equal(await score.innerText(), '120')
    stage.gallery.show({ ...next, seats: next.seats.map((seat) => (seat.seat === 1 ? { ...seat, score: 130 } : seat)) })
    await drawn(wall, stage, 'reveal')
    assert.equal(await score.innerText(), '+10')
    await wall.page.clock.runFor(1450)
    if (reducedMotion === 'reduce') assert.equal(await score.innerText(), '130')
    else assert.notEqual(await score.innerText(), '130')
    await wall.page.clock.runFor(800)
    assert.equal(await score.innerText(), '130')
    await wall.page.close()
  }
})

test('where teams compete their ranking comes first, then the hall’s own, or that of persons', async (t) => {
  const stage = await hall(t)
  const wall = await show(stage, named('stage-finished'), { reducedMotion: 'reduce' })
  await wall.page.getByText('Winning teams').waitFor()
  assert.equal(await wall.page.getByText('李雷').count(), 0)
  await wall.page.keyboard.press('t')
  await wall.page.getByText('The hall’s own ranking').waitFor()
  await wall.page.getByText('李雷').waitFor()
  stage.gallery.show(named('stage-finished-persons').state)
  await drawn(wall, stage, 'finished')
  await wall.page.getByText('Individual ranking').waitFor()
  stage.gallery.show(named('stage-standings').state)
  await drawn(wall, stage, 'standings')
  await wall.page.getByTestId('teams').getByText('Tigers').waitFor()
})
