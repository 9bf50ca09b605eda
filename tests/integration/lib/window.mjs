// Window contests: their files, their people, and papers as a participant works through them.
import assert from 'node:assert/strict'
import { Client } from './client.mjs'

const DAY_MS = 86400000

/** A local time of the contest file, in UTC. */
export const local = (at) => new Date(at).toISOString().slice(0, 19)

/** A contest file: open since yesterday, for ten days more; a paper of `count` of the bank's questions. */
export function windowFile(bank, window = {}, rest = {}) {
  const { count = 5, opens = -DAY_MS, closes = 10 * DAY_MS, ...settings } = window
  return {
    title: { en: 'Window', 'zh-Hans': '窗口' },
    window: { opens_at: local(Date.now() + opens), closes_at: local(Date.now() + closes), time_zone: 'UTC', paper: [{ bank, count }], ...settings },
    ...rest,
  }
}

/** Says hello and takes what follows it. */
export async function enter(server, contest, hello, options = {}) {
  const client = await Client.connect(server, options)
  client.send({ type: 'hello', role: 'player', code: contest.code, ...hello })
  const welcome = await client.next(['welcome', 'error'])
  assert.equal(welcome.type, 'welcome', `hello was refused: ${JSON.stringify(welcome)}`)
  client.welcome = welcome
  client.player = welcome.player
  client.token = welcome.token
  client.first = await client.next('state')
  client.attempt = await client.next('attempt')
  return client
}

/** The code with which this hello is refused. */
export async function turnedAway(server, contest, hello, options = {}) {
  const client = await Client.connect(server, options)
  return client.refused({ type: 'hello', role: 'player', code: contest.code, ...hello })
}

/** The next `attempt`, after it has been asked for with this message. */
export async function asked(client, message) {
  client.forget('attempt', 'error')
  client.send(message)
  const reply = await client.next(['attempt', 'error'])
  assert.equal(reply.type, 'attempt', `${message.type} was refused: ${JSON.stringify(reply)}`)
  return reply
}

export const open = (client, turn) => asked(client, turn ? { type: 'open', turn } : { type: 'open' })
export const handIn = (client) => asked(client, { type: 'hand_in' })
