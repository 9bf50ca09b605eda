// The schemas in questions/schema/ themselves: they accept every bank and contest that ships, refuse
// planted faults, and say what each field means.
//
// Run from the repository root: node --test tests/content/*.test.mjs
import test from 'node:test'
import assert from 'node:assert/strict'
import { bankSchema, banks, contestSchema, contests, copy, errorsOf, first, goodBank, goodContest, readJson } from './lib/questions.mjs'

for (const [id, bank] of banks) test(`bank ${id}: schema`, () => assert.ok(bankSchema(bank), errorsOf(bankSchema)))
for (const [name, contest] of contests) test(`contest ${name}: schema`, () => assert.ok(contestSchema(contest), errorsOf(contestSchema)))

const bankFaults = {
  'wrong format': (b) => { b.format = 'quiz' },
  'wrong version': (b) => { b.version = 2 },
  'no title': (b) => { delete b.title },
  'no default language': (b) => { delete b.default_language },
  'bare string for a text': (b) => { b.title = 'Bank' },
  'unknown key in the bank': (b) => { b.author = 'me' },
  'unknown key in a question': (b) => { b.questions[0].hint = 'no' },
  'unknown key in an option': (b) => { first(b, 'single').options[0].right = true },
  'unknown key in an answer': (b) => { first(b, 'truefalse').answer.why = 'so' },
  'bad language tag': (b) => { b.title = { english: 'x' } },
  'id with a space': (b) => { b.questions[0].id = 'geo 01' },
  'unknown kind': (b) => { b.questions[0].type = 'essay' },
  'empty stem': (b) => { b.questions[0].stem.en = '' },
  'difficulty out of range': (b) => { b.questions[0].difficulty = 6 },
  'negative points': (b) => { b.questions[0].points = -1 },
  'three decimals in points': (b) => { b.questions[0].points = 2.305 },
  'time in seconds with a fraction': (b) => { b.questions[0].time_limit_ms = 0.5 },
  'single with one option': (b) => { first(b, 'single').options.length = 1 },
  'single with 27 options': (b) => { first(b, 'single').options = Array.from({ length: 27 }, (_, i) => ({ id: `o${i}`, text: { en: `${i}` } })) },
  'single without an answer': (b) => { delete first(b, 'single').answer },
  'single with no right option': (b) => { first(b, 'single').answer.correct = [] },
  'single answered like truefalse': (b) => { first(b, 'single').answer = { value: true } },
  'multiple with the same id twice': (b) => { first(b, 'multiple').answer.correct = ['a', 'a'] },
  'truefalse with options': (b) => { first(b, 'truefalse').options = first(b, 'single').options },
  'truefalse answered with a word': (b) => { first(b, 'truefalse').answer.value = 'true' },
  'numeric with a binary number': (b) => { first(b, 'numeric').answer.accept[0].value = 3.14 },
  'numeric with separators': (b) => { first(b, 'numeric').answer.accept[0].value = '299,792' },
  'numeric with seven decimals': (b) => { first(b, 'numeric').answer.accept[0].value = '0.1234567' },
  'numeric with a negative tolerance': (b) => { first(b, 'numeric').answer.accept[0].tolerance = '-1' },
  'text without blanks': (b) => { first(b, 'text').answer.blanks = [] },
  'text accepting nothing': (b) => { first(b, 'text').answer.blanks[0].accept = [] },
  'ordering with correct': (b) => { first(b, 'ordering').answer = { correct: ['a'] } },
  'matching without targets': (b) => { delete first(b, 'matching').targets },
  'matching with a triple': (b) => { first(b, 'matching').answer.pairs[0].push('r3') },
  'unknown grading': (b) => { b.defaults.grading.mode = 'generous' },
  'media path that climbs': (b) => { b.media = [{ id: 'm', kind: 'image', file: '../secret.png' }] },
  'media with file and url': (b) => { b.media = [{ id: 'm', kind: 'image', file: 'a.png', url: 'https://example.org/a.png' }] },
  'source url that is none': (b) => { b.questions[0].source.url = 'not a url' },
}

