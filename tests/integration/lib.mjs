// Everything a test file needs. Each file starts a server of its own (or several) with `serve`, which
// also sees to it that at its end every client is clean and the server ends well.
import assert from 'node:assert/strict'
import { after } from 'node:test'
import { Server } from './lib/server.mjs'

export { Server } from './lib/server.mjs'
export { Client } from './lib/client.mjs'
export { Raw, frame, OPCODE } from './lib/raw.mjs'
export { BINARY, ROOT, launch, run, temporaryFolder, within } from './lib/process.mjs'
export { exchange, assertSecurityHeaders } from './lib/http.mjs'
export * from './lib/contest.mjs'
export * from './lib/bank.mjs'
export * from './lib/rank.mjs'

/** Ends a server and checks what its clients saw. */
export async function finish(server) {
  const clients = [...server.clients]
  for (const client of clients) client.terminate()
  await server.stop()
  // Each kind of fault once, however many clients saw it.
  const faults = new Map(clients.flatMap((client) => client.faults ?? []).map((fault) => [fault.split(' in {')[0], fault]))
  assert.deepEqual([...faults.values()], [], 'clients received what the contract does not allow')
}

/** Starts a server for a test file; it is ended and checked after the last test. */
export async function serve(options) {
  const server = await Server.start(options)
  after(() => finish(server))
  return server
}

let addresses = 0
/** Another client address, as a trusted proxy would tell it: failures count per address. */
export const newAddress = () => `10.1.${Math.floor(++addresses / 250)}.${1 + (addresses % 250)}`
