// Why a request failed, in the organizer's words. The server's own sentence is for those who ask for details.

import type { Key } from '../shared/i18n'
import type { ApiError } from './api'

const KEYS: Record<string, Key> = {
  network: 'failure.network',
  unauthorized: 'failure.unauthorized',
  bad_key: 'failure.bad_key',
  too_many: 'failure.too_many',
  not_found: 'failure.not_found',
  too_large: 'failure.too_large',
  bad_contest: 'failure.bad_contest',
  forbidden: 'failure.forbidden',
  bad_password: 'failure.bad_password',
  name_taken: 'failure.name_taken',
  own_account: 'failure.own_account',
  running: 'failure.running',
  bad_field: 'failure.bad_field',
  not_now: 'failure.not_now',
  stale: 'failure.not_now',
  unconfirmed: 'failure.unconfirmed',
  store_failed: 'failure.store_failed',
}

export const failureKey = (failure: ApiError): Key => KEYS[failure.code] ?? 'failure.other'
