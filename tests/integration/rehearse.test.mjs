// Rehearsals of real and of small contests: tests/rehearsal/NAME.jsonl is the script, NAME.json what must come of it (README.md there).
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { ROOT, fileOf, run } from './lib.mjs'

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
  turns: (result) => result.turns,
  phase: (result) => result.phase,
}

function only(names, from) {
  return Object.fromEntries(Object.keys(names).map((name) => [name, from[name]]))
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
    assert.ok(expected.standings || expected.scores || expected.ranks, 'a rehearsal that expects nothing')
    const { status, stdout, stderr } = await run(['rehearse', contestOf(expected.contest), join(FOLDER, `${name}.jsonl`), '--json'])
    assert.equal(status, 0, stderr)
    compare(expected, JSON.parse(stdout))
  })
}
