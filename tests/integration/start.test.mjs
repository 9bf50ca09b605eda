// Starting where it cannot be: every bad file, port and permission gets one line that says what is wrong and what to do, and
// status 3 (2 for a wrong use), which no crash has. Nothing is made or changed in what is not ours.
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join as pathJoin } from 'node:path'
import test from 'node:test'
import { BANK, BINARY, Server, advance, fileOf, finish, host, join, run, temporaryFolder } from './lib.mjs'
import { compile, hold, sql } from './lib/disk.mjs'

const folder = temporaryFolder()
const at = (name) => pathJoin(folder, name)
const file = at('file')
writeFileSync(file, 'x')

/** A data folder with these files in it. */
function place(name, files = {}) {
  mkdirSync(at(name))
  for (const [one, bytes] of Object.entries(files)) writeFileSync(pathJoin(at(name), one), bytes)
  return at(name)
}

/** One line on standard error, nothing on standard output, and this status. */
async function refused(args, line, { status = 3, env } = {}) {
  const ended = await run(args, { env })
  assert.deepEqual([ended.status, ended.signal, ended.stdout], [status, null, ''], `${args.join(' ')}: ${ended.stderr}`)
  assert.match(ended.stderr, /^jinbang: [^\n]+\n$/, 'one line')
  assert.match(ended.stderr, line)
}

const serve = (data, ...more) => ['serve', '--listen', '127.0.0.1:0', '--data', data, ...more]

test('a data folder that cannot be one', async () => {
  await refused(serve(file), /cannot make the folder .*file: .*name a folder with --data/)
  await refused(serve(pathJoin(file, 'below')), /a part of its path is a file; name a folder with --data/)
  await refused(serve(at('no/such/folder')), /the folder it is to be in does not exist; make it first/)
  const taken = place('taken')
  mkdirSync(pathJoin(taken, 'jinbang.db'))
  await refused(serve(taken), /jinbang\.db: it is a folder; take it away/)
  const locked = place('locked')
  mkdirSync(pathJoin(locked, 'server.lock'))
  await refused(serve(locked), /cannot open .*server\.lock: Is a directory/)
})

test('a database that is none, or another program\'s, or a newer one; it stays as it is', async () => {
  const noise = Buffer.alloc(9000, 'no database ')
  await refused(serve(place('noise', { 'jinbang.db': noise })), /jinbang\.db is not a database; name another folder with --data, or go back to a backup/)
  assert.deepEqual(readFileSync(at('noise/jinbang.db')), noise)
  for (const [i, statements] of ['CREATE TABLE x (y)', 'CREATE TABLE contest (y); PRAGMA user_version = 3', 'PRAGMA application_id = 77'].entries()) {
    const data = place(`other${i}`)
    await sql(pathJoin(data, 'jinbang.db'), statements)
    const before = readFileSync(pathJoin(data, 'jinbang.db'))
    await refused(serve(data), /is a database of another program; name another folder with --data/)
    assert.deepEqual(readFileSync(pathJoin(data, 'jinbang.db')), before)
    for (const command of [['verify', 'x', '--data', data], ['results', 'x', '--data', data], ['erase', 'x', '--data', data]]) await refused(command, /of another program/)
  }
})

test('keys and counts that are spoiled', async () => {
  await refused(serve(place('key', { 'secret.key': 'abc\n' })), /secret\.key does not hold 64 hexadecimal digits; bring it back from a backup/)
  const admin = place('admin')
  mkdirSync(pathJoin(admin, 'admin.key'))
  await refused(serve(admin), /admin\.key/)
  await refused(serve(place('count', { starts: 'many\n' })), /starts/)
})

