import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Draft, draftOf, EMPTY_DRAFT, fileOf, newRound, PLAY, teamLine, teamsOf } from '../organize/draft'
import { allProblems, facetsOf, fitting, isShort, languagesOf } from '../organize/pool'
import { fieldOf } from '../organize/fields'
import { mainFor, PRESETS, presetOf, settle } from '../organize/presets'
import { pathAt, printed } from '../organize/printed'
import type { BankDocument } from '../organize/types'

const read = (path: string): string => readFileSync(`../questions/${path}`, 'utf8')
const SAMPLE = JSON.parse(read('banks/geography-and-nature.bank.json')) as BankDocument
const draft = (over: Partial<Draft> = {}): Draft => ({ ...EMPTY_DRAFT, title: { en: 'Quiz' }, rounds: [newRound(1, 'b')], ...over })

describe('what is wrong with a draft', () => {
  const docs = new Map([['b', SAMPLE]])
  const short = { line: 7, column: 3, severity: 'error', code: 'too_few_questions', message: 'The draw asks for 900 …', path: 'rounds.0.draw.count' } as const
  const other = { line: 1, column: 1, severity: 'error', code: 'empty_text', message: '', path: 'title' } as const
  const asking = (...counts: number[]) => draft({ rounds: counts.map((count, i) => newRound(i + 1, 'b', count)) })

  it('counts also while something else keeps the server from drawing', () => {
    const found = allProblems([other], true, asking(10, 900), docs)
    expect(found.map(({ code, path }) => [code, path])).toEqual([['empty_text', 'title'], ['too_few_questions', 'rounds.1.draw.count']])
    expect([isShort(found, 0), isShort(found, 1)]).toEqual([false, true])
    expect(fieldOf(found[1]?.path ?? '', asking(10, 900))).toMatchObject({ section: 'questions', round: 2, label: 'make.count' })
  })

  it('says it once, and in the words of the server where it has them', () => {
    expect(allProblems([short], true, asking(900), docs)).toEqual([short])
    expect(allProblems([short], true, asking(10, 900), docs)).toHaveLength(2)
  })

  it('takes the server at its word about a draw that only it can judge, as long as nothing has changed', () => {
    expect(isShort(allProblems([short], true, asking(10), docs), 0), 'other rounds have taken them').toBe(true)
    expect(allProblems([short, other], false, asking(10), docs)).toEqual([other])
  })

  it('knows nothing of a bank that is not there, nor of a round whose questions are named', () => {
    expect(allProblems([], true, asking(900), new Map())).toEqual([])
    expect(allProblems([], true, draft({ rounds: [{ ...newRound(1, 'b', 900), ids: ['x'] }] }), docs)).toEqual([])
  })
})

