import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { choicesOf, mapOf, missing, nameOf, specOf, twice } from '../organize/columns'
import { Importer, PAUSE_MS, queryOf, saying, titleOf, UNSAID } from '../organize/importer.svelte'
import { CODES, IMPORT_CODES, lineOf, only } from '../organize/problems'
import { encodingKey, formatKey } from '../organize/readable'
import type { Column, Problem, Report, Table } from '../organize/types'

const column = (letter: string, field: string | null, header = letter): Column => ({ column: letter.charCodeAt(0) - 64, letter, header, field })
const TABLE: Table = { headers: [{ row: 8, columns: [column('B', 'stem'), column('C', 'option_a'), column('D', null), column('E', 'answer')] }] }

describe('the map of columns', () => {
  it('is what was found, with what somebody has chosen in its place', () => {
    const [map] = mapOf(TABLE, { D: 'option_b', E: '' })
    expect(map?.columns.map(({ letter, field }) => [letter, field])).toEqual([['B', 'stem'], ['C', 'option_a'], ['D', 'option_b'], ['E', null]])
    expect(mapOf(undefined, { A: 'stem' })).toEqual([])
  })

  it('is said whole, but only if something was changed', () => {
    expect(specOf(TABLE, {})).toBe('')
    expect(specOf(TABLE, { D: 'option_b' })).toBe('B=stem,C=option_a,D=option_b,E=answer')
    expect(specOf(TABLE, { C: '' })).toBe('B=stem,C=,D=,E=answer')
  })

  it('of two tables in one sheet only what was changed is said: their columns differ', () => {
    const two = { headers: [...(TABLE.headers ?? []), { row: 40, columns: [column('B', 'stem'), column('C', 'answer')] }] }
    expect(specOf(two, { D: 'option_b' })).toBe('D=option_b')
  })

  it('knows what is missing and what is there twice', () => {
    const columns = TABLE.headers?.[0]?.columns ?? []
    expect(missing(columns)).toEqual([])
    expect(missing([column('A', 'stem@en'), column('B', null)])).toEqual(['answer'])
    expect([...twice([...columns, column('F', 'answer'), column('G', 'tags'), column('H', 'tags')])]).toEqual(['answer'])
    expect(twice(columns).size).toBe(0)
  })

  it('has names for fields, with their language', () => {
    expect(nameOf('option_c')).toEqual({ key: 'column.option', params: { text: 'C' }, language: '' })
    expect(nameOf('stem@en')).toEqual({ key: 'column.stem', params: { text: 'stem' }, language: 'en' })
    expect(nameOf('from_the_future')).toMatchObject({ key: null, params: { text: 'from_the_future' } })
    expect(choicesOf(['stem', 'answer'], [column('A', 'stem@ug'), column('B', 'stem'), column('C', null)])).toEqual(['stem', 'answer', 'stem@ug'])
  })
})

describe('what is said about a file', () => {
  it('goes into the address, and only what is said', () => {
    expect(queryOf(UNSAID, '', '期末', true)).toBe(`name=${encodeURIComponent('期末')}&dry_run=1&preview=8`)
    const said = { ...UNSAID, format: 'csv', encoding: 'gb18030', sheet: 'A&B', codes: { 1: true, 0: false } }
    expect(queryOf(said, 'A=stem,B=', '', false)).toBe('format=csv&encoding=gb18030&sheet=A%26B&columns=A%3Dstem%2CB%3D&codes=0%3Dfalse%2C1%3Dtrue')
  })

  it('another sheet has columns of its own, another format everything', () => {
    const said = { ...UNSAID, encoding: 'big5', language: 'zh-Hant', sheet: 'One', columns: { A: 'stem' }, codes: { 1: true } }
    expect(saying(said, { sheet: 'Two' })).toEqual({ ...said, sheet: 'Two', columns: {} })
    expect(saying(said, { format: 'gift' })).toEqual({ ...UNSAID, format: 'gift', encoding: 'big5', language: 'zh-Hant' })
    expect(saying(said, { encoding: 'utf-8' })).toEqual({ ...said, encoding: 'utf-8' })
  })

  it('a name for the list comes from the file', () => {
    expect(['期末.xlsx', 'my.bank.json', 'Round 1', '.json', 'v1.2 final'].map(titleOf)).toEqual(['期末', 'my', 'Round 1', '.json', 'v1.2 final'])
  })

  it('formats and encodings that this page does not know go by the name that the server gives them', () => {
    expect([formatKey('xlsx'), encodingKey('gb18030'), formatKey('new'), encodingKey('new')]).toEqual(['format.xlsx', 'encoding.gb18030', null, null])
  })
})

