// Two whole contests against a server that was built with a sanitizer: people with a package of pictures, and an evening on the
// stage; with everything around them that takes memory or crosses threads: pages, media, exports while answers come, connections
// that are cut, replaced and thrown out, a restart on the same data, erasing and deleting. The server must end with status 0, which
// it does not if the sanitizer has found anything, a leak included.
//
// JINBANG_BIN is the server; JB_SANITIZER the sanitizer that must be in it: address or thread.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { BANK, Client, Raw, Server, advance, fileOf, finish, frame, host, joinAll, resume, run, screen, together } from '../integration/lib.mjs'
import { playEvening } from '../integration/lib/played.mjs'
import { zip } from '../integration/lib/zip.mjs'

const { JB_SANITIZER: SANITIZER } = process.env
const NAME = { address: 'AddressSanitizer', thread: 'ThreadSanitizer' }[SANITIZER]
const ENV = {
  // 23 is what LeakSanitizer ends with by itself; both are far from the server's own.
  ASAN_OPTIONS: 'detect_leaks=1:exitcode=23', LSAN_OPTIONS: 'exitcode=23', UBSAN_OPTIONS: 'print_stacktrace=1',
  TSAN_OPTIONS: 'exitcode=66',
}
const PLAYERS = 12

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>'
const withPicture = () => ({
  ...BANK, id: 'pictures', media: [{ id: 'p', kind: 'image', file: 'media/p.svg', alt: { en: 'A circle', 'zh-Hans': '圆' } }],
  questions: BANK.questions.map((question) => ({ ...question, media: [{ ref: 'p' }] })),
})

async function importPackage(server) {
  const body = zip([{ name: 'bank.json', data: JSON.stringify(withPicture()) }, { name: 'media/p.svg', data: SVG }])
  const answer = await server.http('POST', '/api/banks', { body })
  assert.equal(answer.status, 201, answer.text)
  return answer.json.id
}

/** A folder of pages: the real ones may not have been built yet. */
function pages(t) {
  const folder = mkdtempSync(join(tmpdir(), 'jinbang-pages-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  for (const page of ['play', 'screen', 'host', 'judge', 'organize']) {
    mkdirSync(join(folder, page))
    writeFileSync(join(folder, page, 'index.html'), `<!doctype html><html lang="en"><title>${page}</title></html>`)
  }
  return folder
}

const results = (server, contest, format) => server.http('GET', `/api/contests/${contest.id}/results?format=${format}`)

/** Frames that nobody honest sends; the server says why and goes on. */
async function misbehave(server, contest) {
  const raw = await Raw.open(server)
  for (const payload of ['{', '[]', `{"type":"hello","role":"player","code":"${contest.code}","name":"\u202e"}`]) raw.write(frame(payload))
  raw.write(Buffer.concat([frame('{"type":', { fin: false }), frame('"ping"}', { opcode: 0 })]))
  raw.write(frame('x'.repeat(5000)))
  assert.equal(await raw.closeCode(), 1009)
  const requests = ['/', '/nothing', '/api/banks', `/api/public/contest?code=${contest.code}`, '/metrics', `/${contest.code}`]
  for (const target of requests) assert.ok((await server.http('GET', target, { as: null })).status < 500, target)
}

async function playWithPeople(server) {
  const bank = await importPackage(server)
  const ids = BANK.questions.map(({ id }) => id)
  const contest = await server.contest(fileOf(bank, ids, { change: true, speed: { kind: 'linear', floor: 50 } }))
  const desk = await host(server, contest)
  const wall = await screen(server, contest)
  const phones = await joinAll(server, contest, Array.from({ length: PLAYERS }, (_, i) => `Player ${i}`))
  await misbehave(server, contest)
  await advance(desk, 'open', 1)
  await together(phones, 'open', 1)
  const { url } = (await wall.state('open', 1)).question.media[0]
  const exports = ['csv', 'json', 'xlsx'].map((format) => results(server, contest, format))
  const pictures = phones.map(() => server.http('GET', url, { as: null }))
  await Promise.all(phones.map((phone) => phone.answer(1, 'd')))
  for (const answer of await Promise.all([...exports, ...pictures])) assert.equal(answer.status, 200, answer.text)

  // One comes back on another connection, one is cut off, one is thrown out and taken in again.
  phones[0] = await resume(server, contest, phones[0].token)
  phones[1].terminate()
  await desk.do('kick', { player: phones[2].player }, (s) => s.undo?.what === 'remove')
  await desk.do('undo', {}, (s) => s.undo === null)
  await desk.do('message', { text: 'Good luck' }, (s) => s.notice?.text === 'Good luck')
  await advance(desk, 'reveal', 1)
  for (const turn of [2, 3]) {
    await advance(desk, 'open', turn)
    await phones[0].state('open', turn)
    await phones[0].answer(turn, turn === 2 ? 'a' : ['a', 'b'])
  }
  return { contest, token: phones[0].token }
}

test(`no fault is found in two whole contests (${NAME})`, { timeout: 240000 }, async (t) => {
  assert.ok(NAME, 'JB_SANITIZER is to say which sanitizer is in the server')
  const help = await run(['--version'], { env: { ASAN_OPTIONS: 'help=1', TSAN_OPTIONS: 'help=1' } })
  assert.match(help.stderr + help.stdout, new RegExp(`flags for ${NAME}`), 'the server was not built with it')

  const assets = pages(t)
  const server = await Server.start({ env: ENV, args: ['--assets', assets] })
  t.after(() => finish(server))
  const { contest, token } = await playWithPeople(server)
  // In the middle of a question the server is stopped, with everybody connected, and started again.
  await server.stop()
  await server.again()
  const desk = await host(server, contest)
  const phone = await resume(server, contest, token)
  await desk.do('resume', {}, (s) => !s.paused)
  await advance(desk, 'open', 4)
  await phone.state('open', 4)
  await phone.answer(4, ['a', 'b', 'c'])
  await desk.do('finish', {}, (s) => s.phase === 'finished')
  const evening = await playEvening(server)
  for (const one of [contest, evening]) {
    for (const format of ['csv', 'json', 'xlsx']) assert.equal((await results(server, one, format)).status, 200)
    const verdict = await run(['verify', one.id, '--data', server.data], { env: ENV })
    assert.equal(verdict.status, 0, verdict.stderr)
  }
  assert.equal((await server.http('DELETE', `/api/contests/${contest.id}/people`)).status, 204)
  const removed = await server.http('DELETE', `/api/contests/${evening.id}?confirm=${evening.code}`)
  assert.ok(removed.status < 300, removed.text)
  // Some are still connected when it stops for good.
  await Client.connect(server)
  await server.stop()
  assert.doesNotMatch(server.stderr, /Sanitizer/)
})
