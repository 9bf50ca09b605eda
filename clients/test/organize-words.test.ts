import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { TAGS, tagName } from '../organize/tags'
import type { BankDocument } from '../organize/types'
import { CODES, csvOf, faultKey, IMPORT_CODES, isError, PEOPLE_CODES, worded } from '../organize/problems'
import en from '../shared/locales/en.organize.json'
import zh from '../shared/locales/zh-Hans.organize.json'

const FOLDER = '../server/bank'
/** Readers and writers of other formats. */
const OTHERS = ['../server/import', '../server/convert']

/** The arguments of a call whose opening bracket stands before `at`. */
function argumentsAt(text: string, at: number): string[] {
  const list = ['']
  let depth = 1
  for (let i = at; depth > 0 && i < text.length; i++) {
    const rest = text.slice(i)
    const quoted = /^"(?:[^"\\]|\\.)*"/.exec(rest)?.[0]
    const c = quoted ?? rest[0] ?? ''
    if (quoted) i += quoted.length - 1
    depth += '([{'.includes(c) ? 1 : ')]}'.includes(c) ? -1 : 0
    if (depth === 1 && c === ',') list.push('')
    else if (depth > 0) list[list.length - 1] += c
  }
  return list.map((argument) => argument.trim())
}

/** Functions that are given a code, and as which of their arguments. */
function reporters(text: string): Map<string, number> {
  const declared = [...text.matchAll(/\b(\w+)\(([^()]*\bconst char \*code\b[^()]*)\)/g)]
  return new Map(declared.map(([, name = '', list = '']) => [name, list.split(',').findIndex((one) => /\*code$/.test(one.trim()))]))
}

/** Every code that the C sources can report. Where a variable is passed, what is assigned to that name, but not what a function gives. */
function codesOf(files: { name: string; text: string }[]): { codes: Set<string>; unknown: string[] } {
  const literals = (text: string): string[] => [...text.matchAll(/"([a-z][a-z0-9_]*)"/g)].map((found) => found[1] ?? '')
  const codes = new Set<string>()
  const unknown: string[] = []
  const all = files.map(({ text }) => text).join('\n')
  const everywhere = reporters(files.filter(({ name }) => name.endsWith('.h')).map(({ text }) => text).join('\n'))
  for (const { name, text } of files) {
    const functions = new Map([...everywhere, ...reporters(text)])
    if (functions.size === 0) continue
    const calls = new RegExp(`\\b(${[...functions.keys()].join('|')})\\(`, 'g')
    for (const call of text.matchAll(calls)) {
      const code = argumentsAt(text, call.index + call[0].length)[functions.get(call[1] ?? '') ?? 0] ?? ''
      if (/\bcode$/.test(code) && !code.includes('"') && !/[.>]/.test(code)) continue // a declaration, or handed on
      let found = literals(code)
      if (found.length === 0) {
        const last = /(\w+)$/.exec(code)?.[1] ?? 'nothing'
        found = [...all.matchAll(new RegExp(`\\b${last} = (?!\\w+\\()([^;]*);|#define ${last} ("[^"]*")`, 'g'))].flatMap((assigned) => literals(assigned[1] ?? assigned[2] ?? ''))
      }
      if (found.length === 0) unknown.push(`${name}: ${code}`)
      for (const one of found) codes.add(one)
    }
  }
  return { codes, unknown }
}

describe('the words for tags', () => {
  const banks = readdirSync('../questions/banks').filter((name) => name.endsWith('.bank.json'))
  const tags = new Set(banks.flatMap((name) =>
    (JSON.parse(readFileSync(join('../questions/banks', name), 'utf8')) as BankDocument).questions.flatMap((question) => question.tags ?? [])))

  it('are there for every tag of the sample banks, and for no other', () => {
    expect(banks.length).toBe(4)
    expect([...TAGS].sort()).toEqual([...tags].sort())
  })

  it.each([['English', en], ['Chinese', zh]])('tell them apart in the %s catalog', (_name, words) => {
    const names = Object.entries(words).filter(([key]) => key.startsWith('tag.'))
    expect(names.map(([key]) => key).sort()).toEqual([...TAGS].map((tag) => `tag.${tag}`).sort())
    expect(new Set(names.map(([, name]) => name)).size).toBe(TAGS.length)
  })

  it('a tag of somebody\'s own is its own name', () => expect(tagName('year-9b')).toBe('year-9b'))
})

