// Results as CSV and JSON, over HTTP and from the command line, while the server runs and after; and
// the proof that they follow from an unbroken log.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join as pathJoin } from 'node:path'
import test, { before } from 'node:test'
import { BANK, advance, fileOf, host, join, run, serve, temporaryFolder, theEnd, together } from './lib.mjs'

const server = await serve()

const NAMES = ['=1+1', '+cmd|calc', '-2+3', '@SUM(A1)', 'Comma, "quoted"', '正常·名字', "O'Brien", 'Zoë 🙂']
const TYPED = 'zebrafish-of-the-test'
let contest
let head
let scores

before(async () => {
  const bank = await server.importBank(BANK)
  contest = await server.contest(fileOf(bank, ['single', 'text'], { points: { right: 2.5, wrong: -1 } }, { teams: [{ name: { en: '=Team' } }, { name: { en: 'Blues' } }], team_score: 'sum' }))
  const desk = await host(server, contest)
  const players = []
  for (const [i, name] of NAMES.entries()) players.push(await join(server, contest, name, i < 4 ? { team: '=Team' } : i < 6 ? { team: 'Blues' } : {}))
  await advance(desk, 'open', 1)
  await together(players, 'open', 1)
  for (const [i, player] of players.entries()) await player.answer(1, i % 2 === 0 ? 'd' : 'a')
  await advance(desk, 'open', 2)
  await together(players, 'open', 2)
  for (const [i, player] of players.entries()) if (i < 3) await player.answer(2, [i === 0 ? 'mediterranean sea' : TYPED])
  await advance(desk, 'finished')
  ;({ head } = await theEnd(desk))
  scores = players.map((_, i) => (i % 2 === 0 ? 2.5 : -1) + (i === 0 ? 2.5 : i < 3 ? -1 : 0))
})

/** RFC 4180, strictly: CRLF between records, quotes doubled. */
function parseCsv(text) {
  const records = []
  let [record, cell, quoted] = [[], '', false]
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') { cell += '"'; i++ }
      else if (c === '"') quoted = false
      else cell += c
    } else if (c === '"') { assert.equal(cell, '', 'a quote inside a bare cell'); quoted = true }
    else if (c === ',') { record.push(cell); cell = '' }
    else if (c === '\r') { assert.equal(text[i + 1], '\n'); i++; records.push([...record, cell]); [record, cell] = [[], ''] }
    else { assert.notEqual(c, '\n', 'a bare line feed'); cell += c }
  }
  assert.equal(cell + record.join(''), '', 'the last record ends with CRLF')
  return records
}

function checkCsv(bytes) {
  assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'a byte order mark')
  const [header, ...records] = parseCsv(bytes.subarray(3).toString())
  assert.deepEqual(header.slice(0, 4), ['rank', 'name', 'team', 'score'])
  assert.ok(header.includes('correct') && header.includes('time_ms'))
  const byName = new Map(records.map((record) => [record[1], Object.fromEntries(header.map((name, i) => [name, record[i]]))]))
  assert.equal(records.length, NAMES.length)
  for (const [i, name] of NAMES.entries()) {
    const shown = /^[=+\-@]/.test(name) ? `'${name}` : name
    const row = byName.get(shown)
    assert.ok(row, `${shown} is not among ${[...byName.keys()]}`)
    assert.equal(Number(row.score), scores[i], name)
    assert.equal(row.log_head, head, 'the sheet says what it follows from')
    assert.equal(row.team, i < 4 ? "'=Team" : i < 6 ? 'Blues' : '')
  }
  for (const record of records) {
    for (const [i, cell] of record.entries()) assert.ok(i === 3 || !/^[=+\-@\t\r]/.test(cell), `a spreadsheet would compute ${cell}`)
  }
  assert.deepEqual(records.map(([rank]) => Number(rank)), records.map(([rank]) => Number(rank)).sort((a, b) => a - b))
}

function checkJson(results) {
  const byName = new Map(results.participants.map((row) => [row.name, row]))
  for (const [i, name] of NAMES.entries()) {
    const row = byName.get(name)
    assert.deepEqual({ score: row.score, correct: row.correct, team: row.team }, { score: scores[i], correct: (i % 2 === 0 ? 1 : 0) + (i === 0 ? 1 : 0), team: i < 4 ? '=Team' : i < 6 ? 'Blues' : null }, name)
  }
  assert.equal(results.participants[0].name, NAMES[0])
  assert.deepEqual(results.questions.map(({ answered, right }) => ({ answered, right })), [{ answered: 8, right: 4 }, { answered: 3, right: 1 }])
  assert.equal(results.questions[0].wrong_most, 'a')
  const sum = (from, to) => scores.slice(from, to).reduce((total, score) => total + score, 0)
  assert.deepEqual(Object.fromEntries(results.teams.map(({ name, score, members }) => [name, [score, members]])), { '=Team': [sum(0, 4), 4], Blues: [sum(4, 6), 2] })
  assert.equal(results.log.head, head)
  assert.equal(results.contest.id, contest.id)
}

test('CSV opens in a spreadsheet and computes nothing', async () => {
  const answer = await server.http('GET', `/api/contests/${contest.id}/results?format=csv`)
  assert.match(answer.headers['content-type'], /^text\/csv; charset=utf-8/i)
  assert.match(answer.headers['content-disposition'] ?? '', /^attachment; filename="[^"]+\.csv"/)
  checkCsv(answer.bytes)
})

