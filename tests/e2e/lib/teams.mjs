// A stage as the wire tells it: four teams, one of them this phone's own, and the moments of each format.
import { state, timed, you } from './fake.mjs'

export const NAMES = [
  { en: 'Tigers', 'zh-Hans': '猛虎队' }, { en: 'Cranes', 'zh-Hans': '白鹤队' },
  { en: 'Falcons', 'zh-Hans': '猎鹰队' }, { en: 'Dragons', 'zh-Hans': '青龙队' },
]
export const TEAMS = NAMES.map((name) => ({ name }))
export const STAGE = { seats: 'teams', teams: TEAMS, judges: 5 }
export const OWN = 2

/** The seats, with what differs by number: {2: {may: true}}. */
export const seats = (over = {}) => NAMES.map((name, i) => ({ seat: i + 1, name, score: [130, 120, 120, 90][i], rank: [1, 2, 2, 4][i], may: false, ...over[i + 1] }))

export const QUESTION = {
  turn: 9, n: 3, of: 12, kind: 'single', prompt: { en: 'Which ocean is the largest?', 'zh-Hans': '哪个大洋面积最大？' }, points: 10, change: false,
  options: [['a', 'Atlantic Ocean', '大西洋'], ['b', 'Pacific Ocean', '太平洋'], ['c', 'Indian Ocean', '印度洋'], ['d', 'Arctic Ocean', '北冰洋']]
    .map(([id, en, zh]) => ({ id, text: { en, 'zh-Hans': zh } })),
}

const round = (format, over = {}) => ({ n: 2, of: 4, format, title: { en: 'Second round', 'zh-Hans': '第二轮' }, start: 'host', tries: 2, seats_order: [1, 2, 3, 4], ...over })

/** A state of a stage format. `stage` says what is going on, `over` anything else. */
export const staged = (format, phase, { rules, stage, may, question = QUESTION, ...over } = {}) => state(phase, {
  round: round(format, rules), stage: { turn: 9, ...stage }, seats: seats(may), ...(question ? { question } : {}),
  ...(phase === 'open' ? timed(20_000, 4000) : {}), ...over,
})

export const member = (over = {}) => you({ seat: OWN, team: 'Cranes', score: 120, rank: 2, of: 4, ...over })
export const hall = (over = {}) => you({ seat: 0, may: false, score: 30, rank: 3, of: 17, ...over })

const all = (over) => Object.fromEntries([1, 2, 3, 4].map((n) => [n, over]))
const buzzer = { early: 'out' }
const risk = { values: [10, 20, 30], stock: [{ value: 10, left: 4 }, { value: 20, left: 1 }, { value: 30, left: 0 }] }
const climb = { values: [5, 10, 20, 40, 80], safe: [2] }
const wager = { min: 0, max: 50, step: 10, limit: 'max', none: 'keep', seconds: 20 }
const five = [8.5, 9, 7.25, 9.5, 8].map((value, i) => ({ judge: i + 1, value }))

