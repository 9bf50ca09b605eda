// TLS by the server itself, with certificates made here: pages, WebSockets, cookies and headers under it, and
// a new certificate without a restart; one that is no good changes nothing.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join as pathJoin } from 'node:path'
import test, { before } from 'node:test'
import tls from 'node:tls'
import { BANK, Server, advance, fileOf, finish, host, join, serve, temporaryFolder, within } from './lib.mjs'

const folder = temporaryFolder()
const at = (name) => pathJoin(folder, name)
const openssl = (...args) => execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
const P256 = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

const DAY_MS = 86400_000

/** Makes NAME.crt, signed by the test's own authority and followed by it, and NAME.key; good from yesterday or, expired, until then. */
function certificate(name, { expired = false } = {}) {
  const stamp = (days) => new Date(Date.now() + days * DAY_MS).toISOString().replace(/\.\d+|[-:T]/g, '') // 20261122123456Z
  const [from, until] = (expired ? [-3, -1] : [-1, 30]).map(stamp)
  openssl('req', ...P256, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`)
  writeFileSync(at('names'), 'subjectAltName=IP:127.0.0.1')
  writeFileSync(at('index'), '') // what has been signed: nothing is to be remembered
  openssl('ca', '-batch', '-notext', '-config', 'ca.conf', '-cert', 'ca.crt', '-keyfile', 'ca.key', '-in', `${name}.csr`,
    '-startdate', from, '-enddate', until, '-extfile', 'names', '-out', `${name}.leaf`)
  writeFileSync(at(`${name}.crt`), Buffer.concat([readFileSync(at(`${name}.leaf`)), readFileSync(at('ca.crt'))]))
  return name
}

writeFileSync(at('ca.conf'), `[ca]
default_ca = own
[own]
database = index
rand_serial = yes
new_certs_dir = .
default_md = sha256
policy = any
[any]
commonName = supplied
`)
openssl('req', '-x509', ...P256, '-keyout', 'ca.key', '-out', 'ca.crt', '-subj', '/CN=authority', '-days', '30')
const ca = readFileSync(at('ca.crt'))

/** Puts files of these names where the server looks, as a renewal does: beside, then renamed. */
function install(cert, key = cert) {
  for (const [from, to] of [[`${cert}.crt`, 'live.crt'], [`${key}.key`, 'live.key']]) {
    writeFileSync(at(`${to}.new`), readFileSync(at(from)))
    renameSync(at(`${to}.new`), at(to))
  }
}

certificate('first')
certificate('second')
certificate('third')
certificate('expired', { expired: true })
install('first')
const server = await serve({ args: ['--cert', at('live.crt'), '--key', at('live.key')], ca })
let bank

before(async () => { bank = await server.importBank(BANK) })

/** What a new handshake is given: the name in the certificate, and whether its chain leads to the authority. */
const presented = () => within(new Promise((resolve, reject) => {
  const socket = tls.connect({ port: server.port, host: '127.0.0.1', ca }, () => {
    const { subject, issuerCertificate } = socket.getPeerCertificate(true)
    resolve([subject.CN, issuerCertificate?.subject.CN, socket.authorized])
    socket.destroy()
  })
  socket.on('error', reject)
}), 'a handshake')

test('under TLS everything is as without, and a browser is told that there is no other way', async () => {
  assert.deepEqual(await presented(), ['first', 'authority', true])
  assert.ok(server.url.startsWith('https://'))
  const page = await server.http('GET', '/', { as: null })
  assert.deepEqual([page.status, page.headers['strict-transport-security']], [200, 'max-age=15768000'])
  const contest = await server.contest(fileOf(bank, ['single']))
  assert.ok(contest.join_url.startsWith('https://'), contest.join_url)
  const [desk, ann] = [await host(server, contest), await join(server, contest, 'Ann')]
  await advance(desk, 'open', 1)
  await ann.state('open', 1)
  await ann.answer(1, 'b')
})

test('the session is one of the name this host only, and never travels in the clear', async () => {
  const answer = await server.http('POST', '/api/session', { as: null, body: JSON.stringify({ key: server.key }) })
  assert.equal(answer.status, 204)
  const [cookie] = answer.headers['set-cookie']
  assert.match(cookie, /^__Host-jinbang-[0-9a-f]{8}=[0-9a-f]{64}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure$/)
  const headers = { cookie: cookie.split(';')[0] }
  assert.equal((await server.http('GET', '/api/banks', { as: null, headers })).status, 200)
})

test('a new certificate is taken when its files change; who is connected stays connected', async () => {
  const contest = await server.contest(fileOf(bank, ['single']))
  const desk = await host(server, contest)
  let from = server.stderr.length
  install('second')
  await server.logged(/the certificate has been read again/, from)
  assert.deepEqual(await presented(), ['second', 'authority', true])
  assert.equal((await advance(desk, 'open', 1)).phase, 'open', 'the console was there before, and still is')
  from = server.stderr.length
  install('third')
  server.child.kill('SIGHUP')
  await server.logged(/the certificate has been read again/, from)
  assert.deepEqual(await presented(), ['third', 'authority', true])
})

test('a new certificate that cannot be used keeps the old one, and the log says why', async () => {
  writeFileSync(at('garbage.crt'), 'nothing of the kind')
  writeFileSync(at('garbage.key'), '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n')
  for (const [cert, key, why] of [
    ['second', 'third', /the old certificate stays: the key is not that of the certificate/],
    ['garbage', 'third', /the old certificate stays: the certificate's file does not hold certificates/],
    ['second', 'garbage', /the old certificate stays: the key's file does not hold a private key/],
    ['expired', 'expired', /the old certificate stays: the new one has expired/],
  ]) {
    const from = server.stderr.length
    install(cert, key)
    server.child.kill('SIGHUP')
    const said = await server.logged(why, from)
    assert.equal(said.match(new RegExp(why, 'g')).length, 1, `said once: ${said}`)
    assert.deepEqual(await presented(), ['third', 'authority', true], `${cert} with ${key}`)
  }
  const from = server.stderr.length
  install('first') // without a signal: the one that was no good has not stopped anybody looking
  await server.logged(/has been read again/, from)
  assert.deepEqual(await presented(), ['first', 'authority', true])
})

test('SIGHUP does not end a server without a certificate', async (t) => {
  const plain = await Server.start()
  t.after(() => finish(plain))
  plain.child.kill('SIGHUP')
  await plain.logged(/no certificate to read again/)
  assert.equal((await plain.http('GET', '/healthz', { as: null })).status, 200)
})
