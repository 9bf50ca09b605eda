import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { banksOf, type Draft, draftOf, EMPTY_DRAFT, fileOf, newRound } from '../organize/draft'
import { fieldOf, partsOf } from '../organize/fields'
import { allProblems, fitting, isShortSection, poolOf } from '../organize/pool'
import { presetOf } from '../organize/presets'
import { pathAt, printed } from '../organize/printed'
import { type BankDocument, KINDS } from '../organize/types'
import { merged, peopleOf } from '../organize/units'
import { fullOf, isFinal, newSection, newWindow, onePaper, questionsOf, type WindowDraft, windowMembers, windowOf } from '../organize/window'
import { instantOf, knowsZone, localOf, spanOf, zones } from '../organize/zone'

const SAMPLE = JSON.parse(readFileSync('../questions/banks/geography-and-nature.bank.json', 'utf8')) as BankDocument
const NOW = Date.UTC(2026, 10, 23, 2, 0)
const fresh = (over: Partial<WindowDraft> = {}): WindowDraft => ({ ...newWindow('b', NOW, 'Asia/Shanghai'), ...over })
const draft = (window: Partial<WindowDraft> = {}, over: Partial<Draft> = {}): Draft =>
  ({ ...EMPTY_DRAFT, title: { en: 'Quiz' }, rounds: [], window: fresh(window), ...over })

describe('local time', () => {
  it('is that of the zone', () => {
    expect(localOf(Date.UTC(2026, 11, 1, 0, 0), 'Asia/Shanghai')).toBe('2026-12-01T08:00')
    expect(instantOf('2026-12-01T08:00', 'Asia/Shanghai')).toBe(Date.UTC(2026, 11, 1))
    expect(instantOf('2026-12-01T08:00:30', 'UTC')).toBe(Date.UTC(2026, 11, 1, 8, 0, 30))
    expect(localOf(Date.UTC(2026, 11, 1, 8, 0, 30), 'UTC')).toBe('2026-12-01T08:00:30')
    expect(instantOf('2027-01-01T00:00', 'America/New_York')).toBe(Date.UTC(2027, 0, 1, 5))
  })

  it('that is there twice is the first; that is never there is none', () => {
    expect(instantOf('2026-10-25T02:30', 'Europe/Berlin')).toBe(Date.UTC(2026, 9, 25, 0, 30))
    expect(instantOf('2026-10-25T03:30', 'Europe/Berlin')).toBe(Date.UTC(2026, 9, 25, 2, 30))
    expect(instantOf('2026-03-29T02:30', 'Europe/Berlin')).toBeNull()
    expect(instantOf('2026-03-29T03:30', 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29, 1, 30))
  })

  it('comes back as it was, all through a year of changing clocks', () => {
    for (const zone of ['Asia/Shanghai', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'UTC']) {
      for (let ms = Date.UTC(2026, 0, 1, 12); ms < Date.UTC(2027, 0, 1); ms += 7 * 86_400_000) {
        expect(instantOf(localOf(ms, zone) ?? '', zone), zone).toBe(ms)
      }
    }
  })

  it('of no zone and no time is nothing', () => {
    expect([instantOf('2026-12-01T08:00', 'Mars/Base'), instantOf('', 'UTC'), instantOf('soon', 'UTC')]).toEqual([null, null, null])
    expect([knowsZone('Asia/Shanghai'), knowsZone('Mars/Base'), knowsZone('')]).toEqual([true, false, false])
    expect(zones()).toContain('UTC')
  })

  it('long is days, hours and minutes', () => {
    expect(spanOf(35 * 86_400_000 + 14 * 3_600_000)).toEqual({ days: 35, hours: 14, minutes: 0 })
    expect(spanOf(59_001)).toEqual({ days: 0, hours: 0, minutes: 1 })
    expect(spanOf(-5)).toEqual({ days: 0, hours: 0, minutes: 0 })
  })
})

