// Results as JSON (GET /api/contests/{id}/results?format=json), as far as the report reads them, and the contest's own row.

import type { Kind, Lottery, TextMap, Window } from '../shared/protocol'

export interface Summary {
  participants: number; roster?: number; turnout?: number
  mean: number; median: number; highest: number; lowest: number
  passed?: number; pass_rate?: number; pass?: number; full?: number
  /** How units are ranked, in words. */
  team_rule?: TextMap
}
export interface Participant { rank: number; name: string; team: string | null; score: number; correct: number; time_ms: number; player: number }
export interface TeamRow {
  rank: number; name: string; members: number; roster: number; score: number
  took_part?: number; turnout?: number; mean?: number; mean_roster?: number; passed?: number
  /** How its score comes about, in figures. */
  formula?: string
}
export interface QuestionRow {
  turn: number; id: string; kind: Kind; prompt: TextMap; shown: boolean; void: boolean
  asked?: number; answered: number; right: number; right_rate?: number; median_ms: number
  options?: { id: string; text?: TextMap }[]
  wrong_most: string | boolean | null; wrong_most_text?: string | null; wrong_most_count?: number
}
export interface AwardRow { title: TextMap; for: 'participant' | 'team'; winners: { rank: number; name: string; team?: string; value: number }[] }

export interface Results {
  contest: { id: string; title: TextMap; seats?: 'teams' }
  window?: Window
  summary?: Summary
  distribution?: { from: number; to: number; count: number }[]
  curve?: [number, number][]
  participants: Participant[]
  teams: TeamRow[]
  questions: QuestionRow[]
  awards?: AwardRow[]
  lotteries?: Lottery[]
  log: { events: number; head: string }
}

/** GET /api/contests/{id}. */
export interface Contest {
  id: string; code: string; title: TextMap; phase?: string
  created_at: number; finished_at: number | null
  rules: {
    languages?: string[]; default_language?: string; screen_languages?: string[]
    window?: { time_zone?: string }
  }
}
