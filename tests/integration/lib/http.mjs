// HTTP as the tests speak it: one request, one answer with everything in it, checked against
// docs/openapi.json and for the headers that every answer must carry.
import assert from 'node:assert/strict'
import http from 'node:http'
import https from 'node:https'
import { problemOfAnswer } from './schemas.mjs'
import { TIME_LIMIT_MS } from './process.mjs'

function send(base, method, target, { headers = {}, body, ca } = {}) {
  return new Promise((resolve, reject) => {
    const url = new URL(base)
    const request = (url.protocol === 'https:' ? https : http).request({ ca,
      host: url.hostname, port: url.port, method, path: target, agent: false, timeout: TIME_LIMIT_MS,
      headers: { ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }), ...headers },
    }, (response) => {
      const parts = []
      response.on('data', (part) => parts.push(part))
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, bytes: Buffer.concat(parts) }))
    })
    request.on('error', reject)
    request.on('timeout', () => request.destroy(new Error(`${method} ${target}: no answer in ${TIME_LIMIT_MS} ms`)))
    request.end(body)
  })
}

/** `picture`: an SVG medium, which has a policy of its own. `tls`: the server speaks TLS itself. */
export function assertSecurityHeaders(headers, where, picture = false, tls = false) {
  const csp = headers['content-security-policy'] ?? ''
  const directives = new Map(csp.split(';').map((part) => part.trim().split(/\s+/)).map(([name, ...values]) => [name, values]))
  assert.deepEqual(directives.get('default-src'), ["'none'"], `${where}: content-security-policy is "${csp}"`)
  for (const name of ['frame-ancestors', 'base-uri']) assert.deepEqual(directives.get(name), ["'none'"], `${where}: CSP ${name}`)
  assert.ok(directives.has('form-action'), `${where}: CSP form-action`)
  if (picture) {
    // A picture may style itself, and is otherwise cut off from everything.
    assert.ok(directives.has('sandbox'), `${where}: CSP sandbox`)
    assert.deepEqual(directives.get('style-src'), ["'unsafe-inline'"], `${where}: CSP style-src`)
    assert.equal(directives.has('script-src'), false, `${where}: CSP script-src`)
  } else {
    assert.doesNotMatch(csp, /unsafe-|\*/, `${where}: CSP`)
  }
  assert.equal(headers['x-content-type-options'], 'nosniff', where)
  assert.equal(headers['referrer-policy'], 'no-referrer', where)
  assert.equal(headers['cross-origin-opener-policy'], 'same-origin', where)
  assert.equal(headers['cross-origin-resource-policy'], 'same-origin', where)
  assert.match(headers['permissions-policy'] ?? '', /camera=\(\).*microphone=\(\)/, where)
  assert.equal('strict-transport-security' in headers, tls, `${where}: only where TLS is ours there is no other way`)
}

/** One request to the server at `base`; throws if the answer is not what the contract documents. */
export async function exchange(base, method, target, options = {}) {
  const answer = await send(base, method, target, options)
  answer.text = answer.bytes.toString()
  if ((answer.headers['content-type'] ?? '').startsWith('application/json') && answer.text !== '') {
    answer.json = JSON.parse(answer.text)
  }
  const path = target.split(/[?#]/)[0]
  const picture = path.startsWith('/media/') && answer.headers['content-type'] === 'image/svg+xml'
  assertSecurityHeaders(answer.headers, `${method} ${path} (${answer.status})`, picture, base.startsWith('https:'))
  if (options.documented !== false) {
    const problem = problemOfAnswer(method, path, answer)
    assert.equal(problem, null, problem ?? '')
  }
  return answer
}
