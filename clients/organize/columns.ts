// What the columns of a table are: the map that the server found, what somebody has changed in it, and how both are
// said to the server ("A=stem,B=option_a,F=").

import type { Key } from '../shared/i18n'
import type { Column, Table } from './types'

/** Letter of a column to its field; '': not used. */
export type Chosen = Readonly<Record<string, string>>

/** The tables of a sheet, with what somebody has chosen in the place of what was found. */
export function mapOf(table: Table | undefined, chosen: Chosen): { row: number; columns: Column[] }[] {
  return (table?.headers ?? []).map(({ row, columns }) => ({
    row, columns: columns.map((column) => ({ ...column, field: (chosen[column.letter] ?? column.field) || null })),
  }))
}

/**
 * Nothing was changed: nothing is said. With one table everything is said, so that nothing depends on how a half
 * map is read; where a sheet has two tables, only what was changed, because their columns differ.
 */
export function specOf(table: Table | undefined, chosen: Chosen): string {
  if (Object.keys(chosen).length === 0) return ''
  const [first, ...others] = mapOf(table, chosen)
  const all = first && others.length === 0 ? Object.fromEntries(first.columns.map(({ letter, field }) => [letter, field ?? ''])) : {}
  return Object.entries({ ...all, ...chosen }).map(([letter, field]) => `${letter}=${field}`).join(',')
}

/** Fields that two columns of one table claim: of options and answers each can have one only. */
export function twice(columns: Column[]): Set<string> {
  const seen = columns.flatMap(({ field }) => (field === null || field === 'tags' ? [] : [field]))
  return new Set(seen.filter((field, i) => seen.indexOf(field) !== i))
}

/** A map without these cannot make a question. */
export const missing = (columns: Column[]): string[] =>
  ['stem', 'answer'].filter((needed) => !columns.some(({ field }) => field === needed || field?.startsWith(`${needed}@`)))

const FIELDS = [
  'answer', 'audio', 'category', 'difficulty', 'explanation', 'id', 'image', 'keep_order', 'options', 'points', 'source', 'stem', 'tags',
  'time', 'tolerance', 'type', 'video',
] as const
type Named = (typeof FIELDS)[number]

export interface FieldName { key: Key | null; params: { text: string }; language: string }

/** How a field is called: "stem@en" is the question in English, "option_c" option C. Null: as it stands. */
export function nameOf(field: string): FieldName {
  const [name = '', language = ''] = field.split('@', 2)
  const option = /^option_([a-z])$/.exec(name)?.[1]
  if (option !== undefined) return { key: 'column.option', params: { text: option.toUpperCase() }, language }
  const known: Named | undefined = FIELDS.find((one) => one === name)
  return { key: known ? `column.${known}` : null, params: { text: name }, language }
}

/** What a column may be: what the server offers, and what is chosen already though it is not among that. */
export function choicesOf(fields: string[], columns: Column[]): string[] {
  const also = columns.flatMap(({ field }) => (field === null ? [] : [field]))
  return [...new Set([...fields, ...also])]
}
