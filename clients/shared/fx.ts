// Small comforts of a phone that may be missing without harm.

/** A short buzz; iPhones have none, so it is never the only sign. */
export function buzz(pattern: number | number[]): void {
  // Before the first touch, as after a reload, browsers refuse: some throw, some complain in the console.
  if (navigator.userActivation?.hasBeenActive === false) return
  try {
    navigator.vibrate?.(pattern)
  } catch {
    // Older ones cannot be asked first.
  }
}

export const canKeepAwake = (): boolean => 'wakeLock' in navigator

let wanted = false

async function ask(): Promise<void> {
  if (!wanted || document.visibilityState !== 'visible' || !canKeepAwake()) return
  try {
    await navigator.wakeLock.request('screen')
  } catch {
    // Low battery or not allowed: the screen may go dark, the seat is kept.
  }
}

/** Keeps the screen on from now; browsers drop the lock whenever the page was hidden. */
export function keepAwake(): void {
  if (!wanted) document.addEventListener('visibilitychange', () => void ask())
  wanted = true
  void ask()
}
