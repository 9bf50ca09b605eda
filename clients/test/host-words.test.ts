// What the console says: the button, the script, the list of players, the log.

import { describe, expect, it } from 'vitest'
import { happened } from '../host/happened'
import { afterwards, markOf, phaseKey, primary, turnAt } from '../host/labels'
import { countsOfFilters, inPlace, median, minutes, missingOf, mostGiven, short, sift, tenths } from '../host/roster'
import type { Answer, Kind, Question, RosterRow, ScriptTurn, State } from '../shared/protocol'
import { EMPTY } from '../shared/state'
import { open, state } from './fakes'

const script: ScriptTurn[] = [[1, 1], [2, 1], [3, 2]].map(([turn, round]) =>
  ({ turn: turn ?? 0, round: round ?? 0, kind: 'single', prompt: { en: `Q${turn}` } }))
const round = (n: number) => ({ n, of: 2, format: 'everyone' })
const at = (turn: number, over: Partial<State>) => open(turn, { round: round(turn < 3 ? 1 : 2), ...over })

describe('the big button', () => {
  it('says what it will do and which question comes', () => {
    expect(primary(state({ next: 'start' }), script)).toEqual({ key: 'next.start' })
    expect(primary(at(1, { next: 'lock' }), script)).toEqual({ key: 'next.lock' })
    expect(primary(at(1, { phase: 'standings', next: 'question' }), script)).toMatchObject({ key: 'next.question_n', params: { n: 2 }, prompt: { en: 'Q2' } })
    expect(primary(at(3, { phase: 'standings', next: 'finish' }), script)).toEqual({ key: 'next.finish' })
    expect(primary(at(1, { paused: true, next: null }), script)).toBeNull()
  })

  it('names the round when the next question is in another', () => {
    expect(primary(at(2, { phase: 'reveal', next: 'question' }), script)).toMatchObject({ key: 'next.round_question', params: { n: 3, round: 2 } })
    const intro = state({ phase: 'intro', round: round(2), next: 'question' })
    expect(primary(intro, script)).toMatchObject({ key: 'next.question_n', params: { n: 3 } })
  })

  it('says what comes after, as far as that is certain', () => {
    const keys = (shown: State) => afterwards(shown, script).map(({ key, params }) => (params ? `${key} ${params.n}` : key))
    expect(keys(state({ next: 'start' }))).toEqual(['next.question_n 1'])
    expect(keys(at(1, { phase: 'reading', next: 'open' }))).toEqual(['next.lock', 'next.reveal'])
    expect(keys(at(1, { next: 'lock' }))).toEqual(['next.reveal', 'next.question_n 2'])
    expect(keys(at(1, { phase: 'locked', next: 'reveal' }))).toEqual(['next.question_n 2'])
    expect(keys(at(3, { next: 'lock' }))).toEqual(['next.reveal', 'next.standings'])
    expect(keys(at(3, { phase: 'locked', next: 'reveal' }))).toEqual(['next.standings', 'next.finish'])
    expect(keys(at(3, { phase: 'reveal', next: 'standings' }))).toEqual(['next.finish'])
    expect(keys(at(3, { phase: 'standings', next: 'finish' }))).toEqual([])
  })

  it('works without a script', () => {
    expect(primary(at(1, { phase: 'reveal', next: 'question' }), [])).toEqual({ key: 'next.question' })
    expect(turnAt(state({ phase: 'intro', round: round(2) }), [])).toBe(0)
  })
})

describe('the script', () => {
  const marks = (shown: State) => script.map(({ turn }) => markOf(shown, script, turn))

  it('marks what was, is and comes', () => {
    expect(marks(state())).toEqual(['ahead', 'ahead', 'ahead'])
    expect(marks(at(2, {}))).toEqual(['done', 'now', 'ahead'])
    expect(marks(state({ phase: 'intro', round: round(2) }))).toEqual(['done', 'done', 'now'])
  })

  it('claims nothing about a contest that is over', () => {
    expect(marks(state({ phase: 'finished', round: round(1) }))).toEqual([null, null, null])
  })
})

const person = (player: number, name: string, over: Partial<RosterRow> = {}): RosterRow =>
  ({ player, name, online: true, answered: false, score: 0, rank: 1, ...over })

