// The sample banks: what the schema cannot say, and what every bank that ships is held to besides.
// Each check is a function that returns sentences, one a problem, and is also fed planted faults, so
// that a check which sees nothing fails here. A new bank in questions/banks/ is checked with no change.
//
// Run from the repository root: node --test tests/content/*.test.mjs
import test from 'node:test'
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { LANGUAGES, ROOT, bankFiles, banks, contains, copy, duplicates, first, fold, goodBank, seesEach, width } from './lib/questions.mjs'
import { svgProblems } from './lib/svg.mjs'

/* ---- any bank: what the schema cannot say ---- */

// Every text map that people get to see, with a name for messages.
function* textsOf(question) {
  yield ['stem', question.stem]
  for (const side of ['options', 'targets']) {
    for (const item of question[side] ?? []) if (item.text) yield [`${side} ${item.id}`, item.text]
  }
  if (question.explanation) yield ['explanation', question.explanation]
  if (question.source?.citation) yield ['citation', question.source.citation]
  if (question.answer.unit) yield ['unit', question.answer.unit]
  for (const blank of question.answer.blanks ?? []) if (blank.show) yield ['show', blank.show]
}

// Texts that are a right answer by themselves, per language: what a stem must not hold.
function rightTexts(question) {
  const { answer } = question
  if (answer.correct) {
    const right = question.options.filter((option) => answer.correct.includes(option.id))
    return right.flatMap((option) => Object.values(option.text ?? {}))
  }
  if (answer.blanks) return answer.blanks.flatMap((blank) => blank.accept.map((accept) => accept.text))
  if (question.type === 'numeric') return answer.accept.map((accept) => accept.value)
  return []
}

function answerProblems(question, say) {
  const { answer } = question
  const options = (question.options ?? []).map((option) => option.id)
  const targets = (question.targets ?? []).map((target) => target.id)
  const unknown = (ids, known) => ids.filter((id) => !known.includes(id))
  for (const id of duplicates([...options, ...targets])) say(`option id ${id} twice`)
  for (const side of ['options', 'targets']) {
    for (const language of LANGUAGES) {
      const texts = (question[side] ?? []).map((item) => fold(item.text?.[language] ?? item.id))
      for (const text of duplicates(texts)) say(`${side}: "${text}" twice`)
    }
  }
  if (answer.correct) {
    for (const id of unknown(answer.correct, options)) say(`answer names no option: ${id}`)
    if (answer.correct.length >= options.length) say('every option is right')
  }
  if (answer.order) {
    for (const id of unknown(answer.order, options)) say(`order names no option: ${id}`)
    if (answer.order.length !== options.length) say('order is not a permutation')
    if (answer.order.join() === options.join()) say('options are written in the right order')
  }
  if (answer.pairs) {
    const left = answer.pairs.map((pair) => pair[0])
    if ([...left].sort().join() !== [...options].sort().join()) say('pairs do not cover every option once')
    for (const id of unknown(answer.pairs.map((pair) => pair[1]), targets)) say(`pair names no target: ${id}`)
  }
  if (answer.blanks) {
    for (const [language, text] of Object.entries(question.stem)) {
      const gaps = (text.match(/_{2,}/g) ?? []).length
      if (gaps !== 0 && gaps !== answer.blanks.length) say(`${gaps} gaps in ${language}, ${answer.blanks.length} blanks`)
    }
    for (const language of LANGUAGES) {
      if (!answer.blanks.every((blank) => blank.accept.some((accept) => accept.lang === language))) say(`a blank accepts nothing in ${language}`)
    }
    for (const blank of answer.blanks) {
      for (const text of duplicates(blank.accept.map((accept) => accept.text))) say(`accepts "${text}" twice`)
    }
  }
}

// Right answers that the words about a picture hold while they do not hold all the wrong ones too
// (an alt text names all the numbers in the picture, of course).
function toldBy(item, question) {
  const words = [item.id.replace(/[-._]+/g, ' '), ...Object.values(item.alt ?? {})]
  const all = (question.options ?? []).flatMap((option) => Object.values(option.text ?? {}))
  const told = (text) => words.some((word) => contains(word, text))
  return rightTexts(question).filter((text) => told(text) && !(all.length > 0 && [...new Set(all)].every(told)))
}

