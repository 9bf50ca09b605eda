// What somebody does who wants to do harm, and what it does to everybody else: floods, frames that no browser
// sends, connections that only keep a place, guesses, readers that do not read. docs/limits.md has the numbers.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import net from 'node:net'
import test, { after, before } from 'node:test'
import { BANK, OPCODE, Raw, fileOf, frame, host, join, newAddress, resume, serve, within } from './lib.mjs'

const SLOW_LIMIT_MS = 20000
const BURST = 500 // messages of one connection at once
const FAILURES = 600 // of one address in a minute
const PING = JSON.stringify({ type: 'ping', t0: 7 })
const HELLO = (contest, name) => JSON.stringify({ type: 'hello', role: 'player', code: contest.code, name })

const server = await serve({ args: ['--trust-proxy'] })
const from = (address = newAddress()) => ({ 'X-Forwarded-For': address })
const raw = (address) => Raw.open(server, from(address))
const make = async (contest = {}, round = {}) => server.contest(fileOf(bank, ['single', 'truefalse'], round, contest))
const isPong = ({ type }) => type === 'pong'
let bank
let contest
let witness // somebody who only plays: whatever is done to the server, they are answered

const figure = async (name) => Number(new RegExp(`^jinbang_${name} (\\d+)$`, 'm').exec((await server.http('GET', '/metrics', { as: null })).text)[1])

/** A TCP connection by hand; `over` resolves with what it was sent when the server has closed it. */
function plain(first = '') {
  const socket = net.connect(server.port, '127.0.0.1')
  let text = ''
  socket.on('error', () => {})
  socket.on('data', (data) => { text += data.toString('latin1') })
  const over = new Promise((resolve) => socket.on('close', () => resolve(text)))
  server.clients.add({ terminate: () => socket.destroy() })
  socket.write(first)
  return { socket, over }
}

/** Dribbles: one byte at a time, for as long as the server listens. */
function dribble(first, rest = 'a') {
  const { socket, over } = plain(first)
  const timer = setInterval(() => { if (socket.writable) socket.write(rest) }, 300)
  after(() => clearInterval(timer))
  return over.finally(() => clearInterval(timer))
}

const line = (text) => `${text}\r\nHost: 127.0.0.1:${server.port}\r\n`
// These take as long as the server is patient, so they run while everything else is tested.
const slow = {
  'a request line that never ends': dribble('GET /'),
  'headers that never end': dribble(line('GET / HTTP/1.1')),
  'half a header, and then nothing': plain(`${line('GET / HTTP/1.1')}Accep`).over,
  'a handshake that never ends': dribble(`${line('GET /ws HTTP/1.1')}Upgrade: websocket\r\nConnection: Upgrade\r\nX-`),
  'a body that never comes': plain(`${line('POST /api/session HTTP/1.1')}Content-Length: 100\r\n\r\n`).over,
  'a body that dribbles': dribble(`${line('POST /api/session HTTP/1.1')}Content-Length: 4000\r\n\r\n`, ' '),
  'a body that nobody wants': dribble(`${line('POST /api/banks HTTP/1.1')}Content-Length: 4000\r\n\r\n`, ' '),
  'a body of an organizer that dribbles': dribble(`${line('POST /api/banks HTTP/1.1')}Authorization: Bearer ${server.key}\r\nContent-Length: 4000\r\n\r\n`, ' '),
  'a kept connection without a request': plain(`${line('GET /healthz HTTP/1.1')}\r\n`).over,
}
const silent = raw().then((client) => client.closeCode(SLOW_LIMIT_MS))

before(async () => {
  bank = await server.importBank(BANK)
  contest = await make()
  witness = await join(server, contest, 'Witness')
})

