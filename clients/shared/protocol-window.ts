// The window contests' part of the messages of docs/protocol.md: everybody answers a paper of their own in their own time.
import type { Accepted, Answer, Option, Media, Kind, TextMap } from './protocol'

/** What a window contest is like; in every `state`, in `welcome.contest` and in GET /api/public/contest. Instants are Unix ms. */
export interface Window {
  opens_at: number; closes_at: number; time_zone: string
  /** Questions of a paper; what it is worth with everything right; the score that passes. */
  questions: number; full: number; pass?: number
  /** Of a paper; of each question, where they come one by one. */
  seconds?: number; question_seconds?: number
  attempts: { max?: number; per_day?: number; count: 'best' | 'last' | 'first' | 'sum' }
  reveal: 'at_once' | 'hand_in' | 'close'
  entry: 'open' | 'roster'
  /** An answer may be replaced until the paper is handed in. */
  change: boolean
  /** The questions can be practised now: /study?code=… */
  study?: boolean
}

export interface AttemptQuestion {
  /** Place in the paper, from 1. */
  turn: number
  kind: Kind; prompt: TextMap; options?: Option[]; targets?: Option[]; blanks?: number; unit?: TextMap; media?: Media[]
  points: number
  /** What its owner has answered. */
  answer?: Answer
  /** When window.reveal says so, for one that was answered, or is over. */
  correct?: boolean; got?: number; right?: Accepted; explanation?: TextMap; source?: TextMap
}

/** To one player: their paper, whole. After welcome, after `open`, after `hand_in`, when time hands it in, when the contest opens or closes. */
export interface Attempt {
  type: 'attempt'
  now: number
  state: 'none' | 'open' | 'handed_in'
  /** Its number, from 1; 0 with `none`. */
  attempt: number
  /** Whether `open` would begin a new paper; if not, why: an error code. */
  may_open: boolean; why_not?: string
  /** Absent: as many as one likes. */
  left?: number; left_today?: number
  started_at?: number
  /** When it is handed in by itself (the limit or the close, whichever is first). While the contest is paused absent; then `left_ms`. */
  ends_at?: number; left_ms?: number
  handed_in_at?: number; why?: 'own' | 'limit' | 'close'
  /** One by one: only the question that is shown (when the paper is handed in and revealed: all). */
  questions?: AttemptQuestion[]
  /** Places that are answered; one by one: the place that is shown, and when it takes no more answers. */
  answered?: number[]; shown?: number; closes_at?: number
  /** Of a paper handed in, when window.reveal allows. */
  score?: number; correct?: number
  /** What counts so far, over all papers, when window.reveal allows; rank and of when the contest has closed. */
  total?: { score: number; papers: number; passed?: boolean; rank?: number; of?: number }
  /** What they have won, when it is known. */
  awards?: TextMap[]
  /** To go on with another device. */
  personal_code: string
}

/** From a player: a new paper, or with turn the next question (one by one). Answered by `attempt`, when it is on disk. */
export interface OpenMessage { type: 'open'; turn?: number; attempt?: number }
/** `attempt`, here and with an answer: the paper it is meant for; another one is left alone (`no_paper`). */
export interface HandInMessage { type: 'hand_in'; attempt?: number }

/** With `reveal: at_once`, after the ack of an answer: what was right. */
export interface Checked { type: 'checked'; turn: number; correct: boolean; got: number; right: Accepted; explanation?: TextMap; source?: TextMap }

export interface UnitRow {
  team: number; name: TextMap; rank: number; score: number
  roster?: number; joined: number; took_part: number; passed: number
  /** Percent with two decimals; absent without a roster. */
  turnout?: number
  mean: number; mean_roster?: number
}
/** Host and screen: how it goes; at most one a second, and when it changes. */
export interface Board {
  joined: number; open: number; handed_in: number; took_part: number
  mean: number; passed: number
  /** Best first, at most 100; how many there are. */
  units: UnitRow[]; units_total: number
  /** Hand-ins: [instant of the hour's beginning, papers], only hours with any, the newest 1000. */
  curve: [number, number][]
  /** Lotteries of the contest, in order: also of live contests. */
  lotteries?: Lottery[]
  awards?: { title: TextMap; for: 'participant' | 'team'; winners: { rank: number; name: string; value: number }[] }[]
}
export interface Lottery {
  title: TextMap; winners: number; at_least?: number
  /** After `announce`: the hash to note, what the public number will be, how many may win. */
  commitment?: string; entry?: number; source?: string; eligible?: number
  number?: string
  /** After `draw`: in the order drawn. */
  drawn?: { player: number; name: string; team?: string }[]
}

export type WindowCommand =
  | { action: 'schedule'; opens_at: number; closes_at: number }
  | { action: 'announce'; draw: number; text: string }
  | { action: 'draw'; draw: number; text: string }
