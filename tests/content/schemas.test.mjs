// The schemas in questions/schema/ themselves: they accept every bank and contest that ships, refuse
// planted faults, and say what each field means.
//
// Run from the repository root: node --test tests/content/*.test.mjs
import test from 'node:test'
import assert from 'node:assert/strict'
import { bankSchema, banks, contestSchema, contests, copy, errorsOf, first, goodBank, goodContest, goodStage, goodWindow, readJson } from './lib/questions.mjs'

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
  'unknown format': (c) => { c.rounds[0].format = 'chess' },
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

const stageFaults = {
  'unknown seats': (c) => { c.seats = 'chairs' },
  'teams compete, but there are none': (c) => { delete c.teams },
  'a team score where teams compete': (c) => { c.team_score = 'mean' },
  'a hall where people compete': (c) => { c.seats = 'people' },
  'unknown hall': (c) => { c.hall.when = 'later' },
  'members as one text': (c) => { c.teams[0].members = 'A1, A2' },
  'a member twice': (c) => { c.teams[0].members = ['A1', 'A1'] },
  '21 members': (c) => { c.teams[0].members = Array.from({ length: 21 }, (_, i) => `M${i}`) },
  'unknown tie key': (c) => { c.tie = ['overtime'] },
  'award without a title': (c) => { delete c.awards[0].title },
  'award for a class': (c) => { c.awards[0].for = 'class' },
  'award by turnout': (c) => { c.awards[0].by = 'turnout' },
  'award of no places': (c) => { c.awards[0].places = 0 },
  'floor as text': (c) => { c.floor = '0' },
  'values at a buzzer': (c) => { buzzer(c).values = [10, 20] },
  'an early buzz in risk': (c) => { risk(c).early = 'void' },
  'points in risk': (c) => { risk(c).points = 10 },
  'judges at a buzzer': (c) => { buzzer(c).judges = 3 },
  'seconds in a rush': (c) => { rush(c).seconds = 20 },
  'a wager of nothing': (c) => { c.rounds[0].wager = true },
  'a wager without a most': (c) => { wager(c, { min: 5 }) },
  'a wager down to a debt': (c) => { wager(c, { max: 50, min: -10 }) },
  'a wager by steps of nothing': (c) => { wager(c, { max: 50, step: 0 }) },
  'a wager with an unknown limit': (c) => { wager(c, { max: 50, limit: 'luck' }) },
  'a wager with an unknown key': (c) => { wager(c, { max: 50, right: 10 }) },
  'a wager at a buzzer': (c) => { buzzer(c).wager = { max: 50 } },
  'unknown early policy': (c) => { buzzer(c).early = { then: 'shout' } },
  'early that pays': (c) => { buzzer(c).early = { then: 'out', points: 5 } },
  'escalation without a count': (c) => { buzzer(c).early.escalation = [{ bar: true }] },
  'no tries': (c) => { buzzer(c).tries = 0 },
  'unknown fallback': (c) => { buzzer(c).fallback = 'void' },
  'unknown order': (c) => { risk(c).order = 'alphabet' },
  'order by nothing': (c) => { risk(c).order = { equals: 'lot' } },
  'unknown equals': (c) => { risk(c).order = { by: 'high_low', equals: 'high' } },
  'a value of nothing': (c) => { risk(c).values = [0, 10, 20] },
  'a value twice': (c) => { risk(c).values = [10, 10] },
  'by_value and draw': (c) => { risk(c).draw = { bank: 'b' } },
  'by_value named by a word': (c) => { risk(c).by_value = { ten: { bank: 'b' } } },
  'draw of nowhere': (c) => { c.rounds[0].draw = { count: 3 } },
  'placeholder out of a bank': (c) => { c.rounds[0].draw = { placeholder: 3, bank: 'b' } },
  'an empty list of draws': (c) => { c.rounds[0].draw = [] },
  'help that pays': (c) => { c.rounds[0].help_points = 1 },
  'begin in no time': (c) => { c.rounds[0].begin = { seconds: 0 } },
  'late without a time to begin in': (c) => { c.rounds[0].begin = { late: 'round' } },
  'a cap of nothing': (c) => { c.rounds[0].cap = 0 },
  'steps without points': (c) => { c.rounds[0] = { format: 'everyone', draw: { bank: 'b', count: 1 }, speed: { kind: 'steps' } } },
  'streak without a bonus': (c) => { c.rounds[0].streak = { max: 10 } },
  'unknown speaker': (c) => { c.rounds[0].speaker = 'captain' },
  'overtime as text': (c) => { c.rounds.at(-1).overtime = 'yes' },
  'survivors at a buzzer': (c) => { buzzer(c).survivors = 1 },
}

