// What stands beside the name in the bar, and in which colour the bar is.

import type { State } from '../../shared/protocol'
import { em } from '../measure'
import { type Moment, runOf } from './moment'

export type AsideKind = 'verdict' | 'buzz' | 'foul' | 'values' | 'marked' | 'run'

/** The most each may take of the width, in u, on 16:9 and on 4:3; of the values that of four. */
export const ASIDE: Record<'wide' | 'narrow', Record<AsideKind, number>> = {
  wide: { verdict: 50, buzz: 50, foul: 52, values: 36, marked: 38, run: 24 },
  narrow: { verdict: 50, buzz: 50, foul: 42, values: 36, marked: 30, run: 24 },
}

/** More values than these do not stand in the bar. */
const MINI = 4

/** The newest first, as many as there is room for. */
export function asidesOf(state: State, wide: boolean): AsideKind[] {
  const { stage, round } = state
  if (!stage || !round) return []
  const open = stage.step !== undefined || state.phase === 'reading'
  const has: Record<AsideKind, boolean> = {
    verdict: stage.verdict !== undefined && round.format !== 'survival' && stage.marks === undefined && stage.step !== 'hall',
    buzz: round.format === 'buzzer' && stage.buzz !== undefined && stage.buzz.seat > 0 && stage.step !== 'close',
    foul: stage.foul !== undefined, values: round.format === 'risk' && stage.step !== 'pick' && (round.values?.length ?? 0) <= MINI && stage.value !== undefined,
    marked: round.format === 'judged' && stage.marks === undefined && stage.marked !== undefined,
    run: round.format === 'rush' && runOf(state) !== null,
  }
  const answering = stage.step === 'answer'
  const order: AsideKind[] = !open ? ['verdict', 'buzz', 'run', 'foul', 'values'] : answering ? ['buzz', 'foul', 'run', 'verdict', 'values', 'marked'] : ['foul', 'verdict', 'run', 'values', 'marked']
  return order.filter((kind) => has[kind]).slice(0, wide ? 2 : 1)
}

/** Colour never says it alone: a sign and a word stand beside it. */
export function toneOf(state: State, { scene, seat }: Moment): 'armed' | 'ok' | 'bad' | 'warn' | 'plain' {
  const verdict = state.stage?.verdict
  if (scene === 'armed' || scene === 'again') return 'armed'
  if (scene === 'last') return 'ok'
  if (scene === 'verdict' && verdict && seat) return verdict.is === 'right' ? 'ok' : verdict.is === 'partial' ? 'warn' : 'bad'
  if (scene === 'hall' || scene === 'void' || scene === 'passed') return 'warn'
  return 'plain'
}

/** Words above the name: as many as the room holds, the first always. */
export function partsThatFit(parts: string[], size: number, room: number): number {
  const gap = 2
  let at = 0
  for (const [i, part] of parts.entries()) {
    at += em(part) * size + (i > 0 ? gap : 0)
    if (i > 0 && at > room) return i
  }
  return parts.length
}
