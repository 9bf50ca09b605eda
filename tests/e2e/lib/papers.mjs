// A contest over days as the wire tells it: what it is like, the questions of a paper, and its moments.
import { performance } from 'node:perf_hooks'
import { Fake, state } from './fake.mjs'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const text = (en, zh, ug) => ({ en, 'zh-Hans': zh, ...(ug ? { ug } : {}) })
const option = ([id, en, zh, ug]) => ({ id, text: text(en, zh, ug) })

/** What the contest is like, a day around now. */
export const rules = (over = {}) => ({
  opens_at: now() - 3 * HOUR, closes_at: now() + 21 * HOUR, time_zone: 'Asia/Shanghai', questions: QUESTIONS.length, full: QUESTIONS.length * 10, pass: 40,
  seconds: 1800, attempts: { max: 3, per_day: 1, count: 'best' }, reveal: 'hand_in', entry: 'open', change: true, ...over,
})

/** The contest clock: Unix ms, but never stepped while a test runs. */
export const now = () => performance.timeOrigin + performance.now()

const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90"><rect width="160" height="90" fill="#3947fb"/><circle cx="80" cy="45" r="30" fill="#fee657"/></svg>'
export const FILES = { '/media/sign.svg': { type: 'image/svg+xml', body: PICTURE } }

/** One of every kind, a long one, and a picture. */
export const QUESTIONS = [
  { kind: 'single', prompt: text('Which ocean is the largest?', '哪个大洋面积最大？', 'قايسى ئوكيان ئەڭ چوڭ؟'), options: [['a', 'Atlantic Ocean', '大西洋', 'ئاتلانتىك ئوكيان'], ['b', 'Pacific Ocean', '太平洋', 'تىنچ ئوكيان'], ['c', 'Indian Ocean', '印度洋', 'ھىندى ئوكيان'], ['d', 'Arctic Ocean', '北冰洋', 'شىمالىي مۇز ئوكيان']].map(option) },
  { kind: 'multiple', prompt: text('Which of these are planets?', '下列哪些是行星？', 'تۆۋەندىكىلەرنىڭ قايسىلىرى سەييارە؟'), options: [['a', 'Mars', '火星', 'مارس'], ['b', 'The Moon', '月球', 'ئاي'], ['c', 'Saturn', '土星', 'ساتۇرن'], ['d', 'The Sun', '太阳', 'قۇياش'], ['e', 'Venus', '金星', 'ۋېنېرا'], ['f', 'Halley’s comet', '哈雷彗星', 'ھاللېي قۇيرۇقلۇق يۇلتۇزى']].map(option) },
  { kind: 'truefalse', prompt: text('A whale is a fish.', '鲸是鱼。', 'كىت بېلىقتۇر.') },
  { kind: 'text', prompt: text('The capital of France is ____, on the river ____.', '法国的首都是____，位于____河畔。', 'فرانسىيەنىڭ پايتەختى ____.'), blanks: 2 },
  { kind: 'numeric', prompt: text('How long is a marathon?', '马拉松有多长？', 'مارافون قانچىلىك ئۇزۇن؟'), unit: text('km', '公里', 'كىلومېتىر') },
  { kind: 'ordering', prompt: text('From the shortest to the longest', '从短到长排列', 'قىسقىدىن ئۇزۇنغا تىزىڭ'), options: [['a', 'Hour', '小时', 'سائەت'], ['b', 'Second', '秒', 'سېكۇنت'], ['c', 'Day', '天', 'كۈن'], ['d', 'Minute', '分', 'مىنۇت']].map(option) },
  { kind: 'matching', prompt: text('Which is the young of which?', '谁是谁的幼崽？', 'قايسىسى قايسىسىنىڭ بالىسى؟'), options: [['l1', 'Dog', '狗', 'ئىت'], ['l2', 'Cat', '猫', 'مۈشۈك']].map(option), targets: [['r1', 'Kitten', '小猫', 'مۈشۈك بالىسى'], ['r2', 'Puppy', '小狗', 'كۈچۈك'], ['r3', 'Foal', '小马', 'تاي']].map(option) },
  {
    kind: 'single', prompt: text('According to the regulations on fire safety in workplaces, what must the person responsible do first, before anybody else is told, when the sign shown here lights up above the eastern stairs while a fire drill that was announced the week before is under way?',
      '根据《机关、团体、企业、事业单位消防安全管理规定》，在预先通知的消防演练进行期间，如果东侧楼梯上方的图示标志突然亮起，消防安全责任人在通知其他任何人员之前，首先应当采取下列哪一项措施？'),
    media: [{ kind: 'image', url: '/media/sign.svg', alt: text('A yellow disc', '黄色圆形标志') }],
    options: [['a', 'Stop the drill and have everybody leave by the western stairs, as the plan for that floor says', '立即停止演练，并按照该楼层疏散预案组织全体人员从西侧楼梯撤离'], ['b', 'Call the fire brigade', '拨打火警电话'], ['c', 'Look for the cause', '查找原因']].map(option),
  },
].map((question, i) => ({ turn: i + 1, points: 10, ...question }))

