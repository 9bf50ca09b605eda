// Questions with pictures and sound: from a package over HTTP into a contest, onto phones at the right
// time, and the bytes from /media for as long as a contest needs them.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join as pathJoin } from 'node:path'
import test from 'node:test'
import { ROOT, SECRET, advance, attend, fileOf, host, join, newAddress, run, serve, temporaryFolder, together } from './lib.mjs'
import { zip } from './lib/zip.mjs'

const server = await serve({ args: ['--trust-proxy'] })
const text = (en) => ({ en, 'zh-Hans': `${en} 中文` })
const svg = (inside) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">${inside}</svg>`
const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex')

// The smallest bodies that begin as their kinds do; nobody shows them here.
const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('a picture')])
const MP3 = Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0\0'), Buffer.alloc(100000, 7)])
const FILES = {
  'media/stem.png': PNG,
  'media/answer.svg': Buffer.from(svg('<circle r="4"/>')),
  'media/a.svg': Buffer.from(svg('<path d="M0 0h9"/>')),
  'media/b.svg': Buffer.from(svg('<path d="M0 0v9"/>')),
  'media/sound.mp3': MP3,
}
const url = (file) => `/media/${hashOf(FILES[file])}`

const medium = (id, file, kind = 'image', rest = {}) => ({ id, kind, file, alt: text(`What ${id} shows`), ...rest })
const MEDIA = [
  medium('stem', 'media/stem.png'), medium('answer', 'media/answer.svg', 'image', { alt: text(`${SECRET}: the answer`) }),
  medium('a', 'media/a.svg'), medium('b', 'media/b.svg'), medium('sound', 'media/sound.mp3', 'audio'),
]
const bankWith = (media, questions, id = 'pictures') => ({
  format: 'question-bank', version: 1, id, title: text('Pictures'), default_language: 'en', languages: ['en', 'zh-Hans'],
  defaults: { points: 10, time_limit_ms: 60000 }, media, questions,
})
const plain = (id, rest = {}) => ({ id, type: 'truefalse', stem: text(`Is ${id} so?`), answer: { value: true }, ...rest })
const QUESTIONS = [
  plain('seen', { media: [{ ref: 'stem' }, { ref: 'answer', place: 'reveal' }, { ref: 'sound', place: 'background' }] }),
  {
    id: 'choose', type: 'single', stem: text('Which line stands?'), answer: { correct: ['up'] }, shuffle: { options: false },
    options: [{ id: 'flat', media: 'a' }, { id: 'up', media: 'b' }, { id: 'none', text: text('Neither'), media: 'a' }],
    media: [{ ref: 'answer', place: 'reveal' }],
  },
]
const packageOf = (bank, files = FILES) => zip([
  { name: 'bank.json', data: JSON.stringify(bank) }, ...Object.entries(files).map(([name, data]) => ({ name, data })),
])
const send = (body, query = '') => server.http('POST', `/api/banks${query}`, { body })
const fetchMedium = (path, headers = {}, method = 'GET') => server.http(method, path, { as: null, headers })
const away = () => ({ 'x-forwarded-for': newAddress() })

async function imported(bank, files) {
  const answer = await send(packageOf(bank, files))
  assert.equal(answer.status, 201, answer.text)
  assert.deepEqual(answer.json.problems, [])
  return answer.json.id
}

