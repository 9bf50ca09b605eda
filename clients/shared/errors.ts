// The server's error messages are English and for people who debug; players read our own words.

import type { Key } from './i18n'

const KNOWN = [
  'no_contest', 'bad_key', 'bad_token', 'bad_name', 'bad_team', 'join_closed', 'banned', 'full', 'not_now', 'late', 'bad_answer',
  'store_failed', 'too_many',
] as const

export const errorKey = (code: string): Key => `error.${KNOWN.find((known) => known === code) ?? 'other'}`
