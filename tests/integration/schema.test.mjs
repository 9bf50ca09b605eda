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
  const table = page.slice(page.indexOf('### Error codes'), page.indexOf('## Window contests'))
  const listed = [...table.matchAll(/^\| (`[a-z_]+`(?: \/ `[a-z_]+`)*) \|/gm)].flatMap(([, cell]) => [...cell.matchAll(/`([a-z_]+)`/g)].map(([, code]) => code))
  assert.deepEqual([...codes].sort(), listed.sort())
  for (const type of ['welcome', 'state', 'you', 'tally', 'roster', 'ack', 'preview', 'paper', 'pong', 'error', 'bye', 'hello', 'answer', 'buzz', 'pick', 'name', 'pass', 'mark', 'ping', 'do', 'open', 'hand_in', 'attempt', 'checked']) {
    assert.ok(Object.keys(messages.$defs).some((name) => name.split('.')[0] === type), type)
  }
})

test('every action of the page is in the schema, and every other way round', () => {
  const table = page.slice(page.indexOf('### `do` actions'), page.indexOf('`undo` takes back')) + page.slice(page.indexOf("The host's actions:"), page.indexOf('### Lotteries'))
  const listed = [...table.matchAll(/^\| (`[a-z]+`(?:, `[a-z]+`)*) \|/gm)].flatMap(([, cell]) => [...cell.matchAll(/`([a-z]+)`/g)].map(([, name]) => name))
  const known = messages.$defs.do.oneOf.flatMap(({ properties: { action } }) => action.enum ?? [action.const])
  assert.deepEqual([...known].sort(), listed.sort())
})

test('every field of the stage that the page lists is in the schema, and no other', () => {
  const start = page.indexOf('### `state.stage`')
  const rows = page.slice(start, page.indexOf('### `you`')).matchAll(/^\| ((?:`[a-z_]+`(?:, )?)+) \|/gm)
  const fields = [...rows].flatMap(([, cell]) => [...cell.matchAll(/`([a-z_]+)`/g)].map(([, name]) => name))
  assert.deepEqual(Object.keys(messages.$defs.stage.properties).sort(), fields.sort())
})

test('every field of a state that the page lists is in the schema of the host', () => {
  const start = page.indexOf('### `state`')
  const rows = page.slice(start, page.indexOf('### `state.stage`')).matchAll(/^\| ((?:`[a-z_]+`(?:, )?)+) \|/gm)
  const fields = [...rows].flatMap(([, cell]) => [...cell.matchAll(/`([a-z_]+)`/g)].map(([, name]) => name))
  assert.ok(fields.length > 20)
  for (const name of fields) assert.ok(name in messages.$defs['state.host'].properties, name)
})

