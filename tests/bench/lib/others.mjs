// The rows that need a hall of another make: phones that do not read, a slow disk, TLS, many rooms.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import WebSocket from 'ws'
import { temporaryFolder, within } from '../../integration/lib/process.mjs'
import { contestOn, fileOf, bankOf } from './contest.mjs'
import { Hall, Product, cpuOf, memoryOf, pin } from './programs.mjs'

const RATE = 10000

/** Microseconds of a server's CPU that a question, its answers and its results take for each phone of these halls. */
async function wholeQuestion(product, halls, phones) {
  const before = cpuOf(product.pid)
  for (const step of ['question', `answers ${phones / RATE}`, 'results']) await Promise.all(halls.map((hall) => hall.do(step)))
  return (cpuOf(product.pid) - before) / phones
}

/** How many of a server's sockets hold so much that nobody has taken. */
function stuckAt(port, bytes = 16384) {
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return readFileSync('/proc/net/tcp', 'utf8').split('\n').map((line) => line.trim().split(/\s+/))
    .filter(([, from, , state, queues]) => from === local && state === '01' && parseInt(queues.split(':')[0], 16) > bytes).length
}

/**
 * Two servers, on one of which one phone in twenty does not read. First both play until the kernel takes nothing more for those, then
 * pairs of rounds are measured; soon after the server would hang up on them. Gives the pairs, how many were stuck, and what each of
 * them had added to the server's memory.
 */
export async function stalled(phones, rounds, { part = 0.05, filling = 12 } = {}) {
  const sides = {}
  const play = async ({ hall }, answering) => ({
    question: await hall.do('question'), answers: answering && await hall.do(`answers ${phones / RATE}`), results: await hall.do('results') })
  for (const name of ['reading', 'stuck']) {
    const product = await Product.start()
    const hall = Hall.start(product, await contestOn(product, 1 + filling + rounds), phones)
    await hall.do('join 256')
    sides[name] = { product, hall }
    await play(sides[name], true)
    sides[name].before = memoryOf(product.pid)
  }
  const { stalled: silent } = await sides.stuck.hall.do(`stall ${part}`)
  for (let i = 0; i < filling; i++) for (const side of Object.values(sides)) await play(side, false)
  const pairs = []
  for (let i = 0; i < rounds; i++) {
    const came = {}
    for (const name of i % 2 ? ['stuck', 'reading'] : ['reading', 'stuck']) came[name] = await play(sides[name], true)
    pairs.push(came)
  }
  const stuck = stuckAt(sides.stuck.product.port)
  const grown = Object.values(sides).map(({ product, before }) => memoryOf(product.pid) - before)
  for (const { product, hall } of Object.values(sides)) {
    await hall.stop()
    await product.stop()
  }
  return { pairs, silent, stuck, bytesEach: ((grown[1] - grown[0]) * 1024) / silent }
}

/** Two rooms on a server whose disk takes 20 ms longer: one answers, and pings of it, of its host and of the other room are timed. */
export async function slowDisk(phones, ms = 20) {
  const product = await Product.start({ preload: 'jb-slowdisk.so', env: { JB_SLOW_MS: String(ms) } })
  const hall = Hall.start(product, await contestOn(product, 2), phones)
  const room = Hall.start(product, await contestOn(product, 2), 100)
  for (const step of ['join 256', 'question', 'others 5']) for (const each of [hall, room]) await each.do(step)
  const [answers] = await Promise.all([hall.do(`answers ${phones / RATE}`), room.do(`answers ${phones / RATE}`)])
  for (const each of [hall, room]) await each.do('idle') // the last pings come home
  const [own, other] = [await hall.do('others 0'), await room.do('others 0')]
  await Promise.all([hall.stop(), room.stop()])
  await product.stop()
  return { answers, own, other }
}

function certificate() {
  const folder = temporaryFolder()
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'key.pem', '-out', 'cert.pem',
    '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'], { cwd: folder, stdio: 'ignore' })
  return { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') }
}

/** Bytes of a phone that has joined by TLS and is idle, by the difference between few and many. */
export async function tlsMemory(few, many) {
  const { cert, key } = certificate()
  const ca = readFileSync(cert)
  const product = await Product.start({ ca, args: ['--cert', cert, '--key', key] })
  const contest = await contestOn(product, 1)
  const sockets = []
  const join1 = () => within(new Promise((resolve, reject) => {
    const socket = new WebSocket(`${product.url.replace('http', 'ws')}/ws`, ['jinbang.v1'], { perMessageDeflate: false, ca })
    sockets.push(socket)
    socket.on('error', reject)
    socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', role: 'player', code: contest.code, name: `Phone ${sockets.length}` })))
    socket.on('message', (data) => { if (JSON.parse(data).type === 'you') resolve() })
  }), 'a phone to join by TLS', 60000)
  const fill = async (count) => {
    while (sockets.length < count) await Promise.all(Array.from({ length: Math.min(50, count - sockets.length) }, join1))
    return memoryOf(product.pid)
  }
  const less = await fill(few)
  const more = await fill(many)
  for (const socket of sockets) socket.terminate()
  await product.stop()
  return ((more - less) * 1024) / (many - few)
}

/** As many phones in rooms of `size` as in one room, on two servers, in pairs of rounds. */
export async function rooms(phones, size, rounds) {
  const kinds = { one: [phones], many: Array.from({ length: Math.floor(phones / size) }, () => size) }
  const sides = {}
  for (const [name, sizes] of Object.entries(kinds)) {
    const product = await Product.start()
    const bank = await product.bank(bankOf(rounds + 1))
    const halls = []
    for (const [seed, count] of sizes.entries()) halls.push(Hall.start(product, await product.contest(fileOf(bank, rounds + 1)), count, { seed }))
    await Promise.all(halls.map((hall) => hall.do('join 64')))
    pin(product.pid, 'server') // or some rounds share a core with the generators, and others do not
    sides[name] = { product, halls }
  }
  const total = (sizes) => sizes.reduce((a, b) => a + b, 0)
  const pairs = []
  for (let i = 0; i <= rounds; i++) {
    const came = {}
    for (const name of i % 2 ? ['one', 'many'] : ['many', 'one']) {
      came[name] = await wholeQuestion(sides[name].product, sides[name].halls, total(kinds[name]))
    }
    if (i > 0) pairs.push(came)
  }
  for (const { product, halls } of Object.values(sides)) {
    await Promise.all(halls.map((hall) => hall.stop()))
    await product.stop()
  }
  return { pairs, rooms: kinds.many.length }
}

/** What a room of `size` costs beside `others` other rooms, against a server on which it is alone. */
export async function besideOthers(size, others, rounds) {
  const sides = []
  for (const count of [0, others]) {
    const product = await Product.start()
    const bank = await product.bank(bankOf(rounds + 1))
    for (let i = 0; i < count; i++) await product.contest(fileOf(bank, rounds + 1))
    const hall = Hall.start(product, await product.contest(fileOf(bank, rounds + 1)), size)
    await hall.do('join 64')
    sides.push({ product, hall })
  }
  const pairs = []
  for (let i = 0; i <= rounds; i++) {
    const came = []
    for (const { product, hall } of i % 2 ? sides : [...sides].reverse()) {
      came.push(await wholeQuestion(product, [hall], size))
    }
    const [alone, beside] = i % 2 ? came : came.reverse()
    if (i > 0) pairs.push({ alone, beside })
  }
  for (const { product, hall } of sides) {
    await hall.stop()
    await product.stop()
  }
  return pairs
}