function bankProblems(bank) {
  const problems = []
  const categories = (bank.categories ?? []).map((category) => category.id)
  const media = (bank.media ?? []).map((item) => item.id)
  for (const id of duplicates(bank.questions.map((question) => question.id))) problems.push(`question id ${id} twice`)
  for (const id of duplicates([...categories])) problems.push(`category id ${id} twice`)
  for (const id of duplicates([...media])) problems.push(`media id ${id} twice`)
  for (const category of bank.categories ?? []) {
    if (category.parent && !categories.includes(category.parent)) problems.push(`category ${category.id}: no parent ${category.parent}`)
  }
  const named = [['title', bank.title], ['description', bank.description ?? bank.title],
    ...(bank.categories ?? []).map((category) => [`category ${category.id}`, category.title]),
    ...(bank.media ?? []).map((item) => [`alt of ${item.id}`, item.alt ?? {}])]
  for (const [what, text] of named) for (const language of LANGUAGES) if (!text[language]?.trim()) problems.push(`${what}: no ${language}`)
  const stems = new Map()
  for (const question of bank.questions) {
    const say = (problem) => problems.push(`${question.id}: ${problem}`)
    answerProblems(question, say)
    if (question.category && !categories.includes(question.category)) say(`no category ${question.category}`)
    const used = [...(question.media ?? []).map((item) => item.ref), ...(question.options ?? []).flatMap((option) => option.media ?? [])]
    for (const id of used) if (!media.includes(id)) say(`no media ${id}`)
    for (const [what, text] of textsOf(question)) {
      for (const language of LANGUAGES) if (!text[language]?.trim()) say(`${what}: no ${language}`)
      for (const value of Object.values(text)) {
        if (value !== value.normalize('NFC') || value !== value.trim()) say(`${what}: not NFC, or space at an end`)
      }
    }
    for (const text of rightTexts(question)) {
      for (const stem of Object.values(question.stem)) if (contains(stem, text)) say(`the stem holds the answer "${text}"`)
    }
    for (const ref of question.media ?? []) {
      const item = (bank.media ?? []).find((one) => one.id === ref.ref)
      if (item && ref.place !== 'reveal') for (const text of toldBy(item, question)) say(`the picture's name or alt tells the answer "${text}"`)
    }
    for (const stem of Object.values(question.stem)) {
      const key = fold(stem)
      if (stems.has(key)) say(`same stem as ${stems.get(key)}`)
      stems.set(key, question.id)
    }
  }
  return problems
}

/* ---- figures over a bank that ships: nothing to be guessed from places and lengths ---- */

const singles = (bank) => bank.questions.filter((question) => question.type === 'single' && question.answer.correct.length === 1)
const placeOfRight = (question) => question.options.findIndex((option) => option.id === question.answer.correct[0])

const KINDS_MIN = { single: 18, multiple: 6, truefalse: 6, numeric: 4, text: 5, ordering: 4, matching: 4 }

// How often the right option of a single question is strictly the longest (or shortest).
function extremeShare(bank, language, beats) {
  const all = singles(bank)
  const hits = all.filter((question) => {
    const right = question.answer.correct[0]
    const size = (option) => width(option.text[language])
    const mine = size(question.options.find((option) => option.id === right))
    return question.options.every((option) => option.id === right || beats(mine, size(option)))
  })
  return hits.length / all.length
}

