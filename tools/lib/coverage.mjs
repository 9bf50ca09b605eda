// Prints what the tests have reached of the server, from the counts that a build with gcov has left.
//
//   coverage.mjs BUILD                   a table: lines and branches of each module
//   coverage.mjs BUILD MODULE            ... of each file of a module, with the lines and branches that are missing
//
// Not counted as branches: the failing side of JB_ASSERT, which a test cannot take without a bug, and what
// tools/coverage.exclude names. That list says why, and a row of it that no longer fits anything is an error.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const [folder, wanted] = process.argv.slice(2)
const build = resolve(folder)

function objects(within) {
  return readdirSync(within, { withFileTypes: true }).flatMap((entry) => {
    const path = join(within, entry.name)
    return entry.isDirectory() ? objects(path) : path.endsWith('.c.gcno') ? [path] : []
  })
}

/** gcov's own words on one object: [{file, lines: [{line_number, count, branches}]}]. */
function counts(object) {
  const text = execFileSync('gcov', ['--json-format', '--branch-probabilities', '--stdout', object],
    { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'], cwd: build })
  return text.split('\n').filter(Boolean).flatMap((line) => JSON.parse(line).files)
}

/** The numbers of all lines over which an assertion goes. */
function assertions(source) {
  const found = new Set()
  source.forEach((text, at) => {
    if (!/\bJB_ASSERT\(/.test(text)) return
    for (let end = at, depth = 0; end < source.length; end++) {
      found.add(end + 1)
      const from = end === at ? source[end].slice(source[end].indexOf('JB_ASSERT(')) : source[end]
      for (const c of from) depth += c === '(' ? 1 : c === ')' ? -1 : 0
      if (depth <= 0) break
    }
  })
  return found
}

/** Rows of `FILE | TEXT OF THE LINE | REASON`. */
function exclusions() {
  const rows = readFileSync(join(ROOT, 'tools/coverage.exclude'), 'utf8').split('\n')
  return rows.filter((row) => row && !row.startsWith('#')).map((row) => {
    const [file, text, reason] = row.split(' | ').map((part) => part.trim())
    if (!reason) throw new Error(`tools/coverage.exclude: no reason in "${row}"`)
    return { file, text, reason, used: false }
  })
}

const excluded = exclusions()

function measure(file, lines) {
  const source = readFileSync(join(ROOT, file), 'utf8').split('\n')
  const asserted = assertions(source)
  const rows = excluded.filter((row) => row.file === file)
  const sum = { lines: 0, linesHit: 0, branches: 0, branchesHit: 0, missing: [] }
  for (const { line_number: at, count, branches } of lines) {
    const row = rows.find(({ text }) => source[at - 1].includes(text))
    if (row) row.used = true
    if (row) continue
    sum.lines++
    if (count > 0) sum.linesHit++
    const taken = asserted.has(at) ? [] : branches.map((branch) => branch.count > 0)
    sum.branches += taken.length
    sum.branchesHit += taken.filter(Boolean).length
    if (count === 0 || taken.includes(false)) {
      const what = count === 0 ? 'never' : `${taken.filter((hit) => !hit).length} of ${taken.length}`
      sum.missing.push(`${String(at).padStart(5)} ${what.padEnd(8)} ${source[at - 1].trim()}`)
    }
  }
  return sum
}

const files = new Map()
for (const object of objects(join(build, 'server'))) {
  for (const { file, lines } of counts(object)) {
    const name = relative(ROOT, file)
    const ours = name.startsWith('server/') && existsSync(join(ROOT, name)) // not the generated table of pages
    if (ours && !files.has(name)) files.set(name, measure(name, lines))
  }
}
if (files.size === 0) throw new Error(`nothing was measured in ${build}`)

const percent = (part, whole) => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`).padStart(8)
const show = (name, sum) => console.log(
  `${name.padEnd(36)} ${String(sum.lines).padStart(7)} ${percent(sum.linesHit, sum.lines)} ` +
  `${String(sum.branches).padStart(9)} ${percent(sum.branchesHit, sum.branches)}`)

function total(sums) {
  const all = { lines: 0, linesHit: 0, branches: 0, branchesHit: 0 }
  for (const sum of sums) for (const key of Object.keys(all)) all[key] += sum[key]
  return all
}

console.log(`${''.padEnd(36)} ${'lines'.padStart(7)} ${'run'.padStart(8)} ${'branches'.padStart(9)} ${'taken'.padStart(8)}`)
const modules = [...new Set([...files.keys()].map((name) => name.split('/')[1]))].sort()
for (const module of modules.filter((name) => !wanted || name === wanted)) {
  const own = [...files].filter(([name]) => name.startsWith(`server/${module}/`)).sort()
  if (wanted) for (const [name, sum] of own) show(name, sum)
  show(`server/${module}`, total(own.map(([, sum]) => sum)))
  if (wanted) for (const [name, { missing }] of own) if (missing.length > 0) console.log(`\n${name}\n${missing.join('\n')}`)
}
if (!wanted) show('server', total(files.values()))

const idle = excluded.filter((row) => !row.used)
if (idle.length > 0) {
  for (const { file, text } of idle) console.error(`tools/coverage.exclude: nothing in ${file} reads "${text}"`)
  process.exitCode = 1
}
