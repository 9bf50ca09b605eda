// What the keys do: each key has one meaning, and the digits the one that the moment gives them.

import type { Control, Panel } from './control.svelte'
import { type HostKey, hostKey, type KeyLike } from './keys'
import type { FOULS } from './stage.svelte'

/** Panels that are a question: their own two buttons have the word. */
const ASKING = new Set<Panel | null>(['skip', 'finish', 'take'])
/** Panels in which a digit chooses a team. */
const CHOOSING = new Set<Panel | null>(['foul', 'name'])
/** In the panel of fouls these three keys say which it was. */
const FOUL_KEYS: Partial<Record<HostKey, (typeof FOULS)[number]>> = { extend: 'early', hall: 'help', standings: 'late' }

/** True: the press was for the console, and the browser is to leave it alone. */
export function pressed(control: Control, event: KeyLike, tag: string): boolean {
  if (!control.shown) return false
  const found = hostKey(event, tag)
  if (control.papers.view) {
    // The console lies under the paper: a clicker must not work it unseen.
    if (found === 'cancel') control.papers.view = null
    return found !== null
  }
  const field = /^(input|select|textarea)$/i.test(tag)
  const free = !CHOOSING.has(control.panel) || control.stage.listens
  if (!field && free && control.panel !== 'buzzers' && control.stage.heard(event)) return true
  if (found) act(control, found)
  return found !== null
}

export function act(control: Control, key: HostKey): void {
  const { panel, stage } = control
  if (key === 'cancel') {
    if (panel) control.panel = null
    else control.fold()
    return
  }
  if (ASKING.has(panel)) return
  const foul = panel === 'foul' ? FOUL_KEYS[key] : undefined
  if (foul) return control.foul(foul)
  if (key.startsWith('row')) return digit(control, Number(key.slice(3)))
  switch (key) {
    case 'next': return control.next()
    case 'pause': return control.pause()
    case 'extend': return control.extend()
    case 'skip': return control.ask('skip')
    case 'undo': return control.undo()
    case 'standings': return control.shown?.next === 'standings' || control.desk.busy ? control.next() : undefined
    case 'blank': return control.blank()
    case 'message': return void (control.panel = 'message')
    case 'help': return control.toggle('help')
    case 'missing': control.tab = 'players'; return void (control.filter = control.filter === 'waiting' ? 'all' : 'waiting')
    case 'search': control.tab = 'players'; return control.search()
    case 'right': case 'wrong': case 'nothing': return control.verdict(key)
    case 'partial': case 'foul': case 'name': return control.choose(key)
    case 'mark': return control.choose('marks')
    case 'hall': return control.try(() => stage.can.hall && stage.hall())
    case 'pass': return control.try(() => stage.can.pass && stage.pass())
    case 'judge': return control.judge()
    case 'lineup': return stage.swap.known ? control.judge('substitute') : undefined
    case 'take': return control.take()
    case 'print': return control.papers.show('paper')
    case 'let': return control.desk.door.first(true)
    case 'turn': return control.desk.door.first(false)
    case 'let_all': return control.desk.door.all(true)
  }
}

/** A digit is a team where one is to be chosen, a value where one is picked, else a row of the list. */
function digit(control: Control, n: number): void {
  const seat = control.stage.seats[n - 1]?.seat
  if (control.panel === 'foul') {
    if (seat !== undefined) control.stage.fouled = seat
  } else if (control.panel === 'name') {
    if (seat !== undefined) control.name(seat)
  } else if (!control.stage.digit(n)) control.row(n)
}
