// HTTP, as far as this page needs it. Every failure is an ApiError with the server's stable code; words for
// it are in the catalog (failure.ts).

import { session } from './session.svelte'
import type { Who } from './types'

export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string, message: string, readonly body: unknown = null) {
    super(message)
  }
}

async function request(method: string, path: string, body?: BodyInit, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(path, { method, ...(body === undefined ? {} : { body }), ...(signal ? { signal } : {}) })
  } catch {
    throw new ApiError(0, 'network', '')
  }
}

async function fault(response: Response): Promise<ApiError> {
  let body: unknown = null
  try {
    body = await response.json()
  } catch {
    // Not ours: a proxy's page, say. The status has to do.
  }
  const told = (body as { error?: { code?: unknown; message?: unknown } } | null)?.error
  const code = typeof told?.code === 'string' ? told.code : response.status === 413 ? 'too_large' : 'unknown'
  return new ApiError(response.status, code, typeof told?.message === 'string' ? told.message : '', body)
}

/** Other than 2xx throws, 401 also signs out. */
async function asked(method: string, path: string, body?: BodyInit, signal?: AbortSignal): Promise<Response> {
  const response = await request(method, path, body, signal)
  if (!response.ok) {
    const failure = await fault(response)
    if (response.status === 401) session.lost()
    // Somebody has changed what we may do: what is offered follows.
    if (failure.code === 'forbidden') void whoAmI().catch(() => undefined)
    throw failure
  }
  if (path !== WHO) session.proved()
  return response
}

/** The answer's JSON; undefined where there is none. Throws as said above. */
export async function call<T>(method: string, path: string, body?: BodyInit, signal?: AbortSignal): Promise<T> {
  const response = await asked(method, path, body, signal)
  const text = await response.text()
  return (text === '' ? undefined : JSON.parse(text)) as T
}

export const get = <T>(path: string): Promise<T> => call<T>('GET', path)
export const post = <T>(path: string, body?: BodyInit, signal?: AbortSignal): Promise<T> => call<T>('POST', path, body, signal)
export const patch = <T>(path: string, body: unknown): Promise<T> => call<T>('PATCH', path, JSON.stringify(body))
export const fileAt = async (path: string): Promise<Blob> => (await asked('GET', path)).blob()
export const remove = (path: string): Promise<void> => call<void>('DELETE', path)

const WHO = '/api/session'

/** Asks who is signed in; nobody throws. */
export async function whoAmI(): Promise<void> {
  const who = await get<Who>(WHO)
  session.who = who
  session.proved()
}

export type Credentials = { key: string } | { name: string; password: string }

/** Signs in; a wrong key, name or password throws. */
export async function signIn(shown: Credentials): Promise<void> {
  const response = await request('POST', WHO, JSON.stringify(shown))
  if (!response.ok) throw await fault(response)
  await whoAmI()
}

export async function signOut(): Promise<void> {
  const response = await request('DELETE', WHO)
  if (!response.ok) throw await fault(response)
  session.left()
}

export const segment = (id: string): string => encodeURIComponent(id)
