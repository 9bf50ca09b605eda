// States of the wall on a stage evening, made by hand after docs/protocol.md: every format in every step, with
// four teams and with ten, with long names, with people. Times count from the moment a scene is shown.

const text = (en, zh) => ({ en, 'zh-Hans': zh })
const option = (id, en, zh) => ({ id, text: text(en, zh) })
const BEASTS = [['Tigers', '猛虎队'], ['Lions', '雄狮队'], ['Cranes', '白鹤队'], ['Bears', '大熊队'], ['Snow Leopards', '雪豹队'], ['Golden Eagles', '金雕队'],
  ['Red Foxes', '红狐队'], ['Northern District', '北部区代表队'], ['Water Bureau', '水利局代表队'], ['Antelopes', '羚羊队']]
const LONG = [['The Third Combined Delegation of the Northern Districts', '北部各区第三联合代表队'], ['Department of Water Resources and Irrigation', '水利灌溉资源管理局代表队']]
const PEOPLE = ['李雷', 'Zoë', 'Aygül', 'سارة', 'Бат-Эрдэнэ', 'Tenzin', 'Bo', 'Ana', 'Kim', '欧阳娜娜', 'Max', 'Charlotte-Elisabeth']
const SCORES = [120, 90, 110, 100, 95.5, 80, -20, 130, 1100, 60]

const ranked = (seats) => seats.map((seat) => ({ ...seat, rank: 1 + seats.filter(({ score }) => score > seat.score).length }))
const seatsOf = (names, over = {}) => ranked(names.map(([en, zh], i) => ({ seat: i + 1, name: text(en, zh), score: SCORES[i % SCORES.length], rank: 0, may: false, ...over[i + 1] })))
const four = (over) => seatsOf(BEASTS.slice(0, 4), over)
const ten = (over) => seatsOf(BEASTS, over)
const wide = (over) => seatsOf([...LONG, ...BEASTS.slice(0, 8)], over)
const people = (count, out = [], over = {}) => ranked(Array.from({ length: count }, (_, i) => ({
  seat: i + 1, name: { und: PEOPLE[i] ?? `Player ${i + 1}` }, score: (i * 7) % 50, rank: 0, may: !out.includes(i + 1), ...(out.includes(i + 1) ? { out: true } : {}), ...over })))

const contest = (over) => ({
  id: 's1', title: text('Stage evening', '知识竞赛之夜'), languages: ['en', 'zh-Hans'], default_language: 'en', screen_languages: ['en', 'zh-Hans'],
  join_url: 'http://192.168.178.24:8080/482913', seats: 'teams', teams: BEASTS.map(([en, zh]) => ({ name: text(en, zh) })), ...over,
})
export const contests = {
  stage: contest({}),
  stageChinese: contest({ languages: ['zh-Hans', 'en'], default_language: 'zh-Hans', screen_languages: ['zh-Hans'] }),
  stagePeople: contest({ seats: 'people', teams: [] }),
}

const oceans = [option('a', 'Atlantic Ocean', '大西洋'), option('b', 'Pacific Ocean', '太平洋'), option('c', 'Indian Ocean', '印度洋'), option('d', 'Arctic Ocean', '北冰洋')]
const asked = (over = {}) => ({ turn: 3, n: 3, of: 40, kind: 'single', prompt: text('Which ocean is the largest?', '哪个大洋面积最大？'), options: oceans, points: 10, change: false, ...over })
const FILLER = 'However the committee that looked after the lake found no better name for it in all those years than the one it had '
const LONGQ = asked({ prompt: text(FILLER.repeat(2).slice(0, 200), '虽然管理这座湖的委员会多年来一直没有找到更好的名字'.repeat(4)),
  options: [...'abcd'].map((id, i) => option(id, FILLER.slice(7 * i, 7 * i + 48), '委员会多年来一直没有找到更好的名字虽然管理这座湖的'.slice(0, 24))) })
const oral = asked({ kind: 'text', options: undefined, blanks: 1, prompt: text('Which river flows through the most countries?', '哪条河流经的国家最多？') })
const explanation = text('It covers about a third of the Earth, more than all land together.', '它约占地球表面的三分之一，比全部陆地加起来还大。')

