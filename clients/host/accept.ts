// Orders and pairs as the console writes them: letters and numbers by place, as in CABD or 1B 2A.

import { LETTERS } from '../shared/answers'
import type { Question } from '../shared/protocol'

/** Every option once, by letter; null: not an order of them. */
export function orderOf(question: Question, text: string): string[] | null {
  const options = question.options ?? []
  const places = [...text.toUpperCase().replace(/[^A-Z]/g, '')].map((sign) => LETTERS.indexOf(sign))
  const ids = places.flatMap((place) => options[place]?.id ?? [])
  return ids.length === options.length && new Set(ids).size === ids.length && places.length === ids.length ? ids : null
}

/** Left items by number, right ones by letter; null: something else stands there. */
export function pairsOf(question: Question, text: string): [string, string][] | null {
  const words = text.toUpperCase().split(/[\s,;、，]+/).filter((word) => word !== '')
  const pairs = words.map((word): [string, string] | null => {
    const found = /^(\d+)([A-Z])$/.exec(word)
    const left = question.options?.[Number(found?.[1]) - 1]?.id
    const right = question.targets?.[LETTERS.indexOf(found?.[2] ?? '')]?.id
    return left !== undefined && right !== undefined ? [left, right] : null
  })
  const good = pairs.filter((pair) => pair !== null)
  return good.length > 0 && good.length === pairs.length && new Set(good.map(([left]) => left)).size === good.length ? good : null
}
