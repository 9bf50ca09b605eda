// A stage evening, small enough to be played in a minute: four teams of two, a round of every format that a
// person on a stage would tell apart, and an overtime. Every question is a capital; what only the host may know
// holds a mark that no other page may read before its time.
const both = (en, zh) => ({ en, 'zh-Hans': zh })
export const SECRET = 'do-not-tell'

const PLACES = [
  ['France', '法国', 'Paris', '巴黎'], ['Japan', '日本', 'Tokyo', '东京'], ['Egypt', '埃及', 'Cairo', '开罗'], ['Kenya', '肯尼亚', 'Nairobi', '内罗毕'],
  ['Peru', '秘鲁', 'Lima', '利马'], ['Cuba', '古巴', 'Havana', '哈瓦那'], ['Norway', '挪威', 'Oslo', '奥斯陆'], ['Spain', '西班牙', 'Madrid', '马德里'],
  ['Italy', '意大利', 'Rome', '罗马'], ['Greece', '希腊', 'Athens', '雅典'], ['Austria', '奥地利', 'Vienna', '维也纳'], ['Poland', '波兰', 'Warsaw', '华沙'],
  ['Nepal', '尼泊尔', 'Kathmandu', '加德满都'], ['Mongolia', '蒙古', 'Ulaanbaatar', '乌兰巴托'], ['Thailand', '泰国', 'Bangkok', '曼谷'], ['Vietnam', '越南', 'Hanoi', '河内'],
  ['Canada', '加拿大', 'Ottawa', '渥太华'], ['Iceland', '冰岛', 'Reykjavik', '雷克雅未克'], ['Portugal', '葡萄牙', 'Lisbon', '里斯本'], ['Finland', '芬兰', 'Helsinki', '赫尔辛基'],
  ['Ireland', '爱尔兰', 'Dublin', '都柏林'], ['Denmark', '丹麦', 'Copenhagen', '哥本哈根'], ['Hungary', '匈牙利', 'Budapest', '布达佩斯'], ['Iraq', '伊拉克', 'Baghdad', '巴格达'],
  ['Iran', '伊朗', 'Tehran', '德黑兰'], ['Chile', '智利', 'Santiago', '圣地亚哥'], ['Ghana', '加纳', 'Accra', '阿克拉'], ['Senegal', '塞内加尔', 'Dakar', '达喀尔'],
]
const TASKS = [['a river', '一条河'], ['your street', '你住的街道'], ['a winter day', '一个冬日'], ['the market', '集市']]

/** The right option of every question. */
export const RIGHT = 'b'
export const WRONG = 'c'

/** Four options, the right one always in the second place. */
const options = (i) => [5, 0, 9, 14].map((by, at) => {
  const [, , en, zh] = PLACES[(i + by) % PLACES.length]
  return { id: 'abcd'[at], text: both(en, zh) }
})

const hidden = (id) => ({
  explanation: both(`${SECRET}: more about ${id}`, `${SECRET}：${id}`), source: { citation: both(`${SECRET}: atlas`, `${SECRET}：地图集`) },
  host_note: both(`${SECRET}: accept no other spelling`, `${SECRET}：只认这一种写法`),
})

export const BANK = {
  format: 'question-bank', version: 1, id: 'capitals', title: both('Capitals', '首都'), default_language: 'en', languages: ['en', 'zh-Hans'],
  questions: [
    ...PLACES.map(([en, zh], i) => ({
      id: `q${i + 1}`, type: 'single', stem: both(`What is the capital of ${en}?`, `${zh}的首都是哪里？`), options: options(i), answer: { correct: [RIGHT] }, ...hidden(`q${i + 1}`),
    })),
    ...TASKS.map(([en, zh], i) => ({
      id: `t${i + 1}`, type: 'text', stem: both(`Describe ${en} in one minute.`, `用一分钟描述${zh}。`), answer: { blanks: [{ accept: [{ text: `${SECRET} ${i}` }] }] }, ...hidden(`t${i + 1}`),
    })),
  ],
}

export const TEAMS = [['Tigers', '猛虎队'], ['Cranes', '白鹤队'], ['Falcons', '猎鹰队'], ['Dragons', '青龙队']].map(([en, zh], i) => ({
  name: both(en, zh), members: [[`Anna`, '李雷'], ['Bruno', '韩梅'], ['Chloé', '小满'], ['Dawa', '阿依']][i],
}))
export const [TIGERS, CRANES, FALCONS, DRAGONS] = [1, 2, 3, 4]

/** How long everything that has a limit may take: a test never waits for it. */
const LONG = 600

/** The contest file over the imported bank. */
export function fileOf(bank) {
  const ids = (from, n, letter = 'q') => ({ bank, ids: Array.from({ length: n }, (_, i) => `${letter}${from + i}`) })
  return {
    format: 'jinbang-contest', version: 1, title: both('Stage evening', '舞台竞赛之夜'), languages: ['en', 'zh-Hans'], default_language: 'en',
    seats: 'teams', teams: TEAMS, base: 100, hall: { when: 'along', right: 10, seconds: LONG }, tie: ['playoff'],
    awards: [{ title: both('First prize', '一等奖'), places: 1, for: 'team' }, { title: both('Second prize', '二等奖'), places: 1, for: 'team' }],
    rounds: [
      { title: both('Must answer', '必答'), format: 'turn', intro: true, questions: ids(1, 4), per_seat: 1, speaker: 'member', seconds: LONG, points: { right: 10, wrong: 0, none: 0 } },
      { title: both('Buzzer', '抢答'), format: 'buzzer', intro: true, questions: ids(5, 3), start: 'host', seconds: LONG, buzz_seconds: LONG, points: { right: 20, wrong: -20, none: -20 },
        early: { then: 'out', points: 0, escalation: [{ count: 2, points: -10 }] }, tries: 2, fallback: 'hall' },
      { title: both('Risk', '风险题'), format: 'risk', intro: true, questions: ids(8, 8), per_seat: 1, values: [10, 30], stock: 4, seconds: LONG, order: { by: 'low_high', equals: 'seat' } },
      { title: both('Rush', '限时速答'), format: 'rush', intro: true, questions: ids(16, 8), per_seat: 2, run_seconds: LONG, points: 5, order: { by: 'low_high', equals: 'seat' } },
      { title: both('Before the judges', '才艺展示'), format: 'judged', intro: true, questions: ids(1, 4, 't'), per_seat: 1, judges: 3, marks: { min: 0, max: 10 }, trimmed: true },
      { title: both('Overtime', '加赛'), format: 'buzzer', intro: true, questions: ids(24, 2), overtime: true, start: 'host', seconds: LONG, buzz_seconds: LONG, points: { right: 10, wrong: 0, none: 0 } },
    ].map((round) => ({ shuffle_options: false, standings: 'round', ...round })),
  }
}
