// The programs that are measured and those that measure: each started on loopback with a free port, spoken to, and ended by its id.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { exchange } from '../../integration/lib/http.mjs'
import { BINARY, launch, temporaryFolder, within } from '../../integration/lib/process.mjs'

/** Where the bench's own programs were built: beside the product that is measured. */
const BUILT = process.env.JB_BENCH_BIN || join(dirname(BINARY), '../../tests/bench')
export const built = (name) => join(BUILT, name)

const START_MS = 60000 // a large log may be read first, on a busy machine
const STEP_MS = 120000 // the generator has a patience of its own, which is shorter

const running = new Set()

/** Starts a program and keeps it in mind until it has ended. */
function begin(args, options) {
  const child = launch(args, options)
  running.add(child)
  child.done.finally(() => running.delete(child)).catch(() => {})
  return child
}

/** Kills what a failed test has left, so that nothing keeps this process from ending. */
export async function endAll() {
  const left = [...running]
  for (const child of left) child.kill('SIGKILL')
  await Promise.allSettled(left.map(({ done }) => done))
}

const CORES = cpus().length

/** CPU seconds that a process has had, all threads, in microseconds. */
export function cpuOf(pid) {
  const folder = `/proc/${pid}/task`
  return readdirSync(folder).reduce((sum, thread) => sum + Number(readFileSync(`${folder}/${thread}/schedstat`, 'utf8').split(' ')[0]), 0) / 1000
}

/** Resident memory in KiB. */
export const memoryOf = (pid) => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1])

/** Servers have the first core to themselves while they push, the generators the last; both all of them where that is `all`. */
export function pin(pid, where) {
  if (CORES < 2) return
  const cores = { server: '0', generator: `${CORES - 1}`, all: `0-${CORES - 1}` }[where]
  execFileSync('taskset', ['-acp', cores, String(pid)], { stdio: 'ignore' })
}

async function firstLine(child, what) {
  const lines = createInterface({ input: child.stdout })
  const line = new Promise((resolve, reject) => {
    lines.once('line', resolve)
    child.done.then(({ status, signal, stderr }) => reject(new Error(`${what} ended at once (${status ?? signal}): ${stderr.slice(-2000)}`)), reject)
  })
  return within(line, () => `the first line of ${what}; ${child.text().stderr.slice(-2000)}`, START_MS)
}

async function ended(child) {
  const came = await within(child.done, `process ${child.pid} to end`, START_MS)
  assert.doesNotMatch(came.stderr, /Sanitizer|assertion failed|runtime error/i)
  return came
}

function end(child) {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
  return ended(child)
}

/** `jinbang serve`. Options: `preload` (a library of ours), `env`, `args`, `data`, `ca`. */
export class Product {
  static async start(options = {}) {
    const product = new Product()
    product.options = options
    product.data = options.data ?? join(temporaryFolder(), 'data')
    await product.launch(0)
    return product
  }

  async launch(port) {
    const { preload, env = {}, args = [] } = this.options
    this.child = begin(['serve', '--listen', `127.0.0.1:${port}`, '--data', this.data, ...args],
      { env: { ...env, ...(preload ? { LD_PRELOAD: built(preload) } : {}) } })
    this.url = (await firstLine(this.child, 'jinbang serve')).split(' ').at(-1)
    this.pid = this.child.pid
    this.cpuToListening = cpuOf(this.pid)
    this.port = Number(new URL(this.url).port)
    this.key = readFileSync(join(this.data, 'admin.key'), 'utf8').trim()
  }

  /** Ends it and starts it again at the same place. */
  async restart() {
    await this.stop()
    await this.launch(this.port)
  }

  async stop() {
    const { status, stderr } = await end(this.child)
    assert.equal(status, 0, `jinbang serve ended with ${status}: ${stderr.slice(-2000)}`)
  }

  async http(method, target, body) {
    const answer = await exchange(this.url, method, target, {
      ca: this.options.ca, headers: { authorization: `Bearer ${this.key}` }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    assert.ok(answer.status < 300, `${method} ${target}: ${answer.status} ${answer.text}`)
    return answer
  }

  /** Imports a bank and gives its id. */
  async bank(bank) {
    return (await this.http('POST', '/api/banks?name=bench&format=json', bank)).json.id
  }

  async contest(file) {
    return (await this.http('POST', '/api/contests', file)).json
  }
}

/** The cheapest server of all. `sizes`: of the product's texts, in the order that jb-floor wants. */
export class Floor {
  static async start(sizes) {
    const floor = new Floor()
    floor.child = begin(['--sizes', sizes.join(',')], { command: built('jb-floor') })
    floor.url = (await firstLine(floor.child, 'jb-floor')).split(' ').at(-1)
    floor.pid = floor.child.pid
    return floor
  }

  /** Gives how many messages some socket did not take: what was measured meanwhile would be nothing. */
  async stop() {
    const { stderr } = await end(this.child)
    return Number(/(\d+) messages were not taken/.exec(stderr)[1])
  }
}

/** What generators have lost so far: [{step, lost, why}]. Figures of such a run mean little, and the bench fails. */
export const losses = []

function noteLoss(step, came) {
  // Pings are not among them: of two that the server reads in one turn only the newer has its pong.
  const lost = (came.lost ?? 0) + (came.wrong ?? 0) + (came.standings_lost ?? 0)
  if (lost > 0) losses.push({ step, lost, why: came.why ?? '' })
}

/** A hall's phones, with their host, in one contest of a server. Its steps are those of jb-load, one at a time. */
export class Hall {
  static start(server, contest, phones, { seed = 1 } = {}) {
    const hall = new Hall()
    const { host } = new URL(server.url)
    hall.phones = phones
    hall.child = begin(['--address', host, '--code', contest.code, '--host-key', contest.host_key, '--phones', String(phones),
      '--pid', String(server.pid), '--seed', String(seed)], { command: built('jb-load'), open: true })
    hall.waiting = []
    createInterface({ input: hall.child.stdout }).on('line', (line) => hall.waiting.shift()?.(line))
    pin(hall.child.pid, 'generator')
    return hall
  }

  /** Does a step and gives what it came to. */
  async do(step) {
    const line = new Promise((resolve, reject) => {
      this.waiting.push(resolve)
      this.child.done.then(({ status, stderr }) => reject(new Error(`jb-load ended (${status}) at "${step}": ${stderr.slice(-2000)}`)), reject)
    })
    this.child.stdin.write(`${step}\n`)
    const text = await within(line, () => `jb-load to do "${step}"; ${this.child.text().stderr.slice(-2000)}`, STEP_MS)
    const came = JSON.parse(text)
    assert.equal(came.error, undefined, `jb-load could not do "${step}": ${text}`)
    noteLoss(`${step} of ${this.phones} phones`, came)
    return came
  }

  async stop() {
    this.child.stdin.end('leave\n')
    await ended(this.child)
  }
}

/** Runs one of the bench's own programs and gives the lines of JSON it prints. */
export async function tell(name, args) {
  const child = launch(args, { command: built(name) })
  const { status, stdout, stderr } = await within(child.done, () => `${name} to end`, STEP_MS)
  assert.equal(status, 0, `${name} ended with ${status}: ${stderr}`)
  return stdout.trim().split('\n').map((line) => JSON.parse(line))
}
