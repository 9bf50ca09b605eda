// The page of rules: what a contest file says, in sentences, in both languages, and nothing it does not say.

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contestWords, pointsOf, questionsOf, roundWords, type Section } from '../host/rules-words'
import { spoken, voiceOf } from '../host/voices'
import type { Catalog } from '../shared/i18n'
import en from '../shared/locales/en.host.json'
import zh from '../shared/locales/zh-Hans.host.json'
import type { ContestFile, RoundFile } from '../shared/paper'

const EN = voiceOf(en as Catalog, 'en')
const ZH = voiceOf(zh as Catalog, 'zh-Hans')
const lines = (sections: Section[]): string[] => sections.flatMap((section) => section.lines.map((line) => line.replace(/[\u2068\u2069]/g, '')))
const file = (rounds: RoundFile[], over: Partial<ContestFile> = {}): ContestFile => ({ seats: 'teams', teams: Array.from({ length: 6 }, (_, i) => ({ name: `T${i + 1}` })), rounds, ...over })
const round = (one: RoundFile, voice = EN, over: Partial<ContestFile> = {}) => lines(roundWords(file([one], over), one, voice))

const MUST: RoundFile = { format: 'turn', per_seat: 4, speaker: 'member', help: 'foul', help_points: -10, seconds: 30, points: { right: 10, wrong: 0, none: 0 }, spread: 'group', begin: { seconds: 10, late: 'round' }, cap: 20 }
const BUZZ: RoundFile = { format: 'buzzer', draw: [{ count: 20 }, { count: 4 }], start: 'host', seconds: 60, buzz_seconds: 15, points: { right: 20, wrong: -20, none: -20 }, tries: 2, fallback: 'hall', too_close: 'again',
  early: { then: 'out', points: 0, escalation: [{ count: 2, points: -20 }, { count: 3, bar: true }] } }
const RISK: RoundFile = { format: 'risk', per_seat: 2, order: { by: 'low_high', equals: 'lot' }, values: [10, 30, 50], stock: 9, distinct_values: true, may_name: true, wrong: 'zero', seconds: 120 }
const OTHERS: RoundFile[] = [
  { format: 'everyone', draw: { count: 8 }, reading: 3, seconds: 20, speed: { kind: 'linear', floor: 50 }, streak: { bonus: 2, max: 10 } },
  { format: 'rush', per_seat: 10, run_seconds: 60, points: 1 },
  { format: 'ladder', values: [10, 20, 40], safe: [2] },
  { format: 'survival', draw: { count: 10 }, survivors: 2, revival: 5 },
  { format: 'judged', judges: 5, marks: { min: 0, max: 10 }, trimmed: true, order: 'lot' },
  { format: 'buzzer', overtime: true, limit: 3, draw: { placeholder: 5 } },
]

describe('the rules in sentences', () => {
  it('a must-answer round', () => {
    expect(round(MUST)).toEqual([
      'One after the other: each has questions of their own, and all have equally many.',
      'Each has 4 turns.',
      'The members answer by turns, in the order of their seats.',
      'Nobody may help: a hint loses the question and costs 10 points.',
      'The order is that of the seats.',
      'Each finishes all their turns before the next one begins.',
      'The answer must begin within 10 seconds, or the rest of the round is forfeited.',
      'There are 30 seconds for each answer.',
      'A right answer: +10 points.',
      'A wrong answer, or none: no points.',
      'Nobody gains more than 20 points in this round; what is deducted does not count towards that.',
    ])
  })

  it('a buzzer round, with the fouls as they add up', () => {
    const said = round(BUZZ, EN, { hall: { when: 'along' } })
    expect(said).toEqual([
      'Whoever buzzes first after the signal has the right to answer.',
      'There are 24 questions.',
      'Any member may answer for the team.',
      'Buzzing is allowed only after the host says “start”.',
      'There are 15 seconds to buzz in.',
      'After the buzz there are 60 seconds to answer.',
      'A right answer: +20 points.',
      'A wrong answer, or none: -20.',
      'Who buzzes before the signal is out of this question; the others go on.',
      'From foul number 2 in the round on, each costs 20 points.',
      'Foul number 3 in the round bars the team from the rest of it.',
      'Buzzes too close to measure: everybody buzzes again.',
      'After a wrong answer the others may buzz again; 2 teams may try in all.',
      'A question that nobody on the stage solves goes to the hall.',
      'The hall answers the same questions for a ranking of its own.',
    ])
  })

  it('a risk round', () => {
    const said = round(RISK)
    for (const part of ['Each may choose 2 times.', 'the lowest first', 'Equal scores are ordered by lot.', '10, 30, 50', 'a wrong one, or none, costs nothing', 'There are 9 questions of each value', 'twice', 'named', 'passes']) {
      expect(said.some((line) => line.includes(part)), part).toBe(true)
    }
    expect(round({ ...RISK, wrong: 'minus' }).join(' ')).toContain('loses it')
  })

  it('in Chinese', () => {
    expect(round(BUZZ, ZH)).toContain('抢到后须在 60 秒内作答。')
    expect(round(RISK, ZH)).toContain('可选分值：10、30、50 分。')
    expect(round(MUST, ZH)).toContain('须在 10 秒内开始作答，否则视为放弃本轮。')
    expect(lines(contestWords(file([MUST], { base: 100 }), ZH))).toContain('每个席位的基础分为 100 分。')
  })

  it.each([EN, ZH])('every format has words, with nothing left open', (voice) => {
    for (const one of [MUST, BUZZ, RISK, ...OTHERS]) {
      const said = round(one, voice)
      expect(said.length, one.format).toBeGreaterThan(2)
      expect(new Set(said).size, one.format).toBe(said.length)
      for (const line of said) expect(line).not.toMatch(/\{|\}|sheet\.|undefined|NaN|null/)
    }
  })

  it('each policy for an early buzz says another thing', () => {
    const policies = ['blocked', 'allowed', 'out', 'deduct', 'void', 'hall'].map((then) => round({ format: 'buzzer', early: { then, points: -10 } }).join(' '))
    expect(new Set(policies).size).toBe(6)
    for (const said of policies) expect(said).toContain('It costs 10 points.')
  })

  it('what holds for the whole contest', () => {
    const said = lines(contestWords(file([MUST, BUZZ], {
      base: 100, floor: 0, tie: ['time', 'playoff'], individual: true, hall: { when: 'fallen', right: 10, seconds: 20 },
      awards: [{ title: { en: 'First prize', 'zh-Hans': '一等奖' }, places: 1 }, { title: 'Second prize', places: 2, at_least: 60 }],
    }), EN))
    expect(said).toEqual([
      '6 teams compete.', 'Everybody begins with 100 points.', 'No score goes below 0.', 'Members are also ranked, by the questions they answered themselves.', 'There are 2 rounds.',
      'The hall answers the questions that fall to it: 10 points for each right answer.', 'A question that falls to it is open for 20 seconds.',
      'Equal scores: less time for right answers is better.', 'If that is equal, too: those tied for an award play overtime.', 'Who is equal in everything shares the rank.',
      'First prize: 1 place.', 'Second prize: 2 places, with at least 60 points.',
    ])
    expect(lines(contestWords({ seats: 'people', rounds: [] }, EN))).toContain('Equal scores share the rank; the next rank is left out.')
  })
})

