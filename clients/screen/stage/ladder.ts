// The ladder: its rungs from the highest to the lowest, and what each is to the seat that climbs.

export interface Rung {
  n: number
  value: number
  /** A fall does not go below it. */
  safe: boolean
  /** Climbed; the one the seat stands on; the one that is played for. */
  state: 'done' | 'here' | 'next' | 'far'
}

/** `rung`: climbed so far; `playing`: a further one is played for. */
export function rungsOf(values: number[], safe: number[], rung: number, playing: boolean): Rung[] {
  return values.map((value, i): Rung => {
    const n = i + 1
    const state = n === rung ? 'here' : n < rung ? 'done' : n === rung + 1 && playing ? 'next' : 'far'
    return { n, value, safe: safe.includes(n), state }
  }).reverse()
}

/** Of a ladder too long for the wall the rungs around the one that is stood on, and always the highest. */
export function seenOf(rungs: Rung[], rung: number, most: number): Rung[] {
  if (rungs.length <= most || most < 3) return rungs
  const below = Math.min(Math.max(0, rung - 2), rungs.length - most)
  return rungs.filter(({ n }) => n === rungs.length || (n > below && n < below + most))
}
