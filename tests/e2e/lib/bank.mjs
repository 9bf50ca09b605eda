// The questions of these tests: one of every kind in two languages, long ones, and some in Arabic.
const text = (en, zh) => ({ en, 'zh-Hans': zh })
const option = (id, en, zh) => ({ id, text: text(en, zh) })

const oceans = [
  option('a', 'Atlantic Ocean', '大西洋'), option('b', 'Pacific Ocean', '太平洋'),
  option('c', 'Indian Ocean', '印度洋'), option('d', 'Arctic Ocean', '北冰洋'),
]

export const BANK = {
  format: 'question-bank', version: 1, id: 'e2e', title: text('The seven kinds', '七种题型'),
  default_language: 'en', languages: ['en', 'zh-Hans'], license: 'CC0-1.0',
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

export const KINDS = BANK.questions.map((question) => question.id)

/** A contest file over questions of a bank; one round of them unless `rounds` says otherwise. */
export const fileOf = (bank, { title, ids, rounds, ...round } = {}) => ({
  title: title ?? text('Spring contest', '春季知识竞赛'),
  rounds: (rounds ?? [{ ids, ...round }]).map(({ ids: list, ...rest }) => ({
    title: text('First round', '第一轮'), format: 'everyone', seconds: 600, shuffle_options: false, ...rest,
    questions: { bank, ids: list ?? KINDS },
  })),
})

const words = (n) => Array.from({ length: n }, (_, i) =>
  ['However', 'the', 'committee', 'that', 'looked', 'after', 'the', 'unpronounceable', 'lake'][i % 9]).join(' ')
const LONG_WORD = 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch'

/** Texts as long as an import lets through with a warning, one word that no line can hold, and six options. */
export const LONG = {
  format: 'question-bank', version: 1, id: 'long', title: text('Long', '长'), default_language: 'en', languages: ['en', 'zh-Hans'],
  questions: [
    {
      id: 'six', type: 'single', stem: text(`${words(26)}, what is it called?`, '这座湖的名字究竟是什么？'.repeat(8)),
      options: ['a', 'b', 'c', 'd', 'e', 'f'].map((id, i) => option(id, i === 2 ? LONG_WORD : words(6 + i), '很长很长的选项文字'.repeat(3))),
      answer: { correct: ['a'] }, explanation: text(words(20), '说明文字'.repeat(15)),
    },
    {
      id: 'ordering', type: 'ordering', stem: text(`${words(14)}: put in order`, '排序'),
      options: ['a', 'b', 'c', 'd', 'e'].map((id, i) => option(id, i === 1 ? LONG_WORD : words(8), '很长很长的选项文字'.repeat(3))),
      answer: { order: ['a', 'b', 'c', 'd', 'e'] },
    },
    {
      id: 'matching', type: 'matching', stem: text(words(20), '配对'),
      options: ['l1', 'l2', 'l3'].map((id, i) => option(id, i === 0 ? LONG_WORD : words(9), '很长很长的选项文字'.repeat(3))),
      targets: ['r1', 'r2', 'r3'].map((id) => option(id, words(9), '很长很长的选项文字'.repeat(3))),
      answer: { pairs: [['l1', 'r1'], ['l2', 'r2'], ['l3', 'r3']] },
    },
    {
      id: 'numeric', type: 'numeric', stem: text(words(20), '数字'),
      answer: { accept: [{ value: '5' }], unit: text('kilogrammes per square metre', '公斤每平方米') },
    },
  ],
}

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
