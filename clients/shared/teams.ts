// Messages name a team by its plain text in one language; the contest's list knows the others.

import type { TextMap } from './protocol'
import type { Model } from './state'

export function teamName(model: Model, label: string | undefined): TextMap | undefined {
  if (label === undefined) return undefined
  const teams = model.state?.teams ?? model.welcome?.contest.teams ?? []
  const found = teams.find((team) => Object.values(team.name).includes(label))
  return found?.name ?? { [model.welcome?.contest.default_language ?? 'und']: label }
}

/** What a hello calls the team: any of its names will do, the first is the server's own. */
export const teamLabel = (name: TextMap): string => Object.values(name)[0] ?? ''
