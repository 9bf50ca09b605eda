// What the host's console prints: every question with its key, and the contest file the rules page is made of.

import type { Accepted, Kind, Option, TextMap } from './protocol'

/** One question with all that is needed to go on by hand. */
export interface PaperQuestion {
  /** Its number among all questions, from 1; its round. */
  n: number; round: number
  /** The turn that asked it; absent: not asked yet. */
  turn?: number
  /** Risk: the value whose stock it belongs to. */
  value?: number
  kind: Kind
  prompt: TextMap
  options?: Option[]; targets?: Option[]; unit?: TextMap
  answer: Accepted
  explanation?: TextMap; host_note?: TextMap
  points: number
  /** Time limit in seconds, where there is one. */
  seconds?: number
}
/** Every question in order, in as many messages as it takes; to the host who asked. */
export interface Paper {
  type: 'paper'
  /** The number of the first question in here. */
  from: number
  questions: PaperQuestion[]
  /** Where the next message would begin; absent: this is the last. */
  next?: number
  /** With the first: the contest file with every default filled in. */
  rules?: ContestFile
}
/** The part of a contest file (questions/schema/contest.schema.json) that the rules page speaks of. */
export interface ContestFile {
  title?: TextMap
  languages?: string[]
  default_language?: string
  seats?: 'people' | 'teams'
  teams?: { name: TextMap | string; members?: string[] }[]
  base?: number; floor?: number
  tie?: string[]
  awards?: { title: TextMap | string; places: number; for?: string; by?: string; at_least?: number }[]
  hall?: { when?: string; right?: number; seconds?: number }
  individual?: boolean
  substitutions?: { fielded: number; max: number; when?: 'rounds' | 'turns' }
  /** None in a contest over days. */
  rounds?: RoundFile[]
}
export interface FoulRow { count: number; points?: number; bar?: boolean }
/** What seats stake before a question. */
export interface WagerFile { min?: number; max: number; step?: number; time?: number; limit?: string; none?: string }
export interface RoundFile {
  title?: TextMap
  format: string
  draw?: unknown
  questions?: unknown
  per_seat?: number
  order?: string | { by: string; equals?: string }
  spread?: string
  speaker?: string; help?: string; help_points?: number; answer_by?: string
  start?: string; seconds?: number; reading?: number
  begin?: { seconds: number; late?: string }
  buzz_seconds?: number; run_seconds?: number
  points?: number | { right?: number; wrong?: number; none?: number }
  early?: { then: string; points?: number; escalation?: FoulRow[] }
  tries?: number; fallback?: string; too_close?: string
  values?: number[]; stock?: number; distinct_values?: boolean; may_name?: boolean; wrong?: string
  safe?: number[]
  cap?: number; limit?: number; overtime?: boolean
  survivors?: number; revival?: number
  judges?: number; marks?: { min: number; max: number }; trimmed?: boolean
  streak?: { bonus: number; max: number }
  wager?: WagerFile
  speed?: string | { kind: string; floor?: number; bonus?: number; points?: number[] }
}
