// Moments of a stage evening as the host's console is told them: one of each format at least, nine teams with
// long and short names, everything a seat can be marked with.
import { state, timed } from './fake.mjs'

const NAMES = [
  ['Tigers', '猛虎队'], ['Water Bureau No. 1', '水务局一队'], ['Bears', '黑熊队'], ['Mountain Road School', '山路中学代表队'], ['Owls', '猫头鹰队'],
  ['Library', '图书馆联队'], ['Third Ward', '三区'], ['Eagles', '雄鹰队'], ['River', '大河'],
]
const MEMBERS = ['Zoë', '李雷', 'ئالىم', 'Tenzin']
const both = ([en, zh]) => ({ en, 'zh-Hans': zh })

export const TEAMS = NAMES.map((names) => ({ name: both(names), members: MEMBERS }))
export const CONTEST = {
  seats: 'teams', teams: TEAMS, judges: 5, default_language: 'zh-Hans', languages: ['zh-Hans', 'en'],
  script: Array.from({ length: 12 }, (_, i) => ({ turn: i + 1, round: i < 6 ? 1 : 2, kind: 'single', prompt: both([`Question number ${i + 1} of the evening`, `今晚第 ${i + 1} 道题`]) })),
}

/** Scores and marks; `over` by seat number. */
export function seats(over = {}, count = NAMES.length) {
  const scores = [140, 120, 120, 110, 100, 90, 72.5, 60, -10]
  const rank = (score) => 1 + scores.slice(0, count).filter((other) => other > score).length
  return NAMES.slice(0, count).map((names, i) => ({ seat: i + 1, name: both(names), score: scores[i], rank: rank(scores[i]), may: false, ...over[i + 1] }))
}

const TEXT = {
  turn: 8, n: 8, of: 12, kind: 'text', prompt: { en: 'Which river is the longest in Asia, and in which sea does it end?', 'zh-Hans': '亚洲最长的河流是哪一条？它注入哪个海？' },
  blanks: 2, points: 10, change: false,
}
const TEXT_KEY = [['长江', '扬子江', 'Yangtze', 'Chang Jiang'], ['东海', 'East China Sea']]
const CHOICE = {
  turn: 8, n: 8, of: 12, kind: 'single', prompt: { en: 'Which ocean is the largest?', 'zh-Hans': '世界上最大的大洋是哪一个？' }, points: 20, change: false,
  options: [['Atlantic Ocean', '大西洋'], ['Pacific Ocean', '太平洋'], ['Indian Ocean', '印度洋'], ['Arctic Ocean', '北冰洋']].map((names, i) => ({ id: 'abcd'[i], text: both(names) })),
}
const all = Object.fromEntries(NAMES.map((_, i) => [i + 1, { may: true }]))
const round = (format, title, over = {}) => ({ n: 2, of: 5, format, title: both(title), turns: 18, first: 7, ...over })
const answering = (seat, over = {}) => ({ step: 'answer', turn: 8, seat, owner: seat, ...over })
const RISK = { values: [10, 20, 30], stock: [{ value: 10, left: 3 }, { value: 20, left: 0 }, { value: 30, left: 5 }], may_name: true, seats_order: [9, 8, 7, 6, 5, 4, 3, 2, 1] }
const NOTE = { en: 'Accept “Long River”, too.', 'zh-Hans': '“长河”也算对。' }
let seq = 100
const shown = (phase, over) => state(phase, { seq: ++seq, acting: true, admit: true, blank: false, undo: null, ...over })
const open = (over) => shown('open', { ...timed(30_000, 9000), next: 'lock', ...over })

