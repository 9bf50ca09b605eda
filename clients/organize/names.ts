// Names of banks: one that somebody has given stays; that of a sample is told in the reader's language.

import type { TextMap } from '../shared/protocol'
import type { BankRow, Sample } from './types'

type Picked = { lang: string; text: string }

export function nameOf(row: BankRow, samples: Sample[] | undefined, pick: (map: TextMap) => Picked): Picked {
  const sample = samples?.find(({ id, title }) => id === row.id && Object.values(title).includes(row.name))
  return sample ? pick(sample.title) : { lang: '', text: row.name }
}
