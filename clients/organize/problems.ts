// What may be wrong with a file, in words. The codes are those of server/bank; test/organize-words.test.ts
// compares this list with the C sources, so that none is without words.

import type { Key } from '../shared/i18n'
import type { Problem } from './types'

export const CODES = [
  'all_correct', 'bad_id', 'bad_json', 'bad_language', 'bad_name', 'bad_number', 'bad_path', 'contest_too_large', 'contradiction',
  'control_character', 'damaged_medium', 'damaged_package', 'duplicate_entry', 'duplicate_id', 'duplicate_key',
  'duplicate_team', 'duplicate_value', 'empty_file', 'empty_text', 'encrypted_entry', 'format_not_playable',
  'gap_count', 'grading_not_for_kind', 'hash_differs', 'long_option', 'long_stem', 'many_options', 'media_left_out',
  'medium_too_large', 'missing_alt', 'missing_default_language', 'missing_field', 'missing_language',
  'missing_medium', 'missing_roster', 'no_bank', 'no_questions', 'not_integer', 'not_permutation', 'not_utf8',
  'out_of_range', 'package_too_large', 'pair_missing', 'pair_twice', 'question_too_large', 'repeated_question', 'retired_question',
  'same_options', 'same_stem', 'size_differs', 'too_deep', 'too_few', 'too_few_questions', 'too_large', 'too_long',
  'too_many', 'too_many_entries', 'too_precise', 'unexpected_field', 'unknown_id', 'unknown_key',
  'unknown_medium_type', 'unknown_value', 'unsafe_svg', 'unsupported_compression', 'unsupported_option',
  'unsupported_setting', 'unusable_medium', 'very_long_option', 'very_long_stem', 'weight_rounded', 'wrong_format',
  'wrong_kind', 'wrong_type', 'wrong_version',
] as const

type Code = (typeof CODES)[number]

const known = (code: string): code is Code => (CODES as readonly string[]).includes(code)

export const faultKey = (code: string): Key => (known(code) ? `fault.${code}` : 'fault.other')

/** Only a warning lets the question be played. */
export const isError = (problem: Problem): boolean => problem.severity !== 'warning'

/** The list as a file that a spreadsheet opens. */
export function csvOf(problems: Problem[], words: (problem: Problem) => string): string {
  const cell = (text: string): string => `"${(/^[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
  const rows = problems.map((one) => [String(one.line), String(one.column), one.severity, one.code, words(one), one.message])
  return `\uFEFF${[['line', 'column', 'severity', 'code', 'words', 'detail'], ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}
