// What the stage takes of the picture, in u.

/** Height of the bar; what stands between it, the question and the strip. */
export const BAR = 13
export const GAP = 2
/** Width of a ladder beside its question. */
export const LADDER = 28
