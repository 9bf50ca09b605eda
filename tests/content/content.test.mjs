// Checks everything in questions/: the schemas themselves, every bank, every contest file, and how
// they fit together. What a schema can say is left to the schema; bankProblems() and
// contestProblems() look for the rest and return sentences, one a problem. Each checker is also fed
// planted faults, so that a checker which sees nothing fails here.
//
// Run from the repository root: node --test tests/content/*.test.mjs
import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

const ROOT = new URL('../../questions/', import.meta.url)
const LANGUAGES = ['zh-Hans', 'en'] // what banks and contests that ship with Jinbang are complete in
const TURNS_MAX = 1000

const readJson = (path) => JSON.parse(readFileSync(new URL(path, ROOT), 'utf8'))
const list = (folder, ending) => readdirSync(new URL(folder, ROOT)).filter((name) => name.endsWith(ending)).sort()

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false,
  // 2.3 is not a whole multiple of 0.01 in binary; six decimals of slack tell 2.3 from 2.305
  multipleOfPrecision: 6 })
addFormats(ajv)
const bankSchema = ajv.compile(readJson('schema/bank.schema.json'))
const contestSchema = ajv.compile(readJson('schema/contest.schema.json'))

const bankFiles = list('banks/', '.bank.json')
const contestFiles = list('contests/', '.json')
const banks = new Map(bankFiles.map((name) => {
  const bank = readJson(`banks/${name}`)
  return [bank.id ?? name.replace(/\.bank\.json$/, ''), bank]
}))
const contests = new Map(contestFiles.map((name) => [name, readJson(`contests/${name}`)]))

const copy = (value) => structuredClone(value)
const errorsOf = (validate) => ajv.errorsText(validate.errors, { separator: '\n' })

/* ---- text ---- */

// Width as the projector counts it: Han, kana, hangul and full-width forms are double.
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u
const width = (text) => Array.from(text).reduce((sum, c) => sum + (WIDE.test(c) ? 2 : 1), 0)
const fold = (text) => text.normalize('NFKC').toLowerCase().replace(/[\p{P}\p{S}\s]+/gu, ' ').trim()

// Does the text give the phrase away? Words are compared whole; scripts without spaces by substring.
const contains = (text, phrase) => {
  const inside = fold(text)
  const wanted = fold(phrase)
  if (wanted === '') return false
  if (WIDE.test(wanted)) return inside.replaceAll(' ', '').includes(wanted.replaceAll(' ', ''))
  return ` ${inside} `.includes(` ${wanted} `)
}

/* ---- banks: what the schema cannot say ---- */

function duplicates(values) {
  const seen = new Set()
  return values.filter((value) => seen.size === seen.add(value).size)
}

// Every text map that people get to see, with a name for messages.
function* textsOf(question) {
  yield ['stem', question.stem]
  for (const side of ['options', 'targets']) {
    for (const item of question[side] ?? []) if (item.text) yield [`${side} ${item.id}`, item.text]
  }
  if (question.explanation) yield ['explanation', question.explanation]
  if (question.source?.citation) yield ['citation', question.source.citation]
  if (question.answer.unit) yield ['unit', question.answer.unit]
  for (const blank of question.answer.blanks ?? []) if (blank.show) yield ['show', blank.show]
}

// Texts that are a right answer by themselves, per language: what a stem must not hold.
function rightTexts(question) {
  const { answer } = question
  if (answer.correct) {
    const right = question.options.filter((option) => answer.correct.includes(option.id))
    return right.flatMap((option) => Object.values(option.text ?? {}))
  }
  if (answer.blanks) return answer.blanks.flatMap((blank) => blank.accept.map((accept) => accept.text))
  if (question.type === 'numeric') return answer.accept.map((accept) => accept.value)
  return []
}

