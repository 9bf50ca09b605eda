// A server that says whatever a test tells it to: the built pages over HTTP, gzipped and under the real
// program's policy, and one WebSocket whose messages the test writes. For pictures of moments that a real
// contest reaches only by luck, and for measuring pages alone. What the real server would say is for the
// other tests: here nothing is checked against the protocol.
import { readFile } from 'node:fs/promises'
import http from 'node:http'
import { extname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { WebSocketServer } from 'ws'
import { Browser } from './pages.mjs'

const DIST = process.env.JINBANG_ASSETS
  ? resolve(process.env.JINBANG_ASSETS) : fileURLToPath(new URL('../../../clients/dist', import.meta.url))
const TYPES = {
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json', '.woff2': 'font/woff2',
}
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; "
  + "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
const PAGES = { '/': '/play/index.html', ...Object.fromEntries(['screen', 'host', 'organize', 'judge', 'unit', 'report', 'certificates', 'confirm', 'study'].map((page) => [`/${page}`, `/${page}/index.html`])), '/study-worker.js': '/study/worker.js' }

const LIMIT_MS = 15000
export const CODE = '482913'
export const CONTEST = {
  id: 'fake', code: CODE, title: { en: 'Spring contest', 'zh-Hans': '春季知识竞赛', ar: 'مسابقة الربيع' },
  languages: ['en', 'zh-Hans'], default_language: 'en', teams: [],
}

export class Fake {
  /** `files`: further paths and what they answer, {type, body} or a status, or a function of the request that says it. */
  static async start({ contest = {}, files = {} } = {}) {
    const fake = new this()
    fake.contest = { ...CONTEST, ...contest }
    fake.files = files
    fake.greeting = [] // said to every page that comes, after the welcome
    fake.heard = []
    fake.served = [] // paths that were fetched
    fake.waiting = []
    fake.sockets = new Set() // of the pages that have said hello
    fake.replies = () => [] // what a message is answered with
    fake.now = () => performance.now() // the contest clock
    fake.server = http.createServer((request, response) => void fake.#serve(request, response))
    fake.ws = new WebSocketServer({ server: fake.server, path: '/ws' })
    fake.ws.on('connection', (socket) => fake.#meet(socket))
    await new Promise((done) => fake.server.listen(0, '127.0.0.1', done))
    fake.url = `http://127.0.0.1:${fake.server.address().port}`
    fake.play = `${fake.url}/?code=${fake.contest.code}`
    fake.judge = `${fake.url}/judge#${fake.contest.code}.${'k'.repeat(32)}`
    return fake
  }

  /** From now on this is how things are, also for pages that come back. */
  say(...messages) {
    const types = new Set(messages.map(({ type }) => type))
    this.greeting = [...this.greeting.filter(({ type }) => !types.has(type)), ...messages.filter(({ type }) => ['state', 'you', 'attempt'].includes(type))]
    for (const socket of this.sockets) for (const message of messages) socket.send(JSON.stringify(message))
  }

  /** What a page that has just come is told after the welcome. */
  news() { return this.greeting }

  /** Ends all connections as a dead server would, and takes no new ones until `back()`. */
  vanish() {
    this.gone = true
    for (const socket of this.ws.clients) socket.terminate()
  }

  back() { this.gone = false }

  /** The `nth` message of this type that pages have sent, once it has come. */
  async hears(type, nth = 1) {
    const found = () => this.heard.filter((message) => message.type === type)[nth - 1]
    while (!found()) {
      await new Promise((heard, failed) => {
        const limit = setTimeout(() => failed(new Error(`no page has sent ${type} (${nth})`)), LIMIT_MS)
        this.waiting.push(() => { clearTimeout(limit); heard() })
      })
    }
    return found()
  }

  stop() {
    const stopped = new Promise((done) => this.server.close(done))
    this.server.closeAllConnections()
    for (const socket of this.ws.clients) socket.terminate()
    return stopped
  }

  #meet(socket) {
    if (this.gone) return socket.terminate()
    socket.on('close', () => this.sockets.delete(socket))
    socket.on('message', (data) => {
      const message = JSON.parse(String(data))
      if (message.type === 'ping') {
        socket.send(JSON.stringify({ type: 'pong', t0: message.t0, t1: this.now() }))
        return
      }
      this.heard.push(message)
      for (const reply of this.replies(message)) socket.send(JSON.stringify(reply))
      for (const heard of this.waiting.splice(0)) heard()
      if (message.type !== 'hello') return
      this.sockets.add(socket)
      const own = message.role === 'player' ? { player: 7, token: 'f'.repeat(32), name: message.name ?? 'Zoë' }
        : message.role === 'judge' ? { judge: message.judge ?? 2 } : {}
      const first = [{ type: 'welcome', role: message.role, ...own, contest: this.contest, now: this.now() }, ...this.news()]
      for (const one of first) socket.send(JSON.stringify(one))
    })
  }

  async #serve(request, response) {
    const { pathname } = new URL(request.url, this.url)
    this.served.push(pathname)
    const named = this.files[pathname]
    const file = typeof named === 'function' ? named(request) : named
    if (typeof file === 'number') response.writeHead(file).end()
    else if (file) response.writeHead(200, { 'Content-Type': file.type }).end(file.body)
    else if (pathname === '/api/public/contest') response.writeHead(200, { 'Content-Type': TYPES['.json'] }).end(JSON.stringify({ admit: true, ...this.contest }))
    else {
      const path = PAGES[pathname] ?? pathname
      const body = await readFile(DIST + path).catch(() => null)
      if (!body || path.includes('..')) response.writeHead(404).end()
      else {
        const headers = { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream', 'Content-Encoding': 'gzip', 'Content-Security-Policy': POLICY }
        response.writeHead(200, headers).end(gzipSync(body, { level: 9 }))
      }
    }
  }
}

/**
 * A fake server in a lobby and a browser, which end with the test `t`: first the pages, so that they lose no
 * link. `missing`: pages may ask for what is not there.
 */
export async function fakeStage(t, { missing = false, ...options } = {}) {
  const fake = await Fake.start(options)
  fake.say(state('lobby'), you())
  const browser = await Browser.start()
  t.after(async () => {
    await browser.close()
    await fake.stop()
    if (!missing) browser.assertClean()
  })
  return { fake, browser }
}

/** A state with what the test is about in it. The contest clock is this process's own. */
export const state = (phase, over = {}) => ({
  type: 'state', seq: 1, phase, paused: false, now: performance.now(), players: 128, admit: true,
  ...(phase === 'lobby' ? {} : { round: { n: 1, of: 2, format: 'everyone', title: { en: 'First round', 'zh-Hans': '第一轮' } } }), ...over,
})

export const you = (over = {}) => ({ type: 'you', player: 7, name: 'Zoë', score: 0, rank: 0, of: 0, ...over })

/** A question that is open for `ms`, `gone` of which are over. */
export const timed = (ms = 20_000, gone = 4000) => {
  const now = performance.now()
  return { now, opens_at: now - gone, closes_at: now - gone + ms }
}
