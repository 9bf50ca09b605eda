// The part of a contest file that makes it a window contest: open for hours or weeks, a paper for everybody.

import type { Kind } from '../shared/protocol'
import { isObject, number, numberOrNull, type Rest, strings, without, word } from './reading'
import { KINDS } from './types'
import { instantOf, localOf, ownZone } from './zone'

export interface Section {
  key: number
  bank: string
  /** So many questions that are not written yet stand in for the bank. */
  placeholder: number | null
  count: number
  tags: string[]
  kinds: Kind[]
  difficulty: [number, number]
  /** Null: as the whole paper. */
  points: number | null
  rest: Rest
}

export const COUNTS = ['best', 'last', 'first', 'sum'] as const
export const REVEALS = ['at_once', 'hand_in', 'close'] as const
export const MULTIPLE = ['all_or_nothing', 'subset_half', 'right_minus_wrong'] as const
export const PARTS = ['all_or_nothing', 'per_part'] as const
type Multiple = (typeof MULTIPLE)[number]
type Parts = (typeof PARTS)[number]

export interface WindowDraft {
  /** Local times of the zone. */
  opens: string
  closes: string
  zone: string
  paper: Section[]
  /** Null: ten. */
  right: number | null
  wrong: number
  none: number
  /** Null: as each question says. */
  multiple: Multiple | null
  parts: Parts | null
  /** Of a paper; null: until the close. */
  seconds: number | null
  /** One by one; null: in any order. */
  questionSeconds: number | null
  /** Papers of one person; 0: as many as one likes; null: one, or with `perDay` as many as there are days. */
  max: number | null
  perDay: number | null
  count: (typeof COUNTS)[number]
  reveal: (typeof REVEALS)[number]
  change: boolean
  shuffleQuestions: boolean
  shuffleOptions: boolean
  entry: 'open' | 'roster'
  study: boolean
  pass: number | null
  /** What decides between equal scores; null: time, then who was earlier. */
  tie: string[] | null
  rest: Rest
}

export const newSection = (key: number, bank: string, count = 10): Section =>
  ({ key, bank, placeholder: null, count, tags: [], kinds: [], difficulty: [1, 5], points: null, rest: {} })

/** Opens tomorrow morning, closes a week later in the evening. */
export function newWindow(bank: string, now = Date.now(), zone = ownZone()): WindowDraft {
  const day = (n: number): string => (localOf(now + n * 86_400_000, zone) ?? new Date(now).toISOString()).slice(0, 10)
  return {
    opens: `${day(1)}T08:00`, closes: `${day(8)}T22:00`, zone, paper: [newSection(1, bank, 20)], right: null, wrong: 0, none: 0,
    multiple: null, parts: null, seconds: 1800, questionSeconds: null, max: null, perDay: null, count: 'best', reveal: 'close', change: true,
    shuffleQuestions: true, shuffleOptions: true, entry: 'open', study: false, pass: null, tie: null, rest: {},
  }
}

const shifted = (local: string, days: number): string => {
  const ms = Date.parse(`${local.slice(0, 10)}T00:00Z`)
  return Number.isFinite(ms) ? `${new Date(ms + days * 86_400_000).toISOString().slice(0, 10)}${local.slice(10)}` : local
}

/** The same once more: if it would have opened already, by so many days later that it opens in time. */
export function again(window: WindowDraft, now = Date.now()): WindowDraft {
  const opens = instantOf(window.opens, window.zone)
  const days = opens === null || opens > now ? 0 : Math.floor((now - opens) / 86_400_000) + 1
  return { ...window, opens: shifted(window.opens, days), closes: shifted(window.closes, days) }
}

/** Answers stand as they are given: one by one, or where the right one is shown at once. */
export const isFinal = (window: WindowDraft): boolean => window.questionSeconds !== null || window.reveal === 'at_once'
export const onePaper = (window: WindowDraft): boolean => window.max === 1 || (window.max === null && window.perDay === null)
export const questionsOf = (window: WindowDraft): number => window.paper.reduce((sum, { count }) => sum + count, 0)
/** What a paper is worth with everything right. */
export const fullOf = (window: WindowDraft): number =>
  Math.round(window.paper.reduce((sum, { count, points }) => sum + count * (points ?? window.right ?? 10), 0) * 100) / 100

