// Rehearsals of real and of small contests: tests/rehearsal/NAME.jsonl is the script, NAME.json what must come of it (README.md there).
import assert from 'node:assert/strict'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { BANK, ROOT, run, temporaryFolder } from './lib.mjs'

const FOLDER = join(ROOT, 'tests/rehearsal')
const scripts = readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl')).map((name) => name.slice(0, -'.jsonl'.length))

function contestOf(name) {
  return name.startsWith('sheet-') ? join(ROOT, 'questions/contests', `${name}.json`) : join(FOLDER, 'contests', `${name}.json`)
}

// What a file expects, read from what the program prints: lists by seat, and lists as they are.
const read = {
  standings: (result) => result.standings.map(({ rank, seat, score }) => ({ rank, seat, score })),
  scores: (result) => Object.fromEntries(result.standings.map(({ seat, score }) => [seat, score])),
  ranks: (result) => Object.fromEntries(result.standings.map(({ seat, rank }) => [seat, rank])),
  hall: (result) => Object.fromEntries((result.hall ?? []).map(({ seat, score }) => [seat, score])),
  members: (result) => Object.fromEntries((result.members ?? []).map(({ name, score }) => [name, score])),
  refused: (result) => result.refused.map(({ line, code }) => ({ line, code })),
  units: (result) => Object.fromEntries((result.teams ?? []).map(({ team, number: _, ...unit }) => [team, unit])),
  given: (result) => Object.fromEntries(awardsOf(result).map(([award, rows]) => [award, rows.map(({ seat, team }) => seat ?? team)])),
  places: (result) => Object.fromEntries(awardsOf(result).map(([award, rows]) => [award, rows.length])),
  lotteries: (result) => result.lotteries.map(({ winners, ...lottery }) => ({ ...lottery, winners: new Set(winners).size })),
  turns: (result) => result.turns,
  phase: (result) => result.phase,
}

function awardsOf(result) {
  const rows = {}
  for (const row of result.awards ?? []) (rows[row.award] ??= []).push(row)
  return Object.entries(rows)
}

// Of what is named only, and of that only what is said.
function only(names, from) {
  const plain = (value) => value !== null && typeof value === 'object' && !Array.isArray(value)
  return Object.fromEntries(Object.entries(names).map(([name, value]) => [name, plain(value) && plain(from[name]) ? only(value, from[name]) : from[name]]))
}

function compare(expected, result) {
  for (const [what, wanted] of Object.entries(expected)) {
    if (what === 'contest') continue
    assert.ok(read[what], `nothing is known of ${what}`)
    const got = read[what](result)
    const partial = typeof wanted === 'object' && !Array.isArray(wanted)
    assert.deepEqual(partial ? only(wanted, got) : got, wanted, what)
  }
}

for (const name of scripts) {
  test(`rehearsal ${name}`, async () => {
    const expected = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'))
    assert.ok(expected.standings || expected.scores || expected.ranks || expected.units, 'a rehearsal that expects nothing')
    const { status, stdout, stderr } = await run(['rehearse', contestOf(expected.contest), join(FOLDER, `${name}.jsonl`), '--json'])
    assert.equal(status, 0, stderr)
    compare(expected, JSON.parse(stdout))
  })
}

const SHEET = contestOf('sheet-a')

test('without --json: a table, and what was refused with its line on standard error', async () => {
  const script = '{"do":"turn","seat":"Team B"}\n{"do":"answer","seat":2,"is":"right","remark":"well done"}\n{"do":"buzz","seat":2}\n'
  const { status, stdout, stderr } = await run(['rehearse', SHEET, '-'], { input: script })
  assert.equal(status, 0)
  assert.match(stdout, /^ +1 +110 +乙队$/m)
  assert.match(stdout, /^ +2 +100 +甲队$/m)
  assert.match(stdout, /^2 turns played, now in phase locked$/m)
  assert.equal(stderr, 'standard input:2: ignored: no such field here: remark\nstandard input:3: refused: That is not possible now. [not_now]\n')
})

test('an empty script: everybody is first, and nothing has begun', async () => {
  const { status, stdout, stderr } = await run(['rehearse', SHEET, '-', '--json'], { input: '' })
  assert.deepEqual([status, stderr], [0, ''])
  const result = JSON.parse(stdout)
  assert.deepEqual(result.standings.map(({ rank, score }) => [rank, score]), Array(6).fill([1, '100']))
  assert.deepEqual([result.refused, result.turns, result.phase], [[], 0, 'lobby'])
})

test('the same script gives the same bytes', async () => {
  const args = ['rehearse', SHEET, join(FOLDER, 'sheet-a-frozen.jsonl'), '--json']
  assert.equal((await run(args)).stdout, (await run(args)).stdout)
})

test('a contest file with errors is 1, a file that is not there 3', async () => {
  const folder = temporaryFolder()
  const wrong = join(folder, 'wrong.json')
  writeFileSync(wrong, JSON.stringify({ title: { en: 'Wrong' }, rounds: [{ format: 'turn', draw: { placeholder: 5 }, seats: 3 }] }))
  const errors = await run(['rehearse', wrong, '-', '--json'], { input: '' })
  assert.deepEqual([errors.status, errors.stdout], [1, ''])
  assert.match(errors.stderr, /wrong\.json:\d+:\d+: error: /)
  assert.equal((await run(['rehearse', SHEET, join(folder, 'none.jsonl')])).status, 3)
  assert.equal((await run(['rehearse', join(folder, 'none.json'), '-'], { input: '' })).status, 3)
  assert.equal((await run(['rehearse', SHEET, '-', '--bank', join(folder, 'none.bank.json')], { input: '' })).status, 3)
})

test('a bank is drawn from where it is given, and stood in for where it is not', async () => {
  const folder = temporaryFolder()
  const contest = join(folder, 'contest.json')
  const bank = join(folder, 'capitals.bank.json')
  writeFileSync(bank, JSON.stringify({ ...BANK, id: 'capitals' }))
  writeFileSync(contest, JSON.stringify({ title: { en: 'T' }, rounds: [{ format: 'everyone', draw: { bank: 'capitals', count: 2 }, change: true }] }))
  const script = '{"do":"turn"}\n{"do":"answer","seat":"Ann","is":"right"}\n{"do":"answer","seat":"Ben","is":"wrong"}\n{"do":"lock"}\n{"do":"next"}\n'
  for (const more of [[], ['--bank', bank]]) {
    const { status, stdout, stderr } = await run(['rehearse', contest, '-', '--json', ...more], { input: script })
    assert.deepEqual([status, stderr], [0, ''])
    assert.deepEqual(read.scores(JSON.parse(stdout)), { Ann: '10', Ben: '0' })
  }
  const other = join(folder, 'other.json')
  writeFileSync(other, readFileSync(contest, 'utf8').replace('capitals', 'nowhere'))
  assert.equal((await run(['rehearse', other, '-', '--bank', bank], { input: script })).status, 1, 'with --bank nothing stands in')
})

test('a script with too many lines, or too large, is refused whole', async () => {
  const long = await run(['rehearse', SHEET, '-', '--json'], { input: '\n'.repeat(100001) })
  assert.deepEqual([long.status, long.stdout], [3, ''])
  assert.equal((await run(['rehearse', SHEET, '-', '--json'], { input: '\n'.repeat(100000) })).status, 0)
  assert.equal((await run(['rehearse', SHEET, '-'], { input: ' '.repeat(16 * 1024 * 1024 + 1) })).status, 3)
})
