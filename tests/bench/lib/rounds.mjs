// Product and floor side by side, each with a hall of as many phones and a generator of its own. One question is one round: it is
// put, answered and resolved on one of them and then on the other, so that both halves of a pair meet the same weather.
import { existsSync } from 'node:fs'
import { Floor, Hall, Product, built, cpuOf, memoryOf, pin } from './programs.mjs'
import { contestOn } from './contest.mjs'

const RATE = 10000 // answers a second

export class Pair {
  /** `phones` in each; the contest has one question more than `rounds` and `pushes`, to warm up. */
  static async start({ phones, rounds, pushes = 0, sizes }) {
    const pair = new Pair()
    pair.phones = phones
    // With a sanitizer nothing can be preloaded, and there are no raw sends.
    pair.raw = existsSync(built('jb-rawsend.so'))
    pair.product = await Product.start(pair.raw ? { preload: 'jb-rawsend.so', env: { JB_RAW_SIZE: String(sizes[1]) } } : {})
    pair.contest = await contestOn(pair.product, rounds + pushes + 1)
    pair.floor = await Floor.start(sizes)
    pair.ours = Hall.start(pair.product, pair.contest, phones)
    pair.theirs = Hall.start(pair.floor, pair.contest, phones)
    return pair
  }

  /** Everybody comes at once, to a server that has seen nobody yet. What each phone weighs when all are in. */
  async join() {
    const empty = memoryOf(this.product.pid)
    const ours = await this.ours.do('join 0')
    const idle = await this.ours.do('idle')
    const theirs = await this.theirs.do('join 0')
    return { ours, theirs, bytesAPhone: (idle.rss_kib - empty) * 1024 / this.phones }
  }

  /** Questions that nobody answers, each beside plain sends, directly before it or directly behind it: cheap, so there can be many. */
  async pushes(count) {
    const all = []
    for (let number = 0; this.raw && number < count; number++) {
      const first = number % 2 ? undefined : await this.#raw()
      const question = await this.ours.do('question')
      const raw = first ?? await this.#raw()
      await this.ours.do('results')
      all.push({ question, raw })
    }
    return all
  }

  /** Everybody's connection is cut; when the server has noticed, all come back at once, each as who they were. */
  async storm() {
    await this.ours.do('drop')
    await this.ours.do('idle')
    return this.ours.do('join 0')
  }

  /** The same after the server has ended and begun again. Its CPU time is what it has had since it listens. */
  async restart() {
    await this.ours.do('drop')
    await this.product.restart()
    const before = cpuOf(this.product.pid)
    const back = await this.ours.do('join 0')
    return { ...back, cpu_us: (cpuOf(this.product.pid) - before) / this.phones }
  }

  /** Plain sends inside the product, by its own generator. */
  async #raw() {
    pin(this.product.pid, 'server')
    return this.ours.do('raw')
  }

  /** A question and all that belongs to it; `between` is done behind the question and counts for nothing. */
  async #one(hall, server, between = async () => {}) {
    pin(server.pid, 'server')
    const before = cpuOf(server.pid)
    const question = await hall.do('question')
    const asked = cpuOf(server.pid)
    await between()
    const spent = cpuOf(server.pid) - asked
    pin(server.pid, 'all')
    const answers = await hall.do(`answers ${this.phones / RATE}`)
    pin(server.pid, 'server')
    const results = await hall.do('results')
    return { question, answers, results, whole: (cpuOf(server.pid) - before - spent) / this.phones }
  }

  /** One round. Whoever comes first takes turns. So do raw sends, directly before our question and directly behind it: the second of two finds warmer caches. */
  async round(number) {
    const came = {}
    const ours = async () => {
      const raw = async () => { if (this.raw) came.raw = await this.#raw() }
      if (number % 4 < 2) await raw()
      came.ours = await this.#one(this.ours, this.product, number % 4 < 2 ? undefined : raw)
    }
    const theirs = async () => { came.theirs = await this.#one(this.theirs, this.floor) }
    for (const half of number % 2 ? [theirs, ours] : [ours, theirs]) await half()
    return came
  }

  /** Rounds, the first of which only warms up. */
  async rounds(count) {
    const all = []
    for (let number = 0; number <= count; number++) all.push(await this.round(number))
    return all.slice(1)
  }

  async stop() {
    await Promise.all([this.ours.stop(), this.theirs.stop()])
    await this.product.stop()
    const missed = await this.floor.stop()
    if (missed > 0) throw new Error(`the floor lost ${missed} messages: its figures mean nothing`)
  }
}

/** CPU of each phone and seconds until all are in, on a server that has just begun: what it takes is new memory, and it can be seen once only. */
export async function freshJoin(phones) {
  const product = await Product.start()
  const hall = Hall.start(product, await contestOn(product, 1), phones)
  const came = await hall.do('join 0')
  await hall.stop()
  await product.stop()
  return came
}
