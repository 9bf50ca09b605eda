// Teams are numbered from 1, in the order of the contest's list.

import type { TextMap } from './protocol'
import type { Model } from './state'

export function teamName(model: Model, team: number | undefined): TextMap | undefined {
  if (team === undefined || team < 1) return undefined
  const teams = model.state?.teams ?? model.welcome?.contest.teams ?? []
  return teams[team - 1]?.name
}
