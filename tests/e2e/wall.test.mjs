// The wall in every picture it can show, fed by hand-made states (lib/scenes.mjs): nothing leaves the picture or
// covers anything else, in both shapes, both looks, in two languages and in one; and what moves, moves as agreed.
import assert from 'node:assert/strict'
import test from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { sticksOut } from './lib/measure.mjs'
import { resize } from './lib/pages.mjs'
import { contests, opened, QUESTIONS, scenes } from './lib/scenes.mjs'
import { drawn, hall, showing, stop, WALLS } from './lib/walls.mjs'

const { show, each, named } = showing({ contests, scenes })

test('nothing sticks out of the wall, in no phase, kind, shape, look or language', async (t) => {
  const stage = await hall(t)
  const faults = []
  await each(stage, { reducedMotion: 'reduce' }, async (wall, { name }, shown) => {
    for (const size of WALLS) {
      await resize(wall, size)
      faults.push(...(await sticksOut(wall)).map((fault) => `${name}, ${size.width}, ${shown}: ${fault}`))
      const images = await wall.page.locator('main img').evaluateAll((list) => list.map(({ clientWidth, clientHeight }) => Math.min(clientWidth, clientHeight) / (innerHeight / 100)))
      faults.push(...images.filter((least) => least < 11).map((least) => `${name}, ${size.width}: a picture of ${least}u`))
    }
    await wall.page.keyboard.press('Shift+D')
    faults.push(...(await sticksOut(wall)).map((fault) => `${name}, bright, ${shown}: ${fault}`))
    await wall.page.keyboard.press('Shift+D')
  })
  assert.deepEqual(faults, [])
})

test('axe finds nothing on the wall, in both looks', async (t) => {
  const stage = await hall(t)
  const picked = ['lobby-40', 'lobby-closed', 'intro', 'reading', 'open-single', 'open-ordering', 'open-matching', 'open-numeric', 'open-picture', 'open-audio', 'open-mongolian',
    'open-arabic', 'locked', 'paused-restart', 'notice', 'reveal-multiple', 'reveal-picture', 'reveal-blanks', 'reveal-ordering8', 'reveal-matching',
    'standings', 'standings-flat', 'standings-teams', 'finished', 'finished-ties', 'finished-teams']
  for (const scene of picked.map(named)) {
    const wall = await show(stage, scene, { bypassCSP: true, reducedMotion: 'reduce' })
    if (scene.name.endsWith('teams')) {
      await wall.page.keyboard.press('t')
      await wall.page.getByText('Tigers').waitFor()
    }
    for (const look of ['dark', 'bright']) {
      const builder = new AxeBuilder({ page: wall.page }).setLegacyMode(true)
      const { violations } = await (look === 'dark' ? builder : builder.withRules(['color-contrast'])).analyze()
      const faults = violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
      assert.deepEqual(faults, [], `${scene.name}, ${look}`)
      await wall.page.keyboard.press('Shift+D')
    }
    await wall.page.close()
  }
})

test('in a bright room colour stands only in the bands that hold the shapes', async (t) => {
  const stage = await hall(t)
  const wall = await show(stage, named('open-single'), { reducedMotion: 'reduce' })
  const colours = () => wall.page.locator('.tile').evaluateAll((tiles) => tiles.map((tile) => ({
    tile: getComputedStyle(tile).backgroundColor, text: getComputedStyle(tile).color,
    band: getComputedStyle(tile.querySelector('.band')).backgroundColor,
    wide: tile.querySelector('.band').getBoundingClientRect().width / (innerHeight / 100),
  })))
  const dark = await colours()
  assert.equal(new Set(dark.map(({ tile }) => tile)).size, 4, 'four colours')
  await wall.page.keyboard.press('Shift+D')
  const bright = await colours()
  for (const [i, { tile, text, band, wide }] of bright.entries()) {
    assert.equal(tile, 'rgb(255, 255, 255)')
    assert.equal(text, 'rgb(16, 20, 38)')
    assert.equal(band, dark[i].tile)
    assert.ok(Math.abs(wide - 20) < 1, `the band is ${wide}u wide`)
  }
})