test('frames that no browser sends end their own connection, or do nothing', async () => {
  const huge = Buffer.from([0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4])
  const reserved = frame(PING)
  reserved[0] |= 0x40
  const closing = {
    'a control frame of 126 bytes': [frame('x'.repeat(126), { opcode: OPCODE.ping })],
    'a close frame of 126 bytes': [frame('x'.repeat(126), { opcode: OPCODE.close })],
    'a ping in pieces': [frame('x', { opcode: OPCODE.ping, fin: false })],
    'a close code that may not be sent': [frame(Buffer.from([0, 1]), { opcode: OPCODE.close })],
    'a close frame of one byte': [frame('x', { opcode: OPCODE.close })],
    'a reserved opcode': [frame('x', { opcode: 3 })],
    'a reserved control opcode': [frame('x', { opcode: 11 })],
    'a compressed frame, which was not agreed on': [reserved],
    'a continuation of nothing': [frame('x', { opcode: OPCODE.more })],
    'a message within another': [frame('{"a"', { fin: false }), frame(PING)],
    'a length with its highest bit set': [huge, Buffer.alloc(200)],
    '5,000 pieces of a byte each': [frame('{', { fin: false }), ...Array(5000).fill(frame(' ', { opcode: OPCODE.more, fin: false }))],
  }
  for (const [what, frames] of Object.entries(closing)) {
    const client = await raw()
    client.write(...frames)
    assert.ok([0, 1002, 1007, 1008, 1009].includes(await client.closeCode()), what)
    await witness.settle()
  }
  const harmless = [frame('x', { opcode: OPCODE.pong }), frame('', { opcode: OPCODE.ping }), frame('x'.repeat(125), { opcode: OPCODE.ping })]
  const client = await raw()
  client.write(...harmless, frame(PING))
  await client.next(isPong, 'a pong after pings and a pong nobody asked for')
})

