// docs/limits.md against the code: every number that it names stands there.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import test from 'node:test'

const ROOT = new URL('../../', import.meta.url)
const page = readFileSync(new URL('docs/limits.md', ROOT), 'utf8')

const sources = readdirSync(new URL('server/', ROOT), { recursive: true })
  .filter((name) => /\.[ch]$/.test(name)).map((name) => readFileSync(new URL(`server/${name}`, ROOT), 'utf8')).join('\n')

/** What an enum value is in the code: products of numbers and of other values. */
function valueOf(name) {
  const found = [...sources.matchAll(new RegExp(`\\b${name} = ([^,;\\n/}]+)`, 'g'))].map(([, text]) => text.trim())
  assert.equal(found.length, 1, `${name} stands ${found.length} times in the code`)
  return found[0].split('*').reduce((product, factor) => product * (/^\s*\d+\s*$/.test(factor) ? Number(factor) : valueOf(factor.trim())), 1)
}

const stated = [...page.matchAll(/`([A-Z][A-Z_]+) = (\d+)`/g)]

test('the page names limits', () => assert.ok(stated.length > 30, `${stated.length} found`))
for (const [, name, number] of stated) test(`${name} is ${number}`, () => assert.equal(valueOf(name), Number(number)))