const contestFaults = {
  'wrong format': (c) => { c.format = 'question-bank' },
  'wrong version': (c) => { c.version = 2 },
  'no title': (c) => { delete c.title },
  'title as a string': (c) => { c.title = 'Evening' },
  'no rounds': (c) => { delete c.rounds },
  'empty rounds': (c) => { c.rounds = [] },
  '51 rounds': (c) => { c.rounds = Array.from({ length: 51 }, () => copy(c.rounds[0])) },
  'unknown key': (c) => { c.colour = 'red' },
  'unknown key in a round': (c) => { c.rounds[0].timer = 20 },
  'unknown key in a draw': (c) => { c.rounds[0].draw.limit = 3 },
  'unknown pace': (c) => { c.pace = 'fast' },
  'unknown late': (c) => { c.late = 'never' },
  'unknown tie key': (c) => { c.tie = ['luck'] },
  'tie key twice': (c) => { c.tie = ['time', 'time'] },
  'team required without teams': (c) => { c.team_required = true },
  'team required with an empty list': (c) => { c.team_required = true; c.teams = [] },
  'roster of nobody': (c) => { c.teams = [{ name: 'A', roster: 0 }] },
  'team without a name': (c) => { c.teams = [{ roster: 3 }] },
  '1001 teams': (c) => { c.teams = Array.from({ length: 1001 }, (_, i) => `T${i}`) },
  'unknown team score': (c) => { c.team_score = 'median' },
  'best of none': (c) => { c.team_score = { best: 0 } },
  'three decimals in base': (c) => { c.base = 0.125 },
  'fair cap over a second': (c) => { c.fair_cap_ms = 1001 },
  'no players': (c) => { c.players_max = 0 },
  'too many players': (c) => { c.players_max = 20001 },
  'round without a format': (c) => { delete c.rounds[0].format },
  'format of a later version': (c) => { c.rounds[0].format = 'buzzer' },
  'neither draw nor questions': (c) => { delete c.rounds[0].draw },
  'both draw and questions': (c) => { c.rounds[0].questions = { bank: 'geography-and-nature', ids: ['geo-01'] } },
  'draw of nothing': (c) => { c.rounds[0].draw.count = 0 },
  'draw without a bank': (c) => { delete c.rounds[0].draw.bank },
  'draw of an unknown kind': (c) => { c.rounds[0].draw.kinds = ['essay'] },
  'difficulty of one number': (c) => { c.rounds[0].draw.difficulty = [2] },
  'difficulty out of range': (c) => { c.rounds[0].draw.difficulty = [0, 2] },
  'unknown order': (c) => { c.rounds[0].draw.order = 'alphabet' },
  'the same question twice': (c) => { delete c.rounds[0].draw; c.rounds[0].questions = { bank: 'b', ids: ['q1', 'q1'] } },
  'negative seconds': (c) => { c.rounds[0].seconds = -1 },
  'more than an hour': (c) => { c.rounds[0].seconds = 3601 },
  'seconds as text': (c) => { c.rounds[0].seconds = '20' },
  'reading over ten minutes': (c) => { c.rounds[0].reading = 601 },
  'negative points for right': (c) => { c.rounds[0].points = { right: -10 } },
  'negative number for points': (c) => { c.rounds[0].points = -10 },
  'points with an unknown key': (c) => { c.rounds[0].points = { right: 10, partly: 5 } },
  'three decimals in points': (c) => { c.rounds[0].points = { right: 2.305 } },
  'unknown speed': (c) => { c.rounds[0].speed = 'steps' },
  'speed without a kind': (c) => { c.rounds[0].speed = { floor: 50 } },
  'floor over 100': (c) => { c.rounds[0].speed = { kind: 'linear', floor: 101 } },
  'per_part for multiple': (c) => { c.rounds[0].grading = { multiple: 'per_part' } },
  'subset_half for parts': (c) => { c.rounds[0].grading = { parts: 'subset_half' } },
  'change as text': (c) => { c.rounds[0].change = 'yes' },
  'unknown standings': (c) => { c.rounds[0].standings = 'never' },
}

