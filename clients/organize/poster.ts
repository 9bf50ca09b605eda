// The three steps of the poster in the contest's languages, whichever this page itself speaks at the moment.

import { type Catalog, direction, INTERFACES, type Key, translate } from '../shared/i18n'
import { organizeWords } from './words'

export const SPOKEN = INTERFACES.map(({ tag }) => tag)

export interface PosterWords { tag: string; dir: 'ltr' | 'rtl'; steps: (teams: boolean) => string[] }

const STEPS: Key[] = ['poster.step_1', 'poster.step_2', 'poster.step_3']

export async function posterWords(tags: string[]): Promise<PosterWords[]> {
  const found = await Promise.all(tags.map(async (tag): Promise<PosterWords | null> => {
    const catalog: Catalog | null = await organizeWords(tag)
    return catalog && {
      tag, dir: direction(tag),
      steps: (teams) => STEPS.map((key, i) => translate(catalog, tag, i === 1 && teams ? 'poster.step_2_teams' : key)),
    }
  }))
  return found.filter((one) => one !== null)
}