function sectionMembers(section: Section): Rest {
  const { tags, kinds, difficulty: [low, high] } = section
  return {
    ...(section.placeholder === null ? { bank: section.bank } : { placeholder: section.placeholder }),
    count: section.count,
    ...(tags.length > 0 ? { tags } : {}),
    ...(kinds.length > 0 ? { kinds } : {}),
    ...(low === 1 && high === 5 ? {} : { difficulty: [low, high] }),
    ...(section.points === null ? {} : { points: section.points }),
    ...section.rest,
  }
}

export function windowMembers(window: WindowDraft): Rest {
  const { right, wrong, none, multiple, parts, max, perDay, count } = window
  const points = wrong === 0 && none === 0 ? right : { ...(right === null ? {} : { right }), wrong, none }
  const attempts = { ...(max === null ? {} : { max }), ...(perDay === null ? {} : { per_day: perDay }), ...(count === 'best' ? {} : { count }) }
  return {
    opens_at: window.opens,
    closes_at: window.closes,
    time_zone: window.zone,
    paper: window.paper.map(sectionMembers),
    ...(points === null ? {} : { points }),
    ...(multiple || parts ? { grading: { ...(multiple ? { multiple } : {}), ...(parts ? { parts } : {}) } } : {}),
    ...(window.seconds === null ? {} : { seconds: window.seconds }),
    ...(window.questionSeconds === null ? {} : { question_seconds: window.questionSeconds }),
    ...(Object.keys(attempts).length > 0 ? { attempts } : {}),
    ...(window.reveal === 'close' ? {} : { reveal: window.reveal }),
    ...(window.change || isFinal(window) ? {} : { change: false }),
    ...(window.shuffleQuestions ? {} : { shuffle_questions: false }),
    ...(window.shuffleOptions ? {} : { shuffle_options: false }),
    ...(window.entry === 'open' ? {} : { entry: window.entry }),
    ...(window.study ? { study: true } : {}),
    ...(window.pass === null ? {} : { pass: window.pass }),
    ...window.rest,
  }
}

function sectionOf(value: unknown, i: number, shared: number | null): Section {
  const section = isObject(value) ? value : {}
  const [low, high] = Array.isArray(section.difficulty) ? section.difficulty : []
  const kinds = strings(section.kinds) as Kind[]
  const points = numberOrNull(section.points)
  return {
    key: i + 1, bank: typeof section.bank === 'string' ? section.bank : '', placeholder: numberOrNull(section.placeholder),
    count: number(section.count, 10), tags: strings(section.tags),
    // With every default written out: all kinds are no choice, and points like all others' are none of its own.
    kinds: KINDS.every((kind) => kinds.includes(kind)) ? [] : kinds,
    difficulty: [number(low, 1), number(high, 5)], points: points === (shared ?? 10) ? null : points,
    rest: without(section, 'bank', 'placeholder', 'count', 'tags', 'kinds', 'difficulty', 'points'),
  }
}

const NAMES = [
  'opens_at', 'closes_at', 'time_zone', 'paper', 'points', 'grading', 'seconds', 'question_seconds', 'attempts', 'reveal', 'change',
  'shuffle_questions', 'shuffle_options', 'entry', 'study', 'pass',
]

export function windowOf(file: Rest, tie: unknown): WindowDraft {
  const points = isObject(file.points) ? file.points : { right: file.points }
  const grading = isObject(file.grading) ? file.grading : {}
  const attempts = isObject(file.attempts) ? file.attempts : {}
  return {
    opens: typeof file.opens_at === 'string' ? file.opens_at : '',
    closes: typeof file.closes_at === 'string' ? file.closes_at : '',
    zone: typeof file.time_zone === 'string' ? file.time_zone : '',
    paper: Array.isArray(file.paper) ? file.paper.map((section, i) => sectionOf(section, i, numberOrNull(points.right))) : [],
    right: numberOrNull(points.right), wrong: number(points.wrong, 0), none: number(points.none, 0),
    multiple: MULTIPLE.find((one) => one === grading.multiple) ?? null, parts: PARTS.find((one) => one === grading.parts) ?? null,
    seconds: numberOrNull(file.seconds), questionSeconds: numberOrNull(file.question_seconds),
    max: numberOrNull(attempts.max), perDay: numberOrNull(attempts.per_day), count: word(attempts.count, COUNTS, 'best'),
    reveal: word(file.reveal, REVEALS, 'close'), change: file.change !== false,
    shuffleQuestions: file.shuffle_questions !== false, shuffleOptions: file.shuffle_options !== false,
    entry: word(file.entry, ['open', 'roster'], 'open'), study: file.study === true, pass: numberOrNull(file.pass),
    tie: Array.isArray(tie) ? strings(tie) : null,
    rest: without(file, ...NAMES),
  }
}
