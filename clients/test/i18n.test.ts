import { readdirSync, readFileSync } from 'node:fs'
import { expect, it, vi } from 'vitest'
import { direction, formatNumber, formatSigned, INTERFACES, match, parents, pick, translate } from '../shared/i18n'
import en from '../shared/locales/en.json'
import enHost from '../shared/locales/en.host.json'
import enJudge from '../shared/locales/en.judge.json'
import enOrganize from '../shared/locales/en.organize.json'
import enReport from '../shared/locales/en.report.json'
import enScreen from '../shared/locales/en.screen.json'
import enStage from '../shared/locales/en.stage.json'
import enStudy from '../shared/locales/en.study.json'
import enUnit from '../shared/locales/en.unit.json'
import enWindow from '../shared/locales/en.window.json'
import zh from '../shared/locales/zh-Hans.json'
import zhHost from '../shared/locales/zh-Hans.host.json'
import zhJudge from '../shared/locales/zh-Hans.judge.json'
import zhOrganize from '../shared/locales/zh-Hans.organize.json'
import zhReport from '../shared/locales/zh-Hans.report.json'
import zhScreen from '../shared/locales/zh-Hans.screen.json'
import zhStage from '../shared/locales/zh-Hans.stage.json'
import zhStudy from '../shared/locales/zh-Hans.study.json'
import zhUnit from '../shared/locales/zh-Hans.unit.json'
import zhWindow from '../shared/locales/zh-Hans.window.json'
import { lang } from '../shared/lang.svelte'

type Entry = string | Record<string, string>

it.each(readdirSync('shared/locales'))('%s says each key once', (file) => {
  const keys = [...readFileSync(`shared/locales/${file}`, 'utf8').matchAll(/^ {2}"([^"]+)":/gm)].map(([, key]) => key)
  expect(keys.length).toBeGreaterThan(5)
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
})
const flat = (entry: Entry): string[] => (typeof entry === 'string' ? [entry] : Object.values(entry))
const places = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '').sort()

it.each([
  ['for everyone', en, zh], ['of the screen', enScreen, zhScreen], ['of the host', enHost, zhHost],
  ['of the organizer', enOrganize, zhOrganize], ['of the stage', enStage, zhStage], ['of the judge', enJudge, zhJudge],
  ['of contests over days', enWindow, zhWindow],
  ['of the report', enReport, zhReport], ['of a unit', enUnit, zhUnit], ['of practice', enStudy, zhStudy],
])(
  'catalogs %s have the same keys and placeholders', (_name, first, second) => {
    expect(Object.keys(second).sort()).toEqual(Object.keys(first).sort())
    for (const [key, entry] of Object.entries(first as Record<string, Entry>)) {
      const other = (second as Record<string, Entry>)[key] ?? ''
      const full = places(typeof entry === 'string' ? entry : (entry.other ?? ''))
      expect(places(typeof other === 'string' ? other : (other.other ?? '')), key).toEqual(full)
      for (const text of [...flat(entry), ...flat(other)]) {
        expect(text.trim(), key).not.toBe('')
        // "Type the answer" needs no number, but no form may know one that the others do not.
        for (const place of places(text)) expect(full, key).toContain(place)
      }
    }
  })

it('no key is in two catalogs, and every plural has the form that always applies', () => {
  for (const [one, ...others] of [[en, enScreen, enHost, enOrganize, enStage, enJudge, enWindow, enReport, enUnit, enStudy], [zh, zhScreen, zhHost, zhOrganize, zhStage, zhJudge, zhWindow, zhReport, zhUnit, zhStudy]] as const) {
    const keys = [one, ...others].flatMap((words) => Object.keys(words))
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
    const two = Object.assign({}, ...others)
    for (const entry of Object.values({ ...one, ...two } as Record<string, Entry>)) {
      if (typeof entry === 'object') expect(entry.other).toBeTruthy()
    }
  }
})

it('a catalog says which language it is in', () => {
  expect([en.language, zh.language]).toEqual(INTERFACES.map(({ tag }) => tag))
})