/** What each is about, and the state. */
export const SCENES = {
  'round begins': () => shown('intro', { round: round('risk', ['Risk questions', '风险题'], RISK), stage: { turn: 7, seat: 9, owner: 9 }, seats: seats(), next: 'question' }),
  'must-answer': () => open({ round: round('turn', ['Must answer', '必答题']), stage: answering(2, { member: 3, member_name: 'ئالىم', value: 10 }), question: TEXT, answer: TEXT_KEY, host_note: NOTE, seats: seats({ 2: { may: true }, 5: { over: true } }) }),
  'verdict given': () => shown('reveal', { round: round('turn', ['Must answer', '必答题']), stage: { turn: 8, seat: 2, owner: 2, member: 3, member_name: 'ئالىم', verdict: { seat: 2, is: 'right', points: 10 } }, question: TEXT, answer: TEXT_KEY, seats: seats(), undo: { what: 'verdict', name: '水务局一队' }, next: 'question', explanation: NOTE, tally: { answered: 1, right: 1 } }),
  'buzzers closed': () => shown('reading', { round: round('buzzer', ['Buzzer round', '抢答题'], { start: 'host', early: 'out', tries: 2 }), stage: { turn: 8, tries: 0 }, question: CHOICE, answer: ['b'], seats: seats({ 4: { fouls: 1 } }), next: 'open' }),
  'buzzers open': () => open({ round: round('buzzer', ['Buzzer round', '抢答题'], { early: 'out', tries: 2 }), stage: { step: 'buzz', turn: 8, tries: 0, foul: { seat: 4, kind: 'early', points: -20 } }, question: CHOICE, answer: ['b'], seats: seats({ ...all, 4: { fouls: 2, may: false }, 9: { fouls: 3, barred: true, may: false } }) }),
  'a buzz': () => open({ round: round('buzzer', ['Buzzer round', '抢答题'], { early: 'out', tries: 2 }), stage: answering(5, { owner: undefined, tries: 0, buzz: { seat: 5, elapsed: 412, second: 1, margin: 8, uncertainty: 12, too_close: true } }), question: CHOICE, answer: ['b'], seats: seats({ 5: { may: true }, 9: { fouls: 3, barred: true } }), tally: { answered: 0, right: 0 } }),
  'a pick': () => open({ round: round('risk', ['Risk questions', '风险题'], RISK), stage: { step: 'pick', turn: 8, seat: 9, owner: 9 }, seats: seats({ 9: { may: true, taken: [10] }, 8: { taken: [20, 10] } }) }),
  'a named team': () => open({ round: round('risk', ['Risk questions', '风险题'], RISK), stage: answering(3, { owner: 9, value: 30 }), question: { ...TEXT, points: 30 }, answer: TEXT_KEY, seats: seats({ 3: { may: true }, 9: { taken: [10, 30] } }) }),
  'a rush': () => open({ ...timed(60_000, 35_000), round: round('rush', ['Rush', '限时速答']), stage: answering(7, { value: 1 }), question: { ...TEXT, points: 1 }, answer: TEXT_KEY, seats: seats({ 7: { may: true } }) }),
  'a ladder': () => open({ round: round('ladder', ['Ladder', '闯关'], { values: [10, 20, 30, 50, 80], safe: [2, 4] }), stage: answering(6, { value: 30 }), question: { ...CHOICE, points: 30 }, answer: ['b'], seats: seats({ 6: { may: true, rung: 2 }, 1: { rung: 4, over: true } }) }),
  elimination: () => open({ round: round('survival', ['Elimination', '淘汰赛']), stage: { turn: 8 }, question: CHOICE, answer: ['b'], seats: seats({ ...all, 3: { out: true, may: false }, 8: { out: true, may: false } }) }),
  'judges mark': () => open({ closes_at: undefined, round: round('judged', ['Speeches', '才艺展示'], { judges: 5, marks: { min: 0, max: 10 } }), stage: { step: 'marks', turn: 8, seat: 4, owner: 4, marked: 3, marks: [{ judge: 1, value: 8.5 }, { judge: 2, value: 9 }, { judge: 5, value: 7.75 }] }, seats: seats({ 4: { may: true } }) }),
  'all marks': () => shown('reveal', { round: round('judged', ['Speeches', '才艺展示'], { judges: 5 }), stage: { turn: 8, seat: 4, marked: 5, mean: 8.42, marks: [8.5, 9, 8, 9.25, 7.75].map((value, i) => ({ judge: i + 1, value })) }, seats: seats(), next: 'question' }),
  'in the hall': () => open({ round: round('buzzer', ['Buzzer round', '抢答题']), stage: { step: 'hall', turn: 8, hall: true }, question: CHOICE, answer: ['b'], seats: seats() }),
  overtime: () => open({ round: round('buzzer', ['Overtime', '加赛'], { overtime: true }), stage: { step: 'buzz', turn: 8 }, question: CHOICE, answer: ['b'], seats: seats({ 2: { tied: true, may: true }, 3: { tied: true, may: true } }) }),
  'another console acts': () => open({ acting: false, round: round('turn', ['Must answer', '必答题']), stage: answering(2, { member: 1, member_name: 'Zoë', value: 10 }), question: TEXT, answer: TEXT_KEY, seats: seats({ 2: { may: true } }) }),
}

