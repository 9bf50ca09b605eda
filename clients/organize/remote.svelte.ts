// Something of the server's that a view shows: the last answer, or why there is none.

import { ApiError, get } from './api'
import { session } from './session.svelte'

export class Remote<T> {
  value = $state.raw<T | null>(null)
  failure = $state.raw<ApiError | null>(null)
  #path: () => string | null
  #asked = 0

  /** `path` may be null: then there is nothing to ask for yet. */
  constructor(path: () => string | null) {
    this.#path = path
    $effect(() => {
      void session.epoch
      void this.load()
    })
  }

  load = async (): Promise<void> => {
    const path = this.#path()
    if (path === null) return
    const turn = ++this.#asked
    try {
      const value = await get<T>(path)
      if (turn !== this.#asked) return // asked again meanwhile
      this.value = value
      this.failure = null
    } catch (error) {
      if (turn !== this.#asked) return
      this.failure = asFailure(error)
    }
  }
}

/** What fetch and JSON may throw, as one kind. */
export const asFailure = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError(0, 'unknown', error instanceof Error ? error.message : '')

/** Calls `act` every `ms` while the page can be seen by somebody signed in, and when it is seen again. For an $effect. */
export function whileSeen(act: () => void, ms: number): () => void {
  const tick = (): void => {
    if (document.visibilityState === 'visible' && session.state === 'in') act()
  }
  const timer = setInterval(tick, ms)
  document.addEventListener('visibilitychange', tick)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', tick)
  }
}
