// Words of this page in several languages at once, for what is printed: a contest in two languages gets its
// rules in both.

import { INTERFACES, formatNumber, formatSigned, match, pick, translate, type Catalog, type OwnWords } from '../shared/i18n'
import enUrl from '../shared/locales/en.host.json?url'
import zhUrl from '../shared/locales/zh-Hans.host.json?url'
import type { Voice } from './rules-words'

export const OWN: OwnWords = { en: enUrl, 'zh-Hans': zhUrl }

export function voiceOf(catalog: Catalog, tag: string, fallback?: string): Voice {
  return {
    tag,
    t: (key, params) => translate(catalog, tag, key, params),
    num: (value) => formatNumber(value, tag),
    signed: (value) => formatSigned(value, tag),
    pick: (map) => pick(map, [tag], fallback).text,
  }
}

/** The languages of a contest that this page speaks, in its order; that of the page if there is none. */
export function spoken(languages: string[], page: string): string[] {
  const tags = INTERFACES.map(({ tag }) => tag)
  const found = languages.flatMap((tag) => match(tags, [tag]) ?? [])
  return found.length > 0 ? [...new Set(found)] : [page]
}

/** Null: a file did not come through. */
export async function voices(tags: string[], fallback?: string): Promise<Voice[] | null> {
  try {
    return await Promise.all(tags.map(async (tag) => {
      const reply = await fetch(OWN[tag] ?? enUrl)
      if (!reply.ok) throw new Error(String(reply.status))
      return voiceOf((await reply.json()) as Catalog, tag, fallback)
    }))
  } catch {
    return null
  }
}
