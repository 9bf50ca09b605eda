// What is kept on the device so that this page opens without a network. Browsers allow it where the context is secure
// (https, or this machine itself); elsewhere the page that is open goes on, and cannot be opened again without one.

/** The same name as in worker.js. */
const KEPT = 'jinbang-study-kept'

async function box(): Promise<Cache | null> {
  try {
    return 'caches' in globalThis ? await caches.open(KEPT) : null
  } catch {
    return null // some private modes
  }
}

export async function keep(path: string, reply: Response): Promise<void> {
  await (await box())?.put(path, reply).catch(() => undefined) // the device is full: it goes on without
}

export async function kept(path: string): Promise<Response | undefined> {
  return (await box())?.match(path)
}

export async function drop(path: string): Promise<void> {
  await (await box())?.delete(path)
}

/** Fetches pictures and sounds before they are shown, so that the network may go meanwhile. */
export async function fetchAhead(urls: readonly string[]): Promise<void> {
  const to = await box()
  for (const url of urls) {
    try {
      if (await to?.match(url)) continue
      // Past the browser's own cache where ours keeps it: there a player that has begun to load would hold this up for seconds.
      const reply = await fetch(url, to ? { cache: 'no-store' } : {})
      if (reply.ok) await to?.put(url, reply)
    } catch {
      // No network now: it is asked for again when it is shown.
    }
  }
}

/** True once this page would open without a network. */
export async function install(): Promise<boolean> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator) || !('caches' in globalThis)) return false
  try {
    await navigator.serviceWorker.register('/study-worker.js', { scope: '/study' })
    await navigator.serviceWorker.ready
    return true
  } catch {
    return false
  }
}
