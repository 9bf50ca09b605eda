// Banks on the command line: options of reading, converting, exit codes, and hostile files in bounded memory and time.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join as pathJoin } from 'node:path'
import test from 'node:test'
import { gzipSync } from 'node:zlib'
import { BANK, BINARY, run, temporaryFolder } from './lib.mjs'
import { zip } from './lib/zip.mjs'

const folder = temporaryFolder()
const MIB = 1024 * 1024
function write(name, content) {
  const path = pathJoin(folder, name)
  writeFileSync(path, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content))
  return path
}
async function check(...args) {
  const { status, stdout, stderr } = await run(['bank', 'check', '--json', ...args])
  return { status, stderr, reports: stdout.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line)) }
}
const codes = (report) => report.problems.map(({ code }) => code)
const QUIZ = { subject: 'Water', questions: [{ question: 'What boils?', answers: ['Ice', 'Water'], solution: 1 }] }

test('one report a file, in order, whatever the files are called', async () => {
  const files = [write('quiz.xlsx', QUIZ), write('letter.json', 'Dear all,\n\nthe quiz is on Friday.\n'), write('picture.csv', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))]
  const { status, reports } = await check(...files)
  assert.equal(status, 1)
  assert.deepEqual(reports.map(({ file }) => file), files)
  assert.deepEqual(reports.map(({ format, encoding, questions }) => [format, encoding, questions]), [['rahoot', 'utf-8', 1], [null, 'utf-8', 0], [null, null, 0]])
  assert.deepEqual(reports.slice(1).flatMap(codes), ['not_recognised', 'foreign_format'])
  assert.equal((await check(files[0])).status, 0)
})

test('what is said about a file is checked before anything is read', async () => {
  const file = write('quiz.json', QUIZ)
  for (const args of [['--format', 'stone-tablet'], ['--encoding', 'morse'], ['--code', '1'], ['--code', '1=maybe'], ['--language', '1'], ['--code', '1=true', '--code', `${'x'.repeat(300)}=true`]]) {
    for (const command of [['bank', 'check'], ['bank', 'convert', '--to', 'json', '-o', pathJoin(folder, 'never.json')]]) {
      const { status, stdout, stderr } = await run([...command, file, ...args])
      assert.deepEqual([status, stdout], [2, ''], args.join(' '))
      assert.match(stderr, /--help/)
    }
  }
  const good = await check(file, '--format', 'rahoot', '--encoding', 'UTF8', '--code', '1=true', '--code', '0=false', '--language', 'de', '--sheet', 'A', '--columns', 'A=stem')
  assert.equal(good.status, 0, good.stderr)
  assert.equal(good.reports[0].language, 'de')
})

test('convert writes the good questions and says the rest', async () => {
  const file = write('three.json', { questions: [...QUIZ.questions, { question: 'Nobody knows', answers: ['a', 'b'] }] })
  const out = pathJoin(folder, 'three.bank.json')
  const written = await run(['bank', 'convert', file, '--to', 'json', '-o', out])
  assert.equal(written.status, 1, 'a question was left out')
  assert.match(written.stderr, /three\.json:1:\d+: error: .*\[no_answer\]/)
  assert.equal(written.stdout, '')
  const bank = JSON.parse(readFileSync(out))
  assert.deepEqual(bank.questions.map(({ stem }) => Object.values(stem)[0]), ['What boils?'])
  const again = await run(['bank', 'convert', out, '--to', 'gift', '-o', '-'])
  assert.equal(again.status, 0, again.stderr)
  assert.match(again.stdout, /What boils\?/)
  const json = await run(['bank', 'convert', file, '--to', 'aiken', '-o', pathJoin(folder, 'a.txt'), '--json'])
  const [read, wrote] = json.stdout.trim().split('\n').map((line) => JSON.parse(line))
  assert.deepEqual([json.status, codes(read), wrote.problems.filter(({ severity }) => severity !== 'warning')], [1, ['no_answer'], []])
})