test('no compression is agreed on, whatever is offered', async () => {
  const client = await Raw.open(server, { ...from(), 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' })
  assert.equal(client.status, 101)
  assert.doesNotMatch(client.head, /extensions/i)
})

test('headers of 20 KB end the connection', async () => {
  await within(plain(`${line('GET / HTTP/1.1')}X: ${'a'.repeat(20000)}`).over, 'the connection to be closed')
})

test('a hundred messages at once are all answered; many more end the connection', async () => {
  const before = await figure('closed_flood_total')
  const busy = await raw()
  busy.write(...Array(100).fill(frame(PING)))
  const flood = await raw()
  flood.write(...Array(BURST * 3).fill(frame(PING)))
  assert.equal(await flood.closeCode(), 1008)
  const answered = flood.messages().filter(isPong).length
  assert.ok(answered <= BURST + 100, `${answered} answers to a flood`)
  busy.write(frame(JSON.stringify({ type: 'ping', t0: 8 })))
  await busy.next(({ t0 }) => t0 === 8, 'the pong to the last of a hundred')
  await witness.settle()
  assert.equal(await figure('closed_flood_total'), before + 1)
})

test('a flood of pings is answered by few pongs, delays nobody, and ends at the next look', async () => {
  const flood = await raw()
  const ended = flood.closeCode(SLOW_LIMIT_MS)
  for (let i = 0; i < 40; i++) flood.write(...Array(10000).fill(frame('ab', { opcode: OPCODE.ping })))
  for (let i = 0; i < 20; i++) await witness.settle()
  slow['a flood of pings'] = ended.then((code) => assert.ok([1008, 0].includes(code), `closed with ${code}`))
  assert.ok(flood.frames.filter(({ opcode }) => opcode === OPCODE.pong).length < 400000 / 4)
})

test('the beginning of an answer sent early does not make it early', async () => {
  const game = await make({ fair_cap_ms: 0 })
  const desk = await host(server, game)
  const cheat = await raw()
  cheat.write(frame(HELLO(game, 'Early')))
  await cheat.next(({ type }) => type === 'you', 'to be in')
  await desk.next('roster', ({ total }) => total === 1)
  const { question } = await desk.do('start', {}, (state) => state.phase === 'open')
  const whole = frame(JSON.stringify({ type: 'answer', turn: question.turn, answer: 'd', elapsed: 0 }))
  cheat.write(whole.subarray(0, whole.length - 1))
  // Two rosters, each for somebody new, are at least a second apart.
  await join(server, game, 'One')
  await desk.next('roster', ({ total }) => total === 2)
  await join(server, game, 'Two')
  await desk.next('roster', ({ total }) => total === 3)
  cheat.write(whole.subarray(whole.length - 1))
  const ack = await cheat.next(({ type }) => type === 'ack', 'an ack')
  assert.ok(ack.elapsed >= 900, `${ack.elapsed} ms`)
})

test('who guesses codes waits, and a school behind the same address does not', async () => {
  const address = newAddress()
  const school = await make()
  const early = await join(server, school, 'Early', {}, { address })
  // Some more than the limit: where a minute ends meanwhile, those before it count a little less.
  const guesses = FAILURES + 150
  for (let sent = 0; sent < guesses;) {
    const guesser = await raw(address)
    const some = Math.min(BURST / 2, guesses - sent)
    guesser.write(...Array(some).fill(frame(JSON.stringify({ type: 'hello', role: 'player', code: '000000', name: 'G' }))))
    sent += some
    await Promise.race([guesser.closeCode(), guesser.write(frame(PING)) ?? guesser.next(isPong, 'a pong')])
  }
  const begun = performance.now()
  const guesser = await raw(address)
  guesser.write(frame(JSON.stringify({ type: 'hello', role: 'player', code: '000001', name: 'G' })), frame(HELLO(school, 'Behind a wrong guess')))
  const guess = guesser.next(({ type }) => type === 'error' || type === 'welcome', 'the answer to a guess')
    .then((message) => ({ message, ms: performance.now() - begun }))
  const byHttp = server.http('GET', '/api/public/contest?code=000002', { as: null, headers: from(address) }).then(({ status }) => ({ status, ms: performance.now() - begun }))
  let answered = false
  void Promise.race([guess, byHttp]).then(() => { answered = true })
  // How many are served meanwhile depends on the machine; were they slowed like a guess, it would be none.
  assert.equal((await server.http('GET', `/api/public/contest?code=${school.code}`, { as: null, headers: from(address) })).status, 200)
  await resume(server, school, early.token, { address })
  await join(server, school, 'First', {}, { address })
  assert.equal(answered, false, 'a look-up, a token and a right code were answered before one wrong guess')
  const pupils = await Promise.all(Array.from({ length: 100 }, (_, i) => join(server, school, `Pupil ${i}`, {}, { address })))
  assert.equal(new Set(pupils.map(({ player }) => player)).size, 100)
  const [a, b] = await Promise.all([guess, byHttp])
  assert.equal(a.message.code, 'too_many')
  assert.equal(b.status, 429)
  assert.ok(a.ms >= 1500 && b.ms >= 1500, `${a.ms} and ${b.ms} ms: guessing takes its time`)
  assert.equal(await guesser.closeCode(), 1008)
})

test('twelve hundred halves of handshakes do not keep anybody waiting', async () => {
  const halves = Array.from({ length: 1200 }, () => plain(`${line('GET /ws HTTP/1.1')}X`))
  await Promise.all(halves.map(({ socket }) => within(new Promise((resolve) => (socket.connecting ? socket.once('connect', resolve) : resolve())), 'half a handshake to connect')))
  // Without stepping aside they would hold the 128 places for 18 s, and whoever waits 10 s is closed.
  const client = await raw()
  client.write(frame(PING))
  await client.next(isPong, 'a pong')
  for (const { socket } of halves) socket.destroy()
})

test('a request with a body that comes together with another stops nothing', async () => {
  const body = (size, text) => `${line('POST /api/session HTTP/1.1')}Content-Length: ${size}\r\n\r\n${text}`
  const empty = body(2, '{}')
  const get = `${line('GET /healthz HTTP/1.1')}\r\n`
  for (const [what, text, first] of [
    ['two with a body', empty + empty, 400], ['three with a body', empty.repeat(3), 400], ['one after a page', get + empty, 200],
    ['one that wants more than there is', empty + body(3000, 'x'), 400], ['one that says no length', `${get}${line('POST /api/session HTTP/1.1')}\r\n`, 200],
    ['one that wants less than its headers are long', get + body(1, ' '.repeat(400)), 200], ['a GET with a body', empty + get.replace('\r\n\r\n', '\r\nContent-Length: 5\r\n\r\nhello'), 400],
    ['one in which no number is a length', `${get}${line('PUT /x HTTP/1.1')}Content-Length: 7x\r\n\r\n{}`, 200],
  ]) {
    const { over, socket } = plain(text)
    for (let i = 0; i < 3; i++) assert.equal((await server.http('GET', '/healthz', { as: null })).status, 200, `others are served after ${what}`)
    // By then libwebsockets 4.1 has answered and closed it; 4.3 may leave it waiting until its time is up, unanswered.
    const answers = await Promise.race([over, new Promise((resolve) => { setImmediate(resolve, null) })])
    if (answers !== null) assert.deepEqual(answers.match(/HTTP\/1\.1 \d+/g), [`HTTP/1.1 ${first}`], `${what}: the first is answered, the other is not`)
    socket.destroy()
  }
})

test('a kept connection takes one request with a body after the other, each when the one before is answered', async () => {
  const { socket } = plain()
  let text = ''
  const answered = () => within(new Promise((resolve) => {
    const look = (data) => {
      text += data
      if (!/\}\s*$/.test(text)) return
      socket.off('data', look)
      resolve()
    }
    socket.on('data', look)
  }), 'the answer on a kept connection')
  for (const request of [`${line('GET /healthz HTTP/1.1')}\r\n`, ...Array(3).fill(`${line('POST /api/session HTTP/1.1')}Content-Length: 2\r\n\r\n{}`)]) {
    const answer = answered()
    socket.write(request)
    await answer
  }
  assert.deepEqual(text.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 200', 'HTTP/1.1 400', 'HTTP/1.1 400', 'HTTP/1.1 400'])
})

test('many who join and never fail are never slowed', async () => {
  const crowd = await make()
  const address = newAddress()
  const people = await Promise.all(Array.from({ length: FAILURES + 100 }, (_, i) => join(server, crowd, `P${i}`, {}, { address })))
  assert.equal(new Set(people.map(({ token }) => token)).size, FAILURES + 100)
})

test('readers that do not read cost little and hold up nobody; what they read in the end is the newest', async () => {
  const [stalled, readers, steps] = [40, 10, 300]
  const size = 6000
  const big = { ...BANK, questions: BANK.questions.slice(0, 1).map((question) => ({ ...question, stem: { en: 'x'.repeat(size), 'zh-Hans': 'y' } })) }
  const game = await server.contest(fileOf(await server.importBank(big), ['single'], { seconds: 0 }))
  const desk = await host(server, game)
  const rss = () => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))[1]) * 1024
  const deaf = await Promise.all(Array.from({ length: stalled }, async (_, i) => {
    const client = await raw()
    client.write(frame(HELLO(game, `Deaf ${i}`)))
    await client.next(({ type }) => type === 'you', 'to be in')
    return client
  }))
  const good = await Promise.all(Array.from({ length: readers }, (_, i) => join(server, game, `Good ${i}`)))
  await desk.do('start', {}, (state) => state.phase === 'open')
  await Promise.all(good.map((client) => client.state('open')))
  for (const { socket } of deaf) socket.pause()
  const first = rss()
  for (let i = 1; i <= steps; i++) {
    desk.send({ type: 'do', action: 'message', text: `Line ${i}` })
    // In step with one reader: were the others in its way, this would wait for them.
    await good[i % readers].next('state', ({ notice }) => Number(notice?.text.slice(5)) >= i)
  }
  const grown = rss() - first
  const last = `Line ${steps}`
  await Promise.all(good.map((client) => client.last('state').notice?.text === last || client.next('state', ({ notice }) => notice?.text === last)))
  const wanted = stalled * steps * size
  assert.ok(grown < wanted / 4, `${grown} bytes for ${wanted} that were not read`)
  assert.ok(grown < 24 * 1024 * 1024, `${grown} bytes`)
  const counts = good.map((client) => client.all('state').length)
  assert.ok(Math.min(...counts) > steps * 0.9, `readers saw ${counts} states of ${steps}`)
  let skipped = 0
  for (const client of deaf) {
    client.socket.resume()
    const state = await client.next(({ notice }) => notice?.text === last, 'the newest state')
    assert.ok(state)
    skipped += steps - client.messages().filter(({ notice }) => notice).length
  }
  assert.ok(skipped > 0, 'newer states replaced older ones')
})

test('who only keeps a place is sent away', async () => {
  for (const [what, over] of Object.entries(slow)) await within(over, `the server to close: ${what}`, SLOW_LIMIT_MS)
  assert.equal(await silent, 1008, 'a connection without hello')
  await witness.settle()
})
