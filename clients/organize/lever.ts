// One command of the host from the organizer's desk: the host's link is opened for it and closed when the contest
// has done it. Whoever leads the contest from a console goes on as before.

import { socketUrl } from '../shared/client.svelte'
import { doorOf } from '../shared/door'
import type { Command, ServerMessage, State } from '../shared/protocol'
import { ApiError } from './api'

export const LIMIT_MS = 10_000

/** Has the contest done it? Others may move it on meanwhile, so it is not enough that something has changed. */
export function isDone(wanted: Command, state: State): boolean {
  const lottery = 'draw' in wanted ? (state.board?.lotteries ?? state.lotteries)?.[wanted.draw - 1] : undefined
  switch (wanted.action) {
    case 'start': return state.phase !== 'lobby'
    case 'finish': return state.phase === 'finished'
    case 'pause': return state.paused
    case 'resume': return !state.paused
    case 'schedule': return state.window?.opens_at === wanted.opens_at && state.window.closes_at === wanted.closes_at
    case 'announce': return lottery?.commitment !== undefined
    case 'draw': return lottery?.drawn !== undefined
    default: return true
  }
}

/** Once it is open, only the close can be moved: the opening stays what the contest says it was. */
const settled = (wanted: Command, { phase, window }: State): Command =>
  (wanted.action === 'schedule' && phase !== 'lobby' && window ? { ...wanted, opens_at: window.opens_at } : wanted)

/** Resolves when the contest has moved on; an ApiError with the server's code says why it has not. */
export function command(hostUrl: string, wanted: Command, url = socketUrl(location)): Promise<void> {
  return new Promise((done, refuse) => {
    const door = doorOf(hostUrl.slice(hostUrl.indexOf('#')))
    if (!door) return refuse(new ApiError(0, 'unauthorized', ''))
    const ws = new WebSocket(url, 'jinbang.v1')
    let sent: Command | null = null
    const end = (act: () => void): void => {
      clearTimeout(timer)
      ws.onmessage = ws.onclose = ws.onopen = null
      ws.close()
      act()
    }
    const timer = setTimeout(() => end(() => refuse(new ApiError(0, 'network', ''))), LIMIT_MS)
    const say = (message: object): void => ws.send(JSON.stringify(message))
    ws.onopen = () => say({ type: 'hello', role: 'host', ...door })
    ws.onclose = () => end(() => refuse(new ApiError(0, 'network', '')))
    ws.onmessage = ({ data }) => {
      const message = JSON.parse(String(data)) as ServerMessage
      if (message.type === 'error') end(() => refuse(new ApiError(409, message.code, message.message)))
      else if (message.type === 'bye') end(() => refuse(new ApiError(0, 'network', '')))
      else if (message.type === 'state') {
        if (sent && isDone(sent, message)) end(done)
        else if (!sent && message.acting === false) say({ type: 'do', action: 'take' }) // the state that follows says that this console acts
        else if (!sent) {
          sent = settled(wanted, message)
          say({ type: 'do', seq: message.seq, ...sent })
        }
      }
    }
  })
}