export const RULES = {
  seats: 'teams', base: 100, tie: ['correct', 'playoff'], individual: true, hall: { when: 'along', right: 10, seconds: 20 }, teams: TEAMS, title: { en: 'Spring contest', 'zh-Hans': '春季知识竞赛' },
  awards: [{ title: { en: 'First prize', 'zh-Hans': '一等奖' }, places: 1 }, { title: { en: 'Second prize', 'zh-Hans': '二等奖' }, places: 2 }],
  rounds: [
    { title: both(['Must answer', '必答题']), format: 'turn', per_seat: 4, speaker: 'member', help: 'foul', help_points: -10, seconds: 30, points: { right: 10, wrong: 0, none: 0 }, begin: { seconds: 10, late: 'turn' } },
    { title: both(['Buzzer round', '抢答题']), format: 'buzzer', draw: { count: 20 }, start: 'host', seconds: 60, buzz_seconds: 15, points: { right: 20, wrong: -20, none: -20 }, tries: 2, fallback: 'hall', too_close: 'again', early: { then: 'out', escalation: [{ count: 2, points: -20 }, { count: 3, bar: true }] } },
    { title: both(['Risk questions', '风险题']), format: 'risk', per_seat: 2, values: [10, 20, 30], stock: 9, distinct_values: true, may_name: true, wrong: 'minus', seconds: 120, order: { by: 'low_high', equals: 'lot' } },
    { title: both(['Speeches', '才艺展示']), format: 'judged', judges: 5, marks: { min: 0, max: 10 }, trimmed: true, order: 'lot' },
    { title: both(['Overtime', '加赛']), format: 'buzzer', overtime: true, draw: { count: 5 }, points: { right: 10, wrong: -10, none: -10 } },
  ],
}

const asked = { points: 10, seconds: 30 }
/** All questions in two messages, as the server sends many. */
export const PAPER = [
  { type: 'paper', from: 1, next: 9, rules: RULES, questions: [
    ...Array.from({ length: 7 }, (_, i) => ({ n: i + 1, round: i < 6 ? 1 : 2, turn: i + 1, ...asked, kind: 'truefalse', prompt: both([`Asked ${i + 1}`, `已出题 ${i + 1}`]), answer: [true] })),
    { ...TEXT, n: 8, round: 2, turn: 8, ...asked, answer: TEXT_KEY, host_note: NOTE },
  ] },
  { type: 'paper', from: 9, questions: [
    { ...CHOICE, turn: undefined, n: 9, round: 2, ...asked, answer: ['b'] },
    { n: 10, round: 3, value: 30, ...asked, kind: 'numeric', prompt: both(['How many legs does a spider have?', '蜘蛛有几条腿？']), unit: both(['legs', '条']), answer: ['8'] },
    { n: 11, round: 3, value: 30, ...asked, kind: 'ordering', prompt: both(['From the oldest to the youngest', '从古到今排列']), options: [['Tang', '唐'], ['Han', '汉'], ['Ming', '明']].map((names, i) => ({ id: 'abc'[i], text: both(names) })), answer: ['b', 'a', 'c'] },
    { n: 12, round: 3, value: 10, ...asked, kind: 'matching', prompt: both(['Which capital?', '首都配对']), options: [['France', '法国'], ['Japan', '日本']].map((names, i) => ({ id: `l${i}`, text: both(names) })), targets: [['Tokyo', '东京'], ['Paris', '巴黎']].map((names, i) => ({ id: `r${i}`, text: both(names) })), answer: [['l0', 'r1'], ['l1', 'r0']] },
    { n: 13, round: 5, ...asked, kind: 'truefalse', prompt: both(['The Moon is a star.', '月亮是恒星。']), answer: [false] },
  ] },
]
export const paper = ({ type, action, from = 1 }) => (type === 'do' && action === 'paper' ? PAPER.filter((part) => part.from === from) : [])

export const ROSTER = { type: 'roster', total: 2, away: 0, screens: 1, hosts: 2, players: ['Aygül', 'Bo'].map((name, i) => ({ player: i + 1, name, online: true, answered: false, score: 20, rank: i + 1 })) }
