// Which judge this tab is, also after a reload. A device that two judges share has two tabs.

const key = (code: string): string => `jinbang.judge.${code}`
let memory: number | undefined

export function numberOf(code: string): number | undefined {
  try {
    return Number(sessionStorage.getItem(key(code))) || memory
  } catch {
    return memory // no storage
  }
}

export function keepNumber(code: string, judge: number): void {
  memory = judge
  try {
    sessionStorage.setItem(key(code), String(judge))
  } catch {
    // No storage: memory has it.
  }
}
