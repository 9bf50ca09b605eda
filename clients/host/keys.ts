// Keys of the console. Clickers send PageDown; a held key repeats and must never advance twice.

export type HostKey = 'next' | 'pause' | 'extend' | 'lock' | 'skip' | 'cancel'

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
  p: 'pause',
  e: 'extend',
  l: 'lock',
  s: 'skip',
  Escape: 'cancel',
}

/** `tag` is the element the key was pressed in: fields keep their keys, buttons their own two. */
export function hostKey(event: KeyLike, tag: string): HostKey | null {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const found = KEYS[name] ?? null
  if (/^(input|select|textarea)$/i.test(tag)) return found === 'cancel' ? found : null
  if (/^(button|a|summary)$/i.test(tag) && (event.key === ' ' || event.key === 'Enter')) return null
  return found
}
