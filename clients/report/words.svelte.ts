// A sheet of paper speaks one language or two, whichever its reader chose, and not that of the browser it is printed from.

import { type Catalog, direction, formatNumber, INTERFACES, type Key, match, type OwnWords, type Params, pick, translate } from '../shared/i18n'
import enUrl from '../shared/locales/en.report.json?url'
import zhUrl from '../shared/locales/zh-Hans.report.json?url'
import type { TextMap } from '../shared/protocol'

export const WORDS: OwnWords = { en: enUrl, 'zh-Hans': zhUrl }
export const SPOKEN = INTERFACES.map(({ tag }) => tag)

export interface Said { lang: string; dir: 'ltr' | 'rtl' | 'auto'; text: string }

/** The languages a sheet can speak of those a contest is held in, at most two; none of them: the page's. */
export function sheetLanguages(held: string[], page: string): string[] {
  const known = [...new Set(held.map((tag) => match(SPOKEN, [tag])).filter((tag) => tag !== null))]
  return known.length > 0 ? known.slice(0, 2) : [page]
}

class Sheet {
  #catalogs = $state.raw<Record<string, Catalog>>({})
  /** The languages it is in, the larger one first. */
  tags = $state.raw<string[]>(['en'])
  /** In which language a text is that has none of these. */
  fallback = $state.raw<string | undefined>(undefined)

  /** Fetches the words of every language; false: they did not come through. */
  async load(): Promise<boolean> {
    try {
      const found = await Promise.all(SPOKEN.map(async (tag) => {
        const reply = await fetch(WORDS[tag] ?? '')
        if (!reply.ok) throw new Error(`${reply.status}`)
        return [tag, (await reply.json()) as Catalog] as const
      }))
      this.#catalogs = Object.fromEntries(found)
      return true
    } catch {
      return false
    }
  }

  get main(): string {
    return this.tags[0] ?? 'en'
  }

  /** The sheet's own words, in each of its languages. */
  say = (key: Key, params?: Params): Said[] =>
    this.tags.map((tag) => ({ lang: tag, dir: direction(tag), text: translate(this.#catalogs[tag] ?? {}, tag, key, params) }))

  /** In its first language. */
  t = (key: Key, params?: Params): string => translate(this.#catalogs[this.main] ?? {}, this.main, key, params)

  /** A text of the contest: in each language it has, once; in any other if it has none of them. */
  texts = (map: TextMap | undefined): Said[] => {
    const all = this.tags.map((tag) => pick(map, [tag], this.fallback))
    return all.filter((one, i) => one.text !== '' && all.findIndex(({ text }) => text === one.text) === i)
      .map(({ lang, text }) => ({ lang, dir: 'auto', text }))
  }

  num = (value: number): string => formatNumber(value, this.main)

  fixed = (value: number, digits: number): string =>
    new Intl.NumberFormat(this.main, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)
}

export const sheet = new Sheet()
