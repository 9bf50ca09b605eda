// The projector: the code on the wall leads to the contest, and everything fits on every wall.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import test from 'node:test'
import { promisify } from 'node:util'
import { ARABIC, BANK, LONG } from './lib/bank.mjs'
import { sticksOut } from './lib/measure.mjs'
import { at, resize, shot } from './lib/pages.mjs'
import { advance, contestOf, rawHost, rawJoinAll, stage } from './lib/stage.mjs'

const WALLS = [{ width: 1920, height: 1080 }, { width: 1024, height: 768 }]
const NAMES = ['李雷', 'Zoë', 'Aygül', 'سارة', 'Бат-Эрдэнэ', 'Tenzin', 'A very long name that nobody should have', 'Bo', 'Ana', 'Kim', '欧阳娜娜', 'Max']

/** Looks at the wall in both shapes, and keeps pictures of them and of the look for bright rooms. */
async function look(wall, name, { cut = null } = {}) {
  for (const size of WALLS) {
    await resize(wall, size)
    await shot(wall, `wall-${name}-${size.width}`)
    assert.deepEqual(await sticksOut(wall, cut), [], `${name} at ${size.width}`)
  }
  await wall.page.keyboard.press('Shift+D')
  await shot(wall, `wall-${name}-bright`)
  await wall.page.keyboard.press('Shift+D')
}

test('the QR code on the wall is the link to join', async (t) => {
  const { server, browser } = await stage(t)
  const contest = await contestOf(server, BANK)
  for (const size of WALLS) {
    const wall = await browser.wall(`wall ${size.width}`, contest.screen, { viewport: size })
    await wall.page.locator('.qr svg').waitFor()
    const { stdout } = await promisify(execFile)('zbarimg', ['--raw', '-q', await shot(wall, `wall-qr-${size.width}`)])
    assert.equal(stdout.trim(), await wall.page.locator('.qr').getAttribute('data-url'))
    assert.equal(stdout.trim(), contest.join_url)
    const digits = (await wall.page.getByTestId('code').textContent()).replace(/\D/g, '')
    assert.equal(digits, contest.code)
    // What the code holds leads to the form, with the code filled in.
    const phone = await browser.phone('phone', stdout.trim())
    await phone.page.locator('#name').waitFor()
    assert.equal(phone.page.url(), contest.play)
    await phone.page.getByText(`${contest.code.slice(0, 3)} ${contest.code.slice(3)}`).waitFor()
  }
})

test('a bilingual contest fits on the wall in every phase', async (t) => {
  const { server, browser } = await stage(t)
  const contest = await contestOf(server, BANK, { intro: true, reading: 600 })
  const wall = await browser.wall('wall', contest.screen, { reducedMotion: 'reduce' })
  const host = await rawHost(server, contest)
  const players = await rawJoinAll(server, contest, NAMES)
  await wall.page.locator('.people li').nth(NAMES.length - 1).waitFor({ state: 'attached' })
  await look(wall, 'lobby', { cut: '.people ul' })
  await host.do('next')
  await at(wall, 'intro')
  for (const words of ['7 questions', '600 seconds each', '10 points for a right answer']) await wall.page.getByText(words, { exact: true }).waitFor()
  await look(wall, 'intro')
  for (let turn = 1; turn <= BANK.questions.length; turn++) {
    const { id, answer } = BANK.questions[turn - 1]
    await advance(host, 'reading', turn)
    await at(wall, 'reading', turn)
    if (turn === 1) await look(wall, 'reading')
    await advance(host, 'open', turn)
    await at(wall, 'open', turn)
    if (id === 'single') {
      for (const words of ['Which ocean is the largest?', '最大的海洋是哪一个？', 'Pacific Ocean', '太平洋']) {
        assert.ok(await wall.page.getByText(words, { exact: true }).isVisible(), `both languages: ${words}`)
      }
      await Promise.all(players.map((player, i) => player.answer(turn, i % 3 ? answer.correct[0] : 'a')))
      await wall.page.getByText(`${NAMES.length} of ${NAMES.length} answered`).waitFor()
    }
    await look(wall, `open-${id}`)
    await advance(host, 'reveal', turn)
    await at(wall, 'reveal', turn)
    await look(wall, `reveal-${id}`)
    if (turn === 1) {
      await advance(host, 'standings', turn)
      await at(wall, 'standings')
      await look(wall, 'standings')
    }
  }
  await host.do('pause')
  await wall.page.getByTestId('paused').waitFor()
  await look(wall, 'paused')
  await host.do('resume')
  await host.do('finish')
  await at(wall, 'finished')
  await look(wall, 'finished')
})

