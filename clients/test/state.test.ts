import { describe, expect, it } from 'vitest'
import type { ServerMessage } from '../shared/protocol'
import {
  answeredOf, countsOf, EMPTY, isChosen, isRightIn, type LocalMessage, type Model, reduce, resultOf, slotOf,
} from '../shared/state'
import { teamLabel, teamName } from '../shared/teams'
import { open, state, welcome, you } from './fakes'

const after = (...messages: (ServerMessage | LocalMessage)[]): Model => messages.reduce(reduce, EMPTY)

it('changes nothing it was given', () => {
  const model = Object.freeze(after(welcome(), open(1)))
  const text = JSON.stringify(model)
  reduce(model, open(2))
  reduce(model, { type: 'tally', turn: 1, answered: 3, players: 4 })
  expect(JSON.stringify(model)).toBe(text)
})

it('can be rebuilt from one state', () => {
  const last = open(7, { seq: 99 })
  const long = after(welcome(), state(), open(5), open(6), last)
  const short = after(welcome(), last)
  expect(long).toEqual(short)
})

it('keeps what it does not know of', () => {
  const model = after(welcome())
  expect(reduce(model, { type: 'news' } as unknown as ServerMessage)).toBe(model)
})

describe('tally', () => {
  it('counts for its own question only', () => {
    const model = after(open(2), { type: 'tally', turn: 1, answered: 9, players: 9 })
    expect(answeredOf(model)).toBe(0)
    expect(answeredOf(reduce(model, { type: 'tally', turn: 2, answered: 4, players: 9 }))).toBe(4)
  })

  it('is gone with the question, and the reveal knows better', () => {
    const tally: ServerMessage = { type: 'tally', turn: 2, answered: 4, players: 9, counts: { a: 4, b: 0 } }
    expect(answeredOf(after(open(2), tally, open(3)))).toBe(0)
    const revealed = after(open(2), tally, open(2, { phase: 'reveal', tally: { answered: 5, right: 1, counts: { a: 4, b: 1 } } }))
    expect(answeredOf(revealed)).toBe(5)
    expect(countsOf(revealed)).toEqual({ a: 4, b: 1 })
  })
})

describe('span', () => {
  const at = (now: number, closes: number) => open(1, { now, opens_at: 0, closes_at: closes })
  const paused = (now: number, left: number) =>
    open(1, { now, paused: true, left_ms: left, opens_at: undefined, closes_at: undefined })

  it('is the whole time of the question', () => {
    expect(after(at(0, 20_000)).span).toBe(20_000)
    expect(after(at(0, 20_000), at(5000, 20_000)).span).toBe(20_000)
  })

  it('grows with an extension, also during a pause', () => {
    expect(after(at(0, 20_000), at(5000, 30_000)).span).toBe(30_000)
    expect(after(at(0, 20_000), paused(5000, 15_000), paused(6000, 25_000)).span).toBe(30_000)
  })

  it('survives a pause', () => {
    expect(after(at(0, 20_000), paused(5000, 15_000)).span).toBe(20_000)
    expect(after(at(0, 20_000), paused(5000, 15_000), at(60_000, 75_000)).span).toBe(20_000)
  })

  it('starts anew with the next question and is absent without a limit', () => {
    expect(after(at(0, 20_000), open(2, { now: 90_000, opens_at: 90_000, closes_at: 95_000 })).span).toBe(5000)
    expect(after(open(1, { closes_at: undefined })).span).toBeNull()
  })

  it('is what is left when a page comes in during a pause', () => {
    expect(after(paused(5000, 12_000)).span).toBe(12_000)
  })
})

describe('the own result', () => {
  it('belongs to the question that is shown', () => {
    const result = you({ turn: 1, answered: true, correct: true, points: 10 })
    expect(resultOf(after(open(1, { phase: 'reveal' }), result))).toEqual(result)
    expect(resultOf(after(open(1, { phase: 'reveal' }), result, open(2)))).toBeNull()
    expect(resultOf(after(open(1), you({ turn: 1, answered: true })))).toBeNull()
  })

  it('so does the answer', () => {
    const slot: LocalMessage = { type: 'local_slot', slot: { turn: 1, answer: 'a', status: 'sent' } }
    expect(slotOf(after(open(1), slot))?.answer).toBe('a')
    expect(slotOf(after(open(2), slot))).toBeNull()
  })
})

it('forgets an error when the phase changes, not when somebody joins', () => {
  const error: ServerMessage = { type: 'error', code: 'stale', message: '', re: 'do' }
  const model = after(open(1), error, open(1, { players: 9 }))
  expect(model.error?.code).toBe('stale')
  expect(reduce(model, open(1, { phase: 'locked' })).error).toBeNull()
})

it('is refused by an error before the welcome only', () => {
  const error: ServerMessage = { type: 'error', code: 'late', message: '', re: 'answer' }
  const seated = after({ type: 'local_link', up: true }, welcome(), open(1), error, { type: 'local_link', up: false })
  expect(seated.refused).toBeNull()
  const outside = after({ type: 'error', code: 'join_closed', message: '', re: 'hello' })
  expect(outside.refused?.code).toBe('join_closed')
  expect(reduce(outside, { type: 'local_again' }).refused).toBeNull()
})

it('is sent away by anything but a shutdown', () => {
  expect(after({ type: 'bye', reason: 'shutdown' }).end).toBeNull()
  expect(after({ type: 'bye', reason: 'kicked' })).toMatchObject({ end: 'kicked', banned: false })
  expect(after({ type: 'bye', reason: 'kicked', banned: true }, { type: 'local_end', reason: 'kicked' })).toMatchObject({ end: 'kicked', banned: true })
  expect(after({ type: 'bye', reason: 'replaced' }, welcome()).end).toBeNull()
})

it('knows right and chosen options of every kind', () => {
  expect(isRightIn(['b', 'c'], 'c')).toBe(true)
  expect(isRightIn([true], 'true')).toBe(true)
  expect(isRightIn([true], 'false')).toBe(false)
  expect(isRightIn([['a', 'b']], 'a')).toBe(false)
  expect(isRightIn(undefined, 'a')).toBe(false)
  expect(isChosen(['a', 'c'], 'c')).toBe(true)
  expect(isChosen(false, 'false')).toBe(true)
  expect(isChosen(undefined, 'a')).toBe(false)
})

it('a team is known by any of its names', () => {
  const teams = [{ name: { 'zh-Hans': '雪豹队', en: 'Snow Leopards' } }]
  const model = after(welcome(), state({ teams }))
  expect(teamName(model, '雪豹队')).toBe(teams[0]?.name)
  expect(teamName(model, 'Snow Leopards')).toBe(teams[0]?.name)
  expect(teamName(model, 'Others')).toEqual({ en: 'Others' })
  expect(teamName(model, undefined)).toBeUndefined()
  expect(teamLabel({ 'zh-Hans': '雪豹队', en: 'Snow Leopards' })).toBe('雪豹队')
})
