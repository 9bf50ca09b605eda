// Marks as numbers: typed, stepped, and taken together. In whole hundredths, as everywhere.

import { decimal } from '../shared/decimal'

export interface Limits { min: number; max: number }
export interface Mark { judge: number; value: number }

const hundredths = (value: number): number => Math.round(value * 100)

/** The mark that was typed, or null: no number, more than two decimals, or outside of the limits. */
export function markOf(typed: string, separator: string, { min, max }: Limits): number | null {
  const text = decimal(typed, separator)
  if (text === null || !/^-?\d+(\.\d{1,2}0*)?$/.test(text)) return null
  const value = Number(text)
  return value >= min && value <= max ? value : null
}

/** A step up or down from what is typed, inside of the limits; from nothing it begins at their middle. */
export function stepped(value: number | null, by: number, { min, max }: Limits): number {
  const from = value === null ? Math.round((min + max) / 2) : value
  const next = value === null ? hundredths(from) : hundredths(from) + hundredths(by)
  return Math.min(hundredths(max), Math.max(hundredths(min), next)) / 100
}

/** As it is typed: with the keypad's own decimal sign, and no group signs. */
export const typedOf = (value: number, separator: string): string => String(value).replace('.', separator)

const mean = (values: number[]): number => values.reduce((sum, value) => sum + hundredths(value), 0) / values.length / 100
const same = (a: number, b: number): boolean => Math.abs(a - b) < 0.0051

/**
 * The judges whose marks the mean was made without, the highest and the lowest; none if it is that of all.
 * Which rule holds is not on the wire, but the mean says it.
 */
export function leftOut(marks: readonly Mark[], told: number): number[] {
  const values = marks.map(({ value }) => value)
  if (marks.length < 3 || same(mean(values), told)) return []
  const highest = marks.find(({ value }) => value === Math.max(...values))
  const lowest = [...marks].reverse().find(({ value, judge }) => value === Math.min(...values) && judge !== highest?.judge)
  const rest = marks.filter((mark) => mark !== highest && mark !== lowest).map(({ value }) => value)
  return same(mean(rest), told) ? [highest?.judge ?? 0, lowest?.judge ?? 0] : []
}
