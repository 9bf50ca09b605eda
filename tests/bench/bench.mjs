// bench.mjs [--quick] [--phones N,N] [--only PART,PART] [--json FILE]: what Jinbang costs, against the cheapest server there can be
// (jb-floor) and against plain send() on its own sockets, in one table. docs/performance.md says how to read it.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, release } from 'node:os'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { filesAllowed, ranks, replay, starts } from './lib/alone.mjs'
import { sizesOfProduct } from './lib/contest.mjs'
import { besideOthers, rooms, slowDisk, stalled, tlsMemory } from './lib/others.mjs'
import { losses } from './lib/programs.mjs'
import { Pair, freshJoin } from './lib/rounds.mjs'
import { median, ratios, spread } from './lib/stats.mjs'
import { Table } from './lib/table.mjs'

const RAMP_QUESTIONS = 20
const PUSHES = 12 // pairs of a question and plain sends, at least
const FRESH_JOINS = 2 // servers that are begun for it, beside the one of the rounds
const PARTS = ['halls', 'stall', 'slow', 'rooms', 'memory', 'alone']

const { values: options } = parseArgs({ options: {
  quick: { type: 'boolean', default: false }, phones: { type: 'string' }, json: { type: 'string' }, only: { type: 'string' } } })
const { quick } = options
const parts = options.only?.split(',') ?? PARTS
for (const part of parts) assert.ok(PARTS.includes(part), `--only knows ${PARTS.join(', ')}, not ${part}`)

const files = await filesAllowed()
// What the product lets in when it may have so many files (docs/limits.md), less a host and a guest.
const usable = Math.min(files, 1000000) - 64
const sessions = usable - Math.min(Math.floor(usable / 16), 512)
const places = sessions - Math.min(Math.floor(sessions / 16), 256)
const most = Math.min(20000, places >= 10000 ? Math.floor(places / 1000) * 1000 : Math.floor(places / 100) * 100)
const sizesOfHalls = options.phones?.split(',').map(Number) ?? (quick ? [1000] : [1000, 10000, most])
for (const phones of sizesOfHalls) assert.ok(phones >= 10 && phones <= most, `--phones: from 10 to ${most}, as many as ${files} open files allow`)
const largest = Math.max(...sizesOfHalls)

const table = new Table()
const begun = Date.now()
const weather = []

/** How the machine is doing: what the rounds are worth depends on it. */
function lookOut() {
  const [, user, nice, system, idle, wait, irq, soft, steal] = readFileSync('/proc/stat', 'utf8').split('\n')[0].split(/\s+/).map(Number)
  weather.push({ seconds: Math.round((Date.now() - begun) / 1000), load: loadavg()[0], steal, all: user + nice + system + idle + wait + irq + soft + steal })
}

function say(text) {
  console.error(`${String(Math.round((Date.now() - begun) / 1000)).padStart(4)} s  ${text}`)
  lookOut()
}