describe('the file of a window contest', () => {
  it('leaves out what is as the format has it, and has no rounds', () => {
    expect(fileOf(draft())).toEqual({
      format: 'jinbang-contest', version: 1, title: { en: 'Quiz' },
      window: {
        opens_at: '2026-11-24T08:00', closes_at: '2026-12-01T22:00', time_zone: 'Asia/Shanghai', seconds: 1800, paper: [{ bank: 'b', count: 20 }],
      },
    })
  })

  // Sheet H, and what the others of sheet I need.
  const FULL = {
    format: 'jinbang-contest', version: 1, title: { en: 'Universities' },
    teams: [{ name: 'X', roster: 1000 }, { name: 'Y', roster: 500 }], team_score: { weights: { turnout: 50, mean: 50 } }, team_required: true,
    tie: ['finish'],
    awards: [{ title: { en: 'Special' }, places: 1, for: 'team' }, { title: { en: 'Organization' }, places: 20, for: 'team', by: 'turnout', at_least: 60 }],
    draws: [{ title: { en: 'Lucky' }, winners: 10, at_least: 90 }], one_prize: false, 'x-own': 3,
    window: {
      opens_at: '2026-12-01T08:00', closes_at: '2027-01-05T22:00', time_zone: 'Asia/Shanghai',
      paper: [{ bank: 'b', count: 20, tags: ['sea'], kinds: ['single'], difficulty: [1, 2], points: 4 }, { placeholder: 300, count: 40 }],
      points: { right: 2, wrong: -1, none: 0 }, grading: { multiple: 'subset_half', parts: 'per_part' }, question_seconds: 30,
      attempts: { max: 3, per_day: 1, count: 'last' }, reveal: 'hand_in', shuffle_questions: false, shuffle_options: false, entry: 'roster',
      study: true, pass: 60, hall: 'kept',
    },
  }

  it('comes back as it was', () => {
    const made = draftOf(JSON.stringify(FULL)) as Draft
    expect(fileOf(made)).toEqual(FULL)
    expect(made.rest).toEqual({ 'x-own': 3 })
    expect(made.window?.rest).toEqual({ hall: 'kept' })
    expect([questionsOf(made.window as WindowDraft), fullOf(made.window as WindowDraft)]).toEqual([60, 20 * 4 + 40 * 2])
  })

  it('with every default written out is the same contest', () => {
    const written = {
      title: { en: 'Quiz' }, pace: 'host', late: 'any', rounds: [], tie: ['time', 'finish'], one_prize: true, awards: [], draws: [],
      teams: [{ name: { und: 'Class A' }, roster: 3 }, { name: { en: 'B' } }], team_required: false, team_score: 'mean',
      window: {
        ...windowMembers(fresh()), paper: [{ bank: 'b', kinds: KINDS, difficulty: [1, 5], count: 20, points: 10 }], points: { right: 10, wrong: 0, none: 0 }, attempts: { max: 1, count: 'best' }, reveal: 'close', change: true,
        shuffle_questions: true, shuffle_options: true, entry: 'open', study: false,
      },
    }
    const file = fileOf(draftOf(JSON.stringify(written)) as Draft) as { window: Record<string, unknown>; rounds?: unknown }
    expect(file).toMatchObject({
      tie: ['time', 'finish'], teams: [{ name: 'Class A', roster: 3 }, { name: { en: 'B' } }],
      window: { attempts: { max: 1 }, points: 10, paper: [{ bank: 'b', count: 20 }] },
    })
    expect(file.window.paper).toEqual([{ bank: 'b', count: 20 }])
    expect(file.rounds).toBeUndefined()
    for (const name of ['pace', 'late', 'awards', 'draws', 'one_prize', 'team_required']) expect(file).not.toHaveProperty(name)
  })

  it('does not say that answers stand where they stand anyway', () => {
    expect(windowMembers(fresh({ change: false })).change).toBe(false)
    expect(windowMembers(fresh({ change: false, questionSeconds: 30 }))).not.toHaveProperty('change')
    expect(windowMembers(fresh({ change: false, reveal: 'at_once' }))).not.toHaveProperty('change')
    expect([isFinal(fresh()), isFinal(fresh({ reveal: 'at_once' }))]).toEqual([false, true])
  })

  it('knows when there is only one paper', () => {
    expect([onePaper(fresh()), onePaper(fresh({ max: 1 })), onePaper(fresh({ perDay: 1 })), onePaper(fresh({ max: 0 }))]).toEqual([true, true, false, false])
  })

  it.each([[{}], [{ paper: 3, attempts: [], grading: 'x', opens_at: 5 }]])('%j is read as far as it goes', (window) => {
    expect(windowOf(window, 'x')).toMatchObject({ opens: '', paper: [], max: null, multiple: null, tie: null })
  })
})

describe('the paper', () => {
  const paper = [newSection(1, 'b', 5), { ...newSection(2, 'b', 5), kinds: ['single' as const] }, newSection(3, 'c', 5), { ...newSection(4, '', 5), placeholder: 300 }]
  const docs = new Map([['b', SAMPLE], ['c', SAMPLE]])

  it('gives a question to the first part that it fits', () => {
    const singles = fitting(SAMPLE, { kinds: ['single'], tags: [], difficulty: [1, 5] })
    const all = fitting(SAMPLE, { kinds: [], tags: [], difficulty: [1, 5] })
    expect(singles).toBeGreaterThan(0)
    expect([0, 1, 2, 3].map((i) => poolOf(paper, i, docs))).toEqual([all, 0, all, 300])
    const [first, second] = paper as [(typeof paper)[0], (typeof paper)[0]]
    expect([0, 1].map((i) => poolOf([second, first], i, docs))).toEqual([singles, all - singles])
    expect([poolOf(paper, 0, new Map()), poolOf(paper, 9, docs)]).toEqual([null, null])
  })

  it('says of every part that is short, at its field', () => {
    const made = draft({ paper })
    const found = allProblems([], true, made, docs)
    expect(found.map(({ code, path }) => [code, path])).toEqual([['too_few_questions', 'window.paper.1.count']])
    expect([isShortSection(found, 0), isShortSection(found, 1)]).toEqual([false, true])
    expect(fieldOf('window.paper.1.count', made)).toMatchObject({ id: 'f-s2-count', section: 'paper', part: 2 })
  })

  it('names its banks once, and none for stand-ins', () => {
    expect(banksOf(draft({ paper }))).toEqual(['b', 'c'])
    expect(banksOf({ ...EMPTY_DRAFT, rounds: [newRound(1, 'b'), newRound(2, 'b')] })).toEqual(['b'])
  })
})

