// What the bar says of each scene: small above the name, or large where there is no name.

import type { Key } from '../../shared/i18n'
import type { Foul, Verdict } from '../../shared/protocol'
import type { Scene } from './moment'

export const LABELS: Partial<Record<Scene, Key>> = {
  next: 'screen.stage.next', pick: 'screen.stage.pick', wager: 'screen.stage.wager', buzzed: 'screen.stage.buzzed', answering: 'screen.stage.answering', named: 'screen.stage.named',
  performing: 'screen.stage.performing', passed: 'screen.stage.passed', verdict: 'screen.stage.now', hall: 'screen.stage.falls',
  survival: 'screen.stage.survival', last: 'screen.stage.last',
}
export const WORDS: Partial<Record<Scene, Key>> = {
  wagers: 'screen.stage.wagers', listen: 'screen.stage.listen', signal: 'screen.stage.signal', armed: 'screen.stage.armed', again: 'screen.stage.again',
  close: 'screen.stage.close', hall: 'screen.stage.hall', void: 'screen.nobody', closed: 'status.closed',
}
export const VERDICTS: Record<Verdict, Key> = {
  right: 'screen.verdict.right', wrong: 'screen.verdict.wrong', none: 'screen.verdict.none', partial: 'screen.verdict.partial',
}
export const FOULS: Record<Foul, Key> = { early: 'screen.foul.early', help: 'screen.foul.help', late: 'screen.foul.late' }
