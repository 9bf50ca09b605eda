// What the HTTP interface (docs/openapi.json) brings and takes. Nothing is decided here: a field that is not in
// that document does not belong in this file.

import type { Answer, Board, Kind, Media, Phase, TextMap } from '../shared/protocol'

export const KINDS: Kind[] = ['single', 'multiple', 'truefalse', 'numeric', 'text', 'ordering', 'matching']

export type Role = 'host' | 'editor' | 'owner'
export interface Who { role: Role | 'admin'; account?: number; name?: string }
export interface Account { account: number; name: string; role: Role; disabled: boolean; created_at: number }

export type Severity = 'error' | 'warning' | 'unsupported'
export interface Problem {
  line: number; column: number; severity: Severity; code: string; message: string
  other?: { line: number; column: number } // the place that it contradicts
  excerpt?: string // beginning of what it is about
}
/** With its place in the contest file: rounds.0.draw.count. */
export interface Located extends Problem { path: string }

export interface Report {
  id?: string
  file: string
  format: string | null
  encoding: string | null
  questions: number
  by_kind: Partial<Record<Kind, number>>
  problems: Problem[]
  problems_left_out?: number
  language?: string
  /** Places are rows and columns of a table. */
  rows?: boolean
  asks?: Ask[]
  table?: Table
  /** With `preview`: the first of the good questions, and the languages of all. */
  bank?: BankDocument
  languages?: string[]
}
/** A code whose meaning nobody has said yet. */
export interface Ask { code: string; count: number; line: number }
export interface Column { column: number; letter: string; header: string; field: string | null }
export interface Table {
  sheets?: { name: string; rows: number; hidden?: boolean; used?: boolean }[]
  delimiter?: string
  headers?: { row: number; columns: Column[] }[]
}
/** What the server can read and write. */
export interface Abilities { formats: string[]; encodings: string[]; fields: string[]; writes?: { name: string; extension: string }[] }

export interface Sample { id: string; title: TextMap; questions: number; languages: string[]; imported: boolean }
export interface BankRow { id: string; name: string; questions: number; created_at: number }
export interface Bank extends BankRow {
  /** The code under which everybody can practise it. */
  study: string | null
  revision: number; bank: BankDocument; stats: Record<string, QuestionStat>
}
/** What contests that are over made of a question: right_rate in percent; no discrimination where all did the same. */
export interface QuestionStat { contests: number; asked: number; right_rate: number; discrimination?: number }
/** Of an edit that was kept. */
export interface Kept { revision: number; questions: number; problems: Problem[] }

export interface BankOption { id: string; text?: TextMap; media?: string; fixed?: boolean; weight?: number; feedback?: TextMap }
export interface Accept {
  value?: string; tolerance?: string; tolerance_kind?: 'absolute' | 'relative'
  text?: string; lang?: string; weight?: number; match?: 'exact' | 'wildcard'
}
export interface Blank { accept: Accept[]; id?: string; show?: TextMap; case_sensitive?: boolean; max_edits?: number }
export interface BankAnswer {
  correct?: string[]
  value?: boolean
  accept?: Accept[]
  unit?: TextMap
  blanks?: Blank[]
  any_order?: boolean
  order?: string[]
  pairs?: [string, string][]
}
export interface Source { citation?: TextMap; url?: string; author?: string; license?: string }
export interface BankQuestion {
  id: string
  type: Kind
  stem: TextMap
  options?: BankOption[]
  targets?: BankOption[]
  answer: BankAnswer
  tags?: string[]
  difficulty?: number
  time_limit_ms?: number
  points?: number
  explanation?: TextMap
  host_note?: TextMap
  media?: { ref: string; place?: Media['place'] }[]
  source?: Source
  status?: 'draft' | 'reviewed' | 'retired'
}
export interface BankDocument {
  title: TextMap
  default_language: string
  languages?: string[]
  /** What was kept of a medium is at /media/SHA256. */
  media?: { id: string; kind: Media['kind']; sha256?: string; file?: string; alt?: TextMap }[]
  defaults?: { points?: number; time_limit_ms?: number }
  questions: BankQuestion[]
}

