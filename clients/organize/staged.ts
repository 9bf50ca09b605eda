// What the results of a stage say beyond those of a quiz: teams by rounds, and every change of a score with its reason.

import type { TextMap } from '../shared/protocol'
import type { Entry, Participant, Results, RoundResult, Rules, TeamResult } from './types'

export const competes = (results: Results): boolean => results.contest.seats === 'teams'

// Points have two decimals at most; sums of them must not show what binary fractions leave over.
const hundredths = (value: number): number => Math.round(value * 100) / 100
export const sum = (values: number[]): number => hundredths(values.reduce((all, one) => all + one, 0))

/** A score; a minus sign is as wide as a plus. */
export const minus = (value: number, num: (value: number) => string): string => (value < 0 ? `−${num(-value)}` : num(value))

/** 4 is said +4: points are added. */
export const signed = (value: number, num: (value: number) => string): string => `${value > 0 ? '+' : ''}${minus(value, num)}`

/** Which columns the table of teams needs. Overtime stands apart: it orders equal scores and is not in them. */
export interface Columns { base: boolean; adjusted: boolean; overtime: boolean; fouls: boolean; answered: boolean }
export function columnsOf(teams: TeamResult[], rounds: RoundResult[]): Columns {
  const any = (name: 'base' | 'adjusted' | 'overtime' | 'fouls' | 'answered'): boolean => teams.some((team) => (team[name] ?? 0) !== 0)
  return {
    base: any('base'), adjusted: any('adjusted'), fouls: any('fouls'), answered: any('answered'),
    overtime: any('overtime') || rounds.some((round) => round.overtime),
  }
}

/** The rounds that make the score, with their place in `rounds` of a team. */
export const scoring = (rounds: RoundResult[]): { round: RoundResult; at: number }[] =>
  rounds.map((round, at) => ({ round, at })).filter(({ round }) => !round.overtime)

/** Who joined for which team, in the order of the results; who was erased is not among them. */
export function crews(people: Participant[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { team, name } of people) if (team !== null && name !== '') found.set(team, [...(found.get(team) ?? []), name])
  return found
}

/** Teams as the contest file names them: results call them in one language. */
export interface TeamInfo { name: TextMap; members: string[] }
export function teamsOfRules(rules: Rules | undefined): TeamInfo[] {
  return (rules?.teams ?? []).map((team) => {
    const { name, members = [] } = typeof team === 'string' ? { name: team } : team
    return { name: typeof name === 'string' ? { und: name } : name, members }
  })
}
export const teamOf = (teams: TeamInfo[], label: string | undefined): TeamInfo | undefined =>
  teams.find(({ name }) => Object.values(name).includes(label ?? ''))

// ---- Entries

type Verdict = NonNullable<Entry['verdict']>
/** What a correction found, and what it left, of one turn's points for one of them; fouls are never corrected. */
export interface Change { from: number; to: number; verdict: Verdict | null }
export interface Line extends Entry { change: Change | null }

const CORRECTIONS = new Set<Entry['why']>(['undone', 'accept', 'void', 'reverse'])
export const isCorrection = ({ why }: Entry): boolean => CORRECTIONS.has(why)

/** The entries in the order of the log; corrections with what stood before and after. */
export function linesOf(entries: Entry[]): Line[] {
  const standing = new Map<string, { points: number; verdict: Verdict | null }>()
  return entries.map((entry): Line => {
    const { turn, why, points, verdict = null } = entry
    if (turn === undefined || why === 'foul' || why === 'adjust') return { ...entry, change: null }
    const key = `${turn} ${entry.team ?? ''} ${entry.player ?? ''}`
    const before = standing.get(key) ?? { points: 0, verdict: null }
    const after = hundredths(before.points + points)
    standing.set(key, { points: after, verdict })
    return { ...entry, change: isCorrection(entry) ? { from: before.points, to: after, verdict: before.verdict } : null }
  })
}

/** Points that a turn gave or took, all its entries together, one by one team, in the order of the first entry. */
export function gainsOf(entries: Entry[], turn: number): { team: string; points: number }[] {
  const teams = new Map<string, number[]>()
  for (const { turn: at, team, points } of entries) if (at === turn && team !== undefined) teams.set(team, [...(teams.get(team) ?? []), points])
  return [...teams].map(([team, points]) => ({ team, points: sum(points) }))
}

/** Contest time as a clock shows it: 1:02:03, 2:03. */
export function clockOf(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (n: number): string => String(n).padStart(2, '0')
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}
