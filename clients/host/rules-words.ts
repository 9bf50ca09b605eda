// The rules of a contest in plain sentences, made from its file: what the file says and nothing else. A
// sentence is one key of the words; which ones there are follows from the settings, with the defaults of the
// contest file where it is silent.

import type { Key, Params } from '../shared/i18n'
import type { ContestFile, FoulRow, RoundFile, WagerFile } from '../shared/paper'
import type { TextMap } from '../shared/protocol'
import { FORMATS } from './labels'

/** One language to say it in. */
export interface Voice {
  tag: string
  t: (key: Key, params?: Params) => string
  num: (value: number) => string
  signed: (value: number) => string
  pick: (map: TextMap | undefined) => string
}
export interface Section { title: string; lines: string[] }

type Format = (typeof FORMATS)[number]
const ORDERS = ['seat', 'reverse', 'high_low', 'low_high', 'lot'] as const
const EARLY = ['blocked', 'allowed', 'out', 'deduct', 'void', 'hall'] as const
const TIES = ['time', 'correct', 'last', 'playoff'] as const
/** Formats in which seats take turns in an order. */
const ROTATING: Format[] = ['turn', 'risk', 'rush', 'ladder', 'judged']

const known = <T extends string>(list: readonly T[], word: string | undefined): T | undefined => list.find((one) => one === word)
const formatOf = (round: RoundFile): Format => known(FORMATS, round.format) ?? 'everyone'

/** How many questions the file names or draws; null: it does not say. */
export function questionsOf(round: RoundFile): number | null {
  const count = (draw: unknown): number => {
    if (typeof draw !== 'object' || draw === null) return 0
    const { count: n, placeholder } = draw as { count?: unknown; placeholder?: unknown }
    return typeof n === 'number' ? n : typeof placeholder === 'number' ? placeholder : 0
  }
  const ids = (round.questions as { ids?: unknown[] } | undefined)?.ids
  const n = Array.isArray(ids) ? ids.length : [round.draw].flat().reduce<number>((sum, draw) => sum + count(draw), 0)
  return n > 0 ? n : null
}

/** Points of a round with the defaults of its format; right null: as each question says. */
export function pointsOf(round: RoundFile): { right: number | null; wrong: number; none: number } {
  const format = formatOf(round)
  const stated = typeof round.points === 'number' ? { right: round.points } : (round.points ?? {})
  const loss = format === 'buzzer' ? -10 : 0
  const right = ['turn', 'buzzer', 'rush'].includes(format) ? 10 : null
  return { right: stated.right ?? right, wrong: stated.wrong ?? loss, none: stated.none ?? loss }
}

class Writer {
  sections: Section[] = []
  constructor(readonly voice: Voice) {}

  open(title: Key): this {
    this.sections.push({ title: this.voice.t(title), lines: [] })
    return this
  }

  say(when: unknown, key: Key, params?: Params): this {
    if (when) this.sections.at(-1)?.lines.push(this.voice.t(key, params))
    return this
  }

  list(values: number[]): string {
    return values.map((value) => this.voice.num(value)).join(this.voice.t('sheet.comma'))
  }

  get done(): Section[] {
    return this.sections.filter(({ lines }) => lines.length > 0)
  }
}

/** The rules of one round. `teams`: teams compete, not people. */
export function roundWords(file: ContestFile, round: RoundFile, voice: Voice): Section[] {
  const out = new Writer(voice)
  who(out, file, round)
  when(out, round)
  worth(out, round)
  after(out, file, round)
  return out.done
}

function who(out: Writer, file: ContestFile, round: RoundFile): void {
  const format = formatOf(round)
  const n = questionsOf(round)
  const order = typeof round.order === 'string' ? { by: round.order } : round.order
  const by = known(ORDERS, order?.by) ?? 'seat'
  const scored = by === 'high_low' || by === 'low_high'
  out.open('sheet.who').say(true, `sheet.format_${format}`)
    .say(format === 'survival', 'sheet.survivors', { n: round.survivors ?? 1 })
    .say(round.revival, 'sheet.revival', { n: round.revival ?? 0 })
    .say(round.per_seat, format === 'risk' ? 'sheet.passes' : 'sheet.per_seat', { n: round.per_seat ?? 0 })
    .say(!round.per_seat && n !== null && format !== 'risk', 'sheet.questions', { n: n ?? 0 })
  if (file.seats === 'teams') {
    out.say(['turn', 'buzzer', 'risk', 'rush', 'ladder'].includes(format), round.speaker === 'member' ? 'sheet.speaker_member' : 'sheet.speaker_any')
      .say(round.help === 'foul', 'sheet.help_foul', { points: out.voice.num(-(round.help_points ?? 0)) })
      .say(round.help === 'allowed', 'sheet.help_allowed')
  }
  out.say(round.answer_by === 'mouth', 'sheet.by_mouth').say(round.answer_by === 'device', 'sheet.by_device')
  if (ROTATING.includes(format)) {
    out.say(true, `sheet.order_${by}`)
      .say(scored, order && 'equals' in order && order.equals === 'lot' ? 'sheet.equals_lot' : 'sheet.equals_seat')
      .say((round.per_seat ?? 0) > 1, round.spread === 'group' ? 'sheet.spread_group' : 'sheet.spread_rotate')
  }
}

