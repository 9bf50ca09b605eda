// What a phone needs only where there is a stage, fetched as one script and one file of words. Its styles come in
// the script: the page's own file of styles is for everybody, and the content security policy has nothing
// against a sheet that a script makes.

import type { OwnWords } from '../../shared/i18n'
import { lang } from '../../shared/lang.svelte'
import enUrl from '../../shared/locales/en.stage.json?url'
import zhUrl from '../../shared/locales/zh-Hans.stage.json?url'
import buzzer from './buzz.css?inline'
import Stage from './Stage.svelte'
import styles from './stage.css?inline'

const WORDS: OwnWords = { en: enUrl, 'zh-Hans': zhUrl }
let sheet: CSSStyleSheet | undefined

/** Resolves when a page can show the stage. */
export async function ready(): Promise<typeof Stage> {
  await lang.start(WORDS) // those for everyone, too, which the browser has kept
  if (!sheet) {
    sheet = new CSSStyleSheet()
    sheet.replaceSync(styles + buzzer)
    document.adoptedStyleSheets.push(sheet)
  }
  return Stage
}
