// What needs no phones: starting, reading a long log again, ranking a hall.
import { join } from 'node:path'
import { launch, temporaryFolder, within } from '../../integration/lib/process.mjs'
import { Product, tell } from './programs.mjs'

const STARTS = 5

/** CPU in ms from the start of `jinbang serve` to the line that says it listens, so many times over. */
async function startsOn(data, times = STARTS) {
  const all = []
  for (let i = 0; i < times; i++) {
    const product = await Product.start({ data })
    all.push(product.cpuToListening / 1000)
    await product.stop()
  }
  return all
}

/** With an empty database (the first start, which makes it, is not counted), and with many past contests in it. */
export async function starts(contests) {
  const empty = join(temporaryFolder(), 'data')
  await startsOn(empty, 1)
  const past = join(temporaryFolder(), 'data')
  await tell('jb-fill', [past, '--phones', '30', '--turns', '10', '--past', String(contests)])
  await startsOn(past, 1)
  return { empty: await startsOn(empty), past: await startsOn(past) }
}

/** A long log: CPU seconds until the server that has read it listens. */
export async function replay(phones, turns) {
  const data = join(temporaryFolder(), 'data')
  const [{ entries }] = await tell('jb-fill', [data, '--phones', String(phones), '--turns', String(turns)])
  const served = (await startsOn(data, 3)).map((ms) => ms / 1000)
  return { entries, served }
}

/** Scores, ranks and standings of halls of these sizes, in microseconds of CPU: a list for each of so many runs. */
export async function ranks(sizes, runs) {
  const all = []
  for (let i = 0; i < runs; i++) all.push(await tell('jb-ranks', sizes.map(String)))
  return sizes.map((phones, at) => ({ phones, both: all.map((run) => run[at].both_us), answer: all.map((run) => run[at].answer_us) }))
}

/** How many files a process may have open, as the programs that are started here see it. */
export async function filesAllowed() {
  const child = launch(['-c', 'ulimit -H -n'], { command: 'sh' })
  const { stdout } = await within(child.done, 'the shell to say its limits')
  return stdout.trim() === 'unlimited' ? Infinity : Number(stdout)
}
