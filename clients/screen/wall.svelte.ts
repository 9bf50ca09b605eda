// What this wall remembers and has been told by its keys: which of the contest's two languages it shows,
// whether it makes sounds, how many places it lists.

import { type Catalog, formatNumber, INTERFACES, type Key, match, type Params, pick, translate } from '../shared/i18n'
import { lang } from '../shared/lang.svelte'
import type { Contest, TextMap } from '../shared/protocol'
import { load, save } from '../shared/storage'
import type { Words } from './measure'
import { WORDS } from './words'

export type Shown = 'both' | 'first' | 'second'
const TURNS: Shown[] = ['both', 'first', 'second']
const SOUND = 'jinbang.wall.sound'
const PLACES = 'jinbang.wall.places'
const languagesKey = (code: string): string => `jinbang.wall.languages.${code}`

/** The one or two languages of the wall; older servers leave it to the page. */
export function wallLanguages(contest: Contest): string[] {
  if (contest.screen_languages?.length) return contest.screen_languages.slice(0, 2)
  const other = contest.languages.find((tag) => match([contest.default_language], [tag]) === null)
  return other === undefined ? [contest.default_language] : [contest.default_language, other]
}

/** The languages that are shown now, the larger one first. */
export function shownOf(tags: string[], shown: Shown): string[] {
  if (shown === 'both' || tags.length < 2) return tags
  return [tags[shown === 'first' ? 0 : 1] ?? '']
}

/** A text in these languages: in any other if the first has none, in the second only where it differs. */
export function wordsIn(map: TextMap | undefined, tags: string[], fallback?: string): Words[] {
  const first = pick(map, tags.slice(0, 1), fallback)
  if (first.text === '') return []
  const tag = tags[1] === undefined ? null : match(Object.keys(map ?? {}), [tags[1]])
  const text = (tag !== null && map?.[tag]) || ''
  return text === '' || tag === null || tag === first.lang || text === first.text ? [first] : [first, { lang: tag, text }]
}

/** All words of the wall in a language. Null: they did not come through; those that are there already do. */
async function wordsOf(tag: string): Promise<Catalog | null> {
  const urls = [INTERFACES.find((entry) => entry.tag === tag)?.words, WORDS[tag]]
  try {
    const replies = await Promise.all(urls.flatMap((url) => (url === undefined ? [] : [fetch(url)])))
    const parts: Catalog[] = await Promise.all(replies.map((reply) => reply.json()))
    return Object.assign({}, ...parts)
  } catch {
    return null
  }
}

class Wall {
  #contest = $state.raw<Contest | null>(null)
  #shown = $state.raw<Shown>('both')
  #other = $state.raw<{ tag: string; words: Catalog } | null>(null)
  #picture = $state.raw<{ tag: string; words: Catalog } | null>(null)
  /** Whether sounds are wanted. */
  sound = $state.raw(load(SOUND) === 'on')
  /** How many places the standings name. */
  places = $state.raw(load(PLACES) === '8' ? 8 : 5)

  readonly tags = $derived(this.#contest ? shownOf(wallLanguages(this.#contest), this.#shown) : [])

  of(contest: Contest): void {
    this.#contest = contest
    const kept = load(languagesKey(contest.code)) as Shown
    this.#shown = TURNS.includes(kept) ? kept : 'both'
    this.#speak()
  }

  /** For a picture of the wall on somebody's own page: that page goes on speaking its own language. False: no words. */
  async picture(contest: Contest): Promise<boolean> {
    this.#contest = contest
    this.#shown = 'both'
    const have = INTERFACES.map(({ tag }) => tag)
    const main = match(have, this.tags) ?? 'en'
    this.#beside(main)
    if (this.#picture?.tag !== main) {
      const words = await wordsOf(main)
      if (words && this.#contest === contest) this.#picture = { tag: main, words }
    }
    return this.#picture !== null
  }

  /** The words of the page itself, and their language. */
  t = (key: Key, params?: Params): string =>
    this.#picture ? translate(this.#picture.words, this.#picture.tag, key, params) : lang.t(key, params)
  get tag(): string {
    return this.#picture?.tag ?? lang.tag
  }
  num = (value: number): string => formatNumber(value, this.tag)

  /** Both languages, only the first, only the second. */
  cycle(): void {
    if (!this.#contest || wallLanguages(this.#contest).length < 2) return
    this.#shown = TURNS[(TURNS.indexOf(this.#shown) + 1) % TURNS.length] ?? 'both'
    save(languagesKey(this.#contest.code), this.#shown)
    this.#speak()
  }

  toggleSound(): boolean {
    this.sound = !this.sound
    save(SOUND, this.sound ? 'on' : 'off')
    return this.sound
  }

  show(places: number): void {
    this.places = places
    save(PLACES, String(places))
  }

  texts = (map: TextMap | undefined): Words[] => wordsIn(map, this.tags, this.#contest?.default_language)

  /** Words of the page itself in the second language, where both are shown and it speaks it. */
  also(key: Key, params?: Params): Words | null {
    if (!this.#other || this.tags.length < 2) return null
    return { lang: this.#other.tag, text: translate(this.#other.words, this.#other.tag, key, params) }
  }

  // The page speaks the first of the shown languages that it knows.
  #speak(): void {
    const have = INTERFACES.map(({ tag }) => tag)
    const main = match(have, this.tags)
    lang.lead(main ?? this.tags[0] ?? 'en')
    this.#beside(main)
  }

  #beside(main: string | null): void {
    const second = this.tags[1] === undefined ? null : match(INTERFACES.map(({ tag }) => tag), [this.tags[1]])
    if (second === null || second === main) this.#other = null
    else if (this.#other?.tag !== second) void this.#fetch(second)
  }

  async #fetch(tag: string): Promise<void> {
    const words = await wordsOf(tag)
    if (words) this.#other = { tag, words }
  }
}

export const wall = new Wall()

/** Whoever asks for less motion gets none: scripts must ask, CSS is told by base.css. */
export const calm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches
