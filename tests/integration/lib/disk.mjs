// The disk under a server, in the hands of a test: two small C programs, built once. disk.c stands between the server and the
// system (LD_PRELOAD) and makes files fail as it is told; db.c is another program at the same database. Both need a C compiler.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch, run, temporaryFolder, within } from './process.mjs'

const folder = temporaryFolder()

export function compile(name, options) {
  const out = join(folder, name)
  const source = fileURLToPath(new URL(`${name}.c`, import.meta.url))
  const { status, stderr, error } = spawnSync('cc', ['-O1', '-o', out, source, ...options], { encoding: 'utf8' })
  assert.equal(status, 0, `${name}.c cannot be compiled: ${stderr ?? error}`)
  return out
}

let program
/** Another program at the database: see db.c. */
const other = () => (program ??= compile('db', ['-lsqlite3']))
const file = (server) => join(server.data, 'jinbang.db')

/** The log of a contest, read from the file: [{seq, kind, at, body}]. */
export async function logOf(server, contest) {
  const { status, stdout, stderr } = await run(['log', file(server), contest.id], { command: other() })
  assert.equal(status, 0, stderr)
  return stdout.trim().split('\n').map((line) => JSON.parse(line))
}

/** Runs statements in a database, behind the program's back; makes it if it is missing. */
export async function sql(path, statements) {
  const { status, stderr } = await run(['sql', path, statements], { command: other() })
  assert.equal(status, 0, stderr)
}

/** Commits something from outside, so that the server's pages are read from the disk again. */
export async function touch(server, disk) {
  const { status, stderr } = await run(['touch', file(server)], { command: other(), env: { ...disk.env, JB_TEST_DISK: '' } })
  assert.equal(status, 0, stderr)
}

/** Another program that is about to hold the database: `hold` as a writer does, `read` as a reader. Gives a function that makes it. */
export async function aboutToHold(server, how) {
  const child = launch([how, file(server)], { command: other(), open: true })
  const says = (word) => within(new Promise((resolve) => {
    const look = () => { if (child.text().stdout.includes(word)) resolve() }
    child.stdout.on('data', look)
    look()
  }), () => `"${word}" of ${how}; ${child.text().stderr}`)
  await says('ready')
  return async () => {
    child.stdin.write('\n')
    await says('held')
    return async () => {
      child.stdin.end()
      assert.equal((await within(child.done, 'the lock to be let go')).status, 0)
    }
  }
}

/** Holds it. Gives a function that lets go. */
export const hold = async (server, how = 'hold') => (await aboutToHold(server, how))()

/** What makes the first `draws` lots of a server fall alike: see chance.c. */
export const badLuck = (draws) => ({ LD_PRELOAD: compile('chance', ['-shared', '-fPIC', '-ldl']), JB_TEST_CHANCE: String(draws) })

let library
/** A disk that does as it is told. Give `env` to the server. */
export class Disk {
  constructor() {
    library ??= compile('disk', ['-shared', '-fPIC', '-ldl', '-lpthread'])
    this.place = temporaryFolder()
    this.platter = join(this.place, 'platter')
    mkdirSync(this.platter)
    this.switch = join(this.place, 'mode')
    this.is('good')
  }

  get env() { return { LD_PRELOAD: library, JB_TEST_DISK: this.switch, JB_TEST_PLATTER: this.platter } }

  /** From now on: see disk.c. */
  is(mode) { writeFileSync(this.switch, mode) }

  /** The power fails: of a killed server's database only what had reached the platter is left. */
  cutPower(server) {
    for (const name of readdirSync(server.data)) if (name.startsWith('jinbang.db')) rmSync(join(server.data, name))
    for (const name of readdirSync(this.platter)) copyFileSync(join(this.platter, name), join(server.data, name))
  }
}