function answerProblems(question, say) {
  const { answer } = question
  const options = (question.options ?? []).map((option) => option.id)
  const targets = (question.targets ?? []).map((target) => target.id)
  const unknown = (ids, known) => ids.filter((id) => !known.includes(id))
  for (const id of duplicates([...options, ...targets])) say(`option id ${id} twice`)
  for (const side of ['options', 'targets']) {
    for (const language of LANGUAGES) {
      const texts = (question[side] ?? []).map((item) => fold(item.text?.[language] ?? item.id))
      for (const text of duplicates(texts)) say(`${side}: "${text}" twice`)
    }
  }
  if (answer.correct) {
    for (const id of unknown(answer.correct, options)) say(`answer names no option: ${id}`)
    if (answer.correct.length >= options.length) say('every option is right')
  }
  if (answer.order) {
    for (const id of unknown(answer.order, options)) say(`order names no option: ${id}`)
    if (answer.order.length !== options.length) say('order is not a permutation')
    if (answer.order.join() === options.join()) say('options are written in the right order')
  }
  if (answer.pairs) {
    const left = answer.pairs.map((pair) => pair[0])
    if ([...left].sort().join() !== [...options].sort().join()) say('pairs do not cover every option once')
    for (const id of unknown(answer.pairs.map((pair) => pair[1]), targets)) say(`pair names no target: ${id}`)
  }
  if (answer.blanks) {
    for (const [language, text] of Object.entries(question.stem)) {
      const gaps = (text.match(/_{2,}/g) ?? []).length
      if (gaps !== 0 && gaps !== answer.blanks.length) say(`${gaps} gaps in ${language}, ${answer.blanks.length} blanks`)
    }
    for (const language of LANGUAGES) {
      if (!answer.blanks.every((blank) => blank.accept.some((accept) => accept.lang === language))) say(`a blank accepts nothing in ${language}`)
    }
    for (const blank of answer.blanks) {
      for (const text of duplicates(blank.accept.map((accept) => accept.text))) say(`accepts "${text}" twice`)
    }
  }
}

function bankProblems(bank) {
  const problems = []
  const categories = (bank.categories ?? []).map((category) => category.id)
  const media = (bank.media ?? []).map((item) => item.id)
  for (const id of duplicates(bank.questions.map((question) => question.id))) problems.push(`question id ${id} twice`)
  for (const id of duplicates([...categories])) problems.push(`category id ${id} twice`)
  for (const id of duplicates([...media])) problems.push(`media id ${id} twice`)
  for (const category of bank.categories ?? []) {
    if (category.parent && !categories.includes(category.parent)) problems.push(`category ${category.id}: no parent ${category.parent}`)
  }
  for (const [what, text] of [['title', bank.title], ['description', bank.description ?? bank.title], ...(bank.categories ?? []).map((category) => [`category ${category.id}`, category.title])]) {
    for (const language of LANGUAGES) if (!text[language]) problems.push(`${what}: no ${language}`)
  }
  const stems = new Map()
  for (const question of bank.questions) {
    const say = (problem) => problems.push(`${question.id}: ${problem}`)
    answerProblems(question, say)
    if (question.category && !categories.includes(question.category)) say(`no category ${question.category}`)
    const used = [...(question.media ?? []).map((item) => item.ref), ...(question.options ?? []).flatMap((option) => option.media ?? [])]
    for (const id of used) if (!media.includes(id)) say(`no media ${id}`)
    for (const [what, text] of textsOf(question)) {
      for (const language of LANGUAGES) if (!text[language]?.trim()) say(`${what}: no ${language}`)
      for (const value of Object.values(text)) {
        if (value !== value.normalize('NFC') || value !== value.trim()) say(`${what}: not NFC, or space at an end`)
      }
    }
    for (const text of rightTexts(question)) {
      for (const stem of Object.values(question.stem)) if (contains(stem, text)) say(`the stem holds the answer "${text}"`)
    }
    for (const stem of Object.values(question.stem)) {
      const key = fold(stem)
      if (stems.has(key)) say(`same stem as ${stems.get(key)}`)
      stems.set(key, question.id)
    }
  }
  return problems
}

/* ---- contests: what the schema cannot say ---- */

const fits = (question, draw) => question.status !== 'retired' &&
  (!draw.tags || draw.tags.some((tag) => question.tags?.includes(tag))) &&
  (!draw.kinds || draw.kinds.includes(question.type)) &&
  (!draw.difficulty || (draw.difficulty[0] <= (question.difficulty ?? 3) && (question.difficulty ?? 3) <= draw.difficulty[1]))

// Can all rounds together be filled with no question twice? Bipartite matching of the places to be
// drawn with the questions that fit them (Kuhn's algorithm).
function unfilled(places) {
  const holder = new Map()
  const place = (index, tried) => {
    for (const key of places[index]) {
      if (tried.has(key)) continue
      tried.add(key)
      if (!holder.has(key) || place(holder.get(key), tried)) {
        holder.set(key, index)
        return true
      }
    }
    return false
  }
  return places.filter((_, index) => !place(index, new Set())).length
}