describe('the words for problems', () => {
  const files = readdirSync(FOLDER).filter((name) => /\.[ch]$/.test(name))
    .map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }))
  const { codes, unknown } = codesOf(files)

  it('are there for every code that the server can report, and for no other', () => {
    expect(unknown).toEqual([])
    expect(codes.size).toBeGreaterThan(40)
    const others: readonly string[] = IMPORT_CODES
    expect([...CODES].sort()).toEqual([...codes].filter((code) => !others.includes(code)).sort())
  })

  it('are there for every code of a reader or writer of another format', () => {
    const sources = [FOLDER, ...OTHERS].flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.[ch]$/.test(name))
      .map((name) => ({ name: join(folder, name), text: readFileSync(join(folder, name), 'utf8') })))
    const found = codesOf(sources).codes
    expect(found.size).toBeGreaterThan(80)
    expect([...found].filter((code) => !worded(code))).toEqual([])
    expect(IMPORT_CODES.filter((code) => !found.has(code))).toEqual([])
  })

  it.each([['English', en], ['Chinese', zh]])('are in the %s catalog', (_name, words) => {
    const faults = Object.keys(words).filter((key) => key.startsWith('fault.'))
    expect(faults.sort()).toEqual([...CODES, ...IMPORT_CODES, ...PEOPLE_CODES, 'other'].map((code) => `fault.${code}`).sort())
  })

  it('are there for lists of people, and for nothing that no list can have', () => {
    const folders = ['../server/import', '../server/app']
    const sources = folders.flatMap((folder) => readdirSync(folder).filter((name) => /^(people|roster).*\.c$/.test(name)).map((name) => readFileSync(join(folder, name), 'utf8'))).join('\n')
    expect(PEOPLE_CODES.filter((code) => !sources.includes(`"${code}"`))).toEqual([])
  })

  it('a code from a newer server has words too', () => {
    expect(faultKey('all_correct')).toBe('fault.all_correct')
    expect(faultKey('from_the_future')).toBe('fault.other')
  })

  it('reads calls over several lines, variables and both sides of a choice', () => {
    const text = 'void jb_fault(jb_reader *reader, int node, const char *code, const char *format);\nstatic void other(const char *code);\n' +
      'jb_fault(reader, f("a,(b"), very ? "one_a"\n : "one_b", "Not, this \\" one_c");\nother(code); other("one_d");' +
      'scan->why = "two";\n jb_fault(reader, 0, scan.why, "x"); jb_fault(reader, n, nothing, "x");'
    expect(codesOf([{ name: 'x.c', text }])).toEqual({ codes: new Set(['one_a', 'one_b', 'one_d', 'two']), unknown: ['x.c: nothing'] })
  })

  it('an unsupported question is lost like a faulty one, a warning loses nothing', () => {
    const problem = { line: 1, column: 1, code: 'x', message: '' }
    expect(isError({ ...problem, severity: 'error' })).toBe(true)
    expect(isError({ ...problem, severity: 'unsupported' })).toBe(true)
    expect(isError({ ...problem, severity: 'warning' })).toBe(false)
  })

  it('go into a table that no spreadsheet takes for formulas', () => {
    const text = csvOf([{ line: 3, column: 14, severity: 'error', code: 'bad_id', message: '="x" is not' }], () => '-1, "quoted"')
    expect(csvOf([{ line: 1, column: 1, severity: 'error', code: 'bad_id', message: '＝1' }], () => '＠x')).toContain('"\'＠x","\'＝1"')
    expect(text).toBe('\uFEFF"line","column","severity","code","words","detail","excerpt"\r\n"3","14","error","bad_id","\'-1, ""quoted""","\'=""x"" is not",""\r\n')
  })
})
