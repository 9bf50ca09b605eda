// Answers for the page /study where there is no network: the page itself with all it is made of, and what the page has
// kept (keep.ts). The build writes in which files belong to this version; a new version has a worker of its own, which
// takes over when no page of the old one is open any more.
const FILES = []
const VERSION = ''
const OWN = `jinbang-study-${VERSION}`
const KEPT = 'jinbang-study-kept'
const PAGE = '/study'

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(OWN).then((cache) => cache.addAll([PAGE, ...FILES])))
})

self.addEventListener('activate', (event) => {
  const old = (name) => name.startsWith('jinbang-study-') && name !== OWN && name !== KEPT
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()))
})

/** A piece of what is kept: players of sound and film ask for pieces, and some take nothing else. */
async function piece(reply, range) {
  const found = /^bytes=(\d+)-(\d*)$/.exec(range)
  if (!found) return reply
  const bytes = await reply.blob()
  const from = Number(found[1])
  const to = Math.min(bytes.size - 1, found[2] === '' ? Infinity : Number(found[2]))
  if (from > to) return new Response(null, { status: 416, headers: { 'Content-Range': `bytes */${bytes.size}` } })
  const headers = new Headers(reply.headers)
  headers.delete('Content-Encoding')
  headers.set('Content-Length', String(to - from + 1))
  headers.set('Content-Range', `bytes ${from}-${to}/${bytes.size}`)
  return new Response(bytes.slice(from, to + 1), { status: 206, headers })
}

/** The names of files carry a hash of what is in them: what is kept never ages. */
async function keptFirst(request) {
  const reply = await caches.match(request.url)
  if (!reply) return fetch(request)
  const range = request.headers.get('Range')
  return range ? piece(reply, range) : reply
}

async function page(request) {
  try {
    return await fetch(request)
  } catch (error) {
    const reply = await caches.match(PAGE, { cacheName: OWN })
    if (reply) return reply
    throw error
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate') event.respondWith(page(request))
  else if (pathname.startsWith('/assets/') || pathname.startsWith('/media/')) event.respondWith(keptFirst(request))
})