describe('the contest file', () => {
  it('leaves out what is as the format has it', () => {
    expect(fileOf(draft({ play: { ...PLAY, seconds: null } }))).toEqual({
      format: 'jinbang-contest', version: 1, title: { en: 'Quiz' }, pace: 'host',
      rounds: [{ format: 'everyone', draw: { bank: 'b', count: 10 } }],
    })
  })

  it('says what was chosen', () => {
    const play = { ...PLAY, seconds: 30, reading: 2, right: 20, wrong: -5, speed: 'linear', floor: 40, change: true, standings: 'end' } as const
    const round = { ...newRound(1, 'b', 7), title: { en: ' First ', ug: '  ' }, tags: ['sea'], kinds: ['single' as const], difficulty: [2, 4] as [number, number], intro: true }
    const file = fileOf(draft({
      play, rounds: [round, { ...newRound(2, 'c', 3), own: PLAY }], languages: ['en', 'zh-Hans'], main: 'en', wall: ['en'], pace: 'auto', late: 'lobby',
      teams: [{ name: 'Reds', roster: null }, { name: 'Blues', roster: 12 }], teamRequired: true, teamScore: 'best', best: 3,
    }))
    expect(file).toEqual({
      format: 'jinbang-contest', version: 1, title: { en: 'Quiz' }, languages: ['en', 'zh-Hans'], default_language: 'en',
      screen_languages: ['en'], pace: 'auto', late: 'lobby', teams: ['Reds', { name: 'Blues', roster: 12 }], team_score: { best: 3 },
      team_required: true,
      rounds: [
        {
          title: { en: 'First' }, format: 'everyone', intro: true,
          draw: { bank: 'b', count: 7, tags: ['sea'], kinds: ['single'], difficulty: [2, 4] },
          seconds: 30, reading: 2, points: { right: 20, wrong: -5, none: 0 }, speed: { kind: 'linear', floor: 40 }, change: true, standings: 'end',
        },
        { format: 'everyone', draw: { bank: 'c', count: 3 }, seconds: 20 },
      ],
    })
  })

  it('says nothing of teams where there are none', () => {
    expect(fileOf(draft({ teamRequired: true, teamScore: 'sum' }))).not.toHaveProperty('team_required')
    expect(fileOf(draft({ teamRequired: true, teamScore: 'sum' }))).not.toHaveProperty('team_score')
  })

  it('a round of its own differs, the others follow', () => {
    const file = fileOf(draft({ rounds: [newRound(1, 'b'), { ...newRound(2, 'b'), own: { ...PLAY, seconds: 60 } }] }))
    expect((file.rounds as { seconds: number }[]).map(({ seconds }) => seconds)).toEqual([20, 60])
  })

  it.each(['classroom', 'demo', 'evening', 'quick-quiz'])('%s comes back as it was', (name) => {
    const text = read(`contests/${name}.json`)
    const before = JSON.parse(text) as { rounds: { standings?: string }[] }
    for (const round of before.rounds) if (round.standings === 'turn') delete round.standings // the default, written out
    expect(fileOf(draftOf(text) as Draft)).toEqual(before)
  })

  it('keeps what it has no field for', () => {
    const text = JSON.stringify({
      title: { en: 'T' }, tie: ['last'], 'x-school': 7, base: 100,
      rounds: [{ format: 'everyone', draw: { bank: 'b', count: 4, order: 'bank' }, locked_seconds: 3, grading: { parts: 'per_part' } }],
    })
    const file = fileOf(draftOf(text) as Draft)
    expect(file).toMatchObject({ tie: ['last'], 'x-school': 7, base: 100 })
    expect(file.rounds).toEqual([{ format: 'everyone', draw: { bank: 'b', count: 4, order: 'bank' }, locked_seconds: 3, grading: { parts: 'per_part' } }])
  })

  it.each(['', '{', '[]', '{}', '{"rounds": []}', '{"rounds": 3}', 'null'])('%j is no contest file', (text) => {
    expect(draftOf(text)).toBeNull()
  })
})

