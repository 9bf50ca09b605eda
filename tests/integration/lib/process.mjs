// Starts the program under test and makes sure that nothing of it outlives the tests: every process
// is killed by its id and every temporary folder removed, also when a test fails or is interrupted.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
export const TIME_LIMIT_MS = 10000

const builds = ['build/release/server/app/jinbang', 'build/dev/server/app/jinbang'].map((path) => join(ROOT, path))
export const BINARY = process.env.JINBANG_BIN || builds.find(existsSync) || builds[0]

const children = new Set()
const folders = new Set()

process.on('exit', () => {
  for (const child of children) {
    try { process.kill(child.pid, 'SIGKILL') } catch { /* it has just ended */ }
  }
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))

export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'jinbang-test-'))
  folders.add(folder)
  return folder
}

/** Starts the binary (`open`: its input stays open); `done` resolves with {status, signal, stdout, stderr} when it has ended. */
export function launch(args, options = {}) {
  const child = spawn(options.command ?? BINARY, args, {
    cwd: options.cwd ?? temporaryFolder(),
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  children.add(child)
  child.stdin.on('error', () => {})
  if (!options.open) child.stdin.end(options.input ?? '')
  const out = []
  const err = []
  child.stdout.on('data', (data) => out.push(data))
  child.stderr.on('data', (data) => err.push(data))
  child.text = () => ({ stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() })
  child.done = new Promise((resolve, reject) => {
    child.on('error', (error) => { children.delete(child); reject(new Error(`${BINARY} cannot be started: ${error.message}`)) })
    child.on('close', (status, signal) => { children.delete(child); resolve({ status, signal, ...child.text(), bytes: Buffer.concat(out) }) })
  })
  child.done.catch(() => {})
  return child
}

/** Rejects after the time limit, with a sentence that says what was waited for. */
export function within(promise, what, limit = TIME_LIMIT_MS) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${limit} ms for ${typeof what === 'function' ? what() : what}`)), limit)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

/** Runs a command of the program to its end. */
export async function run(args, options = {}) {
  const child = launch(args, options)
  try {
    return await within(child.done, () => `jinbang ${args.join(' ')} to end; ${child.text().stderr}`, options.limit)
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
}