const RIGHT = [['b'], ['a', 'c', 'e'], [false], [['Paris', '巴黎'], ['Seine', '塞纳河', '塞纳']], ['42.195'], ['b', 'd', 'a', 'c'], [['l1', 'r2'], ['l2', 'r1']], ['a']]
export const ANSWERS = ['b', ['a', 'b'], false, ['Paris', 'Loire'], '42', ['b', 'a', 'd', 'c'], [['l1', 'r2']], undefined]
const GOT = [10, 0, 10, 5, 0, 0, 0, 0]

export const revealed = (question, i) => ({
  ...question, answer: ANSWERS[i], correct: GOT[i] === 10, got: GOT[i], right: RIGHT[i],
  ...(i === 0 ? { explanation: text('It covers about a third of the Earth.', '它约占地球表面的三分之一。'), source: text('World Ocean Atlas', '世界海洋地图集') } : {}),
})

export const attempt = (over = {}) => ({
  type: 'attempt', now: now(), state: 'none', attempt: 0, may_open: true, left: 3, left_today: 1, personal_code: 'K7Q2-M9FX', ...over,
})
/** A paper that is open, with some of it answered. */
export const paper = (over = {}) => attempt({
  state: 'open', attempt: 1, may_open: false, why_not: 'no_paper', left: 2, left_today: 0, started_at: now() - 5 * MINUTE, ends_at: now() + 25 * MINUTE,
  questions: QUESTIONS, answered: [], ...over,
})
export const handedIn = (over = {}) => attempt({
  state: 'handed_in', attempt: 1, may_open: false, why_not: 'no_attempts_today', left: 2, left_today: 0, started_at: now() - 20 * MINUTE, handed_in_at: now() - MINUTE, why: 'own',
  score: 25, correct: 2, total: { score: 25, papers: 1, passed: false }, questions: QUESTIONS.map(revealed), ...over,
})
export const opened = (phase = 'open', window = rules(), over = {}) => ({ ...state(phase), now: now(), window, round: undefined, ...over })

/** A server of such a contest, which acknowledges answers unless a test says otherwise. */
export class PaperFake extends Fake {
  static async papers(options = {}) {
    const fake = await this.start({ files: FILES, ...options, contest: { window: rules(options.rules), phase: 'open', languages: ['en', 'zh-Hans', 'ug'], ...options.contest } })
    fake.now = now
    fake.replies = (message) => (message.type === 'answer' ? [{ type: 'ack', turn: message.turn, elapsed: 1200 }] : [])
    return fake
  }
}

export const UNITS = [['Workshop 1', '一车间'], ['Workshop 2', '二车间'], ['Department of occupational safety, fire protection and emergency response', '职业安全消防与应急管理部']].map(([en, zh]) => ({ name: text(en, zh) }))
export const MANY = Array.from({ length: 60 }, (_, i) => ({ name: text(`Department ${i + 1}`, `部门${i + 1}`) }))

