// The questions of these tests: one of every kind in two languages, long ones, and some in Arabic.
const text = (en, zh) => ({ en, 'zh-Hans': zh })
const option = (id, en, zh) => ({ id, text: text(en, zh) })

const oceans = [
  option('a', 'Atlantic Ocean', '大西洋'), option('b', 'Pacific Ocean', '太平洋'),
  option('c', 'Indian Ocean', '印度洋'), option('d', 'Arctic Ocean', '北冰洋'),
]

export const BANK = {
  format: 'question-bank', version: 1, id: 'e2e', title: text('The seven kinds', '七种题型'),
  default_language: 'en', languages: ['en', 'zh-Hans'], license: 'CC0-1.0', source: { author: 'Jinbang' },
  defaults: { points: 10 },
  questions: [
    {
      id: 'single', type: 'single', stem: text('Which ocean is the largest?', '最大的海洋是哪一个？'), options: oceans,
      answer: { correct: ['b'] }, host_note: text('Accept no arguments.', '不接受争论。'),
      explanation: text('It covers about a third of the Earth.', '它约占地球表面的三分之一。'),
      source: { citation: text('World Ocean Atlas', '世界海洋地图集') },
    },
    {
      id: 'multiple', type: 'multiple', stem: text('Which of these are planets?', '下列哪些是行星？'),
      options: [option('a', 'Mars', '火星'), option('b', 'The Moon', '月球'), option('c', 'Saturn', '土星'),
        option('d', 'The Sun', '太阳'), option('e', 'Venus', '金星'), option('f', 'Halley’s comet', '哈雷彗星')],
      answer: { correct: ['a', 'c', 'e'] },
    },
    { id: 'truefalse', type: 'truefalse', stem: text('A whale is a fish.', '鲸是鱼。'), answer: { value: false } },
    {
      id: 'text', type: 'text', stem: text('The capital of France is ____.', '法国的首都是____。'),
      answer: { blanks: [{ accept: [{ text: 'Paris', lang: 'en' }, { text: '巴黎', lang: 'zh-Hans' }] }] },
    },
    {
      id: 'numeric', type: 'numeric', stem: text('How long is a marathon?', '马拉松有多长？'),
      answer: { accept: [{ value: '42.195', tolerance: '0.2' }], unit: text('km', '公里') },
    },
    {
      id: 'ordering', type: 'ordering', stem: text('From the shortest to the longest', '从短到长排列'),
      options: [option('a', 'Hour', '小时'), option('b', 'Second', '秒'), option('c', 'Day', '天'), option('d', 'Minute', '分')],
      answer: { order: ['b', 'd', 'a', 'c'] },
    },
    {
      id: 'matching', type: 'matching', stem: text('Which is the young of which?', '谁是谁的幼崽？'),
      options: [option('l1', 'Dog', '狗'), option('l2', 'Cat', '猫')],
      targets: [option('r1', 'Kitten', '小猫'), option('r2', 'Puppy', '小狗'), option('r3', 'Foal', '小马')],
      answer: { pairs: [['l1', 'r2'], ['l2', 'r1']] },
    },
  ],
}

/**
 * A contest file over the imported bank `id`: one round of all its questions, unless `ids` or `rounds` say
 * otherwise. What else is given goes into the round.
 */
export const fileOf = (bank, id, { title, teams, ids, rounds, ...round } = {}) => ({
  title: title ?? text('Spring contest', '春季知识竞赛'),
  ...(teams ? { teams } : {}),
  rounds: (rounds ?? [{ ids, ...round }]).map(({ ids: list, ...rest }) => ({
    title: text('First round', '第一轮'), format: 'everyone', seconds: 600, shuffle_options: false, ...rest,
    questions: { bank: id, ids: list ?? bank.questions.map((question) => question.id) },
  })),
})

const FILLER = 'However the committee that looked after the unpronounceable lake found no better name for it in all those years than the one '
const WORD = 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch'
const latin = (width, from = 0) => FILLER.repeat(9).slice(from, from + width).trim()
const han = (width, from = 0) => '虽然管理这座湖的委员会多年来一直没有找到更好的名字'.repeat(9).slice(from, from + Math.floor(width / 2))

/** A bank with texts of these widths (a Han character counts 2), and one word that no phone's line can hold. */
function longBank(id, stem, item, explanation) {
  const items = (ids, word) => ids.map((one, i) =>
    option(one, i === word ? WORD.slice(0, item) : latin(item, 8 * i), han(item, 2 * i)))
  const question = (type, rest) => ({
    id: type, type, stem: text(latin(stem), han(stem)), explanation: text(latin(explanation), han(explanation)), ...rest })
  return {
    format: 'question-bank', version: 1, id, title: text('Long texts', '长文字'), default_language: 'en', languages: ['en', 'zh-Hans'],
    questions: [
      question('single', { options: items(['a', 'b', 'c', 'd', 'e', 'f'], 2), answer: { correct: ['a'] } }),
      question('ordering', { options: items(['b', 'a', 'd', 'c'], 1), answer: { order: ['a', 'b', 'c', 'd'] } }),
      question('matching', { options: items(['l1', 'l2', 'l3'], 0), targets: items(['r1', 'r2', 'r3'], 2),
        answer: { pairs: [['l1', 'r1'], ['l2', 'r2'], ['l3', 'r3']] } }),
      question('numeric', { answer: { accept: [{ value: '5' }], unit: text('kilogrammes per square metre', '公斤每平方米') } }),
    ],
  }
}

/** As long as questions/README.md says texts may be at the most. */
export const LONG = longBank('long', 120, 48, 120)
/** Longer than anybody should write: a phone must still show all of it. */
export const TOO_LONG = longBank('too-long', 330, 100, 300)

/** Arabic and English: read from the right, though the interface itself speaks no Arabic. */
export const ARABIC = {
  format: 'question-bank', version: 1, id: 'arabic', title: { ar: 'أسئلة', en: 'Questions' }, default_language: 'ar', languages: ['ar', 'en'],
  questions: [
    {
      id: 'single', type: 'single', stem: { ar: 'ما هو أكبر محيط في العالم؟', en: 'Which ocean is the largest?' },
      options: [
        { id: 'a', text: { ar: 'المحيط الأطلسي', en: 'Atlantic Ocean' } }, { id: 'b', text: { ar: 'المحيط الهادئ', en: 'Pacific Ocean' } },
        { id: 'c', text: { ar: 'المحيط الهندي', en: 'Indian Ocean' } }, { id: 'd', text: { ar: 'المحيط المتجمد الشمالي', en: 'Arctic Ocean' } },
      ],
      answer: { correct: ['b'] },
    },
    {
      id: 'ordering', type: 'ordering', stem: { ar: 'رتّب من الأقصر إلى الأطول', en: 'From the shortest to the longest' },
      options: [{ id: 'a', text: { ar: 'ساعة', en: 'Hour' } }, { id: 'b', text: { ar: 'ثانية', en: 'Second' } }, { id: 'c', text: { ar: 'يوم', en: 'Day' } }],
      answer: { order: ['b', 'a', 'c'] },
    },
  ],
}