// The same for multiple: how far places and lengths of the right options are from chance, in standard deviations.
function multipleBias(bank) {
  const problems = []
  const all = bank.questions.filter((question) => question.type === 'multiple')
  const share = (question) => question.answer.correct.length / question.options.length
  const isRight = (question, option) => question.answer.correct.includes(option.id)
  const far = (hits, among) => {
    const expected = among.reduce((sum, question) => sum + share(question), 0)
    const variance = among.reduce((sum, question) => sum + share(question) * (1 - share(question)), 0)
    return variance > 0 && Math.abs(hits - expected) / Math.sqrt(variance) > 2.1
  }
  for (let place = 0; all.some((question) => place < question.options.length); place++) {
    const among = all.filter((question) => place < question.options.length)
    const hits = among.filter((question) => isRight(question, question.options[place])).length
    if (far(hits, among)) problems.push(`multiple: option ${place + 1} is right in ${hits} of ${among.length}`)
  }
  for (const language of LANGUAGES) {
    for (const [what, pick] of [['longest', Math.max], ['shortest', Math.min]]) {
      const extreme = (question) => {
        const size = (option) => width(option.text[language])
        const found = question.options.filter((option) => size(option) === pick(...question.options.map(size)))
        return found.length === 1 ? found[0] : undefined
      }
      const among = all.filter(extreme)
      if (far(among.filter((question) => isRight(question, extreme(question))).length, among)) problems.push(`multiple, ${language}: the ${what} option tells`)
    }
  }
  return problems
}

function figures(bank) {
  const problems = multipleBias(bank)
  const count = (type) => bank.questions.filter((question) => question.type === type).length
  for (const [type, least] of Object.entries(KINDS_MIN)) {
    if (count(type) < least) problems.push(`${count(type)} ${type} questions, at least ${least} wanted`)
  }
  const four = singles(bank).filter((question) => question.options.length === 4)
  const places = [0, 1, 2, 3].map((place) => four.filter((question) => placeOfRight(question) === place).length)
  const expected = four.length / 4
  const chi = places.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
  if (chi > 7.815) problems.push(`right options sit at ${places}: chi-square ${chi.toFixed(2)}`) // 5% level, 3 degrees of freedom
  const truths = bank.questions.filter((question) => question.type === 'truefalse').map((question) => question.answer.value)
  const share = truths.filter(Boolean).length / truths.length
  if (share < 0.3 || share > 0.7) problems.push(`${Math.round(share * 100)}% of the statements are true`)
  for (const language of LANGUAGES) {
    if (extremeShare(bank, language, (mine, other) => mine > other) > 0.45) problems.push(`${language}: the right option is too often the longest`)
    if (extremeShare(bank, language, (mine, other) => mine < other) > 0.45) problems.push(`${language}: the right option is too often the shortest`)
    const stems = bank.questions.map((question) => width(question.stem[language]))
    if (stems.filter((n) => n > 60).length > 0.1 * stems.length) problems.push(`${language}: too many stems wider than 60`)
    if (stems.some((n) => n > 120)) problems.push(`${language}: a stem wider than 120`)
    const options = bank.questions.flatMap((question) => [...(question.options ?? []), ...(question.targets ?? [])]).map((option) => width(option.text[language]))
    if (options.filter((n) => n > 24).length > 0.1 * options.length) problems.push(`${language}: too many options wider than 24`)
    if (options.some((n) => n > 48)) problems.push(`${language}: an option wider than 48`)
    const explained = bank.questions.map((question) => width(question.explanation?.[language] ?? ''))
    if (explained.some((n) => n > 200)) problems.push(`${language}: an explanation wider than 200`)
  }
  return problems
}

/* ---- the rules of the house: what a sample bank promises ---- */

const QUESTIONS_MIN = 50
const TAGS = { min: 8, max: 14, uses: 3 }
// No question is about power, parties, bets or somebody's goods. A small net for slips; people read the rest.
const FORBIDDEN = ['president', 'election', 'political party', 'war', 'casino', 'Google', 'Facebook', 'iPhone', 'Coca-Cola',
  '总统', '选举', '政党', '战争', '赌博', '可口可乐', '微信', '抖音']
const FULL_WIDTH = /[，。？！；：（）、《》“”]/u
const ASCII_AFTER_HAN = /\p{Script=Han}[,?!;:]/u

