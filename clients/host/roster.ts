// The list of players: who is shown, in which order, and what a row says about an answer.

import { isChoice, letter, tilesOf, type Tile } from '../shared/answers'
import type { Answer, Question, RosterRow } from '../shared/protocol'
import { answeredOf, isChosen, type Model, playersOf } from '../shared/state'

export type Filter = 'all' | 'waiting' | 'away'

/** Is there a question that people answer or have just answered? On a stage one of them does: nobody else is late. */
export function isAsked({ state }: Model): boolean {
  if (state?.stage && state.round?.format !== 'survival') return false
  return state?.phase === 'open' || state?.phase === 'locked'
}

/** So many names can be read in passing. */
const FEW = 8

/** Who has not answered yet, when they are few. The list comes less often than the count: nobody, until both agree. */
export function missingOf(model: Model, rows: RosterRow[]): RosterRow[] {
  const left = playersOf(model) - answeredOf(model)
  const found = isAsked(model) && left <= FEW ? rows.filter((row) => !row.answered) : []
  return found.length === left ? found : []
}

/** How many are in each list; the roster may not hold everybody, the numbers do. */
export function countsOfFilters(model: Model): Record<Filter, number> {
  const rows = model.roster?.players ?? []
  return {
    all: model.roster?.total ?? playersOf(model),
    waiting: isAsked(model) ? Math.max(0, playersOf(model) - answeredOf(model)) : 0,
    away: model.roster?.away ?? rows.filter((row) => !row.online).length,
  }
}

/** Without marks above letters and in one case: "aygul" finds Aygül. */
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

export function sift(rows: RosterRow[], filter: Filter, query: string): RosterRow[] {
  const wanted = plain(query.trim())
  return rows.filter((row) =>
    (filter === 'all' || (filter === 'waiting' ? !row.answered : !row.online))
    && (wanted === '' || plain(`${row.name} ${row.team ?? ''}`).includes(wanted)))
}

/**
 * The same rows in the places they had, for as long as somebody is about to press one of them: those
 * that are listed stay while they exist, new ones follow.
 */
export function inPlace(before: number[], shown: RosterRow[], everybody: RosterRow[]): RosterRow[] {
  const known = new Map(everybody.map((row) => [row.player, row]))
  const kept = before.flatMap((player) => known.get(player) ?? [])
  const listed = new Set(before)
  return [...kept, ...shown.filter((row) => !listed.has(row.player))]
}

/** Of the times that are known, in ms. */
export function median(rows: RosterRow[]): number | null {
  const times = rows.flatMap((row) => row.elapsed ?? []).sort((a, b) => a - b)
  const [low, high] = [times[(times.length - 1) >> 1], times[times.length >> 1]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

/** Tenths of a second, as they are shown. */
export const tenths = (ms: number): number => Math.round(ms / 100) / 10

/** 0:14, for how long somebody has been away. */
export function minutes(ms: number): string {
  const secs = Math.max(0, Math.floor(ms / 1000))
  return `${Math.floor(secs / 60)}:${String(secs % 60).padStart(2, '0')}`
}

/** An answer in a few signs: tiles where one chooses, otherwise text. */
export interface Short { tiles: Tile[]; text: string }

export function short(question: Question, answer: Answer): Short {
  const tiles = tilesOf(question)
  if (isChoice(question)) return { tiles: tiles.filter((tile) => isChosen(answer, tile.id)), text: '' }
  const entries: (string | [string, string])[] = Array.isArray(answer) ? answer : [String(answer)]
  const place = (id: string) => tiles.find((tile) => tile.id === id)?.index ?? 0
  const target = (id: string) => letter(question.targets?.findIndex((entry) => entry.id === id) ?? 0)
  const words = entries.map((entry) => {
    if (Array.isArray(entry)) return `${place(entry[0]) + 1}${target(entry[1])}`
    return question.kind === 'ordering' ? letter(place(entry)) : entry
  })
  if (question.kind === 'matching') words.sort()
  return { tiles: [], text: words.join(question.kind === 'text' ? ' / ' : ' ') }
}

/** What was given most, where there are no options to count. */
export function mostGiven(question: Question, rows: RosterRow[], most = 5): { text: string; n: number }[] {
  const found = new Map<string, { text: string; n: number }>()
  for (const row of rows) {
    if (row.answer === undefined) continue
    const { text } = short(question, row.answer)
    const key = text.trim().toLowerCase()
    const entry = found.get(key)
    if (entry) entry.n += 1
    else found.set(key, { text, n: 1 })
  }
  return [...found.values()].sort((a, b) => b.n - a.n).slice(0, most)
}

/** Milliseconds as seconds to the thousandth: buzzes differ by less than tenths. */
export const margins = (ms: number): string => (ms / 1000).toFixed(3)
