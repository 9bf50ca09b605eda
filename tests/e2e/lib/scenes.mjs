// States of the wall, made by hand: every phase, every kind, long and many texts, several scripts.
// Times count from the moment a scene is shown.

const text = (en, zh) => ({ en, 'zh-Hans': zh })
const option = (id, en, zh) => ({ id, text: text(en, zh) })
const CODE_URL = 'http://192.168.178.24:8080/482913'

const contest = (over) => ({
  id: 'c1', title: text('Spring knowledge contest', '春季知识竞赛'), languages: ['en', 'zh-Hans'], default_language: 'en',
  screen_languages: ['en', 'zh-Hans'], join_url: CODE_URL, teams: [], ...over,
})

export const contests = {
  bilingual: contest({}),
  chinese: contest({ languages: ['zh-Hans', 'en'], default_language: 'zh-Hans', screen_languages: ['zh-Hans'] }),
  teams: contest({ teams: ['Tigers', 'Lions', 'Cranes', 'Bears'].map((en, i) => ({ name: text(en, ['猛虎队', '雄狮队', '白鹤队', '大熊队'][i]) })) }),
  arabic: contest({ title: { ar: 'مسابقة الربيع', en: 'Spring contest' }, languages: ['ar', 'en'], default_language: 'ar', screen_languages: ['ar', 'en'] }),
  uyghur: contest({ title: { ug: 'باھار بىلىم مۇسابىقىسى', 'zh-Hans': '春季知识竞赛' }, languages: ['ug', 'zh-Hans'], default_language: 'ug', screen_languages: ['ug', 'zh-Hans'] }),
  tibetan: contest({ title: { bo: 'དཔྱིད་ཀའི་ཤེས་བྱའི་འགྲན་བསྡུར།', 'zh-Hans': '春季知识竞赛' }, languages: ['bo', 'zh-Hans'], default_language: 'bo', screen_languages: ['bo', 'zh-Hans'] }),
  mongolian: contest({ title: { 'mn-Mong': 'ᠮᠣᠩᠭᠣᠯ ᠤᠨ ᠮᠡᠳᠡᠯᠭᠡ', 'zh-Hans': '春季知识竞赛' }, languages: ['mn-Mong', 'zh-Hans'], default_language: 'mn-Mong', screen_languages: ['mn-Mong', 'zh-Hans'] }),
  longTitle: contest({ title: text('The seventeenth inter-school spring knowledge contest of the northern districts', '第十七届北部地区各校联合春季知识竞赛暨颁奖典礼') }),
}

export const NAMES = ['李雷', 'Zoë', 'Aygül', 'سارة', 'Бат-Эрдэнэ', 'Tenzin', 'A very long name that nobody should have', 'Bo', 'Ana', 'Kim', '欧阳娜娜', 'Max']
/** Forty letters, each as wide as they come. */
export const WIDE = '霸'.repeat(40)

const round = { n: 1, of: 3, format: 'everyone', title: text('First round: the wide world', '第一轮：大千世界'), turns: 10, first: 1, seconds: 20, points: 10, speed: 'none' }
const oceans = [option('a', 'Atlantic Ocean', '大西洋'), option('b', 'Pacific Ocean', '太平洋'), option('c', 'Indian Ocean', '印度洋'), option('d', 'Arctic Ocean', '北冰洋')]
const question = (kind, en, zh, over = {}) => ({ turn: 3, n: 3, of: 10, kind, prompt: text(en, zh), points: 10, change: false, ...over })

