// Why the server refused a command, in words a host understands. What it has in common with phones stands
// in the words for everyone.

import { errorKey } from '../shared/errors'
import type { Key } from '../shared/i18n'

const KEYS: Record<string, Key> = {
  not_your_turn: 'refused.not_your_turn',
  barred: 'refused.barred',
  blocked: 'refused.blocked',
  bad_value: 'refused.bad_value',
  value_taken: 'refused.value_taken',
  no_player: 'refused.no_player',
  no_seat: 'refused.no_seat',
  stale: 'refused.stale',
  no_change: 'refused.no_change',
  not_acting: 'refused.not_acting',
  bad_turn: 'refused.bad_turn',
  bad_field: 'refused.bad_field',
  no_substitutions: 'refused.no_substitutions',
  not_between_rounds: 'refused.not_between_rounds',
  not_on_bench: 'refused.not_on_bench',
  not_fielded: 'refused.not_fielded',
}

export const refusalKey = (code: string): Key => KEYS[code] ?? errorKey(code)