/**
 * Waits for the move of the standings and goes through it picture by picture, however slow this machine is: the
 * places (in px) each row is seen at.
 */
const moves = ({ page }) => page.evaluate(() => new Promise((done) => {
  const list = document.querySelector('ol[data-step]')
  const watch = new MutationObserver(() => {
    if (list.dataset.step !== 'move') return
    watch.disconnect()
    const seen = {}
    for (const row of list.querySelectorAll('li[data-player]')) {
      getComputedStyle(row).transform // starts the transition
      const flight = row.getAnimations().find((animation) => animation.transitionProperty === 'transform')
      if (!flight) continue
      flight.pause()
      const places = []
      for (let at = 0; at <= 700; at += 700 / 42) {
        flight.currentTime = at
        places.push(row.getBoundingClientRect().top)
      }
      seen[row.dataset.player] = places
      flight.play()
    }
    done(seen)
  })
  watch.observe(list, { attributes: true, attributeFilter: ['data-step'] })
}))

test('the standings begin in the old order, and every row that moves is seen moving', async (t) => {
  const stage = await hall(t)
  const wall = await show(stage, named('reveal-single'))
  await stop(wall)
  stage.gallery.show(named('standings').state)
  await drawn(wall, stage, 'standings')
  const list = wall.page.locator('ol[data-step]')
  const order = () => wall.page.locator('.board li[data-player]').evaluateAll((items) => items
    .map((item) => [item.getBoundingClientRect().top, item.dataset.player, item.parentElement.getBoundingClientRect().bottom])
    .filter(([top, , end]) => top < end - 5).sort((a, b) => a[0] - b[0]).map(([, player]) => Number(player)))
  await wall.page.locator('ol[data-step="before"]').waitFor()
  // Places before: Tenzin 1, 李雷 2, Aygül and Bo 3, Zoë 4; Бат-Эрдэнэ was far below.
  assert.deepEqual(await order(), [2, 3, 1, 6, 5])
  assert.equal(await wall.page.locator('li[data-player="1"] .score').textContent(), '1,890', 'the score before')
  assert.equal(await wall.page.locator('.gained bdi').count(), 0, 'no gain is shown yet')
  await wall.page.clock.runFor(800)
  await wall.page.locator('ol[data-step="gains"]').waitFor()
  assert.equal(await wall.page.locator('li[data-player="1"] .gained').textContent(), '+980')
  const flights = moves(wall)
  await wall.page.clock.runFor(1000)
  const seen = await flights
  for (const player of [1, 2, 4]) {
    assert.ok(new Set(seen[player]).size >= 24, `player ${player} was seen in ${new Set(seen[player]).size} places`)
  }
  assert.ok(seen[1][0] > seen[1].at(-1), 'who climbs goes up')
  assert.ok(seen[2][0] < seen[2].at(-1), 'who falls goes down')
  await wall.page.clock.runFor(700)
  await wall.page.locator('li.flash[data-player="4"]').waitFor()
  await wall.page.clock.runFor(600)
  await wall.page.locator('ol[data-step="end"]').waitFor()
  await wall.page.evaluate(() => Promise.all(document.getAnimations().filter((one) => one.transitionProperty).map((one) => one.finished)))
  assert.deepEqual(await order(), [1, 2, 3, 4, 5])
  assert.deepEqual(await list.locator('.place').allTextContents(), ['1', '2', '2', '4', '5'], 'ties share a number')
  assert.deepEqual(await list.locator('li').evaluateAll((items) => [...new Set(items.map((item) => item.offsetHeight))].length), 1, 'rows are of one height')
  assert.equal(await wall.page.locator('li[data-player="1"] .score').textContent(), '2,870')
  assert.equal(await wall.page.locator('.streak svg').count(), 2, 'three in a row and more')
  await wall.page.keyboard.press('8')
  assert.equal(await list.locator('li').count(), 8)
})

