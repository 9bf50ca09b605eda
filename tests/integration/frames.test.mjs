// Frames that no good client sends: malformed, too large, binary, in pieces, and bad handshakes.
import assert from 'node:assert/strict'
import test, { before } from 'node:test'
import { BANK, Client, OPCODE, Raw, attend, fileOf, frame, host, join, newAddress, serve } from './lib.mjs'

const server = await serve({ args: ['--trust-proxy', '--public-url', 'https://quiz.example'] })
let contest

before(async () => { contest = await server.contest(fileOf(await server.importBank(BANK), ['single'])) })

const connect = (role = 'player') => Client.connect(server, { role, address: newAddress() })
const raw = (headers = {}) => Raw.open(server, { 'X-Forwarded-For': newAddress(), ...headers })
const isError = (code) => (message) => message.type === 'error' && message.code === code
const isPong = (message) => message.type === 'pong'
const PING = JSON.stringify({ type: 'ping', t0: 7 })
const padded = (text, size) => text.slice(0, -1) + ' '.repeat(size - Buffer.byteLength(text)) + text.slice(-1)
const nested = (depth) => `{"type":"ping","t0":1,"x":${'['.repeat(depth)}${']'.repeat(depth)}}`

test('what is not a message is answered with malformed', async () => {
  const bad = ['', 'hello', '{', '{"type":"ping","t0":1', '[]', '[{"type":"ping","t0":1}]', '"ping"', '5', 'null', 'true', '{}', '{"type":5}', '{"t0":1}',
    `{"type":"ping","t0":1}{}`, nested(1500)]
  for (const text of bad) {
    const client = await connect()
    assert.equal(await client.refused(text, true), 'malformed', text.slice(0, 40))
    assert.equal((await client.settle()).type, 'pong', 'the connection goes on')
  }
})

test('a binary frame is malformed', async () => {
  const client = await connect()
  assert.equal(await client.refused(Buffer.from(PING), true), 'malformed')
  await client.settle()
})

test('text that is not UTF-8 is refused', async () => {
  const client = await raw()
  client.write(frame(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])))
  const refused = await Promise.race([client.next(isError('malformed'), 'malformed').then(() => 'malformed'), client.closeCode()])
  assert.ok(['malformed', 1007].includes(refused), `got ${refused}`)
})

test('an unknown type is named as such', async () => {
  const client = await connect()
  for (const type of ['dance', 'welcome', 'state', 'HELLO', '']) {
    assert.equal(await client.refused({ type }, true), 'unknown_type', type)
  }
})

test('a missing field and one of the wrong type or range are bad_field, and the message names it', async () => {
  const player = await join(server, contest, 'A')
  const desk = await host(server, contest)
  const wrong = [
    [player, { type: 'ping' }, 't0'], [player, { type: 'ping', t0: 'now' }, 't0'], [player, { type: 'answer', answer: 'a' }, 'turn'], [player, { type: 'answer', turn: 1 }, 'answer'],
    [player, { type: 'answer', turn: '1', answer: 'a' }, 'turn'], [player, { type: 'answer', turn: 1.5, answer: 'a' }, 'turn'], [player, { type: 'answer', turn: 1, answer: 'a', elapsed: 'x' }, 'elapsed'],
    [player, { type: 'answer', turn: 1, answer: 'a', elapsed: -1 }, 'elapsed'], [player, { type: 'buzz' }, 'turn'],
    [desk, { type: 'do' }, 'action'], [desk, { type: 'do', action: 5 }, 'action'], [desk, { type: 'do', action: 'extend' }, 'ms'], [desk, { type: 'do', action: 'extend', ms: 0 }, 'ms'],
    [desk, { type: 'do', action: 'extend', ms: 3600001 }, 'ms'], [desk, { type: 'do', action: 'extend', ms: '5' }, 'ms'], [desk, { type: 'do', action: 'admit' }, 'on'],
    [desk, { type: 'do', action: 'admit', on: 1 }, 'on'], [desk, { type: 'do', action: 'kick' }, 'player'], [desk, { type: 'do', action: 'ban', player: 'A' }, 'player'],
    [desk, { type: 'do', action: 'rename', player: 1 }, 'name'], [desk, { type: 'do', action: 'rename', name: 'X' }, 'player'], [desk, { type: 'do', action: 'next', seq: 'x' }, 'seq'],
  ]
  for (const [client, message, field] of wrong) {
    assert.equal(await client.refused(message, true), 'bad_field', JSON.stringify(message))
    const error = client.last('error')
    assert.match(error.message, new RegExp(`\\b${field}\\b`), JSON.stringify(message))
    assert.equal(error.re, message.type)
    await client.settle()
  }
})

