import type { Key } from '../shared/i18n'
import type { Rules } from './types'

const FORMATS = ['everyone', 'turn', 'buzzer', 'risk', 'rush', 'ladder', 'survival', 'judged'] as const
type Format = (typeof FORMATS)[number]

/** What a format is called; null: one that this page does not know. */
export function formatKey(format: string): Key | null {
  const known: Format | undefined = FORMATS.find((one) => one === format)
  return known ? `make.format_${known}` : null
}

/** Some round has judges, who need their page. */
export const isJudged = (rules: Rules | undefined): boolean => rules?.rounds?.some(({ format }) => format === 'judged') === true