export const QUESTIONS = {
  single: { question: question('single', 'Which ocean is the largest?', '哪个大洋面积最大？', { options: oceans }),
    answer: ['b'], counts: { a: 31, b: 72, c: 14, d: 11 } },
  two: { question: question('single', 'Tea or coffee: which came to Europe first?', '茶和咖啡，哪个先传入欧洲？', { options: [option('a', 'Tea', '茶'), option('b', 'Coffee', '咖啡')] }),
    answer: ['b'], counts: { a: 5, b: 7 } },
  three: { question: question('single', 'Which is the smallest?', '哪个最小？', { options: oceans.slice(0, 3) }), answer: ['c'], counts: { a: 0, b: 0, c: 0 } },
  multiple: { question: question('multiple', 'Which of these are planets?', '下列哪些是行星？', { options: [option('a', 'Mars', '火星'), option('b', 'The Moon', '月球'),
    option('c', 'Saturn', '土星'), option('d', 'The Sun', '太阳'), option('e', 'Venus', '金星'), option('f', 'Halley’s comet', '哈雷彗星')] }),
    answer: ['a', 'c', 'e'], counts: { a: 101, b: 42, c: 99, d: 3, e: 64, f: 20 } },
  eight: { question: question('single', 'Which of these cities is a capital?', '下列哪个城市是首都？', { options: ['Sydney', 'Canberra', 'Toronto', 'Istanbul', 'Rio de Janeiro', 'Casablanca', 'Johannesburg', 'Auckland']
    .map((en, i) => option('abcdefgh'[i], en, ['悉尼', '堪培拉', '多伦多', '伊斯坦布尔', '里约热内卢', '卡萨布兰卡', '约翰内斯堡', '奥克兰'][i])) }),
    answer: ['b'], counts: { a: 40, b: 52, c: 10, d: 9, e: 8, f: 3, g: 2, h: 4 } },
  truefalse: { question: question('truefalse', 'A whale is a fish.', '鲸是鱼。'), answer: [false], counts: { true: 40, false: 88 } },
  numeric: { question: question('numeric', 'How long is a marathon?', '马拉松有多长？', { unit: text('km', '公里') }), answer: ['42.195'] },
  text: { question: question('text', 'The capital of France is ____.', '法国的首都是____。', { blanks: 1 }), answer: [['Paris', '巴黎']] },
  blanks: { question: question('text', '____ wrote “Hamlet” in about the year ____.', '____约在____年写了《哈姆雷特》。', { blanks: 2 }), answer: [['Shakespeare', 'William Shakespeare', '莎士比亚'], ['1600', '1601']] },
  ordering: { question: question('ordering', 'From the shortest to the longest', '从短到长排列', { options: [option('a', 'Hour', '小时'), option('b', 'Second', '秒'), option('c', 'Day', '天'), option('d', 'Minute', '分')] }),
    answer: ['b', 'd', 'a', 'c'] },
  ordering8: { question: question('ordering', 'Order these dynasties from the earliest to the latest', '按时间先后排列下列朝代', { options: [
    option('a', 'Tang dynasty', '唐朝'), option('b', 'Qin dynasty', '秦朝'), option('c', 'Ming dynasty', '明朝'), option('d', 'Han dynasty', '汉朝'),
    option('e', 'Qing dynasty', '清朝'), option('f', 'Northern Song dynasty', '北宋'), option('g', 'Yuan dynasty', '元朝'), option('h', 'Sui dynasty', '隋朝')] }),
    answer: ['b', 'd', 'h', 'a', 'f', 'g', 'c', 'e'] },
  matching: { question: question('matching', 'Which is the young of which?', '谁是谁的幼崽？', { options: [option('l1', 'Dog', '狗'), option('l2', 'Cat', '猫')],
    targets: [option('r1', 'Kitten', '小猫'), option('r2', 'Puppy', '小狗'), option('r3', 'Foal', '小马')] }),
    answer: [['l1', 'r2'], ['l2', 'r1']] },
  matching8: { question: question('matching', 'Match each country with its capital', '把国家与首都配对', {
    options: ['Mongolia', 'Kazakhstan', 'New Zealand', 'Switzerland', 'Burkina Faso', 'Sri Lanka', 'Canada', 'Brazil'].map((en, i) => option(`l${i}`, en, ['蒙古国', '哈萨克斯坦', '新西兰', '瑞士', '布基纳法索', '斯里兰卡', '加拿大', '巴西'][i])),
    targets: ['Bern', 'Ottawa', 'Ulaanbaatar', 'Ouagadougou', 'Wellington', 'Astana', 'Brasília', 'Sri Jayawardenepura Kotte'].map((en, i) => option(`r${i}`, en, ['伯尔尼', '渥太华', '乌兰巴托', '瓦加杜古', '惠灵顿', '阿斯塔纳', '巴西利亚', '斯里贾亚瓦德纳普拉科特'][i])) }),
    answer: [['l0', 'r2'], ['l1', 'r5'], ['l2', 'r4'], ['l3', 'r0'], ['l4', 'r3'], ['l5', 'r7'], ['l6', 'r1'], ['l7', 'r6']] },
}