test('media come onto the pages with their question, those of the reveal with the reveal', async () => {
  const bank = await imported(bankWith(MEDIA, QUESTIONS))
  const contest = await server.contest(fileOf(bank, ['seen', 'choose']))
  const desk = await host(server, contest)
  const wall = await attend(server, contest, 'screen')
  const phone = await join(server, contest, 'Ann')
  const stem = { kind: 'image', url: url('media/stem.png'), alt: text('What stem shows'), place: 'stem' }
  const back = { kind: 'audio', url: url('media/sound.mp3'), alt: text('What sound shows'), place: 'background' }
  const late = { kind: 'image', url: url('media/answer.svg'), alt: text(`${SECRET}: the answer`), place: 'reveal' }
  const seen = async (phase, turn, onDesk, elsewhere) => {
    await advance(desk, phase, turn)
    await together([wall, phone], phase, turn)
    assert.deepEqual(desk.last('state').question.media, onDesk, `host, ${phase}`)
    for (const client of [wall, phone]) assert.deepEqual(client.last('state').question.media, elsewhere, `${client.role}, ${phase}`)
  }
  await seen('open', 1, [stem, back, late], [stem, back])
  await seen('locked', 1, [stem, back, late], [stem, back])
  await seen('reveal', 1, [stem, back, late], [stem, back, late])
  await seen('open', 2, [late], undefined)
  const choice = (file) => ({ kind: 'image', url: url(file), alt: text(`What ${file[6]} shows`) })
  for (const client of [desk, wall, phone]) {
    assert.deepEqual(client.last('state').question.options, [
      { id: 'flat', media: choice('media/a.svg') }, { id: 'up', media: choice('media/b.svg') },
      { id: 'none', text: text('Neither'), media: choice('media/a.svg') },
    ])
  }
  phone.send({ type: 'answer', turn: 2, answer: 'up' })
  await phone.next('ack')
  await seen('reveal', 2, [late], [late])
  assert.deepEqual((await phone.next('you', (you) => you.turn === 2 && 'correct' in you)).correct, true)
})

test('the bank that is kept says what its media are', async () => {
  const id = await imported(bankWith(MEDIA, QUESTIONS, 'kept'))
  const { bank } = (await server.http('GET', `/api/banks/${id}`)).json
  assert.deepEqual(bank.media.map(({ id: name, sha256, mime, bytes }) => ({ name, sha256, mime, bytes })), MEDIA.map(({ id: name, file }) => ({
    name, sha256: hashOf(FILES[file]), mime: { png: 'image/png', svg: 'image/svg+xml', mp3: 'audio/mpeg' }[file.split('.')[1]], bytes: FILES[file].length,
  })))
  const again = await send(packageOf({ ...bank, id: 'kept-again' }))
  assert.equal(again.status, 201, 'what was exported fits the files it came with')
})

test('a medium is public, kept for good, and known by its tag', async () => {
  await imported(bankWith(MEDIA, QUESTIONS, 'public'))
  const answer = await fetchMedium(url('media/stem.png'))
  assert.equal(answer.status, 200)
  assert.deepEqual(answer.bytes, PNG)
  assert.equal(answer.headers['content-type'], 'image/png')
  assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable')
  assert.equal(answer.headers.etag, `"${hashOf(PNG)}"`)
  assert.equal(answer.headers['accept-ranges'], 'bytes')
  const head = await fetchMedium(url('media/stem.png'), {}, 'HEAD')
  assert.equal(head.status, 200)
  assert.equal(head.headers['content-length'], String(PNG.length))
  assert.equal(head.bytes.length, 0)
  const same = await fetchMedium(url('media/stem.png'), { 'if-none-match': answer.headers.etag })
  assert.equal(same.status, 304)
  assert.equal(same.bytes.length, 0)
  const drawn = await fetchMedium(url('media/answer.svg'))
  assert.equal(drawn.headers['content-type'], 'image/svg+xml')
  assert.match(drawn.headers['content-security-policy'], /(^|; )sandbox($|;)/)
  for (const method of ['POST', 'DELETE', 'PUT']) {
    const refused = await fetchMedium(url('media/stem.png'), { 'content-length': '0' }, method)
    assert.equal(refused.status, 405, method)
    assert.equal(refused.headers.allow, 'GET, HEAD')
  }
})

