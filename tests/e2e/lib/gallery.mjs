// A small stand-in for the server: it serves the built pages with the real content security policy and
// feeds the screen any state, so that every picture of the wall can be looked at without a contest.
//
//   node tests/e2e/lib/gallery.mjs [FILTER] [--looks dark,bright] [--sizes 1920x1080,1024x768] [--langs both,first,second]
//
// keeps pictures of all scenes (lib/scenes.mjs) whose name contains FILTER in build/gallery.
import { readFile } from 'node:fs/promises'
import { mkdirSync, realpathSync } from 'node:fs'
import http from 'node:http'
import { extname, join, normalize, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { WebSocketServer } from 'ws'
import { picture, tone } from './media.mjs'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const DIST = resolve(process.env.JINBANG_ASSETS ?? join(ROOT, 'clients/dist'))
const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.json': 'application/json', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.wav': 'audio/wav',
}
const policy = (host) => `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; `
  + `media-src 'self'; connect-src 'self' ws://${host} wss://${host}; manifest-src 'self'; base-uri 'none'; `
  + `form-action 'self'; frame-ancestors 'none'`

export const CODE = '482913'

export class Gallery {
  #sockets = new Set()
  #state = null
  #welcome = null
  #extra = []
  #born = performance.now()
  seq = 0

  static async start() {
    const gallery = new Gallery()
    gallery.served = [] // paths that were fetched
    gallery.http = http.createServer((request, response) => void gallery.#serve(request, response))
    gallery.ws = new WebSocketServer({ server: gallery.http, path: '/ws', handleProtocols: () => 'jinbang.v1' })
    gallery.ws.on('connection', (socket) => gallery.#greet(socket))
    await new Promise((done) => gallery.http.listen(0, '127.0.0.1', done))
    gallery.host = `127.0.0.1:${gallery.http.address().port}`
    gallery.screen = `http://${gallery.host}/screen#${CODE}.${'k'.repeat(32)}`
    return gallery
  }

  /** The contest clock. */
  now() { return Math.round(performance.now() - this.#born) }

  /** What the next connections are welcomed with. */
  contest(contest) { this.#welcome = { type: 'welcome', role: 'screen', contest: { code: CODE, ...contest } } }

  /** Shows a state to all, now and whenever somebody connects; times in it count from now. */
  show(state, ...extra) {
    const now = this.now()
    const timed = { ...state }
    for (const field of ['opens_at', 'closes_at', 'ends_at']) if (timed[field] !== undefined) timed[field] += now
    this.seq += 1
    this.#state = { type: 'state', seq: this.seq, paused: false, admit: true, players: 0, ...timed }
    this.#extra = extra
    for (const socket of this.#sockets) this.#feed(socket)
  }

  /** Any other message to all who are here. */
  say(message) {
    for (const socket of this.#sockets) socket.send(JSON.stringify(message))
  }

  /** Ends all connections as a dead server would, and takes no new ones until `back()`. */
  vanish() {
    this.gone = true
    for (const socket of this.#sockets) socket.terminate()
  }

  back() { this.gone = false }

  async stop() {
    for (const socket of this.#sockets) socket.terminate()
    this.http.closeAllConnections()
    await new Promise((done) => this.http.close(done))
  }

  #greet(socket) {
    if (this.gone) { socket.terminate(); return }
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('message', (data) => {
      const message = JSON.parse(data.toString())
      if (message.type === 'ping') socket.send(JSON.stringify({ type: 'pong', t0: message.t0, t1: this.now() }))
      if (message.type !== 'hello') return
      socket.send(JSON.stringify({ ...this.#welcome, now: this.now() }))
      this.#feed(socket)
    })
  }

  #feed(socket) {
    if (!this.#state) return
    for (const message of [{ ...this.#state, now: this.now() }, ...this.#extra]) socket.send(JSON.stringify(message))
  }

  async #serve(request, response) {
    const { pathname } = new URL(request.url, 'http://gallery')
    this.served.push(pathname)
    const page = { '/': 'play', '/screen': 'screen', '/host': 'host', '/organize': 'organize' }[pathname]
    const made = pathname.startsWith('/media/') ? made_media(pathname) : null
    const file = page ? `${page}/index.html` : normalize(pathname).replace(/^\/+/, '')
    try {
      const body = made ?? await readFile(join(DIST, file))
      response.writeHead(200, {
        'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', 'Cache-Control': 'no-store',
        'Content-Security-Policy': policy(this.host), 'X-Content-Type-Options': 'nosniff',
      })
      response.end(body)
    } catch {
      response.writeHead(404).end()
    }
  }
}

/** /media/800x600.svg is a picture of that size, /media/bare.svg one without a size, /media/2s.wav a tone of that length. */
function made_media(path) {
  const [, width, height] = /(\d+)x(\d+)\.svg$/.exec(path) ?? []
  if (width) return picture(Number(width), Number(height))
  if (path.endsWith('/bare.svg')) return picture()
  const [, seconds] = /(\d+)s\.wav$/.exec(path) ?? []
  return seconds ? tone(Number(seconds)) : null
}

async function main() {
  const { chromium } = await import('playwright-core')
  const { contests, scenes } = await import('./scenes.mjs')
  const { values, positionals } = parseArgs({ allowPositionals: true, options: {
    looks: { type: 'string', default: 'dark,bright' }, sizes: { type: 'string', default: '1920x1080,1024x768' },
    langs: { type: 'string', default: 'both' }, motion: { type: 'boolean', default: false }, wait: { type: 'string', default: '150' },
  } })
  const folder = join(ROOT, 'build/gallery')
  mkdirSync(folder, { recursive: true })
  const gallery = await Gallery.start()
  const browser = await chromium.launch({ executablePath: process.env.CHROME || '/usr/bin/chromium-headless-shell' })
  try {
    for (const scene of scenes.filter(({ name }) => positionals.every((part) => name.includes(part)))) {
      gallery.contest(contests[scene.contest ?? 'bilingual'])
      gallery.show(scene.state, ...(scene.extra ?? []))
      for (const size of values.sizes.split(',')) {
        const [width, height] = size.split('x').map(Number)
        const page = await browser.newPage({ locale: 'en-GB', viewport: { width, height }, reducedMotion: values.motion ? 'no-preference' : 'reduce' })
        page.on('console', (message) => { if (message.type() !== 'log') console.log(`${scene.name}: ${message.text()}`) })
        page.on('pageerror', (error) => console.log(`${scene.name}: ${error.stack}`))
        await page.goto(gallery.screen)
        await page.locator(`main[data-phase="${scene.state.phase}"]`).waitFor({ state: 'attached' })
        for (const [i, languages] of values.langs.split(',').entries()) {
          if (i > 0) await page.keyboard.press('g')
          for (const look of values.looks.split(',')) {
            if (look === 'bright') await page.keyboard.press('Shift+D')
            await page.waitForTimeout(Number(values.wait))
            await page.screenshot({ path: join(folder, `${scene.name}-${width}${languages === 'both' ? '' : `-${languages}`}-${look}.png`) })
            if (look === 'bright') await page.keyboard.press('Shift+D')
          }
        }
        await page.close()
      }
    }
  } finally {
    await browser.close()
    await gallery.stop()
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await main()
