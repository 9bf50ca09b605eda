// The phone in a contest over days: what is kept of a paper, and what it says.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Desk } from '../play/window/desk.svelte'
import { keepMarks, marksOf } from '../play/window/marks'
import { ruleLines } from '../play/window/rules'
import { clock, spanWords, when } from '../play/window/time'
import { lang } from '../shared/lang.svelte'
import type { Attempt, ClientMessage, ServerMessage, Window } from '../shared/protocol'
import { forget } from '../shared/storage'
import { state, welcome } from './fakes'

const QUESTIONS = [1, 2, 3].map((turn) => ({
  turn, kind: 'single' as const, prompt: { en: `Question ${turn}` }, points: 10, options: [{ id: 'a' }, { id: 'b' }],
}))
const paper = (over: Partial<Attempt> = {}): Attempt => ({
  type: 'attempt', now: 0, state: 'open', attempt: 1, may_open: false, started_at: 0, ends_at: 60_000, questions: QUESTIONS, answered: [], personal_code: 'K7Q2-M9FX', ...over,
})
const handed = (over: Partial<Attempt> = {}) => paper({ state: 'handed_in', why: 'own', questions: undefined, answered: undefined, ends_at: undefined, ...over })
const refusal = (code: string, turn?: number, re = 'answer'): ServerMessage => ({ type: 'error', code, message: '', re, turn })

class Line {
  sent: ClientMessage[] = []
  up = true
  readonly desk = new Desk((message) => {
    if (this.up) this.sent.push(message)
    return this.up
  })

  /** A connection that knows the paper. */
  constructor(first: Attempt = paper()) {
    this.hears(welcome(), state({ phase: 'open' }), first)
  }

  hears(...messages: ServerMessage[]): void {
    for (const message of messages) this.desk.hear(message)
  }

  drops(): void {
    this.up = false
    this.desk.linkDown()
  }

  back(first: Attempt): void {
    this.up = true
    this.hears(welcome(), state({ phase: 'open' }), first)
  }

