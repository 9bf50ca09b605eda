// Whether the server takes us for an organizer. The cookie cannot be read by scripts: only an answer tells.

class Session {
  /** unknown until the first answer. */
  state = $state.raw<'unknown' | 'in' | 'out'>('unknown')
  /** Signed in before on this page: what it shows then is kept while somebody signs in again. */
  known = $state.raw(false)
  /** Grows at each signing in, so that views ask again for what they could not get. */
  epoch = $state.raw(0)

  proved(): void {
    if (this.state === 'out') this.epoch += 1
    this.state = 'in'
    this.known = true
  }

  lost(): void {
    this.state = 'out'
  }

  left(): void {
    this.state = 'out'
    this.known = false
  }
}

export const session = new Session()
