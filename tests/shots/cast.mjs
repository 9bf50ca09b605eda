// Who plays, what, and in which words: one evening in Chinese, one in English, one from right to left. Times
// and scores differ from run to run; names, questions and answers do not.
import { pseudo } from '../e2e/lib/pseudo.mjs'
import { arabic } from './arabic.mjs'

const SAMPLE = 'festivals-and-crafts'
const CRAFTS = ['mus-01', 'mus-07', 'cra-07', 'dre-07', 'mus-13', 'fes-17', 'cra-14', 'dre-09']
const ARABIC = ['ocean', 'lake', 'planets', 'whale', 'marathon', 'nile', 'times', 'young']
const text = (zh, en) => ({ 'zh-Hans': zh, en })

const crafts = {
  sample: SAMPLE, ids: CRAFTS, title: text('乐器与手艺之夜', 'An evening of music and crafts'), rounds: [text('听与看', 'Ears and eyes'), text('动手动脑', 'Hands and heads')],
}
const NAMES = ['Aygül', 'Tenzin', '李雷', 'Zoë', '小满', 'Бат-Эрдэнэ', '韩梅梅', 'Dilnur', '卓玛', 'Kim', 'سارة', 'Ana', 'Max']
const without = (...some) => NAMES.filter((name) => !some.includes(name))

export const RUNS = {
  'zh-Hans': {
    ...crafts, locale: 'zh-CN', hero: '小满', guest: '阿依古丽', crowd: without('小满'), languages: ['zh-Hans', 'en'],
    notice: '休息十分钟，七点半继续。', words: ['屈原'],
  },
  en: {
    ...crafts, locale: 'en-GB', hero: 'Zoë', guest: 'Nora', crowd: without('Zoë'), languages: ['en', 'zh-Hans'],
    notice: 'A break of ten minutes: we go on at half past seven.', words: ['Qu Yuan'],
  },
  // The pages speak no Arabic yet: they speak the stretched words of the tests as if they were that.
  rtl: {
    bank: arabic, ids: ARABIC, title: { ar: 'أمسية المعرفة', en: 'An evening of knowledge' },
    rounds: [{ ar: 'العالم', en: 'The world' }, { ar: 'الطبيعة', en: 'Nature' }],
    locale: 'ar-EG', speak: (context) => pseudo(context, 'ar'), hero: 'سارة', guest: 'ليلى', crowd: without('سارة'), languages: ['ar', 'en'],
    teams: [{ ar: 'الصقور', en: 'Falcons' }, { ar: 'النجوم', en: 'Stars' }, { ar: 'البحارة', en: 'Sailors' }],
    notice: 'استراحة عشر دقائق', words: ['المتوسط'],
  },
}

/** Imports what a run plays; gives its questions by id. */
export async function bankOf(server, { sample, bank }) {
  const made = await (sample ? server.http('POST', `/api/samples/${sample}`) : server.http('POST', '/api/banks', { body: bank() }))
  if (made.status >= 300) throw new Error(`the bank cannot be imported: ${made.text}`)
  const { json } = await server.http('GET', `/api/banks/${made.json.id}`)
  return { id: made.json.id, questions: new Map(json.bank.questions.map((question) => [question.id, question])) }
}

/** The contest file: two rounds, the second one without an introduction and with leave to change. */
export const fileOf = ({ ids, title, rounds, languages, teams }, bank) => ({
  title, languages, default_language: languages[0], screen_languages: languages,
  ...(teams ? { teams: teams.map((name) => ({ name })) } : {}),
  rounds: [{ intro: true, reading: 60, ids: ids.slice(0, 4) }, { change: true, standings: 'round', ids: ids.slice(4) }].map(({ ids: some, ...round }, i) => ({
    title: rounds[i], format: 'everyone', seconds: 60, shuffle_options: false, ...round, questions: { bank, ids: some },
  })),
})

const RIGHT = {
  single: ({ answer }) => answer.correct[0],
  multiple: ({ answer }) => answer.correct,
  truefalse: ({ answer }) => answer.value,
  numeric: ({ answer }) => answer.accept[0].value,
  text: ({ answer }, { words }) => answer.blanks.map(({ accept }, i) => words[i] ?? accept[0].text),
  ordering: ({ answer }) => answer.order,
  matching: ({ answer }) => answer.pairs,
}
const WRONG = {
  single: ({ answer, options }, n) => options.filter(({ id }) => !answer.correct.includes(id))[n % (options.length - 1)].id,
  multiple: ({ answer }, n) => answer.correct.slice(n % 2, 1 + (n % 2) + 1),
  truefalse: ({ answer }) => !answer.value,
  numeric: ({ answer }, n) => String(Number(answer.accept[0].value) - 3 * (1 + (n % 3))),
  text: (_, n) => [['李白', 'Li Bai', '杜甫'][n % 3]],
  ordering: ({ answer }) => [answer.order[1], answer.order[0], ...answer.order.slice(2)],
  matching: ({ answer: { pairs } }) => pairs.map(([left], i) => [left, pairs[(i + 1) % pairs.length][1]]),
}

/** What somebody answers to a question; `n` tells apart those who are wrong. */
export const rightTo = (question, run) => RIGHT[question.type](question, run)
export const wrongTo = (question, n = 0) => WRONG[question.type](question, n)

/** Whether number `i` of the crowd knows the answer to turn `turn`: the first ones know most. */
export const knows = (i, turn) => (i * 7 + turn * 5 + ((i * turn) % 3)) % 11 < 10 - (i * 2) / 3
