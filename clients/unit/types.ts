// GET /api/unit and GET /api/confirm (docs/openapi.json).

import type { Phase, TextMap, UnitRow, Window } from '../shared/protocol'

export interface UnitAnswer {
  contest: { title: TextMap; phase: Phase; now: number; window?: Window; languages: string[]; default_language: string }
  unit: UnitRow & { /** How many units there are. */ of?: number }
  /** Names on the roster of those who have not taken part yet, the first of them, and how many there are. */
  absent: string[]
  absent_total: number
  /** The unit's people are known by name. */
  roster: boolean
}

export interface Confirmed {
  title: TextMap
  award: TextMap
  /** Absent: erased. */
  name?: string
  team?: string
  finished_at: number
  head: string
}