function hallRows(phones, { bytesAPhone, joins }, rounds, pushes, storms, ramp) {
  const of = (pick) => rounds.map(pick)
  const pair = (pick) => of((r) => [pick(r.ours), pick(r.theirs)])
  table.add({ what: 'question: CPU over plain send() on the same sockets', phones, must: 1.15, aim: 1.08, unit: ' ×',
    measured: ratios([...of((r) => [r.ours.question.cpu_us, r.raw.cpu_us]), ...pushes.map((p) => [p.question.cpu_us, p.raw.cpu_us])]) })
  table.add({ what: 'question: CPU over floor’s', phones, unit: ' ×', measured: ratios(pair((r) => r.question.cpu_us)) })
  table.add({ what: 'personal result: CPU over floor’s', phones, must: 1.4, aim: 1.2, unit: ' ×', measured: ratios(pair((r) => r.results.cpu_us)) })
  table.add({ what: 'durable answer at 10,000/s: CPU over floor’s unstored', phones, must: 2.5, aim: 1.8, unit: ' ×', measured: ratios(pair((r) => r.answers.cpu_us)) })
  table.add({ what: 'first delivery after the host’s key', phones, must: 5, aim: 2, unit: ' ms', wall: true, values: of((r) => r.ours.question.first_ms) })
  table.add({ what: 'last delivery over floor’s', phones, must: 1.3, aim: 1.15, unit: ' ×', wall: true, measured: ratios(pair((r) => r.question.last_ms)) })
  table.add({ what: 'ack at 10,000/s: p50', phones, must: 4, aim: 2, unit: ' ms', wall: true, values: of((r) => r.ours.answers.p50_ms) })
  table.add({ what: 'ack at 10,000/s: p99', phones, must: 20, aim: 6, unit: ' ms', wall: true, values: of((r) => r.ours.answers.p99_ms) })
  table.add({ what: 'bytes per player and question', phones, must: 4000, aim: 2500, unit: ' B', digits: 0,
    values: of(({ ours: r }) => (r.question.bytes + r.answers.bytes + r.results.bytes) / phones) })
  table.add({ what: 'memory of an idle joined phone, plain', phones, must: 3072, aim: 2458, unit: ' B', digits: 0, values: [bytesAPhone] })
  for (const [what, steps] of [['all joining at once, doors open', joins], ['all coming back at once', storms.cut], ['the same after a restart', storms.restarted]]) {
    if (steps.length === 0) continue
    table.add({ what: `${what}: CPU each`, phones, must: 100, aim: 60, unit: ' µs', digits: 0, values: steps.map((s) => s.cpu_us) })
    table.add({ what: `${what}: until all are in`, phones, must: 4, aim: 2, unit: ' s', wall: true, values: steps.map((s) => s.seconds) })
  }
  if (ramp.questions >= RAMP_QUESTIONS) {
    table.add({ what: 'phones whose mean place is within 40–60 %', phones, must: 95, unit: ' %', digits: 1, least: true, values: [ramp.within_40_60 * 100] })
    table.add({ what: 'phones whose mean place is within 45–55 %', phones, aim: 95, must: 0, unit: ' %', digits: 1, least: true, values: [ramp.within_45_55 * 100] })
  }
  table.add({ what: 'a whole question, all that belongs to it: CPU per player', phones, unit: ' µs', digits: 0, values: of((r) => r.ours.whole) })
  table.add({ what: 'a whole question: CPU over floor’s', phones, unit: ' ×', measured: ratios(pair((r) => r.whole)) })
  for (const [what, pick] of [['question', (r) => r.question], ['personal result', (r) => r.results], ['answer', (r) => r.answers]]) {
    table.add({ what: `${what}: CPU`, phones, unit: ' µs', digits: 1, values: of((r) => pick(r.ours).cpu_us) })
    table.add({ what: `${what}: floor’s CPU`, phones, unit: ' µs', digits: 1, values: of((r) => pick(r.theirs).cpu_us) })
  }
  table.add({ what: 'plain send() inside the product: CPU', phones, unit: ' µs', digits: 1, values: of((r) => r.raw.cpu_us) })
  table.add({ what: 'question on the last phone', phones, unit: ' ms', digits: 1, wall: true, values: of((r) => r.ours.question.last_ms) })
}

async function halls(sizes) {
  for (const phones of sizesOfHalls) {
    const count = quick ? 3 : phones <= 2000 ? RAMP_QUESTIONS : phones <= 10000 ? 7 : 5
    const more = quick ? 2 : Math.max(4, PUSHES - count)
    say(`${phones} phones: joining, ${count} pairs of rounds, ${more} pushes, reconnecting`)
    const joins = []
    for (let i = 0; i < (quick ? 0 : FRESH_JOINS); i++) joins.push(await freshJoin(phones))
    const pair = await Pair.start({ phones, rounds: count, pushes: more, sizes })
    const { ours, bytesAPhone } = await pair.join()
    const joined = { bytesAPhone, joins: [...joins, ours] }
    const rounds = await pair.rounds(count)
    const ramp = await pair.ours.do('ramp')
    const pushes = await pair.pushes(more)
    const storms = { cut: [await pair.storm(), await pair.storm()], restarted: [await pair.restart()] }
    await pair.stop()
    hallRows(phones, joined, rounds, pushes, storms, ramp)
  }
}

async function stall() {
  const phones = Math.min(largest, 5000)
  say(`${phones} phones, of which one in twenty does not read`)
  const came = await stalled(phones, quick ? 2 : 4)
  const pick = (f) => ratios(came.pairs.map(({ stuck, reading }) => [f(stuck), f(reading)]))
  const what = `${came.stuck} of ${phones / 20} that do not read are stuck`
  table.add({ what: `${what}: others’ CPU of a question`, phones, must: 1.1, unit: ' ×', measured: pick((r) => r.question.cpu_us) })
  table.add({ what: `${what}: others’ CPU of an answer`, phones, must: 1.1, unit: ' ×', measured: pick((r) => r.answers.cpu_us) })
  table.add({ what: `${what}: others’ p99 of an ack`, phones, unit: ' ×', wall: true, measured: pick((r) => r.answers.p99_ms) })
  // One frame: the longest that a phone is sent, with what holds it.
  table.add({ what: `${what}: memory of each`, phones, must: sizes[4] + 512, unit: ' B', digits: 0, values: [came.bytesEach] })
}

