// Five boxes (Leitner): what was right moves one box on and comes back later, what was wrong goes back to the first.
// Time is counted in sessions, so a week off loses nothing.

export const BOXES = 5
/** Cards in this box and above count as known. */
export const KNOWN_FROM = 4
/** How many questions a session asks. */
export const SESSION = 20

export interface Card { box: number; due: number }
export interface Progress {
  version: 1
  /** The number of the session that goes on, or went on last; 0: none yet. */
  session: number
  cards: Record<string, Card>
}

export const fresh = (): Progress => ({ version: 1, session: 0, cards: {} })

/** After how many sessions a card of this box is asked again: 1, 2, 4, 8, 16. */
export const pause = (box: number): number => 2 ** (box - 1)

/** A card after its first answer of a session. */
export function answered(progress: Progress, id: string, right: boolean): Progress {
  const before = progress.cards[id]?.box ?? 0
  const box = right ? Math.min(BOXES, before + 1) : 1
  return { ...progress, cards: { ...progress.cards, [id]: { box, due: progress.session + pause(box) } } }
}

/**
 * What the session that comes now asks of these: what is due, lower boxes first, then what is new; if there is neither,
 * what would be due next. Within a box by chance. `random` gives numbers from 0 to below 1.
 */
export function choose(progress: Progress, ids: readonly string[], random: () => number = Math.random, most = SESSION): string[] {
  const now = progress.session + 1
  const all = ids.map((id) => ({ id, card: progress.cards[id], lot: random() }))
  const due = all.filter(({ card }) => card && card.due <= now).sort((a, b) => (a.card?.box ?? 0) - (b.card?.box ?? 0) || a.lot - b.lot)
  const unseen = all.filter(({ card }) => !card).sort((a, b) => a.lot - b.lot)
  const soonest = Math.min(...all.map(({ card }) => card?.due ?? now))
  const later = all.filter(({ card }) => card?.due === soonest).sort((a, b) => a.lot - b.lot)
  const asked = [...due, ...unseen]
  return (asked.length > 0 ? asked : later).slice(0, most).map(({ id }) => id)
}

export interface Figures { known: number; learning: number; unseen: number }

export function figures(progress: Progress, ids: readonly string[]): Figures {
  const boxes = ids.map((id) => progress.cards[id]?.box ?? 0)
  const known = boxes.filter((box) => box >= KNOWN_FROM).length
  const unseen = boxes.filter((box) => box === 0).length
  return { known, learning: boxes.length - known - unseen, unseen }
}

/** In a new order; of two or more never in the one that is given. */
export function shuffled<T>(list: readonly T[], random: () => number = Math.random): T[] {
  const next = [...list]
  for (let i = next.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1))
    ;[next[i], next[j]] = [next[j] as T, next[i] as T]
  }
  return next.length > 1 && next.every((one, i) => one === list[i]) ? [...next.slice(1), next[0] as T] : next
}
