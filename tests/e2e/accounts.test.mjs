// Accounts on the organizer's pages: an owner lets people in, and each finds what their role may do. And a whole
// contest led from a host's account, through a proxy that keeps every byte: no key is in an address or in the log.
import assert from 'node:assert/strict'
import net from 'node:net'
import test from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { BANK, fileOf } from './lib/bank.mjs'
import { desk, fits, to } from './lib/desk.mjs'
import { at, enter, shot, tile } from './lib/pages.mjs'
import { linked, stage } from './lib/stage.mjs'

const PASSWORD = 'correct horse battery'
const post = (server, path, body) => server.http('POST', path, { body: JSON.stringify(body) })

async function scan({ page }, where) {
  for (const theme of ['dark', 'light']) {
    await page.evaluate((value) => { document.documentElement.dataset.theme = value }, theme)
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('; ')}`), [], `${where}, ${theme}`)
  }
}

/** Signs in at the door with a name and a password. */
async function signIn(watched, name, password = PASSWORD) {
  await watched.page.getByTestId('account-name').fill(name)
  await watched.page.getByTestId('account-password').fill(password)
  await watched.page.getByRole('button', { name: 'Sign in' }).click()
}

/** The door, as somebody finds it who comes without a link. */
async function door(browser, server, options = {}) {
  const watched = await browser.open('door', `${server.url}/organize`, { viewport: { width: 1280, height: 800 }, ...options })
  watched.mayRefuse = [401, 403]
  await watched.page.getByTestId('account-name').waitFor()
  return watched
}

const navOf = ({ page }) => page.locator('header nav a').allTextContents()

test('an owner lets people in and out; each is offered what they may do', async (t) => {
  const { server, browser } = await stage(t)
  const owner = await desk(browser, server)
  await to(owner, '#/accounts')
  await owner.page.getByText('Nobody has an account yet.').waitFor()
  const form = owner.page.getByTestId('add-account')
  const add = async (name, role) => {
    await form.getByLabel('Name').fill(name)
    await form.getByLabel('May').selectOption(role)
    await form.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await form.getByRole('button', { name: 'Make the account' }).click()
  }
  await form.getByRole('button', { name: 'Make the account' }).click()
  await form.getByText('Please enter a name.').waitFor()
  await form.getByText('Please use at least 10 characters.').waitFor()
  for (const [name, role] of [['Olga', 'owner'], ['Ed', 'editor'], ['李雷', 'host']]) {
    await add(name, role)
    await owner.page.getByTestId('said').filter({ hasText: name }).waitFor()
    await owner.page.locator(`[data-account="${name}"]`).waitFor()
  }
  owner.mayRefuse = [409]
  await add('ED', 'host')
  await owner.page.getByText('Somebody has this name already.').waitFor()

  const ed = await door(browser, server)
  await signIn(ed, 'Ed', 'not the password')
  await ed.page.getByText('There is no such name with this password.').waitFor()
  await signIn(ed, 'ed')
  await ed.page.locator('main[data-view="contests"]').waitFor()
  assert.deepEqual(await navOf(ed), ['Contests', 'Question banks', 'New contest'])
  assert.equal(await ed.page.getByTestId('who').textContent(), 'Ed')
  await to(ed, '#/accounts')
  await ed.page.getByTestId('forbidden').waitFor()

  const lei = await door(browser, server)
  await signIn(lei, '李雷')
  await lei.page.getByText('There is no contest yet.').waitFor()
  assert.deepEqual(await navOf(lei), ['Contests'])
  const { id } = (await post(server, '/api/contests', fileOf(BANK, await server.importBank(BANK)))).json
  await to(lei, `#/contest/${id}`)
  await lei.page.locator('a[href*="/host#"]').waitFor()
  assert.equal(await lei.page.getByTestId('delete').count(), 0)
  await to(ed, `#/contest/${id}`)
  await ed.page.getByTestId('delete').waitFor()

  await Promise.all([
    owner.page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.ok()),
    owner.page.locator('[data-account="Ed"] select').selectOption('host'),
  ])
  await to(ed, '#/banks')
  await ed.page.getByTestId('forbidden').waitFor()
  assert.deepEqual(await navOf(ed), ['Contests'], 'what is offered follows the new role')
  await owner.page.locator('[data-account="李雷"]').getByRole('button', { name: 'Disable' }).click()
  await owner.page.getByTestId('confirm').click()
  await owner.page.locator('[data-account="李雷"][data-disabled="true"]').waitFor()
  await lei.page.getByTestId('account-name').waitFor() // at its next look
  await owner.page.locator('[data-account="Olga"]').getByRole('button', { name: 'New password' }).click()
  await owner.page.locator('dialog').getByLabel('Password', { exact: true }).fill('another one altogether')
  await owner.page.getByRole('button', { name: 'Save' }).click()
  await owner.page.getByTestId('said').filter({ hasText: 'has a new password' }).waitFor()
  const olga = await door(browser, server)
  await signIn(olga, 'Olga', 'another one altogether')
  await olga.page.locator('main[data-view="contests"]').waitFor()
  await to(olga, '#/accounts')
  assert.ok(await olga.page.locator('[data-account="Olga"] select').isDisabled(), 'not one’s own role')
  assert.equal(await olga.page.locator('[data-account="Olga"]').getByRole('button', { name: 'Disable' }).count(), 0)
})