describe('problems', () => {
  const problem = (severity: Problem['severity'], line = 1): Problem => ({ line, column: 1, severity, code: 'x', message: '' })
  const all = [problem('error'), problem('warning'), problem('unsupported')]

  it('are shown by how grave they are', () => {
    expect(only(all, 'all')).toBe(all)
    expect((['errors', 'warnings', 'unsupported'] as const).map((shown) => only(all, shown).map(({ severity }) => severity)))
      .toEqual([['error'], ['warning'], ['unsupported']])
  })

  it('are found in the text: a row is as many lines as its quoted cells have', () => {
    const table = 'q\ta\n"two\nlines ""q"""\tb\nlast\tc\n'
    expect([1, 2, 3].map((row) => lineOf(table, problem('error', row), true))).toEqual([1, 2, 4])
    expect(lineOf(table, problem('error', 3), false)).toBe(3)
    expect(lineOf('a\nb\nc', problem('error', 3), true)).toBe(3)
  })

  it('no code is worded twice', () => expect(CODES.filter((code) => (IMPORT_CODES as readonly string[]).includes(code))).toEqual([]))
})

interface Call { method: string; url: string; body: unknown; signal: AbortSignal | undefined; reply: (status: number, body: unknown) => void }

describe('a bank on its way in', () => {
  let calls: Call[] = []
  const report = (over: Partial<Report> = {}): Report => ({ file: '', format: 'chinese-text', encoding: 'utf-8', questions: 2, by_kind: { single: 2 }, problems: [], ...over })
  const settled = async (): Promise<void> => { for (let i = 0; i < 10; i += 1) await Promise.resolve() }
  const at = (i: number): Call => calls.at(i) ?? expect.fail('it was not asked')

  beforeEach(() => {
    vi.useFakeTimers()
    calls = []
    vi.stubGlobal('fetch', (url: string, { method, body, signal }: RequestInit) => new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
      calls.push({ method: method ?? '', url, body, signal: signal ?? undefined, reply: (status, value) => resolve(new Response(value === undefined ? null : JSON.stringify(value), { status })) })
    }))
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  async function pasted(): Promise<Importer> {
    const importer = new Importer()
    importer.take({ name: 'Pasted', text: '1. ?', body: '1. ?' })
    at(-1).reply(200, report())
    await settled()
    return importer
  }

  it('is checked at once, kept when asked, and taken back', async () => {
    const importer = await pasted()
    expect(at(0)).toMatchObject({ method: 'POST', url: '/api/banks?name=Pasted&dry_run=1&preview=8', body: '1. ?' })
    expect([importer.report?.questions, importer.stale, importer.busy]).toEqual([2, false, false])
    importer.name = ' Class 3 '
    void importer.bring()
    expect(at(-1).url).toBe('/api/banks?name=Class%203')
    at(-1).reply(201, report({ id: 'class-3' }))
    await settled()
    expect(importer.made).toEqual({ id: 'class-3', questions: 2 })
    void importer.undo()
    expect(at(-1)).toMatchObject({ method: 'DELETE', url: '/api/banks/class-3' })
    at(-1).reply(204, undefined)
    await settled()
    expect([importer.made, importer.undone]).toEqual([null, true])
  })

  it('edited, it is checked once after the pause; what was asked before is given up', async () => {
    const importer = await pasted()
    importer.edit('1. a')
    vi.advanceTimersByTime(PAUSE_MS - 1)
    importer.edit('1. ab')
    vi.advanceTimersByTime(PAUSE_MS - 1)
    expect(calls.length).toBe(1)
    expect(importer.stale).toBe(true)
    void importer.bring() // not what is seen: nothing is sent
    expect(calls.length).toBe(1)
    vi.advanceTimersByTime(1)
    expect(at(1).body).toBe('1. ab')
    importer.say({ encoding: 'big5' })
    expect(at(1).signal?.aborted).toBe(true)
    at(1).reply(200, report({ questions: 99 }))
    at(2).reply(200, report({ questions: 3 }))
    await settled()
    expect([importer.report?.questions, importer.stale, importer.failure]).toEqual([3, false, null])
    expect(at(2).url).toContain('encoding=big5')
  })

  it('nothing usable in it is an answer; no answer is a failure, and the last report stays', async () => {
    const importer = await pasted()
    importer.say({ codes: { 1: true } })
    at(-1).reply(422, report({ questions: 0, problems: [{ line: 1, column: 1, severity: 'error', code: 'no_answer', message: 'm' }] }))
    await settled()
    expect([importer.report?.problems.length, importer.failure]).toEqual([1, null])
    importer.say({ codes: {} })
    at(-1).reply(503, { error: { code: 'store_failed', message: '' } })
    await settled()
    expect([importer.failure?.code, importer.stale, importer.report?.problems.length]).toEqual(['store_failed', true, 1])
  })

  it('a bank of our own format keeps its title unless it is given another name', async () => {
    const importer = new Importer()
    importer.take({ name: 'x.json', text: null, body: new ArrayBuffer(1) })
    at(-1).reply(200, report({ format: 'json' }))
    await settled()
    void importer.bring()
    expect(at(-1).url).toBe('/api/banks?')
  })
})