const windowFaults = {
  'rounds beside the window': (c) => { c.rounds = [{ format: 'everyone', draw: { placeholder: 1 } }] },
  'a host': (c) => { c.pace = 'host' },
  'late': (c) => { c.late = 'any' },
  'a door': (c) => { c.approve = false },
  'seats for teams': (c) => { c.seats = 'teams'; delete c.team_score },
  'a base': (c) => { c.base = 100 },
  'a floor': (c) => { c.floor = 0 },
  'fair time': (c) => { c.fair_cap_ms = 100 },
  'a tie that nobody can break': (c) => { c.tie = ['playoff'] },
  'named members': (c) => { c.teams[0].members = ['A'] },
  'too many players': (c) => { c.players_max = 100001 },
  'best and weights': (c) => { c.team_score.best = 3 },
  'weights without the mean': (c) => { delete c.team_score.weights.mean },
  'a weight over a hundred': (c) => { c.team_score.weights.turnout = 101 },
  'award by luck': (c) => { c.awards[0].by = 'luck' },
  'a draw without a title': (c) => { delete c.draws[0].title },
  'nobody wins': (c) => { c.draws[0].winners = 0 },
  '1001 win': (c) => { c.draws[0].winners = 1001 },
  '21 draws': (c) => { c.draws = Array.from({ length: 21 }, () => copy(c.draws[0])) },
  'one prize as text': (c) => { c.one_prize = 'yes' },
  'no opening': (c) => { delete c.window.opens_at },
  'an opening with an offset': (c) => { c.window.opens_at = '2026-12-01T08:00+08:00' },
  'a date for a time': (c) => { c.window.closes_at = '2027-01-05' },
  'no time zone': (c) => { delete c.window.time_zone },
  'a time zone that climbs': (c) => { c.window.time_zone = '../etc/passwd' },
  'an empty paper': (c) => { c.window.paper = [] },
  '51 sections': (c) => { c.window.paper = Array.from({ length: 51 }, () => copy(c.window.paper[0])) },
  'a section without a count': (c) => { delete c.window.paper[0].count },
  'a section of nowhere': (c) => { delete c.window.paper[0].bank },
  'a section of 201': (c) => { c.window.paper[0].count = 201 },
  'placeholders out of a bank': (c) => { c.window.paper[0].placeholder = 9 },
  'placeholders of a kind': (c) => { c.window.paper[0] = { placeholder: 9, count: 1, kinds: ['single'] } },
  'a section in order': (c) => { c.window.paper[0].order = 'bank' },
  'no time at all': (c) => { c.window.seconds = 0 },
  'more than a day': (c) => { c.window.seconds = 86401 },
  'an hour and a second': (c) => { c.window.question_seconds = 3601 },
  'attempts as a number': (c) => { c.window.attempts = 3 },
  'no papers a day': (c) => { c.window.attempts = { per_day: 0 } },
  'an unknown count': (c) => { c.window.attempts = { max: 2, count: 'mean' } },
  'unknown reveal': (c) => { c.window.reveal = 'never' },
  'unknown entry': (c) => { c.window.entry = 'code' },
  'a negative pass': (c) => { c.window.pass = -1 },
  'an unknown key': (c) => { c.window.colour = 'red' },
}

const of = (format) => (contest) => contest.rounds.find((round) => round.format === format)
const wager = (contest, stakes) => { of('turn')(contest).wager = stakes }
const [buzzer, risk, rush] = ['buzzer', 'risk', 'rush'].map(of)

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

test(`the contest schema refuses ${Object.keys(stageFaults).length} faults planted in a stage`, () => planted(contestSchema, goodStage, stageFaults))

test(`the contest schema refuses ${Object.keys(windowFaults).length} faults planted in a window`, () => planted(contestSchema, goodWindow, windowFaults))

test('what belongs to windows is refused beside rounds', () => planted(contestSchema, goodContest, {
  'finish': (c) => { c.tie = ['finish'] },
  'weights': (c) => { c.teams = ['A', 'B']; c.team_score = { weights: { turnout: 50, mean: 50 } } },
  'a hundred thousand': (c) => { c.players_max = 100000 },
}))

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
    (c) => { c.rounds[0].speed = { kind: 'bounded', bonus: 0.05 } },
    (c) => { c.rounds[0].speed = { kind: 'steps', points: [10, 8, 6] }; c.rounds[0].streak = { bonus: 1, max: 3 } },
    (c) => { c.rounds[0].draw = { placeholder: 10 } },
    (c) => { c.rounds[0].draw = [{ bank: 'b', count: 3 }, { placeholder: 2, 'x-note': 1 }] },
    (c) => { c.tie = ['correct', 'last', 'playoff']; c.floor = 0; c.awards = [{ title: { en: 'A' } }] },
    (c) => { c.rounds[0] = { format: 'survival', draw: { bank: 'b', count: 9 }, survivors: 3, revival: 5, limit: 8 } },
    (c) => { c.rounds[0] = { format: 'judged', draw: { placeholder: 5 }, judges: 5, marks: { min: 1, max: 9.5 }, trimmed: true } },
    (c) => { c.rounds[0] = { format: 'ladder', by_value: { 10: { bank: 'b', count: 2 }, 20.5: { bank: 'b' } }, values: [10, 20.5], safe: [1] } },
    (c) => { c.rounds[0] = { format: 'buzzer', draw: { bank: 'b', count: 2 }, early: 'allowed', too_close: 'again', answer_by: 'mouth' } },
  ]) {
    const contest = goodContest()
    change(contest)
    assert.ok(contestSchema(contest), `${change}\n${errorsOf(contestSchema)}`)
  }
})

test('every field of the contest schema tells its default, and quantities their unit', () => {
  const schema = readJson('schema/contest.schema.json')
  const quantities = /(_ms|seconds|reading|points|base|right|wrong|none|roster|best|players_max|floor|cap|at_least|bonus)$/
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
