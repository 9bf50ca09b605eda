// States of the wall in window contests, and of draws: before, open, over; few units and many, long names, several scripts.
import { contests as held, NAMES, rows, WIDE } from './scenes.mjs'

const text = (en, zh) => ({ en, 'zh-Hans': zh })
const HOUR = 3_600_000
/** Thursday, 3 December 2026, 14:20 in Shanghai. */
export const NOW = Date.UTC(2026, 11, 3, 6, 20)
const OPENS = Date.UTC(2026, 11, 1, 0)

export const WINDOW = {
  opens_at: OPENS, closes_at: Date.UTC(2027, 0, 5, 14), time_zone: 'Asia/Shanghai', questions: 50, full: 100, pass: 60, seconds: 1800,
  attempts: { max: 3, per_day: 1, count: 'best' }, reveal: 'close', entry: 'open', change: true,
}

const UNITS = [
  ['Finance bureau', '财政局'], ['Education bureau', '教育局'], ['Public health commission', '卫生健康委员会'], ['Water works', '水务局'], ['Library', '图书馆'],
  ['Bureau of ethnic and religious affairs', '民族宗教事务局'], ['Youth league', '共青团'], ['Transport', '交通运输局'], ['Museum', '博物馆'], ['Fire brigade', '消防救援大队'],
  ['Post office', '邮政局'], ['City archive', '档案馆'],
]
export const units = (count, roster = true) => Array.from({ length: count }, (_, i) => {
  const [en, zh] = UNITS[i % UNITS.length]
  const again = i < UNITS.length ? '' : ` ${1 + Math.floor(i / UNITS.length)}`
  const size = 40 + ((i * 37) % 160)
  const took = Math.round(size * (0.97 - (0.6 * i) / count))
  const mean = Math.round((92.4 - (30 * i) / count) * 100) / 100
  return {
    team: i + 1, name: text(en + again, zh + again), rank: i + 1, score: mean, joined: took + 2, took_part: took, passed: Math.round(took * 0.8), mean,
    ...(roster ? { roster: size, turnout: Math.round((10_000 * took) / size) / 100, mean_roster: mean / 2 } : {}),
  }
})
export const curve = (hours = 54) => Array.from({ length: hours }, (_, i) => [OPENS + i * HOUR, Math.round(40 + 90 * Math.sin((i * Math.PI) / 12) ** 2 * (i % 24 > 6 ? 1 : 0.1))])

const board = (over = {}) => ({
  joined: 4180, open: 212, handed_in: 6204, took_part: 3967, mean: 82.37, passed: 3610, units: units(23), units_total: 23, curve: curve(), ...over,
})
const open = (over = {}, state = {}) => ({ phase: 'open', players: 4180, window: WINDOW, now: NOW, board: board(over), ...state })
const none = board({ joined: 0, open: 0, handed_in: 0, took_part: 0, mean: 0, passed: 0, units: [], units_total: 0, curve: [] })

export const COMMITMENT = '9f2c41d07be385a6c01e77d94ab3f2165c8890e1d3476ab2fe05917c6d8843ba'
export const lottery = (over = {}) => ({ title: text('Lucky draw', '幸运抽奖'), winners: 10, at_least: 90, ...over })
export const announced = (over = {}) => lottery({
  commitment: COMMITMENT, entry: 12_408, eligible: 812, source: 'SSE composite index at the close of 2027-01-06, two decimals. 上证综指2027年1月6日收盘点位，两位小数。', ...over,
})
export const drawn = (winners = 10, over = {}) => announced({
  number: '4123.58', winners, drawn: Array.from({ length: winners }, (_, i) => ({ player: 17 + i * 31, name: `${NAMES[i % NAMES.length]}${i < NAMES.length ? '' : ` ${i}`}`, team: UNITS[i % UNITS.length][i % 2] })), ...over,
})
const awards = [
  { title: text('First prize', '一等奖'), for: 'participant', winners: [{ rank: 1, name: 'Aygül', value: 100 }] },
  { title: text('Second prize', '二等奖'), for: 'participant', winners: NAMES.slice(0, 6).map((name, i) => ({ rank: i + 2, name, value: 99 - i })) },
  { title: text('Best organised unit', '优秀组织奖'), for: 'team', winners: [{ rank: 1, name: '财政局', value: 97.1 }, { rank: 2, name: '教育局', value: 95.4 }] },
]
const HEAD = { head: 'a3f19c'.repeat(11).slice(0, 64), head_entry: 12_407 }
const over = (more = {}, state = {}) => ({ phase: 'finished', players: 4180, admit: false, window: WINDOW, now: Date.UTC(2027, 0, 6, 8), board: board({ open: 0, awards, ...more }), ...HEAD, ...state })
const TOP = rows([[1, 'Aygül', 100, 0, 0, 0], [2, 'Tenzin', 98, 0, 0, 0], [2, '李雷', 98, 0, 0, 0], [4, 'Бат-Эрдэнэ', 97.5, 0, 0, 0], [5, 'Zoë', 96, 0, 0, 0]])
const live = (lotteries) => ({ phase: 'finished', players: 128, top: TOP, lotteries, ...HEAD })

