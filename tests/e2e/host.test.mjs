// The host's console: keys, the question before what cannot be undone, who is missing, sending somebody out.
import assert from 'node:assert/strict'
import test from 'node:test'
import { BANK } from './lib/bank.mjs'
import { all, at, enter, next, shot } from './lib/pages.mjs'
import { contestOf, rawHost, rawJoinAll, stage } from './lib/stage.mjs'

const actions = (desk) => desk.sent.filter(({ type }) => type === 'do').map(({ action }) => action)

/** The console with a witness beside it, in the lobby of a contest. */
async function consoleOf(t) {
  const { server, browser } = await stage(t)
  const contest = await contestOf(server, BANK)
  const desk = await browser.desk('host', contest.host)
  await at(desk, 'lobby')
  const witness = await rawHost(server, contest)
  return { server, browser, contest, desk, witness }
}

test('two presses within 50 ms advance once; a held key does not go on', async (t) => {
  const { server, contest, desk, witness } = await consoleOf(t)
  await rawJoinAll(server, contest, ['Zoë'])
  for (const [key, what, phase] of [['Space', 'start', 'open'], ['PageDown', 'lock', 'locked'], ['Enter', 'reveal', 'reveal']]) {
    await desk.page.locator(`[data-testid="next"][data-next="${what}"]:enabled`).waitFor()
    await Promise.all([desk.page.keyboard.press(key), desk.page.keyboard.press(key)])
    await at(desk, phase)
    await witness.state(phase)
  }
  // A key that is held repeats: only its first press counts.
  await desk.page.locator('[data-testid="next"][data-next="standings"]:enabled').waitFor()
  for (let i = 0; i < 5; i++) await desk.page.keyboard.down('Space')
  await desk.page.keyboard.up('Space')
  await at(desk, 'standings')
  await next(desk, 'question') // it would have been locked, had another command gone out
  await at(desk, 'open', 2)
  assert.deepEqual(actions(desk), ['next', 'next', 'next', 'next', 'next'])
  assert.deepEqual(witness.all('state').map(({ phase }) => phase).filter((phase, i, list) => phase !== list[i - 1]),
    ['lobby', 'open', 'locked', 'reveal', 'standings', 'open'])
})

test('P pauses and goes on, E gives time, L closes, S asks first', async (t) => {
  const { server, contest, desk, witness } = await consoleOf(t)
  await rawJoinAll(server, contest, ['Zoë'])
  const ready = (name) => desk.page.getByRole('button', { name, disabled: false }).waitFor()
  await next(desk, 'start', 'ArrowRight')
  const open = await witness.state('open', 1)
  await ready('Pause')
  await desk.page.keyboard.press('p')
  await witness.next('state', (state) => state.paused)
  await ready('Resume P')
  await shot(desk, 'host-paused-by-key')
  assert.equal(await desk.page.getByTestId('next').textContent().then((text) => text.trim()), 'Resume', 'the big button is the way on')
  await desk.page.keyboard.press('P')
  const resumed = await witness.next('state', (state) => !state.paused)
  await ready('+10 s')
  await desk.page.keyboard.press('e')
  const extended = await witness.next('state', (state) => state.closes_at !== resumed.closes_at)
  assert.equal(extended.closes_at - resumed.closes_at, 10000)
  assert.ok(resumed.closes_at >= open.closes_at)
  await ready(/^Close answers.+/)
  await desk.page.keyboard.press('l')
  await at(desk, 'locked', 1)
  await next(desk, 'reveal')
  await next(desk, 'standings')
  await next(desk, 'question')
  await at(desk, 'open', 2)

  await ready('Skip')
  await desk.page.keyboard.press('s')
  const ask = desk.page.getByRole('alertdialog')
  await ask.getByText('Skip this question? It will not count.').waitFor()
  await shot(desk, 'host-ask-skip')
  await desk.page.keyboard.press('Escape')
  await ask.waitFor({ state: 'detached' })
  await desk.page.keyboard.press('s')
  await ask.getByRole('button', { name: 'Cancel' }).click()
  await ask.waitFor({ state: 'detached' })
  assert.equal(await desk.page.locator('main').getAttribute('data-turn'), '2')
  assert.ok(!actions(desk).includes('skip'))
  await desk.page.keyboard.press('s')
  await ask.waitFor()
  await desk.page.keyboard.press('Enter') // "Yes" has the focus
  await at(desk, 'open', 3)
  await ask.waitFor({ state: 'detached' })
  assert.equal(actions(desk).filter((action) => action === 'skip').length, 1)
})