test('with less motion the standings are there at once, and no paper falls at the end', async (t) => {
  const stage = await hall(t)
  const wall = await show(stage, named('standings'), { reducedMotion: 'reduce' })
  await wall.page.locator('ol[data-step="end"]').waitFor()
  assert.equal(await wall.page.evaluate(() => document.getAnimations().filter((one) => one.transitionProperty).length), 0, 'nothing moves')
  assert.deepEqual(await wall.page.locator('.board .place').allTextContents(), ['1', '2', '2', '4', '5'])
  await wall.page.clock.install()
  stage.gallery.show(named('finished').state)
  await drawn(wall, stage, 'finished')
  await wall.page.clock.runFor(4000)
  assert.equal(await painted(wall), 0)
})

/** How many pixels of the canvas are painted. */
const painted = ({ page }) => page.locator('canvas').evaluate((canvas) => {
  const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height }).getContext('2d', { willReadFrequently: true })
  copy.drawImage(canvas, 0, 0)
  const { data } = copy.getImageData(0, 0, canvas.width, canvas.height)
  let count = 0
  for (let i = 3; i < data.length; i += 4) if (data[i] > 0) count += 1
  return count
})

test('the podium rises third, second, first; paper falls after that and stops by itself', async (t) => {
  const stage = await hall(t)
  const wall = await show(stage, named('finished-ties'))
  const steps = wall.page.locator('.step')
  assert.deepEqual(await steps.locator('.block').allTextContents(), ['1', '3'], 'two first, so nobody is second')
  assert.deepEqual(await steps.nth(0).locator('.who').allTextContents(), ['Aygül', '李雷'])
  const delays = await steps.evaluateAll((list) => list.map((step) => getComputedStyle(step).animationDelay))
  assert.deepEqual(delays, ['1.6s', '0.2s'])
  stage.gallery.show(named('standings-end').state)
  await drawn(wall, stage, 'standings')
  await stop(wall)
  stage.gallery.show(named('finished').state)
  await drawn(wall, stage, 'finished')
  assert.equal(await painted(wall), 0)
  await wall.page.clock.runFor(3200)
  assert.ok(await painted(wall) > 500, 'paper')
  await wall.page.clock.runFor(4000)
  assert.equal(await painted(wall), 0, 'it stops')
  const head = wall.page.getByTestId('head')
  assert.equal((await head.getAttribute('data-head')).length, 64)
  assert.match(await head.textContent(), /^Log, entry 1,?412 [0-9a-f]{4}( [0-9a-f]{4}){7}$/)
})

test('at every standing the wall says which entry of the log it stands at, for everybody to note', async (t) => {
  const stage = await hall(t)
  for (const [name, words] of [['standings', 'Log, entry 1,412'], ['standings-end', '日志第 1,412 条']]) {
    const wall = await show(stage, named(name), { reducedMotion: 'reduce' })
    const head = wall.page.getByTestId('head')
    await head.filter({ hasText: words }).waitFor() // where they are Chinese they come a moment later
    assert.equal(await head.textContent(), `${words} a3f1 9ca3 f19c a3f1 9ca3 f19c a3f1 9ca3`)
    assert.equal(await head.getAttribute('data-entry'), '1412')
    await wall.page.close()
  }
})

test('in a contest of teams they come after a while, or by their key', async (t) => {
  const stage = await hall(t)
  const scene = named('standings-teams')
  stage.gallery.holds(contests.teams)
  stage.gallery.show(scene.state)
  const wall = await stage.browser.wall('teams', 'about:blank', { reducedMotion: 'reduce' })
  wall.outage = true // with the clock run forward, the link seems to be silent for long
  await wall.page.clock.install()
  await wall.page.goto(stage.gallery.screen)
  await drawn(wall, stage, 'standings')
  const teams = wall.page.getByTestId('teams')
  assert.equal(await teams.count(), 0)
  await wall.page.clock.runFor(6500)
  await teams.getByText('Tigers').waitFor()
  await wall.page.keyboard.press('t')
  await wall.page.getByText('Aygül').waitFor()
  await wall.page.clock.runFor(20_000)
  assert.equal(await teams.count(), 0, 'what the key has chosen stays')
  stage.gallery.show(named('finished-teams').state)
  await drawn(wall, stage, 'finished')
  await wall.page.getByTestId('steps').getByText('Aygül').waitFor()
  await wall.page.clock.runFor(11_000)
  await wall.page.getByTestId('steps').getByText('Tigers').waitFor()
})