test('JSON has people, teams, questions and the log', async () => {
  checkJson((await server.http('GET', `/api/contests/${contest.id}/results?format=json`)).json)
  checkJson((await server.http('GET', `/api/contests/${contest.id}/results`)).json)
})

test('the log as text is the chain, for any SHA-256 to check', async () => {
  const answer = await server.http('GET', `/api/contests/${contest.id}/results?format=log`)
  assert.deepEqual([answer.status, answer.headers['content-type']], [200, 'text/plain; charset=utf-8'])
  assert.match(answer.headers['content-disposition'], /^attachment; filename="[^"]+\.log"/)
  const text = answer.bytes.toString()
  const sha = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
  let before = sha(contest.id)
  const lines = text.trimEnd().split('\n')
  for (const [i, line] of lines.entries()) {
    const [, entry, hash] = /^(.*) ([0-9a-f]{64})$/.exec(line)
    assert.ok(entry.startsWith(`${i + 1} `), line)
    before = sha(before, entry)
    assert.equal(hash, before.toString('hex'), line)
    JSON.parse(entry.split(' ').slice(3).join(' '))
  }
  assert.equal(before.toString('hex'), head)
  assert.equal((await run(['results', contest.id, '--data', server.data, '--format', 'log'])).stdout, text)
})

test('the bank says how its questions did', async () => {
  const stats = async () => (await server.http('GET', '/api/banks/test-bank')).json.stats
  const { single, text, ...others } = await stats()
  assert.deepEqual(others, {})
  assert.deepEqual([single.contests, single.asked, single.right_rate], [1, 8, 50])
  assert.deepEqual([text.contests, text.asked, text.right_rate], [1, 8, 12.5])
  // Of the four who were right here one was right there, of the others nobody: 0.5 / sqrt(2 * 0.875).
  for (const { discrimination } of [single, text]) assert.equal(discrimination, 0.378)
})

test('an unknown format is refused', async () => {
  assert.equal((await server.http('GET', `/api/contests/${contest.id}/results?format=doc`)).status, 400)
})

test('a finished contest says so in the list', async () => {
  const { json } = await server.http('GET', `/api/contests/${contest.id}`)
  assert.ok(Math.abs(json.finished_at - Date.now()) < 60000, String(json.finished_at))
  assert.equal(json.phase ?? 'finished', 'finished')
})

async function checkCommands() {
  const csv = await run(['results', contest.id, '--data', server.data, '--format', 'csv'])
  assert.equal(csv.status, 0, csv.stderr)
  checkCsv(csv.bytes)
  const file = pathJoin(temporaryFolder(), 'out.json')
  const json = await run(['results', contest.id, '--data', server.data, '--format', 'json', '-o', file])
  assert.deepEqual([json.status, json.stdout], [0, ''], json.stderr)
  checkJson(JSON.parse(readFileSync(file, 'utf8')))
  const proof = await run(['verify', contest.id, '--data', server.data, '--json'])
  assert.equal(proof.status, 0, proof.stdout + proof.stderr)
  assert.equal(JSON.stringify(JSON.parse(proof.stdout)).includes(head), true)
  assert.equal((await run(['verify', contest.id, '--data', server.data])).status, 0)
}

test('results and verify work while the server runs', checkCommands)

test('verify finds a changed answer and a changed hash', async (t) => {
  await server.stop()
  await t.test('untouched, without the server, everything is as it was', checkCommands)
  const files = ['jinbang.db', 'jinbang.db-wal'].map((name) => pathJoin(server.data, name)).filter(existsSync)
  const original = new Map(files.map((file) => [file, readFileSync(file)]))
  const restore = () => { for (const [file, bytes] of original) writeFileSync(file, bytes) }

  /** Overwrites every occurrence of some bytes by others of the same length; gives how many there were. */
  const tamper = (from, to) => {
    let found = 0
    for (const [file, bytes] of original) {
      const changed = Buffer.from(bytes)
      for (let at = changed.indexOf(from); at >= 0; at = changed.indexOf(from, at + 1)) {
        changed.write(to, at)
        found++
      }
      writeFileSync(file, changed)
    }
    return found
  }
  const verify = () => run(['verify', contest.id, '--data', server.data, '--json'])

  await t.test('an answer that was typed', async () => {
    assert.ok(tamper(TYPED, TYPED.replace('zebra', 'horse')) > 0, 'the typed answer is in the log')
    const { status, stdout } = await verify()
    assert.equal(status, 1, stdout)
    assert.doesNotThrow(() => JSON.parse(stdout))
    assert.equal((await run(['verify', contest.id, '--data', server.data])).status, 1)
  })
  await t.test('the hash of the last entry', async () => {
    restore()
    let found = 0
    for (const [file, bytes] of original) {
      const changed = Buffer.from(bytes)
      for (const needle of [Buffer.from(head, 'hex'), Buffer.from(head)]) {
        for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) { changed[at] ^= 1; found++ }
      }
      writeFileSync(file, changed)
    }
    assert.ok(found > 0, 'the hash is in the database')
    assert.equal((await verify()).status, 1)
  })
  await t.test('a database that is no database', async () => {
    for (const file of files) writeFileSync(file, Buffer.alloc(8192, 7))
    const { status } = await verify()
    assert.ok([1, 3].includes(status), String(status))
  })
  restore()
  assert.equal((await verify()).status, 0, 'and after all that the original still holds')
  assert.equal((await run(['verify', 'none', '--data', server.data, '--json'])).status, 1)
})
