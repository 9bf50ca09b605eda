// Screen and host come with `#482913.KEY`: what follows the hash never leaves the browser by itself.

export interface Door { code: string; key: string }

export function doorOf(hash: string): Door | null {
  const found = /^#?(\d{6})\.(\S+)$/.exec(hash)
  return found?.[1] && found[2] ? { code: found[1], key: found[2] } : null
}