test('the right tile is marked before the bars grow, and they stand in line above their shapes', async (t) => {
  const stage = await hall(t)
  const wall = await show(stage, named('reveal-single'))
  const tile = wall.page.locator('.tile.right')
  assert.equal(await tile.getAttribute('data-option'), 'b')
  const bars = wall.page.locator('[data-testid=bars] li')
  const times = await bars.locator('i').evaluateAll((list) => list.map((bar) => [getComputedStyle(bar).animationDelay, getComputedStyle(bar).animationDuration]))
  assert.deepEqual(times, [600, 680, 760, 840].map((ms) => [`${ms / 1000}s`, '0.9s']))
  const lines = await bars.evaluateAll((list) => list.map((bar) => {
    const [column, foot] = [bar.querySelector('.column'), bar.querySelector('.foot')].map((part) => part.getBoundingClientRect())
    return [column.bottom, foot.top, Math.abs((column.left + column.right) / 2 - (foot.left + foot.right) / 2) < 1].map((value) => (typeof value === 'number' ? Math.round(value) : value))
  }))
  assert.equal(new Set(lines.map(String)).size, 1, 'all bars end on one line')
  assert.ok(lines[0][2], 'a shape stands in the middle below its bar')
  await wall.page.getByText('72 of 128 right').waitFor()
  await wall.page.getByText('Fastest: Aygül').waitFor()
  await wall.page.getByText(/^.?1\.8.? s$/).waitFor()
  await wall.page.getByText('World Ocean Atlas, 2018').waitFor()
})

test('an open question says how many have answered and not what', async (t) => {
  const stage = await hall(t)
  const wall = await show(stage, { ...named('open-single'), extra: [{ type: 'tally', turn: 3, answered: 40, players: 128, counts: { a: 40, b: 0, c: 0, d: 0 } }] })
  const answered = wall.page.getByTestId('answered')
  await answered.getByText('40 of 128 answered').waitFor()
  assert.equal(await wall.page.getByTestId('bars').count(), 0)
  const before = await answered.elementHandle()
  stage.gallery.say({ type: 'tally', turn: 3, answered: 41, players: 128 })
  await answered.getByText('41 of 128 answered').waitFor()
  assert.equal(await before.evaluate((element) => element.isConnected), false, 'the number is drawn anew, with its pulse')
})

test('the wall can be blank, and comes back as it was', async (t) => {
  const stage = await hall(t)
  const wall = await show(stage, named('open-single'))
  await wall.page.locator('main').evaluate((main) => { main.querySelector('.question').mark = true })
  stage.gallery.show({ ...named('open-single').state, blank: true, notice: { id: 1, text: 'Not on a blank wall' } })
  await drawn(wall, stage, 'open')
  assert.equal(await wall.page.locator('main').isVisible(), false)
  assert.equal((await wall.page.locator('body').innerText()).trim(), '')
  stage.gallery.show(named('open-single').state)
  await wall.page.getByText('Which ocean is the largest?').waitFor()
  assert.equal(await wall.page.locator('.question').evaluate((element) => element.mark), true, 'it was there all the time')
})

test('what the host says stands below the picture, which makes room for it', async (t) => {
  const stage = await hall(t)
  const wall = await show(stage, named('notice'))
  const [bar, foot] = await Promise.all([wall.page.getByTestId('notice'), wall.page.locator('p.foot')].map((part) => part.boundingBox()))
  assert.ok(foot.y + foot.height <= bar.y, 'the foot stands above the message')
  stage.gallery.show(opened(QUESTIONS.single))
  await wall.page.getByTestId('notice').waitFor({ state: 'detached' })
})

