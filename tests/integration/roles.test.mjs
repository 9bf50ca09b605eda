// docs/roles.md, tried: every cell of its two tables against the running server, and its rows against the server's
// own lists of routes and messages.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join as pathJoin } from 'node:path'
import test, { before } from 'node:test'
import { BANK, Client, ROOT, attend, fileOf, host, join, newAddress, serve } from './lib.mjs'

const WHO = ['nobody', 'player', 'screen', 'judge', 'console', 'host', 'editor', 'owner', 'admin']
const read = (path) => readFileSync(pathJoin(ROOT, path), 'utf8')

/** The rows of the table whose first column is called `first`: [what, {who: may}]. */
function table(first) {
  const lines = read('docs/roles.md').split('\n')
  const cells = (line) => line.split('|').slice(1, -1).map((cell) => cell.trim())
  const at = lines.findIndex((line) => cells(line)[0] === first)
  assert.deepEqual(cells(lines[at]).slice(1), WHO, `the columns of the table of each ${first}`)
  const rows = []
  for (let i = at + 2; lines[i]?.startsWith('|'); i++) {
    const [what, ...marks] = cells(lines[i])
    assert.ok(marks.length === WHO.length && marks.every((mark) => mark === '✓' || mark === '–'), lines[i])
    rows.push([what.replaceAll('`', ''), Object.fromEntries(WHO.map((who, n) => [who, marks[n] === '✓']))])
  }
  return rows
}
const ROUTES = table('route')
const MESSAGES = table('message')

const server = await serve({ args: ['--trust-proxy'] })
const PASSWORD = 'correct horse battery'
const away = () => ({ 'x-forwarded-for': newAddress() })
let bank
let contest
let kept // an account that nobody may change unless they may
let media
/** What everybody has: headers of HTTP and of the WebSocket's handshake, and a secret to show in `hello`. */
const holds = {}

before(async () => {
  bank = await server.importBank(BANK)
  contest = await server.contest({ ...fileOf(bank, ['single']), draws: [{ title: { en: 'Lucky' }, winners: 1 }] })
  const player = await join(server, contest, 'Ann')
  const bearer = (secret) => ({ secret, headers: { authorization: `Bearer ${secret}` } })
  holds.nobody = { secret: randomBytes(16).toString('hex'), headers: {} }
  holds.player = bearer(player.token)
  holds.screen = bearer(contest.screen_key)
  holds.judge = bearer(contest.judge_key)
  holds.console = bearer(contest.host_key)
  for (const role of ['host', 'editor', 'owner']) {
    await server.http('POST', '/api/accounts', { body: JSON.stringify({ name: `The ${role}`, role, password: PASSWORD }) })
    const signed = await server.http('POST', '/api/session', { as: null, body: JSON.stringify({ name: `The ${role}`, password: PASSWORD }) })
    const [cookie] = signed.headers['set-cookie'][0].split(';')
    holds[role] = { secret: cookie.split('=')[1], headers: { cookie } }
  }
  holds.admin = bearer(server.key)
  kept = (await server.http('POST', '/api/accounts', { body: JSON.stringify({ name: 'Kept', role: 'host', password: PASSWORD }) })).json.account
  media = createHash('sha256').update('nothing').digest('hex')
})