function houseProblems(bank) {
  const problems = []
  const { questions } = bank
  if (bank.license !== 'CC0-1.0') problems.push(`license ${bank.license}`)
  if (bank.default_language !== 'zh-Hans') problems.push(`default language ${bank.default_language}`)
  if ([...(bank.languages ?? [])].sort().join() !== [...LANGUAGES].sort().join()) problems.push(`languages ${bank.languages}`)
  if (questions.length < QUESTIONS_MIN) problems.push(`${questions.length} questions, at least ${QUESTIONS_MIN} wanted`)
  for (const level of [1, 2, 3, 4, 5]) if (!questions.some((question) => question.difficulty === level)) problems.push(`nothing of difficulty ${level}`)
  for (const { id } of bank.categories ?? []) {
    const n = questions.filter((question) => question.category === id).length
    if (n < 4) problems.push(`category ${id}: ${n}`)
  }
  const uses = new Map()
  for (const tag of questions.flatMap((question) => question.tags ?? [])) uses.set(tag, (uses.get(tag) ?? 0) + 1)
  if (uses.size < TAGS.min || uses.size > TAGS.max) problems.push(`${uses.size} tags`)
  for (const [tag, n] of uses) if (n < TAGS.uses) problems.push(`tag ${tag} is used ${n} times only`)
  for (const question of questions) {
    const say = (problem) => problems.push(`${question.id}: ${problem}`)
    for (const key of ['category', 'difficulty', 'explanation']) if (!question[key]) say(`no ${key}`)
    if (!question.tags?.length) say('no tag')
    if (!question.source?.citation) say('no citation')
    if (!/^https?:\/\//.test(question.source?.url ?? 'https://')) say('a source that is no web page')
    const inStem = (question.media ?? []).some((item) => item.place !== 'reveal')
    if (inStem !== (question.tags ?? []).includes('picture')) say('the tag "picture" and a picture at the stem go together')
    for (const [what, text] of textsOf(question)) {
      if (Object.keys(text).sort().join() !== [...LANGUAGES].sort().join()) say(`${what}: languages ${Object.keys(text)}`)
      if (what !== 'show' && FULL_WIDTH.test(text.en ?? '')) say(`${what}: Chinese punctuation in the English`)
      if (ASCII_AFTER_HAN.test(text['zh-Hans'] ?? '')) say(`${what}: English punctuation in the Chinese`)
      for (const word of FORBIDDEN) for (const one of Object.values(text)) if (contains(one, word)) say(`${what}: "${word}"`)
    }
    for (const { value, tolerance } of question.answer.accept ?? []) {
      if (Number(tolerance ?? 0) > 0.1 * Math.abs(Number(value))) say(`accepts ${value} ± ${tolerance}`)
    }
  }
  return problems
}

/* ---- pictures ---- */

const PICTURES = { min: 4, max: 12 }

// The file of a path below questions/banks/, or undefined.
const readMedia = (path) => {
  const url = new URL(`banks/${path}`, ROOT)
  return existsSync(url) ? readFileSync(url, 'utf8') : undefined
}
const listMedia = (id) => {
  const url = new URL(`banks/media/${id}/`, ROOT)
  return existsSync(url) ? readdirSync(url).map((name) => `media/${id}/${name}`) : []
}

function pictureProblems(bank, read = readMedia, listed = listMedia(bank.id)) {
  const problems = []
  const media = bank.media ?? []
  const used = new Set(bank.questions.flatMap((question) => (question.media ?? []).map((item) => item.ref)))
  if (media.length < PICTURES.min || media.length > PICTURES.max) problems.push(`${media.length} pictures`)
  for (const path of duplicates(media.map((item) => item.file))) problems.push(`${path} twice`)
  for (const path of listed) if (!media.some((item) => item.file === path)) problems.push(`${path} belongs to nothing`)
  for (const item of media) {
    const say = (problem) => problems.push(`${item.id}: ${problem}`)
    if (!used.has(item.id)) say('no question shows it')
    if (item.kind !== 'image' || item.mime !== 'image/svg+xml') say(`${item.kind}, ${item.mime}`)
    if (item.file !== `media/${bank.id}/${item.id}.svg`) say(`is in ${item.file}`)
    if (!item.credit) say('no credit')
    const source = read(item.file)
    if (source === undefined) say('no file')
    else for (const problem of svgProblems(source)) say(problem)
  }
  return problems
}

/* ---- one bank beside another ---- */

const pairsOf = (text) => {
  const letters = Array.from(fold(text).replaceAll(' ', ''))
  return new Set(letters.slice(1).map((letter, i) => letters[i] + letter))
}
const likeness = (a, b) => {
  const common = [...a].filter((pair) => b.has(pair)).length
  return common / Math.max(1, a.size + b.size - common)
}

// The same id, the same stem, or much the same stem with the same answer.
function acrossProblems(all) {
  const problems = []
  const cards = all.flatMap((bank) => bank.questions.map((question) => ({
    name: `${bank.id}/${question.id}`,
    id: question.id,
    stems: LANGUAGES.map((language) => fold(question.stem[language])),
    pairs: LANGUAGES.map((language) => pairsOf(question.stem[language])),
    right: JSON.stringify(rightTexts(question).map(fold).sort()),
  })))
  for (const id of duplicates(all.map((bank) => bank.id))) problems.push(`bank ${id} twice`)
  cards.forEach((a, i) => {
    for (const b of cards.slice(i + 1)) {
      if (a.id === b.id) problems.push(`${a.name} and ${b.name}: one id`)
      for (const l of LANGUAGES.keys()) {
        const alike = likeness(a.pairs[l], b.pairs[l])
        if (a.stems[l] === b.stems[l]) problems.push(`${a.name} and ${b.name}: one stem`)
        else if (alike > 0.85 || (alike > 0.5 && a.right !== '[]' && a.right === b.right)) problems.push(`${a.name} and ${b.name}: much alike`)
      }
    }
  })
  return problems
}

/* ---- the files ---- */

test('there are banks to check', () => {
  assert.ok(banks.size >= 4)
  for (const [id, name] of [...banks.keys()].map((id, i) => [id, bankFiles[i]])) assert.equal(name, `${id}.bank.json`)
})

for (const [id, bank] of banks) {
  test(`bank ${id}: ids, references, languages, leaks, duplicates`, () => assert.deepEqual(bankProblems(bank), []))
  test(`bank ${id}: balance and lengths`, () => assert.deepEqual(figures(bank), []))
  test(`bank ${id}: size, range, tags, sources, words`, () => assert.deepEqual(houseProblems(bank), []))
  test(`bank ${id}: pictures`, () => assert.deepEqual(pictureProblems(bank), []))
}

test('no question comes twice in all the banks', () => assert.deepEqual(acrossProblems([...banks.values()]), []))

test('each folder of pictures has its bank', () => {
  assert.deepEqual(readdirSync(new URL('banks/media/', ROOT)).filter((id) => !banks.has(id)), [])
})

test('numeric answers accept the usual roundings and nothing absurd', () => {
  const questions = new Map([...banks.values()].flatMap((bank) => bank.questions.map((question) => [question.id, question])))
  const accepts = (id, typed) => questions.get(id).answer.accept
    .some(({ value, tolerance }) => Math.abs(typed - Number(value)) <= Number(tolerance ?? 0) + 1e-9)
  for (const [id, [right, wrong]] of Object.entries({
    'sci-13': [[3.14, 3.142, 3.1416, 3.14159], [3, 3.1, 3.2, 3.15]],
    'sci-14': [[100, 99.97, 99.6], [90, 99, 101, 212]],
    'sci-15': [[299792, 299792.458, 299800, 300000], [300, 30, 290000, 310000, 186282]],
    'sci-44': [[4, 3.98], [0, 3, 5, 39]],
    'aid-01': [[100, 110, 120], [60, 80, 99, 121]],
    'aid-10': [[30], [15, 31, 100]],
    'geo-25': [[8848, 8848.86, 8849, 8850], [8844, 8844.43, 8800, 29029]],
  })) {
    for (const typed of right) assert.ok(accepts(id, typed), `${id} refuses ${typed}`)
    for (const typed of wrong) assert.ok(!accepts(id, typed), `${id} accepts ${typed}`)
  }
})

/* ---- planted faults: every check must see what it is for ---- */

const compassQuestion = (bank) => bank.questions.find((question) => question.media?.some((item) => item.ref === 'compass'))

test('bankProblems sees planted faults', () => {
  const faults = {
    'question id twice': (b) => { b.questions[1].id = b.questions[0].id },
    'option id twice': [(b) => { const q = first(b, 'single'); q.options[1].id = q.options[0].id }, /option id/],
    'category id twice': [(b) => { b.categories.push(copy(b.categories[0])) }, /category id/],
    'media id twice': [(b) => { b.media.push(copy(b.media[0])) }, /media id/],
    'accepts a text twice': [(b) => { const { accept } = first(b, 'text').answer.blanks[0]; accept.push(copy(accept[0])) }, /accepts/],
    'answer names no option': (b) => { first(b, 'single').answer.correct = ['z'] },
    'every option right': (b) => { const q = first(b, 'multiple'); q.answer.correct = q.options.map((option) => option.id) },
    'order leaves one out': (b) => { first(b, 'ordering').answer.order.pop() },
    'order names no option': (b) => { first(b, 'ordering').answer.order[0] = 'z' },
    'options in the right order': (b) => { const q = first(b, 'ordering'); q.answer.order = q.options.map((option) => option.id) },
    'pair missing': (b) => { first(b, 'matching').answer.pairs.pop() },
    'pair twice': (b) => { const q = first(b, 'matching'); q.answer.pairs[1][0] = q.answer.pairs[0][0] },
    'pair with no target': (b) => { first(b, 'matching').answer.pairs[0][1] = 'r99' },
    'no such category': (b) => { b.questions[0].category = 'sports' },
    'no such parent': (b) => { b.categories[0].parent = 'sports' },
    'no such media': (b) => { b.questions[0].media = [{ ref: 'm9' }] },
    'stem in one language': (b) => { delete b.questions[0].stem.en },
    'option in one language': (b) => { delete first(b, 'single').options[0].text['zh-Hans'] },
    'explanation in one language': (b) => { delete b.questions[0].explanation.en },
    'accepted in one language': (b) => { const blank = first(b, 'text').answer.blanks[0]; blank.accept = blank.accept.filter((accept) => accept.lang === 'en') },
    'gaps and blanks differ': (b) => { first(b, 'text').stem.en += ' ____ ____ ____' },
    'leak in English': (b) => { b.questions[0].stem.en = 'Which is larger, the Pacific Ocean or another?' },
    'leak in Chinese': (b) => { b.questions[0].stem['zh-Hans'] = '太平洋是最大的大洋吗？' },
    'stem twice': [(b) => { b.questions[1].stem = { ...b.questions[0].stem, en: b.questions[0].stem.en.toUpperCase() } }, /same stem/],
    'option text twice': (b) => { const q = first(b, 'single'); q.options[1].text = copy(q.options[0].text) },
    'space at an end': (b) => { b.questions[0].stem.en += ' ' },
    'alt in one language': (b) => { delete b.media[0].alt.en },
    'alt tells the answer': (b) => { b.media.find((item) => item.id === 'compass').alt.en = 'An arrow points southwest.' },
    'media id tells the answer': (b) => { compassQuestion(b).media[0].ref = 'arrow-southwest'; b.media.find((item) => item.id === 'compass').id = 'arrow-southwest' },
    'alt tells what to type': (b) => { b.media[0].alt['zh-Hans'] = '一张画着赤道的图。'; b.questions.find((question) => question.id === 'geo-27').media = [{ ref: b.media[0].id, place: 'stem' }] },
  }
  seesEach(assert, goodBank, faults, bankProblems)
})

test('figures sees planted bias', () => {
  const faults = {
    'always the first': [(b) => { for (const q of singles(b)) { const at = placeOfRight(q); [q.options[0], q.options[at]] = [q.options[at], q.options[0]] } }, /sit at/],
    'always true': (b) => { for (const q of b.questions) if (q.type === 'truefalse') q.answer.value = true },
    'always the longest': (b) => { for (const q of singles(b)) q.options[placeOfRight(q)].text.en += ' and then some more' },
    'always the shortest': (b) => { for (const q of singles(b)) q.options[placeOfRight(q)].text.en = 'x' },
    'right ones first': (b) => { for (const q of b.questions) if (q.type === 'multiple') q.options.sort((x, y) => q.answer.correct.includes(y.id) - q.answer.correct.includes(x.id)) },
    'right ones of multiple long': (b) => { for (const q of b.questions) if (q.type === 'multiple') q.options.find((option) => option.id === q.answer.correct[0]).text.en += ' and a lot more' },
    'a kind too rare': (b) => { b.questions = b.questions.filter((q, i) => q.type !== 'text' || i < 20) },
    'a kind missing': (b) => { b.questions = b.questions.filter((q) => q.type !== 'matching') },
    'many long stems': [(b) => { b.questions.slice(0, 9).forEach((q) => { q.stem['zh-Hans'] = '长'.repeat(31) }) }, /stems wider than 60/],
    'many long options': [(b) => { for (const q of singles(b)) q.options[0].text['zh-Hans'] = '长'.repeat(13) }, /options wider than 24/],
    'a very long explanation': [(b) => { b.questions[0].explanation.en = 'x'.repeat(201) }, /explanation wider/],
    'a very long stem': (b) => { b.questions[0].stem['zh-Hans'] = '长'.repeat(61) },
    'a very long option': (b) => { first(b, 'single').options[0].text['zh-Hans'] = '长'.repeat(25) },
  }
  seesEach(assert, goodBank, faults, figures)
})

test('houseProblems sees planted faults', () => {
  seesEach(assert, goodBank, {
    'another license': (b) => { b.license = 'CC-BY-4.0' },
    'another default language': (b) => { b.default_language = 'en' },
    'a third language promised': (b) => { b.languages.push('fr') },
    'a third language in one text': (b) => { b.questions[0].stem.fr = 'Quel océan ?' },
    'too small': [(b) => { b.questions.length = 49 }, /at least 50/],
    'nothing very hard': (b) => { for (const q of b.questions) q.difficulty = Math.min(q.difficulty, 4) },
    'no difficulty': (b) => { delete b.questions[0].difficulty },
    'no category': (b) => { delete b.questions[0].category },
    'an empty category': (b) => { b.categories.push({ id: 'sports', title: { 'zh-Hans': '体育', en: 'Sports' } }) },
    'no tags': (b) => { b.questions[0].tags = [] },
    'a tag used once': (b) => { b.questions[0].tags = ['lonely'] },
    'too many tags': (b) => { for (const [i, q] of b.questions.entries()) q.tags.push(`t${i % 20}`) },
    'too few tags': (b) => { for (const q of b.questions) q.tags = q.tags.filter((tag) => tag === 'picture').concat('nature') },
    'no explanation': (b) => { delete b.questions[0].explanation },
    'no citation': (b) => { b.questions[0].source = { url: 'https://example.org/' } },
    'a file as source': (b) => { b.questions[0].source.url = 'file:///notes.txt' },
    'picture without its tag': (b) => { compassQuestion(b).tags = ['map'] },
    'tag without a picture': (b) => { delete compassQuestion(b).media },
    'Chinese punctuation in English': (b) => { b.questions[0].stem.en = 'Which ocean covers the largest area？' },
    'English punctuation in Chinese': (b) => { b.questions[0].stem['zh-Hans'] = '地球上面积最大的大洋是哪个?' },
    'a forbidden word in English': (b) => { b.questions[0].explanation.en = 'Ask Google.' },
    'a forbidden word in Chinese': (b) => { first(b, 'single').options[0].text['zh-Hans'] = '总统府' },
    'a tolerance that accepts all': (b) => { first(b, 'numeric').answer.accept[0].tolerance = '9000' },
  }, houseProblems)
})

test('pictureProblems sees planted faults', () => {
  const listed = listMedia(goodBank().id)
  assert.deepEqual(pictureProblems(goodBank(), readMedia, listed), [])
  const used = (b) => b.questions.flatMap((question) => question.media ?? []).map((item) => item.ref)
  seesEach(assert, goodBank, {
    'too few': [(b) => { b.media.length = 3 }, /3 pictures/],
    'a picture nobody shows': (b) => { for (const q of b.questions) if (used({ questions: [q] }).includes(b.media[0].id)) delete q.media },
    'no file': [(b) => { b.media[0].id = 'nothing'; b.media[0].file = `media/${b.id}/nothing.svg`; b.questions[0].media = [{ ref: 'nothing' }] }, /no file/],
    'another folder': [(b) => { b.media[0].file = b.media[0].file.replace(b.id, 'elsewhere') }, /is in/],
    'one file twice': [(b) => { b.media[1].file = b.media[0].file }, /twice/],
    'wrong type': (b) => { b.media[0].mime = 'image/png' },
    'no credit': (b) => { delete b.media[0].credit },
  }, (bank) => pictureProblems(bank, readMedia, listed))
  assert.notEqual(pictureProblems(goodBank(), readMedia, [...listed, 'media/geography-and-nature/left-over.svg']).length, 0, 'a file left over')
  assert.notEqual(pictureProblems(goodBank(), () => '<svg/>', listed).length, 0, 'a bad file')
})

test('svgProblems sees planted faults', () => {
  const good = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400" width="640" height="400">\n' +
    '<rect width="640" height="400" rx="24" fill="#ffffff"/>\n<g><path d="M0 0h9"/></g><text x="9" y="9">1</text>\n</svg>\n'
  assert.deepEqual(svgProblems(good), [])
  const put = (what) => good.replace('<g>', `${what}<g>`)
  for (const [name, source] of Object.entries({
    empty: '',
    'not XML': 'hello',
    'cut off': good.slice(0, good.indexOf('</g>')),
    'a tag left open': good.replace('</g>', ''),
    'tags crossed': good.replace('</g><text x="9" y="9">1</text>', '<text x="9" y="9">1</g></text>'),
    'an attribute without quotes': good.replace('x="9"', 'x=9'),
    'an attribute twice': good.replace('x="9"', 'x="9" x="8"'),
    'a bare ampersand': put('<text x="1" y="1">&</text>'),
    'a comment after the root': `${good}<!-- note -->`,
    'two roots': good + good,
    'something after the root': `${good}<g></g>`,
    'no viewBox': good.replace(' viewBox="0 0 640 400"', ''),
    'no namespace': good.replace('2000/svg', '1999/xhtml'),
    'no ground': good.replace(/<rect[^>]*>/, ''),
    'ground without round corners': good.replace(' rx="24"', ''),
    'a script': put('<script>alert(1)</script>'),
    'a style': put('<style>*{fill:red}</style>'),
    'a style attribute': good.replace('<g>', '<g style="fill:red">'),
    'an event handler': good.replace('<g>', '<g onclick="x">'),
    'a link': put('<a href="https://example.org"><path d="M0 0"/></a>'),
    'an outside picture': put('<image href="https://example.org/a.png"/>'),
    'an outside paint': good.replace('d="M0 0h9"', 'd="M0 0h9" fill="url(https://example.org/#a)"'),
    'an outside clip': good.replace('<g>', '<g clip-path="url(https://example.org/#a)">'),
    'foreign content': put('<foreignObject></foreignObject>'),
    'an animation': put('<animate/>'),
    'a document type': `<!DOCTYPE svg [<!ENTITY a "b">]>${good}`,
    'a comment': put('<!-- note -->'),
    'words in a language': put('<text x="1" y="1">north</text>'),
    'Chinese words': put('<text x="1" y="1">北</text>'),
    'text outside a label': good.replace('<g>', 'x<g>'),
    'too large': put(`<path d="${'M0 0'.repeat(4000)}"/>`),
  })) assert.notEqual(svgProblems(source).length, 0, name)
})

test('acrossProblems sees planted faults', () => {
  const pair = () => [copy(banks.get('geography-and-nature')), copy(banks.get('science-and-safety'))]
  seesEach(assert, pair, {
    'the same id': ([a, b]) => { b.questions[0].id = a.questions[0].id },
    'the same bank id': ([a, b]) => { b.id = a.id },
    'the same stem': ([a, b]) => { b.questions[0].stem = copy(a.questions[0].stem) },
    'the same question in other words': ([a, b]) => { b.questions.push({ ...copy(a.questions[0]), id: 'x', stem: { 'zh-Hans': '地球面积最大的大洋是哪个呢？', en: 'Which one of the oceans is largest?' } }) },
  }, acrossProblems)
})
