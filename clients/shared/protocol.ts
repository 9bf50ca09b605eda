// The messages of docs/protocol.md, as types. Nothing here is decided by the clients: a field that is
// not in that page does not belong in this file.

import type { Paper } from './paper'

import type { Attempt, Board, Checked, HandInMessage, Lottery, OpenMessage, Window, WindowCommand } from './protocol-window'
import type { Correction, Early, Preview, Seat, Stage, StageCommand, StageMessage, Substitutions, Wager } from './protocol-stage'

export type * from './protocol-public'
export type * from './protocol-stage'
export type * from './protocol-window'

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
export interface Team { name: TextMap; members?: string[] }
export interface Round {
  n: number; of: number; format: string; title?: TextMap
  /** How many questions it has, and the number of its first. */
  turns?: number; first?: number
  /** Where they are the same for all its questions: time limit in seconds, points for a right answer. */
  seconds?: number; points?: number
  speed?: 'none' | 'linear' | 'bounded' | 'steps'
  /** Of formats with seats: their order, frozen when the round began. */
  seats_order?: number[]
  values?: number[]
  stock?: { value: number; left: number }[]
  early?: Early
  tries?: number; cap?: number; judges?: number
  /** How two buzzes that cannot be told apart are decided. */
  too_close?: 'first' | 'lot' | 'again'
  marks?: { min: number; max: number }
  start?: 'reading' | 'host'
  overtime?: boolean
  /** Before each question seats stake points on it. */
  wager?: Wager
  /** Ladder: rungs (from 1) that a fall does not go below. */
  safe?: number[]
  /** Rush: the stretch of one seat. */
  run_seconds?: number
  /** Risk: another seat may be named to answer. */
  may_name?: boolean
  /** Others may add to an answer: no foul. */
  help_allowed?: boolean
}
export type Counts = Record<string, number>

export interface TopRow {
  rank: number; player: number; name: string; team?: string; score: number
  /** Places won and points gained since the last standings; streak: right answers in a row. Phones are not sent these three. */
  moved: number; gained: number; streak: number
}
export interface TeamRow { rank: number; name: TextMap; score: number; members: number }
export interface RosterRow {
  /** seat, where teams compete: the one they act for; 0: the hall. */
  player: number; name: string; team?: string; seat?: number; online: boolean; answered: boolean
  score: number; rank: number
  /** While it is answered: what, and in how many ms of fair time. The host may see it at any time. */
  answer?: Answer; elapsed?: number
  /** Whom they act for has made their wager. */
  staked?: boolean
  /** Round trip in ms while online and measured; since when somebody is away, contest clock. */
  round_trip?: number; away_since?: number
}

/** One line of what will be played; for the host alone. In a risk round the question will be picked. */
export interface ScriptTurn { turn: number; round: number; kind?: Kind; prompt?: TextMap }
/** What the host says to everybody; `id` grows with each. */
export interface Notice { id: number; text: string }
export interface Neighbour { rank: number; name: string; score: number }

export interface Contest {
  id: string
  code: string
  title: TextMap
  languages: string[]
  default_language: string
  /** The one or two languages of the wall. */
  screen_languages?: string[]
  teams?: Team[]
  join_url?: string
  /** Host only: what the rounds are called, in their order, if any has a title. */
  rounds?: { title?: TextMap }[]
  /** Host only: every turn in order. */
  script?: ScriptTurn[]
  /** Who competes. With teams, a player without one is in the hall. */
  seats?: 'people' | 'teams'
  /** Host and judge: the most judges that a round waits for. */
  judges?: number
  /** A window contest. */
  window?: Window
}

export interface Welcome {
  type: 'welcome'
  role: Role
  player?: number
  token?: string
  name?: string
  team?: string
  contest: Contest
  /** Judge: their number. */
  judge?: number
  now: number
}

