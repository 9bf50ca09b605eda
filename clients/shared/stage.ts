// The stage in the protocol: who competes, whose turn it is, what it waits for, and what a correction would do.

import type { TextMap } from './protocol'

/** What an open turn waits for, in formats in which not everybody just answers. */
export type Step = 'pick' | 'buzz' | 'close' | 'answer' | 'marks' | 'hall'
export type Format = 'everyone' | 'turn' | 'buzzer' | 'risk' | 'rush' | 'ladder' | 'survival' | 'judged'
export type Verdict = 'right' | 'wrong' | 'none' | 'partial'
export type Foul = 'early' | 'help' | 'late'
export type Early = 'blocked' | 'allowed' | 'out' | 'deduct' | 'void' | 'hall'

/** The stage in the present turn; from intro to the next turn, in formats other than everyone. */
export interface Stage {
  step?: Step
  /** The turn, also while no question is picked yet. */
  turn?: number
  /** Who answers; whose turn it is, if another was named. */
  seat?: number; owner?: number
  member?: number; member_name?: string
  value?: number; tries?: number
  verdict?: { seat: number; is: Verdict; points: number }
  buzz?: { seat: number; elapsed: number; second?: number; margin?: number; uncertainty?: number; too_close?: boolean }
  foul?: { seat: number; kind: Foul; points: number }
  /** Host at once, a judge their own; others when all are in, then with the mean. */
  marks?: { judge: number; value: number }[]
  mean?: number
  /** How many marks are in. */
  marked?: number
  hall?: boolean; passed?: boolean
}
/** Who competes, in seat order; scores are those of now. */
export interface Seat {
  seat: number; name: TextMap; score: number; rank: number
  /** May act now. */
  may: boolean
  barred?: boolean; out?: boolean; over?: boolean; tied?: boolean
  fouls?: number; rung?: number; taken?: number[]
}

/** What an action would do to the ranking; to the host who asked, and nothing has changed. */
export interface Preview {
  type: 'preview'; re: string
  /** Everybody whose score or rank differs, in the order of the new ranking. */
  changed: { seat: number; name: TextMap; hall?: boolean; before: { score: number; rank: number }; after: { score: number; rank: number } }[]
  /** How many more there are that did not fit. */
  more?: number
  /** Rounds whose order of seats came from the old scores: they are not played again. */
  stages: number[]
}