describe('the list of players', () => {
  const rows = [person(1, 'Aygül', { team: 'Dragons' }), person(2, 'Bo', { online: false }), person(3, 'ئالىم', { answered: true })]
  const names = (found: RosterRow[]) => found.map(({ player }) => player)

  it('is sifted by who has not answered, who is away, and what is searched for', () => {
    expect(names(sift(rows, 'all', ''))).toEqual([1, 2, 3])
    expect(names(sift(rows, 'waiting', ''))).toEqual([1, 2])
    expect(names(sift(rows, 'away', ''))).toEqual([2])
    expect(names(sift(rows, 'all', ' aygul '))).toEqual([1])
    expect(names(sift(rows, 'all', 'DRAG'))).toEqual([1])
    expect(names(sift(rows, 'all', 'ئال'))).toEqual([3])
    expect(names(sift(rows, 'away', 'ay'))).toEqual([])
  })

  it('counts everybody, also those whom the roster has no room for', () => {
    const roster = { type: 'roster' as const, total: 700, away: 9, screens: 1, hosts: 1, players: rows }
    const model = { ...EMPTY, state: open(1, { players: 700 }), roster, tally: { type: 'tally' as const, turn: 1, answered: 41, players: 700 } }
    expect(countsOfFilters(model)).toEqual({ all: 700, waiting: 659, away: 9 })
    expect(countsOfFilters({ ...model, state: state({ players: 700 }) }).waiting).toBe(0)
    // On a stage one is asked, and nobody else is late.
    expect(countsOfFilters({ ...model, state: { ...open(1, { players: 700 }), stage: { step: 'answer', seat: 1 } } }).waiting).toBe(0)
  })

  it('keeps its places while somebody is about to press one', () => {
    const moved = [person(2, 'Bo'), person(1, 'Aygül', { answered: true }), person(4, 'New')]
    expect(names(inPlace([1, 2, 3], moved, moved))).toEqual([1, 2, 4])
    // Who has answered meanwhile stays, though the filter would not list them any more.
    expect(names(inPlace([1, 2], sift(moved, 'waiting', ''), moved))).toEqual([1, 2, 4])
  })

  it('names who is missing only while the list agrees with the count', () => {
    const list = [person(1, 'Aygül', { answered: true }), person(2, 'Bo'), person(3, 'Zoë')]
    const counted = (answered: number, over: Partial<State> = {}) =>
      ({ ...EMPTY, state: open(1, { players: 3, ...over }), tally: { type: 'tally' as const, turn: 1, answered, players: 3 } })
    expect(names(missingOf(counted(1), list))).toEqual([2, 3])
    expect(missingOf(counted(2), list)).toEqual([])
    expect(missingOf(counted(1, { phase: 'reveal' }), list)).toEqual([])
  })

  it('knows the time in the middle', () => {
    const timed = (...times: number[]) => times.map((elapsed, i) => person(i + 1, 'x', { answered: true, elapsed }))
    expect(median([])).toBeNull()
    expect(median(rows)).toBeNull()
    expect(median(timed(5000, 1000, 9000))).toBe(5000)
    expect(median(timed(4000, 1000, 2000, 9000))).toBe(3000)
    expect([tenths(1840), tenths(49)]).toEqual([1.8, 0])
    expect([minutes(14_900), minutes(61_000), minutes(-5), minutes(3_600_000)]).toEqual(['0:14', '1:01', '0:00', '60:00'])
  })

  const options = ['a', 'b', 'c'].map((id) => ({ id, text: { en: id } }))
  const targets = ['r1', 'r2'].map((id) => ({ id, text: { en: id } }))
  const asked = (kind: Kind): Question => ({ turn: 1, n: 1, of: 1, kind, prompt: { en: '?' }, options, targets, points: 1, change: false })
  it.each<[Kind, Answer, string]>([
    ['single', 'b', 'b'], ['multiple', ['a', 'c'], 'a,c'], ['truefalse', false, 'false'], ['numeric', '3.14', '3.14'], ['numeric', 42, '42'],
    ['text', ['Paris', 'Rome'], 'Paris / Rome'], ['ordering', ['c', 'a', 'b'], 'C A B'], ['matching', [['b', 'r1'], ['a', 'r2']], '1B 2A'],
  ])('an answer to %s in a few signs: %j', (kind, answer, shown) => {
    const { tiles, text } = short(asked(kind), answer)
    expect(text || tiles.map(({ id }) => id).join()).toBe(shown)
  })

  it('an answer that does not fit the question breaks nothing', () => {
    for (const kind of ['single', 'multiple', 'truefalse', 'numeric', 'text', 'ordering', 'matching'] as const) {
      for (const answer of ['b', true, 7, ['a'], [['x', 'y']] as [string, string][]]) expect(() => short(asked(kind), answer)).not.toThrow()
    }
  })

  it('what was given most comes first, and small differences are none', () => {
    const given = (...texts: string[]) => texts.map((text, i) => person(i + 1, 'x', { answered: true, answer: [text] }))
    expect(mostGiven(asked('text'), [...given('Lyon', 'Paris', 'paris ', 'PARIS', 'Nice'), person(9, 'y')], 2)).toEqual([
      { text: 'Paris', n: 3 }, { text: 'Lyon', n: 1 },
    ])
  })
})

