// Where the words of this page are, by language.

import type { OwnWords } from '../shared/i18n'
import enUrl from '../shared/locales/en.study.json?url'
import zhUrl from '../shared/locales/zh-Hans.study.json?url'

export const WORDS: OwnWords = { en: enUrl, 'zh-Hans': zhUrl }