function contestProblems(contest, known) {
  const problems = []
  const places = []
  const shown = [['title', contest.title]]
  if (contest.description) shown.push(['description', contest.description])
  for (const team of contest.teams ?? []) if (typeof team.name === 'object') shown.push(['team', team.name])
  contest.rounds.forEach((round, index) => {
    const say = (problem) => problems.push(`round ${index + 1}: ${problem}`)
    if (round.title) shown.push([`round ${index + 1}`, round.title])
    const from = round.draw ?? round.questions
    const bank = known.get(from.bank)
    if (!bank) return say(`no bank ${from.bank}`)
    if (round.questions) {
      for (const id of from.ids) {
        if (!bank.questions.some((question) => question.id === id)) say(`no question ${id}`)
        places.push([`${from.bank}/${id}`])
      }
      return
    }
    if (from.difficulty && from.difficulty[0] > from.difficulty[1]) say('difficulty runs backwards')
    const pool = bank.questions.filter((question) => fits(question, from))
    if (pool.length < from.count) say(`wants ${from.count} questions, ${pool.length} fit`)
    for (let i = 0; i < from.count; i++) places.push(pool.map((question) => `${from.bank}/${question.id}`))
  })
  if (places.length > TURNS_MAX) problems.push(`${places.length} questions in one contest`)
  const missing = unfilled(places)
  if (missing > 0) problems.push(`${missing} places cannot be filled without using a question twice`)
  for (const [what, text] of shown) {
    for (const language of LANGUAGES) if (!text[language]) problems.push(`${what}: no ${language}`)
  }
  const names = (contest.teams ?? []).map((team) => fold(JSON.stringify(typeof team === 'string' ? team : team.name)))
  for (const name of duplicates(names)) problems.push(`team ${name} twice`)
  return problems
}

/* ---- figures over a bank ---- */

const singles = (bank) => bank.questions.filter((question) => question.type === 'single' && question.answer.correct.length === 1)
const placeOfRight = (question) => question.options.findIndex((option) => option.id === question.answer.correct[0])

// How often the right option of a single question is strictly the longest (or shortest).
function extremeShare(bank, language, beats) {
  const all = singles(bank)
  const hits = all.filter((question) => {
    const right = question.answer.correct[0]
    const size = (option) => width(option.text[language])
    const mine = size(question.options.find((option) => option.id === right))
    return question.options.every((option) => option.id === right || beats(mine, size(option)))
  })
  return hits.length / all.length
}

function figures(bank) {
  const problems = []
  const count = (type) => bank.questions.filter((question) => question.type === type).length
  for (const type of ['single', 'multiple', 'truefalse', 'numeric', 'text', 'ordering', 'matching']) {
    if (count(type) === 0) problems.push(`no ${type} question`)
  }
  const four = singles(bank).filter((question) => question.options.length === 4)
  const places = [0, 1, 2, 3].map((place) => four.filter((question) => placeOfRight(question) === place).length)
  const expected = four.length / 4
  const chi = places.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
  if (Math.max(...places) / four.length > 0.4) problems.push(`right options sit at ${places}`)
  if (chi > 7.815) problems.push(`right options sit at ${places}: chi-square ${chi.toFixed(2)}`) // 5% level, 3 degrees of freedom
  const truths = bank.questions.filter((question) => question.type === 'truefalse').map((question) => question.answer.value)
  const share = truths.filter(Boolean).length / truths.length
  if (share < 0.3 || share > 0.7) problems.push(`${Math.round(share * 100)}% of the statements are true`)
  for (const language of LANGUAGES) {
    if (extremeShare(bank, language, (mine, other) => mine > other) > 0.45) problems.push(`${language}: the right option is too often the longest`)
    if (extremeShare(bank, language, (mine, other) => mine < other) > 0.45) problems.push(`${language}: the right option is too often the shortest`)
    const stems = bank.questions.map((question) => width(question.stem[language]))
    if (stems.filter((n) => n > 60).length > 0.1 * stems.length) problems.push(`${language}: too many stems wider than 60`)
    if (stems.some((n) => n > 120)) problems.push(`${language}: a stem wider than 120`)
    const options = bank.questions.flatMap((question) => [...(question.options ?? []), ...(question.targets ?? [])]).map((option) => width(option.text[language]))
    if (options.filter((n) => n > 24).length > 0.1 * options.length) problems.push(`${language}: too many options wider than 24`)
    if (options.some((n) => n > 48)) problems.push(`${language}: an option wider than 48`)
    const explained = bank.questions.map((question) => width(question.explanation?.[language] ?? ''))
    if (explained.some((n) => n > 200)) problems.push(`${language}: an explanation wider than 200`)
  }
  return problems
}

