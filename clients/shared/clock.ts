// Where the contest clock stands. Phone clocks can be hours wrong, so the offset is measured: of the
// last pings the one with the shortest round trip knows best, because its halves can differ least.

const SAMPLES = 8

export class Clock {
  #samples: { rtt: number; offset: number }[] = []
  #rough = 0

  constructor(readonly local: () => number = () => performance.now()) {}

  /** A time stamp that came without a question: good until the first pong. */
  hint(now: number): void {
    if (this.#samples.length === 0) this.#rough = now - this.local()
  }

  /** One ping: sent at t0 and answered now, both local; t1 is the contest clock in between. */
  pong(t0: number, t1: number): void {
    const t3 = this.local()
    if (!(t0 <= t3)) return
    this.#samples.push({ rtt: t3 - t0, offset: t1 - (t0 + t3) / 2 })
    if (this.#samples.length > SAMPLES) this.#samples.shift()
  }

  /** After sleep or a restart of the server old samples say nothing. */
  reset(): void {
    if (this.#samples.length > 0) this.#rough = this.offset
    this.#samples = []
  }

  get offset(): number {
    let best: { rtt: number; offset: number } | undefined
    for (const sample of this.#samples) if (!best || sample.rtt < best.rtt) best = sample
    return best ? best.offset : this.#rough
  }

  /** Round trip of the newest ping, or null before the first. */
  get rtt(): number | null {
    return this.#samples.at(-1)?.rtt ?? null
  }

  now(): number {
    return this.local() + this.offset
  }
}
