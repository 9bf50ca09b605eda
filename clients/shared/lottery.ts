// Draws, as host and wall are told of them. For walls and desks: phones hear only what they have won.

import type { Lottery, State } from './protocol'

/** All draws of the contest: a window contest's are in its board. */
export const lotteriesOf = (state: State | null | undefined): Lottery[] => state?.board?.lotteries ?? state?.lotteries ?? []

/** Digits of a hash in groups of four, as people read them out. */
export const groups = (hash: string): string[] => hash.match(/.{1,4}/g) ?? []
