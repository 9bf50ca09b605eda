// What the server would tell the pages around a contest: results, certificates, a unit's own figures. For pictures and for tests of the pages alone.
import { COMMITMENT, curve, drawn, NOW, units, WINDOW } from './window-scenes.mjs'

const text = (en, zh) => ({ en, 'zh-Hans': zh })
const json = (value) => ({ type: 'application/json', body: JSON.stringify(value) })
const PEOPLE = ['李雷', 'Aygül', 'Бат-Эрдэнэ', 'سارة', 'Tenzin', 'A very long name that nobody should have', 'Zoë', '欧阳娜娜', 'Bo', 'Kim']
const TITLE = text('Knowledge contest on the constitution', '“宪法宣传周”线上知识竞赛')
const award = (en, zh) => text(en, zh)

export const CONTEST = {
  id: '01JB', code: '482913', title: TITLE, phase: 'finished', created_at: NOW - 9e8, finished_at: Date.UTC(2027, 0, 5, 14),
  rules: { languages: ['zh-Hans', 'en'], default_language: 'zh-Hans', screen_languages: ['zh-Hans', 'en'], window: { time_zone: 'Asia/Shanghai' } },
}
const option = (id, en, zh) => ({ id, text: text(en, zh) })
const question = (turn, over) => ({
  turn, id: `q${turn}`, kind: 'single', prompt: text(`Which body amends the constitution? (${turn})`, `宪法的修改由哪个机关进行？（${turn}）`), shown: true, void: false,
  asked: 3967, answered: 3900, right: 3900 - 61 * turn, right_rate: Math.round((10_000 * (3900 - 61 * turn)) / 3900) / 100, median_ms: 8400 + 300 * turn,
  options: [option('a', 'The National People’s Congress', '全国人民代表大会'), option('b', 'The State Council', '国务院')], wrong_most: 'b', wrong_most_text: null, wrong_most_count: 50 * turn, ...over,
})
export const RESULTS = {
  contest: { id: '01JB', title: TITLE }, window: WINDOW,
  summary: { participants: 3967, roster: 4620, turnout: 85.87, mean: 82.37, median: 84, highest: 100, lowest: 12, passed: 3610, pass_rate: 91, pass: 60, full: 100, team_rule: text('40% × turnout + 60% × mean of those who took part', '40% × 参与率 + 60% × 参加者平均分') },
  distribution: [[0, 59, 357], [60, 69, 410], [70, 79, 690], [80, 89, 1280], [90, 99, 1180], [100, 100, 50]].map(([from, to, count]) => ({ from, to, count })),
  curve: curve(54), participants: [],
  teams: units(6).map(({ name, roster, took_part, rank, mean, mean_roster, passed, turnout, score }) => ({ rank, name: name['zh-Hans'], members: took_part, roster, took_part, score, mean, mean_roster, passed, turnout, formula: `40% × ${turnout} + 60% × ${mean} = ${score}` })),
  questions: [
    ...Array.from({ length: 7 }, (_, i) => question(i + 1)),
    question(8, { kind: 'truefalse', wrong_most: true, options: undefined, prompt: text('A whale is a fish.', '鲸是鱼。') }),
    question(9, { kind: 'text', wrong_most: null, wrong_most_text: '=1982年12月4日', options: undefined, prompt: text('The constitution in force was passed on ____.', '现行宪法于____通过。') }),
    question(10, { shown: false }),
  ],
  awards: [
    { title: award('First prize', '一等奖'), for: 'participant', winners: [{ rank: 1, name: '李雷', team: '财政局', value: 100 }] },
    { title: award('Second prize', '二等奖'), for: 'participant', winners: PEOPLE.slice(1, 6).map((name, i) => ({ rank: i + 2, name, team: '教育局', value: 99 - i })) },
    { title: award('Best organised unit', '优秀组织奖'), for: 'team', winners: [{ rank: 1, name: '财政局', value: 97.5 }] },
  ],
  lotteries: [{ ...drawn(8), title: award('Lucky draw', '幸运抽奖') }],
  log: { events: 41_207, head: COMMITMENT },
}
const KEY = 'M7QX4R2K9TBD'
export const CERTIFICATES = [
  ...RESULTS.awards.flatMap(({ title, winners }) => winners.map(({ name, team, rank, value }) => ({ award: title, name, ...(team ? { team } : {}), rank, score: value }))),
  ...RESULTS.lotteries[0].drawn.map(({ name, team }, i) => ({ award: text('Lucky draw', '幸运抽奖'), name, team, rank: i + 1 })),
].map((one, i) => ({ ...one, confirm_url: `http://192.168.178.24:8080/confirm#01JB.${i + 1}.${KEY}` }))
export const UNIT = {
  contest: { title: TITLE, phase: 'open', now: NOW, window: WINDOW, languages: ['zh-Hans', 'en'], default_language: 'zh-Hans' },
  unit: { ...units(1)[0], rank: 3, of: 14, turnout: 78.5, took_part: 314, roster: 400, mean: 88.25, passed: 290 },
  absent: PEOPLE, absent_total: 86, roster: true,
}
export const CONFIRMED = { title: TITLE, award: award('First prize', '一等奖'), name: '李雷', team: '财政局', finished_at: CONTEST.finished_at, head: COMMITMENT }

export const FILES = {
  '/api/contests/01JB': json(CONTEST), '/api/contests/01JB/results': json(RESULTS), '/api/contests/01JB/certificates': json({ certificates: CERTIFICATES }),
  '/api/unit': json(UNIT), '/api/confirm': json(CONFIRMED),
}
export { json }
