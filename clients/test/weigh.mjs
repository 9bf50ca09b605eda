// Weighs what a phone fetches before it can join, which is also all it needs until the podium: the page,
// its scripts with all static imports, its styles and icon, and the words of the heaviest language; then
// what is fetched only when somebody asks for it. Fails over budget, and when something lands in the
// phone's files that belongs to another page. Run after a build; with --modules it says what is in them.

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const BUDGET_BYTES = 40 * 1024
const BUDGET_REQUESTS = 7
/** One thing that is fetched on demand, with all it brings along. */
const BUDGET_LAZY_BYTES = 6 * 1024
/** What a contest with a stage needs besides, already in its lobby: one script and the words. */
const BUDGET_STAGE_BYTES = 11.5 * 1024
const BUDGET_STAGE_REQUESTS = 2
/** What a contest over days needs besides, from its form to the result. */
const BUDGET_WINDOW_BYTES = 20.5 * 1024
const BUDGET_WINDOW_REQUESTS = 2

const clients = join(dirname(fileURLToPath(import.meta.url)), '..')
const dist = join(clients, 'dist')

const bytesOf = (path) => readFileSync(join(dist, path))
const gz = (path) => gzipSync(bytesOf(path), { level: 9 }).length
const sum = (files) => files.reduce((total, file) => total + gz(file), 0)
const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB gz`
const matches = (path, pattern) => [...bytesOf(path).toString().matchAll(pattern)].map((found) => found[1])
const beside = (file, path) => posix.join(posix.dirname(file), path)

/** These files and everything that they bring along by themselves. */
function closure(start) {
  const files = new Set()
  const waiting = [...start]
  while (waiting.length > 0) {
    const file = waiting.pop()
    if (files.has(file)) continue
    files.add(file)
    if (!file.endsWith('.js')) continue
    waiting.push(...matches(file, /(?:from|import)\s*["'`](\.[^"'`]+)["'`]/g).map((path) => beside(file, path)))
  }
  return [...files]
}

function atOnce(page) {
  const html = `${page}/index.html`
  const named = matches(html, /(?:src|href)="(\/[^"]+)"/g).map((path) => path.slice(1))
  if (named.length === 0) throw new Error(`${html} refers to nothing`)
  return [html, ...closure(named)]
}

/** What these scripts fetch on demand: a list of files for each import. */
function onDemand(files) {
  const entries = new Set()
  for (const file of files.filter((name) => name.endsWith('.js'))) {
    for (const path of matches(file, /import\(\s*["'`](\.[^"'`]+)["'`]/g)) entries.add(beside(file, path))
  }
  return [...entries].map((entry) => closure([entry]).filter((file) => !files.includes(file)))
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

if (!existsSync(dist)) {
  console.error('no dist/: run the build first')
  process.exit(2)
}

const verbose = process.argv.includes('--modules')
const modules = Object.assign({}, ...['phone', 'desks'].map((build) => JSON.parse(bytesOf(`.modules/${build}.json`))))
const list = (files) => {
  for (const file of files) {
    console.log(`  ${String(gz(file)).padStart(6)}  ${file}`)
    const inside = Object.entries(modules[file] ?? {}).filter(() => verbose).sort((a, b) => b[1] - a[1])
    for (const [module, bytes] of inside) console.log(`        ${String(bytes).padStart(6)}  ${module}`)
  }
}

for (const page of ['play', 'screen', 'host', 'organize', 'judge', 'unit', 'report', 'study']) {
  const files = [...atOnce(page), ...words(page)]
  console.log(`${page}: ${kb(sum(files))} in ${files.length} requests`)
  list(files)
  for (const extra of onDemand(files)) {
    console.log(` on demand: ${kb(sum(extra))}`)
    list(extra)
  }
}

/** A part of the phone's page: its script with what that brings along, and the words of the heaviest language. */
function partOf(extras, root, name) {
  const script = extras.find((files) => files.some((file) => root in (modules[file] ?? {})))
  const spoken = readdirSync(join(dist, 'assets')).filter((file) => file.includes(`.${name}-`) && file.endsWith('.json')).map((file) => `assets/${file}`)
  if (!script || spoken.length === 0) throw new Error(`the ${name} is not in a script of its own`)
  return [...script, spoken.sort((a, b) => gz(b) - gz(a))[0]]
}

const files = [...atOnce('play'), ...words('play')]
const stage = partOf(onDemand(files), 'play/stage/Stage.svelte', 'stage')
const papers = partOf(onDemand(files), 'play/window/Window.svelte', 'window')
console.log(`play, with a stage besides: ${kb(sum(stage))} in ${stage.length} requests`)
list(stage)
console.log(`play, in a contest over days besides: ${kb(sum(papers))} in ${papers.length} requests`)
list(papers)
const extras = onDemand(files).filter((extra) => !extra.includes(stage[0]) && !extra.includes(papers[0]))
const every = [...files, ...extras.flat(), ...stage, ...papers]
const scripts = every.filter((file) => file.endsWith('.js'))
// play/early.js is put there by the build as it is, not as a module.
const strangers = scripts.filter((file) => !/^assets\/early-/.test(file)).flatMap((file) => Object.keys(modules[file] ?? { [`${file}, which the build does not know`]: 0 }))
  .filter((module) => !/^(play\/|shared\/|\0|node_modules\/(svelte|clsx|esm-env)\/)/.test(module))
const text = every.map((file) => bytesOf(file).toString()).join('\n')
const total = sum(files)
const faults = [
  [`weighs ${total} bytes, the budget is ${BUDGET_BYTES}`, total > BUDGET_BYTES],
  [`takes ${files.length} requests, the budget is ${BUDGET_REQUESTS}`, files.length > BUDGET_REQUESTS],
  [`weighs ${sum(stage)} bytes more with a stage, the budget is ${BUDGET_STAGE_BYTES}`, sum(stage) > BUDGET_STAGE_BYTES],
  [`takes ${stage.length} requests more with a stage, the budget is ${BUDGET_STAGE_REQUESTS}`, stage.length > BUDGET_STAGE_REQUESTS],
  [`weighs ${sum(papers)} bytes more in a contest over days, the budget is ${BUDGET_WINDOW_BYTES}`, sum(papers) > BUDGET_WINDOW_BYTES],
  [`takes ${papers.length} requests more in a contest over days, the budget is ${BUDGET_WINDOW_REQUESTS}`, papers.length > BUDGET_WINDOW_REQUESTS],
  [`fetches more than ${BUDGET_LAZY_BYTES} bytes on demand at once`, extras.some((extra) => sum(extra) > BUDGET_LAZY_BYTES)],
  [`carries what is not its own: ${strangers.join(', ')}`, strangers.length > 0],
  ['has a web font', /@font-face/.test(text)],
].filter(([, failed]) => failed)
for (const [what] of faults) console.error(`FAILED: the phone page ${what}`)
console.log(faults.length > 0 ? 'weight: failed' : 'weight: within budget')
process.exit(faults.length > 0 ? 1 : 0)
