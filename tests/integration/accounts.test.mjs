// Accounts of organizers: made, changed and disabled over HTTP and at the command line; signing in by name and
// password, when a session ends, and how guessing is slowed without locking anybody out.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join as pathJoin } from 'node:path'
import test from 'node:test'
import { Server, finish, newAddress, run, serve, temporaryFolder, within } from './lib.mjs'

const server = await serve({ args: ['--trust-proxy'] })
const PASSWORD = 'correct horse battery'
const away = (address = newAddress()) => ({ 'x-forwarded-for': address })

const post = (path, body, options = {}) => (options.at ?? server).http('POST', path, { body: JSON.stringify(body), ...options })
const make = async (name, role, password = PASSWORD) => {
  const answer = await post('/api/accounts', { name, role, password })
  assert.equal(answer.status, 201, answer.text)
  return answer.json
}
const signIn = (name, password = PASSWORD, { address, at } = {}) => post('/api/session', { name, password }, { as: null, at, headers: away(address) })
/** Signs in; gives a function that asks with the session. */
async function enter(name, password = PASSWORD, at = server) {
  const answer = await signIn(name, password, { at })
  assert.equal(answer.status, 204, answer.text)
  const cookie = answer.headers['set-cookie'][0].split(';')[0]
  return (method, path, body) => at.http(method, path, { as: null, body: body && JSON.stringify(body), headers: { cookie, ...away() } })
}
const refused = ({ status, json }) => [status, json.error.code]
/** Asks until the answer has this status; each answer is awaited, and there is a limit. */
const until = (status, ask) => within((async () => { while ((await ask()).status !== status); })(), `an answer with ${status}`)

test('an account is made, listed, and signs in; nothing of its password is in the answers', async () => {
  const made = await make('Ann Müller', 'editor')
  assert.deepEqual({ ...made, created_at: 0 }, { account: made.account, name: 'Ann Müller', role: 'editor', disabled: false, created_at: 0 })
  assert.ok(Math.abs(made.created_at - Date.now()) < 60000)
  const { json } = await server.http('GET', '/api/accounts')
  assert.deepEqual(json.accounts.filter(({ account }) => account === made.account), [made])
  const ann = await enter('  ann MÜLLER ')
  assert.deepEqual((await ann('GET', '/api/session')).json, { role: 'editor', account: made.account, name: 'Ann Müller' })
  assert.deepEqual((await server.http('GET', '/api/session')).json, { role: 'admin' })
  assert.equal((await ann('GET', '/api/banks')).status, 200)
  assert.deepEqual(refused(await ann('GET', '/api/accounts')), [403, 'forbidden'])
  assert.equal((await ann('DELETE', '/api/session')).status, 204)
  assert.deepEqual(refused(await ann('GET', '/api/session')), [401, 'unauthorized'])
})

test('what is no account is refused, and says what is wrong', async () => {
  await make('Taken', 'host')
  for (const [body, code] of [
    [{ name: 'tAKEN', role: 'host', password: PASSWORD }, 'name_taken'], [{ name: '', role: 'host', password: PASSWORD }, 'bad_field'],
    [{ name: 'a‮b', role: 'host', password: PASSWORD }, 'bad_field'], [{ name: 'x'.repeat(41), role: 'host', password: PASSWORD }, 'bad_field'],
    [{ name: 'Bob', role: 'king', password: PASSWORD }, 'bad_field'], [{ name: 'Bob', role: 'admin', password: PASSWORD }, 'bad_field'],
    [{ name: 'Bob', role: 'host', password: 'too short' }, 'bad_field'], [{ name: 'Bob', role: 'host', password: 'x'.repeat(257) }, 'bad_field'],
    [{ name: 'Bob', role: 'host' }, 'bad_field'], [{ name: 'Bob', password: PASSWORD }, 'bad_field'], [{ role: 'host', password: PASSWORD }, 'bad_field'],
    [{ name: 7, role: 'host', password: PASSWORD }, 'bad_field'], [[], 'bad_field'], ['Bob', 'bad_field'],
    [{ name: 'Bob', role: 'host', password: PASSWORD, disabled: true }, 'bad_field'],
  ]) assert.deepEqual(refused(await post('/api/accounts', body)), [code === 'name_taken' ? 409 : 400, code], JSON.stringify(body))
  const { account } = await make('Changing', 'host')
  for (const [path, body, status] of [
    [account, {}, 400], [account, { name: 'Other' }, 400], [account, { role: 'king' }, 400], [account, { disabled: 'yes' }, 400], [account, { password: 'short' }, 400],
    [999999, { role: 'host' }, 404], ['x', { role: 'host' }, 404], [`${account}x`, { role: 'host' }, 404],
  ]) assert.equal((await post(`/api/accounts/${path}`, body)).status, status, `${path} ${JSON.stringify(body)}`)
  assert.equal((await server.http('POST', '/api/accounts', { body: '{' })).status, 400)
})

