// Awards and draws of a contest file, as a form has them.

import type { TextMap } from '../shared/protocol'
import { filled, isObject, map, number, numberOrNull, type Rest, without, word } from './reading'

export const AWARD_BY = ['score', 'turnout', 'mean'] as const
export type AwardBy = (typeof AWARD_BY)[number]

export interface Award {
  key: number
  title: TextMap
  places: number
  /** Null: who competes. */
  for: 'participant' | 'team' | null
  by: AwardBy
  atLeast: number | null
  rest: Rest
}
export interface Draw { key: number; title: TextMap; winners: number; atLeast: number | null; rest: Rest }

export const newAward = (key: number, team: boolean): Award =>
  ({ key, title: {}, places: 1, for: team ? 'team' : 'participant', by: 'score', atLeast: null, rest: {} })
export const newDraw = (key: number): Draw => ({ key, title: {}, winners: 10, atLeast: null, rest: {} })
export const freeKey = (list: { key: number }[]): number => Math.max(0, ...list.map(({ key }) => key)) + 1

export const awardMembers = (award: Award): Rest => ({
  title: filled(award.title),
  places: award.places,
  ...(award.for ? { for: award.for } : {}),
  ...(award.by === 'score' ? {} : { by: award.by }),
  ...(award.atLeast === null ? {} : { at_least: award.atLeast }),
  ...award.rest,
})

export const drawMembers = (draw: Draw): Rest => ({
  title: filled(draw.title),
  winners: draw.winners,
  ...(draw.atLeast === null ? {} : { at_least: draw.atLeast }),
  ...draw.rest,
})

export function awardOf(value: unknown, i: number): Award {
  const award = isObject(value) ? value : {}
  return {
    key: i + 1, title: map(award.title), places: number(award.places, 1),
    for: award.for === 'team' || award.for === 'participant' ? award.for : null,
    by: word(award.by, AWARD_BY, 'score'), atLeast: numberOrNull(award.at_least),
    rest: without(award, 'title', 'places', 'for', 'by', 'at_least'),
  }
}

export function drawOf(value: unknown, i: number): Draw {
  const draw = isObject(value) ? value : {}
  return {
    key: i + 1, title: map(draw.title), winners: number(draw.winners, 1), atLeast: numberOrNull(draw.at_least),
    rest: without(draw, 'title', 'winners', 'at_least'),
  }
}