test('convert: wrong use is 2, nothing to write 1, a machine that refuses 3', async () => {
  const file = write('good.json', QUIZ)
  const out = pathJoin(folder, 'out')
  for (const args of [[file], [file, '--to', 'json'], [file, '-o', out], [file, '--to', 'stone-tablet', '-o', out], [file, file, '--to', 'json', '-o', out], []]) {
    assert.equal((await run(['bank', 'convert', ...args])).status, 2, args.join(' '))
  }
  assert.equal((await run(['bank', 'convert', write('none.txt', 'Nothing\n'), '--to', 'json', '-o', out])).status, 1)
  assert.equal((await run(['bank', 'convert', pathJoin(folder, 'missing'), '--to', 'json', '-o', out])).status, 3)
  assert.equal((await run(['bank', 'convert', file, '--to', 'json', '-o', pathJoin(folder, 'no', 'such', 'folder')])).status, 3)
  assert.throws(() => readFileSync(out))
})

test('what goes out in our own formats comes in again equal', async () => {
  const whole = write('own.json', BANK)
  const first = await run(['bank', 'convert', whole, '--to', 'json', '-o', '-'])
  for (const format of ['json', 'qbank']) {
    const out = pathJoin(folder, `round.${format}`)
    assert.equal((await run(['bank', 'convert', whole, '--to', format, '-o', out])).status, 0, format)
    assert.equal((await run(['bank', 'convert', out, '--to', 'json', '-o', '-'])).stdout, first.stdout, format)
  }
})

// ---- hostile files

/** Runs with at most so much memory to its name and gives {status, seconds of CPU, report}. */
async function measured(file, memory) {
  const script = `ulimit -t 40; ulimit -v ${Math.ceil(memory / 1024)}; "$0" bank check --json "$1"; status=$?; times >&2; exit $status`
  const { status, signal, stdout, stderr } = await run([...['-c', script], BINARY, file], { command: '/bin/sh', limit: 60000 })
  const [, user, system] = stderr.trim().split('\n').at(-1).match(/(\d+m[\d.]+)s (\d+m[\d.]+)s/) ?? []
  const seconds = [user, system].map((time) => time.split('m')).reduce((sum, [m, s]) => sum + m * 60 + Number(s), 0)
  return { status, signal, seconds, stderr, report: stdout ? JSON.parse(stdout) : null }
}
const LIBRARIES = 60 * MIB // addresses that the program takes before it reads anything
const small = await measured(write('small.json', QUIZ), LIBRARIES)
const sanitized = { skip: small.status === 0 ? false : 'this build takes addresses without number' }