test('one part of a sound can be asked for, as Safari does', async () => {
  await imported(bankWith(MEDIA, QUESTIONS, 'parts'))
  const path = url('media/sound.mp3')
  const size = MP3.length
  const tag = `"${hashOf(MP3)}"`
  for (const [range, start, end] of [['bytes=0-1', 0, 1], ['bytes=5-', 5, size - 1], ['bytes=-10', size - 10, size - 1], ['bytes=99990-999999999', 99990, size - 1], ['bytes=-999999999', 0, size - 1]]) {
    for (const condition of [{}, { 'if-range': tag }]) {
      const part = await fetchMedium(path, { range, ...condition })
      assert.equal(part.status, 206, range)
      assert.equal(part.headers['content-range'], `bytes ${start}-${end}/${size}`)
      assert.deepEqual(part.bytes, MP3.subarray(start, end + 1), range)
      assert.equal(part.headers['content-type'], 'audio/mpeg')
    }
  }
  for (const headers of [{ range: 'bytes=0-1,4-5' }, { range: 'bytes=5-4' }, { range: `bytes=${size}-` }, { range: 'bytes=-0' }, { range: 'bytes=' }, { range: 'bytes=-' }, { range: 'lines=0-1' }, { range: 'bytes=a-b' }, { range: 'bytes=99999999999999999999-' }, { range: 'bytes=0-1', 'if-range': '"another"' }]) {
    const whole = await fetchMedium(path, headers)
    assert.equal(whole.status, 200, JSON.stringify(headers))
    assert.deepEqual(whole.bytes, MP3)
    assert.equal(whole.headers['content-range'], undefined)
  }
  const head = await fetchMedium(path, { range: 'bytes=0-1' }, 'HEAD')
  assert.equal(head.status, 200, 'a range is for GET')
})

test('an address that leads nowhere is 404 and counts against whoever tries', async () => {
  const real = url('media/stem.png')
  const headers = away()
  for (const path of [`/media/${'0'.repeat(64)}`, '/media/', '/media/x', `${real}0`, real.slice(0, -1), real.toUpperCase().replace('/MEDIA', '/media'), `${real}/x`]) {
    assert.equal((await fetchMedium(path, headers)).status, 404, path)
  }
  const statuses = new Set()
  const guesses = Array.from({ length: 700 }, (_, i) => `/media/${hashOf(`guess ${i}`)}`)
  for (let at = 0; at < guesses.length; at += 50) {
    for (const { status } of await Promise.all(guesses.slice(at, at + 50).map((path) => fetchMedium(path, headers)))) statuses.add(status)
  }
  assert.deepEqual([...statuses].sort(), [404, 429])
})

test('a contest keeps its media when the bank goes; without either they go', async () => {
  const only = { 'media/only.png': Buffer.concat([PNG, Buffer.from('only here')]), 'media/spare.png': Buffer.concat([PNG, Buffer.from('not drawn')]) }
  const media = [medium('only', 'media/only.png'), medium('spare', 'media/spare.png')]
  const bank = await imported(bankWith(media, [plain('p', { media: [{ ref: 'only' }] }), plain('r', { media: [{ ref: 'spare' }] })], 'going'), only)
  const contest = await server.contest(fileOf(bank, ['p']))
  const desk = await host(server, contest)
  assert.equal((await server.http('DELETE', `/api/banks/${bank}`)).status, 204)
  const state = await advance(desk, 'open', 1)
  const [{ url: shown }] = state.question.media
  assert.equal(shown, `/media/${hashOf(only['media/only.png'])}`)
  assert.deepEqual((await fetchMedium(shown)).bytes, only['media/only.png'])
  assert.equal((await fetchMedium(`/media/${hashOf(only['media/spare.png'])}`, away())).status, 404, 'nobody needs it')
  await server.stop()
  await server.again()
  assert.deepEqual((await fetchMedium(shown)).bytes, only['media/only.png'], 'after a restart')
})

test('two banks may bring the same picture, and either may go', async () => {
  const file = { 'media/both.png': Buffer.concat([PNG, Buffer.from('both')]) }
  const bank = (id) => bankWith([medium('both', 'media/both.png')], [plain('p', { media: [{ ref: 'both' }] })], id)
  const ids = [await imported(bank('one'), file), await imported(bank('two'), file)]
  const path = `/media/${hashOf(file['media/both.png'])}`
  await server.http('DELETE', `/api/banks/${ids[0]}`)
  assert.equal((await fetchMedium(path)).status, 200)
  await server.http('DELETE', `/api/banks/${ids[1]}`)
  await server.stop()
  await server.again()
  assert.equal((await fetchMedium(path, away())).status, 404)
})

