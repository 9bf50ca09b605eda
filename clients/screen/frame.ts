// The picture's shape in u, and what a message of the host takes away from it.

import type { Frame } from './layout'
import { lines } from './measure'

const SAFE = { block: 8, inline: 10 }
const WIDEST = 178

/** Width of the whole picture in u, at most that of an ultra-wide wall. */
export const widthOf = (width: number, height: number): number =>
  Math.min(WIDEST, width / Math.min(height / 100, (0.75 * width) / 100))

/** The content box of a window of this many pixels, `taken` u of whose height and `beside` u of whose width are not free. */
export function frameOf(width: number, height: number, taken = 0, beside = 0): Frame {
  const u = Math.min(height / 100, (0.75 * width) / 100)
  return { width: widthOf(width, height) - SAFE.inline - beside, height: height / u - SAFE.block - taken }
}

/** The host's message: large if it is short, and how high its bar is. */
export function noticeFit(text: string, width: number): { size: number; height: number } {
  for (const [size, most] of [[5, 1], [4.4, 2], [3.6, 3], [3.2, 9]] as const) {
    const count = lines(text, (width - 6) / size)
    if (count <= most) return { size, height: count * size * 1.25 + 3 }
  }
  return { size: 3.2, height: 40 }
}