function when(out: Writer, round: RoundFile): void {
  const format = formatOf(round)
  out.open('sheet.time')
    .say(round.start === 'host', format === 'buzzer' ? 'sheet.start_host_buzz' : 'sheet.start_host')
    .say(round.reading && round.start !== 'host', 'sheet.reading', { n: round.reading ?? 0 })
    .say(round.begin, round.begin?.late === 'round' ? 'sheet.begin_round' : 'sheet.begin_turn', { n: round.begin?.seconds ?? 0 })
    .say(round.buzz_seconds, 'sheet.buzz_seconds', { n: round.buzz_seconds ?? 0 })
    .say(round.run_seconds, 'sheet.run_seconds', { n: round.run_seconds ?? 0 })
    .say(round.seconds, format === 'buzzer' ? 'sheet.seconds_buzz' : 'sheet.seconds', { n: round.seconds ?? 0 })
}

function worth(out: Writer, round: RoundFile): void {
  const format = formatOf(round)
  const { right, wrong, none } = pointsOf(round)
  const { num, signed } = out.voice
  out.open('sheet.points')
  if (format === 'risk') {
    const pair = { list: out.list(round.values ?? [10, 20, 30]) }
    out.say(true, 'sheet.values', pair).say(true, round.wrong === 'zero' ? 'sheet.risk_zero' : 'sheet.risk_minus')
      .say(round.stock, 'sheet.stock', { n: round.stock ?? 0 })
      .say(round.distinct_values, 'sheet.distinct').say(true, 'sheet.pass').say(round.may_name, 'sheet.may_name')
  } else if (format === 'ladder') {
    out.say(round.values?.length, 'sheet.rungs', { list: out.list(round.values ?? []) })
      .say(true, round.safe?.length ? 'sheet.safe' : 'sheet.fall', { list: out.list(round.safe ?? []) }).say(true, 'sheet.stop')
  } else if (format === 'judged') {
    out.say(true, 'sheet.marks', { n: round.judges ?? 1, min: round.marks?.min ?? 0, max: round.marks?.max ?? 10 })
      .say(true, round.trimmed ? 'sheet.trimmed' : 'sheet.mean')
  } else if (round.wager) {
    wagers(out, round.wager)
  } else if (format !== 'survival' || right !== null) {
    out.say(right === null, 'sheet.points_own')
      .say(right !== null, 'sheet.right', { points: signed(right ?? 0) })
      .say(wrong === none, 'sheet.wrong_none', { points: points(out, wrong) })
      .say(wrong !== none, 'sheet.wrong', { points: points(out, wrong) })
      .say(wrong !== none, 'sheet.none', { points: points(out, none) })
  }
  const speed = typeof round.speed === 'object' ? round.speed : undefined
  out.say(speed?.kind === 'linear', 'sheet.speed_linear', { n: speed?.floor ?? 50 })
    .say(speed?.kind === 'bounded', 'sheet.speed_bounded', { points: num(speed?.bonus ?? 0) })
    .say(speed?.kind === 'steps', 'sheet.speed_steps', { list: out.list(speed?.points ?? []) })
    .say(round.streak?.bonus, 'sheet.streak', { points: num(round.streak?.bonus ?? 0), max: num(round.streak?.max ?? 0) })
    .say(round.cap, 'sheet.cap', { points: num(round.cap ?? 0) })
}

function wagers(out: Writer, { min = 0, max, step, limit, none, time = 20 }: WagerFile): void {
  const { num } = out.voice
  out.say(true, 'sheet.wager', { min: num(min), max: num(max) })
    .say(step !== undefined && step < max - min, 'sheet.wager_step', { n: num(step ?? 0) })
    .say(limit === 'score', 'sheet.wager_score')
    .say(true, 'sheet.wager_worth').say(true, none === 'lose' ? 'sheet.wager_lose' : 'sheet.wager_keep')
    .say(time > 0, 'sheet.wager_time', { n: time, min: num(min) }).say(time === 0, 'sheet.wager_host', { min: num(min) })
}