test('long texts and six options fit on the wall', async (t) => {
  const { server, browser } = await stage(t)
  const contest = await contestOf(server, LONG, { ids: ['single'] })
  const wall = await browser.wall('wall', contest.screen, { reducedMotion: 'reduce' })
  const host = await rawHost(server, contest)
  await advance(host, 'open', 1)
  await at(wall, 'open', 1)
  await look(wall, 'long-open')
  await advance(host, 'reveal', 1)
  await at(wall, 'reveal', 1)
  await look(wall, 'long-reveal')
})

test('a question in Arabic runs from the right', async (t) => {
  const { server, browser } = await stage(t)
  const contest = await contestOf(server, ARABIC, { title: { ar: 'مسابقة', en: 'Contest' } })
  const wall = await browser.wall('wall', contest.screen, { reducedMotion: 'reduce' })
  const host = await rawHost(server, contest)
  await advance(host, 'open', 1)
  await at(wall, 'open', 1)
  const [a, b] = await Promise.all(['a', 'b'].map((id) => wall.page.locator(`[data-option="${id}"]`).boundingBox()))
  assert.ok(a.x > b.x, 'A stands on the right of B')
  assert.equal(await wall.page.locator('h1').evaluate((element) => getComputedStyle(element).direction), 'rtl')
  await look(wall, 'open-rtl')
})

test('the look for bright rooms is kept, and a wrong link says so', async (t) => {
  const { server, browser } = await stage(t)
  const contest = await contestOf(server, BANK)
  const wall = await browser.wall('wall', contest.screen)
  await at(wall, 'lobby')
  const theme = () => wall.page.locator('html').getAttribute('data-theme')
  assert.equal(await theme(), 'dark')
  await wall.page.keyboard.press('Shift+D')
  assert.equal(await theme(), 'light')
  await wall.page.reload()
  await at(wall, 'lobby')
  assert.equal(await theme(), 'light', 'the look is kept')
  const bad = await browser.wall('bad key', contest.screen.replace(/\.\w+$/, '.nothing'))
  await bad.page.getByRole('alert').getByText('This link is not valid for the contest.').waitFor()
  const none = await browser.wall('no key', contest.screen.replace(/#.*/, ''))
  await none.page.getByRole('alert').getByText('This page needs the screen link of a contest.').waitFor()
})

test('the host blanks the wall, brings it back, and speaks to everybody on it', async (t) => {
  const { server, browser } = await stage(t)
  const contest = await contestOf(server, BANK)
  const wall = await browser.wall('wall', contest.screen)
  const host = await rawHost(server, contest)
  const [player] = await rawJoinAll(server, contest, ['Aygül'])
  await advance(host, 'open', 1)
  await at(wall, 'open', 1)
  await host.do('blank', { on: true })
  await wall.page.locator('main').waitFor({ state: 'hidden' })
  await player.answer(1, 'b') // the contest goes on behind it
  await host.do('blank', { on: false })
  await wall.page.getByText('Which ocean is the largest?').waitFor()
  await host.do('message', { text: 'The break is over' })
  await wall.page.getByTestId('notice').getByText('The break is over').waitFor()
  await host.do('message', { text: '' })
  await wall.page.getByTestId('notice').waitFor({ state: 'detached' })
  await advance(host, 'reveal', 1)
  await wall.page.getByText('Fastest: Aygül').waitFor()
})
