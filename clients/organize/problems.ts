// What may be wrong with a file, in words. The codes are those of server/bank; test/organize-words.test.ts
// compares this list with the C sources, so that none is without words.

import type { Key } from '../shared/i18n'
import type { Problem } from './types'

export const CODES = [
  'all_correct', 'bad_id', 'bad_json', 'bad_language', 'bad_name', 'bad_number', 'bad_path', 'contradiction', 'control_character',
  'duplicate_id', 'duplicate_key', 'duplicate_team', 'duplicate_value', 'empty_file', 'empty_text', 'format_not_playable',
  'gap_count', 'grading_not_for_kind', 'long_option', 'long_stem', 'many_options', 'media_left_out',
  'missing_default_language', 'missing_field', 'missing_language', 'missing_roster', 'no_bank', 'no_questions', 'not_integer',
  'not_permutation', 'not_utf8', 'out_of_range', 'pair_missing', 'pair_twice', 'repeated_question', 'retired_question',
  'same_options', 'same_stem', 'too_deep', 'too_few', 'too_few_questions', 'too_large', 'too_long', 'too_many', 'too_precise',
  'unexpected_field', 'unknown_id', 'unknown_key', 'unknown_value', 'unsupported_option', 'unsupported_setting',
  'very_long_option', 'very_long_stem', 'weight_rounded', 'wrong_format', 'wrong_type', 'wrong_version',
] as const

type Code = (typeof CODES)[number]

const known = (code: string): code is Code => (CODES as readonly string[]).includes(code)

export const faultKey = (code: string): Key => (known(code) ? `fault.${code}` : 'fault.other')

/** Only a warning lets the question be played. */
export const isError = (problem: Problem): boolean => problem.severity !== 'warning'

/** The list as a file that a spreadsheet opens. */
export function csvOf(problems: Problem[], words: (problem: Problem) => string): string {
  const cell = (text: string): string => `"${(/^[=+\-@]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
  const rows = problems.map((one) => [String(one.line), String(one.column), one.severity, one.code, words(one), one.message])
  return `\uFEFF${[['line', 'column', 'severity', 'code', 'words', 'detail'], ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}
