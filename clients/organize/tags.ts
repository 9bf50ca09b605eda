// The tags of the sample banks in words. A bank has no place for the names of its tags, so those that the program
// brings are named here, in the languages of this page (test/organize-words.test.ts); any other tag is its own name.

import { lang } from '../shared/lang.svelte'

export const TAGS = [
  'animals', 'astronomy', 'body', 'ceramics', 'characters', 'chemistry', 'china', 'countries', 'dance', 'dress', 'fire',
  'first-aid', 'food', 'forms', 'grammar', 'health', 'heritage', 'home', 'idioms', 'instrument', 'land', 'languages',
  'light', 'lunar-calendar', 'map', 'mathematics', 'measure', 'outdoors', 'paper', 'peoples-of-china', 'physics',
  'picture', 'plants', 'proverbs', 'records', 'road', 'rocks', 'scripts', 'sea-life', 'seasons', 'song', 'sounds',
  'tang', 'textile', 'water', 'weather', 'words', 'world', 'world-poetry',
] as const

type Known = (typeof TAGS)[number]

const known = (tag: string): tag is Known => (TAGS as readonly string[]).includes(tag)

export const tagName = (tag: string): string => (known(tag) ? lang.t(`tag.${tag}`) : tag)