const WINDOW_URL = { window: WINDOW }
export const contests = {
  week: { ...held.bilingual, ...WINDOW_URL, title: text('City-wide knowledge contest', '全市知识竞赛') },
  weekChinese: { ...held.chinese, ...WINDOW_URL, title: text('Knowledge contest on the constitution', '“宪法宣传周”线上知识竞赛') },
  weekUyghur: { ...held.uyghur, ...WINDOW_URL },
  weekLong: { ...held.longTitle, ...WINDOW_URL },
}

const of = (contest, name, state) => ({ name, contest, state })
export const scenes = [
  of('week', 'window-before', { phase: 'lobby', players: 37, window: { ...WINDOW, study: true }, now: OPENS - 30 * HOUR, board: { ...none, joined: 37 } }),
  of('weekLong', 'window-before-long', { phase: 'lobby', players: 0, window: { ...WINDOW, question_seconds: 30 }, now: OPENS - 40_000, board: none }),
  of('weekUyghur', 'window-before-uyghur', { phase: 'lobby', players: 3, window: WINDOW, now: OPENS - 3 * HOUR, board: none }),
  of('week', 'window-open', open()),
  of('week', 'window-open-few', open({ units: units(4), units_total: 4 })),
  of('weekChinese', 'window-open-chinese', open()),
  of('weekUyghur', 'window-open-uyghur', open()),
  of('weekLong', 'window-open-flat', open({ units: units(9, false), units_total: 9 })),
  of('week', 'window-open-people', open({ units: [], units_total: 0 })),
  of('week', 'window-open-nobody', { phase: 'open', players: 0, window: WINDOW, now: OPENS + 1000, board: { ...none, units: units(3).map((unit) => ({ ...unit, took_part: 0, joined: 0, turnout: 0, mean: 0, score: 0, rank: 1 })), units_total: 3 } }),
  of('week', 'window-paused', open({}, { paused: true, reason: 'restart' })),
  of('week', 'window-over', over()),
  of('weekChinese', 'window-over-people', over({ units: [], units_total: 0, awards: [] }, { top: TOP })),
  of('week', 'window-over-award', over({ units: [], units_total: 0, awards: awards.slice(1) })),
  of('week', 'window-over-wide', over({ units: [], units_total: 0, awards: [{ title: text('Third prize', '三等奖'), for: 'participant', winners: Array.from({ length: 30 }, (_, i) => ({ rank: i + 1, name: WIDE, value: 90.25 })) }] })),
  of('week', 'window-over-nothing', over({ ...none, awards: [] })),
  of('week', 'draw-announced', over({ lotteries: [announced(), lottery()] })),
  of('weekUyghur', 'draw-announced-uyghur', over({ lotteries: [announced({ title: { ug: 'تەلەي چىقىرىش', 'zh-Hans': '幸运抽奖' } })] })),
  { name: 'draw-live-1', state: live([drawn(1)]) },
  { name: 'draw-live-10', state: live([drawn()]) },
  { name: 'draw-live-100', contest: 'chinese', state: live([drawn(100)]) },
  { name: 'draw-live-wide', state: live([drawn(8, { number: '12, 4, 6, 1, 1, 3, 5, 2 (eight dice, thrown by eight people)', drawn: Array.from({ length: 8 }, (_, i) => ({ player: i + 1, name: WIDE, team: WIDE })) })]) },
]
