// Where somebody is in their paper and what they want to look at again: a comfort of this device, for one paper.

import { load, save } from '../../shared/storage'

const STORED = 'jinbang.marks'

export interface Marks { place: number; flags: number[] }

export function marksOf(paper: string): Marks {
  try {
    const kept = JSON.parse(load(STORED) ?? '') as Marks & { paper: string }
    if (kept.paper === paper) return { place: kept.place, flags: kept.flags }
  } catch {
    // Nothing is kept.
  }
  return { place: 1, flags: [] }
}

export const keepMarks = (paper: string, marks: Marks): void => save(STORED, JSON.stringify({ paper, ...marks }))
