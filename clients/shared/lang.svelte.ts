// Which language this page speaks now. It can be changed at any time, is remembered, and starts with
// what the browser asks for.

import {
  type Catalog, type Key, type Params, INTERFACES, direction, english, formatNumber, formatSigned,
  match, pick, translate,
} from './i18n'
import type { TextMap } from './protocol'
import { load, save } from './storage'

const STORED = 'jinbang.lang'

class Lang {
  #chosen = $state<string | null>(load(STORED))
  #catalog = $state.raw<Catalog>(english)
  /** Language of the interface. */
  tag = $state('en')
  /** What the contest itself falls back to. */
  fallback = $state<string | undefined>(undefined)
  /** The languages the contest is held in. */
  languages = $state.raw<string[]>([])

  constructor() {
    void this.#apply()
  }

  /** Languages for text that the contest brings, best first. */
  get wishes(): string[] {
    return this.#chosen === null ? [...navigator.languages] : [this.#chosen, ...navigator.languages]
  }

  /** What the language switch shows as chosen, among these. */
  among(tags: string[]): string | null {
    return match(tags, [...this.wishes, ...(this.fallback ? [this.fallback] : []), this.tag])
  }

  /** For a page that is nobody's own, like the projector: it speaks what the contest speaks. */
  lead(tag: string): void {
    this.#chosen = tag
    void this.#apply()
  }

  choose(tag: string): void {
    this.#chosen = tag
    save(STORED, tag)
    void this.#apply()
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

  /** The same text in the contest's other language, where there is one that differs from pick(). */
  second(map: TextMap | undefined): { lang: string; text: string } | null {
    const first = this.pick(map)
    const tag = this.languages.find((other) => match([first.lang], [other]) === null && map?.[other])
    return tag && map ? { lang: tag, text: map[tag] ?? '' } : null
  }

  async #apply(): Promise<void> {
    const tags = INTERFACES.map((entry) => entry.tag)
    const tag = match(tags, this.wishes) ?? 'en'
    const found = INTERFACES.find((entry) => entry.tag === tag)
    let catalog = english
    try {
      catalog = (await found?.load()) ?? english
    } catch {
      return // The file did not come through a bad link: keep the words we have.
    }
    if ((match(tags, this.wishes) ?? 'en') !== tag) return // changed again meanwhile
    this.#catalog = catalog
    this.tag = tag
    document.documentElement.lang = tag
    document.documentElement.dir = direction(tag)
  }
}

export const lang = new Lang()
