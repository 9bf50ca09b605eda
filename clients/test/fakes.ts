// A WebSocket that never touches a network, and messages as docs/protocol.md has them.

import type { ServerMessage, State, You } from '../shared/protocol'

export class FakeSocket {
  static all: FakeSocket[] = []
  static get last(): FakeSocket {
    const socket = FakeSocket.all.at(-1)
    if (!socket) throw new Error('no socket was opened')
    return socket
  }

  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  sent: Record<string, unknown>[] = []
  closed = false

  constructor(readonly url: string, readonly protocol: string) {
    FakeSocket.all.push(this)
  }

  send(data: string): void {
    this.sent.push(JSON.parse(data) as Record<string, unknown>)
  }

  close(): void {
    this.closed = true
  }

  open(): void {
    this.onopen?.()
  }

  hears(...messages: ServerMessage[]): void {
    for (const message of messages) this.onmessage?.({ data: JSON.stringify(message) })
  }

  drops(code: number): void {
    this.onclose?.({ code })
  }

  of(type: string): Record<string, unknown>[] {
    return this.sent.filter((message) => message.type === type)
  }
}

export const CODE = '482913'

export const welcome = (now = 0): ServerMessage => ({
  type: 'welcome', role: 'player', player: 1, token: 'f'.repeat(32), name: 'Zoë', now,
  contest: { id: 'c', code: CODE, title: { en: 'Quiz' }, languages: ['en'], default_language: 'en', teams: [] },
})

export function state(over: Partial<State> = {}): State {
  return {
    type: 'state', seq: 1, phase: 'lobby', paused: false, now: 0, players: 1, admit: true, ...over,
  }
}

export function open(turn: number, over: Partial<State> = {}): State {
  return state({
    phase: 'open', opens_at: 0, closes_at: 20_000,
    question: {
      turn, n: turn, of: 10, kind: 'single', prompt: { en: 'Which?' }, points: 10, change: false,
      options: [{ id: 'a', text: { en: 'A' } }, { id: 'b', text: { en: 'B' } }],
    },
    ...over,
  })
}

export function you(over: Partial<You> = {}): You {
  return { type: 'you', player: 1, name: 'Zoë', score: 0, rank: 0, of: 0, ...over }
}
