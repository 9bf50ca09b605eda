// The stage's part of the messages of docs/protocol.md: turns in which not everybody just answers.
import type { Answer, TextMap } from './protocol'

/** What an open turn waits for, in formats in which not everybody just answers; `wager` in every one. */
export type Step = 'wager' | 'pick' | 'buzz' | 'close' | 'answer' | 'marks' | 'hall'
export type Format = 'everyone' | 'turn' | 'buzzer' | 'risk' | 'rush' | 'ladder' | 'survival' | 'judged'
export type Verdict = 'right' | 'wrong' | 'none' | 'partial'
export type Foul = 'early' | 'help' | 'late'
export type Early = 'blocked' | 'allowed' | 'out' | 'deduct' | 'void' | 'hall'

/** The stage in the present turn; from intro to the next turn, in formats other than everyone, and there while wagers are made. */
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
  /** Where a team has reserves; who plays and who does not for host and screen alone. */
  substitutions_left?: number
  fielded?: Lined[]; bench?: Lined[]
  /** Wagered on this turn, once wagers are closed. */
  stake?: number
}
/** What may be staked before each question of the round: min, min + step, … max. */
export interface Wager {
  min: number; max: number; step: number
  /** `score`: no more than the seat has, but always `min`. */
  limit: 'max' | 'score'
  /** What no answer does to the stake. */
  none: 'keep' | 'lose'
  /** To stake in; absent: until the host goes on. */
  seconds?: number
}
/** Somebody of a team: a named member's number, else a player's. */
export interface Lined { n: number; name: string; removed?: boolean }
/** now: the next act may be a substitution. */
export interface Substitutions { fielded: number; max: number; when: 'rounds' | 'turns'; now: boolean }

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

export type StageMessage =
  | { type: 'buzz'; turn: number; elapsed?: number }
  | { type: 'pick'; turn: number; value: number }
  | { type: 'wager'; turn: number; value: number }
  | { type: 'name'; turn: number; other: number }
  | { type: 'pass'; turn: number }
  | { type: 'mark'; turn: number; value: number }
export type StageCommand =
  | { action: 'verdict'; seat?: number; is: Verdict; points?: number }
  | { action: 'foul'; seat: number; kind: Foul }
  | { action: 'buzz'; seat: number }
  | { action: 'pick'; seat?: number; value: number }
  | { action: 'wager'; seat?: number; value: number }
  | { action: 'name'; seat?: number; other: number }
  | { action: 'pass'; seat?: number }
  | { action: 'mark'; judge: number; value: number; seat?: number }
  | { action: 'hall' }
  | { action: 'substitute'; seat: number; out: number; in: number }
  | Correction
/** Re-judging: each can be asked about first with `preview`. */
export type Correction =
  | { action: 'adjust'; seat: number; points: number; reason: string; hall?: boolean }
  | { action: 'accept'; turn: number; answer: Answer; only?: boolean }
  | { action: 'void'; turn: number }
  | { action: 'reverse'; turn: number; seat: number; is: Verdict; points?: number }