test('five hundred phones at once all get the picture', async () => {
  const large = { 'media/large.png': Buffer.concat([PNG, Buffer.alloc(300000, 'z')]) }
  await imported(bankWith([medium('large', 'media/large.png')], [plain('p', { media: [{ ref: 'large' }] })], 'hall'), large)
  const path = `/media/${hashOf(large['media/large.png'])}`
  const answers = await Promise.all(Array.from({ length: 500 }, () => fetchMedium(path)))
  for (const answer of answers) {
    assert.equal(answer.status, 200)
    assert.equal(answer.bytes.equals(large['media/large.png']), true)
  }
})

const problems = async (body) => {
  const answer = await send(body, '?dry_run=1')
  return { status: answer.status, codes: answer.json.problems.map(({ code }) => code), questions: answer.json.questions, problems: answer.json.problems }
}

test('a medium that is wrong costs only the questions that need it', async () => {
  const bank = (rest = {}, kind = 'image') => bankWith([medium('m', 'media/m', kind, rest)], [plain('with', { media: [{ ref: 'm' }] }), plain('without')])
  const entry = { name: 'media/m', data: PNG }
  const big = Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024)])
  const rows = [
    ['missing_medium', bank(), []],
    ['encrypted_entry', bank(), [{ ...entry, encrypted: true }]],
    ['duplicate_entry', bank(), [entry, entry]],
    ['unsupported_compression', bank(), [{ ...entry, method: 12 }]],
    ['damaged_medium', bank(), [{ ...entry, spoil: true }]],
    ['damaged_medium', bank(), [{ ...entry, stored: true, spoil: true }]],
    ['medium_too_large', bank(), [{ name: 'media/m', data: big }]],
    ['medium_too_large', bank(), [{ name: 'media/m', data: big, claims: 10 }]],
    ['unknown_medium_type', bank(), [{ name: 'media/m', data: 'hello' }]],
    ['unknown_medium_type', bank(), [{ name: 'media/m', data: '' }]],
    ['unknown_medium_type', bank(), [{ name: 'media/m', data: '<html/>' }]],
    ['unsafe_svg', bank(), [{ name: 'media/m', data: svg('<script>1</script>') }]],
    ['wrong_kind', bank({}, 'audio'), [entry]],
    ['hash_differs', bank({ sha256: hashOf('another') }), [entry]],
    ['size_differs', bank({ bytes: PNG.length + 1 }), [entry]],
  ]
  for (const [code, document, entries] of rows) {
    const result = await problems(zip([{ name: 'bank.json', data: JSON.stringify(document) }, ...entries]))
    assert.deepEqual(result.codes.sort(), [code, 'unusable_medium'].sort(), code)
    assert.equal(result.questions, 1, `${code}: the other question stays`)
    assert.equal(result.status, 200)
  }
})

test('a package that is wrong leaves no bank and the server as it is', async () => {
  const json = JSON.stringify(bankWith([], [plain('p')]))
  const good = zip([{ name: 'bank.json', data: json }])
  const rows = [
    ['damaged_package', good.subarray(0, good.length - 10)],
    ['damaged_package', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(200, 1)])],
    ['not_recognised', zip([{ name: 'other.json', data: json }])],
    ['not_recognised', zip([])],
    ['no_bank', zip([{ name: 'a/bank.json', data: json }, { name: 'b/bank.json', data: json }])],
    ['duplicate_entry', zip([{ name: 'bank.json', data: json }, { name: 'bank.json', data: json }])],
    ['encrypted_entry', zip([{ name: 'bank.json', data: json, encrypted: true }])],
    ['unsupported_compression', zip([{ name: 'bank.json', data: json, method: 14 }])],
    ['damaged_package', zip([{ name: 'bank.json', data: json, spoil: true }])],
    ['too_large', zip([{ name: 'bank.json', data: Buffer.alloc(17 * 1024 * 1024, ' ') }])],
    ['too_many_entries', zip(Array.from({ length: 2001 }, (_, i) => ({ name: `f${i}`, data: '' })))],
    ['empty_file', zip([{ name: 'bank.json', data: '' }])],
  ]
  for (const [code, body] of rows) {
    const result = await problems(body)
    assert.equal(result.status, 422, code)
    assert.deepEqual(result.codes, [code])
    assert.deepEqual({ line: result.problems[0].line, column: result.problems[0].column }, { line: 1, column: 1 })
  }
  assert.equal((await server.http('GET', '/healthz')).status, 200)
})

