// The rules of a window contest in plain words.

import { lang } from '../../shared/lang.svelte'
import type { Window } from '../../shared/protocol'
import { spanWords } from './time'

export const oneByOne = (rules: Window): boolean => rules.question_seconds !== undefined

/** Only one paper may be begun at all. */
const once = ({ attempts }: Window): boolean => attempts.max === 1

function papers({ attempts: { max, per_day } }: Window): string {
  if (max === 1) return lang.t('win.rule_once')
  if (max !== undefined && per_day !== undefined) return lang.t('win.rule_max_day', { n: max, day: per_day })
  if (per_day !== undefined) return lang.t('win.rule_day', { n: per_day })
  return max === undefined ? lang.t('win.rule_any') : lang.t('win.rule_max', { n: max })
}

export function ruleLines(rules: Window): string[] {
  const lines = [
    lang.t('win.rule_questions', { n: rules.questions, full: rules.full }),
    rules.seconds === undefined ? lang.t('win.rule_no_limit') : lang.t('win.rule_limit', { span: spanWords(rules.seconds) }),
  ]
  if (rules.question_seconds !== undefined) lines.push(lang.t('win.rule_one', { span: spanWords(rules.question_seconds) }))
  else lines.push(lang.t(rules.change ? 'win.rule_change' : 'win.rule_final'))
  lines.push(papers(rules))
  if (!once(rules)) lines.push(lang.t(`win.count_${rules.attempts.count}`))
  lines.push(lang.t(`win.reveal_${rules.reveal}`))
  if (rules.pass !== undefined) lines.push(lang.t('win.rule_pass', { n: rules.pass }))
  lines.push(lang.t('win.rule_by_itself'))
  return lines
}

/** Why no paper can be begun, or handed in, in words. */
const REASONS = ['not_open', 'no_attempts', 'no_attempts_today', 'no_paper', 'bad_personal_code', 'personal_code_needed', 'not_now', 'store_failed'] as const
export function reason(code: string): string {
  const known = REASONS.find((one) => one === code)
  return lang.t(known ? `win.error_${known}` : 'error.other')
}