/** What became of the answers to one question. */
export interface TallyOf { answered: number; right: number; counts?: Counts }
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
  /** Host: new players wait to be let in. */
  approve?: boolean
  teams?: Team[]
  round?: Round
  question?: Question
  stage?: Stage
  seats?: Seat[]
  substitutions?: Substitutions
  /** Host only: is this console the one that acts? */
  acting?: boolean
  opens_at?: number
  closes_at?: number
  left_ms?: number
  ends_at?: number
  answer?: Accepted
  tally?: TallyOf & { /** Where teams compete: of those without one. */ hall?: TallyOf }
  explanation?: TextMap
  source?: TextMap
  top?: TopRow[]
  team_top?: TeamRow[]
  names?: string[]
  /** Screen, from the reveal on: who was right first. */
  fastest?: { name: string; elapsed: number }
  /** The host's words to everybody, until they are taken back. */
  notice?: Notice
  /** Host and screen: the wall is to show nothing. */
  blank?: boolean
  next?: Next | null
  /** Host only: what `undo` would take back, and until when (contest clock); null: nothing. */
  undo?: { what: 'lock' | 'skip' | 'remove' | 'verdict' | 'substitution'; until?: number; name?: string } | null
  host_note?: TextMap
  /** Host and screen, with the standings: hash and number of the last entry of the log. */
  head?: string
  head_entry?: number
  /** Window contests; phases are lobby, open, finished. Instants are Unix ms. */
  window?: Window
  /** Window contests: host and screen. */
  board?: Board
  /** Host and screen, at the end of a live contest that has lotteries (a window contest's are in the board). */
  lotteries?: Lottery[]
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
  /** Places won since the last standings. */
  moved?: number
  /** Right answers in a row until now. */
  streak?: number
  /** At the standings and at the end: right answers, turns that counted, longest streak, fastest right answer. */
  right?: number
  asked?: number
  best_streak?: number
  fastest?: number
  /** At the standings: who stands just above and just below. */
  above?: Neighbour
  below?: Neighbour
  /** Where seats play: the one this phone acts for (0: the hall), and whether it may act now. */
  seat?: number
  may?: boolean
  /** Wagered on this turn: what the seat has said, or, once wagers are closed, the least. */
  stake?: number
  /** Where teams have reserves and this phone's owner does not play: a reserve, or not a member by name. */
  bench?: 'reserve' | 'unlisted'
  locked_out?: 'foul' | 'tried' | 'barred' | 'out' | 'over'
}

export interface Tally {
  type: 'tally'; turn: number; answered: number; players: number; counts?: Counts
  /** While wagers are made: how many have, and where teams compete which seats. */
  staked?: number; stakers?: number[]
  /** Where teams compete: those without one. */
  hall?: { answered: number; players: number }
}
export interface Roster {
  type: 'roster'; total: number; players: RosterRow[]
  /** Connections: how many of the players are away, how many screens and hosts are here. */
  away: number; screens: number; hosts: number
  /** The numbers of the judges who are here, where a round is judged. */
  judges?: number[]
  /** Teams with more members than the contest file states. */
  overfull?: { team: string; members: number; roster: number }[]
  /** Whom the host is to let in: the first of them, and how many there are. */
  waiting?: Waiting[]; waiting_total?: number
}
export interface Waiting { who: number; name: string; team?: string }
/** The hello waits for the host to let it in. */
export interface ToWait { type: 'waiting' }
export interface Ack { type: 'ack'; turn: number; elapsed: number }
export interface Pong { type: 'pong'; t0: number; t1: number }
export interface ErrorMessage {
  type: 'error'; code: string; message: string; re?: string
  /** To an answer, buzz, pick, wager and the like: the turn it was for; with `late`: by how many ms. */
  turn?: number; late_ms?: number
}
export interface Bye { type: 'bye'; reason: ByeReason; banned?: boolean }


export type ServerMessage =
  | Preview | Paper | Welcome | State | You | Tally | Roster | Ack | Pong | ErrorMessage | Bye | ToWait | Attempt | Checked

export type Hello =
  | { type: 'hello'; role: 'player'; code: string; name: string; team?: string; lang?: string }
  | { type: 'hello'; role: 'player'; code: string; token: string }
  | { type: 'hello'; role: 'player'; code: string; personal_code: string; lang?: string }
  | { type: 'hello'; role: 'host' | 'screen'; code: string; key: string }
  | { type: 'hello'; role: 'judge'; code: string; key: string; judge?: number }
export interface AnswerMessage { type: 'answer'; turn: number; answer: Answer; elapsed?: number }
export interface Ping { type: 'ping'; t0: number }

export type Command =
  | { action: 'start' | 'next' | 'pause' | 'resume' | 'lock' | 'skip' | 'undo' | 'finish' }
  | { action: 'extend'; ms: number }
  | { action: 'admit' | 'blank' | 'approve'; on: boolean }
  /** Lets somebody in who waits, or turns them away; without `who` everybody. */
  | { action: 'let'; on: boolean; who?: number }
  | { action: 'message'; text: string }
  | { action: 'kick' | 'ban'; player: number }
  | { action: 'rename'; player: number; name: string }
  | StageCommand
  | WindowCommand
  | { action: 'preview'; of: Correction }
  /** This console becomes the one that acts. */
  | { action: 'take' }
  /** Every question from this number on, and the rules: to go on by hand. */
  | { action: 'paper'; from?: number }
export type Do = { type: 'do'; seq?: number } & Command

export type ClientMessage = Hello | AnswerMessage | StageMessage | Ping | Do | OpenMessage | HandInMessage

/** Close codes of our own; each comes after the matching bye. */
export const CLOSE = { GOING_AWAY: 1001, REPLACED: 4001, REMOVED: 4002, OVER: 4003 } as const
