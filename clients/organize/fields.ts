// Which field of the page stands for a place in the contest file: a problem there is shown with the field's name
// and leads to it.

import type { Key } from '../shared/i18n'
import type { Draft } from './draft'
import type { WindowDraft } from './window'

const LIVE = ['basics', 'questions', 'play', 'people', 'prizes'] as const
const WINDOW = ['basics', 'schedule', 'paper', 'rules', 'people', 'prizes'] as const
export type Part = (typeof LIVE | typeof WINDOW)[number]
/** The parts of the form, in its order. */
export const partsOf = (draft: Draft): readonly Part[] => (draft.window ? WINDOW : LIVE)

export interface Field {
  id: string
  section: Part
  label: Key
  /** Number of the round; of the section of the paper; of the unit or the prize. */
  round?: number
  part?: number
  nth?: number
}

type Place = [id: string, section: Part, label: Key]

const TOP: Record<string, Place> = {
  title: ['title', 'basics', 'make.title'],
  languages: ['languages', 'basics', 'make.languages'],
  default_language: ['languages', 'basics', 'make.languages'],
  screen_languages: ['wall', 'basics', 'make.wall'],
  pace: ['pace', 'play', 'make.pace'],
  teams: ['teams', 'people', 'make.teams'],
  team_score: ['team-score', 'people', 'make.team_score'],
  one_prize: ['one-prize', 'prizes', 'prize.one'],
  tie: ['tie', 'rules', 'online.tie'],
  team_required: ['team-required', 'people', 'make.team_required'],
  late: ['late', 'people', 'make.late'],
}
const DRAWN: Record<string, Key> = {
  bank: 'make.bank', count: 'make.count', tags: 'make.tags', kinds: 'make.kinds', difficulty: 'make.difficulty', ids: 'make.named',
}
const PLAYED: Record<string, Key> = {
  seconds: 'make.seconds', reading: 'make.reading', points: 'make.right', speed: 'make.speed', change: 'make.change', standings: 'make.standings',
}

// Where the window says how it goes; the names of one field of the form.
const WINDOWED: Record<string, Place> = {
  opens_at: ['opens', 'schedule', 'online.opens'],
  closes_at: ['closes', 'schedule', 'online.closes'],
  time_zone: ['zone', 'schedule', 'online.zone'],
  paper: ['paper', 'paper', 'online.paper'],
  points: ['right', 'rules', 'make.right'],
  grading: ['multiple', 'rules', 'online.multiple'],
  seconds: ['minutes', 'rules', 'online.minutes'],
  question_seconds: ['question-seconds', 'rules', 'online.question_seconds'],
  attempts: ['attempts', 'rules', 'online.attempts'],
  reveal: ['reveal', 'rules', 'online.reveal'],
  change: ['change', 'rules', 'online.change'],
  shuffle_questions: ['shuffle-questions', 'rules', 'online.shuffle_questions'],
  shuffle_options: ['shuffle-options', 'rules', 'online.shuffle_options'],
  entry: ['entry', 'people', 'online.entry'],
  study: ['study', 'rules', 'online.study'],
  pass: ['pass', 'rules', 'online.pass'],
}
const INNER: Record<string, Place> = {
  'points.wrong': ['wrong', 'rules', 'make.wrong'],
  'points.none': ['none', 'rules', 'online.none'],
  'grading.parts': ['parts', 'rules', 'online.parts'],
  'attempts.max': ['max', 'rules', 'online.max'],
  'attempts.per_day': ['per-day', 'rules', 'online.per_day'],
  'attempts.count': ['counts', 'rules', 'online.counts'],
}
const SECTIONED: Record<string, Key> = { ...DRAWN, points: 'online.section_points', placeholder: 'online.placeholder' }
const PRIZED: Record<string, Key> = {
  title: 'prize.title', places: 'prize.places', winners: 'prize.winners', for: 'prize.for', by: 'prize.by', at_least: 'prize.at_least',
}

export const sectionField = (key: number, name: string): string => `f-s${key}-${name}`
export const prizeField = (list: 'awards' | 'draws', key: number, name: string): string => `f-${list}${key}-${name}`

function windowField(path: string[], window: WindowDraft): Field {
  const [name = '', index = '', member = ''] = path
  const section = name === 'paper' ? window.paper[Number(index)] : undefined
  if (section && index !== '') {
    const known = SECTIONED[member] ? member : 'count'
    return { id: sectionField(section.key, known), section: 'paper', label: SECTIONED[known] ?? 'make.count', part: Number(index) + 1 }
  }
  const [id, part, label] = INNER[`${name}.${index}`] ?? WINDOWED[name] ?? ['opens', 'schedule', 'online.schedule']
  return { id: `f-${id}`, section: part, label }
}

function prizeOf(list: 'awards' | 'draws', [index = '', name = '']: string[], draft: Draft): Field {
  const prize = index === '' ? undefined : draft[list][Number(index)]
  const label = list === 'awards' ? 'prize.awards' : 'prize.draws'
  if (!prize) return { id: `f-${list}`, section: 'prizes', label }
  const known = PRIZED[name] ? name : 'title'
  return { id: prizeField(list, prize.key, known), section: 'prizes', label: PRIZED[known] ?? label, nth: Number(index) + 1 }
}

export const roundField = (key: number, name: string): string => `f-r${key}-${name}`

export function fieldOf(path: string, draft: Draft): Field {
  const [first = '', index = '', name = '', inner = ''] = path.split('.')
  if (first === 'window' && draft.window) return windowField(path.split('.').slice(1), draft.window)
  if (first === 'awards' || first === 'draws') return prizeOf(first, path.split('.').slice(1), draft)
  const top = TOP[first]
  if (top && first === 'teams' && index !== '') return { id: 'f-teams', section: 'people', label: draft.window ? 'units.units' : 'make.teams', nth: Number(index) + 1 }
  if (top) return { id: `f-${top[0]}`, section: top[1], label: top[2] }
  if (draft.window) return { id: 'f-opens', section: 'schedule', label: 'online.schedule' }
  const round = first === 'rounds' ? draft.rounds[Number(index)] : undefined
  if (index === '' || !round) return { id: 'f-rounds', section: 'questions', label: 'make.rounds' }
  const n = Number(index) + 1
  const drawn = DRAWN[inner]
  if (drawn) return { id: roundField(round.key, inner), section: 'questions', label: drawn, round: n }
  const played = PLAYED[name]
  if (played && !round.own) return { id: `f-${name}`, section: 'play', label: played }
  if (played) return { id: roundField(round.key, name), section: 'questions', label: played, round: n }
  return { id: roundField(round.key, name === 'title' ? 'title' : 'count'), section: 'questions', label: name === 'title' ? 'make.round_title' : 'make.round', round: n }
}

/** Goes to a field, wherever it is folded away. */
export function jump(id: string): void {
  const field = document.getElementById(id)
  if (!field) return
  for (let around = field.closest('details'); around; around = around.parentElement?.closest('details') ?? null) around.open = true
  field.scrollIntoView({ block: field.matches('section') ? 'start' : 'center' })
  const target = field.matches('input, select, textarea, button') ? field : field.querySelector<HTMLElement>('input, select, textarea, button')
  ;(target ?? field).focus({ preventScroll: true })
}