test('an unknown action is named as such', async () => {
  const desk = await host(server, contest)
  for (const action of ['dance', 'Start', '']) assert.equal(await desk.refused({ type: 'do', action }, true), 'unknown_action', action)
})

test('messages of other formats are refused: there is no such turn yet, no round is judged', async () => {
  const player = await join(server, contest, 'B')
  for (const message of [{ type: 'buzz' }, { type: 'pass' }, { type: 'pick', value: 10 }, { type: 'wager', value: 10 }, { type: 'name', other: 1 }]) {
    assert.equal(await player.refused({ ...message, turn: 1 }), 'bad_turn', message.type)
    assert.deepEqual([player.last('error').re, player.last('error').turn], [message.type, 1])
  }
  const judge = await attend(server, contest, 'judge')
  assert.equal(await judge.refused({ type: 'mark', turn: 1, value: 9.5 }), 'not_now')
})

test('a ping is answered with its own number and the contest clock', async () => {
  const player = await join(server, contest, 'C')
  for (const t0 of [0, -1, 1.25, 1e15, 1764000000123.5]) {
    player.send({ type: 'ping', t0 })
    const pong = await player.next('pong')
    assert.equal(pong.t0, t0)
    assert.ok(pong.t1 >= player.welcome.now)
  }
})

test('unknown fields are ignored: a newer client may say more', async () => {
  const client = await connect()
  client.sendBad({ type: 'hello', role: 'player', code: contest.code, name: 'Newer', battery: 0.5, nested: { deep: [1] } })
  assert.equal((await client.next('welcome')).name, 'Newer')
})

test('ten malformed frames in a row close the connection with 1008', async () => {
  const client = await raw()
  for (let i = 0; i < 10; i++) client.write(frame('{'))
  assert.equal(await client.closeCode(), 1008)
  assert.ok(client.messages().filter(isError('malformed')).length >= 9, 'an error each')
})

test('a good frame in between starts the count anew', async () => {
  const client = await raw()
  for (let round = 1; round <= 3; round++) {
    for (let i = 0; i < 9; i++) client.write(frame('{'))
    await client.count(isError('malformed'), round * 9, `${round * 9} errors`)
    client.write(frame(PING))
    await client.count(isPong, round, 'a pong')
  }
})

test('4 KiB is the most a player may send, before hello too', async () => {
  for (const hello of [false, true]) {
    const client = await raw()
    if (hello) {
      client.write(frame(JSON.stringify({ type: 'hello', role: 'player', code: contest.code, name: `Big ${hello}` })))
      await client.next((message) => message.type === 'welcome', 'welcome')
    }
    client.write(frame(padded(PING, 4096)))
    await client.next(isPong, 'a pong to 4096 bytes')
    client.write(frame(padded(PING, 4097)))
    assert.equal(await client.closeCode(), 1009)
  }
})

test('64 KiB is the most a host may send', async () => {
  const client = await raw()
  client.write(frame(JSON.stringify({ type: 'hello', role: 'host', code: contest.code, key: contest.host_key })))
  await client.next((message) => message.type === 'welcome', 'welcome')
  client.write(frame(padded(PING, 65536)))
  await client.next(isPong, 'a pong to 65536 bytes')
  client.write(frame(padded(PING, 65537)))
  assert.equal(await client.closeCode(), 1009)
})

test('a screen may send no more than a player', async () => {
  const client = await raw()
  client.write(frame(JSON.stringify({ type: 'hello', role: 'screen', code: contest.code, key: contest.screen_key })))
  await client.next((message) => message.type === 'welcome', 'welcome')
  client.write(frame(padded(PING, 4097)))
  assert.equal(await client.closeCode(), 1009)
})

