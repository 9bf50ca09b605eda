// Ready-made people: a host, a screen and players who have said hello, and a host's way through a turn.
import assert from 'node:assert/strict'
import { Client } from './client.mjs'

/** Connects as host, screen or judge, with the key of that role. */
export async function attend(server, contest, role, options = {}, extra = {}) {
  const client = await Client.connect(server, { role, ...options })
  client.send({ type: 'hello', role, code: contest.code, key: contest[`${role}_key`], ...extra })
  client.welcome = await client.next('welcome')
  client.first = await client.next('state')
  return client
}

export const host = (server, contest, options) => attend(server, contest, 'host', options)
export const screen = (server, contest, options) => attend(server, contest, 'screen', options)

/** Connects and joins with a name; `extra` goes into hello, `options` to the connection. */
export async function join(server, contest, name, extra = {}, options = {}) {
  const client = await Client.connect(server, options)
  client.send({ type: 'hello', role: 'player', code: contest.code, name, ...extra })
  await greeted(client)
  return client
}

/** Comes back with the token of an earlier connection. */
export async function resume(server, contest, token, options = {}) {
  const client = await Client.connect(server, options)
  client.send({ type: 'hello', role: 'player', code: contest.code, token })
  await greeted(client)
  return client
}

async function greeted(client) {
  const welcome = await client.next(['welcome', 'error'])
  assert.equal(welcome.type, 'welcome', `hello was refused: ${JSON.stringify(welcome)}`)
  client.welcome = welcome
  client.player = welcome.player
  client.token = welcome.token
  client.first = await client.next('state')
  client.you = await client.next('you')
}

/** One after the other, so that the first of the names is player 1. */
export async function joinAll(server, contest, names, extra) {
  const players = []
  for (const name of names) players.push(await join(server, contest, name, extra))
  return players
}

/** All at once, as a hall does: who gets which number is not known before. */
export const storm = (server, contest, names) => Promise.all(names.map((name) => join(server, contest, name)))

/**
 * The host says "next" until the contest is in this phase (of this turn). A phase that ends by itself
 * (everybody has answered, time is up) makes the command stale: then the next state says where it is.
 */
export async function advance(host, phase, turn) {
  const there = (state) => state.phase === phase && (turn === undefined || state.question?.turn === turn)
  const place = (state) => `${state.phase} ${state.round?.n} ${state.question?.turn}`
  for (let steps = 0; steps < 50; steps++) {
    const state = host.last('state')
    if (there(state)) {
      // If the phase has ended by itself, the last command is refused: after this that is known, and nobody takes it for theirs.
      if (steps > 0) await host.settle()
      return state
    }
    assert.notEqual(state.next, null, `${phase} of turn ${turn} is never reached; it is ${state.phase}`)
    const moved = (message) => message.type === 'error' || place(message) !== place(state)
    host.forget('state', 'error')
    host.send({ type: 'do', action: 'next', seq: state.seq })
    const reply = await host.next(['state', 'error'], moved, 'after next')
    if (reply.type === 'error') {
      assert.equal(reply.code, 'stale', `next was refused: ${JSON.stringify(reply)}`)
      if (place(host.last('state')) === place(state)) await host.next('state', moved)
    }
  }
  assert.fail(`${phase} of turn ${turn} is never reached`)
}

/** Waits until everybody has this state, so that nobody's next frame is taken for an earlier one. */
export const together = (clients, phase, turn) => Promise.all(clients.map((client) => client.state(phase, turn)))

/** The state of the end that shows the head of the log; the standings before it showed another. */
export async function theEnd(client) {
  const ends = (state) => state.phase === 'finished' && 'head' in state
  const last = client.last('state')
  return ends(last) ? last : client.next('state', ends, 'of the end, with its head')
}