describe('what the server says', () => {
  const made = draft(
    { attempts: {} } as Partial<WindowDraft>,
    { teams: [{ name: 'X', roster: 3 }], awards: [{ key: 7, title: {}, places: 1, for: null, by: 'score', atLeast: null, rest: {} }], draws: [{ key: 4, title: {}, winners: 1, atLeast: null, rest: {} }] },
  )

  it.each([
    ['window.opens_at', 'f-opens', 'schedule'], ['window.closes_at', 'f-closes', 'schedule'], ['window.time_zone', 'f-zone', 'schedule'],
    ['window', 'f-opens', 'schedule'], ['window.paper', 'f-paper', 'paper'], ['window.paper.0', 'f-s1-count', 'paper'], ['window.paper.0.tags.1', 'f-s1-tags', 'paper'],
    ['window.paper.0.bank', 'f-s1-bank', 'paper'], ['window.attempts.per_day', 'f-per-day', 'rules'], ['window.attempts', 'f-attempts', 'rules'],
    ['window.points.wrong', 'f-wrong', 'rules'], ['window.points', 'f-right', 'rules'], ['window.grading.parts', 'f-parts', 'rules'],
    ['window.seconds', 'f-minutes', 'rules'], ['window.pass', 'f-pass', 'rules'], ['window.entry', 'f-entry', 'people'], ['tie.0', 'f-tie', 'rules'],
    ['teams.0.roster', 'f-teams', 'people'], ['awards.0.places', 'f-awards7-places', 'prizes'], ['awards.0', 'f-awards7-title', 'prizes'],
    ['draws.0.winners', 'f-draws4-winners', 'prizes'], ['one_prize', 'f-one-prize', 'prizes'], ['title', 'f-title', 'basics'], ['rounds', 'f-opens', 'schedule'],
  ])('about %s is shown at %s', (path, id, section) => {
    expect(fieldOf(path, made)).toMatchObject({ id, section })
    expect(partsOf(made)).toContain(section)
  })

  it('finds its line', () => {
    const file = printed(fileOf(made))
    const line = file.text.split('\n').findIndex((one) => one.includes('"count"')) + 1
    expect(pathAt(file, line)).toBe('window.paper.0.count')
  })
})

describe('ready-made', () => {
  it('is a week from tomorrow, with a paper that fits the bank, and keeps a schedule that somebody has set', () => {
    const small = { ...SAMPLE, questions: SAMPLE.questions.slice(0, 7) }
    const made = presetOf('online', { ...EMPTY_DRAFT, title: { en: 'T' } }, 'b', small)
    expect(made.window).toMatchObject({ entry: 'open', paper: [{ bank: 'b', count: 7 }] })
    expect(allProblems([], true, made, new Map([['b', small]]))).toEqual([])
    const again = presetOf('online', draft({ opens: '2027-01-01T09:00' }), 'b', SAMPLE)
    expect(again.window).toMatchObject({ opens: '2027-01-01T09:00', zone: 'Asia/Shanghai', paper: [{ count: 20 }] })
    expect(presetOf('quick', again, 'b', SAMPLE)).toMatchObject({ window: null, awards: [] })
  })
})

describe('units', () => {
  it('of a table join those that are there: who is known keeps place and names, and takes the size', () => {
    const known = [{ name: { en: 'Red', 'zh-Hans': '红' }, roster: 5 }, { name: 'Blue', roster: null }]
    expect(merged(known, [{ name: '红', size: 8 }, { name: 'Green', size: null }, { name: 'Blue', size: 2 }, { name: 'Green', size: 4 }])).toEqual([
      { name: { en: 'Red', 'zh-Hans': '红' }, roster: 8 }, { name: 'Blue', roster: 2 }, { name: 'Green', roster: 4 },
    ])
    expect(merged(known, [{ name: 'Red', size: null }])[0]).toEqual(known[0])
    expect(peopleOf([{ roster: 3 }, { roster: null }, { roster: 4 }])).toBe(7)
  })

  it('are many, and quickly', () => {
    const found = Array.from({ length: 1000 }, (_, i) => ({ name: `Unit ${i}`, size: i }))
    expect(merged(merged([], found), found)).toHaveLength(1000)
  })
})