test('a message in pieces is one message', async () => {
  const client = await raw()
  const [a, b, c] = [PING.slice(0, 5), PING.slice(5, 9), PING.slice(9)]
  client.write(frame(a, { fin: false }), frame(b, { opcode: OPCODE.more, fin: false }), frame(c, { opcode: OPCODE.more }))
  await client.next(isPong, 'a pong to three fragments')
  client.write(frame(a, { fin: false }))
  client.write(frame('are you there', { opcode: OPCODE.ping }))
  client.write(frame(b + c, { opcode: OPCODE.more }))
  await client.count(isPong, 2, 'a pong to fragments around a control frame')
  // One byte a segment, as a very slow phone might.
  for (const byte of frame(PING)) client.socket.write(Buffer.from([byte]))
  await client.count(isPong, 3, 'a pong to a frame in single bytes')
})

test('several messages in one segment are all answered', async () => {
  const client = await raw()
  client.write(...Array.from({ length: 5 }, (_, i) => frame(JSON.stringify({ type: 'bad', i }))))
  await client.count(isError('unknown_type'), 5, 'five errors')
})

test('pieces that are too large together close with 1009', async () => {
  const client = await raw()
  client.write(frame(padded(PING, 4000).slice(0, 3000), { fin: false }))
  for (let i = 0; i < 4; i++) client.write(frame(' '.repeat(1000), { opcode: OPCODE.more, fin: false }))
  assert.equal(await client.closeCode(), 1009)
})

test('a frame that claims to be huge is refused before it comes', async () => {
  const client = await raw()
  const head = Buffer.alloc(14)
  head[0] = 0x81
  head[1] = 0xff
  head.writeBigUInt64BE(1n << 40n, 2)
  client.write(head, Buffer.alloc(8192))
  assert.ok([1009, 1002, 0].includes(await client.closeCode()))
})

test('an unmasked frame, which no browser sends, does no harm', async () => {
  const client = await raw()
  client.write(frame(PING, { mask: false }))
  await Promise.race([client.closeCode(), client.next(isPong, 'a pong')])
  await (await connect()).settle()
})

test('the server sends whole unmasked text frames in the subprotocol', async () => {
  const client = await raw()
  assert.equal(client.status, 101)
  assert.match(client.head, /^sec-websocket-protocol: jinbang\.v1\r?$/im)
  assert.ok(client.head.includes(client.accept))
  client.write(frame(PING))
  await client.next(isPong, 'a pong')
  for (const { masked } of client.frames) assert.equal(masked, false)
})

test('without the subprotocol, or with another, there is no connection', async () => {
  for (const protocol of [null, 'jinbang.v2', 'chat']) {
    const { status } = await raw({ 'Sec-WebSocket-Protocol': protocol })
    assert.equal(status, 400, String(protocol))
  }
  assert.equal((await raw({ 'Sec-WebSocket-Protocol': 'chat, jinbang.v1' })).status, 101)
})

test('/ws is for WebSockets only', async () => {
  assert.equal((await server.http('GET', '/ws', { as: null })).status, 404)
})

test('a foreign Origin is refused; a missing one, the own and the public one are not', async () => {
  const own = `http://127.0.0.1:${server.port}`
  for (const origin of [null, own, 'https://quiz.example']) assert.equal((await raw({ Origin: origin })).status, 101, String(origin))
  for (const origin of ['https://evil.example', 'http://127.0.0.1:1', 'null', `${own}.evil.example`, 'https://quiz.example.evil.example', `http://evil.example:${server.port}`]) {
    assert.equal((await raw({ Origin: origin })).status, 403, origin)
  }
})

test('an address that fails too often is turned away, and others are not', async () => {
  const address = newAddress()
  const codes = []
  for (let i = 0; i < 3000 && codes.at(-1) !== 'too_many'; i++) {
    const client = await Client.connect(server, { address }).catch(() => null)
    if (client === null) break
    codes.push(await client.refused({ type: 'hello', role: 'player', code: '000000', name: 'A' }))
    client.terminate()
  }
  assert.equal(codes.at(-1), 'too_many')
  assert.ok(codes.length > 10, `after ${codes.length} failures: a hall behind one address mistypes more`)
  assert.ok(codes.slice(0, -1).every((code) => code === 'no_contest'))
  const good = await Client.connect(server, { address: newAddress() })
  good.send({ type: 'hello', role: 'player', code: contest.code, name: 'Good' })
  await good.next('welcome')
})
