// What a phone needs only in a contest over days, fetched as one script and one file of words. Its styles come in
// the script, as those of the stage do.

import type { OwnWords } from '../../shared/i18n'
import { lang } from '../../shared/lang.svelte'
import enUrl from '../../shared/locales/en.window.json?url'
import zhUrl from '../../shared/locales/zh-Hans.window.json?url'
import Window from './Window.svelte'
import enter from './enter.css?inline'
import papers from './paper.css?inline'
import { takeTyped } from './typed'
import styles from './window.css?inline'

const WORDS: OwnWords = { en: enUrl, 'zh-Hans': zhUrl }
let sheet: CSSStyleSheet | undefined

/** Resolves when a page can show it. */
export async function ready(): Promise<typeof Window> {
  await lang.start(WORDS)
  if (!sheet) {
    sheet = new CSSStyleSheet()
    sheet.replaceSync(styles + enter + papers)
    document.adoptedStyleSheets.push(sheet)
  }
  takeTyped()
  return Window
}
