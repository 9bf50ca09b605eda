// Importing over HTTP: any format, its options, a look at it before anything is kept; and editing a bank.
import assert from 'node:assert/strict'
import test from 'node:test'
import { BANK, fileOf, serve } from './lib.mjs'

const server = await serve()
const QUIZ = {
  subject: 'Water',
  questions: [
    { question: 'What boils at 100 degrees?', answers: ['Ice', 'Water', 'Iron'], solution: 1, time: 15 },
    { question: 'Which are metals?', answers: ['Iron', 'Salt', 'Gold'], solutions: [0, 2], time: 20, image: 'https://example.org/gold.png' },
    { question: 'Nobody said which', answers: ['One', 'Two'], time: 20 },
  ],
}
const query = (values) => new URLSearchParams(values).toString().replaceAll('+', '%20')
const post = (body, values = {}) => server.http('POST', `/api/banks?${query(values)}`, { body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body) })
const patch = (id, edit) => server.http('PATCH', `/api/banks/${id}`, { body: typeof edit === 'string' ? edit : JSON.stringify(edit) })
const read = async (id) => (await server.http('GET', `/api/banks/${id}`)).json
const count = async () => (await server.http('GET', '/api/banks')).json.banks.length
const codes = ({ json }) => json.problems.map(({ code }) => code)
const truth = (id, en, rest = {}) => ({ id, type: 'truefalse', stem: { en }, answer: { value: true }, ...rest })

test('what can be read and written is told', async () => {
  const { status, json } = await server.http('GET', '/api/import')
  assert.equal(status, 200)
  for (const format of ['json', 'csv', 'xlsx', 'gift', 'rahoot', 'opentdb', 'classquiz']) assert.ok(json.formats.includes(format), format)
  for (const { name, extension } of json.writes) assert.match(`${name}${extension}`, /^[a-z-]+(\.[a-z-]+)+$/)
  for (const encoding of ['utf-8', 'gb18030', 'big5']) assert.ok(json.encodings.includes(encoding), encoding)
  for (const field of ['stem', 'option_a', 'answer']) assert.ok(json.fields.includes(field), field)
})

test('a dry run shows what a file is understood as and keeps nothing', async () => {
  const before = await count()
  const answer = await post(QUIZ, { name: 'water.json', dry_run: 1, preview: 1 })
  assert.equal(answer.status, 200, answer.text)
  const { format, encoding, questions, by_kind: kinds, bank, languages, id } = answer.json
  assert.deepEqual({ format, encoding, questions, id }, { format: 'rahoot', encoding: 'utf-8', questions: 2, id: undefined })
  assert.deepEqual([kinds.single, kinds.multiple], [1, 1])
  assert.deepEqual(codes(answer).sort(), ['no_answer', 'remote_media'])
  assert.deepEqual(bank.questions.map(({ stem }) => stem), [{ en: 'What boils at 100 degrees?' }])
  assert.deepEqual([bank.title, languages], [{ en: 'Water' }, ['en']])
  assert.equal((await post(QUIZ, { dry_run: 1, preview: 0 })).json.bank.questions.length, 0)
  assert.equal('bank' in (await post(QUIZ, { dry_run: 1 })).json, false)
  assert.equal(await count(), before)
})

test('the same file, kept, is what was shown', async () => {
  const answer = await post(QUIZ, { name: 'Quiz 水', language: 'de' })
  assert.equal(answer.status, 201, answer.text)
  const { name, bank, revision } = await read(answer.json.id)
  assert.deepEqual({ name, revision }, { name: 'Quiz 水', revision: 1 })
  assert.equal(bank.default_language, 'de')
  const [boils, metals] = bank.questions
  assert.deepEqual([boils.answer.correct, metals.answer.correct, metals.type], [['b'], ['a', 'c'], 'multiple'])
  assert.equal(boils.source.imported_from.line, 1)
  assert.equal(boils.time_limit_ms, 15000)
})

test('a bank goes out in every format that is told, and what was cut is told too', async () => {
  const id = await server.importBank({ ...BANK, id: 'out' }, '题库 one.xlsx')
  const { writes } = (await server.http('GET', '/api/import')).json
  assert.ok(writes.length >= 6)
  for (const { name, extension } of writes) {
    const { status, headers, text } = await server.http('GET', `/api/banks/${id}/export?format=${name}&language=en`)
    assert.equal(status, 200, name)
    assert.ok(text.length > 40, name)
    assert.match(headers['content-disposition'], /^attachment; filename="one\.[a-z.-]+"; filename\*=UTF-8''/)
    assert.ok(headers['content-disposition'].endsWith(`${encodeURIComponent('题库')}%20one${extension}`), headers['content-disposition'])
    const report = await server.http('GET', `/api/banks/${id}/export?format=${name}&report=1`)
    assert.equal(report.status, 200)
    for (const { line } of report.json.problems) assert.ok(line <= BANK.questions.length)
    if (['aiken', 'kahoot'].includes(name)) assert.ok(report.json.problems.some(({ code }) => code === 'left_out'), name)
  }
  assert.equal((await server.http('GET', `/api/banks/${id}/export?format=stone-tablet`)).status, 400)
  assert.equal((await server.http('GET', `/api/banks/${id}/export`)).status, 400)
  assert.equal((await server.http('GET', '/api/banks/nobody/export?format=json')).status, 404)
  const only = await server.importBank({ ...BANK, id: 'only', questions: [truth('t', 'Copper is a metal.')] })
  const none = await server.http('GET', `/api/banks/${only}/export?format=aiken`)
  assert.deepEqual([none.status, none.json.problems.some(({ severity }) => severity !== 'warning')], [422, true])
})

