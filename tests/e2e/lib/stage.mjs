// What every test needs: a server of its own on a free port, a browser, and contests to play.
// JINBANG_ASSETS=clients/dist in the environment shows the pages of that folder instead of those
// inside the program.
import { resolve } from 'node:path'
import { finish } from '../../integration/lib.mjs'
import { Server } from '../../integration/lib/server.mjs'
import { fileOf } from './bank.mjs'
import { Browser } from './pages.mjs'

export { advance, host as rawHost, join as rawJoin, joinAll as rawJoinAll, screen as rawScreen } from '../../integration/lib/contest.mjs'
export { run } from '../../integration/lib/process.mjs'

const assets = process.env.JINBANG_ASSETS ? ['--assets', resolve(process.env.JINBANG_ASSETS)] : []

/**
 * A server and a browser that end with the test `t`: first the pages, so that they lose no link. `args`: more
 * for the server.
 */
export async function stage(t, { args = [] } = {}) {
  const server = await Server.start({ args: [...assets, ...args] })
  // The pages come back to the address they know: when it is started again, it listens there.
  server.options.args = [...assets, ...args, '--listen', `127.0.0.1:${server.port}`]
  const browser = await Browser.start()
  t.after(async () => {
    await browser.close()
    await finish(server)
    browser.assertClean()
  })
  return { server, browser }
}

/** Imports a bank and makes a contest over it (see fileOf), with the addresses of its pages. */
export async function contestOf(server, bank, options) {
  const id = await server.importBank(bank)
  return linked(await server.contest(fileOf(bank, id, options)), server.url)
}

/** The addresses of a contest's pages, at the server or at a proxy in front of it. */
export const linked = (contest, url) => ({
  ...contest,
  play: `${url}/?code=${contest.code}`,
  host: `${url}/host#${contest.code}.${contest.host_key}`,
  screen: `${url}/screen#${contest.code}.${contest.screen_key}`,
  judge: `${url}/judge#${contest.code}.${contest.judge_key}`,
})
