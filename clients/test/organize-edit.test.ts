import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { blank, duplicateOf, type Edited, edited, freeId, newId, said, same, shaped, tagged, tagsOf, written } from '../organize/edit'
import { contestOf, limitOf, mediumOf, moment, unkept, unseen } from '../organize/preview'
import type { BankDocument, BankQuestion } from '../organize/types'
import { KINDS } from '../organize/types'

const banks = readdirSync('../questions/banks').filter((name) => name.endsWith('.bank.json'))
  .map((name) => JSON.parse(readFileSync(`../questions/banks/${name}`, 'utf8')) as BankDocument)
const questions = banks.flatMap((bank) => bank.questions)
const single: BankQuestion = {
  id: 'q1', type: 'single', stem: { en: 'Which?', 'zh-Hans': '哪个？' }, answer: { correct: ['a'] },
  options: [{ id: 'a', text: { en: 'One' }, weight: 0.5, feedback: { en: 'Yes' } }, { id: 'b', text: { en: 'Two' }, media: 'm1' }],
}
const numeric: BankQuestion = {
  id: 'n', type: 'numeric', stem: { en: 'How many?' },
  answer: { accept: [{ value: '5', tolerance: '0.05', tolerance_kind: 'relative' }, { value: '7', tolerance: '1', tolerance_kind: 'absolute', weight: 0.5 }], unit: { en: 'm' } },
}
const edit = (question: BankQuestion, change: Partial<Edited>): BankQuestion => written({ ...edited(question), ...change }, question)

