// Where this page's own words are, and how to have them in a language that it is not speaking.

import type { Catalog, OwnWords } from '../shared/i18n'
import enUrl from '../shared/locales/en.organize.json?url'
import zhUrl from '../shared/locales/zh-Hans.organize.json?url'

export const WORDS: OwnWords = { en: enUrl, 'zh-Hans': zhUrl }

/** Null: they did not come through. */
export async function organizeWords(tag: string): Promise<Catalog | null> {
  const url = WORDS[tag]
  if (url === undefined) return null
  try {
    const reply = await fetch(url)
    return reply.ok ? ((await reply.json()) as Catalog) : null
  } catch {
    return null
  }
}
