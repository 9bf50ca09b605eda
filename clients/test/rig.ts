// A Net on fake sockets and fake time, and what it reported.

import { vi } from 'vitest'
import { Net } from '../shared/net'
import type { Hello, ServerMessage } from '../shared/protocol'
import type { Slot, SlotStatus } from '../shared/slot'
import { forget, tokenKey } from '../shared/storage'
import { CODE, FakeSocket, state, welcome } from './fakes'

export class Rig {
  readonly messages: ServerMessage[] = []
  readonly links: boolean[] = []
  readonly statuses: (SlotStatus | 'none')[] = []
  readonly ends: string[] = []
  slot: Slot | null = null
  random = 0.5
  readonly net: Net

  constructor() {
    vi.useFakeTimers()
    vi.stubGlobal('WebSocket', FakeSocket)
    FakeSocket.all = []
    forget(tokenKey(CODE))
    this.net = new Net({
      url: 'ws://server/ws',
      code: CODE,
      random: () => this.random,
      hello: (token): Hello => (token
        ? { type: 'hello', role: 'player', code: CODE, token }
        : { type: 'hello', role: 'player', code: CODE, name: 'Zoë' }),
      on: {
        message: (message) => this.messages.push(message),
        link: (up) => this.links.push(up),
        rtt: () => undefined,
        slot: (now) => {
          this.slot = now
          this.statuses.push(now?.status ?? 'none')
        },
        end: (reason) => this.ends.push(reason),
      },
    })
  }

  finish(): void {
    this.net.destroy()
    vi.useRealTimers()
    vi.unstubAllGlobals()
  }

  /** A connection that is welcomed and shows these states. */
  seat(...first: ServerMessage[]): FakeSocket {
    this.net.connect()
    const socket = FakeSocket.last
    socket.open()
    socket.hears(welcome(), ...(first.length > 0 ? first : [state()]))
    return socket
  }

  /** The next connection after the last one was lost. */
  back(...first: ServerMessage[]): FakeSocket {
    vi.advanceTimersByTime(3000)
    const socket = FakeSocket.last
    socket.open()
    socket.hears(welcome(), ...first)
    return socket
  }
}