test('without a link the wall goes on: a dot, and after ten seconds words', async (t) => {
  const stage = await hall(t)
  stage.gallery.holds(contests.bilingual)
  stage.gallery.show(opened(QUESTIONS.single, { opens_at: -1000, closes_at: 59_000 }))
  const wall = await stage.browser.wall('offline', 'about:blank')
  await wall.page.clock.install()
  await wall.page.goto(stage.gallery.screen)
  await drawn(wall, stage, 'open')
  const left = async () => Number(await wall.page.locator('.ring b').textContent())
  const before = await left()
  wall.outage = true
  stage.gallery.vanish()
  await wall.page.locator('.dot').waitFor()
  assert.equal(await wall.page.getByTestId('lost').count(), 0)
  await wall.page.clock.runFor(11_000)
  await wall.page.getByTestId('lost').waitFor()
  assert.ok(await left() <= before - 10, 'it goes on counting')
  await wall.page.getByText('Which ocean is the largest?').waitFor()
  stage.gallery.back()
  await wall.page.clock.runFor(10_000)
  await wall.page.getByTestId('lost').waitFor({ state: 'detached' })
  assert.equal(await wall.page.locator('.dot').count(), 0)
  wall.outage = false
})

test('the keys: languages, sound, full screen; the pointer hides itself', async (t) => {
  const stage = await hall(t)
  const wall = await show(stage, named('open-single'))
  const { keyboard } = wall.page
  const sees = async (en, zh) => {
    await wall.page.locator(`html[lang="${en ? 'en' : 'zh-Hans'}"]`).waitFor()
    assert.equal(await wall.page.getByText('Which ocean is the largest?').count(), en ? 1 : 0)
    assert.equal(await wall.page.getByText('哪个大洋面积最大？').count(), zh ? 1 : 0)
  }
  await sees(true, true)
  const small = (await wall.page.locator('h1 .words').first().boundingBox()).height
  await keyboard.press('g')
  await sees(true, false)
  assert.ok((await wall.page.locator('h1 .words').first().boundingBox()).height > small, 'alone it is larger')
  await keyboard.press('g')
  await sees(false, true)
  await wall.page.reload()
  await sees(false, true)
  await keyboard.press('g')
  await sees(true, true)

  // Sound: off until its key, then heard at the next cue and remembered.
  await wall.page.evaluate(() => {
    window.tones = 0
    const start = OscillatorNode.prototype.start
    OscillatorNode.prototype.start = function count(...args) { window.tones += 1; return start.apply(this, args) }
  })
  const tones = () => wall.page.evaluate(() => window.tones)
  stage.gallery.show(named('reveal-single').state)
  await drawn(wall, stage, 'reveal')
  assert.equal(await tones(), 0, 'silent at first')
  await keyboard.press('m')
  await wall.page.getByRole('img', { name: 'Sound on' }).waitFor()
  await wall.page.getByRole('img', { name: 'Sound on' }).waitFor({ state: 'detached' })
  stage.gallery.show(named('finished').state)
  await drawn(wall, stage, 'finished')
  await wall.page.waitForFunction(() => window.tones > 0)
  assert.equal(await tones(), 6, 'the six notes of the end')
  assert.equal(await wall.page.evaluate(() => localStorage.getItem('jinbang.wall.sound')), 'on')
  await keyboard.press('m')
  await wall.page.getByRole('img', { name: 'Sound off' }).waitFor()

  await keyboard.press('f')
  await wall.page.waitForFunction(() => document.fullscreenElement !== null)
  await wall.page.mouse.dblclick(300, 300)
  await wall.page.waitForFunction(() => document.fullscreenElement === null)

  const cursor = () => wall.page.locator('main').evaluate((main) => getComputedStyle(main).cursor)
  await wall.page.mouse.move(200, 200)
  assert.equal(await cursor(), 'default')
  await wall.page.waitForFunction(() => getComputedStyle(document.querySelector('main')).cursor === 'none')
  assert.equal(await wall.page.locator('button, a, input, select').count(), 0, 'nothing to press')
})