test('a new role counts from the next request on', async () => {
  const { account } = await make('Rising', 'host')
  const rising = await enter('Rising')
  assert.equal((await rising('GET', '/api/contests')).status, 200)
  assert.deepEqual(refused(await rising('GET', '/api/banks')), [403, 'forbidden'])
  assert.equal((await post(`/api/accounts/${account}`, { role: 'editor' })).json.role, 'editor')
  assert.equal((await rising('GET', '/api/banks')).status, 200)
  assert.equal((await post(`/api/accounts/${account}`, { role: 'host' })).status, 200)
  assert.equal((await rising('GET', '/api/banks')).status, 403)
})

test('a new password ends every session of the account, and no other', async () => {
  const { account } = await make('Renewed', 'editor')
  await make('Bystander', 'editor')
  const [first, second, other] = [await enter('Renewed'), await enter('Renewed'), await enter('Bystander')]
  assert.equal((await post(`/api/accounts/${account}`, { password: 'another horse entirely' })).status, 200)
  for (const ask of [first, second]) assert.equal((await ask('GET', '/api/session')).status, 401)
  assert.equal((await other('GET', '/api/session')).status, 200)
  assert.deepEqual(refused(await signIn('Renewed')), [401, 'bad_password'])
  assert.equal((await (await enter('Renewed', 'another horse entirely'))('GET', '/api/session')).status, 200)
})

test('a disabled account is out at once; enabled again it signs in anew', async () => {
  const { account } = await make('Leaving', 'owner')
  const leaving = await enter('Leaving')
  assert.equal((await leaving('GET', '/api/accounts')).status, 200)
  assert.equal((await post(`/api/accounts/${account}`, { disabled: true })).json.disabled, true)
  assert.equal((await leaving('GET', '/api/accounts')).status, 401)
  assert.deepEqual(refused(await signIn('Leaving')), [401, 'bad_password'], 'the same words as for a wrong password')
  assert.equal((await post(`/api/accounts/${account}`, { disabled: false })).json.disabled, false)
  assert.equal((await leaving('GET', '/api/accounts')).status, 401, 'the old session is over for good')
  assert.equal((await (await enter('Leaving'))('GET', '/api/accounts')).status, 200)
})

test('an owner manages the others, and cannot lock themselves out by a slip', async () => {
  const { account } = await make('Olga', 'owner')
  const olga = await enter('Olga')
  const made = await olga('POST', '/api/accounts', { name: 'Hired by Olga', role: 'owner', password: PASSWORD })
  assert.equal(made.status, 201)
  assert.equal((await olga('POST', `/api/accounts/${made.json.account}`, { disabled: true })).status, 200)
  for (const body of [{ role: 'host' }, { disabled: true }]) assert.deepEqual(refused(await olga('POST', `/api/accounts/${account}`, body)), [409, 'own_account'])
  assert.equal((await olga('POST', `/api/accounts/${account}`, { password: 'a password of my own' })).status, 200)
})