test('our own format goes out and comes in again unchanged', async () => {
  const id = await server.importBank({ ...BANK, id: 'round' })
  const { bank } = await read(id)
  const { text } = await server.http('GET', `/api/banks/${id}/export?format=json`)
  const again = await post(text, { name: 'again' })
  assert.equal(again.status, 201, again.text)
  assert.deepEqual({ ...(await read(again.json.id)).bank, generator: undefined }, { ...bank, generator: undefined })
})

test('templates are there in two languages and nowhere else', async () => {
  for (const lang of ['en', 'zh']) {
    const csv = await server.http('GET', `/api/templates/csv?lang=${lang}`)
    assert.equal(csv.status, 200)
    assert.ok(csv.text.includes(lang === 'zh' ? '题干' : 'question'), csv.text.slice(0, 100))
    const xlsx = await server.http('GET', `/api/templates/xlsx?lang=${lang}`)
    assert.deepEqual([xlsx.status, xlsx.text.slice(0, 2)], [200, 'PK'])
    assert.match(xlsx.headers['content-disposition'], /\.xlsx$/)
  }
  assert.equal((await server.http('GET', '/api/templates/doc')).status, 404)
})

test('options that cannot be are refused with the reason, and nothing is read', async () => {
  for (const values of [{ format: 'stone-tablet' }, { encoding: 'morse' }, { language: '??' }, { codes: '1=perhaps' }, { preview: 51 }, { preview: 'x' }, { sheet: 'x'.repeat(300) }]) {
    const { status, json } = await post(QUIZ, values)
    assert.deepEqual([status, json.error.code], [400, 'bad_option'], JSON.stringify(values))
    assert.ok(json.error.message.length > 10)
  }
})

test('a file that is no bank says what it is', async () => {
  for (const [code, body] of [['foreign_format', '%PDF-1.7\n%âãÏÓ'], ['foreign_format', Buffer.from('d0cf11e0a1b11ae1', 'hex')], ['not_recognised', 'Dear all,\n\nthe quiz is on Friday.\n'], ['empty_file', ''],
    ['foreign_format', '<!DOCTYPE html><html><head></head></html>']]) {
    const answer = await post(body, { name: 'x' })
    assert.equal(answer.status, 422, code)
    assert.deepEqual(codes(answer), [code])
    assert.equal(answer.json.questions, 0)
  }
})

test('questions are put, replaced and deleted, and a contest made before keeps its own', async () => {
  const id = await server.importBank({ ...BANK, id: 'edited' })
  const contest = await server.contest(fileOf(id, ['truefalse']))
  const before = await read(id)
  const changed = { ...before.bank.questions[0], stem: { en: 'Which of these meows?' }, answer: { correct: ['c'] } }
  const answer = await patch(id, { revision: 1, put: [changed, truth('new', 'Copper is a metal.')], delete: ['truefalse'], title: { en: 'Edited' } })
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual({ revision: answer.json.revision, questions: answer.json.questions }, { revision: 2, questions: BANK.questions.length })
  const { bank, revision, name } = await read(id)
  assert.equal(revision, 2)
  assert.deepEqual(bank.title, { en: 'Edited' })
  assert.equal(name, 'Edited', 'the list calls it so, too')
  assert.deepEqual(bank.questions[0], changed, 'at its place')
  assert.deepEqual(bank.questions.map((q) => q.id), [...BANK.questions.map((q) => q.id).filter((q) => q !== 'truefalse'), 'new'])
  assert.equal((await server.http('GET', `/api/contests/${contest.id}`)).status, 200)
})

test('an edit of what somebody has changed meanwhile is stale', async () => {
  const id = await server.importBank({ ...BANK, id: 'raced' })
  const edits = await Promise.all([1, 2, 3].map((n) => patch(id, { revision: 1, put: [truth('mine', `Number ${n}.`)] })))
  assert.deepEqual(edits.map(({ status }) => status).sort(), [200, 409, 409])
  for (const { status, json } of edits) if (status === 409) assert.equal(json.error.code, 'stale')
  const { revision, bank } = await read(id)
  assert.equal(revision, 2)
  assert.equal(bank.questions.filter((q) => q.id === 'mine').length, 1)
})

test('an edit with an error changes nothing and says which question', async () => {
  const id = await server.importBank({ ...BANK, id: 'whole' })
  const before = await read(id)
  const rows = [
    [2, { put: [truth('good', 'Fine.'), truth('bad', 'No kind.', { type: 'essay' })] }], [1, { put: [truth('lost', 'No such picture.', { media: [{ ref: 'nowhere' }] })] }],
    [2, { put: [truth('twice', 'One.'), truth('twice', 'Two.')] }], [0, { delete: ['never'] }], [0, { title: {} }], [0, { delete: BANK.questions.map((q) => q.id) }],
  ]
  for (const [line, edit] of rows) {
    const answer = await patch(id, { revision: 1, ...edit })
    assert.equal(answer.status, 422, answer.text)
    assert.ok(answer.json.problems.some((problem) => problem.severity !== 'warning' && problem.line === line), answer.text)
  }
  for (const edit of ['', '{', '{}', '[]', { revision: 0 }, { revision: 1, puts: [] }, { revision: 1, put: [1] }, { revision: 1, put: [{}] }, { revision: 1, delete: [1] }, '{"revision":1,}']) {
    assert.equal((await patch(id, edit)).status, 400, JSON.stringify(edit))
  }
  assert.deepEqual(await read(id), before)
  assert.equal((await patch('nobody', { revision: 1 })).status, 404)
})
