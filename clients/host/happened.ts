// What happened between two states, for the console's own log. It tells what this page has seen; the
// log that proves the contest is the server's.

import type { Key, Params } from '../shared/i18n'
import { lang } from '../shared/lang.svelte'
import type { State } from '../shared/protocol'
import { isBefore } from './labels'

export interface Happening { key: Key; params?: Params }

const PAUSED = { host: 'log.paused', restart: 'log.restart', store: 'log.store' } as const
const ASKED = ['reading', 'open', 'locked']

/** The turn, also while no question is picked yet. */
const turnOf = (state: State): number => state.question?.turn ?? state.stage?.turn ?? 0

/** Did the undo of this kind just become possible? Then it was just done. */
const fresh = (what: 'skip' | 'remove', before: State, after: State): boolean =>
  after.undo?.what === what && after.undo.until !== before.undo?.until

/** A skipped turn is back: it lies before the place that the skip had led to. */
function unskipped(before: State, after: State): boolean {
  if (before.undo?.what !== 'skip' || !ASKED.includes(after.phase)) return false
  const [was, turn] = [before.question?.turn ?? 0, after.question?.turn ?? 0]
  return turn < was || (before.phase === 'standings' && turn === was)
    || (before.phase === 'intro' && (after.round?.n ?? 0) < (before.round?.n ?? 0))
}

/** A removal could still be taken back, is gone, and one more is in. */
function restored(before: State, after: State): boolean {
  const { undo } = before
  return undo?.what === 'remove' && (undo.until ?? 0) > after.now && after.undo?.until !== undo.until && after.players > before.players
}

export function happened(before: State | null, after: State): Happening[] {
  const list: Happening[] = []
  if (!before) return [{ key: 'log.here', params: {} }]
  const add = (key: Key, params: Params = {}) => void list.push({ key, params })
  const turn = turnOf(after)
  const was = turnOf(before)

  if (fresh('remove', before, after)) add('log.removed', { name: after.undo?.name ?? '' })
  if (fresh('skip', before, after)) add('log.skipped', { n: was })
  if (before.phase === 'locked' && after.phase === 'open' && was === turn) add('log.reopened', { n: turn })
  else if (unskipped(before, after)) add('log.unskipped', { n: turn })
  else if (after.phase !== before.phase || turn !== was || (isBefore(before) && !isBefore(after))) add(...step(after))
  onStage(before, after, add)
  lineups(before, after, add)
  if (restored(before, after)) add('log.restored', { name: before.undo?.name ?? '' })

  if (after.paused && !before.paused) add(PAUSED[after.reason ?? 'host'])
  else if (before.paused && !after.paused) add('log.resumed')
  else if (longer(before, after)) add('log.extended')
  if (after.admit !== before.admit && after.phase !== 'finished') add(after.admit ? 'log.door_open' : 'log.door_shut')
  if (Boolean(after.approve) !== Boolean(before.approve)) add(after.approve ? 'log.approve' : 'log.unapprove')
  if (Boolean(after.blank) !== Boolean(before.blank)) add(after.blank ? 'log.blank' : 'log.unblank')
  if (after.notice && after.notice.id !== before.notice?.id) add('log.message', { text: after.notice.text })
  else if (before.notice && !after.notice) add('log.unmessage')
  return list
}

/** Who came in for whom; a substitution that is taken back is told as that. */
function lineups(before: State, after: State, add: (key: Key, params?: Params) => void): void {
  for (const seat of after.seats ?? []) {
    const was = before.seats?.find((one) => one.seat === seat.seat)?.fielded
    const out = was?.find(({ n }) => !seat.fielded?.some((one) => one.n === n))
    const come = seat.fielded?.find(({ n }) => was && !was.some((one) => one.n === n))
    if (!out || !come) continue // the first who join just take their places
    const undone = before.undo?.what === 'substitution' && after.undo?.what !== 'substitution'
    add(undone ? 'log.unsubstituted' : 'log.substituted', { team: lang.pick(seat.name).text, out: out.name, name: come.name })
  }
}

/** What a seat has done and what was said of it. */
function onStage(before: State, after: State, add: (key: Key, params?: Params) => void): void {
  const { stage } = after
  const old = before.stage
  const fresher = (was: unknown, is: unknown): boolean => is !== undefined && JSON.stringify(was) !== JSON.stringify(is)
  const name = (seat: number): string => lang.pick(after.seats?.find((one) => one.seat === seat)?.name).text
  if (stage?.buzz && fresher(old?.buzz, stage.buzz)) add('log.buzz', { name: name(stage.buzz.seat) })
  if (stage?.foul && fresher(old?.foul, stage.foul)) add(`log.foul_${stage.foul.kind}`, { name: name(stage.foul.seat), points: lang.signed(stage.foul.points) })
  if (stage?.verdict && fresher(old?.verdict, stage.verdict)) {
    add(after.round?.format === 'judged' ? 'log.marks' : `log.verdict_${stage.verdict.is}`, { name: name(stage.verdict.seat), points: lang.signed(stage.verdict.points) })
  } else if (old?.verdict && stage && !stage.verdict && before.undo?.what === 'verdict' && before.question?.turn === after.question?.turn) {
    add('log.unverdict', { name: name(old.verdict.seat) })
  }
  if (stage?.hall && !old?.hall) add('log.hall')
  if (before.acting !== after.acting && before.acting !== undefined) add(after.acting ? 'log.took' : 'log.gave')
}

function step(state: State): [Key, Params] {
  const n = turnOf(state)
  switch (state.phase) {
    case 'lobby': return ['log.here', {}]
    case 'intro': return ['log.intro', { n: state.round?.n ?? 0 }]
    case 'reading': return ['log.reading', { n }]
    case 'open': return [isBefore(state) ? `log.${state.stage?.step === 'wager' ? 'wager' : 'pick'}` : 'log.open', { n }]
    case 'locked': return ['log.locked', { n }]
    case 'reveal': return state.stage && state.round?.format !== 'survival' ? ['log.revealed', { n }] : ['log.reveal', { n, right: state.tally?.right ?? 0, of: state.tally?.answered ?? 0 }]
    case 'standings': return ['log.standings', {}]
    case 'finished': return ['log.finished', {}]
  }
}

/** Given more time: the end has moved though the clock has not stood still. */
function longer(before: State, after: State): boolean {
  if (before.phase !== after.phase || before.question?.turn !== after.question?.turn) return false
  if (before.paused !== after.paused) return false
  if (before.stage?.step !== after.stage?.step || before.stage?.seat !== after.stage?.seat) return false // another clock
  const [old, now] = before.paused ? [before.left_ms, after.left_ms] : [before.closes_at, after.closes_at]
  return old !== undefined && now !== undefined && now > old
}