const DAY = 24 * HOUR
const one = (over) => opened('open', rules({ question_seconds: 600, change: false, ...over }))
const tapped = (...names) => async ({ page }) => {
  for (const name of names) await page.getByTestId(name).tap()
}
const place = (n) => async ({ page }) => {
  await page.getByTestId('overview').tap()
  await page.locator(`.win-grid [data-place="${n}"]`).tap()
}

/** Every moment worth a look: what is said, and what is done then. Each has a number of its own, so that it is waited for. */
export const MOMENTS = Object.fromEntries(Object.entries({
  before: (n) => ({ say: [opened('lobby', rules({ opens_at: now() + 2 * DAY + HOUR, closes_at: now() + 9 * DAY, study: true })), attempt({ attempt: n, may_open: false, why_not: 'not_open' })] }),
  begin: (n) => ({ say: [opened(), attempt({ attempt: n })] }),
  ...Object.fromEntries(QUESTIONS.map(({ kind, media }, i) => [media ? 'long' : kind, (n) => ({ say: [opened(), paper({ attempt: n })], also: place(i + 1) })])),
  answered: (n) => ({ say: [opened(), paper({ attempt: n, questions: QUESTIONS.map((question, i) => ({ ...question, answer: ANSWERS[i] })), answered: [1, 2, 3, 4, 5, 6, 7] })], also: tapped('next', 'flag') }),
  final: (n) => ({ say: [opened('open', rules({ change: false })), paper({ attempt: n, questions: QUESTIONS.map((question, i) => ({ ...question, answer: ANSWERS[i] })), answered: [1, 2, 3, 4, 5, 6, 7] })] }),
  overview: (n) => ({ say: [opened('open', rules({ questions: 40 })), paper({ attempt: n, questions: Array.from({ length: 40 }, (_, i) => ({ ...QUESTIONS[i % 8], turn: i + 1 })), answered: [1, 2, 3, 5, 8] })], also: tapped('flag', 'overview') }),
  finish: (n) => ({ say: [opened(), paper({ attempt: n, answered: [1, 2, 4] })], also: tapped('flag', 'overview', 'hand-in') }),
  checked: (n) => ({ say: [opened('open', rules({ reveal: 'at_once', change: false })), paper({ attempt: n, questions: QUESTIONS.map((question, i) => (i < 5 ? revealed(question, i) : question)), answered: [1, 2, 3, 4, 5] })], also: place(4) }),
  ready: (n) => ({ say: [one(), paper({ attempt: n, questions: undefined })] }),
  one: (n) => ({ say: [one(), paper({ attempt: n, questions: [QUESTIONS[1]], shown: 2, closes_at: now() + 500_000, answered: [1] })] }),
  late: (n) => ({ say: [one(), paper({ attempt: n, questions: [QUESTIONS[1]], shown: 2, closes_at: now() - 1, answered: [1] })], also: ({ page }) => page.getByTestId('late').waitFor() }),
  paused: (n) => ({ say: [opened('open', rules(), { paused: true, reason: 'host' }), paper({ attempt: n, ends_at: undefined, left_ms: 900_000 })], also: ({ page }) => page.getByTestId('paused').waitFor() }),
  result: (n) => ({ say: [opened(), handedIn({ attempt: n, total: { score: 45, papers: 2, passed: true } })] }),
  review: (n) => ({ say: [opened(), handedIn({ attempt: n })], also: tapped('review') }),
  hidden: (n) => ({ say: [opened('open', rules({ reveal: 'close' })), handedIn({ attempt: n, score: undefined, correct: undefined, total: undefined, questions: undefined, may_open: true, why_not: undefined, left: 1, left_today: 1, why: 'limit' })] }),
  over: (n) => ({ say: [opened('finished', rules({ opens_at: now() - 9 * DAY, closes_at: now() - DAY })), handedIn({ attempt: n, why_not: 'not_open', total: { score: 65, papers: 2, passed: true, rank: 3, of: 812 }, awards: [text('Second prize', '二等奖')] })] }),
  missed: (n) => ({ say: [opened('finished', rules({ opens_at: now() - 9 * DAY, closes_at: now() - DAY })), attempt({ attempt: n, may_open: false, why_not: 'not_open' })] }),
}).map(([name, moment], i) => [name, () => moment(i + 1)]))