test('a state that is right for its role passes', () => {
  accepts('player', OPEN)
  accepts('screen', { ...OPEN, blank: false })
  accepts('host', { ...OPEN, next: 'lock', answer: ['a'], host_note: { en: 'Slowly.' }, undo: null, blank: true, acting: true })
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
    for (const extra of [{ host_note: { en: '' } }, { next: 'lock' }, { fault: 'no' }, { correct: ['a'] }, { undo: null }, { acting: true }, { fastest: { name: 'Li', elapsed: 5 } }]) refuses(role, { ...open, ...extra })
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
  const desk = { ...OPEN, answer: ['a'], next: 'lock', undo: null, blank: false, acting: true }
  accepts('host', desk)
  for (const name of ['answer', 'next', 'undo', 'blank', 'acting']) refuses('host', without(desk, name))
  accepts('host', { ...desk, undo: { what: 'remove', until: 1, name: 'Li' } })
  accepts('host', { ...desk, undo: { what: 'verdict', name: 'Red' } })
  refuses('host', { ...desk, undo: { what: 'verdict' } })
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

const STAGE = {
  ...without(OPEN, 'closes_at'), round: { ...OPEN.round, format: 'buzzer', start: 'reading', early: 'out', tries: 2, too_close: 'first' },
  stage: { turn: 1, step: 'answer', seat: 2, tries: 1, buzz: { seat: 2, elapsed: 310, second: 1, margin: 20, uncertainty: 5 } },
  seats: [{ seat: 1, name: { en: 'Red' }, score: -2.5, rank: 2, may: false, fouls: 1 }, { seat: 2, name: { en: 'Blue' }, score: 0, rank: 1, may: true }],
}
const MARKS = { marks: [{ judge: 1, value: 9.5 }], marked: 1 }

test('a stage has what its format has, and nothing that is secret', () => {
  accepts('player', STAGE)
  accepts('screen', { ...STAGE, blank: false })
  refuses('player', without(STAGE, 'stage'))
  refuses('player', { ...OPEN, stage: STAGE.stage })
  refuses('player', { ...STAGE, round: without(STAGE.round, 'early') })
  refuses('player', { ...STAGE, stage: { ...STAGE.stage, step: 'dance' } })
  refuses('player', { ...STAGE, stage: { ...STAGE.stage, buzz: { seat: 2, elapsed: 310, second: 1 } } })
  refuses('player', { ...STAGE, stage: { ...STAGE.stage, answer: ['a'] } })
  refuses('player', { ...STAGE, stage: { ...STAGE.stage, verdict: { seat: 2, is: 'right', points: 1.125 } } })
  refuses('player', { ...STAGE, seats: [without(STAGE.seats[0], 'may')] })
  const pick = { ...STAGE, round: { ...OPEN.round, format: 'risk', start: 'reading', values: [10, 20], stock: [{ value: 10, left: 0 }] }, stage: { turn: 1, step: 'pick', seat: 1 } }
  refuses('player', pick)
  accepts('player', without(pick, 'question'))
})

test('nobody but the host sees marks before all are in, and a judge sees one', () => {
  const judged = (stage) => ({ ...STAGE, round: { ...OPEN.round, format: 'judged', start: 'reading', judges: 2, marks: { min: 0, max: 10 } }, stage: { turn: 1, step: 'marks', seat: 1, ...stage } })
  const host = { answer: ['a'], next: 'lock', undo: null, blank: false, acting: true }
  const all = { marks: [{ judge: 1, value: 9.5 }, { judge: 2, value: 8 }], marked: 2, mean: 8.75 }
  for (const role of ['player', 'screen']) {
    const base = role === 'screen' ? { blank: false } : {}
    accepts(role, { ...judged({ marked: 1 }), ...base })
    refuses(role, { ...judged(MARKS), ...base })
    accepts(role, { ...judged(all), ...base })
  }
  accepts('host', { ...judged(MARKS), ...host })
  accepts('judge', judged(MARKS))
  accepts('judge', judged(all))
  refuses('judge', judged(without(all, 'mean')))
})

test('what goes with a partial verdict goes with nothing else', () => {
  for (const action of [{ action: 'verdict' }, { action: 'reverse', turn: 1, seat: 1 }]) {
    assert.equal(problemFrom('host', { type: 'do', ...action, is: 'partial', points: 2.5 }), null)
    assert.equal(problemFrom('host', { type: 'do', ...action, is: 'right' }), null)
    for (const bad of [{ is: 'partial' }, { is: 'right', points: 1 }, { is: 'partial', points: 0.125 }, {}, { is: 'maybe' }]) {
      assert.notEqual(problemFrom('host', { type: 'do', ...action, ...bad }), null, JSON.stringify(bad))
    }
  }
  assert.equal(problemFrom('host', { type: 'do', action: 'preview', of: { action: 'void', turn: 1 } }), null)
  for (const of of [{ action: 'hall' }, { action: 'void' }, { type: 'do', action: 'void', turn: 1 }]) {
    assert.notEqual(problemFrom('host', { type: 'do', action: 'preview', of }), null)
  }
  refuses('player', { type: 'preview', re: 'void', changed: [], stages: [] })
  refuses('screen', { type: 'paper', from: 1, questions: [] })
})
