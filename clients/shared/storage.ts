// localStorage throws in some private modes and is empty in others: what cannot be kept there is kept
// in memory, which still survives a lost connection though not a reload.

const memory = new Map<string, string>()

export function load(key: string): string | null {
  try {
    const kept = localStorage.getItem(key)
    if (kept !== null) return kept
  } catch {
    // No storage: memory below.
  }
  return memory.get(key) ?? null
}

export function save(key: string, value: string): void {
  memory.set(key, value)
  try {
    localStorage.setItem(key, value)
  } catch {
    // No storage: memory has it.
  }
}

export function forget(key: string): void {
  memory.delete(key)
  try {
    localStorage.removeItem(key)
  } catch {
    // No storage: memory is already clean.
  }
}

export const tokenKey = (code: string): string => `jinbang.token.${code}`
