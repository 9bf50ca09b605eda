// What a phone says of the stage in words, most important first.

import type { Key, Params } from '../../shared/i18n'
import { lang } from '../../shared/lang.svelte'
import type { Seat } from '../../shared/protocol'
import { type Model, seatOf, slotOf } from '../../shared/state'
import { allAnswer, inHall, isMine, isTeams, marginOf, mayAct, seatNumbered, stageOf } from './scene'

export interface Line {
  key: Key
  params?: Params
  tone: 'ok' | 'bad' | 'warn' | 'own' | 'plain'
  icon?: 'right' | 'wrong' | 'none'
  points?: number
  /** Said beside what matters, never as the first thing. */
  minor?: true
}

/** Milliseconds as the hundredths of a second that decide a buzz. */
export const hundredths = (ms: number): number => Math.max(0.01, Math.round(ms / 10) / 100)

const called = (seat: Seat | undefined): string => lang.pick(seat?.name).text

/** Whose turn it is, or who has won it. */
function whose(model: Model): Line[] {
  const { format } = model.state?.round ?? {}
  const { step, seat, owner, member_name: member, hall, passed, buzz } = stageOf(model)
  if (step === 'hall' || hall) {
    return [inHall(model) ? { key: 'stage.hall_open_own', tone: 'own' } : { key: 'stage.hall_open', tone: 'plain' }]
  }
  if (allAnswer(model)) return standing(model)
  const acting = seatNumbered(model, step === 'pick' ? (owner ?? seat) : seat)
  if (!acting) return []
  const mine = isMine(model)
  // The button says it, too, and larger.
  if (format === 'buzzer' && !mine && !inHall(model) && model.state?.phase === 'open') return []
  const name = called(acting)
  const lines: Line[] = []
  const say = (own: Key, other: Key) => lines.push({ key: mine ? own : other, params: { name }, tone: mine ? 'own' : 'plain' })
  if (passed) say('stage.passed_own', 'stage.passed')
  else if (step === 'pick') say('stage.pick_own', 'stage.pick_other')
  else if (format === 'buzzer') say('stage.first_own', 'stage.first_other')
  else if (format === 'judged') say('stage.perform_own', 'stage.perform')
  else say('stage.turn_own', 'stage.turn_other')
  if (owner && owner !== seat && step !== 'pick') {
    lines.push({ key: mine ? 'stage.named_own' : 'stage.named', params: { owner: called(seatNumbered(model, owner)), name }, tone: 'plain' })
  }
  if (member) lines.push({ key: 'stage.member', params: { name: member }, tone: mine ? 'own' : 'plain' })
  const margin = format === 'buzzer' ? marginOf(model) : undefined
  if (format === 'buzzer' && buzz?.too_close) lines.push({ key: 'stage.too_close', tone: 'warn' })
  else if (margin?.ownSecond) lines.push({ key: 'stage.behind', params: { s: hundredths(margin.ms) }, tone: 'plain' })
  else if (margin) lines.push({ key: 'stage.ahead', params: { s: hundredths(margin.ms), name: lang.pick(margin.second).text }, tone: 'plain' })
  if (mine && step === 'answer' && !mayAct(model) && !model.state?.paused) lines.push({ key: 'stage.aloud', tone: 'plain' })
  return lines
}

/** Where all answer: who is still in. */
function standing(model: Model): Line[] {
  if (model.state?.round?.format !== 'survival') return []
  const own = seatOf(model)
  if (!own) return []
  if (!own.out) return [{ key: 'stage.in', tone: 'ok', icon: 'right' }]
  if (own.may) return [{ key: 'stage.revival', tone: 'own' }]
  return [{ key: 'stage.out', tone: 'bad', icon: 'wrong' }]
}

function foul(model: Model): Line[] {
  const { foul: said } = stageOf(model)
  if (!said) return []
  const own = said.seat === model.you?.seat
  const key: Key = own ? `stage.foul_${said.kind}_own` : `stage.foul_${said.kind}`
  return [{ key, params: { name: called(seatNumbered(model, said.seat)) }, tone: own ? 'bad' : 'warn', icon: 'wrong', points: said.points }]
}

const MARKS = { right: ['ok', 'right'], wrong: ['bad', 'wrong'], none: ['bad', 'none'], partial: ['warn', 'right'] } as const

function verdict(model: Model): Line[] {
  const { verdict: said } = stageOf(model)
  // Judges say more than right or wrong.
  if (!said || model.state?.round?.format === 'judged') return []
  const own = said.seat === model.you?.seat
  if (own && model.state?.phase === 'reveal') return [] // the result says it, larger
  const [tone, icon] = MARKS[said.is]
  const key: Key = own ? `stage.verdict_${said.is}_own` : `stage.verdict_${said.is}`
  return [{ key, params: { name: called(seatNumbered(model, said.seat)) }, tone, icon, points: said.points }]
}

export function linesOf(model: Model): Line[] {
  const { phase, round, paused } = model.state ?? {}
  const { step } = stageOf(model)
  const told = [...verdict(model), ...foul(model)]
  // After a verdict the turn may go on with somebody else: then who that is comes first.
  const after = stageOf(model).verdict?.seat === model.you?.seat && phase === 'reveal'
  const lines = phase === 'open' && step ? [...whose(model), ...told] : told.length > 0 || after ? told : whose(model)
  if (round?.overtime) lines.push({ key: 'stage.overtime', tone: seatOf(model)?.tied ? 'warn' : 'plain', minor: true })
  if (inHall(model) && phase === 'open' && !paused && step !== 'hall' && step !== 'marks') {
    lines.push({ key: mayAct(model) || slotOf(model) ? 'stage.hall_along' : 'stage.hall_watch', tone: 'plain', minor: true })
  }
  if ((phase === 'open' || phase === 'reading' || phase === 'locked') && step !== 'wager' && model.you?.stake !== undefined) {
    lines.push({ key: 'stage.staked', params: { n: model.you.stake }, tone: 'plain', minor: true })
  }
  if (phase !== 'reveal' && isTeams(model) && seatOf(model) && model.slot?.status === 'sent') lines.push({ key: 'stage.team_answer', tone: 'plain', minor: true })
  return lines
}

const OWN_ERRORS = ['not_your_turn', 'barred', 'blocked', 'bad_value', 'value_taken', 'no_seat', 'no_change'] as const

/** A refused buzz, pick, wager, name or pass in words; null: nothing was refused. An answer has its own line. */
export function refusal(model: Model): Key | null {
  const { error } = model
  if (!error || !['buzz', 'pick', 'wager', 'name', 'pass'].includes(error.re ?? '')) return null
  if (error.re === 'wager' && error.code === 'bad_value') return 'stage.error_stake'
  const own = OWN_ERRORS.find((code) => code === error.code)
  if (own) return `stage.error_${own}`
  return error.code === 'late' || error.code === 'not_now' ? `error.${error.code}` : 'error.other'
}
