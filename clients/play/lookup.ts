// What can be known about a contest before joining it.

import type { PublicContest } from '../shared/protocol'
import { digits } from './kinds'

export type Lookup =
  | { status: 'found'; contest: PublicContest }
  | { status: 'none' }
  | { status: 'unknown' } // no answer: joining may still work

export async function lookup(code: string): Promise<Lookup> {
  try {
    const reply = await fetch(`/api/public/contest?code=${encodeURIComponent(code)}`)
    if (reply.status === 404) return { status: 'none' }
    if (!reply.ok) return { status: 'unknown' }
    return { status: 'found', contest: (await reply.json()) as PublicContest }
  } catch {
    return { status: 'unknown' }
  }
}

export const isCode = (code: string): boolean => /^\d{6}$/.test(code)

/** The code of a join link, `/?code=482913`. */
export function codeOf(search: string): string {
  const code = digits(new URLSearchParams(search).get('code') ?? '')
  return isCode(code) ? code : ''
}