const points = (out: Writer, value: number): string => (value === 0 ? out.voice.t('sheet.zero') : out.voice.signed(value))

function after(out: Writer, file: ContestFile, round: RoundFile): void {
  const format = formatOf(round)
  if (format === 'buzzer') {
    const rule = known(EARLY, round.early?.then) ?? 'out'
    const loss = -(round.early?.points ?? 0)
    out.open('sheet.early').say(true, `sheet.early_${rule}`).say(loss > 0, 'sheet.early_points', { points: out.voice.num(loss) })
    for (const row of round.early?.escalation ?? []) escalate(out, row)
    out.say(round.too_close, round.too_close === 'lot' ? 'sheet.close_lot' : round.too_close === 'again' ? 'sheet.close_again' : 'sheet.close_first')
  }
  out.open('sheet.then')
  if (format === 'buzzer') {
    const tries = round.tries ?? 1
    out.say(tries === 1, 'sheet.tries_one').say(tries > 1, 'sheet.tries', { n: tries })
      .say(true, round.fallback === 'hall' ? 'sheet.fall_hall' : 'sheet.fall_end')
  } else {
    out.say(round.fallback === 'hall', 'sheet.fall_hall')
  }
  out.say(round.limit, 'sheet.limit', { n: round.limit ?? 0 }).say(round.overtime, 'sheet.overtime')
    .say(file.hall?.when === 'along' && !round.overtime && format !== 'judged', 'sheet.hall_along')
}

function escalate(out: Writer, row: FoulRow): void {
  const params = { n: row.count, points: out.voice.num(-(row.points ?? 0)) }
  out.say(row.points && row.bar, 'sheet.foul_both', params)
    .say(row.points && !row.bar, 'sheet.foul_points', params)
    .say(!row.points && row.bar, 'sheet.foul_bar', params)
}

/** What holds for the whole contest. */
export function contestWords(file: ContestFile, voice: Voice): Section[] {
  const out = new Writer(voice)
  const title = (map: TextMap | string): string => (typeof map === 'string' ? map : voice.pick(map))
  out.open('sheet.contest')
    .say(true, file.seats === 'teams' ? 'sheet.seats_teams' : 'sheet.seats_people', { n: file.teams?.length ?? 0 })
    .say(file.base, 'sheet.base', { points: voice.num(file.base ?? 0) })
    .say(file.floor !== undefined, 'sheet.floor', { points: voice.num(file.floor ?? 0) })
    .say(file.individual, 'sheet.individual')
    .say(file.substitutions, 'sheet.fielded', { n: file.substitutions?.fielded ?? 0 })
    .say(file.substitutions && !file.substitutions.max, 'sheet.no_substitutions')
    .say(file.substitutions?.max, file.substitutions?.when === 'turns' ? 'sheet.substitutions_turns' : 'sheet.substitutions_rounds', { n: file.substitutions?.max ?? 0 })
    .say(file.rounds, 'sheet.rounds', { n: file.rounds?.length ?? 0 })
  const hall = file.seats === 'teams' ? (file.hall?.when ?? 'along') : 'never'
  out.open('sheet.hall').say(hall === 'along', 'sheet.hall_is_along', { points: voice.num(file.hall?.right ?? 10) })
    .say(hall === 'fallen', 'sheet.hall_is_fallen', { points: voice.num(file.hall?.right ?? 10) })
    .say(hall !== 'never' && file.hall?.seconds, 'sheet.hall_seconds', { n: file.hall?.seconds ?? 0 })
  out.open('sheet.ties')
  const ties = (file.tie ?? []).flatMap((tie) => known(TIES, tie) ?? [])
  ties.forEach((tie, i) => out.say(true, i === 0 ? 'sheet.tie_first' : 'sheet.tie_next', { rule: voice.t(`sheet.tie_${tie}`) }))
  out.say(true, ties.length > 0 ? 'sheet.tie_rest' : 'sheet.tie_shared')
  out.open('sheet.awards')
  for (const award of file.awards ?? []) {
    out.say(true, award.at_least === undefined ? 'sheet.award' : 'sheet.award_at_least', { title: title(award.title), n: award.places, points: voice.num(award.at_least ?? 0) })
  }
  return out.done
}
