// One running server on a free port with a data folder of its own.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { exchange } from './http.mjs'
import { BINARY, launch, temporaryFolder, within } from './process.mjs'

const FIRST_LINE = /^listening on (https?:\/\/127\.0\.0\.1:(\d+))$/

export class Server {
  /** Options: `args`, `env`, `data` (a folder to go on with), `ca` (whom to trust, with TLS), `descriptors`
   *  (as many as it may have). */
  static async start(options = {}) {
    const server = new Server()
    server.options = options
    server.data = options.data ?? join(temporaryFolder(), 'data')
    server.clients = new Set()
    await server.#launch()
    return server
  }

  async #launch() {
    const args = ['serve', '--listen', '127.0.0.1:0', '--data', this.data, ...(this.options.args ?? [])]
    const { env, descriptors } = this.options
    // With few descriptors all limits that follow from them can be reached.
    const limited = ['-c', `ulimit -n ${descriptors}; exec "$0" "$@"`, BINARY, ...args]
    this.child = launch(descriptors ? limited : args, { command: descriptors ? 'sh' : undefined, env, cwd: temporaryFolder() })
    const first = new Promise((resolve, reject) => {
      let text = ''
      this.child.stdout.on('data', (data) => {
        text += data
        if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')))
      })
      this.child.done.then(
        ({ status, signal, stderr }) => reject(new Error(`the server ended at once (${status ?? signal}): ${stderr}`)), reject)
    })
    const line = await within(first, () => `the first line of the server; ${this.child.text().stderr}`)
    const [, url, port] = FIRST_LINE.exec(line) ?? assert.fail(`the first line is ${JSON.stringify(line)}`)
    this.url = url
    this.port = Number(port)
    this.key = readFileSync(join(this.data, 'admin.key'), 'utf8').trim()
  }

  /** Resolves when the log says something; gives what it has said since `from`. */
  async logged(pattern, from = 0) {
    const said = () => this.stderr.slice(from)
    await within(new Promise((resolve) => {
      const look = () => { if (pattern.test(said())) resolve() }
      this.child.stderr.on('data', look)
      look()
    }), () => `${pattern} in the log; it says ${said()}`)
    return said()
  }

  get stderr() { return this.child.text().stderr }

  /** As if the plug had been pulled. */
  async kill() {
    this.child.kill('SIGKILL')
    await within(this.child.done, 'the killed server to be gone')
  }

  /** Asks it to end, as systemd would; it must end well and in time. */
  async stop() {
    if (this.child.exitCode !== null || this.child.signalCode !== null) {
      const { status, signal, stderr } = await this.child.done
      if (signal === 'SIGKILL' || this.child.asked) return
      assert.fail(`the server had ended by itself (${status ?? signal}): ${stderr.slice(-2000)}`)
    }
    this.child.asked = true
    this.child.kill('SIGTERM')
    const { status, signal, stderr } = await within(this.child.done, () => `the server to stop; ${this.stderr.slice(-2000)}`)
    assert.equal(status ?? signal, 0, `the server ended with ${status ?? signal}: ${stderr.slice(-2000)}`)
    assert.doesNotMatch(stderr, /Sanitizer|assertion failed|runtime error/i)
  }

  /** Starts again on the same data after kill() or stop(). */
  async again() {
    await this.#launch()
  }

  /** A request with the organizer's key; `as: null` sends none, a string another one. */
  http(method, target, options = {}) {
    const { as = this.key, headers = {}, ...rest } = options
    const authorization = as === null ? {} : { authorization: `Bearer ${as}` }
    return exchange(this.url, method, target, { ca: this.options.ca, ...rest, headers: { ...authorization, ...headers } })
  }

  async importBank(bank, name = 'bank') {
    const answer = await this.http('POST', `/api/banks?name=${encodeURIComponent(name)}&format=json`, { body: JSON.stringify(bank) })
    assert.equal(answer.status, 201, answer.text)
    return answer.json.id
  }

  /** Makes a contest out of a contest file; gives {id, code, host_key, ...}. */
  async contest(file) {
    const answer = await this.http('POST', '/api/contests', { body: JSON.stringify(file) })
    assert.equal(answer.status, 201, answer.text)
    return answer.json
  }

}