const FILLER = 'However the committee that looked after the unpronounceable lake found no better name for it in all those years than the one '
const WORD = 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch'
const latin = (width, from = 0) => FILLER.repeat(9).slice(from, from + width).trim()
const han = (width, from = 0) => '虽然管理这座湖的委员会多年来一直没有找到更好的名字'.repeat(9).slice(from, from + Math.floor(width / 2))
const long = (stem, count, item, kind = 'single', over = {}) => question(kind, latin(stem), han(stem), {
  options: Array.from({ length: count }, (_, i) => option('abcdefgh'[i], i === 2 ? WORD.slice(0, item) : latin(item, 8 * i), han(item, 2 * i))), ...over })
const targets = (count, item) => Array.from({ length: count }, (_, i) => option(`r${i}`, latin(item, 11 * i), han(item, 3 * i)))
const pairsOf = (count) => Array.from({ length: count }, (_, i) => ['abcdefgh'[i], `r${(i + 1) % count}`])

/** As long as a bank may have them without a warning, and longer. */
export const LONGS = {
  long4: { question: long(200, 4, 48), answer: ['a'], counts: { a: 1, b: 2, c: 3, d: 0 } },
  long6: { question: long(120, 6, 48), answer: ['a'], counts: { a: 1, b: 2, c: 3, d: 0, e: 9, f: 5 } },
  long8: { question: long(60, 8, 48), answer: ['a'], counts: { a: 1, b: 2, c: 3, d: 0, e: 9, f: 5, g: 1, h: 1 } },
  longOrder: { question: long(120, 8, 48, 'ordering'), answer: [...'hgfedcba'] },
  longMatch: { question: long(60, 8, 24, 'matching', { targets: targets(8, 24) }), answer: pairsOf(8) },
  longMatch6: { question: long(120, 6, 48, 'matching', { targets: targets(6, 48) }), answer: pairsOf(6) },
  longNumeric: { question: question('numeric', latin(320), han(320), { unit: text('kilogrammes per square metre', '公斤每平方米') }), answer: ['5', '5.0001', '3.14159265'] },
  longText: { question: question('text', latin(200), han(200), { blanks: 3 }), answer: [[latin(40), latin(44, 3)], [han(40)], [latin(60, 9)]] },
  tooLong: { question: long(330, 4, 100), answer: ['a'], counts: { a: 1, b: 2, c: 3, d: 0 } },
}

const media = (url, over = {}) => ({ kind: 'image', url, alt: text('A mountain by a lake', '湖边的山'), place: 'stem', ...over })
export const PICTURED = {
  picture: { question: question('single', 'Which mountain is this?', '这是哪座山？', { options: oceans, media: [media('/media/1600x1000.svg')] }), answer: ['b'], counts: { a: 31, b: 72, c: 14, d: 11 } },
  pictureTall: { question: { ...long(120, 4, 24), media: [media('/media/600x1200.svg')] }, answer: ['b'], counts: { a: 31, b: 72, c: 14, d: 11 } },
  picture6: { question: { ...QUESTIONS.multiple.question, media: [media('/media/1600x900.svg')] }, answer: ['a', 'c', 'e'], counts: QUESTIONS.multiple.counts },
  pictureOrder: { question: { ...QUESTIONS.ordering8.question, media: [media('/media/1600x900.svg')] }, answer: QUESTIONS.ordering8.answer },
  pictureNumber: { question: { ...QUESTIONS.numeric.question, media: [media('/media/1600x900.svg')] }, answer: ['42.195'] },
  pictureReveal: { question: { ...QUESTIONS.single.question, media: [media('/media/1600x900.svg', { place: 'reveal' })] }, answer: ['b'], counts: QUESTIONS.single.counts },
  pictureBare: { question: { ...QUESTIONS.two.question, media: [media('/media/bare.svg')] }, answer: ['b'], counts: QUESTIONS.two.counts },
  pictureSmall: { question: { ...QUESTIONS.truefalse.question, media: [media('/media/90x60.svg'), media('/media/2s.wav', { kind: 'audio', alt: text('A tone', '一个音') })] }, answer: [false], counts: QUESTIONS.truefalse.counts },
  pictureOptions: { question: question('single', 'Which of these is a lake?', '哪一个是湖？', {
    options: [...'abcd'].map((id, i) => ({ id, text: i < 2 ? text(`Picture ${i + 1}`, `图 ${i + 1}`) : undefined, media: [media(`/media/${800 + i}x600.svg`)] })) }), answer: ['b'], counts: { a: 3, b: 9, c: 0, d: 1 } },
  audio: { question: question('single', 'Which instrument is this?', '这是什么乐器？', { options: oceans, media: [media('/media/2s.wav', { kind: 'audio', alt: text('A tone', '一个音') })] }), answer: ['b'], counts: { a: 3, b: 9, c: 0, d: 1 } },
}

