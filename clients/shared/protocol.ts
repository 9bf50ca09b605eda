// The messages of docs/protocol.md, as types. Nothing here is decided by the clients: a field that is
// not in that page does not belong in this file.

/** Text for people: language tag to string. */
export type TextMap = Record<string, string>

export type Role = 'player' | 'host' | 'screen' | 'judge'
export type Phase =
  | 'lobby' | 'intro' | 'reading' | 'open' | 'locked' | 'reveal' | 'standings' | 'finished'
export type Kind =
  | 'single' | 'multiple' | 'truefalse' | 'numeric' | 'text' | 'ordering' | 'matching'
export type Next = 'start' | 'open' | 'lock' | 'reveal' | 'standings' | 'question' | 'finish'
export type ByeReason = 'kicked' | 'replaced' | 'finished' | 'shutdown'
export type PauseReason = 'host' | 'restart' | 'store'

/** What a player sends, by kind of question. */
export type Answer = string | boolean | number | string[] | [string, string][]

/** What counts as right: a list whose entries depend on the kind of question. */
export type Accepted = (string | boolean | string[])[]

export interface Media {
  kind: 'image' | 'audio' | 'video'; url: string; alt?: TextMap; place?: 'stem' | 'reveal' | 'background'
}
export interface Option { id: string; text?: TextMap; media?: Media | Media[] }

export interface Question {
  turn: number
  n: number
  of: number
  kind: Kind
  prompt: TextMap
  options?: Option[]
  targets?: Option[]
  blanks?: number
  unit?: TextMap
  media?: Media[]
  points: number
  change: boolean
}

/** Elsewhere a team is its name as plain text: in a hello in any language, from the server in its first. */
export interface Team { name: TextMap }
export interface Round { n: number; of: number; format: string; title?: TextMap }
export type Counts = Record<string, number>

export interface TopRow {
  rank: number; player: number; name: string; team?: string; score: number; moved: number
}
export interface TeamRow { rank: number; name: TextMap; score: number; members: number }
export interface RosterRow {
  player: number; name: string; team?: string; online: boolean; answered: boolean
  score: number; rank: number
}

export interface Contest {
  id: string
  code: string
  title: TextMap
  languages: string[]
  default_language: string
  teams?: Team[]
  join_url?: string
}

export interface Welcome {
  type: 'welcome'
  role: Role
  player?: number
  token?: string
  name?: string
  team?: string
  contest: Contest
  now: number
}

export interface State {
  type: 'state'
  seq: number
  phase: Phase
  paused: boolean
  reason?: PauseReason
  fault?: string
  now: number
  players: number
  admit: boolean
  teams?: Team[]
  round?: Round
  question?: Question
  opens_at?: number
  closes_at?: number
  left_ms?: number
  ends_at?: number
  answer?: Accepted
  tally?: { answered: number; right: number; counts?: Counts }
  explanation?: TextMap
  source?: TextMap
  top?: TopRow[]
  team_top?: TeamRow[]
  names?: string[]
  next?: Next | null
  host_note?: TextMap
  head?: string
}

export interface You {
  type: 'you'
  player: number
  name: string
  team?: string
  score: number
  rank: number
  of: number
  turn?: number
  answered?: boolean
  answer?: Answer
  elapsed?: number
  correct?: boolean
  points?: number
}

export interface Tally { type: 'tally'; turn: number; answered: number; players: number; counts?: Counts }
export interface Roster { type: 'roster'; total: number; players: RosterRow[] }
export interface Ack { type: 'ack'; turn: number; elapsed: number }
export interface Pong { type: 'pong'; t0: number; t1: number }
export interface ErrorMessage { type: 'error'; code: string; message: string; re?: string }
export interface Bye { type: 'bye'; reason: ByeReason }

export type ServerMessage =
  | Welcome | State | You | Tally | Roster | Ack | Pong | ErrorMessage | Bye

export type Hello =
  | { type: 'hello'; role: 'player'; code: string; name: string; team?: string; lang?: string }
  | { type: 'hello'; role: 'player'; code: string; token: string }
  | { type: 'hello'; role: 'host' | 'screen'; code: string; key: string }
export interface AnswerMessage { type: 'answer'; turn: number; answer: Answer; elapsed?: number }
export interface Ping { type: 'ping'; t0: number }

export type Command =
  | { action: 'start' | 'next' | 'pause' | 'resume' | 'lock' | 'skip' | 'finish' }
  | { action: 'extend'; ms: number }
  | { action: 'admit'; on: boolean }
  | { action: 'kick' | 'ban'; player: number }
  | { action: 'rename'; player: number; name: string }
export type Do = { type: 'do'; seq?: number } & Command

export type ClientMessage = Hello | AnswerMessage | Ping | Do

/** Close codes of our own; each comes after the matching bye. */
export const CLOSE = { GOING_AWAY: 1001, REPLACED: 4001, REMOVED: 4002, OVER: 4003 } as const

/** Answer of GET /api/public/contest?code=482913. */
export interface PublicContest {
  title: TextMap
  languages: string[]
  default_language: string
  teams: Team[]
  admit: boolean
  /** A player must choose one of the teams. */
  team_required?: boolean
}