test('keys that are typed into a field belong to the field', async (t) => {
  const { server, contest, desk } = await consoleOf(t)
  const [player] = await rawJoinAll(server, contest, ['Zoë'])
  await desk.page.getByRole('button', { name: /Rename/ }).click()
  const field = desk.page.getByTestId('roster').locator('input')
  await field.fill('')
  await field.pressSequentially('el psl')
  await field.press('Enter')
  await desk.page.getByTestId('roster').getByText('el psl').waitFor()
  assert.deepEqual(actions(desk), ['rename'])
  assert.equal(await desk.page.locator('main').getAttribute('data-phase'), 'lobby')
  await player.settle()
})

test('the roster shows who has not answered, and who is away', async (t) => {
  const { server, contest, desk } = await consoleOf(t)
  const [zoe, bo, kim] = await rawJoinAll(server, contest, ['Zoë', 'Bo', 'Kim'])
  await next(desk, 'start')
  await at(desk, 'open', 1)
  await zoe.answer(1, 'b')
  await kim.close()
  const row = (name, answered) => desk.page.locator(`[data-testid="roster"] li[data-answered="${answered}"]`, { hasText: name })
  await row('Zoë', true).getByText('answered').waitFor()
  await row('Bo', false).getByText('not yet').waitFor()
  await row('Kim', false).getByText('away').waitFor()
  await desk.page.getByText('1 of 3 answered').waitFor()
  await desk.page.getByLabel('Only those who have not answered (2)').check()
  await row('Zoë', true).waitFor({ state: 'detached' })
  await shot(desk, 'host-roster')
  await bo.answer(1, 'a')
  await row('Bo', false).waitFor({ state: 'detached' })
  // Until the answer is revealed only the host sees who chose what.
  await desk.page.locator('[data-option="b"][data-count="1"]').waitFor()
})

test('who is sent out is told so, and may come in again with a name', async (t) => {
  const { browser, contest, desk } = await consoleOf(t)
  const phone = await browser.phone('phone', contest.play)
  await enter(phone, 'Zoë')
  await desk.page.getByRole('button', { name: /Remove/ }).click()
  const ask = desk.page.getByRole('alertdialog')
  await ask.getByText('Remove').waitFor()
  await shot(desk, 'host-ask-kick')
  await ask.getByTestId('confirm').click()
  await phone.page.locator('[data-testid="away"][data-reason="kicked"]').getByText('The host removed you.').waitFor()
  await shot(phone, 'phone-kicked')
  await desk.page.locator('[data-testid="roster"] li').waitFor({ state: 'detached' })
  assert.equal(phone.sockets, 1, 'it does not come back by itself')
  await phone.page.getByRole('button', { name: 'Join again' }).tap()
  await phone.page.locator('#name').waitFor()
  await enter(phone, 'Better name')
  await desk.page.locator('[data-testid="roster"] li', { hasText: 'Better name' }).waitFor()
})

test('a door that is closed lets nobody in and says so', async (t) => {
  const { browser, contest, desk } = await consoleOf(t)
  await desk.page.getByLabel('Let new players in').click()
  await desk.page.getByLabel('Let new players in').and(desk.page.locator(':not(:checked):enabled')).waitFor()
  const phone = await browser.phone('phone', contest.play)
  await phone.page.getByRole('alert').getByText('Joining is closed.').waitFor()
  const wall = await browser.wall('wall', contest.screen)
  await wall.page.getByText('Joining is closed.').waitFor()
  assert.equal(await wall.page.locator('.qr').count(), 0)
  await shot(wall, 'screen-closed')
})

test('a wrong key says so, and does not try again', async (t) => {
  const { browser, contest } = await consoleOf(t)
  const wrong = await browser.desk('wrong key', contest.host.replace(/\.\w+$/, '.0123456789abcdef'))
  await wrong.page.getByRole('alert').getByText('This link is not valid for the contest.').waitFor()
  await shot(wrong, 'host-wrong-key')
  const none = await browser.desk('no key', contest.host.replace(/#.*/, ''))
  await none.page.getByRole('alert').getByText('This page needs the host link of a contest. Please open it in full.').waitFor()
  const gone = await browser.desk('no contest', contest.host.replace(/#\d+/, `#${contest.code === '999999' ? '999998' : '999999'}`))
  await gone.page.getByRole('alert').waitFor()
  await all([wrong, none, gone], 'connecting')
  assert.deepEqual([wrong.sockets, none.sockets, gone.sockets], [1, 0, 1])
})

test('two consoles: what one does the other shows, and a command for a moment that is over does nothing', async (t) => {
  const { browser, contest, desk, witness } = await consoleOf(t)
  const second = await browser.desk('second host', contest.host)
  await at(second, 'lobby')
  await next(desk, 'start')
  await all([desk, second], 'open', 1)
  await next(second, 'lock')
  await all([desk, second], 'locked', 1)
  assert.equal(await witness.refused({ type: 'do', action: 'next', seq: witness.first.seq }), 'stale')
  await at(desk, 'locked', 1)
})