const T = (lang, words, other) => ({ [lang]: words, ...(other ? { 'zh-Hans': other } : {}) })
export const SCRIPTS = {
  arabic: { contest: 'arabic', question: { turn: 1, n: 1, of: 5, kind: 'single', points: 10, change: false, prompt: { ar: 'ما هو أكبر محيط في العالم؟', en: 'Which ocean is the largest?' },
    options: [['a', 'المحيط الأطلسي', 'Atlantic Ocean'], ['b', 'المحيط الهادئ', 'Pacific Ocean'], ['c', 'المحيط الهندي', 'Indian Ocean'], ['d', 'المحيط المتجمد الشمالي', 'Arctic Ocean']]
      .map(([id, ar, en]) => ({ id, text: { ar, en } })) }, answer: ['b'], counts: { a: 3, b: 9, c: 0, d: 1 } },
  uyghur: { contest: 'uyghur', question: { turn: 1, n: 1, of: 5, kind: 'single', points: 10, change: false, prompt: T('ug', 'دۇنيادىكى ئەڭ چوڭ ئوكيان قايسى؟', '世界上最大的海洋是哪一个？'),
    options: [['a', 'ئاتلانتىك ئوكيان', '大西洋'], ['b', 'تىنچ ئوكيان', '太平洋'], ['c', 'ھىندى ئوكيان', '印度洋'], ['d', 'شىمالىي مۇز ئوكيان', '北冰洋']]
      .map(([id, ug, zh]) => ({ id, text: T('ug', ug, zh) })) }, answer: ['b'], counts: { a: 3, b: 9, c: 0, d: 1 } },
  tibetan: { contest: 'tibetan', question: { turn: 1, n: 1, of: 5, kind: 'single', points: 10, change: false, prompt: T('bo', 'འཛམ་གླིང་གི་རྒྱ་མཚོ་ཆེ་ཤོས་གང་ཡིན་ནམ།', '世界上最大的海洋是哪一个？'),
    options: [['a', 'ཨ་ཐ་ལན་ཐིག་རྒྱ་མཚོ།', '大西洋'], ['b', 'ཞི་བདེ་རྒྱ་མཚོ།', '太平洋'], ['c', 'རྒྱ་གར་རྒྱ་མཚོ།', '印度洋'], ['d', 'བྱང་འཁྱགས་རྒྱ་མཚོ།', '北冰洋']]
      .map(([id, bo, zh]) => ({ id, text: T('bo', bo, zh) })) }, answer: ['b'], counts: { a: 3, b: 9, c: 0, d: 1 } },
  mongolian: { contest: 'mongolian', question: { turn: 1, n: 1, of: 5, kind: 'single', points: 10, change: false, prompt: T('mn-Mong', 'ᠳᠡᠯᠡᠬᠡᠢ ᠶᠢᠨ ᠬᠠᠮᠤᠭ ᠶᠡᠬᠡ ᠳᠠᠯᠠᠢ ᠠᠯᠢ ᠪᠤᠢ', '世界上最大的海洋是哪一个？'),
    options: [['a', 'ᠠᠲ᠋ᠯᠠᠨ᠋ᠲ ᠤᠨ ᠳᠠᠯᠠᠢ', '大西洋'], ['b', 'ᠨᠣᠮᠤᠬᠠᠨ ᠳᠠᠯᠠᠢ', '太平洋'], ['c', 'ᠡᠨᠡᠳᠬᠡᠭ ᠦᠨ ᠳᠠᠯᠠᠢ', '印度洋'], ['d', 'ᠤᠮᠠᠷᠠᠲᠤ ᠮᠥᠰᠦᠨ ᠳᠠᠯᠠᠢ', '北冰洋']]
      .map(([id, mn, zh]) => ({ id, text: T('mn-Mong', mn, zh) })) }, answer: ['b'], counts: { a: 3, b: 9, c: 0, d: 1 } },
}

