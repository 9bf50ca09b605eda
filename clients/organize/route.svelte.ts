// The page's own addresses, all behind the hash: #/banks, #/contest/ID. What follows the hash never leaves the
// browser, so the key of an organizer's link (#KEY) may stand there too; it is taken out at once.

export interface Route { name: string; id: string; query: URLSearchParams }

const NAMES = new Set(['contests', 'banks', 'import', 'bank', 'new', 'contest', 'poster', 'results', 'accounts', 'roster', 'codes'])

export function routeOf(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  const [name = '', id = ''] = path.split('/')
  const known = hash.startsWith('#/') && NAMES.has(name)
  return { name: known ? name : 'contests', id: known ? decode(id) : '', query: new URLSearchParams(query) }
}

/** The key in an organizer's link, or in whatever somebody copied of it; null: there is none. */
export function keyOf(text: string): string | null {
  const trimmed = text.trim()
  const hash = trimmed.includes('#') ? trimmed.slice(trimmed.indexOf('#') + 1) : trimmed
  return hash === '' || hash.startsWith('/') ? null : decode(hash)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

class Router {
  route = $state.raw<Route>(routeOf(''))

  /** Takes what the address says, and the key out of it. */
  read(): string | null {
    const key = keyOf(location.hash || '#/')
    if (key !== null) history.replaceState(null, '', `${location.pathname}${location.search}#/`)
    this.route = routeOf(location.hash)
    return key
  }

  go(path: string): void {
    location.hash = path
  }
}

export const router = new Router()