/** Every moment worth a look, as a seat sees it: name → state. */
export const MOMENTS = {
  intro: () => staged('buzzer', 'intro', { rules: buzzer, question: null }),
  'buzz-wait': () => staged('buzzer', 'reading', { rules: buzzer }),
  'buzz-armed': () => staged('buzzer', 'open', { rules: buzzer, stage: { step: 'buzz' }, may: all({ may: true }) }),
  'buzz-weighing': () => staged('buzzer', 'open', { rules: buzzer, stage: { step: 'close' }, may: all({ may: true }) }),
  'buzz-won': () => staged('buzzer', 'open', { rules: buzzer, stage: { step: 'answer', seat: OWN, buzz: { seat: OWN, elapsed: 812, second: 3, margin: 124, uncertainty: 20 } }, may: { 2: { may: true } } }),
  'buzz-other': () => staged('buzzer', 'open', { rules: buzzer, stage: { step: 'answer', seat: 3, buzz: { seat: 3, elapsed: 700, second: OWN, margin: 34, uncertainty: 20 } } }),
  'buzz-foul': () => staged('buzzer', 'open', { rules: buzzer, stage: { step: 'buzz', foul: { seat: OWN, kind: 'early', points: -10 } }, may: { 1: { may: true }, 3: { may: true }, 4: { may: true } } }),
  'buzz-tried': () => staged('buzzer', 'open', { rules: buzzer, stage: { step: 'buzz', tries: 1, verdict: { seat: OWN, is: 'wrong', points: -10 } }, may: { 1: { may: true } } }),
  'buzz-barred': () => staged('buzzer', 'open', { rules: buzzer, stage: { step: 'buzz' }, may: { 1: { may: true }, 2: { barred: true, fouls: 3 } } }),
  'buzz-again': () => staged('buzzer', 'open', { rules: buzzer, stage: { step: 'buzz', buzz: { seat: 3, elapsed: 700, second: OWN, margin: 4, uncertainty: 20, too_close: true } }, may: all({ may: true }) }),
  'risk-pick': () => staged('risk', 'open', { rules: { ...risk, may_name: true }, stage: { step: 'pick', seat: OWN, owner: OWN }, question: null, may: { 2: { may: true, taken: [10] } } }),
  'risk-other': () => staged('risk', 'open', { rules: risk, stage: { step: 'pick', seat: 3, owner: 3 }, question: null, may: { 3: { may: true } } }),
  'risk-named': () => staged('risk', 'open', { rules: risk, stage: { step: 'answer', seat: OWN, owner: 4, value: 20 }, may: { 2: { may: true } } }),
  'wager-few': () => staged('turn', 'open', { rules: { wager }, stage: { step: 'wager', seat: OWN, owner: OWN }, question: null, may: { 2: { may: true } } }),
  'wager-many': () => staged('turn', 'open', { rules: { wager: { ...wager, max: 200, step: 5, limit: 'score' } }, stage: { step: 'wager', seat: OWN, owner: OWN }, question: null, may: { 2: { may: true } } }),
  'wager-other': () => staged('turn', 'open', { rules: { wager }, stage: { step: 'wager', seat: 3, owner: 3 }, question: null, may: { 3: { may: true } } }),
  'turn-own': () => staged('turn', 'open', { stage: { step: 'answer', seat: OWN, member: 2, member_name: 'Aygül' }, may: { 2: { may: true } } }),
  'turn-other': () => staged('turn', 'open', { stage: { step: 'answer', seat: 3, member: 1, member_name: '李雷' }, may: { 3: { may: true } } }),
  'rush-own': () => staged('rush', 'open', { stage: { step: 'answer', seat: OWN }, may: { 2: { may: true } } }),
  'ladder-own': () => staged('ladder', 'open', { rules: climb, stage: { step: 'answer', seat: OWN, value: 40 }, may: { 2: { may: true, rung: 3 } } }),
  'survival-in': () => staged('survival', 'open', { may: all({ may: true }) }),
  'survival-out': () => staged('survival', 'open', { may: { 2: { out: true }, 3: { may: true } } }),
  'survival-revival': () => staged('survival', 'open', { may: { 2: { out: true, may: true } } }),
  'judged-own': () => staged('judged', 'open', { rules: { judges: 5, marks: { min: 0, max: 10 } }, stage: { step: 'marks', seat: OWN, marked: 3 } }),
  'judged-done': () => staged('judged', 'reveal', { rules: { judges: 5, marks: { min: 0, max: 10 } }, stage: { seat: OWN, marked: 5, marks: five, mean: 8.5 } }),
  overtime: () => staged('buzzer', 'open', { rules: { ...buzzer, overtime: true }, stage: { step: 'buzz' }, may: { 2: { may: true, tied: true }, 3: { may: true, tied: true } } }),
  'reveal-right': () => staged('turn', 'reveal', { stage: { seat: OWN, verdict: { seat: OWN, is: 'right', points: 10 } }, answer: ['b'] }),
  'reveal-other': () => staged('buzzer', 'reveal', { rules: buzzer, stage: { seat: 3, verdict: { seat: 3, is: 'wrong', points: -10 }, foul: { seat: OWN, kind: 'early', points: -10 } }, answer: ['b'] }),
  standings: () => staged('turn', 'standings', { top: [] }),
  finished: () => staged('turn', 'finished', { top: [], may: { 2: { score: 230, rank: 1 }, 1: { rank: 2 } } }),
}

/** And as somebody in the hall sees it. */
export const HALL = {
  'hall-lobby': () => state('lobby', { seats: seats() }),
  'hall-watch': () => staged('turn', 'open', { stage: { step: 'answer', seat: 3, member: 1, member_name: '李雷' }, may: { 3: { may: true } } }),
  'hall-open': () => staged('buzzer', 'open', { rules: buzzer, stage: { step: 'hall', hall: true } }),
  'hall-reveal': () => staged('buzzer', 'reveal', { rules: buzzer, stage: { seat: 3, verdict: { seat: 3, is: 'wrong', points: -10 }, hall: true }, answer: ['b'] }),
  'hall-standings': () => staged('turn', 'standings', { top: [] }),
}
