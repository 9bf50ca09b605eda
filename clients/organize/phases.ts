import type { Key } from '../shared/i18n'
import type { Phase } from '../shared/protocol'

/** Where a contest stands, for somebody who is not in the room. */
export function phaseKey(phase: Phase, paused = false): Key {
  if (phase === 'lobby') return 'open.phase_lobby'
  if (phase === 'finished') return 'open.phase_finished'
  return paused ? 'open.phase_paused' : 'open.phase_running'
}