const planted = (validate, good, faults) => {
  assert.ok(validate(good()), errorsOf(validate))
  for (const [name, plant] of Object.entries(faults)) {
    const faulty = good()
    plant(faulty)
    assert.ok(!validate(faulty), `the schema let pass: ${name}`)
  }
}

test(`the bank schema refuses ${Object.keys(bankFaults).length} planted faults`, () => planted(bankSchema, goodBank, bankFaults))
test(`the contest schema refuses ${Object.keys(contestFaults).length} planted faults`, () => planted(contestSchema, goodContest, contestFaults))

test('the bank schema accepts what it should', () => {
  for (const change of [
    (b) => { b['x-note'] = { any: ['thing'] } },
    (b) => { b.questions[0]['x-note'] = 1 },
    (b) => { b.defaults.grading.mode = 'subset_half' },
    (b) => { first(b, 'multiple').grading = { mode: 'right_minus_wrong' } },
    ...[2.3, 0.07, 1.1, 2.5, 4.35, 999999.99].map((points) => (b) => { b.defaults.points = points }),
    (b) => { first(b, 'single').answer.correct = ['a', 'b'] },
    (b) => { first(b, 'numeric').answer.accept[0] = { value: '-0.5', tolerance: '0.05', tolerance_kind: 'relative' } },
    (b) => { b.media = [{ id: 'm1', kind: 'image', file: 'media/a.webp', alt: { en: 'a' } }]; b.questions[0].media = [{ ref: 'm1', place: 'reveal' }] },
  ]) {
    const bank = goodBank()
    change(bank)
    assert.ok(bankSchema(bank), `${change}\n${errorsOf(bankSchema)}`)
  }
})

test('the contest schema accepts what it should', () => {
  const smallest = { title: { en: 'x' }, rounds: [{ format: 'everyone', questions: { bank: 'b', ids: ['q1'] } }] }
  assert.ok(contestSchema(smallest), errorsOf(contestSchema))
  for (const change of [
    (c) => { c['x-note'] = 1; c.rounds[0]['x-note'] = 1; c.rounds[0].draw['x-note'] = 1 },
    (c) => { c.teams = ['甲', { name: 'Blue' }, { name: { en: 'Green' }, roster: 40 }]; c.team_required = true },
    (c) => { c.team_score = { best: 3 } },
    (c) => { c.team_required = false },
    (c) => { c.base = -2.35; c.tie = []; c.pace = 'auto'; c.late = 'lobby' },
    (c) => { c.rounds[0].seconds = 0 },
    (c) => { c.rounds[0].points = { right: 2.3, wrong: -0.07, none: -1.1 } },
    (c) => { c.rounds[0].speed = 'none' },
    (c) => { c.rounds[0].speed = { kind: 'linear' } },
    (c) => { c.rounds[0].locked_seconds = 1.5; c.rounds[0].reveal_seconds = 8; c.rounds[0].standings_seconds = 6; c.rounds[0].intro_seconds = 4 },
    (c) => { c.rounds[0].shuffle_options = false },
  ]) {
    const contest = goodContest()
    change(contest)
    assert.ok(contestSchema(contest), `${change}\n${errorsOf(contestSchema)}`)
  }
})

test('every field of the contest schema tells its default, and quantities their unit', () => {
  const schema = readJson('schema/contest.schema.json')
  const quantities = /(_ms|seconds|reading|points|base|right|wrong|none|roster|best|players_max|floor)$/
  const walk = (node) => {
    if (node === null || typeof node !== 'object') return
    for (const [name, field] of Object.entries(node.type === 'object' && node.properties ? node.properties : {})) {
      assert.match(field.description ?? '', /[Dd]efault/, `${name} does not tell its default`)
      if (quantities.test(name)) assert.match(field.description, /milliseconds|seconds|points|persons|percent/, `${name} does not tell its unit`)
    }
    Object.values(node).forEach(walk)
  }
  walk(schema)
})