test('sessions and accounts outlive a restart; passwords and tokens are in no file', async (t) => {
  const at = await Server.start({ args: ['--trust-proxy'] })
  t.after(() => finish(at))
  const made = await post('/api/accounts', { name: 'Kept', role: 'host', password: PASSWORD }, { at })
  const gone = await post('/api/accounts', { name: 'Gone', role: 'host', password: PASSWORD }, { at })
  const signed = await signIn('Kept', PASSWORD, { at })
  const token = signed.headers['set-cookie'][0].split(';')[0].split('=')[1]
  const [kept, away1] = [await enter('Kept', PASSWORD, at), await enter('Gone', PASSWORD, at)]
  await post(`/api/accounts/${gone.json.account}`, { disabled: true }, { at })
  await at.stop()
  const files = Buffer.concat(readdirSync(at.data).map((name) => readFileSync(pathJoin(at.data, name))))
  for (const secret of [PASSWORD, token]) assert.equal(files.includes(secret), false)
  assert.match(files.toString('latin1'), /\$argon2id\$v=19\$m=65536,t=2,p=1\$/)
  await at.again()
  assert.deepEqual((await kept('GET', '/api/session')).json, { role: 'host', account: made.json.account, name: 'Kept' })
  assert.equal((await away1('GET', '/api/session')).status, 401)
  for (const secret of [PASSWORD, token, 'Kept', 'Gone']) assert.equal(at.stderr.includes(secret), false, 'the log tells no names')
})

test('two servers on one host do not sign each other out: their cookies have different names', async (t) => {
  const other = await Server.start()
  t.after(() => finish(other))
  const nameOf = async (at) => (await at.http('POST', '/api/session', { as: null, body: JSON.stringify({ key: at.key }) })).headers['set-cookie'][0].split('=')[0]
  const [one, two] = [await nameOf(server), await nameOf(other)]
  assert.match(one, /^jinbang-[0-9a-f]{8}$/)
  assert.notEqual(one, two)
  await other.stop()
  await other.again()
  assert.equal(await nameOf(other), two, 'it is that of the folder, not of the port')
})

const account = (at, args, input) => run(['account', ...args, '--data', at], { input })

test('the command line makes and changes accounts, also beside a running server', async (t) => {
  const data = pathJoin(temporaryFolder(), 'data')
  assert.deepEqual((await account(data, ['disable', 'Nobody'])).status, 3, 'there is no folder, and none is made')
  const made = await account(data, ['add', 'Carla', '--role', 'owner'], `${PASSWORD}\n`)
  assert.deepEqual([made.status, made.stdout], [0, 'Carla may sign in as owner\n'], made.stderr)
  const at = await Server.start({ args: ['--trust-proxy'], data })
  t.after(() => finish(at))
  const carla = await enter('carla', PASSWORD, at)
  assert.equal((await carla('GET', '/api/accounts')).status, 200)
  assert.equal((await account(data, ['add', 'Dan', '--role', 'host'], `${PASSWORD}\n`)).status, 0)
  const dan = await enter('Dan', PASSWORD, at)
  assert.equal((await dan('GET', '/api/contests')).status, 200, 'who has just been made signs in at once')
  assert.match((await account(data, ['role', 'DAN', '--role', 'editor'])).stdout, /Dan has another role/)
  await until(200, () => dan('GET', '/api/banks'))
  assert.equal((await account(data, ['disable', 'dan'])).status, 0)
  await until(401, () => dan('GET', '/api/contests'))
  assert.equal((await account(data, ['list'])).stdout, 'owner             Carla\neditor   disabled Dan\n')
  assert.equal((await account(data, ['enable', 'dan'])).status, 0)
  assert.equal((await account(data, ['password', 'carla'], 'quite another one\n')).status, 0)
  await until(401, () => carla('GET', '/api/accounts'))
  assert.equal((await signIn('Carla', 'quite another one', { at })).status, 204)
})

test('the command line refuses what is no account, and takes no password as an argument', async () => {
  const data = pathJoin(temporaryFolder(), 'data')
  assert.equal((await account(data, ['add', 'Eve', '--role', 'host'], `${PASSWORD}\n`)).status, 0)
  for (const [args, input, status, words] of [
    [['add', 'EVE', '--role', 'host'], `${PASSWORD}\n`, 1, /there is an account/], [['add', 'Fay', '--role', 'host'], '', 1, /no password came/],
    [['add', 'Fay', '--role', 'host'], 'short\n', 1, /at least ten characters/], [['add', 'Fay', '--role', 'host'], `${'x'.repeat(300)}\n`, 1, /at most 256 bytes/],
    [['add', 'Fay'], `${PASSWORD}\n`, 2, /--role is missing/], [['add', 'Fay', '--role', 'king'], `${PASSWORD}\n`, 2, /unknown role/],
    [['add', '', '--role', 'host'], `${PASSWORD}\n`, 2, /a name is/], [['add', 'Fay', PASSWORD, '--role', 'host'], '', 2, /too many arguments/],
    [['add', 'Fay', '--role', 'host', '--password', PASSWORD], '', 2, /unknown option/], [['role', 'Nobody', '--role', 'host'], '', 1, /there is no account Nobody/],
  ]) {
    const { status: got, stderr } = await account(data, args, input)
    assert.deepEqual([got, words.test(stderr)], [status, true], `${args.join(' ')}: ${stderr}`)
  }
  assert.equal((await account(data, ['list'])).stdout, 'host              Eve\n')
})

