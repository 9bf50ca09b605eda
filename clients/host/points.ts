// Points as people type them: a comma will do, and the long minus of a keyboard that corrects.

/** Two decimals at most; null: not a number of points. */
export function pointsOf(text: string): number | null {
  const plain = text.trim().replace(',', '.').replace('−', '-')
  return /^[+-]?(\d{1,6}(\.\d{0,2})?|\.\d{1,2})$/.test(plain) ? Number(plain) : null
}