test('axe finds nothing at the door and among the accounts, and nothing is wider than a phone', async (t) => {
  const { server, browser } = await stage(t)
  for (const [name, role] of [['A name as long as forty characters may be', 'owner'], ['Ed', 'editor'], ['李雷', 'host'], ['سارة', 'host']]) {
    assert.equal((await post(server, '/api/accounts', { name: name.slice(0, 40), role, password: PASSWORD })).status, 201)
  }
  const options = { bypassCSP: true, reducedMotion: 'reduce' }
  const outside = await door(browser, server, options)
  await scan(outside, 'door')
  await signIn(outside, 'Ed', 'wrong password')
  await outside.page.getByText('There is no such name').waitFor()
  await scan(outside, 'refused')
  await shot(outside, 'accounts-door')
  await fits(outside, 'door')
  const inside = await desk(browser, server, options)
  await to(inside, '#/accounts')
  await inside.page.locator('[data-account="سارة"]').waitFor()
  await scan(inside, 'accounts')
  await shot(inside, 'accounts-desk')
  await fits(inside, 'accounts')
  await inside.page.locator('[data-account="Ed"]').getByRole('button', { name: 'New password' }).click()
  await scan(inside, 'new password')
  await shot(inside, 'accounts-password')
  await inside.page.getByRole('button', { name: 'Cancel' }).click()
  const chinese = await desk(browser, server, { ...options, locale: 'zh-CN', viewport: { width: 390, height: 844 } })
  await to(chinese, '#/accounts')
  await chinese.page.locator('[data-account="李雷"]').waitFor()
  await shot(chinese, 'accounts-phone-zh')
  const doorZh = await door(browser, server, { ...options, locale: 'zh-CN', viewport: { width: 360, height: 640 } })
  await shot(doorZh, 'accounts-door-phone-zh')
})

/** A wire between pages and server that keeps the first line of every request and its Referer. */
async function wire(t, port) {
  const lines = []
  const listener = net.createServer((client) => {
    const server = net.connect(port, '127.0.0.1')
    for (const [from, to] of [[client, server], [server, client]]) {
      from.on('error', () => {})
      from.on('close', () => to.destroy())
      from.pipe(to)
    }
    client.on('data', (data) => lines.push(...(data.toString('latin1').match(/^(?:(?:GET|POST|HEAD|DELETE|OPTIONS) .*|referer: .*)$/gim) ?? [])))
  })
  await new Promise((resolve) => { listener.listen(0, '127.0.0.1', resolve) })
  listener.unref() // the test ends even if something before this fails
  t.after(() => listener.close())
  return { lines, url: `http://127.0.0.1:${listener.address().port}` }
}

test('a whole contest: no key, token, password or session is in any address or in the log', async (t) => {
  const { server, browser } = await stage(t)
  const { lines, url } = await wire(t, server.port)
  const through = { url, key: server.key }
  const addresses = new Set()
  const open = async (name, address, options) => {
    const watched = await browser.open(name, 'about:blank', options)
    watched.page.on('request', (request) => addresses.add(request.url().split('#')[0]))
    watched.page.on('websocket', (socket) => addresses.add(socket.url()))
    await watched.page.goto(address) // with all of its requests watched
    return watched
  }
  assert.equal((await post(server, '/api/accounts', { name: 'Hanna', role: 'host', password: PASSWORD })).status, 201)
  const contest = linked(await server.contest(fileOf(BANK, await server.importBank(BANK), { seconds: 300 })), url)
  const organizer = await desk(browser, through)
  await to(organizer, '#/banks')
  const hanna = await door(browser, through)
  await signIn(hanna, 'Hanna')
  await to(hanna, `#/contest/${contest.id}`)
  const { pathname, hash } = new URL(await hanna.page.locator('a[href*="/host#"]').first().getAttribute('href'))
  const console = await open('console', `${url}${pathname}${hash}`)
  const wall = await open('wall', contest.screen, { viewport: { width: 1920, height: 1080 } })
  await open('judge', contest.judge)
  const phone = await browser.phone('phone', 'about:blank')
  phone.page.on('request', (request) => addresses.add(request.url()))
  phone.page.on('websocket', (socket) => addresses.add(socket.url()))
  await phone.page.goto(contest.play)
  await enter(phone, 'Zoë')
  const token = await phone.page.evaluate(() => JSON.stringify(Object.entries(localStorage)).match(/[0-9a-f]{32}/)?.[0])
  assert.match(token, /^[0-9a-f]{32}$/)
  await forward(console)
  await at(phone, 'open', 1)
  await tile(phone, 'b').tap()
  while (!(await console.page.locator('[data-phase="finished"]').count())) await forward(console)
  await at(phone, 'finished')
  await wall.page.reload()
  await at(wall, 'finished')
  await to(hanna, `#/results/${contest.id}`)
  const cookies = (await Promise.all([organizer, hanna].map(({ page }) => page.context().cookies()))).flat().map(({ value }) => value)
  assert.equal(cookies.length, 2)
  const secrets = [server.key, contest.host_key, contest.screen_key, contest.judge_key, token, PASSWORD, encodeURIComponent(PASSWORD), ...cookies]
  assert.ok(lines.length > 40 && lines.some((line) => line.startsWith('GET /ws ')), `${lines.length} lines went over the wire`)
  assert.ok(addresses.size > 10)
  for (const secret of secrets) {
    const found = [...lines, ...addresses, server.stderr].filter((text) => text.toLowerCase().includes(secret.toLowerCase()))
    assert.deepEqual(found, [])
  }
})

/** The host's large button, once, whatever it does now. */
async function forward({ page }) {
  const button = page.locator('[data-testid="next"][aria-disabled="false"]')
  const what = await button.getAttribute('data-next')
  await button.click()
  await page.locator(`[data-phase="finished"], [data-testid="next"]:not([data-next="${what}"])`).first().waitFor()
}
