// The schemas themselves: they compile, they refuse what the protocol forbids, and what
// docs/protocol.md lists is in them.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { api, messages, problemFrom, problemTo, readDoc } from './lib/schemas.mjs'

const page = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8')

const QUESTION = {
  turn: 1, n: 1, of: 2, kind: 'single', prompt: { en: 'Which?' }, points: 10, change: false,
  options: [{ id: 'a', text: { en: 'A' } }, { id: 'b', text: { en: 'B' } }],
}
const OPEN = {
  type: 'state', seq: 4, phase: 'open', paused: false, now: 900, players: 3, admit: true,
  round: { n: 1, of: 1, format: 'everyone', first: 1, turns: 1, speed: 'none' }, question: QUESTION, opens_at: 900, closes_at: 20900,
}
const RESULT = { answer: ['a'], tally: { answered: 2, right: 1, counts: { a: 1, b: 1 } }, explanation: { en: 'So.' }, source: { en: 'There.' } }
const { opens_at, closes_at, ...REVEAL } = { ...OPEN, phase: 'reveal', ...RESULT }
const YOU = { type: 'you', player: 1, name: 'Li', score: 0, rank: 0, of: 0 }

const without = (object, key) => Object.fromEntries(Object.entries(object).filter(([name]) => name !== key))
const accepts = (role, message) => assert.equal(problemTo(role, message), null)
const refuses = (role, message) => assert.notEqual(problemTo(role, message), null, JSON.stringify(message))

test('the published schema is a valid JSON Schema and every reference in it leads somewhere', () => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, strictTuples: false, multipleOfPrecision: 6 })
  addFormats(ajv)
  const validate = ajv.compile(readDoc('schema/message.schema.json'))
  assert.equal(validate(OPEN), true)
  assert.equal(validate({ ...OPEN, added_later: 1 }), true, 'fields may be added')
})

test('every $ref of the OpenAPI file leads somewhere', () => {
  const look = (node, path) => {
    if (node === null || typeof node !== 'object') return
    if (typeof node.$ref === 'string') {
      const target = node.$ref.slice(2).split('/').reduce((at, key) => at?.[key], api)
      assert.ok(target, `${path}: ${node.$ref}`)
    }
    for (const [key, value] of Object.entries(node)) look(value, `${path}/${key}`)
  }
  look(api, '#')
})

test('every error code and every message type of the page is in the schema', () => {
  const codes = messages.$defs.error.properties.code.enum
  const table = page.slice(page.indexOf('### Error codes'))
  const listed = [...table.matchAll(/^\| (`[a-z_]+`(?: \/ `[a-z_]+`)*) \|/gm)].flatMap(([, cell]) => [...cell.matchAll(/`([a-z_]+)`/g)].map(([, code]) => code))
  assert.deepEqual([...codes].sort(), listed.sort())
  for (const type of ['welcome', 'state', 'you', 'tally', 'roster', 'ack', 'pong', 'error', 'bye', 'hello', 'answer', 'ping', 'do']) {
    assert.ok(Object.keys(messages.$defs).some((name) => name.split('.')[0] === type), type)
  }
})

test('every field of a state that the page lists is in the schema of the host', () => {
  const start = page.indexOf('### `state`')
  const rows = page.slice(start, page.indexOf('### `you`')).matchAll(/^\| ((?:`[a-z_]+`(?:, )?)+) \|/gm)
  const fields = [...rows].flatMap(([, cell]) => [...cell.matchAll(/`([a-z_]+)`/g)].map(([, name]) => name))
  assert.ok(fields.length > 20)
  for (const name of fields) assert.ok(name in messages.$defs['state.host'].properties, name)
})

test('a state that is right for its role passes', () => {
  accepts('player', OPEN)
  accepts('screen', { ...OPEN, blank: false })
  accepts('host', { ...OPEN, next: 'lock', answer: ['a'], host_note: { en: 'Slowly.' }, undo: null, blank: true })
  accepts('player', REVEAL)
  accepts('screen', { ...REVEAL, blank: false, fastest: { name: 'Li', elapsed: 5 } })
  accepts('player', { ...without(without(OPEN, 'opens_at'), 'closes_at'), paused: true, reason: 'host', left_ms: 100 })
  accepts('player', YOU)
  accepts('player', { ...YOU, turn: 1, answered: true, answer: 'a', elapsed: 5, correct: true, points: 2.5, moved: 1, streak: 2 })
})

