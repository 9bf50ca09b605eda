// What may be wrong with a file, in words. The codes are those of server/bank; test/organize-words.test.ts
// compares this list with the C sources, so that none is without words.

import type { Key } from '../shared/i18n'
import type { Problem } from './types'

export const CODES = [
  'all_correct', 'auto_waits_for_host', 'auto_without_limit', 'award_by_teams_only', 'award_without_people',
  'award_without_teams', 'bad_id', 'bad_json', 'bad_language', 'bad_name', 'bad_number', 'bad_path', 'bad_time',
  'begin_after_end', 'bonus_not_bounded', 'by_value_missing', 'by_value_unknown', 'cap_below_right',
  'closes_before_opening', 'contest_too_large', 'contradiction', 'control_character', 'damaged_medium',
  'damaged_package', 'draw_without_people', 'duplicate_entry', 'duplicate_id', 'duplicate_key', 'duplicate_member',
  'duplicate_team', 'duplicate_value', 'early_is_no_foul', 'empty_file', 'empty_text', 'encrypted_entry',
  'escalation_order', 'floor_above_base', 'gap_count', 'grading_not_for_kind', 'hall_never_answers',
  'hall_without_people', 'hall_without_stage', 'hash_differs', 'help_allowed_costs', 'individual_without_speakers',
  'individual_without_teams', 'key_after_playoff', 'limit_beyond_turns', 'long_option', 'long_stem', 'many_options',
  'marks_backwards', 'mean_beyond_hundred', 'media_left_out', 'medium_too_large', 'members_beyond_roster',
  'members_left_out', 'members_without_teams', 'missing_alt', 'missing_count', 'missing_default_language',
  'missing_field', 'missing_language', 'missing_medium', 'missing_roster', 'more_places_than_seats', 'never_early',
  'never_reached', 'no_bank', 'no_questions', 'no_teams', 'no_time_zones', 'nobody_on_the_bench', 'nobody_to_name',
  'not_integer', 'not_permutation', 'not_utf8', 'only_overtime', 'order_of_equals', 'out_of_range',
  'overtime_not_last', 'overtime_without_playoff', 'package_too_large', 'pair_missing', 'pair_twice',
  'paper_ends_first', 'paper_too_large', 'placeholder_questions', 'playoff_without_overtime', 'question_too_large',
  'questions_left_over', 'reading_without_end', 'repeated_question', 'retired_question', 'revival_beyond_turns',
  'rungs_do_not_rise', 'safe_beyond_ladder', 'same_options', 'same_stem', 'setting_not_used', 'size_differs',
  'speed_by_mouth', 'steps_rise', 'stock_may_run_out', 'stock_not_even', 'stock_too_small', 'streak_max_below_bonus',
  'substitutions_without_teams', 'survivors_are_all', 'tie_cannot_separate', 'time_not_there', 'too_deep', 'too_few',
  'too_few_for_seats', 'too_few_judges', 'too_few_members', 'too_few_questions', 'too_few_to_field', 'too_few_values',
  'too_large', 'too_long', 'too_many', 'too_many_entries', 'too_precise', 'tries_beyond_seats', 'two_sources',
  'two_values', 'unexpected_field', 'unknown_id', 'unknown_key', 'unknown_medium_type', 'unknown_time_zone',
  'unknown_value', 'unsafe_svg', 'unsupported_compression', 'unsupported_option', 'unsupported_setting',
  'unusable_medium', 'very_long_option', 'very_long_stem', 'wager_backwards', 'wager_is_not_passed_on',
  'wager_is_the_points', 'wager_of_nothing', 'wager_step', 'wager_values', 'weight_rounded', 'window_too_long',
  'wrong_format', 'wrong_kind', 'wrong_pays', 'wrong_type', 'wrong_version',
] as const

