// Words. A catalog is one JSON file per language with the same keys (a test sees to that); each page but
// the phone's has a second one of its own, and the phone one for the stage and one for contests over days, so that nobody fetches words for
// somebody else. A catalog says
// itself which language it is in (`language`), and with that in which direction the page runs.
// Text that the contest brings is a map from language tag to string and goes through pick().

import type everyone from './locales/en.json'
import type host from './locales/en.host.json'
import type judge from './locales/en.judge.json'
import type organize from './locales/en.organize.json'
import type screen from './locales/en.screen.json'
import type report from './locales/en.report.json'
import type stage from './locales/en.stage.json'
import type windows from './locales/en.window.json'
import type study from './locales/en.study.json'
import type unit from './locales/en.unit.json'
import enUrl from './locales/en.json?url'
import zhUrl from './locales/zh-Hans.json?url'
import type { TextMap } from './protocol'

export type Key =
  | keyof typeof everyone | keyof typeof screen | keyof typeof host | keyof typeof organize | keyof typeof stage | keyof typeof judge
  | keyof typeof windows | keyof typeof report | keyof typeof unit | keyof typeof study
type Forms = Partial<Record<Intl.LDMLPluralRule, string>>
export type Catalog = Partial<Record<Key, string | Forms>>
export type Params = Record<string, string | number>

/** A language this interface speaks, and where its words for everyone are. */
export interface Interface { tag: string; words: string }
/** Where a page has its own words, by language. */
export type OwnWords = Record<string, string>

/** The languages this interface itself speaks, the fallback first. */
export const INTERFACES: Interface[] = [
  { tag: 'en', words: enUrl },
  { tag: 'zh-Hans', words: zhUrl },
]

const RTL = new Set(['ar', 'fa', 'he', 'ug', 'ur', 'kk-arab', 'ku-arab'])

/** zh-Hans-CN, zh-Hans, zh. */
export function parents(tag: string): string[] {
  const parts = tag.toLowerCase().split('-')
  return parts.map((_, i) => parts.slice(0, parts.length - i).join('-'))
}

const primary = (tag: string): string => tag.toLowerCase().split('-')[0] ?? ''

// Most browsers say zh-CN; the script follows from the region.
function canonical(tag: string): string {
  const lower = tag.toLowerCase()
  if (/^zh(-(cn|sg|my))?$/.test(lower)) return 'zh-hans'
  if (/^zh-(tw|hk|mo)$/.test(lower)) return 'zh-hant'
  return lower
}

/** The tag of `have` that suits best, or null: per wish the tag itself, its parents, its relatives. */
export function match(have: string[], wishes: readonly string[]): string | null {
  for (const wish of wishes) {
    const exact = have.find((tag) => tag.toLowerCase() === wish.toLowerCase())
    if (exact !== undefined) return exact
    for (const candidate of parents(canonical(wish))) {
      const found = have.find((tag) => canonical(tag) === candidate)
      if (found !== undefined) return found
    }
    const relative = have.find((tag) => primary(tag) === primary(wish))
    if (relative !== undefined) return relative
  }
  return null
}

/** Text of a map in the language that suits best: wishes, then the contest's own, then any. */
export function pick(
  map: TextMap | undefined, wishes: readonly string[], fallback?: string,
): { lang: string; text: string } {
  const have = Object.keys(map ?? {})
  const lang = match(have, fallback ? [...wishes, fallback] : wishes) ?? have[0]
  return lang === undefined ? { lang: '', text: '' } : { lang, text: map?.[lang] ?? '' }
}

/** ltr or rtl, of an interface language. */
export function direction(tag: string): 'ltr' | 'rtl' {
  return parents(tag).some((part) => RTL.has(part)) ? 'rtl' : 'ltr'
}

/** What is in front of everybody from the first moment on does not wait for Intl, which is slow to start. */
const PLAIN = /^(en|zh)\b/

export function formatNumber(value: number, tag: string): string {
  if (value >= 0 && value < 1000 && value % 1 === 0 && PLAIN.test(tag)) return `${value}`
  return new Intl.NumberFormat(tag, { maximumFractionDigits: 2 }).format(value)
}

/** With a sign, also for gains; zero has none. */
export function formatSigned(value: number, tag: string): string {
  return new Intl.NumberFormat(tag, { maximumFractionDigits: 2, signDisplay: 'exceptZero' }).format(value)
}

/**
 * Words of a catalog. Strings that are put in (names) are isolated, so that a right-to-left name cannot
 * turn the sentence around it; the parameter `n` chooses the plural form, of keys that end in `.nth` that of
 * places (1st, 2nd).
 */
export function translate(catalog: Catalog, tag: string, key: Key, params: Params = {}): string {
  const entry = catalog[key]
  const text = typeof entry === 'object' ? form(entry, tag, Number(params.n ?? 0), key.endsWith('.nth') ? 'ordinal' : 'cardinal') : (entry ?? key)
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name]
    if (value === undefined) return whole
    return typeof value === 'number' ? formatNumber(value, tag) : `\u2068${value}\u2069`
  })
}

function form(forms: Forms, tag: string, n: number, type: Intl.PluralRuleType): string {
  return forms[new Intl.PluralRules(tag, { type }).select(n)] ?? forms.other ?? ''
}

// What Intl calls these in their own words is missing or in the wrong script in some browsers, or is needed at once.
const OWN_NAMES: Record<string, string> = {
  en: 'English', 'zh-hans': '中文', 'zh-cn': '中文', zh: '中文', ug: 'ئۇيغۇرچە', bo: 'བོད་ཡིག', mn: 'Монгол',
  'mn-mong': 'ᠮᠣᠩᠭᠣᠯ',
}

/** A language's name in that language. */
export function languageName(tag: string): string {
  const own = OWN_NAMES[tag.toLowerCase()]
  if (own) return own
  try {
    return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}