test('nothing that gives the answer away is allowed to a player or the screen before the reveal', () => {
  for (const role of ['player', 'screen']) {
    const open = role === 'screen' ? { ...OPEN, blank: false } : OPEN
    accepts(role, open)
    for (const [name, value] of Object.entries(RESULT)) refuses(role, { ...open, [name]: value })
    for (const phase of ['reading', 'locked']) refuses(role, { ...open, phase, answer: ['a'], tally: RESULT.tally })
    for (const extra of [{ host_note: { en: '' } }, { next: 'lock' }, { fault: 'no' }, { correct: ['a'] }, { undo: null }, { fastest: { name: 'Li', elapsed: 5 } }]) refuses(role, { ...open, ...extra })
    refuses(role, { ...open, question: { ...QUESTION, answer: { correct: ['a'] } } })
    refuses(role, { ...open, question: { ...QUESTION, options: [{ ...QUESTION.options[0], correct: true }, QUESTION.options[1]] } })
  }
  refuses('player', { ...REVEAL, head: 'a'.repeat(64) })
  refuses('player', { ...REVEAL, names: [] })
  refuses('player', { ...REVEAL, blank: false })
  refuses('player', { ...REVEAL, fastest: { name: 'Li', elapsed: 5 } })
  refuses('player', { type: 'tally', turn: 1, answered: 1, players: 2 })
  refuses('player', { type: 'roster', total: 0, players: [], away: 0, screens: 0, hosts: 1 })
  refuses('screen', { type: 'tally', turn: 1, answered: 1, players: 2, counts: { a: 1 } })
  refuses('screen', { type: 'roster', total: 0, players: [], away: 0, screens: 0, hosts: 1 })
})

test('a state that lacks or mixes up something does not pass', () => {
  for (const name of ['seq', 'phase', 'paused', 'now', 'players', 'admit', 'round', 'question', 'opens_at']) refuses('player', without(OPEN, name))
  refuses('player', { ...OPEN, paused: true, reason: 'host' })
  refuses('player', { ...OPEN, paused: true })
  refuses('player', { ...OPEN, left_ms: 5 })
  refuses('player', { ...OPEN, phase: 'lobby' })
  refuses('player', { ...OPEN, phase: 'playing' })
  refuses('player', { ...REVEAL, opens_at: 1 })
  refuses('player', without(REVEAL, 'tally'))
  refuses('player', { ...OPEN, question: without(QUESTION, 'options') })
  refuses('player', { ...OPEN, question: { ...QUESTION, kind: 'text' } })
  refuses('player', { ...OPEN, question: { ...QUESTION, points: 0.125 } })
  const desk = { ...OPEN, answer: ['a'], next: 'lock', undo: null, blank: false }
  accepts('host', desk)
  for (const name of ['answer', 'next', 'undo', 'blank']) refuses('host', without(desk, name))
  accepts('host', { ...desk, undo: { what: 'remove', until: 1, name: 'Li' } })
  for (const undo of [{ what: 'lock' }, { what: 'extend', until: 1 }, { what: 'remove', until: 1 }, { what: 'skip', until: 1, name: 'Li' }]) refuses('host', { ...desk, undo })
  refuses('player', { ...YOU, correct: true })
  refuses('player', { ...YOU, turn: 1, answered: false, correct: true, points: 1, moved: 0, streak: 1 })
  refuses('player', { ...YOU, turn: 1, answered: true })
  refuses('player', { ...YOU, turn: 1, answered: false, correct: false, points: 1 })
  refuses('player', { ...YOU, above: { rank: 1, name: 'Bo', score: 1 } })
})

test('client messages that the page does not know do not pass', () => {
  const hello = { type: 'hello', role: 'player', code: '482913', name: 'Li' }
  assert.equal(problemFrom('player', hello), null)
  for (const bad of [{ ...hello, code: 482913 }, { ...hello, role: 'host' }, without(hello, 'name'), { ...hello, key: 'x' }, { type: 'do', action: 'next' }]) {
    assert.notEqual(problemFrom('player', bad), null, JSON.stringify(bad))
  }
  for (const good of [{ action: 'extend', ms: 1 }, { action: 'undo' }, { action: 'blank', on: true }, { action: 'message', text: '' }]) {
    assert.equal(problemFrom('host', { type: 'do', ...good }), null)
  }
  for (const bad of [{ type: 'do', action: 'extend' }, { type: 'do', action: 'extend', ms: 0 }, { type: 'do', action: 'admit' }, { type: 'do', action: 'dance' }, { type: 'do', action: 'kick' }, { type: 'do', action: 'blank' }, { type: 'do', action: 'message' }]) {
    assert.notEqual(problemFrom('host', bad), null, JSON.stringify(bad))
  }
})