const ROUNDS = {
  turn: { title: text('Must answer', '必答题'), turns: 12, first: 1, seconds: 30, points: 10, seats_order: [1, 2, 3, 4] },
  buzzer: { title: text('Buzzer round', '抢答题'), turns: 10, first: 1, seconds: 60, points: 10, early: 'out', tries: 2, start: 'host' },
  risk: { title: text('Risk round', '风险题'), turns: 4, first: 1, seconds: 120, values: [10, 30, 50], stock: [{ value: 10, left: 4 }, { value: 30, left: 2 }, { value: 50, left: 0 }], seats_order: [1, 2, 3, 4] },
  rush: { title: text('Against the clock', '限时速答'), turns: 40, first: 1, run_seconds: 60, points: 1, cap: 10, seats_order: [1, 2, 3, 4] },
  ladder: { title: text('The ladder', '闯关题'), turns: 40, first: 1, seconds: 30, values: [5, 10, 20, 40, 80, 160, 320, 640], safe: [3, 6], seats_order: [1, 2, 3, 4] },
  survival: { title: text('Survival', '淘汰赛'), turns: 20, first: 1, seconds: 20 },
  judged: { title: text('Speech', '演讲'), turns: 4, first: 1, seconds: 180, judges: 5, marks: { min: 0, max: 10 }, seats_order: [1, 2, 3, 4] },
}
const WAGER = { min: 0, max: 50, step: 10, limit: 'max', none: 'keep', seconds: 20 }
const round = (format, over = {}) => ({ n: 2, of: 4, format, ...ROUNDS[format], ...over })
const clock = (left = 12_000, span = 20_000) => ({ opens_at: left - span, closes_at: left })
const state = (phase, format, stage, over = {}) => ({ phase, players: 40, round: round(format, over.rounds), question: asked(), seats: four(), stage, ...over, rounds: undefined })
const many = { answered: 36, right: 21, counts: { a: 8, b: 21, c: 4, d: 3 } }
const revealed = { answer: ['b'], tally: { ...many, hall: many }, explanation }
const may = { 1: { may: true }, 2: { may: true }, 3: { may: true }, 4: { may: true } }
const scene = (name, phase, format, stage, over, contestName = 'stage') => ({ name: `stage-${name}`, contest: contestName, state: state(phase, format, stage, over) })
const both = (name, phase, format, stage, over) => [scene(name, phase, format, stage, over), scene(`${name}-zh`, phase, format, stage, over, 'stageChinese')]

const MARKS = [9.5, 8.75, 10, 9, 6.5].map((value, i) => ({ judge: i + 1, value }))
const teamTop = (seats) => seats.map(({ name, score, rank }) => ({ rank, name, score, members: 3 })).sort((a, b) => a.rank - b.rank)
const hallTop = PEOPLE.slice(0, 8).map((name, i) => ({ rank: i + 1, player: i + 1, name, score: 90 - 10 * i, moved: i % 3 - 1, gained: 10, streak: i === 0 ? 4 : 0 }))
const persons = hallTop.map((row, i) => ({ ...row, team: BEASTS[i % 4][0] }))
const ranking = (phase, seats, top) => ({ phase, players: 40, round: round('buzzer', { n: 4 }), question: asked({ n: 40 }), answer: ['b'], seats, team_top: teamTop(seats), top,
  ...(phase === 'finished' ? { head: 'a3f19c'.repeat(11).slice(0, 64), question: undefined } : {}) })

const intro = (format, over = {}) => scene(`intro-${format}${over.name ?? ''}`, 'intro', format, {}, { question: undefined, ...over })