describe('the log', () => {
  const keys = (before: State | null, after: State) => happened(before, after).map(({ key }) => key)
  const undo = (what: 'lock' | 'skip' | 'remove', until: number, name?: string) => ({ what, until, name })

  it('tells each step of a question', () => {
    expect(keys(null, state())).toEqual(['log.here'])
    expect(keys(state(), at(1, {}))).toEqual(['log.open'])
    expect(keys(at(1, { phase: 'reading' }), at(1, {}))).toEqual(['log.open'])
    expect(keys(at(1, {}), at(1, { phase: 'locked' }))).toEqual(['log.locked'])
    expect(happened(at(1, { phase: 'locked' }), at(1, { phase: 'reveal', tally: { answered: 9, right: 4 } })))
      .toEqual([{ key: 'log.reveal', params: { n: 1, right: 4, of: 9 } }])
    expect(keys(at(1, { phase: 'standings' }), at(2, {}))).toEqual(['log.open'])
    expect(keys(at(1, {}), at(1, { players: 5, now: 3 }))).toEqual([])
  })

  it('what comes before a question is not its answers', () => {
    const before = (step: 'wager' | 'pick') => at(1, { stage: { turn: 1, step, tries: { n: 0, of: 1 } } as unknown as State['stage'] })
    expect(keys(state(), before('wager'))).toEqual(['log.wager'])
    expect(keys(before('wager'), at(1, {}))).toEqual(['log.open'])
    expect(keys(state(), before('pick'))).toEqual(['log.pick'])
    expect([phaseKey(before('wager')), phaseKey(before('pick')), phaseKey(at(1, {}))]).toEqual(['phase.before', 'phase.before', 'phase.open'])
  })

  it('tells a skip, a removal and an early close that were taken back from what looks like them', () => {
    expect(keys(at(1, {}), at(2, { undo: undo('skip', 11) }))).toEqual(['log.skipped', 'log.open'])
    expect(keys(at(2, { undo: undo('skip', 11) }), at(1, {}))).toEqual(['log.unskipped'])
    expect(keys(at(3, { phase: 'standings', undo: undo('skip', 11) }), at(3, {}))).toEqual(['log.unskipped'])
    expect(keys(state({ phase: 'intro', round: round(2), undo: undo('skip', 11) }), at(2, {}))).toEqual(['log.unskipped'])
    expect(keys(at(1, { phase: 'locked', undo: undo('lock', 11) }), at(1, {}))).toEqual(['log.reopened'])
    expect(happened(at(1, { players: 3 }), at(1, { players: 2, undo: undo('remove', 10_000, 'Bo') })))
      .toEqual([{ key: 'log.removed', params: { name: 'Bo' } }])
    const removed = at(1, { players: 2, now: 1, undo: undo('remove', 10_000, 'Bo') })
    expect(keys(removed, at(1, { players: 3, now: 2, undo: null }))).toEqual(['log.restored'])
    expect(keys(removed, at(1, { players: 3, now: 10_000, undo: null })), 'somebody new came as the time ran out').toEqual([])
    expect(keys(removed, at(1, { players: 3, now: 2, undo: removed.undo })), 'somebody new came').toEqual([])
  })

  it('tells pauses and their reason, more time, the door, the wall and the message', () => {
    const paused = { paused: true, left_ms: 5000, closes_at: undefined, opens_at: undefined }
    expect(keys(at(1, {}), at(1, { ...paused, reason: 'restart' }))).toEqual(['log.restart'])
    expect(keys(at(1, {}), at(1, { ...paused, reason: 'store' }))).toEqual(['log.store'])
    expect(keys(at(1, { ...paused, reason: 'host' }), at(1, { closes_at: 90_000 }))).toEqual(['log.resumed'])
    expect(keys(at(1, {}), at(1, { closes_at: 30_000 }))).toEqual(['log.extended'])
    expect(keys(at(1, paused), at(1, { ...paused, left_ms: 15_000 }))).toEqual(['log.extended'])
    expect(keys(at(1, {}), at(1, { admit: false }))).toEqual(['log.door_shut'])
    expect(keys(at(1, {}), at(1, { blank: true }))).toEqual(['log.blank'])
    expect(keys(at(1, { blank: true }), at(1, { blank: false }))).toEqual(['log.unblank'])
    const notice = { id: 4, text: 'Hello' }
    expect(happened(at(1, {}), at(1, { notice }))).toEqual([{ key: 'log.message', params: { text: 'Hello' } }])
    expect(keys(at(1, { notice }), at(1, { notice }))).toEqual([])
    expect(keys(at(1, { notice }), at(1, {}))).toEqual(['log.unmessage'])
  })
})
