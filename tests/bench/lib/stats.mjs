// Medians and quartiles of a few rounds. Ratios are taken within each pair and then sorted, so that what disturbs both halves
// of a pair disturbs neither figure.

const sorted = (values) => [...values].sort((a, b) => a - b)

/** The value so far along the sorted ones (0 to 1), between two of them where it falls there. */
export function quantile(values, part) {
  const all = sorted(values)
  if (all.length === 0) return NaN
  const at = part * (all.length - 1)
  const low = Math.floor(at)
  return all[low] + (all[Math.min(low + 1, all.length - 1)] - all[low]) * (at - low)
}

export const median = (values) => quantile(values, 0.5)

/** {median, low, high, n}: the quartiles around the median of those that are numbers. */
export function spread(values) {
  const good = values.filter(Number.isFinite)
  return { median: median(good), low: quantile(good, 0.25), high: quantile(good, 0.75), n: good.length }
}

/** The spread of what each pair comes to. */
export const ratios = (pairs) => spread(pairs.map(([ours, theirs]) => ours / theirs))
