// A server of a test's own, and contests on it. JINBANG_ASSETS=clients/dist in the environment
// shows the pages of that folder instead of those inside the program.
import { resolve } from 'node:path'
import { Server as Plain } from '../../integration/lib/server.mjs'
import { finish } from '../../integration/lib.mjs'
import { fileOf } from './bank.mjs'

export { advance, attend, host, join, joinAll, screen } from '../../integration/lib/contest.mjs'
export { run, within } from '../../integration/lib/process.mjs'

const assets = process.env.JINBANG_ASSETS ? ['--assets', resolve(process.env.JINBANG_ASSETS)] : []

/** Starts a server that ends with the test `t`. */
export async function serve(t) {
  const server = await Plain.start({ args: assets })
  // The pages come back to the address they know: started again, it listens there.
  server.options.args = [...assets, '--listen', `127.0.0.1:${server.port}`]
  t.after(() => finish(server))
  return server
}

/** Imports a bank and makes a contest over it, with the addresses of its pages. */
export async function contestOf(server, bank, options = {}) {
  const id = await server.importBank(bank)
  return linked(server, await server.contest(options.file ?? fileOf(id, options)))
}


/** The addresses of a contest's pages, at the server or at a proxy in front of it. */
export const linked = (server, contest) => ({
  ...contest,
  play: `${server.url}/?code=${contest.code}`,
  host: `${server.url}/host#${contest.code}.${contest.host_key}`,
  screen: `${server.url}/screen#${contest.code}.${contest.screen_key}`,
})
