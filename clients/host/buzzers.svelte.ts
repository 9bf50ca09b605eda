// Which key is which seat's buzzer. USB buzzers act as a keyboard: each sends one key. Out of the box these
// are the digits, in the order of the seats; a device that sends others is taught here, once a computer.

import { load, save } from '../shared/storage'
import { isTaken, type KeyLike } from './keys'

const STORED = 'jinbang.buzzers'
const DIGITS = [...'1234567890']

/** The digit that stands for the n-th seat, from 0; none after the tenth. */
export const digitOf = (index: number): string => DIGITS[index] ?? ''

export class Buzzers {
  #keys = $state.raw<string[]>(read())

  /** The key of the n-th seat, from 0. */
  keyOf(index: number): string {
    return this.#keys[index] ?? digitOf(index)
  }

  /** Which seat, from 0, a key belongs to; -1: none of these. */
  seatOf(event: KeyLike, seats: number): number {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return -1
    const name = plain(event.key)
    for (let i = 0; i < seats; i++) if (this.keyOf(i) === name) return i
    return -1
  }

  /** Gives a seat this key. False: the console uses it itself, or another seat has it. */
  teach(index: number, key: string, seats: number): boolean {
    const name = plain(key)
    if (isTaken(name) || ['Tab', 'Shift', 'Control', 'Alt', 'Meta', 'CapsLock'].includes(name)) return false
    const keys = Array.from({ length: seats }, (_, i) => this.keyOf(i))
    if (keys.some((other, i) => i !== index && other === name)) return false
    keys[index] = name
    this.#keys = keys
    save(STORED, JSON.stringify(keys))
    return true
  }

  /** The digits again. */
  reset(): void {
    this.#keys = []
    save(STORED, '[]')
  }
}

const plain = (key: string): string => (key.length === 1 ? key.toLowerCase() : key)

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(load(STORED) ?? '[]')
    return Array.isArray(kept) && kept.every((key) => typeof key === 'string') ? kept : []
  } catch {
    return []
  }
}
