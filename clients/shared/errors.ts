// The server's error messages are English and for people who debug; players read our own words.

import type { Key } from './i18n'

const KEYS: Record<string, Key> = {
  no_contest: 'error.no_contest',
  bad_key: 'error.bad_key',
  bad_token: 'error.bad_token',
  bad_name: 'error.bad_name',
  bad_team: 'error.bad_team',
  join_closed: 'error.join_closed',
  banned: 'error.banned',
  full: 'error.full',
  not_now: 'error.not_now',
  late: 'error.late',
  bad_answer: 'error.bad_answer',
  store_failed: 'error.store_failed',
  too_many: 'error.too_many',
}

export const errorKey = (code: string): Key => KEYS[code] ?? 'error.other'