describe('a file in print', () => {
  it('is what JSON.stringify writes, and knows what stands on each line', () => {
    const value = fileOf(draftOf(read('contests/evening.json')) as Draft)
    const file = printed(value)
    expect(file.text).toBe(JSON.stringify(value, null, 2))
    const lines = file.text.split('\n')
    const at = (pattern: RegExp, nth = 0) => pathAt(file, lines.map((line, i) => (pattern.test(line) ? i + 1 : 0)).filter((n) => n > 0)[nth] ?? 0)
    expect(at(/"count"/, 1)).toBe('rounds.1.draw.count')
    expect(at(/"truefalse"/)).toBe('rounds.0.draw.kinds.1')
    expect(at(/"seconds"/, 2)).toBe('rounds.2.seconds')
    expect(at(/^\{/)).toBe('')
    expect(pathAt(file, 9999)).toBe('')
  })

  it('prints empty lists and objects on one line', () => {
    const value = { a: [], b: {}, c: [{}], d: null }
    expect(printed(value).text).toBe(JSON.stringify(value, null, 2))
  })
})

describe('teams', () => {
  it('stand one a line, with how many belong to them', () => {
    expect(teamsOf('Reds\n\n  Blues , 12\n三班，30\nA, B\n', 'en', [])).toEqual([
      { name: 'Reds', roster: null }, { name: 'Blues', roster: 12 }, { name: '三班', roster: 30 }, { name: 'A, B', roster: null },
    ])
  })

  it('keep their other names', () => {
    const known = [{ name: { en: 'Group 1', 'zh-Hans': '第一组' }, roster: null }]
    expect(teamsOf('Group 1, 8', 'en', known)).toEqual([{ name: known[0]?.name, roster: 8 }])
    expect(teamsOf('Group 2', 'en', known)).toEqual([{ name: 'Group 2', roster: null }])
    expect(teamLine({ name: { en: 'Group 1', 'zh-Hans': '第一组' }, roster: 8 }, 'zh-Hans')).toBe('第一组, 8')
  })
})

describe('what a bank holds', () => {
  it('is counted', () => {
    const facets = facetsOf(SAMPLE)
    expect(facets.kinds.reduce((sum, [, n]) => sum + n, 0)).toBe(SAMPLE.questions.length)
    expect(facets.difficulties.reduce((sum, n) => sum + n, 0)).toBe(SAMPLE.questions.length)
    expect(facets.languages).toEqual([['zh-Hans', SAMPLE.questions.length], ['en', SAMPLE.questions.length]])
    const [first, second] = facets.tags
    expect(first?.[1]).toBeGreaterThanOrEqual(second?.[1] ?? Infinity)
    expect(languagesOf({ ...SAMPLE, languages: ['en'] })).toEqual(['en', 'zh-Hans'])
  })

  it('fits a round by kind, difficulty and any of its tags, and not once it is retired', () => {
    const question = (id: string, over: object) => ({ id, type: 'single', stem: { en: id }, answer: {}, ...over }) as BankDocument['questions'][number]
    const bank: BankDocument = {
      title: { en: 'B' }, default_language: 'en', questions: [
        question('1', { tags: ['a', 'b'], difficulty: 1 }), question('2', { tags: ['b'] }), question('3', { type: 'text', difficulty: 5 }),
        question('4', { status: 'retired' }),
      ],
    }
    const any = newRound(1, 'b')
    expect(fitting(bank, any)).toBe(3)
    expect(fitting(bank, { ...any, tags: ['b', 'x'] })).toBe(2)
    expect(fitting(bank, { ...any, kinds: ['text'] })).toBe(1)
    expect(fitting(bank, { ...any, difficulty: [2, 4] })).toBe(1)
  })
})

describe('presets', () => {
  const total = (rounds: { count: number }[]) => rounds.reduce((sum, { count }) => sum + count, 0)

  it('a stage is a file of teams that compete, with as many questions as the bank has for it', () => {
    const of = (bank: typeof SAMPLE) => fileOf(presetOf('stage', draft(), 'sample', bank)) as { seats: string; tie: string[]; teams: { name: Record<string, string> }[]; rounds: { format: string; per_seat?: number; draw: { count?: number; kinds?: string[] } }[] }
    const rounds = (file: ReturnType<typeof of>) => file.rounds.map(({ format, per_seat, draw }) => [format, per_seat ?? draw.count])
    const question = SAMPLE.questions.find(({ type }) => type === 'single') as (typeof SAMPLE.questions)[number]
    const bank = (n: number) => ({ ...SAMPLE, questions: Array.from({ length: n }, (_, i) => ({ ...question, id: `q${i}` })) })
    const large = of(bank(40))
    expect([large.seats, large.tie, large.teams.length]).toEqual(['teams', ['playoff'], 4])
    expect(rounds(large)).toEqual([['turn', 2], ['buzzer', 8], ['buzzer', 4]])
    expect(large.rounds[1]?.draw.kinds).toEqual(['single', 'truefalse', 'numeric', 'text'])
    for (const n of [8, 12, 19, 20, 21]) {
      const small = of(bank(n)).rounds
      expect(small.reduce((sum, { per_seat = 0, draw }) => sum + 4 * per_seat + (draw.count ?? 0), 0), String(n)).toBeLessThanOrEqual(n)
      expect(small.every(({ per_seat, draw }) => (per_seat ?? draw.count ?? 0) > 0), String(n)).toBe(true)
    }
    const strange = { ...bank(20), default_language: 'ug', languages: ['ug'], questions: bank(20).questions.map((one) => ({ ...one, stem: { ug: 'x' } })) }
    expect(of(strange).teams[0]?.name).toEqual({ ug: 'Team A' })
  })

  it.each(PRESETS.filter((preset) => preset !== 'stage' && preset !== 'online'))('%s is complete over the sample bank, in its languages', (preset) => {
    const made = presetOf(preset, draft(), 'sample', SAMPLE)
    for (const round of made.rounds) {
      expect(fitting(SAMPLE, round)).toBeGreaterThanOrEqual(round.count)
      expect(round.bank).toBe('sample')
    }
    expect(total(made.rounds)).toBeGreaterThanOrEqual(10)
    expect(made.title).toEqual({ en: 'Quiz' })
  })

  it('keep their filters where there is enough, and drop them where there is not', () => {
    const evening = presetOf('evening', draft(), 'sample', SAMPLE).rounds
    expect(evening[2]?.kinds).toEqual(['numeric', 'text', 'ordering', 'matching'])
    const singles = { ...SAMPLE, questions: SAMPLE.questions.filter(({ type }) => type === 'single') }
    const small = presetOf('evening', draft(), 'sample', singles).rounds
    expect(small.map(({ kinds }) => kinds)).toEqual([[], [], []])
    expect(total(small)).toBeLessThanOrEqual(singles.questions.length)
  })

  it('ask fewer questions of a small bank', () => {
    const bank = { ...SAMPLE, questions: SAMPLE.questions.slice(0, 2) }
    const rounds = settle([newRound(1, 'b', 8), newRound(2, 'b', 8), newRound(3, 'b', 6)], bank)
    expect(rounds.map(({ count }) => count)).toEqual([1, 1])
  })

  it('speak first the language of the organizer, if bank and title have it', () => {
    const bank = { ...SAMPLE, default_language: 'zh-Hans', languages: ['zh-Hans', 'en'] }
    const title = { 'zh-Hans': '竞赛', en: 'Quiz' }
    expect(mainFor(bank, title, 'en')).toBe('en')
    expect([mainFor(bank, title, 'zh-Hans'), mainFor(bank, { 'zh-Hans': '竞赛', en: ' ' }, 'en'), mainFor(null, title, 'en')]).toEqual([null, null, null])
    const han = { ...bank, languages: ['zh-Hans'], questions: SAMPLE.questions.map((one) => ({ ...one, stem: { 'zh-Hans': '问' } })) }
    expect(mainFor(han, title, 'en')).toBeNull()
  })

  it('name nothing in a language that the bank does not have', () => {
    const bank = { ...SAMPLE, default_language: 'ug', languages: ['ug'], questions: SAMPLE.questions.map((one) => ({ ...one, stem: { ug: 'x' } })) }
    const made = presetOf('classroom', draft(), 'b', bank)
    expect(made.rounds.map(({ title, intro }) => [title, intro])).toEqual([[{}, false], [{}, false]])
    expect(made.teams[0]).toEqual({ name: 'Group 1', roster: null })
  })

  it.each(['sheet-a', 'sheet-b', 'sheet-c', 'sheet-d', 'sheet-e', 'sheet-f', 'sheet-g', 'stage-evening'])('keeps the stage of %s as it is', (name) => {
    const text = read(`contests/${name}.json`)
    const file = fileOf(draftOf(text) as Draft)
    expect(file).toMatchObject(JSON.parse(text) as object)
    expect(file).not.toHaveProperty('team_score') // teams compete themselves
  })
})
