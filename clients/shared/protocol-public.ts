// What can be known of a contest without a seat in it.
import type { Phase, Team, TextMap, Window } from './protocol'

/** Answer of GET /api/public/contest?code=482913. */
export interface PublicContest {
  /** A window contest; with its phase and the server's clock, Unix ms. */
  window?: Window
  phase?: Phase
  now?: number
  title: TextMap
  languages: string[]
  default_language: string
  teams: Team[]
  admit: boolean
  /** A player must choose one of the teams. */
  team_required?: boolean
  /** Who competes. With teams, whoever joins without one is the hall. */
  seats?: 'people' | 'teams'
}
