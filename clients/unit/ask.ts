// A question to the server with a key that stands in the address after the hash, where it never leaves the browser by itself.

/** `refused`: nobody has this key, or it is not good any more; `busy`: wrong too often from here. */
export type Failure = 'network' | 'refused' | 'busy' | 'other'
export type Reply<T> = { value: T; failure?: undefined } | { value?: undefined; failure: Failure }

export async function ask<T>(path: string, key: string): Promise<Reply<T>> {
  try {
    const reply = await fetch(path, { headers: { Authorization: `Bearer ${key}` }, cache: 'no-store' })
    if (reply.ok) return { value: (await reply.json()) as T }
    if (reply.status === 429) return { failure: 'busy' }
    return { failure: [401, 403, 404].includes(reply.status) ? 'refused' : 'other' }
  } catch {
    return { failure: 'network' }
  }
}

/** What follows the hash; empty: nothing. */
export const keyOf = (hash: string): string => {
  try {
    return decodeURIComponent(hash.replace(/^#/, '')).trim()
  } catch {
    return ''
  }
}