test('a package packed with its folder is as good', async () => {
  const entries = [{ name: 'bank.json', data: JSON.stringify(bankWith(MEDIA, QUESTIONS)) }, ...Object.entries(FILES).map(([name, data]) => ({ name, data }))]
  const result = await problems(zip([{ name: 'my bank/', data: '' }, ...entries.map((entry) => ({ ...entry, name: `my bank/${entry.name}` })), { name: '__MACOSX/._bank.json', data: 'x' }]))
  assert.deepEqual({ codes: result.codes, questions: result.questions }, { codes: [], questions: 2 })
})

test('all media together have a limit that is not the one of the header', async () => {
  const sound = Buffer.concat([MP3, Buffer.alloc(9.5 * 1024 * 1024)])
  const media = Array.from({ length: 7 }, (_, i) => medium(`m${i}`, `media/${i}.mp3`, 'audio'))
  const body = zip([
    { name: 'bank.json', data: JSON.stringify(bankWith(media, [plain('first', { media: [{ ref: 'm0' }] }), plain('last', { media: [{ ref: 'm6' }] })])) },
    ...media.map(({ file }) => ({ name: file, data: sound, claims: 1000 })),
  ])
  const lying = await problems(body)
  assert.ok(lying.codes.every((code) => ['damaged_medium', 'unusable_medium', 'package_too_large'].includes(code)) && lying.codes.length > 0, lying.codes.join())
  const honest = await problems(zip([
    { name: 'bank.json', data: JSON.stringify(bankWith(media, [plain('first', { media: [{ ref: 'm0' }] }), plain('last', { media: [{ ref: 'm6' }] })])) },
    ...media.map(({ file }) => ({ name: file, data: sound })),
  ]))
  assert.deepEqual(honest.codes, ['package_too_large', 'unusable_medium'])
  assert.equal(honest.questions, 1)
})

test('a bank sent as JSON alone plays without its media, and says so', async () => {
  const bank = bankWith(MEDIA, [...QUESTIONS, plain('also')], 'alone')
  const answer = await send(JSON.stringify(bank))
  assert.equal(answer.status, 201)
  assert.deepEqual(answer.json.problems.map(({ code, severity }) => `${severity} ${code}`).sort(), [
    'unsupported unsupported_option', 'unsupported unsupported_option', 'warning media_left_out', 'warning media_left_out', 'warning media_left_out', 'warning media_left_out', 'warning media_left_out',
  ])
  const claimed = bankWith([medium('m', 'media/stem.png', 'image', { sha256: hashOf(PNG), mime: 'image/png' })], [plain('p', { media: [{ ref: 'm' }] })], 'claimed')
  const id = (await send(JSON.stringify(claimed))).json.id
  const contest = await server.contest(fileOf(id, ['p']))
  const state = await advance(await host(server, contest), 'open', 1)
  assert.equal(state.question.media, undefined, 'a hash alone is no picture')
})

