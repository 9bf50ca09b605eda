// The wall's few sounds, made on the spot: nothing is fetched. Off until the key is pressed, because a
// hall has its own sound and browsers want a key or a click first anyway.

import type { State } from '../shared/protocol'
import { momentOf, onStage } from './stage/moment'

export type Cue = 'open' | 'tick' | 'close' | 'reveal' | 'podium' | 'armed' | 'buzz' | 'right' | 'wrong' | 'foul' | 'marks'

/** Hertz, when it begins and how long it lasts in seconds. */
const NOTES: Record<Cue, [number, number, number][]> = {
  open: [[523, 0, 0.14], [784, 0.12, 0.22]],
  tick: [[988, 0, 0.06]],
  close: [[659, 0, 0.16], [440, 0.14, 0.3]],
  reveal: [[523, 0, 0.35], [659, 0.06, 0.35], [784, 0.12, 0.45]],
  armed: [[880, 0, 0.1], [1175, 0.1, 0.24]],
  buzz: [[196, 0, 0.42], [294, 0, 0.42]],
  right: [[659, 0, 0.14], [880, 0.13, 0.34]],
  wrong: [[233, 0, 0.2], [185, 0.18, 0.4]],
  foul: [[330, 0, 0.12], [330, 0.16, 0.12], [330, 0.32, 0.2]],
  marks: [[587, 0, 0.1], [698, 0.12, 0.1], [880, 0.24, 0.34]],
  podium: [[523, 0, 0.16], [523, 0.18, 0.1], [523, 0.3, 0.1], [698, 0.42, 0.3], [880, 0.7, 0.7], [1047, 0.7, 0.9]],
}
const LOUD = 0.16

/** On the stage: a foul, a verdict, the marks, a buzz, the buzzers' being armed; each when it is new in its turn. */
function stageCue(before: State, after: State): Cue | null {
  const [was, is] = [before.stage ?? {}, after.stage ?? {}]
  // What was said in another turn is over, and the same may be said again in this one.
  const same = is.turn === was.turn
  const fresh = <T>(old: T | undefined, now: T | undefined) => now !== undefined && (!same || JSON.stringify(old) !== JSON.stringify(now))
  if (fresh(was.verdict, is.verdict) && is.marks === undefined) return is.verdict?.is === 'right' || is.verdict?.is === 'partial' ? 'right' : 'wrong'
  if (fresh(was.marks, is.marks)) return 'marks'
  if (fresh(was.foul, is.foul)) return 'foul'
  const scene = momentOf(after).scene
  if (scene === 'buzzed' && (!same || was.seat !== is.seat || was.step !== 'answer')) return 'buzz'
  return scene === 'armed' || scene === 'again' ? (was.step === is.step && same && before.phase === after.phase && !fresh(was.buzz, is.buzz) ? null : 'armed') : null
}

/** What is to be heard when one state follows another; nothing when a page has just been opened. */
export function cueOf(before: State | null, after: State): Cue | null {
  if (!before || after.paused || after.blank) return null
  const cue = onStage(after) && onStage(before) ? stageCue(before, after) : null
  if (cue !== null) return cue
  if (before.phase === after.phase) return null
  switch (after.phase) {
    case 'open': return 'open'
    case 'locked': return before.phase === 'open' ? 'close' : null
    case 'reveal': return 'reveal'
    case 'finished': return 'podium'
    default: return null
  }
}

/** Moments of the last five seconds, on the contest clock. */
export function ticksOf(state: State | null): number[] {
  const end = state?.closes_at
  if (!state || state.phase !== 'open' || state.paused || end === undefined) return []
  return [5, 4, 3, 2, 1].map((seconds) => end - 1000 * seconds)
}

let audio: AudioContext | null = null

/** Browsers let sound out only after a key or a click on this page. */
export function wake(): void {
  try {
    audio ??= new AudioContext()
    if (audio.state === 'suspended') void audio.resume()
  } catch {
    // No sound on this machine: everything it says can also be seen.
  }
}

export function play(cue: Cue): void {
  if (audio?.state !== 'running') return
  for (const [hertz, at, long] of NOTES[cue]) {
    const tone = audio.createOscillator()
    const volume = audio.createGain()
    const start = audio.currentTime + at
    tone.type = 'triangle'
    tone.frequency.value = hertz
    volume.gain.setValueAtTime(0, start)
    volume.gain.linearRampToValueAtTime(LOUD, start + 0.015)
    volume.gain.exponentialRampToValueAtTime(0.001, start + long)
    tone.connect(volume).connect(audio.destination)
    tone.start(start)
    tone.stop(start + long)
  }
}
