// What is printed is in the contest's languages, whichever this page itself speaks at the moment.

import { type Catalog, direction, INTERFACES, type Key, match, type Params, translate } from '../shared/i18n'
import { organizeWords } from './words'
import type { Rules } from './types'

export const SPOKEN = INTERFACES.map(({ tag }) => tag)

export interface Voice { tag: string; dir: 'ltr' | 'rtl'; t: (key: Key, params?: Params) => string }

/** Two languages at most: those of the wall first, as far as this program speaks them; else that of the page. */
export function printLanguages(rules: Rules | undefined, own: string): string[] {
  const held = rules?.languages ?? []
  const wall = rules?.screen_languages ?? held.slice(0, 2)
  const possible = [...new Set([...wall, ...held].map((tag) => match(SPOKEN, [tag])).filter((tag) => tag !== null))]
  return possible.length > 0 ? possible.slice(0, 2) : [own]
}

export async function voices(tags: string[]): Promise<Voice[]> {
  const found = await Promise.all(tags.map(async (tag): Promise<Voice | null> => {
    const catalog: Catalog | null = await organizeWords(tag)
    return catalog && { tag, dir: direction(tag), t: (key, params) => translate(catalog, tag, key, params) }
  }))
  return found.filter((one) => one !== null)
}

/** The three steps of the poster. */
export function stepsOf({ t }: Voice, rules: Rules): string[] {
  const teams = (rules.teams ?? []).length > 0
  const second: Key = rules.window?.entry === 'roster' ? 'poster.step_2_code' : teams ? (rules.window ? 'poster.step_2_units' : 'poster.step_2_teams') : 'poster.step_2'
  return [t('poster.step_1'), t(second), t(rules.window ? 'poster.step_3_online' : 'poster.step_3')]
}