async function slow() {
  const phones = Math.min(largest, 10000)
  say(`${phones} phones answer while the disk takes 20 ms longer`)
  const came = []
  for (let i = 0; i < (quick ? 1 : 3); i++) came.push(await slowDisk(phones))
  table.add({ what: 'disk 20 ms slower: ping of phone and host, p99', phones, must: 10, unit: ' ms', wall: true, values: came.map(({ own }) => own.ping_p99_ms) })
  table.add({ what: 'disk 20 ms slower: ping in another room, p99', phones, must: 10, unit: ' ms', wall: true, values: came.map(({ other }) => other.ping_p99_ms) })
  table.add({ what: 'disk 20 ms slower: ack, p99', phones, unit: ' ms', wall: true, values: came.map(({ answers }) => answers.p99_ms) })
}

async function manyRooms() {
  const phones = quick ? 1000 : most - 500
  say(`${phones} phones in one room, and in rooms of 100`)
  const { pairs, rooms: count } = await rooms(phones, 100, quick ? 2 : 5)
  table.add({ what: `${count} rooms of 100 over one room: CPU of a whole question`, phones, must: 1.2, unit: ' ×', measured: ratios(pairs.map(({ many, one }) => [many, one])) })
  const others = quick ? 100 : 998
  say(`a room of 100 beside ${others} others`)
  const beside = await besideOthers(100, others, quick ? 3 : 9)
  table.add({ what: `a room of 100 beside ${others} others: CPU over alone`, phones: 100, must: 1.2, unit: ' ×', measured: ratios(beside.map((p) => [p.beside, p.alone])) })
}

async function memory() {
  const many = quick ? 600 : 2000
  say(`${many} phones by TLS`)
  table.add({ what: 'memory of an idle joined phone, TLS', phones: many, must: 24576, aim: 20480, unit: ' B', digits: 0, values: [await tlsMemory(100, many)] })
}

async function alone() {
  const past = quick ? 100 : 1000
  say(`starting, with nothing and with ${past} past contests`)
  const started = await starts(past)
  table.add({ what: 'start to listening, empty database: CPU', must: 50, unit: ' ms', digits: 1, values: started.empty })
  table.add({ what: `start to listening, ${past} past contests: CPU`, must: 80, unit: ' ms', digits: 1, values: started.past })
  const [phones, turns] = quick ? [2000, 10] : [20000, 50]
  say(`reading the log of ${phones} phones and ${turns} questions`)
  const log = await replay(phones, turns)
  const million = 1e6 / (phones * turns)
  const start = median(started.empty) / 1000
  table.add({ what: `replay of ${log.entries.toLocaleString('en-US')} log entries at a start: CPU for 1 M answers`, phones, must: 3, aim: 1.5, unit: ' s', values: log.served.map((s) => (s - start) * million) })
  say('ranks')
  const sizes = quick ? [1000, 4000] : [5000, 20000]
  const [less, more] = await ranks(sizes, 3)
  table.add({ what: 'scores, ranks and standings after a question: CPU', phones: more.phones, must: 10, unit: ' ms', values: more.both.map((us) => us / 1000) })
  table.add({ what: `the same, ${more.phones.toLocaleString('en-US')} phones over ${less.phones.toLocaleString('en-US')}`, phones: more.phones, must: 6, unit: ' ×',
    measured: ratios(more.both.map((us, i) => [us, less.both[i]])) })
}

const commit = () => {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}

lookOut()
const sizes = await sizesOfProduct()
const work = { halls: () => halls(sizes), stall, slow, rooms: manyRooms, memory, alone }
for (const part of parts) await work[part]()
lookOut()

const [first, last] = [weather[0], weather.at(-1)]
const load = spread(weather.map((look) => look.load))
const about = {
  commit: commit(), when: new Date(begun).toISOString(), seconds: Math.round((Date.now() - begun) / 1000), cores: cpus().length, processor: cpus()[0].model,
  kernel: release(), openFiles: files, loadAverage: load, stolen: (last.steal - first.steal) / Math.max(1, last.all - first.all), losses,
  textSizes: sizes, quick,
}
console.log(table.lines().join('\n'))
console.log(`\n${about.cores} cores (${about.processor}), Linux ${about.kernel}, ${files} open files; ${about.seconds} s, load average ${load.median.toFixed(1)} [${
  load.low.toFixed(1)}–${load.high.toFixed(1)}], ${(about.stolen * 100).toFixed(1)} % stolen; commit ${about.commit}`)
console.log(`~: time on a clock, held against its target by the better quartile. The more others use this machine, the worse all of it; ratios suffer least.`)
if (load.median > about.cores + 2) console.log('The machine was busy with other things: what is NOT MET above is worth a second look in quiet.')
if (options.json) {
  mkdirSync(dirname(options.json), { recursive: true })
  writeFileSync(options.json, `${JSON.stringify({ about, rows: table.rows }, null, 2)}\n`)
}
for (const { step, lost, why } of losses) console.log(`LOST ${lost} at ${step}: ${why}`)
if (losses.length > 0) process.exitCode = 1
else console.log('lost: nothing')