  status(turn: number): string | undefined { return this.desk.slotOf(turn)?.status }
  get answers(): unknown[] { return this.sent.flatMap((message) => (message.type === 'answer' ? [[message.turn, message.answer]] : [])) }
  get handIns(): number { return this.sent.filter(({ type }) => type === 'hand_in').length }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('an answer', () => {
  it('is saved with its ack and never before', () => {
    const line = new Line()
    line.desk.press(2, 'a')
    expect(line.status(2)).toBe('pressed')
    expect([...line.desk.saved]).toEqual([])
    vi.advanceTimersByTime(1000)
    expect(line.status(2)).toBe('sending')
    line.hears({ type: 'ack', turn: 2, elapsed: 900 })
    expect(line.status(2)).toBe('sent')
    expect([...line.desk.saved]).toEqual([2])
  })

  it('that replaces another is saved with the last ack of its place, while others are theirs', () => {
    const line = new Line()
    line.desk.press(1, 'a')
    line.desk.press(1, 'b')
    line.desk.press(3, 'a')
    line.hears({ type: 'ack', turn: 1, elapsed: 1 })
    expect(line.status(1)).toBe('pressed')
    line.hears({ type: 'ack', turn: 3, elapsed: 1 })
    expect([line.status(1), line.status(3)]).toEqual(['pressed', 'sent'])
    line.hears({ type: 'ack', turn: 1, elapsed: 1 })
    expect([line.status(1), line.desk.slotOf(1)?.answer]).toEqual(['sent', 'b'])
  })

  it('made without a link is kept and goes out with the others, in the same paper only', () => {
    const line = new Line()
    line.drops()
    line.desk.press(1, 'a')
    line.desk.press(2, 'b')
    expect([line.status(1), line.answers]).toEqual(['offline', []])
    line.back(paper())
    expect(line.answers).toEqual([[1, 'a'], [2, 'b']])
    line.drops()
    line.desk.press(3, 'a')
    line.back(paper({ attempt: 2 }))
    expect(line.answers).toEqual([[1, 'a'], [2, 'b']])
    expect(line.desk.slotOf(3)).toBeNull()
  })

  it('in flight when the link was lost goes out once more, unless the server has it', () => {
    const line = new Line()
    line.desk.press(1, 'a')
    line.desk.press(2, 'b')
    line.drops()
    expect(line.status(1)).toBe('offline')
    line.sent = []
    line.back(paper({ answered: [1], questions: QUESTIONS.map((question) => (question.turn === 1 ? { ...question, answer: 'a' } : question)) }))
    expect(line.answers).toEqual([[2, 'b']])
    expect(line.status(1)).toBe('sent')
  })

  it('goes out on a new connection only when that has said which paper is open', () => {
    const line = new Line()
    line.drops()
    line.up = true
    line.hears(welcome(), state({ phase: 'open' }))
    line.desk.press(1, 'a')
    expect(line.answers).toEqual([])
    line.hears(paper())
    expect(line.answers).toEqual([[1, 'a']])
  })

  it('that the server could not take is held until the contest goes on', () => {
    const line = new Line()
    line.desk.press(1, 'a')
    line.hears(state({ phase: 'open', paused: true }), refusal('not_now', 1))
    expect(line.status(1)).toBe('held')
    line.hears(state({ phase: 'open' }))
    expect(line.answers).toHaveLength(2)
    line.hears({ type: 'ack', turn: 1, elapsed: 1 })
    expect(line.status(1)).toBe('sent')
  })

  it.each([['late', 'late'], ['no_paper', 'late'], ['bad_turn', 'late'], ['bad_answer', 'refused']])('refused with %s is %s, and others go on', (code, status) => {
    const line = new Line()
    line.desk.press(1, 'a')
    line.desk.press(2, 'b')
    line.hears(refusal(code, 1), { type: 'ack', turn: 2, elapsed: 1 })
    expect([line.status(1), line.status(2)]).toEqual([status, 'sent'])
    expect([...line.desk.saved]).toEqual([2])
  })

  it('that had not been saved when the paper was handed in is told', () => {
    const line = new Line()
    line.drops()
    line.desk.press(1, 'a')
    line.desk.press(2, 'a')
    line.back(handed({ why: 'limit' }))
    expect(line.answers).toEqual([])
    expect(line.desk.lost).toBe(2)
    line.hears(paper({ attempt: 2 }))
    expect(line.desk.lost).toBe(0)
  })

  it('is taken while a paper is open only', () => {
    const line = new Line(handed())
    line.desk.press(1, 'a')
    expect(line.answers).toEqual([])
  })
})

describe('handing in', () => {
  it('waits until everything is saved', () => {
    const line = new Line()
    line.desk.press(1, 'a')
    line.desk.handIn()
    expect(line.handIns).toBe(0)
    line.hears({ type: 'ack', turn: 1, elapsed: 1 })
    expect(line.handIns).toBe(1)
    line.hears(handed())
    expect([line.desk.asked, line.desk.open]).toEqual([null, false])
  })

  it('survives a lost link, and can be taken back before it has gone out', () => {
    const line = new Line()
    line.drops()
    line.desk.handIn()
    line.back(paper())
    expect(line.handIns).toBe(1)
    const other = new Line()
    other.drops()
    other.desk.handIn()
    other.desk.stay()
    other.back(paper())
    expect(other.handIns).toBe(0)
  })

  it('is of one paper: it never hands in the next one', () => {
    const line = new Line()
    line.drops()
    line.desk.handIn()
    line.back(paper({ attempt: 2 }))
    expect([line.handIns, line.desk.asked]).toEqual([0, null])
  })

  it('is refused with the reason, and an answer that was not taken is looked at first', () => {
    const line = new Line()
    line.desk.handIn()
    line.hears(refusal('no_paper', undefined, 'hand_in'))
    expect([line.desk.asked, line.desk.refused]).toEqual([null, 'no_paper'])
    line.desk.press(1, 'a')
    line.desk.handIn()
    line.hears(refusal('bad_answer', 1))
    expect([line.desk.asked, line.handIns]).toEqual([null, 1])
  })
})

describe('one by one', () => {
  it('asks for the next question and waits for it', () => {
    const line = new Line(paper({ questions: [QUESTIONS[0]!], shown: 1 }))
    line.desk.show(2)
    expect(line.sent.at(-1)).toEqual({ type: 'open', turn: 2 })
    expect(line.desk.asked).toBe('next')
    line.hears(paper({ questions: [QUESTIONS[1]!], shown: 2, answered: [1] }))
    expect([line.desk.asked, line.desk.questionOf(1), line.desk.questionOf(2)?.turn]).toEqual([null, undefined, 2])
  })

  it('keeps what was right beside the answer until the next paper', () => {
    const line = new Line()
    line.desk.press(1, 'a')
    line.hears({ type: 'ack', turn: 1, elapsed: 1 }, { type: 'checked', turn: 1, correct: false, got: 0, right: ['b'] })
    expect(line.desk.checked.get(1)?.right).toEqual(['b'])
    line.hears(paper({ attempt: 2 }))
    expect(line.desk.checked.size).toBe(0)
  })
})

describe('marks', () => {
  beforeEach(() => forget('jinbang.marks'))

  it('are of one paper', () => {
    expect(marksOf('c 7 1')).toEqual({ place: 1, flags: [] })
    keepMarks('c 7 1', { place: 3, flags: [2] })
    expect(marksOf('c 7 1')).toEqual({ place: 3, flags: [2] })
    expect(marksOf('c 7 2')).toEqual({ place: 1, flags: [] })
  })
})

describe('words', () => {
  const rules = (over: Partial<Window> = {}): Window => ({
    opens_at: 0, closes_at: 1, time_zone: 'Asia/Shanghai', questions: 20, full: 100, attempts: { max: 1, count: 'best' }, reveal: 'close', entry: 'open', change: true, ...over,
  })

  it('say the rules that hold and no others', () => {
    expect(ruleLines(rules())).toEqual(['win.rule_questions', 'win.rule_no_limit', 'win.rule_change', 'win.rule_once', 'win.reveal_close', 'win.rule_by_itself'])
    expect(ruleLines(rules({ seconds: 1800, question_seconds: 30, change: false, pass: 60, reveal: 'at_once', attempts: { max: 3, per_day: 1, count: 'sum' } })))
      .toEqual(['win.rule_questions', 'win.rule_limit', 'win.rule_one', 'win.rule_max_day', 'win.count_sum', 'win.reveal_at_once', 'win.rule_pass', 'win.rule_by_itself'])
    expect(ruleLines(rules({ change: false, attempts: { count: 'last' } }))).toContain('win.rule_any')
    expect(ruleLines(rules({ attempts: { per_day: 1, count: 'sum' } }))).toContain('win.rule_day')
    expect(ruleLines(rules({ attempts: { max: 2, count: 'first' } }))).toContain('win.rule_max')
  })

  it('tell spans in their two largest parts, and the clock in seconds', () => {
    const said: unknown[] = []
    vi.spyOn(lang, 't').mockImplementation((key, params) => {
      said.push([key, params?.n])
      return key
    })
    spanWords(90)
    spanWords(2 * 86400 + 3600 + 59)
    spanWords(1800)
    expect(said).toEqual([['win.minutes', 1], ['win.seconds', 30], ['win.days', 2], ['win.hours', 1], ['win.minutes', 30]])
    expect([clock(3909), clock(247), clock(31), clock(0)]).toEqual(['1:05:09', '4:07', '0:31', '0:00'])
  })

  it('tell an instant in the zone of the contest, and in that of the phone where it differs', () => {
    const at = Date.UTC(2026, 11, 1, 0, 0)
    const here = new Intl.DateTimeFormat().resolvedOptions().timeZone
    expect(when(at, 'Asia/Kathmandu').there).toContain('05:45')
    expect(when(at, here).here).toBeUndefined()
    expect(when(at, here === 'Asia/Kathmandu' ? 'UTC' : 'Asia/Kathmandu').here).toBeTruthy()
    expect(when(at, 'Nowhere/At_all')).toEqual({ there: when(at, here).there })
  })
})