describe('a question in the editor', () => {
  it('that is not changed is written exactly as it was: all of the sample banks', () => {
    expect(questions.length).toBeGreaterThan(100)
    expect(new Set(questions.map(({ type }) => type)).size).toBe(KINDS.length)
    for (const question of [...questions, single, numeric]) expect(JSON.stringify(written(shaped(edited(question)), question))).toBe(JSON.stringify(question))
  })

  it('keeps what the editor has no field for', () => {
    const one = edit(single, { options: edited(single).options.map((option) => ({ ...option, right: option.id === 'b', text: { ...option.text, ug: 'بىر', bo: ' ' } })) })
    expect(one.options?.[0]).toEqual({ id: 'a', text: { en: 'One', ug: 'بىر' }, weight: 0.5, feedback: { en: 'Yes' } })
    expect(one.answer).toEqual({ correct: ['b'] })
    const text: BankQuestion = { id: 't', type: 'text', stem: { en: '?' }, answer: { any_order: true, blanks: [{ accept: [{ text: 'Paris', lang: 'en', weight: 1 }], max_edits: 1 }] } }
    expect(edit(text, { blanks: ['Paris\n 巴黎 \n\n'] }).answer).toEqual({ any_order: true, blanks: [{ accept: [{ text: 'Paris', lang: 'en', weight: 1 }, { text: '巴黎' }], max_edits: 1 }] })
  })

  it('percent is a share in the bank', () => {
    expect(edited(numeric).numbers).toEqual([{ value: '5', tolerance: '5', percent: true }, { value: '7', tolerance: '1', percent: false }])
    expect(edit(numeric, { numbers: [{ value: ' 6 ', tolerance: '2.5', percent: true }] }).answer.accept).toEqual([{ value: '6', tolerance: '0.025', tolerance_kind: 'relative' }])
    expect(edit(numeric, { numbers: [{ value: '6', tolerance: '', percent: false }] }).answer.accept).toEqual([{ value: '6' }])
    expect(edit(numeric, { numbers: [{ value: 'six', tolerance: 'x', percent: true }] }).answer.accept, 'the server says what is wrong').toEqual([{ value: 'six', tolerance: 'x', tolerance_kind: 'relative' }])
  })

  it('an order is edited as it is right, and shown as before', () => {
    const order: BankQuestion = { id: 'o', type: 'ordering', stem: { en: '?' }, options: ['a', 'b', 'c'].map((id) => ({ id, text: { en: id } })), answer: { order: ['c', 'a', 'b'] } }
    const draft = edited(order)
    expect(draft.options.map(({ id }) => id)).toEqual(['c', 'a', 'b'])
    const more = edit(order, { options: [{ id: 'd', text: { en: 'd' }, right: false, media: undefined }, ...draft.options] })
    expect([more.options?.map(({ id }) => id), more.answer.order]).toEqual([['a', 'b', 'c', 'd'], ['d', 'c', 'a', 'b']])
  })

  it('pairs with a target that is gone are gone', () => {
    const match: BankQuestion = {
      id: 'm', type: 'matching', stem: { en: '?' }, options: ['a', 'b'].map((id) => ({ id, text: { en: id } })), targets: ['x', 'y', 'z'].map((id) => ({ id, text: { en: id } })),
      answer: { pairs: [['b', 'y'], ['a', 'x']] },
    }
    expect(edit(match, { targets: edited(match).targets.filter(({ id }) => id !== 'y') }).answer.pairs).toEqual([['a', 'x']])
    expect(edit(match, { pairs: { a: 'z', b: 'y' } }).answer.pairs).toEqual([['b', 'y'], ['a', 'z']])
  })

  it('of another kind it keeps its words and what still fits', () => {
    const many = edit(single, { kind: 'multiple' })
    expect([many.type, many.answer, many.options?.length]).toEqual(['multiple', { correct: ['a'] }, 2])
    const truth = written({ ...shaped({ ...edited(single), kind: 'truefalse' }), truth: true }, single)
    expect([truth.options, truth.answer, truth.stem]).toEqual([undefined, { value: true }, single.stem])
  })

  it('a new one has the places that its kind needs', () => {
    expect(blank('q', 'single').options.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd'])
    const all = Object.fromEntries(KINDS.map((kind) => [kind, written(blank('q', kind), null)]))
    expect(all.truefalse).toEqual({ id: 'q', type: 'truefalse', stem: {}, answer: {} })
    expect(all.matching?.targets?.length).toBe(4)
    expect(all.text?.answer).toEqual({ blanks: [{ accept: [] }] })
    expect(all.numeric?.answer).toEqual({ accept: [{ value: '' }] })
  })

  it('points, time, tags, source and media come and go', () => {
    const full = edit(single, { points: 5, seconds: 12.5, tags: '海洋， geography; 海洋', url: ' https://example.org ', citation: { en: 'Atlas' }, difficulty: 4, retired: true, media: [{ ref: 'm1' }] })
    expect(full).toMatchObject({ points: 5, time_limit_ms: 12500, tags: ['海洋', 'geography'], source: { url: 'https://example.org', citation: { en: 'Atlas' } }, difficulty: 4, status: 'retired', media: [{ ref: 'm1' }] })
    expect(same(edit(full, { points: null, seconds: null, tags: '', url: '', citation: {}, difficulty: null, retired: false, media: [] }), single)).toBe(true)
  })
})

describe('ids', () => {
  const doc = { title: { en: 'x' }, default_language: 'en', questions: [single, { ...single, id: 'q3' }, { ...single, id: 'q1-2' }] }

  it('are never taken twice', () => {
    expect(newId(doc)).toBe('q4')
    expect(newId({ ...doc, questions: [single, { ...single, id: 'q3' }] })).toBe('q4')
    expect(duplicateOf(doc, single).id).toBe('q1-3')
    expect(duplicateOf(doc, { ...single, id: 'x'.repeat(64) }).id.length).toBeLessThanOrEqual(64)
    expect(freeId(['a', 'b'])).toBe('c')
    expect(freeId(['a', 'x1'], ['a'])).toBe('x2')
  })

  it('a copy shares nothing with its model', () => {
    const copy = duplicateOf(doc, single)
    copy.stem.en = 'Other'
    expect(single.stem.en).toBe('Which?')
  })
})

describe('tags', () => {
  it('are put on and taken off, and only questions that change are sent', () => {
    const list = [{ ...single, tags: ['sea'] }, single]
    expect(tagged(list, ['sea'], true).map(({ tags }) => tags)).toEqual([['sea']])
    expect(tagged(list, ['sea', 'map'], true).map(({ tags }) => tags)).toEqual([['sea', 'map'], ['sea', 'map']])
    expect(tagged(list, ['sea'], false).map((one) => [one.id, 'tags' in one])).toEqual([['q1', false]])
    expect(tagsOf(' a,b；c、a\n')).toEqual(['a', 'b', 'c'])
  })

  it('empty languages are left out', () => expect(said({ en: 'a', ug: ' ' })).toEqual({ en: 'a' }))
})

describe('pictures of a question', () => {
  const doc: BankDocument = {
    title: { en: 'x' }, default_language: 'en', media: [{ id: 'm1', kind: 'image', sha256: 'ab' }, { id: 'm2', kind: 'audio' }], questions: [],
    defaults: { time_limit_ms: 30000 },
  }

  it('show what is kept, and count what is not', () => {
    expect(mediumOf(doc, 'm1', 'stem')).toEqual([{ kind: 'image', url: '/media/ab', alt: undefined, place: 'stem' }])
    expect(unseen(doc, { ...single, media: [{ ref: 'm2' }, { ref: 'm1' }] })).toBe(1)
    expect(unseen(unkept(doc), { ...single, media: [{ ref: 'm2' }, { ref: 'm1' }] }), 'before it is kept nothing can be shown').toBe(3)
  })

  it('are of a moment in which nothing goes on: phones may answer, the wall stands still', () => {
    const phone = moment(doc, single, 1, 9, 'phone')
    const wall = moment(doc, single, 1, 9, 'wall')
    expect([phone.state?.phase, phone.state?.paused, phone.state?.closes_at, phone.span]).toEqual(['open', false, 29999, 30000])
    expect([wall.state?.paused, wall.state?.left_ms]).toEqual([true, 30000])
    expect(phone.state?.question).toMatchObject({ n: 1, of: 9, kind: 'single', prompt: single.stem, points: 10 })
    expect(limitOf(doc, { ...single, time_limit_ms: 0 })).toBe(0)
    expect(moment(doc, { ...single, time_limit_ms: 0 }, 1, 1, 'phone')).toMatchObject({ span: null })
    expect(contestOf(doc, ['en', 'ug'])).toMatchObject({ languages: ['en', 'ug'], default_language: 'en' })
  })
})
