// Where this page's own words are, by language.

import enUrl from '../shared/locales/en.screen.json?url'
import zhUrl from '../shared/locales/zh-Hans.screen.json?url'

export const WORDS: Record<string, string> = { en: enUrl, 'zh-Hans': zhUrl }
