// Ten questions of all seven kinds as an organizer would bring them: a package (a zip file, .qbank) with
// pictures beside the question, in its options and for its reveal. RIGHT and WRONG are known here and not
// asked of the server.
import { zip } from '../../integration/lib/zip.mjs'
import { BANK } from './bank.mjs'

const text = (en, zh) => ({ en, 'zh-Hans': zh })
const svg = (inside) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80">${inside}</svg>`
const line = (path) => svg(`<path stroke="#28506b" stroke-width="6" d="${path}"/>`)

const FILES = {
  'media/house.svg': svg('<rect width="120" height="80" fill="#d8ecf7"/><path fill="#fff" stroke="#28506b" stroke-width="4" d="M30 70V40L60 12 90 40v30z"/>'),
  'media/window.svg': svg('<rect width="120" height="80" fill="#e6f4e0"/><circle fill="#fff" stroke="#28506b" stroke-width="4" cx="60" cy="40" r="28"/>'),
  'media/flat.svg': line('M10 40h100'),
  'media/upright.svg': line('M60 5v70'),
}
const image = (id, en, zh) => ({ id, kind: 'image', file: `media/${id}.svg`, alt: text(en, zh) })

const MORE = [
  {
    id: 'house', type: 'single', stem: text('What shape is missing from this house?', '这座房子缺了什么形状？'),
    media: [{ ref: 'house' }, { ref: 'window', place: 'reveal' }],
    options: [{ id: 'a', text: text('A square', '方形') }, { id: 'b', text: text('A circle', '圆形') }], answer: { correct: ['b'] },
  },
  {
    id: 'lines', type: 'single', stem: text('Which line stands?', '哪条线是竖的？'),
    options: [{ id: 'a', media: 'flat' }, { id: 'b', media: 'upright' }], answer: { correct: ['b'] },
  },
  {
    id: 'blanks', type: 'text', stem: text('Red, ____ and ____ make white light.', '红、____、____三色合成白光。'),
    answer: { blanks: [{ accept: [{ text: 'green', lang: 'en' }, { text: '绿', lang: 'zh-Hans' }] }, { accept: [{ text: 'blue', lang: 'en' }, { text: '蓝', lang: 'zh-Hans' }] }] },
  },
]

const QUESTIONS = [...BANK.questions, ...MORE]
/** The order in which they are asked; the first five in one round, the others in a second. */
export const ORDER = ['single', 'house', 'multiple', 'truefalse', 'lines', 'text', 'blanks', 'numeric', 'ordering', 'matching']
export const kindOf = (id) => QUESTIONS.find((one) => one.id === id).type

export const RIGHT = {
  single: 'b', house: 'b', multiple: ['a', 'c', 'e'], truefalse: false, lines: 'b', text: ['paris'], blanks: ['Green', '蓝'], numeric: '42.2',
  ordering: ['b', 'd', 'a', 'c'], matching: [['l1', 'r2'], ['l2', 'r1']],
}
export const WRONG = {
  single: 'c', house: 'a', multiple: ['a', 'b'], truefalse: true, lines: 'a', text: ['London'], blanks: ['blue', 'green'], numeric: '40',
  ordering: ['b', 'a', 'c', 'd'], matching: [['l1', 'r1'], ['l2', 'r2']],
}

const bank = {
  ...BANK, id: 'evening', title: text('An evening of ten questions', '十题之夜'), questions: QUESTIONS,
  media: [image('house', 'A house without a window', '没有窗户的房子'), image('window', 'A round window', '圆窗'),
    image('flat', 'A flat line', '横线'), image('upright', 'An upright line', '竖线')],
}

/** The bytes of the package. */
export const evening = () => zip([{ name: 'bank.json', data: JSON.stringify(bank) }, ...Object.entries(FILES).map(([name, data]) => ({ name, data }))])

/** A contest file over it: a quick round with points for speed, then one with time to read in which answers may change. */
export const eveningFile = (id, seconds) => ({
  title: text('Spring contest', '春季知识竞赛'),
  rounds: [
    { title: text('Warm-up', '热身'), intro: true, speed: { kind: 'linear', floor: 50 }, ids: ORDER.slice(0, 5) },
    { title: text('Take your time', '从容作答'), reading: 600, change: true, standings: 'round', ids: ORDER.slice(5) },
  ].map(({ ids, ...round }) => ({ format: 'everyone', seconds, shuffle_options: false, ...round, questions: { bank: id, ids } })),
})