const explanation = text('It covers about a third of the Earth, more than all land together.', '它约占地球表面的三分之一，比全部陆地加起来还大。')
const source = text('World Ocean Atlas, 2018', '《世界海洋地图集》2018')

export const opened = ({ question: asked }, over = {}) => ({ phase: 'open', players: 128, round, question: asked, opens_at: -8000, closes_at: 12_000, ...over })
export const revealed = ({ question: asked, answer, counts }, over = {}) => ({
  phase: 'reveal', players: 128, round, question: asked, answer, tally: { answered: 128, right: 72, ...(counts ? { counts } : {}) },
  fastest: { name: 'Aygül', elapsed: 1840 }, explanation, source, ...over,
})

/** Rows of the standings: [rank, name, score, moved, gained, streak]. */
export const rows = (list) => list.map(([rank, name, score, moved, gained, streak], i) => ({ rank, player: i + 1, name, score, moved, gained, streak }))
export const TOP = rows([
  [1, 'Aygül', 2870, 2, 980, 4], [2, 'Tenzin', 2610, -1, 400, 0], [2, '李雷', 2610, 0, 870, 1], [4, 'Бат-Эрдэнэ', 2540, 9, 990, 3],
  [5, 'Zoë', 2470, -1, 310, 0], [6, 'Bo', 2290, -3, 0, 0], [7, 'سارة', 2200, 0, 300, 0], [8, 'Kim', 2100, 4, 700, 5], [9, 'Max', 1990, -2, 100, 0], [10, '欧阳娜娜', 1850, 1, 400, 2],
])
export const FLAT = rows(Array.from({ length: 14 }, (_, i) => [1, NAMES[i % NAMES.length] + (i < 12 ? '' : ' (2)'), 0, 0, 0, 0]))
export const WIDES = rows(Array.from({ length: 10 }, (_, i) => [i + 1, WIDE, 12_345.25 - i * 100, i % 3 === 0 ? 12 : -2, 990, i]))
const TEAMS = [['Tigers', '猛虎队', 8120, 12], ['Lions', '雄狮队', 7990, 11], ['Cranes', '白鹤队', 7990, 12], ['Bears', '大熊队', 5200, 9]]
  .map(([en, zh, score, members], i) => ({ rank: [1, 2, 2, 4][i], name: text(en, zh), score, members }))

const HEAD = { head: 'a3f19c'.repeat(11).slice(0, 64), head_entry: 1412 }
const standings = (top, over = {}) => ({ phase: 'standings', players: 128, round, question: QUESTIONS.single.question, answer: ['b'], tally: { answered: 128, right: 72 }, top, ...HEAD, ...over })
const finished = (top, over = {}) => ({ phase: 'finished', players: top.length, round: { ...round, n: 3 }, top, ...HEAD, ...over })

const tally = (answered, players = 128) => ({ type: 'tally', turn: 3, answered, players })
const each = (list, name, make) => Object.entries(list).map(([id, one]) => ({ name: `${name}-${id}`, state: make(one), ...(one.contest ? { contest: one.contest } : {}), extra: [tally(87)] }))