const inRoutes = (source) => [...read(source).matchAll(/\{ JB_(GET|POST|PATCH|DELETE), "([^"]+)",/g)].map(([, method, path]) => `${method} ${path}`)
const pages = () => [...read('server/app/server.c').matchAll(/\{ "(\/[\w.-]*)", "\/\w+\/[\w.]+" \}/g)].map(([, path]) => `GET ${path}`)

test('the table of routes is that of the server, to the last one', () => {
  const own = [...inRoutes('server/app/api.c'), ...pages(), 'GET /assets/{file}', 'GET /{code}', 'GET /ws']
  assert.ok(own.length > 25, String(own))
  assert.deepEqual(ROUTES.map(([what]) => what).sort(), own.sort())
  const documented = Object.entries(JSON.parse(read('docs/openapi.json')).paths)
    .flatMap(([path, operations]) => ['get', 'post', 'patch', 'delete'].filter((method) => operations[method]).map((method) => `${method.toUpperCase()} ${path}`))
  const shape = (route) => route.replace(/\{\w+\}/g, '{}')
  assert.deepEqual(documented.map(shape).sort(), own.map(shape).sort(), 'and so are those of openapi.json')
})

/** The names of an array of the protocol's, by the function that gives them. */
function names(giver) {
  const [, list] = new RegExp(`${giver}\\([^)]*\\)\\s*\\{\\s*static const char \\*const names\\[\\] = \\{([^}]+)\\}`).exec(read('server/protocol/names.c'))
  return [...list.matchAll(/"(\w+)"/g)].map(([, name]) => name)
}

test('the table of messages has every type of the protocol', () => {
  const types = names('jb_message_name')
  assert.ok(types.includes('hello') && types.includes('do'), String(types))
  assert.deepEqual([...new Set(MESSAGES.map(([what]) => what.split(' ')[0]))].sort(), types.sort())
  assert.deepEqual(MESSAGES.filter(([what]) => what.startsWith('hello')).map(([what]) => what),
    ['hello as player, by name', 'hello as player, by token', 'hello as screen', 'hello as judge', 'hello as host'])
})

/** Routes that want something else than who one is: a key of their own, or another contest. roster.test.mjs has the rest. */
const ELSEWHERE = {
  'GET /api/unit': [401, 'bad_key'], 'GET /api/confirm': [404, 'not_found'], 'GET /api/study': [404, 'no_study'], 'GET /api/contests/{id}/progress': [409, 'not_a_window'],
  'GET /api/contests/{id}/units': [409, 'not_a_window'], 'GET /api/contests/{id}/certificates': [409, 'running'],
}

/** A request to a route: to what is there where it must not pass, to what is not where it may. */
function requestOf(route, may) {
  const [method, pattern] = route.split(' ')
  const ids = { '/api/contests': contest.id, '/api/banks': bank, '/api/accounts': kept, '/api/samples': 'geography-and-nature' }
  const id = method !== 'GET' && may ? 'none' : ids[pattern.split('/{')[0]]
  const asset = /\/(assets\/[\w.-]+)"/.exec(page)?.[1].slice('assets/'.length)
  const path = pattern.replace('{id}', id).replace('{entry}', '1').replace('{code}', contest.code).replace('{file}', asset).replace('{format}', 'csv').replace('{hash}', media) + ({ '/api/public/contest': `?code=${contest.code}`, '/api/banks/{id}/export': '?format=json' }[pattern] ?? '')
  const body = { 'POST /api/accounts/{id}': { role: 'owner' }, 'POST /api/accounts': { name: `Made by ${newAddress()}`, role: 'owner', password: may ? '' : PASSWORD },
    'POST /api/banks': may ? {} : BANK, 'PATCH /api/banks/{id}': { revision: 1, delete: ['single'] }, 'POST /api/contests': may ? {} : fileOf(bank, ['single']), 'POST /api/session': { key: 'wrong' } }[route]
  return [method, path, ['POST', 'PATCH'].includes(method) ? JSON.stringify(body ?? {}) : undefined]
}
let page = ''

/** Everything that must not change while it is only tried. */
const all = async () => (await Promise.all(['/api/contests', '/api/banks', '/api/accounts'].map((path) => server.http('GET', path)))).map(({ text }) => text).join()

test('every route, as everybody: who may not is refused and nothing has happened, who may gets past', async () => {
  page = (await server.http('GET', '/', { as: null })).text
  const before = await all()
  let forbidden = 0
  for (const [route, may] of ROUTES.filter(([what]) => what !== 'GET /ws')) {
    for (const who of WHO) {
      // Signing out is for sessions of their own, or nobody would be left.
      const headers = { ...(route === 'DELETE /api/session' ? {} : holds[who].headers), ...away() }
      const [method, path, body] = requestOf(route, may[who])
      const { status, json } = await server.http(method, path, { as: null, headers, body })
      const where = `${route} as ${who}: ${status} ${JSON.stringify(json?.error)}`
      if (may[who]) {
        assert.equal(['unauthorized', 'forbidden', 'foreign_origin', 'too_many'].includes(json?.error?.code), false, where)
        const elsewhere = route in ELSEWHERE ? [status, json.error?.code] : null
        if (elsewhere) assert.deepEqual(elsewhere, ELSEWHERE[route], where)
        else assert.ok(method === 'GET' && !route.includes('{hash}') ? status < 400 : status !== 405, where)
      } else {
        const signed = ['host', 'editor', 'owner'].includes(who)
        assert.deepEqual([status, json.error.code], signed ? [403, 'forbidden'] : [401, 'unauthorized'], where)
        forbidden += 1
      }
    }
  }
  assert.ok(forbidden > 90, `${forbidden} pairs were refused`)
  assert.equal(await all(), before, 'nothing was made, changed or deleted')
})

/** Fields that fit every message and action; more than are needed do no harm. */
const ANY = { opens_at: 1, closes_at: 2, draw: 1, turn: 1, answer: 'a', value: 10, seat: 1, other: 1, judge: 1, t0: 1, ms: 1000, player: 999, name: 'Bob', on: true, text: 'x', is: 'partial', points: 1, kind: 'early', reason: 'x', out: 1, in: 2, who: 999, of: { action: 'void', turn: 1 } }
const NOT_FOR_YOU = ['hello_first', 'forbidden', 'bad_key', 'bad_token']

/** A connection as the column says: with the headers, and after the hello of those who have a key for one. */
async function connect(who) {
  const options = { address: newAddress() }
  if (who === 'player') return join(server, contest, 'Bob', {}, options)
  if (who === 'console') return host(server, contest, options)
  if (who === 'screen' || who === 'judge') return attend(server, contest, who, options)
  return Client.connect(server, { headers: holds[who].headers, ...options })
}

/** Sends it with a ping behind; gives the error before the pong, or null. */
async function errorTo(client, message) {
  client.forget('error', 'pong')
  const from = client.frames.length
  client.sendBad(message)
  await client.settle()
  return client.frames.slice(from).find(({ type }) => type === 'error')?.code ?? null
}

test('the WebSocket opens for everybody, and only with a hello is one somebody', async () => {
  assert.ok(Object.values(ROUTES.find(([what]) => what === 'GET /ws')[1]).every(Boolean))
  for (const who of WHO) assert.ok((await connect(who)).isOpen, who)
})

test('hello: every secret opens what it is for, and nothing else', async () => {
  for (const [what, may] of MESSAGES.filter(([name]) => name.startsWith('hello'))) {
    const [, role, by] = /as (\w+)(?:, by (\w+))?/.exec(what)
    for (const who of WHO) {
      const client = await Client.connect(server, { role, address: newAddress(), headers: holds[who].headers })
      const shown = by === 'name' ? { name: 'Bob' } : { [by ?? 'key']: holds[who].secret }
      client.sendBad({ type: 'hello', role, code: contest.code, ...shown })
      const { type, code } = await client.next(['welcome', 'error'])
      if (may[who]) assert.equal(type, 'welcome', `${what} as ${who}: ${code}`)
      else assert.equal(code, by === 'token' ? 'bad_token' : 'bad_key', `${what} as ${who}`)
      client.terminate()
    }
  }
})

test('every message, as everybody: who may not is refused, who may is heard', async () => {
  const others = MESSAGES.filter(([what]) => !what.startsWith('hello'))
  let forbidden = 0
  for (const who of WHO) {
    const client = await connect(who)
    for (const [type, may] of others) {
      // Last of all what would end it, and not who is there.
      const actions = type === 'do' ? names('jb_action_name').filter((name) => name !== 'finish').concat('finish') : [undefined]
      for (const action of actions) {
        const code = await errorTo(client, { ...ANY, type, ...(action && { action }) })
        const where = `${type} ${action ?? ''} as ${who}: ${code}`
        if (may[who]) assert.equal(NOT_FOR_YOU.includes(code), false, where)
        else assert.equal(code, ['player', 'screen', 'judge', 'console'].includes(who) ? 'forbidden' : 'hello_first', where)
        if (action) assert.notEqual(code, 'bad_field', `${where}: say in ANY what the action needs`)
        forbidden += !may[who]
      }
    }
    client.terminate()
  }
  assert.ok(forbidden > 250, `${forbidden} pairs were refused`)
})

test('what is stored opens nothing: no key, token or password is in the database or the log', async () => {
  await server.stop()
  const files = readdirSync(server.data).filter((name) => name.startsWith('jinbang.db')).map((name) => readFileSync(pathJoin(server.data, name)))
  const secrets = [...WHO.filter((who) => who !== 'nobody').map((who) => holds[who].secret), PASSWORD]
  for (const secret of secrets) {
    const written = /^[0-9a-f]+$/.test(secret) ? [secret, Buffer.from(secret, 'hex')] : [secret]
    for (const bytes of files) assert.deepEqual(written.filter((form) => bytes.includes(form)), [])
    assert.equal(server.stderr.includes(secret), false)
  }
  await server.again()
})
