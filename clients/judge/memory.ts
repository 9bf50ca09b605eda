// What this tab knows of its judge, also after a reload: the number, and the mark it has sent. A device that two
// judges share has two tabs.

export interface Kept { judge?: number; turn?: number; value?: number }

const key = (code: string): string => `jinbang.judge.${code}`
let memory: Kept = {}

export function kept(code: string): Kept {
  try {
    return { ...memory, ...JSON.parse(sessionStorage.getItem(key(code)) ?? '{}') as Kept }
  } catch {
    return memory // no storage
  }
}

export function keep(code: string, more: Kept): void {
  memory = { ...kept(code), ...more }
  try {
    sessionStorage.setItem(key(code), JSON.stringify(memory))
  } catch {
    // No storage: memory has it.
  }
}