test('addresses, pages and certificates', async (t) => {
  const server = await Server.start()
  t.after(() => finish(server))
  const data = at('net')
  await refused(['serve', '--listen', `127.0.0.1:${server.port}`, '--data', data], /address already in use; another program is listening there, name another port with --listen/)
  await refused(['serve', '--listen', '203.0.113.7:8080', '--data', data], /this machine has no such address, name another one with --listen/)
  await refused(['serve', '--listen', 'nowhere:8080', '--data', data], /--listen wants a numeric IPv4 or IPv6 address, not nowhere/)
  await refused(['serve', '--listen', '127.0.0.1:80', '--data', data], /permission denied; ports below 1024 need a permission, name another one with --listen/,
    { env: { LD_PRELOAD: compile('port', ['-shared', '-fPIC']) } })
  for (const listen of ['8080', '127.0.0.1:', '127.0.0.1:x', '127.0.0.1:70000', ':80']) await refused(['serve', '--listen', listen, '--data', data], /--listen wants ADDR:PORT, not /, { status: 2 })
  await refused(serve(data, '--assets', at('nothing')), /cannot open the directory of assets .*nothing: no such file or directory/)
  await refused(serve(data, '--assets', file), /cannot open the directory of assets .*file: not a directory/)
  await refused(serve(data, '--cert', file), /--cert and --key go together/, { status: 2 })
  await refused(serve(data, '--cert', at('nothing'), '--key', file), /the certificate or its key cannot be used: /)
  await refused(serve(data, '--cert', file, '--key', file), /the certificate or its key cannot be used: /)
})

test('what another program has', async (t) => {
  const server = await Server.start()
  t.after(() => finish(server))
  await refused(serve(server.data), /another server is running on .*; stop it, or name another folder with --data/)
  await server.stop()
  const letGo = await hold(server)
  await refused(serve(server.data), /another program is holding the database/)
  await letGo()
  await server.again()
  assert.equal((await server.http('GET', '/healthz')).status, 200)
})

test('a newer version, and a damaged page: in the catalog it is said, in one contest the others go on', async (t) => {
  const server = await Server.start()
  t.after(() => finish(server))
  const bank = await server.importBank(BANK)
  const contests = []
  for (let i = 0; i < 2; i++) {
    const contest = await server.contest(fileOf(bank, ['single']))
    const desk = await host(server, contest)
    await join(server, contest, 'Ann')
    await advance(desk, 'open', 1)
    contests.push(contest)
  }
  await server.stop()
  const path = pathJoin(server.data, 'jinbang.db')
  assert.deepEqual(readdirSync(server.data).filter((name) => name.startsWith('jinbang.db')), ['jinbang.db'])
  const good = readFileSync(path)

  await sql(path, 'PRAGMA user_version = 99')
  for (const command of [serve(server.data), ['verify', 'x', '--data', server.data]]) await refused(command, /was written by a newer Jinbang \(its schema is 99, this program knows up to \d+\); start that one/)

  const schema = Buffer.from(good)
  schema.fill(0xaa, 100, 4096)
  writeFileSync(path, schema)
  await refused(serve(server.data), /is damaged; go back to a backup \(jinbang restore\)/)

  writeFileSync(path, good)
  await sql(path, `DROP TRIGGER event_is_not_changed; UPDATE event SET at = at + 1 WHERE seq = 2 AND contest = (SELECT contest FROM contest WHERE id = '${contests[0].id}')`)
  await server.again()
  assert.equal((await host(server, contests[1])).first.phase, 'open')
  assert.match(server.stderr, new RegExp(`contest=${contests[0].id} left out: .*jinbang verify tells more`))
  const proof = await run(['verify', contests[0].id, '--data', server.data])
  assert.deepEqual([proof.status, /NOT proved: entry 2 does not follow/.test(proof.stdout)], [1, true])
  await server.stop()

  // The pages of the table of contests: found in the file by what only they hold.
  const torn = Buffer.from(good)
  for (let page = 4096; page < torn.length; page += 4096) if (torn.subarray(page, page + 4096).includes(contests[0].id)) torn.fill(0x55, page, page + 4096)
  writeFileSync(path, torn)
  await refused(serve(server.data), /is damaged; go back to a backup|not of the kind it must be/)
})

test('a file that may not grow is a disk that refuses, and not the end without a word', async () => {
  const limited = ['-c', 'ulimit -f 16; exec "$0" "$@"', BINARY, ...serve(at('limited'))]
  const ended = await run(limited, { command: 'sh' })
  assert.deepEqual([ended.status, ended.signal, ended.stdout], [3, null, ''], ended.stderr)
  assert.match(ended.stderr, /^jinbang: cannot (write to|read) .*\n$/)
})
