// The pages as a browser gets them: headers, what they may load, caching, short links.
import assert from 'node:assert/strict'
import test from 'node:test'
import { exchange, serve } from './lib.mjs'

const server = await serve()
const get = (path, headers = {}, method = 'GET') => exchange(server.url, method, path, { headers })

test('everybody has a page, from the phone to who checks a certificate, and what a page loads is there', async () => {
  for (const path of ['/', '/screen', '/host', '/judge', '/unit', '/report?contest=x', '/certificates?contest=x', '/confirm', '/study?code=x', '/?code=482913']) {
    const page = await get(path)
    assert.equal(page.status, 200, path)
    assert.match(page.headers['content-type'], /^text\/html; charset=utf-8$/i)
    assert.match(page.text, /^<!doctype html>/i)
    assert.match(page.headers['cache-control'] ?? '', /no-cache|max-age=0|no-store/, 'asked for anew each time')
    assert.doesNotMatch(page.text, /<script(?![^>]*\bsrc=)[^>]*>\s*\S/, 'no inline script')
    const files = [...page.text.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, file]) => file)
    assert.ok(files.length >= 2, `${path} loads ${files}`)
    for (const file of files) {
      const url = new URL(file, server.url + path)
      assert.equal(url.origin, server.url, `${path} loads ${file} from elsewhere`)
      const asset = await get(url.pathname)
      assert.equal(asset.status, 200, file)
      assert.match(asset.headers['cache-control'], /immutable/, file)
    }
  }
})

test('the worker of the page for practice is a script that knows all that the page loads, and is asked for anew each time', async () => {
  const worker = await get('/study-worker.js')
  assert.equal(worker.status, 200)
  assert.match(worker.headers['content-type'], /^text\/javascript/)
  assert.match(worker.headers['cache-control'], /no-cache/)
  const { text } = await get('/study')
  const files = [...text.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, file]) => file)
  assert.ok(files.length >= 3, String(files))
  for (const file of files) assert.ok(worker.text.includes(file), file)
  for (const words of ['en-', 'en.study-', 'zh-Hans-', 'zh-Hans.study-']) assert.ok(worker.text.includes(`/assets/${words}`), words)
  const known = [...worker.text.matchAll(/\/assets\/[\w.-]+/g)].map(([file]) => file)
  assert.equal(known.length, files.length + 4, String(known))
  for (const file of known) assert.equal((await get(file, {}, 'HEAD')).status, 200, file)
})

test('a person at a mistyped address gets a page that leads to the join form; machines get JSON', async () => {
  const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
  const at = (path, accept, method = 'GET') => server.http(method, path, { as: null, headers: { accept, 'accept-encoding': 'identity' }, documented: false })
  for (const path of ['/foo', '/host/x', '/12345', '/Screen']) {
    const page = await at(path, BROWSER)
    assert.deepEqual([page.status, page.headers['content-type'], page.headers['cache-control']], [404, 'text/html; charset=utf-8', 'no-store'], path)
    assert.equal(page.headers.etag, undefined, 'nothing that could become a 304')
    assert.match(page.text, /<form action="\/" method="get">[^]*name="code"/)
    for (const tag of ['en', 'zh-Hans']) assert.match(page.text, new RegExp(`lang="${tag}"`))
    assert.doesNotMatch(page.text, /<script|<style|style=/)
    assert.equal((await at(path, BROWSER, 'HEAD')).status, 404)
  }
  for (const [path, accept, method] of [['/foo', '*/*'], ['/foo', 'application/json'], ['/foo', BROWSER, 'POST'], ['/api', BROWSER], ['/api/nothing', BROWSER], ['/assets/none.js', BROWSER]]) {
    const told = await at(path, accept, method)
    assert.deepEqual([told.status, told.json?.error.code], [404, 'not_found'], `${method ?? 'GET'} ${path} ${accept}`)
  }
  const zipped = await server.http('GET', '/foo', { as: null, headers: { accept: BROWSER, 'accept-encoding': 'gzip' }, documented: false })
  assert.ok(zipped.status === 404 && [undefined, 'gzip'].includes(zipped.headers['content-encoding']))
})

test('an ETag saves sending a page again', async () => {
  for (const path of ['/', '/host']) {
    const first = await get(path)
    const { etag } = first.headers
    assert.match(etag, /^(W\/)?"[^"]+"$/)
    for (const value of [etag, `"other", ${etag}`, '*']) {
      const again = await get(path, { 'if-none-match': value })
      assert.equal(again.status, 304, value)
      assert.equal(again.text, '')
      assert.equal(again.headers.etag, etag)
    }
    assert.equal((await get(path, { 'if-none-match': '"other"' })).status, 200)
  }
})

test('HEAD answers like GET, without the body', async () => {
  const [whole, head] = [await get('/'), await get('/', {}, 'HEAD')]
  assert.equal(head.status, 200)
  assert.equal(head.text, '')
  assert.equal(head.headers['content-type'], whole.headers['content-type'])
})

test('a compressed page is the same page', async () => {
  const { gunzipSync } = await import('node:zlib')
  const plain = await get('/')
  const packed = await get('/', { 'accept-encoding': 'gzip' })
  if (packed.headers['content-encoding'] === undefined) return
  assert.equal(packed.headers['content-encoding'], 'gzip')
  assert.match(packed.headers.vary ?? '', /accept-encoding/i)
  assert.equal(gunzipSync(packed.bytes).toString(), plain.text)
})

test('six digits lead to the page for phones with the code filled in', async () => {
  const answer = await get('/482913')
  assert.equal(answer.status, 302)
  assert.equal(new URL(answer.headers.location, server.url).href, `${server.url}/?code=482913`)
})

test('a page may talk to its own server and to nobody else', async () => {
  const csp = (await get('/')).headers['content-security-policy']
  const sources = Object.fromEntries(csp.split(';').map((part) => part.trim().split(/\s+/)).map(([name, ...rest]) => [name, rest]))
  assert.deepEqual(sources['script-src'], ["'self'"])
  assert.deepEqual(sources['style-src'], ["'self'"])
  for (const [name, values] of Object.entries(sources)) {
    for (const value of values) {
      const own = ["'self'", "'none'", 'data:', `ws://127.0.0.1:${server.port}`, `wss://127.0.0.1:${server.port}`]
      assert.ok(own.includes(value), `${name} ${value}`)
    }
  }
})

test('a Host header cannot write into the policy', async () => {
  for (const host of ['evil.example; script-src *', "x' 'unsafe-inline", 'a b']) {
    const answer = await exchange(server.url, 'GET', '/', { headers: { host }, documented: false })
    assert.doesNotMatch(answer.headers['content-security-policy'], /unsafe-inline|\*|evil/)
  }
})