const repeat = (text, size) => text.repeat(Math.ceil(size / text.length))
const SIZE = 20 * 1000 * 1000
const own = (questions) => `{"format":"question-bank","version":1,"title":{"en":"S"},"default_language":"en","questions":[${questions}]}`
const hostile = {
  'a line without end': () => repeat('a', SIZE), 'a row of millions of columns': () => `stem,answer\n${repeat(',', SIZE)}`, 'lists in lists': () => repeat('[', SIZE),
  'a list of ones': () => `{"questions":[${repeat('1,', SIZE)}1]}`, 'our own format with small things': () => own(`${repeat('[{}],', 16 * MIB - 200)}[]`),
  'very small questions': () => `[${repeat('{"question":"Q?","correct_answer":"a","incorrect_answers":["b"]},', SIZE)}{}]`,
  'tags in tags': () => `<?xml version="1.0"?><quiz>${repeat('<a>', SIZE)}`, 'attributes without end': () => `<quiz ${Array.from({ length: 1.5e6 }, (_, i) => `a${i}="1"`).join(' ')}/>`,
  'no text at all': () => Buffer.alloc(SIZE, 0xff), 'a line of GIFT with a long end': () => repeat('a{T}\\n', 800 * 1000).padEnd(SIZE, ' '), 'GIFT without end': () => repeat('a{T}\n\n', 800 * 1000).padEnd(SIZE, ' '),
}
// Each for every reader; JB_HOSTILE=all reads large ones, which takes minutes.
const FEW = process.env.JB_HOSTILE === 'all' ? SIZE : 200 * 1000
const dense = {
  'nothing but line ends': () => repeat('\n', FEW), 'nothing but quotation marks': () => repeat('"', FEW), 'control characters': () => Buffer.alloc(FEW, 1), 'objects in objects': () => repeat('{"a":', FEW),
  'rows': () => `stem,option_a,option_b,answer\n${repeat('a,b,c,A\n', FEW)}`, 'one question of a million answers': () => `{"questions":[{"question":"A","answers":[${repeat('0,', FEW)}0],"solution":1}]}`,
  'GIFT': () => repeat('a{T}\n\n', FEW), 'Aiken': () => repeat('Q?\nA) b\nB) c\nANSWER: A\n', FEW), 'Chinese': () => `一、单选题\n${repeat('1、甲（ ）\nA.乙 B.丙\n答案：A\n', FEW)}`,
  'OpenTriviaQA': () => repeat('#Q a\n^ b\nA b\nB c\n\n', FEW), 'Blackboard': () => repeat('TF\ta\ttrue\n', FEW),
  'Moodle': () => `<?xml version="1.0"?><quiz>${repeat('<question type="truefalse"><questiontext><text>a</text></questiontext><answer fraction="100"><text>true</text></answer></question>', FEW)}</quiz>`,
}

async function survives(what, bytes, memory) {
  const { status, signal, seconds, report, stderr } = await measured(write('hostile', bytes), memory)
  assert.ok([0, 1].includes(status), `${what}: ${status ?? signal} ${stderr}`)
  assert.ok(report.questions > 0 || codes(report).length > 0, what)
  assert.ok(seconds < 30 * Number(process.env.JB_TIME_FACTOR ?? 1), `${what}: ${seconds} s`)
}

test('a large file that is made to hurt takes no more than ten times its size, and seconds', sanitized, async () => {
  for (const [what, make] of Object.entries(hostile)) {
    const bytes = Buffer.from(make())
    await survives(what, bytes, LIBRARIES + 10 * bytes.length)
  }
})

test('neither does one of very many very small questions, whatever they are written in', sanitized, async () => {
  for (const [what, make] of Object.entries(dense)) await survives(what, Buffer.from(make()), LIBRARIES + 10 * SIZE)
})

const blank = Buffer.alloc(24 * MIB, ' ')
const bombs = {
  'a bank': () => zip([{ name: 'bank.json', data: blank }]), 'a bank whose header lies': () => zip([{ name: 'bank.json', data: blank, claims: 100 }]),
  'a workbook': () => zip([{ name: 'xl/workbook.xml', data: blank }, { name: 'xl/worksheets/sheet1.xml', data: blank }]), 'a document': () => zip([{ name: 'word/document.xml', data: blank }]),
  'a package of QTI': () => zip([{ name: 'imsmanifest.xml', data: blank }]), 'a quiz of ClassQuiz': () => gzipSync(Buffer.concat([Buffer.from('{"questions":[{"question":"a","answers":[{"right":true,"answer":"'), blank])),
  'very many entries': () => zip(Array.from({ length: 5000 }, (_, i) => ({ name: `f${i}`, data: '' }))),
}

test('what unpacks to much is unpacked no further than a limit', sanitized, async () => {
  for (const [what, make] of Object.entries(bombs)) {
    const bytes = make()
    assert.ok(bytes.length < 2 * MIB, what)
    const { status, signal, seconds, report, stderr } = await measured(write('bomb', bytes), LIBRARIES + 200 * MIB)
    assert.equal(status, 1, `${what}: ${status ?? signal} ${stderr}`)
    assert.ok(codes(report).length > 0 && report.questions === 0, what)
    assert.ok(seconds < 10, `${what}: ${seconds} s`)
  }
})

