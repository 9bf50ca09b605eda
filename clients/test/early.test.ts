// play/early.js is no module and shares no code with the page: it must come to the same language all the same.

import { readFileSync } from 'node:fs'
import { afterEach, expect, it, vi } from 'vitest'
import { INTERFACES, match } from '../shared/i18n'
import { forget, save } from '../shared/storage'

const source = readFileSync('play/early.js', 'utf8')
const words = Object.fromEntries(INTERFACES.map(({ tag }) => [tag, `/assets/${tag}.json`]))

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  forget('jinbang.lang')
})

function early(languages: string[], chosen: string | null): string | undefined {
  vi.stubGlobal('navigator', { languages })
  if (chosen !== null) save('jinbang.lang', chosen)
  expect(source.match(/= WORDS/g)).toHaveLength(1)
  const links: HTMLLinkElement[] = []
  vi.spyOn(document.head, 'append').mockImplementation((link) => void links.push(link as HTMLLinkElement))
  new Function(source.replace('= WORDS', `= ${JSON.stringify(words)}`))()
  expect(links).toHaveLength(1)
  expect([links[0]?.rel, links[0]?.getAttribute('as'), links[0]?.crossOrigin]).toEqual(['preload', 'fetch', 'anonymous'])
  return INTERFACES.find(({ tag }) => links[0]?.getAttribute('href') === words[tag])?.tag
}

it.each([
  [['en-GB', 'en'], null], [['zh-CN'], null], [['zh-TW', 'en'], null], [['zh'], null], [['ZH-hans-sg'], null],
  [['fr', 'de'], null], [[], null], [['ar-EG', 'zh-HK', 'en'], null], [['zh-CN'], 'en'], [['en'], 'zh-Hans'],
  [['en'], 'ug'], [['zh-Hant'], 'fr'],
] as [string[], string | null][])('asks for the words of the language that will be shown: %j, chosen %s', (languages, chosen) => {
  const wishes = chosen === null ? languages : [chosen, ...languages]
  const shown = match(INTERFACES.map(({ tag }) => tag), wishes) ?? 'en'
  expect(early(languages, chosen)).toBe(shown)
})

it('can tell the languages apart by their first part', () => {
  const primaries = INTERFACES.map(({ tag }) => tag.split('-')[0])
  expect(new Set(primaries).size).toBe(primaries.length)
})
