// Fetches the questions: the newest where there is a network, those kept on this device where there is none.

import { drop, keep, kept } from './keep'
import type { Study } from './types'

export type Failure = 'network' | 'no_study' | 'busy' | 'other'
export type Reply = { study: Study; failure?: undefined } | { study?: undefined; failure: Failure }

export async function ask(code: string): Promise<Reply> {
  const path = `/api/study?code=${encodeURIComponent(code)}`
  try {
    const reply = await fetch(path, { cache: 'no-store' })
    const text = await reply.text()
    if (reply.status === 404) {
      await drop(path) // closed: what was kept goes, too
      return { failure: 'no_study' }
    }
    if (!reply.ok) return { failure: reply.status === 429 ? 'busy' : 'other' }
    await keep(path, new Response(text, { headers: { 'Content-Type': 'application/json' } }))
    return { study: JSON.parse(text) as Study }
  } catch {
    const old = await kept(path)
    return old ? { study: (await old.json()) as Study } : { failure: 'network' }
  }
}

/** The code of the address: letters and digits, however they were spaced and written. */
export const codeOf = (search: string): string => (new URLSearchParams(search).get('code') ?? '').replace(/[\s-]/g, '').toUpperCase()
