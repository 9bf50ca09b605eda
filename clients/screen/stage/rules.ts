// The rules of a round in a few short lines, with the numbers of this contest. What is not on the wire is not
// claimed.

import type { Key, Params } from '../../shared/i18n'
import type { Round } from '../../shared/protocol'
import { height, type Words } from '../measure'

export interface Rule { key: Key; params?: Params }

const MOST = 4
/** What stands around a line: its padding and the gap to the next. */
const PAD = { inline: 11, block: 3.4 }
/** Size of the second language. */
export const SECOND = 0.6

const early: Record<NonNullable<Round['early']>, Key> = {
  blocked: 'screen.early.blocked', allowed: 'screen.early.allowed', out: 'screen.early.out',
  deduct: 'screen.early.deduct', void: 'screen.early.void', hall: 'screen.early.hall',
}

/** Values as they are read out: 10 / 20 / 30; of many the first, the second and the last. */
export function listOf(values: number[], num: (value: number) => string): string {
  const shown = values.map(num)
  return shown.length <= 6 ? shown.join(' / ') : [...shown.slice(0, 2), '…', ...shown.slice(-1)].join(' / ')
}

function own(round: Round, num: (value: number) => string): (Rule | null)[] {
  const seats = round.seats_order?.length ?? 0
  const each = round.turns && seats > 0 && round.turns % seats === 0 ? round.turns / seats : null
  const values = round.values?.length ? listOf(round.values, num) : null
  switch (round.format) {
    case 'turn': return [{ key: 'screen.how.turn' }, each === null ? null : { key: 'screen.how.turns', params: { n: each } }]
    case 'buzzer': return [
      { key: round.start === 'host' ? 'screen.how.buzzer_signal' : 'screen.how.buzzer' },
      round.early ? { key: early[round.early] } : null,
    ]
    case 'risk': return [
      values === null ? null : { key: 'screen.how.risk', params: { values } },
      stockEach(round),
    ]
    case 'rush': return [{ key: 'screen.how.rush' }, each === null ? null : { key: 'screen.how.rush_most', params: { n: each } }]
    case 'ladder': return [
      { key: 'screen.how.ladder' }, values === null ? null : { key: 'screen.how.rungs', params: { values } },
      round.safe?.length ? { key: 'screen.how.safe', params: { rungs: round.safe.map(num).join(' / ') } } : null,
    ]
    case 'survival': return [{ key: 'screen.how.survival' }]
    case 'judged': return [
      round.judges ? { key: 'screen.how.judges', params: { n: round.judges } } : null,
      round.marks ? { key: 'screen.how.marks', params: { min: round.marks.min, max: round.marks.max } } : null,
    ]
    default: return []
  }
}

function stockEach(round: Round): Rule | null {
  const left = round.stock?.map((one) => one.left) ?? []
  const first = left[0]
  return first !== undefined && left.every((n) => n === first) ? { key: 'screen.how.stock', params: { n: first } } : null
}

/** What rules of a format with seats are told; none for `everyone`, whose intro has its own words. */
export function rulesOf(round: Round, num: (value: number) => string): Rule[] {
  const marked = round.format === 'judged'
  const fixed = round.values === undefined && !marked && round.format !== 'survival'
  const rules = [
    round.overtime ? { key: 'screen.how.overtime' as Key } : null,
    ...own(round, num),
    round.run_seconds ? { key: 'screen.how.run' as Key, params: { n: round.run_seconds } } : null,
    round.seconds && !round.run_seconds ? { key: secondsKey(round), params: { n: round.seconds } } : null,
    fixed && round.points ? { key: 'screen.points' as Key, params: { n: round.points } } : null,
    round.format === 'buzzer' && round.tries && round.tries > 1 ? { key: 'screen.how.tries' as Key, params: { n: round.tries } } : null,
    round.wager ? { key: 'screen.how.wager' as Key, params: { min: round.wager.min, max: round.wager.max } } : null,
    round.cap !== undefined ? { key: 'screen.how.cap' as Key, params: { n: round.cap } } : null,
  ]
  return rules.filter((rule): rule is Rule => rule !== null).slice(0, MOST)
}

function secondsKey(round: Round): Key {
  if (round.format === 'buzzer') return 'screen.how.after_buzz'
  return round.format === 'judged' ? 'screen.how.perform' : 'screen.each'
}

/** The largest size at which they fit into this room; whether the second language does, too. */
export function rulesFit(texts: Words[][], width: number, free: number): { size: number; second: boolean } {
  const room = width - PAD.inline
  for (const second of texts.some((words) => words[1]) ? [true, false] : [false]) {
    for (const size of second ? [5.4, 5, 4.4] : [5.4, 5, 4.4, 3.8, 3.2]) {
      const tall = texts.reduce((sum, [first, other]) => sum + PAD.block + height(first, size, room, free) + (second ? height(other, size * SECOND, room, free) : 0), 0)
      if (tall <= free) return { size, second }
    }
  }
  return { size: 3.2, second: false }
}