/** Of banks in other formats, of their readers and writers, and of what is worth a look in a good bank; a code that is not listed is told in the server's own words. */
export const IMPORT_CODES = [
  'ambiguous_code', 'answer_in_stem', 'answer_too_long', 'bad_order', 'bad_pair', 'broken_document',
  'broken_question', 'cell_too_long', 'colours_not_read', 'cut', 'drawn_formula', 'empty_option', 'empty_stem',
  'encoding_unsure', 'example_row', 'foreign_format', 'guessed_columns', 'help_row', 'hidden_rows', 'hidden_sheet',
  'key_position', 'left_out', 'letter_or_text', 'line_too_long', 'longest_option', 'loose_form', 'many_answers',
  'many_media', 'media_too_large', 'missing_item', 'missing_source', 'missing_translation', 'no_answer', 'no_header',
  'not_recognised', 'not_this_format', 'open_quote', 'other_sheet', 'pictures_left_out', 'remote_media',
  'repeated_lines', 'repeated_option', 'rounded_number', 'row_left_out', 'several_lines', 'several_right',
  'shifted_row', 'similar_question', 'stray_bytes', 'stray_text', 'text_too_long', 'too_few_options',
  'too_many_answers', 'too_many_blanks', 'too_many_cells', 'too_many_columns', 'too_many_lines', 'too_many_media',
  'too_many_options', 'too_many_questions', 'too_many_rows', 'unfinished_question', 'unknown_difficulty',
  'unknown_option', 'unknown_order', 'unknown_type', 'unreadable_bytes', 'unsupported_kind', 'unused_answer',
  'unused_column', 'weights_sum',
] as const

/** Of lists of people and units. */
export const PEOPLE_CODES = [
  'already_there', 'bad_code', 'bad_size', 'code_taken', 'full', 'known_codes', 'no_name', 'no_name_column', 'no_people', 'no_rows', 'no_sheet', 'no_unit',
  'no_unit_column', 'no_units', 'private_column', 'private_value', 'same_person', 'same_unit', 'too_many_people',
  'too_many_units', 'total_row', 'unknown_unit',
] as const

const ALL = [...CODES, ...IMPORT_CODES, ...PEOPLE_CODES] as const
type Code = (typeof ALL)[number]
const WORDED: ReadonlySet<string> = new Set(ALL)

const known = (code: string): code is Code => WORDED.has(code)

export const faultKey = (code: string): Key => (known(code) ? `fault.${code}` : 'fault.other')
/** Are there words for it, other than the server's own? */
export const worded = known

export const SHOWN = ['all', 'errors', 'unsupported', 'warnings'] as const
export type Shown = (typeof SHOWN)[number]
const SEVERITY = { errors: 'error', unsupported: 'unsupported', warnings: 'warning' } as const

export const only = (problems: Problem[], shown: Shown): Problem[] =>
  (shown === 'all' ? problems : problems.filter(({ severity }) => severity === SEVERITY[shown]))

/** The line of a pasted text that a problem is about. Rows of a table are as long as their quoted cells make them. */
export function lineOf(text: string, { line: place }: Problem, rows: boolean): number {
  if (!rows || !text.includes('"')) return place
  let quoted = false
  let [line, row] = [1, 1]
  for (const c of text) {
    if (row >= place) break
    if (c === '"') quoted = !quoted
    else if (c === '\n') {
      line += 1
      if (!quoted) row += 1
    }
  }
  return line
}

/** Only a warning lets the question be played. */
export const isError = (problem: Problem): boolean => problem.severity !== 'warning'

/** Rows as a file that a spreadsheet opens, and takes for no formulas. */
export function tableOf(rows: string[][]): string {
  const cell = (text: string): string => `"${(/^[=+\-@＝＋－＠\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** The list as such a file. */
export function csvOf(problems: Problem[], words: (problem: Problem) => string): string {
  const rows = problems.map((one) => [String(one.line), String(one.column), one.severity, one.code, words(one), one.message, one.excerpt ?? ''])
  return tableOf([['line', 'column', 'severity', 'code', 'words', 'detail', 'excerpt'], ...rows])
}
