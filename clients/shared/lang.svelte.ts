// Which language this page speaks now. It can be changed at any time, is remembered, and starts with
// what the browser asks for.

import {
  type Catalog, type Key, type OwnWords, type Params, INTERFACES, direction, formatNumber, formatSigned,
  match, pick, translate,
} from './i18n'
import type { TextMap } from './protocol'
import { load, save } from './storage'

const STORED = 'jinbang.lang'
const STORED_READING = 'jinbang.reading'
const RETRY_MS = 1000

class Lang {
  #chosen = $state.raw<string | null>(load(STORED))
  #catalog = $state.raw<Catalog>({})
  #own: OwnWords = {}
  /** In which language the contest's own text is wanted, if not in that of the page; empty: in that. */
  reading = $state.raw(load(STORED_READING) ?? '')
  /** Language of the interface. */
  tag = $state.raw('en')
  /** What the contest itself falls back to. */
  fallback = $state.raw<string | undefined>(undefined)
  /** The languages the contest is held in. */
  languages = $state.raw<string[]>([])

  /** Fetches the words for everyone and the page's own; until they are there a page has nothing to say. */
  start(own: OwnWords = {}): Promise<void> {
    this.#own = own
    return this.#apply()
  }

  /** Languages for text that the contest brings, best first; whoever reads this page reads the page's. */
  get wishes(): string[] {
    return [...(this.reading ? [this.reading] : []), ...this.#spoken, this.chosen]
  }

  get #spoken(): string[] {
    return this.#chosen === null ? [...navigator.languages] : [this.#chosen, ...navigator.languages]
  }

  /** The language of INTERFACES that the page speaks. */
  get chosen(): string {
    return match(INTERFACES.map((entry) => entry.tag), this.#spoken) ?? 'en'
  }

  /** For a page that is nobody's own, like the projector: it speaks what the contest speaks. */
  lead(tag: string): void {
    this.#chosen = tag
    this.reading = '' // what was chosen on this device for somebody's phone does not count on a wall
    void this.#apply()
  }

  choose(tag: string): void {
    this.#chosen = tag
    save(STORED, tag)
    void this.#apply()
  }

  /** Text of the contest in this language from now on; empty: in the page's. */
  read(tag: string): void {
    this.reading = tag
    save(STORED_READING, tag)
  }

  /** The contest says which languages it is held in. */
  of(contest: { languages: string[]; default_language: string }): void {
    this.languages = contest.languages
    this.fallback = contest.default_language
  }

  t = (key: Key, params?: Params): string => translate(this.#catalog, this.tag, key, params)
  num = (value: number): string => formatNumber(value, this.tag)
  signed = (value: number): string => formatSigned(value, this.tag)
  pick = (map: TextMap | undefined): { lang: string; text: string } =>
    pick(map, this.wishes, this.fallback)

  async #apply(): Promise<void> {
    const tag = this.chosen
    const urls = [INTERFACES.find((entry) => entry.tag === tag)?.words, this.#own[tag]]
    for (;;) {
      const catalog = await fetchWords(urls.filter((url) => url !== undefined))
      if (this.chosen !== tag) return // changed again meanwhile
      if (catalog) {
        this.#catalog = catalog
        this.tag = translate(catalog, tag, 'language')
        document.documentElement.lang = this.tag
        document.documentElement.dir = direction(this.tag)
        return
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}

declare global {
  /** What play/early.js has asked for, until it is taken. */
  interface Window { early?: { url: string; reply: Promise<Response> } | null }
}

/** The reply to what was asked for early, once; otherwise to a new question. */
function ask(url: string): Promise<Response> {
  const early = window.early
  window.early = null
  return early?.url === url ? early.reply : fetch(url)
}

/** Null when a file did not come through: links in full halls are like that. */
async function fetchWords(urls: string[]): Promise<Catalog | null> {
  try {
    const replies = await Promise.all(urls.map(ask))
    if (!replies.every((reply) => reply.ok)) return null
    const parts: Catalog[] = await Promise.all(replies.map((reply) => reply.json()))
    return Object.assign({}, ...parts)
  } catch {
    return null
  }
}

export const lang = new Lang()
