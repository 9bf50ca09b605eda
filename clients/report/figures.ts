// What the report says in sentences, bars and shares, reckoned from the results.

import type { Key, Params } from '../shared/i18n'
import type { QuestionRow, Results } from './types'

/** The sentences that a summary quotes, each as it applies. */
export function sentences(results: Results): [Key, Params][] {
  const { summary: of } = results
  if (!of) return []
  const list: [Key, Params][] = [['rep.sum.people', { n: of.participants }]]
  if (of.roster && of.turnout !== undefined) list.push(['rep.sum.turnout', { of: of.roster, n: of.turnout }])
  if (of.participants > 0) list.push(['rep.sum.scores', { n: of.mean, median: of.median, highest: of.highest, lowest: of.lowest }])
  if (of.participants > 0 && of.passed !== undefined && of.pass_rate !== undefined) list.push(['rep.sum.passed', { n: of.passed, rate: of.pass_rate }])
  return list
}

/** Questions that say something: those that were asked and count. */
export const counted = (questions: QuestionRow[]): QuestionRow[] => questions.filter(({ shown, void: gone }) => shown && !gone)

/** Percent of those who answered; null: nobody did. */
export const rateOf = ({ right_rate: told, right, answered }: QuestionRow): number | null =>
  told ?? (answered > 0 ? Math.round((10_000 * right) / answered) / 100 : null)

/** What was answered wrongly most often, as a text map or as it was typed. */
export function wrongOf(question: QuestionRow): { map?: Record<string, string>; key?: 'rep.true' | 'rep.false'; text?: string } | null {
  const { wrong_most: most, wrong_most_text: typed } = question
  if (typeof most === 'boolean') return { key: most ? 'rep.true' : 'rep.false' }
  if (typeof most === 'string') {
    const map = question.options?.find(({ id }) => id === most)?.text
    return map ? { map } : { text: most.toUpperCase() }
  }
  return typed ? { text: typed } : null
}

export interface Bar { label: string; value: number; text: string }

/** The curve by hour, or by longer stretches so that at most `most` bars are left. */
export function stretches(curve: [number, number][], most = 48): { hours: number; bars: [number, number][] } {
  const HOUR = 3_600_000
  const first = curve[0]?.[0]
  const last = curve.at(-1)?.[0]
  if (first === undefined || last === undefined) return { hours: 1, bars: [] }
  const all = (last - first) / HOUR + 1
  const hours = [1, 2, 3, 6, 12, 24].find((width) => all / width <= most) ?? 24 * Math.ceil(all / 24 / most)
  const bars = Array.from({ length: Math.ceil(all / hours) }, (_, i): [number, number] => [first + i * hours * HOUR, 0])
  for (const [at, papers] of curve) {
    const bar = bars[Math.floor((at - first) / HOUR / hours)]
    if (bar) bar[1] += papers
  }
  return { hours, bars }
}
