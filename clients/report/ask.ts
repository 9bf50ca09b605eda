// What the server tells an organizer who is signed in; the cookie goes along by itself.

export type Failure = 'network' | 'signed_out' | 'forbidden' | 'not_found' | 'other'

export class Refused extends Error {
  constructor(readonly why: Failure) {
    super(why)
  }
}

export async function get<T>(path: string): Promise<T> {
  let reply: Response
  try {
    reply = await fetch(path, { cache: 'no-store' })
  } catch {
    throw new Refused('network')
  }
  if (reply.ok) return (await reply.json()) as T
  throw new Refused(({ 401: 'signed_out', 403: 'forbidden', 404: 'not_found', 409: 'not_found' } as Record<number, Failure>)[reply.status] ?? 'other')
}

export const failureOf = (error: unknown): Failure => (error instanceof Refused ? error.why : 'other')

/** Which contest the address asks for. */
export const contestOf = (search: string): string => new URLSearchParams(search).get('contest') ?? ''
