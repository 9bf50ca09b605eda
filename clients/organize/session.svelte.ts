// Whether the server takes us for an organizer, and for which. The cookie cannot be read by scripts: only an answer tells.

import type { Role, Who } from './types'

/** Each may do what those before it may (docs/roles.md). */
const RANKS: (Who['role'])[] = ['host', 'editor', 'owner', 'admin']

class Session {
  /** unknown until the first answer. */
  state = $state.raw<'unknown' | 'in' | 'out'>('unknown')
  /** Signed in before on this page: what it shows then is kept while somebody signs in again. */
  known = $state.raw(false)
  /** Grows at each signing in, so that views ask again for what they could not get. */
  epoch = $state.raw(0)
  /** Who is signed in; null until the server has said it. */
  who = $state.raw<Who | null>(null)

  /** What is not offered is refused all the same; this is so that nobody is led there. */
  may(role: Role): boolean {
    return this.who !== null && RANKS.indexOf(this.who.role) >= RANKS.indexOf(role)
  }

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
    this.who = null
  }
}

export const session = new Session()