test('names in a package lead nowhere, and XML defines nothing', async () => {
  const secret = write('secret.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))
  const paths = ['../secret.png', secret, '..\\secret.png', 'media/../../secret.png', 'file:///etc/passwd']
  const bank = { ...BANK, media: paths.map((file, i) => ({ id: `m${i}`, kind: 'image', file, alt: { en: 'x' } })) }
  const packed = zip([{ name: 'bank.json', data: JSON.stringify(bank) }, ...paths.map((name) => ({ name, data: 'x' }))])
  const { reports } = await check(write('escape.qbank', packed))
  assert.ok(reports[0].problems.filter(({ severity }) => severity === 'error').length >= paths.length - 1, JSON.stringify(reports[0].problems))
  const entities = `<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question type="truefalse"><questiontext><text>&x;</text></questiontext></question></quiz>`
  const xml = await check(write('entities.xml', entities))
  assert.deepEqual([xml.status, xml.reports[0].questions], [1, 0])
  assert.ok(!JSON.stringify(xml.reports).includes('root:'))
})

// ---- 5,000 questions

const many = (make) => Array.from({ length: 5000 }, (_, i) => make(i))
const sums = { ...BANK, questions: many((i) => ({ id: `q${i}`, type: 'single', stem: { en: `What is ${i} plus ${i % 7}?` }, options: [0, 1, 2, 3].map((n) => ({ id: 'abcd'[n], text: { en: `${i + n}` } })), answer: { correct: ['abcd'[i % 4]] } })) }
const large = {
  rahoot: () => JSON.stringify({ questions: many((i) => ({ question: `What is ${i} plus 1?`, answers: [`${i}`, `${i + 1}`, `${i + 2}`], solution: 1 })) }),
  opentdb: () => JSON.stringify(many((i) => ({ type: 'multiple', difficulty: 'easy', category: 'Sums', question: `What is ${i} plus 1?`, correct_answer: `${i + 1}`, incorrect_answers: [`${i}`, `${i + 2}`] }))),
  classquiz: () => gzipSync(JSON.stringify({ title: 'Sums', questions: many((i) => ({ question: `What is ${i} plus 1?`, time: '20', type: 'ABCD', answers: [{ right: true, answer: `${i + 1}` }, { right: false, answer: `${i}` }] })) })),
  'chinese-text': () => `一、单选题\n${many((i) => `${i + 1}、${i}加一等于（ ）。\nA. ${i}  B. ${i + 1}\nC. ${i + 2}  D. ${i + 3}\n答案：B\n`).join('')}`,
  opentriviaqa: () => many((i) => `#Q What is ${i} plus 1?\n^ ${i + 1}\nA ${i}\nB ${i + 1}\n\n`).join(''),
  blackboard: () => many((i) => `MC\tWhat is ${i} plus 1?\t${i}\tincorrect\t${i + 1}\tcorrect\n`).join(''),
}

test('5,000 questions are read in less than two seconds, whatever they are written in', sanitized, async () => {
  const files = Object.entries(large).map(([format, make]) => [format, write(`large.${format}`, make())])
  const json = write('large.json', sums)
  for (const format of ['json', 'qbank', 'csv', 'xlsx', 'gift', 'moodle-xml', 'aiken']) {
    const out = pathJoin(folder, `large-out.${format}`)
    assert.equal((await run(['bank', 'convert', json, '--to', format, '-o', out])).status, 0, format)
    files.push([format === 'qbank' ? 'json' : format, out])
  }
  for (const [format, file] of files) {
    const { seconds, report, stderr } = await measured(file, LIBRARIES + 200 * MIB)
    assert.deepEqual([report?.format, report?.questions], [format, 5000], `${file} ${stderr}`)
    assert.ok(seconds < 2 * Number(process.env.JB_TIME_FACTOR ?? 1), `${format}: ${seconds} s`)
  }
})
