// A mistyped address: a page that says so in both languages and leads to the join form.
import assert from 'node:assert/strict'
import test from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { BANK } from './lib/bank.mjs'
import { sideways } from './lib/measure.mjs'
import { at, enter, shot } from './lib/pages.mjs'
import { contestOf, stage } from './lib/stage.mjs'

test('who mistypes the address is told, and gets in with the code', async (t) => {
  const { server, browser } = await stage(t)
  const contest = await contestOf(server, BANK)
  const phone = await browser.phone('lost', 'about:blank')
  phone.mayRefuse = [404]
  await phone.page.goto(`${server.url}/jion`)
  await phone.page.getByText('There is nothing at this address').waitFor()
  await phone.page.getByText('这个地址没有内容').waitFor()
  assert.deepEqual(await sideways(phone), [])
  await shot(phone, 'lost')
  await phone.page.locator('#code').fill('12345')
  await phone.page.locator('button').tap() // the browser itself says what is missing
  assert.equal(new URL(phone.page.url()).pathname, '/jion')
  await phone.page.locator('#code').fill(contest.code)
  await phone.page.locator('button').tap()
  await phone.page.locator('#name').waitFor()
  await enter(phone, 'Zoë')
  await at(phone, 'lobby')
  const seen = await browser.desk('lost', 'about:blank', { bypassCSP: true })
  seen.mayRefuse = [404]
  await seen.page.goto(`${server.url}/screen/x`)
  const { violations } = await new AxeBuilder({ page: seen.page }).setLegacyMode(true).analyze()
  assert.deepEqual(violations.map(({ id }) => id), [])
  await shot(seen, 'lost-wide')
})
