// Where the words of a unit's page and of the page that confirms a certificate are, by language.

import type { OwnWords } from '../shared/i18n'
import enUrl from '../shared/locales/en.unit.json?url'
import zhUrl from '../shared/locales/zh-Hans.unit.json?url'

export const WORDS: OwnWords = { en: enUrl, 'zh-Hans': zhUrl }
