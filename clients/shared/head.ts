// The head of the log as people note it: how the hash begins, in groups that can be read out.
const DIGITS = 32 // 128 bits: nobody finds another log that begins alike

export const noted = (head: string): string => (head.slice(0, DIGITS).match(/.{1,4}/g) ?? []).join(' ')
