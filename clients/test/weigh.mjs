// Weighs what a phone fetches before it can join: the page, its scripts with all static imports, its
// styles and icon, and the words of the heaviest language. Fails over budget. Run after a build.

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const BUDGET_BYTES = 40 * 1024
const BUDGET_REQUESTS = 7

const clients = join(dirname(fileURLToPath(import.meta.url)), '..')
const dist = join(clients, 'dist')

const bytesOf = (path) => readFileSync(join(dist, path))
const gz = (path) => gzipSync(bytesOf(path), { level: 9 }).length

function collect(page) {
  const files = new Set([`${page}/index.html`])
  const html = bytesOf(`${page}/index.html`).toString()
  const waiting = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((m) => m[1].slice(1))
  if (waiting.length === 0) throw new Error(`${page}/index.html refers to nothing`)
  while (waiting.length > 0) {
    const file = waiting.pop()
    if (files.has(file)) continue
    files.add(file)
    if (!file.endsWith('.js')) continue
    for (const [, path] of bytesOf(file).toString().matchAll(/(?:from|import)\s*["'`](\.[^"'`]+)["'`]/g)) {
      waiting.push(posix.join(posix.dirname(file), path))
    }
  }
  return [...files]
}

/** The built words that a page may load, one language at a time: the heaviest counts. */
function words(page) {
  const built = readdirSync(join(dist, 'assets')).filter((name) => name.endsWith('.json'))
  const tags = readdirSync(join(clients, 'shared/locales'))
    .filter((name) => /^[^.]+\.json$/.test(name)).map((name) => name.replace('.json', ''))
  const sets = tags.map((tag) => built
    .filter((name) => name.startsWith(`${tag}-`) || (page !== 'play' && name.startsWith(`${tag}.${page}-`)))
    .map((name) => `assets/${name}`))
  if (sets.some((set) => set.length !== (page === 'play' ? 1 : 2))) throw new Error('words are missing from the build')
  return sets.sort((a, b) => sum(b) - sum(a))[0]
}

const sum = (files) => files.reduce((total, file) => total + gz(file), 0)

if (!existsSync(dist)) {
  console.error('no dist/: run the build first')
  process.exit(2)
}

let failed = false
for (const page of ['play', 'screen', 'host', 'organize']) {
  const files = [...collect(page), ...words(page)]
  const total = sum(files)
  console.log(`${page}: ${(total / 1024).toFixed(1)} KB gz in ${files.length} requests`)
  for (const file of files) console.log(`  ${String(gz(file)).padStart(6)}  ${file}`)
  if (page !== 'play') continue
  const all = files.map((file) => bytesOf(file).toString()).join('\n')
  for (const [what, over] of [
    [`weighs ${total} bytes, the budget is ${BUDGET_BYTES}`, total > BUDGET_BYTES],
    [`takes ${files.length} requests, the budget is ${BUDGET_REQUESTS}`, files.length > BUDGET_REQUESTS],
    ['has a web font', /@font-face/.test(all)],
    ['carries the QR code of the screen', /data-url/.test(all)],
  ]) {
    if (!over) continue
    failed = true
    console.error(`FAILED: the phone page ${what}`)
  }
}
console.log(failed ? 'weight: failed' : 'weight: within budget')
process.exit(failed ? 1 : 0)
