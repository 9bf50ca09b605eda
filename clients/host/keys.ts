// Keys of the console. Clickers send PageUp and PageDown, a full stop or B for "black", F5 and Escape
// for the start and end of a show: all of them are caught, so that none does what a browser would do.

export type HostKey =
  | 'next' | 'pause' | 'extend' | 'skip' | 'undo' | 'standings' | 'blank' | 'message' | 'missing' | 'search'
  | 'help' | 'cancel' | 'none' | `row${number}`
  | 'right' | 'wrong' | 'nothing' | 'partial' | 'foul' | 'hall' | 'pass' | 'name' | 'mark' | 'judge' | 'take' | 'print'
  | 'let' | 'turn' | 'let_all' | 'lineup'

export interface KeyLike {
  key: string
  repeat: boolean
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  isComposing: boolean
}

const KEYS: Record<string, HostKey> = {
  ' ': 'next',
  Enter: 'next',
  ArrowRight: 'next',
  PageDown: 'next',
  ArrowLeft: 'none', // there is no way back but the undo
  PageUp: 'none',
  F5: 'none',
  p: 'pause',
  e: 'extend',
  s: 'skip',
  z: 'undo',
  l: 'standings',
  b: 'blank',
  '.': 'blank',
  m: 'message',
  n: 'missing',
  '/': 'search',
  '?': 'help',
  Escape: 'cancel',
  r: 'right', // the stage
  w: 'wrong',
  o: 'nothing',
  a: 'partial',
  f: 'foul',
  h: 'hall',
  k: 'pass',
  g: 'name',
  i: 'mark',
  j: 'judge',
  c: 'lineup',
  t: 'take',
  d: 'print',
  y: 'let', // the door
  x: 'turn',
  u: 'let_all',
}

/** Does the console use this key itself? Digits are the teams' already. */
export const isTaken = (key: string): boolean => (key.length === 1 ? key.toLowerCase() : key) in KEYS

/**
 * `tag` is the element the key was pressed in: fields keep their keys, buttons their own two. Null leaves
 * a key to the browser; 'none' takes it away and does nothing, as for a key that is held and repeats.
 */
export function hostKey(event: KeyLike, tag: string): HostKey | null {
  if (event.isComposing || event.altKey) return null
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const field = /^(input|select|textarea)$/i.test(tag)
  if (event.ctrlKey || event.metaKey) return name === 'z' && !field ? (event.repeat ? 'none' : 'undo') : null
  const found = /^\d$/.test(name) ? (`row${Number(name) || 10}` as const) : (KEYS[name] ?? null)
  if (found === null) return null
  if (field) return found === 'cancel' ? found : null
  if (event.repeat) return 'none'
  if (/^(button|a|summary)$/i.test(tag) && (event.key === ' ' || event.key === 'Enter')) return null
  return found
}