it('defaults are those of the format', () => {
  expect(pointsOf({ format: 'buzzer' })).toEqual({ right: 10, wrong: -10, none: -10 })
  expect(pointsOf({ format: 'turn' })).toEqual({ right: 10, wrong: 0, none: 0 })
  expect(pointsOf({ format: 'everyone' })).toEqual({ right: null, wrong: 0, none: 0 })
  expect(pointsOf({ format: 'rush', points: 2.5 })).toEqual({ right: 2.5, wrong: 0, none: 0 })
})

it('questions are counted however they are chosen', () => {
  expect([{ draw: { count: 8 } }, { draw: [{ count: 2 }, { count: 3 }] }, { questions: { ids: ['a', 'b'] } }, {}].map((one) => questionsOf({ format: 'turn', ...one }))).toEqual([8, 5, 2, null])
})

it('is printed in the languages of the contest that there are words for', () => {
  expect(spoken(['zh-CN', 'en', 'ug'], 'en')).toEqual(['zh-Hans', 'en'])
  expect(spoken(['ug'], 'zh-Hans')).toEqual(['zh-Hans'])
})

describe('the shipped rule sheets', () => {
  const folder = '../questions/contests'
  const read = (name: string) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as ContestFile
  // Contests over days have a paper and no rounds: nobody reads their rules out.
  const sheets = readdirSync(folder).filter((name) => /^(sheet-\w|stage-evening)\.json$/.test(name) && !('window' in read(name)))
  const all = (name: string, voice = EN) => {
    const sheet = read(name)
    return [contestWords(sheet, voice), ...(sheet.rounds ?? []).map((one) => roundWords(sheet, one, voice))].map(lines)
  }

  it('are there', () => expect(sheets.length).toBeGreaterThan(7))

  it.each(sheets)('%s has a page for each round, in both languages', (name) => {
    for (const voice of [EN, ZH]) {
      for (const page of all(name, voice)) {
        expect(page.length).toBeGreaterThan(2)
        for (const line of page) expect(line).not.toMatch(/\{|\}|sheet\.|undefined|NaN|null/)
      }
    }
  })

  it.each([
    ['sheet-a.json', ['Everybody begins with 100 points.', 'makes the question void for all', 'It costs 10 points.', '10, 30, 50']],
    ['sheet-b.json', ['a hint loses the question and costs 10 points', '2 teams may try', 'From foul number 2 in the round on, each costs 20 points.', 'goes to the hall']],
    ['sheet-c.json', ['twice', 'There are 9 questions of each value']],
    ['sheet-d.json', ['named to answer']],
    ['sheet-e.json', ['bars the team from the rest', 'costs nothing']],
    ['sheet-g.json', ['+2.5', 'the rest of the round is forfeited', 'Nobody gains more than 20 points']],
  ])('%s says what it is known for', (name, parts) => {
    const text = all(name).flat().join('\n')
    for (const part of parts) expect(text, part).toContain(part)
  })
})