export const scenes = [
  { name: 'lobby-0', state: { phase: 'lobby', players: 0, names: [] } },
  { name: 'lobby-1', state: { phase: 'lobby', players: 1, names: ['李雷'] } },
  { name: 'lobby-40', state: { phase: 'lobby', players: 40, names: Array.from({ length: 40 }, (_, i) => `${NAMES[i % 12]} ${i}`) } },
  { name: 'lobby-2000', contest: 'longTitle', state: { phase: 'lobby', players: 2000, names: Array.from({ length: 40 }, (_, i) => `${NAMES[i % 12]} ${i}`) } },
  { name: 'lobby-wide', contest: 'chinese', state: { phase: 'lobby', players: 40, names: Array.from({ length: 40 }, () => WIDE) } },
  { name: 'lobby-closed', state: { phase: 'lobby', players: 12, admit: false, names: NAMES } },
  { name: 'lobby-arabic', contest: 'arabic', state: { phase: 'lobby', players: 12, names: NAMES } },
  { name: 'lobby-mongolian', contest: 'mongolian', state: { phase: 'lobby', players: 12, names: NAMES } },
  { name: 'intro', state: { phase: 'intro', players: 128, round } },
  { name: 'intro-bare', contest: 'chinese', state: { phase: 'intro', players: 128, round: { n: 2, of: 3, format: 'everyone' } } },
  { name: 'reading', state: opened(QUESTIONS.single, { phase: 'reading', opens_at: 3000, closes_at: 23_000 }) },
  { name: 'reading-untimed', state: opened(QUESTIONS.multiple, { phase: 'reading', opens_at: 3000, closes_at: undefined }) },
  { name: 'open-last', state: opened(QUESTIONS.single, { opens_at: -16_000, closes_at: 4000 }), extra: [tally(120)] },
  { name: 'open-untimed', state: opened(QUESTIONS.single, { opens_at: -8000, closes_at: undefined }) },
  { name: 'locked', state: opened(QUESTIONS.single, { phase: 'locked', opens_at: undefined, closes_at: undefined }), extra: [tally(128)] },
  { name: 'paused', state: opened(QUESTIONS.single, { opens_at: undefined, closes_at: undefined, paused: true, reason: 'host', left_ms: 9000 }) },
  { name: 'paused-restart', contest: 'chinese', state: opened(QUESTIONS.single, { opens_at: undefined, closes_at: undefined, paused: true, reason: 'restart', left_ms: 9000 }) },
  { name: 'notice', state: opened(QUESTIONS.single, { notice: { id: 1, text: 'The break will be fifteen minutes long. Please be back at half past ten, there is tea at the back of the hall. 休息十五分钟，十点半请回到座位，大厅后面有茶水。' } }) },
  { name: 'blank', state: opened(QUESTIONS.single, { blank: true }) },
  ...each(QUESTIONS, 'open', opened), ...each(QUESTIONS, 'reveal', revealed),
  ...each(LONGS, 'open', opened), ...each(LONGS, 'reveal', revealed),
  ...each(PICTURED, 'open', opened), ...each(PICTURED, 'reveal', revealed),
  ...each(SCRIPTS, 'open', opened), ...each(SCRIPTS, 'reveal', revealed),
  { name: 'reveal-nobody', state: revealed(QUESTIONS.three, { tally: { answered: 0, right: 0, counts: { a: 0, b: 0, c: 0 } }, fastest: undefined, explanation: undefined, source: undefined }) },
  { name: 'standings', state: standings(TOP) },
  { name: 'standings-end', contest: 'chinese', state: standings(TOP, { question: { ...QUESTIONS.single.question, turn: 10, n: 10 } }) },
  { name: 'standings-flat', state: standings(FLAT) },
  { name: 'standings-wide', state: standings(WIDES) },
  { name: 'standings-one', state: standings(TOP.slice(0, 1)) },
  { name: 'standings-teams', contest: 'teams', state: standings(TOP, { team_top: TEAMS }) },
  { name: 'finished', state: finished(TOP) },
  { name: 'finished-one', state: finished(TOP.slice(0, 1)) },
  { name: 'finished-none', state: finished([]) },
  { name: 'finished-ties', state: finished(rows([[1, 'Aygül', 8120, 0, 0, 0], [1, '李雷', 8120, 0, 0, 0], [3, 'Бат-Эрдэнэ', 7640, 0, 0, 0], [3, 'Zoë', 7640, 0, 0, 0], [3, 'Bo', 7640, 0, 0, 0], [6, 'Kim', 7000, 0, 0, 0]])) },
  { name: 'finished-flat', state: finished(FLAT) },
  { name: 'finished-wide', state: finished(WIDES) },
  { name: 'finished-arabic', contest: 'arabic', state: finished(TOP) },
  { name: 'finished-teams', contest: 'teams', state: finished(TOP, { team_top: TEAMS }) },
]
