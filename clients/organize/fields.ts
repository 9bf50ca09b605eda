// Which field of the page stands for a place in the contest file: a problem there is shown with the field's name
// and leads to it.

import type { Key } from '../shared/i18n'
import type { Draft } from './draft'

export const SECTIONS = ['basics', 'questions', 'play', 'people'] as const
export type Section = (typeof SECTIONS)[number]

export interface Field { id: string; section: Section; label: Key; /** Number of the round. */ round?: number }

const TOP: Record<string, [id: string, section: Section, label: Key]> = {
  title: ['title', 'basics', 'make.title'],
  languages: ['languages', 'basics', 'make.languages'],
  default_language: ['languages', 'basics', 'make.languages'],
  screen_languages: ['wall', 'basics', 'make.wall'],
  pace: ['pace', 'play', 'make.pace'],
  teams: ['teams', 'people', 'make.teams'],
  team_score: ['team-score', 'people', 'make.team_score'],
  team_required: ['team-required', 'people', 'make.team_required'],
  late: ['late', 'people', 'make.late'],
}
const DRAWN: Record<string, Key> = {
  bank: 'make.bank', count: 'make.count', tags: 'make.tags', kinds: 'make.kinds', difficulty: 'make.difficulty', ids: 'make.named',
}
const PLAYED: Record<string, Key> = {
  seconds: 'make.seconds', reading: 'make.reading', points: 'make.right', speed: 'make.speed', change: 'make.change', standings: 'make.standings',
}

export const roundField = (key: number, name: string): string => `f-r${key}-${name}`

export function fieldOf(path: string, draft: Draft): Field {
  const [first = '', index = '', name = '', inner = ''] = path.split('.')
  const top = TOP[first]
  if (top) return { id: `f-${top[0]}`, section: top[1], label: top[2] }
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