test('how long a refusal takes does not tell whether there is such a name', async () => {
  await make('Timed', 'host')
  const times = { Timed: [], Untimed: [] }
  for (let i = 0; i < 7; i++) {
    for (const name of ['Timed', 'Untimed']) {
      const start = performance.now()
      assert.deepEqual(refused(await signIn(name, `wrong password ${i}`)), [401, 'bad_password'])
      times[name].push(performance.now() - start)
    }
  }
  // The least of seven: whatever else the machine does only adds. Without the work it would be a hundredth.
  const [there, nowhere] = [Math.min(...times.Timed), Math.min(...times.Untimed)]
  assert.ok(nowhere > there / 5 && nowhere < there * 5, `${there} ms for a name, ${nowhere} ms for none`)
})

test('guessing is slowed by address and by name; who knows the password gets in', async () => {
  await make('Wanted', 'owner')
  const guesser = newAddress()
  const seen = []
  for (let i = 0; i < 12; i++) seen.push((await signIn('Wanted', `guess number ${i}`, { address: guesser })).status)
  assert.deepEqual(seen, [...Array(10).fill(401), 429, 429])
  assert.equal((await signIn('Wanted', PASSWORD, { address: guesser })).status, 429, 'even if the next guess is right')
  assert.equal((await signIn('Somebody else', PASSWORD, { address: guesser })).status, 429)
  const second = newAddress()
  assert.equal((await signIn('Wanted', 'one guess', { address: second })).status, 401)
  assert.equal((await signIn('Wanted', 'another guess', { address: second })).status, 429, 'the name is under attack: one guess for each address')
  assert.equal((await signIn('Unwanted', 'another guess', { address: second })).status, 401, 'other names are not')
  assert.equal((await signIn('Wanted', PASSWORD)).status, 204, 'the true owner comes from an address that has not guessed')
  for (let i = 0; i < 9; i++) await signIn('There is no such name', `guess number ${i}`)
  const third = newAddress()
  assert.deepEqual([(await signIn('There is no such name', 'ten', { address: third })).status, (await signIn('There is no such name', 'eleven', { address: third })).status], [401, 429],
    'a name that is not there behaves the same')
})

test('many passwords at once are refused beyond a bound, and the server answers others meanwhile', async () => {
  await make('Crowded', 'host')
  const all = Promise.all(Array.from({ length: 40 }, (_, i) => signIn('Crowded', `guess number ${i}`)))
  assert.equal((await server.http('GET', '/healthz', { as: null })).status, 200)
  const statuses = (await all).map(({ status }) => status)
  assert.ok(statuses.includes(429), 'not all of them are worked on')
  assert.ok(statuses.every((status) => status === 401 || status === 429), String(statuses))
  assert.equal((await signIn('Crowded')).status, 204)
})

test('another site can neither sign anybody in nor change anything', async () => {
  const origin = 'https://evil.example'
  const headers = () => ({ origin, ...away() })
  for (const [method, path, body] of [['POST', '/api/session', { key: server.key }], ['DELETE', '/api/session'], ['POST', '/api/accounts', { name: 'Evil', role: 'owner', password: PASSWORD }], ['POST', '/api/contests', {}], ['DELETE', '/api/banks/x']]) {
    for (const value of [origin, 'null', `http://127.0.0.1:${server.port + 1}`]) {
      const answer = await server.http(method, path, { body: body && JSON.stringify(body), headers: { ...headers(), origin: value } })
      assert.deepEqual(refused(answer), [403, 'foreign_origin'], `${method} ${path} from ${value}`)
      assert.equal(answer.headers['set-cookie'], undefined)
    }
  }
  assert.equal((await post('/api/session', { key: server.key }, { as: null, headers: { origin: server.url } })).status, 204)
})
