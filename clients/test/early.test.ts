// play/early.js is no module and shares no code with the page: it must come to the same language all the same.

import { readFileSync } from 'node:fs'
import { afterEach, expect, it, vi } from 'vitest'
import { INTERFACES, match } from '../shared/i18n'
import { lang } from '../shared/lang.svelte'
import { forget, save } from '../shared/storage'

const source = readFileSync('play/early.js', 'utf8')
const words = Object.fromEntries(INTERFACES.map(({ tag }) => [tag, `/assets/${tag}.json`]))

afterEach(() => {
  vi.unstubAllGlobals()
  forget('jinbang.lang')
  delete window.early
})

function early(languages: string[], chosen: string | null): string[] {
  vi.stubGlobal('navigator', { languages })
  if (chosen !== null) save('jinbang.lang', chosen)
  const asked: string[] = []
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url)
    return Promise.resolve(Response.json({ language: 'en' }))
  })
  expect(source.match(/= WORDS/g)).toHaveLength(1)
  new Function(source.replace('= WORDS', `= ${JSON.stringify(words)}`))()
  return asked
}

it.each([
  [['en-GB', 'en'], null], [['zh-CN'], null], [['zh-TW', 'en'], null], [['zh'], null], [['ZH-hans-sg'], null],
  [['fr', 'de'], null], [[], null], [['ar-EG', 'zh-HK', 'en'], null], [['zh-CN'], 'en'], [['en'], 'zh-Hans'],
  [['en'], 'ug'], [['zh-Hant'], 'fr'],
] as [string[], string | null][])('asks for the words of the language that will be shown: %j, chosen %s', (languages, chosen) => {
  const wishes = chosen === null ? languages : [chosen, ...languages]
  const shown = match(INTERFACES.map(({ tag }) => tag), wishes) ?? 'en'
  expect(early(languages, chosen)).toEqual([words[shown]])
  expect(window.early?.url).toBe(words[shown])
})

it('does not ask again after a page that was faster', () => {
  window.early = null
  expect(early(['en'], null)).toEqual([])
})

it('is taken by the page once, if it is what the page wants', async () => {
  const asked = early(['en'], null)
  const url = INTERFACES[0]?.words ?? ''
  window.early = { url, reply: Promise.resolve(Response.json({ language: 'en', 'join.join': 'Early' })) }
  await lang.start()
  expect(lang.t('join.join')).toBe('Early')
  expect(window.early).toBeNull()
  expect(asked).toHaveLength(1)
  await lang.start()
  expect(asked).toEqual([asked[0], url])
})

it('can tell the languages apart by their first part', () => {
  const primaries = INTERFACES.map(({ tag }) => tag.split('-')[0])
  expect(new Set(primaries).size).toBe(primaries.length)
})