it('plurals follow the language', () => {
  expect(translate(en, 'en', 'play.points', { n: 1 })).toBe('1 point')
  expect(translate(en, 'en', 'play.points', { n: 2160 })).toBe('2,160 points')
  expect(translate(zh, 'zh-Hans', 'play.points', { n: 1 })).toBe('1 分')
  expect([1, 2, 3, 11, 12, 21, 112].map((n) => translate(en, 'en', 'podium.nth', { n }).replace('You came ', '')))
    .toEqual(['1st', '2nd', '3rd', '11th', '12th', '21st', '112th'])
  expect(translate(zh, 'zh-Hans', 'podium.nth', { n: 2 })).toBe('你获得第 2 名')
})

it('names are isolated, numbers keep two decimals at most', () => {
  expect(translate(enHost, 'en', 'host.kick', { name: 'ئالىم' })).toBe('Remove \u2068ئالىم\u2069')
  expect(translate(en, 'en', 'play.points', { n: 2.5 })).toBe('2.5 points')
  expect(formatSigned(910, 'en')).toBe('+910')
  expect(formatSigned(-10, 'en')).toBe('-10')
})

it('a number reads as the browser would write it, whether it is asked or not', () => {
  for (const tag of ['en', 'en-GB', 'zh-Hans', 'ar-EG', 'bo', 'de']) {
    const asked = new Intl.NumberFormat(tag, { maximumFractionDigits: 2 })
    for (const value of [0, 7, 40, 999, 1000, 2160, -3, 0.5, 12.345]) expect(formatNumber(value, tag), tag).toBe(asked.format(value))
  }
})

it('text is picked by language, its parents, its relatives, the contest, and then any', () => {
  const map = { en: 'ocean', 'zh-Hans': '大洋', ug: 'ئوكيان' }
  expect(pick(map, ['ug-CN'])).toEqual({ lang: 'ug', text: 'ئوكيان' })
  expect(pick(map, ['zh-CN'])).toEqual({ lang: 'zh-Hans', text: '大洋' })
  expect(pick(map, ['en-GB'])).toEqual({ lang: 'en', text: 'ocean' })
  expect(pick(map, ['bo'], 'zh-Hans')).toEqual({ lang: 'zh-Hans', text: '大洋' })
  expect(pick({ mn: 'далай' }, ['bo'], 'zh-Hans')).toEqual({ lang: 'mn', text: 'далай' })
  expect(pick({ 'en-GB': 'colour' }, ['en-US'])).toEqual({ lang: 'en-GB', text: 'colour' })
  expect(pick(undefined, ['en'])).toEqual({ lang: '', text: '' })
})

it('an earlier wish beats a better match of a later one', () => {
  expect(match(['en', 'zh-Hans'], ['zh-TW', 'en'])).toBe('zh-Hans')
  expect(match(['en', 'zh-Hans'], ['ug', 'zh-CN'])).toBe('zh-Hans')
  expect(match(['en', 'zh-Hans'], ['ug'])).toBeNull()
  expect(parents('zh-Hans-CN')).toEqual(['zh-hans-cn', 'zh-hans', 'zh'])
})

it('the interface has English first and runs in the direction of its language', () => {
  expect(INTERFACES[0]?.tag).toBe('en')
  expect(direction('ug')).toBe('rtl')
  expect(direction('zh-Hans')).toBe('ltr')
})

it('who finds no language of the contest reads it in that of the page, before the contest’s own', () => {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['de-DE'])
  lang.of({ languages: ['zh-Hans', 'en', 'de'], default_language: 'zh-Hans' })
  expect(lang.chosen).toBe('en')
  expect(lang.pick({ 'zh-Hans': '大洋', en: 'ocean' }).lang).toBe('en')
  expect(lang.pick({ 'zh-Hans': '大洋', en: 'ocean', de: 'Ozean' }).lang).toBe('de')
  expect(lang.pick({ 'zh-Hans': '大洋', ug: 'ئوكيان' }).lang).toBe('zh-Hans')
  vi.restoreAllMocks()
})