test('a short sound is played by itself, or the wall asks for a key', async (t) => {
  const stage = await hall(t)
  const wall = await show(stage, named('open-audio'))
  const audio = wall.page.locator('audio')
  await wall.page.waitForFunction(() => document.querySelector('audio').played.length > 0 || document.querySelector('.refused') !== null)
  assert.equal(await audio.getAttribute('controls'), null)
  // A browser that wants a key first refuses as this one is made to.
  await wall.page.addInitScript(() => {
    const play = HTMLMediaElement.prototype.play
    HTMLMediaElement.prototype.play = function refuse() {
      return window.pressed ? play.call(this) : Promise.reject(new DOMException('press a key', 'NotAllowedError'))
    }
    addEventListener('keydown', () => { window.pressed = true }, true)
  })
  await wall.page.reload()
  await wall.page.getByText('Press any key on this computer').waitFor()
  await wall.page.keyboard.press('Enter')
  await wall.page.getByText('Press any key on this computer').waitFor({ state: 'detached' })
  await wall.page.waitForFunction(() => document.querySelector('audio').played.length > 0)
})

test('who comes in fades in and moves nobody else; when the door closes the code goes', async (t) => {
  const stage = await hall(t)
  const wall = await show(stage, { name: 'lobby', state: { phase: 'lobby', players: 2, names: ['李雷', 'Zoë'] } })
  const names = wall.page.locator('.people li')
  const zoe = await names.nth(1).elementHandle()
  stage.gallery.show({ phase: 'lobby', players: 3, names: ['Aygül', '李雷', 'Zoë'] })
  await drawn(wall, stage, 'lobby')
  assert.deepEqual(await names.allTextContents(), ['Aygül', '李雷', 'Zoë'])
  assert.equal(await zoe.evaluate((element) => element.isConnected), true, 'the others stay')
  stage.gallery.show(named('lobby-2000').state)
  await drawn(wall, stage, 'lobby')
  const shown = await names.count() - 1
  const more = Number((await wall.page.getByTestId('more').textContent()).replace(/\D/g, ''))
  assert.equal(shown + more, 2000)
  const lines = new Set(await names.evaluateAll((list) => list.map((item) => item.offsetTop)))
  assert.ok(lines.size <= 4, `${lines.size} lines of names`)
  stage.gallery.show({ phase: 'lobby', players: 3, admit: false, names: ['Aygül', '李雷', 'Zoë'] })
  await wall.page.getByText('Joining is closed.').waitFor()
  await wall.page.locator('.qr').waitFor({ state: 'detached' })
})

test('fonts: only for scripts that are shown, from this server, and none on other pages', async (t) => {
  const stage = await hall(t)
  const wall = await show(stage, named('open-single'))
  const fonts = () => stage.gallery.served.filter((path) => path.endsWith('.woff2'))
  assert.deepEqual(fonts(), [], 'nothing is fetched for Latin and Han')
  const sources = await wall.page.evaluate(() => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSFontFaceRule).map((rule) => ({ family: rule.style.getPropertyValue('font-family'), src: rule.style.getPropertyValue('src') })))
  assert.deepEqual([...new Set(sources.map(({ family }) => family.replaceAll('"', '')))], ['Noto Sans Arabic', 'Noto Serif Tibetan', 'Noto Sans Mongolian'])
  for (const { src } of sources) {
    assert.match(src, /^local\(.+url\("?\/assets\/noto-[\w-]+\.woff2"?\)/, 'an installed font comes first')
    // The file itself is a font that the policy lets in.
    const url = /url\("?([^")]+)/.exec(src)[1]
    assert.equal(await wall.page.evaluate(async (path) => (await new FontFace('probe', `url(${path})`).load()).status, url), 'loaded')
  }
  const { screen } = stage.gallery
  await wall.page.goto(screen.replace('/screen#', '/screen?glyphs#'))
  await wall.page.locator('main[data-phase=glyphs]').waitFor()
  assert.equal(await wall.page.locator('dd').count(), 10)
  assert.deepEqual(await sticksOut(wall), [])
})
