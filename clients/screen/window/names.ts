// How names of winners stand: as few columns as there is room for, and as large as that allows.

import type { Frame } from '../layout'

export interface Grid { columns: number; size: number; pitch: number; fit: number }

/** `width` and `height` in u, and what is to stand there. */
export function gridOf(count: number, width: number, height: number): Grid {
  const wide = width > 140
  const most = wide ? 3 : 2
  for (const [size, pitch] of [[8, 12], [6.4, 9.6], [5.4, 8.2]] as const) {
    const lines = Math.max(1, Math.floor(height / pitch))
    const columns = Math.max(1, Math.ceil(count / lines))
    const roomy = width / columns >= size * 9
    if (columns <= most && roomy) return { columns, size, pitch, fit: lines * columns }
  }
  const lines = Math.max(1, Math.floor(height / 7.4))
  return { columns: most, size: 4.8, pitch: 7.4, fit: lines * most }
}

/** Of a draw's winners: above them stand heading, number and hash. */
export const drawGrid = (count: number, frame: Frame): Grid => gridOf(Math.max(1, count), frame.width, frame.height - 15 - 19 - 4)