export interface ContestRow {
  id: string
  code: string
  title: TextMap
  created_at: number
  finished_at: number | null
  open: boolean
  phase?: Phase
  paused?: boolean
  players?: number
  turns?: number
  /** A window contest. Instants are Unix ms; how many have joined. */
  window?: { opens_at: number; closes_at: number }
  joined?: number
  archived?: boolean
}
export interface Contest extends ContestRow {
  join_url: string
  host_url: string
  screen_url: string
  judge_url: string
  rules: Rules
}
/** The contest file with every default; the page reads only this much of it. */
export interface Rules {
  substitutions?: { fielded: number; max: number; when?: 'rounds' | 'turns' }
  languages?: string[]
  default_language?: string
  screen_languages?: string[]
  seats?: 'people' | 'teams'
  teams?: (string | RulesTeam)[]
  rounds?: RulesRound[]
  /** Of a window contest; the times are local ones. */
  window?: { opens_at: string; closes_at: string; time_zone: string; entry?: 'open' | 'roster'; pass?: number; study?: boolean }
  draws?: { title: TextMap; winners: number; at_least?: number }[]
}
export interface RulesTeam { name: string | TextMap; members?: string[]; roster?: number }
export interface RulesRound { format: string; title?: TextMap; overtime?: boolean; wager?: { min?: number; max: number } }

export interface Verdict { problems: Problem[]; turns: number; languages: string[]; seconds: number }
export interface NewContest { id: string; code: string }

export interface Participant {
  rank: number; name: string; team: string | null; score: number
  correct: number; answered: number; time_ms: number; player: number
  overtime?: number
}
/** What a team has of its own where teams compete: base, rounds and adjusted make its score. */
export interface StageFigures {
  correct: number; answered: number; time_ms: number; fouls: number
  base: number; rounds: number[]; adjusted: number; overtime: number
}
export interface TeamResult extends Partial<StageFigures> { rank: number; name: string; members: number; roster: number; score: number }
export interface MemberResult { rank: number; name: string; team: string; member: number; score: number; correct: number; asked: number }
/** Who came in for whom, after which turn. A number stands for who has no name any more. */
export interface Substitution { entry: number; after: number; team: string; out: { n: number; name?: string }; in: { n: number; name?: string }; counted: boolean }
export interface RoundResult { round: number; title: TextMap | null; format: string; overtime?: true }
/** A change of a score on the stage, or a correction anywhere. */
export interface Entry {
  entry: number
  at: number
  turn?: number
  team?: string
  member?: number
  player?: number
  name?: string
  hall?: true
  answer?: Answer
  why: 'answer' | 'verdict' | 'foul' | 'marks' | 'undone' | 'adjust' | 'accept' | 'void' | 'reverse'
  verdict?: 'none' | 'wrong' | 'partial' | 'right'
  foul?: 'early' | 'help' | 'late'
  reason?: string
  points: number
  overtime?: true
  score?: number
}
export interface QuestionResult {
  turn: number
  round?: number
  id: string
  kind: Kind
  prompt: TextMap
  shown: boolean
  void: boolean
  /** It was over when it was made void. */
  annulled?: true
  /** Window contests: papers that hold it. */
  asked?: number
  answered: number
  right: number
  /** Where teams compete; `answered` and `right` are the stage's alone there. */
  hall_answered?: number
  hall_right?: number
  median_ms: number
  options?: { id: string; text?: TextMap }[]
  targets?: { id: string; text?: TextMap }[]
  counts?: Record<string, number>
  answer?: unknown
  wrong_most: string | boolean | null
  wrong_most_text?: string | null
  wrong_most_count?: number
}
export interface Results {
  contest: { id: string; title: TextMap; seats?: 'teams' }
  participants: Participant[]
  teams: TeamResult[]
  individual?: MemberResult[]
  substitutions?: Substitution[]
  questions: QuestionResult[]
  rounds: RoundResult[]
  entries: Entry[]
  /** Here only whether anybody has won anything: the report says what. */
  awards?: { winners: unknown[] }[]
  lotteries?: { drawn?: unknown[] }[]
  log: { events: number; head: string }
}

// ---- Window contests

/** What POST /api/people has understood of a table. */
export interface PeopleRead {
  people: { name: string; unit: string; code?: string }[]
  units: { name: string; size: number | null }[]
  problems: Problem[]
}
export type EntryState = 'absent' | 'joined' | 'open' | 'handed_in'
export interface RosterEntry { entry: number; name: string; team: number; code: string; player?: number; state: EntryState }
export interface UnitLink { team: number; name: string | TextMap; url: string }
export interface Progress { phase: Phase; paused: boolean; now: number; board: Board }