export const scenes = [
  ...Object.keys(ROUNDS).map((format) => intro(format)),
  intro('buzzer', { name: '-overtime', rounds: { overtime: true, early: 'void' }, seats: four({ 1: { tied: true }, 3: { tied: true } }) }),
  intro('risk', { name: '-ten', seats: ten() }),
  // one team after the other
  ...both('turn-reading', 'reading', 'turn', { seat: 1, owner: 1, member: 2, member_name: 'Aygül' }, { opens_at: 4000 }),
  scene('turn-open', 'open', 'turn', { step: 'answer', seat: 1, owner: 1, member: 2, member_name: 'Aygül' }, clock()),
  scene('turn-open-ten', 'open', 'turn', { step: 'answer', seat: 5, owner: 5, member: 2, member_name: 'Charlotte-Elisabeth' }, { ...clock(), seats: ten() }),
  scene('turn-open-wide', 'open', 'turn', { step: 'answer', seat: 1, owner: 1, member: 2, member_name: 'Charlotte-Elisabeth' }, { ...clock(), seats: wide(), question: LONGQ }),
  scene('turn-oral', 'open', 'turn', { step: 'answer', seat: 3, owner: 3 }, { ...clock(), question: oral }),
  scene('turn-help', 'open', 'turn', { step: 'answer', seat: 1, owner: 1, foul: { seat: 1, kind: 'help', points: -10 } }, clock()),
  ...both('turn-right', 'reveal', 'turn', { seat: 1, owner: 1, member: 2, member_name: 'Aygül', verdict: { seat: 1, is: 'right', points: 10 } }, revealed),
  scene('turn-wrong', 'reveal', 'turn', { seat: 1, owner: 1, verdict: { seat: 1, is: 'wrong', points: 0 } }, { ...revealed, question: LONGQ, seats: wide() }),
  scene('turn-none', 'reveal', 'turn', { seat: 2, owner: 2, verdict: { seat: 2, is: 'none', points: -10 } }, { ...revealed, tally: undefined }),
  scene('turn-partial', 'locked', 'turn', { seat: 2, owner: 2, verdict: { seat: 2, is: 'partial', points: 5 } }),
  scene('turn-locked', 'locked', 'turn', { seat: 2, owner: 2 }),
  scene('turn-people', 'open', 'turn', { step: 'answer', seat: 2, owner: 2 }, { ...clock(), seats: people(9), rounds: { seats_order: [1, 2, 3, 4, 5, 6, 7, 8, 9] } }, 'stagePeople'),
  scene('turn-people-many', 'open', 'turn', { step: 'answer', seat: 2, owner: 2 }, { ...clock(), seats: people(30) }, 'stagePeople'),
  // the buzzer
  ...both('buzzer-signal', 'reading', 'buzzer', {}),
  scene('buzzer-reading', 'reading', 'buzzer', {}, { opens_at: 4000, rounds: { start: 'reading' } }),
  ...both('buzzer-armed', 'open', 'buzzer', { step: 'buzz' }, { ...clock(), seats: four(may) }),
  ...both('buzzer-foul', 'reading', 'buzzer', { foul: { seat: 2, kind: 'early', points: -10 } }, { seats: four({ 2: { fouls: 1 } }) }),
  scene('buzzer-foul-barred', 'open', 'buzzer', { step: 'buzz', foul: { seat: 2, kind: 'early', points: -20 } }, { ...clock(), seats: ten({ ...may, 2: { fouls: 3, barred: true } }) }),
  scene('buzzer-foul-void', 'reveal', 'buzzer', { foul: { seat: 2, kind: 'early', points: -10 } }, { ...revealed, tally: undefined, rounds: { early: 'void' } }),
  scene('buzzer-close', 'open', 'buzzer', { step: 'close' }, clock()),
  ...both('buzzer-won', 'open', 'buzzer', { step: 'answer', seat: 3, owner: 3, buzz: { seat: 3, elapsed: 412, second: 1, margin: 34, uncertainty: 12 } }, clock(50_000, 60_000)),
  scene('buzzer-won-wide', 'open', 'buzzer', { step: 'answer', seat: 1, owner: 1, buzz: { seat: 1, elapsed: 10_412, second: 2, margin: 1034, uncertainty: 12 }, foul: { seat: 2, kind: 'early', points: -10 } }, { ...clock(50_000, 60_000), seats: wide({ 2: { fouls: 1 } }), question: LONGQ }),
  scene('buzzer-alone', 'open', 'buzzer', { step: 'answer', seat: 3, owner: 3, buzz: { seat: 3, elapsed: 2412 } }, clock(50_000, 60_000)),
  scene('buzzer-too-close', 'open', 'buzzer', { step: 'answer', seat: 3, owner: 3, buzz: { seat: 3, elapsed: 412, second: 1, margin: 4, uncertainty: 12, too_close: true } }, { ...clock(50_000, 60_000), rounds: { too_close: 'lot' } }),
  scene('buzzer-again', 'open', 'buzzer', { step: 'buzz', buzz: { seat: 0, elapsed: 412, margin: 4, uncertainty: 12, too_close: true } }, { ...clock(), seats: four(may) }),
  scene('buzzer-rebuzz', 'open', 'buzzer', { step: 'buzz', tries: 1, verdict: { seat: 3, is: 'wrong', points: -10 } }, { ...clock(), seats: four({ 1: { may: true }, 2: { may: true }, 4: { may: true } }) }),
  scene('buzzer-right', 'reveal', 'buzzer', { seat: 3, owner: 3, buzz: { seat: 3, elapsed: 412, second: 1, margin: 34, uncertainty: 12 }, verdict: { seat: 3, is: 'right', points: 10 } }, revealed),
  scene('buzzer-nobody', 'reveal', 'buzzer', {}, { ...revealed, tally: undefined }),
  ...both('buzzer-hall', 'open', 'buzzer', { step: 'hall', hall: true, tries: 2, verdict: { seat: 3, is: 'wrong', points: -10 } }, clock()).map((one) => ({ ...one, extra: [{ type: 'tally', turn: one.state.question.turn, answered: 0, players: 0, hall: { answered: 12, players: 40 } }] })),
  scene('buzzer-hall-reveal', 'reveal', 'buzzer', { hall: true, verdict: { seat: 3, is: 'wrong', points: -10 } }, revealed),
  scene('buzzer-overtime', 'open', 'buzzer', { step: 'buzz' }, { ...clock(), rounds: { overtime: true }, seats: ten({ 1: { tied: true, may: true }, 3: { tied: true, may: true } }) }),
  // wagers
  ...both('wager-turn', 'open', 'turn', { step: 'wager', seat: 1, owner: 1 }, { ...clock(), question: undefined, rounds: { wager: WAGER }, seats: four({ 1: { may: true } }) }),
  scene('wager-all', 'open', 'everyone', { step: 'wager' }, { ...clock(), question: undefined, rounds: { title: text('All or nothing', '孤注一掷'), turns: 4, first: 1, seconds: 20, wager: WAGER }, seats: ten(may) }),
  scene('wager-asked', 'open', 'turn', { step: 'answer', seat: 1, owner: 1, value: 50 }, { ...clock(), rounds: { wager: WAGER }, seats: four({ 1: { may: true, stake: 50 } }) }),
  // risk
  ...both('risk-pick', 'open', 'risk', { step: 'pick', seat: 1, owner: 1 }, { question: undefined, seats: four({ 1: { taken: [10] } }) }),
  scene('risk-pick-lit', 'open', 'risk', { step: 'pick', seat: 1, owner: 1, value: 30 }, { question: undefined, seats: ten() }),
  scene('risk-pick-six', 'open', 'risk', { step: 'pick', seat: 1, owner: 1 }, { question: undefined, seats: ten(), rounds: { values: [10, 20, 30, 40, 50, 100], stock: [10, 20, 30, 40, 50, 100].map((value, i) => ({ value, left: i })) } }),
  scene('risk-pick-many', 'open', 'risk', { step: 'pick', seat: 1, owner: 1 }, { question: undefined, rounds: { values: Array.from({ length: 26 }, (_, i) => 50 * (i + 1)), stock: undefined } }),
  scene('risk-reading', 'reading', 'risk', { seat: 1, owner: 1, value: 30 }, { question: asked({ points: 30 }), opens_at: 4000 }),
  scene('risk-named', 'open', 'risk', { step: 'answer', seat: 4, owner: 1, value: 30 }, { question: asked({ points: 30 }), ...clock() }),
  scene('risk-wrong', 'reveal', 'risk', { seat: 1, owner: 1, value: 30, verdict: { seat: 1, is: 'wrong', points: -30 } }, { question: asked({ points: 30 }), ...revealed }),
  scene('risk-passed', 'reveal', 'risk', { seat: 1, owner: 1, passed: true }, { question: undefined }),
  // rush
  ...both('rush-open', 'open', 'rush', { step: 'answer', seat: 2, owner: 2, tries: 6 }, { ...clock(34_000, 60_000), question: asked({ n: 17, turn: 17, points: 1 }) }),
  scene('rush-right', 'open', 'rush', { step: 'answer', seat: 2, owner: 2, tries: 6, verdict: { seat: 2, is: 'right', points: 1 } }, { ...clock(34_000, 60_000), question: oral }),
  // ladder
  ...both('ladder-open', 'open', 'ladder', { step: 'answer', seat: 2, owner: 2, value: 80 }, { ...clock(), question: asked({ points: 80 }), seats: four({ 2: { rung: 4 } }) }),
  scene('ladder-first', 'reading', 'ladder', { seat: 2, owner: 2, value: 5 }, { opens_at: 4000, question: LONGQ, seats: ten({ 2: { rung: 0 } }) }),
  scene('ladder-pick', 'open', 'ladder', { step: 'pick', seat: 2, owner: 2, value: 80 }, { question: undefined, seats: four({ 2: { rung: 4 } }) }),
  scene('ladder-fell', 'reveal', 'ladder', { seat: 2, owner: 2, value: 80, verdict: { seat: 2, is: 'wrong', points: -20 } }, { ...revealed, question: asked({ points: 80 }), seats: four({ 2: { rung: 3, over: true } }) }),
  scene('ladder-many', 'open', 'ladder', { step: 'answer', seat: 2, owner: 2 }, { ...clock(), rounds: { values: Array.from({ length: 26 }, (_, i) => 100 * (i + 1)), safe: [5, 10, 15] }, seats: four({ 2: { rung: 12 } }) }),
  // survival
  scene('survival-open', 'open', 'survival', {}, { ...clock(), seats: ten({ 3: { out: true }, 6: { out: true } }) }),
  ...both('survival-names', 'open', 'survival', {}, { ...clock(), seats: people(12, [2, 5, 12]) }),
  scene('survival-people', 'open', 'survival', {}, { ...clock(), seats: people(12, [2, 5, 12]) }, 'stagePeople'),
  scene('survival-numbers', 'reveal', 'survival', {}, { ...revealed, seats: people(50, [2, 5, 12, 13, 14, 15, 40]) }, 'stagePeople'),
  scene('survival-crowd', 'open', 'survival', {}, { ...clock(), seats: undefined, players: 400 }, 'stagePeople'),
  scene('survival-last', 'reveal', 'survival', {}, { ...revealed, seats: four({ 1: { out: true }, 3: { out: true }, 4: { out: true } }) }),
  // judges
  ...both('judged-open', 'open', 'judged', { step: 'marks', seat: 1, owner: 1, member_name: 'Aygül', marked: 2 }, { ...clock(100_000, 180_000), question: asked({ kind: 'text', options: undefined, prompt: text('Speak for three minutes: “A book that changed me”', '三分钟演讲：《改变我的一本书》') }) }),
  ...both('judged-marks', 'reveal', 'judged', { seat: 1, owner: 1, marked: 5, marks: MARKS, mean: 9.08, verdict: { seat: 1, is: 'partial', points: 9.08 } }, { question: asked({ kind: 'text', options: undefined, prompt: text('Speak for three minutes: “A book that changed me”', '三分钟演讲：《改变我的一本书》') }) }),
  scene('judged-many', 'reveal', 'judged', { seat: 1, owner: 1, marked: 15, marks: Array.from({ length: 15 }, (_, i) => ({ judge: i + 1, value: 85.25 + i })), mean: 92.25 }, { rounds: { judges: 15 }, seats: ten(), question: LONGQ }),
  scene('judged-many-open', 'open', 'judged', { step: 'marks', seat: 1, owner: 1, marked: 7 }, { ...clock(), rounds: { judges: 15 }, seats: ten(), question: LONGQ }),
  // everybody, among teams that compete
  { name: 'stage-everyone', contest: 'stage', state: { phase: 'open', players: 40, round: { n: 1, of: 4, format: 'everyone', turns: 10, first: 1, seconds: 20, points: 10 }, question: asked(), seats: ten(), ...clock() } },
  // a message over it
  scene('notice', 'open', 'buzzer', { step: 'buzz' }, { ...clock(), seats: ten(may), notice: { id: 1, text: 'The break will be fifteen minutes long. Please be back at half past ten. 休息十五分钟，十点半请回到座位。' } }),
  // rankings
  { name: 'stage-standings', contest: 'stage', state: ranking('standings', four(), hallTop) },
  { name: 'stage-standings-ten', contest: 'stage', state: ranking('standings', wide(), hallTop) },
  { name: 'stage-standings-persons', contest: 'stageChinese', state: ranking('standings', ten(), persons) },
  { name: 'stage-finished', contest: 'stage', state: ranking('finished', ten(), hallTop) },
  { name: 'stage-finished-wide', contest: 'stage', state: ranking('finished', wide(), []) },
  { name: 'stage-finished-persons', contest: 'stageChinese', state: ranking('finished', four(), persons) },
]
