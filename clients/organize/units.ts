// The units of a contest: departments, classes, teams, with how many people belong to each.

import type { TextMap } from '../shared/protocol'
import type { Team } from './draft'

const names = ({ name }: Team): string[] => (typeof name === 'string' ? [name] : Object.values(name))

/** The units of a table put into a list: one that is there already keeps its place and takes the size. */
export function merged(teams: Team[], found: { name: string; size: number | null }[]): Team[] {
  const place = new Map(teams.flatMap((team, i) => names(team).map((name): [string, number] => [name, i])))
  const list = [...teams]
  for (const { name, size } of found) {
    const at = place.get(name)
    const old = at === undefined ? undefined : list[at]
    if (at !== undefined && old) list[at] = { ...old, roster: size ?? old.roster }
    else {
      place.set(name, list.length)
      list.push({ name, roster: size })
    }
  }
  return list
}

export const peopleOf = (teams: { roster: number | null }[]): number => teams.reduce((sum, { roster }) => sum + (roster ?? 0), 0)
export const nameMap = (name: string | TextMap): TextMap => (typeof name === 'string' ? { und: name } : name)

/** Names that look alike are one unit: letters of any width, capital or not, with any spaces. */
export const fold = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