test('problems are at their place in bank.json; media without words are warned about', async () => {
  const json = JSON.stringify(bankWith([{ id: 'm', kind: 'image', file: 'media/m.png' }], [plain('p', { media: [{ ref: 'm' }] })]), null, 1)
  const { codes, problems: [problem] } = await problems(zip([{ name: 'bank.json', data: json }, { name: 'media/m.png', data: PNG }]))
  assert.deepEqual(codes, ['missing_alt'])
  const line = json.split('\n').findIndex((row) => row.includes('"media": [')) + 2
  assert.deepEqual({ line: problem.line, column: problem.column, severity: problem.severity }, { line, column: 3, severity: 'warning' })
})

test('bank check reads packages, and media beside a bank', async () => {
  const folder = temporaryFolder()
  const write = (name, data) => { writeFileSync(pathJoin(folder, name), data); return pathJoin(folder, name) }
  const check = async (...paths) => {
    const { status, stdout } = await run(['bank', 'check', '--json', ...paths])
    return { status, reports: stdout.trim().split('\n').map((row) => JSON.parse(row)) }
  }
  const packed = write('x.qbank', packageOf(bankWith(MEDIA, QUESTIONS)))
  const good = await check(packed)
  assert.equal(good.status, 0)
  assert.deepEqual(good.reports.map(({ format, questions, problems: list }) => ({ format, questions, list })), [{ format: 'json', questions: 2, list: [] }])
  const beside = write('x.bank.json', JSON.stringify(bankWith(MEDIA, QUESTIONS)))
  mkdirSync(pathJoin(folder, 'media'))
  for (const [name, data] of Object.entries(FILES)) write(name, data)
  const found = await check(beside)
  assert.equal(found.status, 0, JSON.stringify(found))
  assert.deepEqual(found.reports[0].problems, [])
  write('outside.png', PNG)
  symlinkSync('../outside.png', pathJoin(folder, 'media/link.png'))
  const bad = await check(write('y.bank.json', JSON.stringify(bankWith([
    medium('link', 'media/link.png'), medium('none', 'media/none.png'), medium('folder', 'media'), medium('up', 'media/../outside.png'),
  ], [plain('p')]))))
  assert.equal(bad.status, 1)
  assert.deepEqual(bad.reports[0].problems.map(({ code }) => code).sort(), ['bad_path', 'damaged_medium', 'damaged_medium', 'missing_medium'])
})

test('sample banks are listed, imported once with their media, and sound', async () => {
  const { samples } = (await server.http('GET', '/api/samples')).json
  const files = readdirSync(pathJoin(ROOT, 'questions/banks')).filter((name) => name.endsWith('.bank.json')).sort()
  const banks = files.map((name) => JSON.parse(readFileSync(pathJoin(ROOT, 'questions/banks', name))))
  assert.deepEqual(samples, banks.map(({ id, title, questions, languages }) => ({ id, title, questions: questions.length, languages, imported: false })))
  for (const { id, media } of banks) {
    const first = await server.http('POST', `/api/samples/${id}`, { body: '' })
    assert.equal(first.status, 201, first.text)
    assert.equal(first.json.id, id)
    assert.deepEqual(first.json.problems, [], `${id} is without fault`)
    const second = await server.http('POST', `/api/samples/${id}`, { body: '' })
    assert.deepEqual({ status: second.status, id: second.json.id }, { status: 200, id })
    for (const { file, kind } of media ?? []) {
      const bytes = readFileSync(pathJoin(ROOT, 'questions/banks', file))
      const answer = await fetchMedium(`/media/${hashOf(bytes)}`)
      assert.equal(answer.bytes.equals(bytes), true, file)
      assert.ok(answer.headers['content-type'].startsWith(`${kind}/`), file)
    }
  }
  assert.ok((await server.http('GET', '/api/samples')).json.samples.every(({ imported: there }) => there))
  assert.equal((await server.http('POST', '/api/samples/none', { body: '' })).status, 404)
  for (const [method, path] of [['GET', '/api/samples'], ['POST', `/api/samples/${banks[0].id}`]]) {
    assert.equal((await server.http(method, path, { as: null, headers: away(), ...(method === 'POST' ? { body: '' } : {}) })).status, 401)
  }
})