/* ---- the files ---- */

test('there are banks and contests to check', () => {
  assert.ok(banks.size >= 1 && banks.size === bankFiles.length, 'bank ids are unique')
  for (const name of ['quick-quiz.json', 'classroom.json', 'evening.json', 'demo.json']) assert.ok(contests.has(name), name)
})

for (const [id, bank] of banks) {
  test(`bank ${id}: schema`, () => assert.ok(bankSchema(bank), errorsOf(bankSchema)))
  test(`bank ${id}: ids, references, languages, leaks, duplicates`, () => assert.deepEqual(bankProblems(bank), []))
  test(`bank ${id}: balance and lengths`, () => assert.deepEqual(figures(bank), []))
  test(`bank ${id}: each question is complete`, () => {
    for (const question of bank.questions) {
      for (const key of ['category', 'difficulty', 'tags', 'explanation']) assert.ok(question[key], `${question.id}: no ${key}`)
      assert.ok(question.tags.length > 0, `${question.id}: no tag`)
      assert.ok(question.source?.citation || question.source?.url, `${question.id}: no source`)
      assert.match(question.source.url ?? 'https://', /^https?:\/\//, question.id)
    }
  })
}

test('the first bank has its promised size and range', () => {
  const bank = banks.get('geography-and-nature')
  assert.ok(bank.questions.length >= 48)
  assert.equal(bank.license, 'CC0-1.0')
  assert.equal(bank.default_language, 'zh-Hans')
  assert.deepEqual([...new Set(bank.questions.map((question) => question.difficulty))].sort(), [1, 2, 3, 4, 5])
  for (const category of bank.categories) {
    const n = bank.questions.filter((question) => question.category === category.id).length
    assert.ok(n >= 4, `${category.id}: ${n}`)
  }
  assert.ok(bank.questions.some((question) => question.answer.blanks?.length === 2), 'a text question with two blanks')
  assert.ok(bank.questions.some((question) => question.type === 'matching' && question.targets.length > question.options.length), 'a matching question with a distractor')
})

test('numeric answers accept the usual roundings and nothing absurd', () => {
  const bank = banks.get('geography-and-nature')
  const accepts = (id, typed) => bank.questions.find((question) => question.id === id).answer.accept
    .some(({ value, tolerance }) => Math.abs(typed - Number(value)) <= Number(tolerance ?? 0) + 1e-9)
  const cases = {
    'sci-13': [[3.14, 3.142, 3.1416, 3.14159], [3, 3.1, 3.2, 3.15]],
    'sci-14': [[100, 99.97, 99.6], [90, 99, 101, 212]],
    'sci-15': [[299792, 299792.458, 299800, 300000], [300, 30, 290000, 310000, 186282]],
    'saf-07': [[100, 110, 120], [60, 80, 99, 121]],
  }
  const numeric = bank.questions.filter((question) => question.type === 'numeric').map((question) => question.id)
  assert.deepEqual(Object.keys(cases).sort(), numeric.sort())
  for (const [id, [right, wrong]] of Object.entries(cases)) {
    for (const typed of right) assert.ok(accepts(id, typed), `${id} refuses ${typed}`)
    for (const typed of wrong) assert.ok(!accepts(id, typed), `${id} accepts ${typed}`)
  }
})

for (const [name, contest] of contests) {
  test(`contest ${name}: schema`, () => assert.ok(contestSchema(contest), errorsOf(contestSchema)))
  test(`contest ${name}: banks, questions, counts, languages`, () => assert.deepEqual(contestProblems(contest, banks), []))
}

test('the demo plays every kind', () => {
  const { bank, ids } = contests.get('demo.json').rounds[0].questions
  const kinds = ids.map((id) => banks.get(bank).questions.find((question) => question.id === id).type)
  assert.equal(ids.length, 12)
  assert.equal(new Set(kinds).size, 7)
})

/* ---- planted faults: every checker must see what it is for ---- */

const goodBank = () => copy(banks.get('geography-and-nature'))
const first = (bank, type) => bank.questions.find((question) => question.type === type)
const goodContest = () => copy(contests.get('evening.json'))

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

test('bankProblems sees planted faults', () => {
  const faults = {
    'question id twice': (b) => { b.questions[1].id = b.questions[0].id },
    'answer names no option': (b) => { first(b, 'single').answer.correct = ['z'] },
    'every option right': (b) => { const q = first(b, 'multiple'); q.answer.correct = q.options.map((option) => option.id) },
    'order leaves one out': (b) => { first(b, 'ordering').answer.order.pop() },
    'order names no option': (b) => { first(b, 'ordering').answer.order[0] = 'z' },
    'options in the right order': (b) => { const q = first(b, 'ordering'); q.answer.order = q.options.map((option) => option.id) },
    'pair missing': (b) => { first(b, 'matching').answer.pairs.pop() },
    'pair twice': (b) => { const q = first(b, 'matching'); q.answer.pairs[1][0] = q.answer.pairs[0][0] },
    'pair with no target': (b) => { first(b, 'matching').answer.pairs[0][1] = 'r99' },
    'no such category': (b) => { b.questions[0].category = 'sports' },
    'no such parent': (b) => { b.categories[0].parent = 'sports' },
    'no such media': (b) => { b.questions[0].media = [{ ref: 'm9' }] },
    'stem in one language': (b) => { delete b.questions[0].stem.en },
    'option in one language': (b) => { delete first(b, 'single').options[0].text['zh-Hans'] },
    'explanation in one language': (b) => { delete b.questions[0].explanation.en },
    'accepted in one language': (b) => { const blank = first(b, 'text').answer.blanks[0]; blank.accept = blank.accept.filter((accept) => accept.lang === 'en') },
    'gaps and blanks differ': (b) => { first(b, 'text').stem.en += ' ____ ____ ____' },
    'leak in English': (b) => { b.questions[0].stem.en = 'Which is larger, the Pacific Ocean or another?' },
    'leak in Chinese': (b) => { b.questions[0].stem['zh-Hans'] = '太平洋是最大的大洋吗？' },
    'stem twice': (b) => { b.questions[1].stem = { ...b.questions[0].stem, en: ` ${b.questions[0].stem.en.toUpperCase()} ` } },
    'option text twice': (b) => { const q = first(b, 'single'); q.options[1].text = copy(q.options[0].text) },
    'space at an end': (b) => { b.questions[0].stem.en += ' ' },
  }
  for (const [name, plant] of Object.entries(faults)) {
    const bank = goodBank()
    plant(bank)
    assert.notEqual(bankProblems(bank).length, 0, name)
  }
})

test('figures sees planted bias', () => {
  const faults = {
    'always the first': (b) => { for (const q of singles(b)) { const at = placeOfRight(q); [q.options[0], q.options[at]] = [q.options[at], q.options[0]] } },
    'always true': (b) => { for (const q of b.questions) if (q.type === 'truefalse') q.answer.value = true },
    'always the longest': (b) => { for (const q of singles(b)) q.options[placeOfRight(q)].text.en += ' and then some more' },
    'always the shortest': (b) => { for (const q of singles(b)) q.options[placeOfRight(q)].text.en = 'x' },
    'a kind missing': (b) => { b.questions = b.questions.filter((q) => q.type !== 'matching') },
    'a very long stem': (b) => { b.questions[0].stem['zh-Hans'] = '长'.repeat(61) },
    'a very long option': (b) => { first(b, 'single').options[0].text['zh-Hans'] = '长'.repeat(25) },
  }
  for (const [name, plant] of Object.entries(faults)) {
    const bank = goodBank()
    plant(bank)
    assert.notEqual(figures(bank).length, 0, name)
  }
})

test('contestProblems sees planted faults', () => {
  const faults = {
    'no such bank': (c) => { c.rounds[0].draw.bank = 'nowhere' },
    'no such question': (c) => { delete c.rounds[0].draw; c.rounds[0].questions = { bank: 'geography-and-nature', ids: ['nothing'] } },
    'more than there are': (c) => { c.rounds[0].draw.count = 200 },
    'no such tag': (c) => { c.rounds[0].draw.tags = ['nothing'] },
    'difficulty backwards': (c) => { c.rounds[0].draw.difficulty = [3, 1] },
    'rounds that compete for the same questions': (c) => { for (const round of c.rounds) Object.assign(round.draw, { kinds: ['text', 'numeric'], count: 5 }) },
    'the same question in two rounds': (c) => { for (const round of c.rounds) { delete round.draw; round.questions = { bank: 'geography-and-nature', ids: ['geo-01'] } } },
    'title in one language': (c) => { delete c.title.en },
    'round title in one language': (c) => { delete c.rounds[0].title['zh-Hans'] },
    'team twice': (c) => { c.teams = ['A', 'a'] },
  }
  for (const [name, plant] of Object.entries(faults)) {
    const contest = goodContest()
    plant(contest)
    assert.notEqual(contestProblems(contest, banks).length, 0, name)
  }
})
