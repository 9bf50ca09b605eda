// The questions of the tests, one or more of every kind, with answers whose worth is known here
// and not asked of the server. What only the host may see, or nobody before the reveal, holds a mark
// that the tests look for in every frame of every player.
const text = (en, zh) => ({ en, 'zh-Hans': zh ?? `${en} 中文` })
const option = (id, en) => ({ id, text: text(en) })

export const SECRET = 'do-not-tell'
export const secretIn = (frame) => frame.includes(SECRET)

function question(id, type, stem, rest) {
  return {
    id, type, stem: text(stem), ...rest,
    explanation: text(`${SECRET}: why ${id}`), host_note: text(`${SECRET}: note on ${id}`),
    source: { citation: text(`${SECRET}: source of ${id}`) },
  }
}

const four = [option('a', 'Ant'), option('b', 'Bee'), option('c', 'Cat'), option('d', 'Dog')]

export const BANK = {
  format: 'question-bank', version: 1, id: 'test-bank', title: text('Test bank'),
  default_language: 'en', languages: ['en', 'zh-Hans'], license: 'CC0-1.0',
  defaults: { points: 10, time_limit_ms: 60000 },
  questions: [
    question('single', 'single', 'Which of these barks?', { options: four, answer: { correct: ['d'] } }),
    question('either', 'single', 'Which of these is an insect?', { options: four, answer: { correct: ['a', 'b'] } }),
    question('multiple', 'multiple', 'Which of these have six legs?', { options: four, answer: { correct: ['a', 'b'] } }),
    question('three', 'multiple', 'Which three are there?', { options: four, answer: { correct: ['a', 'b', 'c'] } }),
    question('truefalse', 'truefalse', 'A whale is a mammal.', { answer: { value: true } }),
    question('false', 'truefalse', 'A whale is a fish.', { answer: { value: false } }),
    question('numeric', 'numeric', 'Pi, to two places?', {
      answer: { accept: [{ value: '3.14', tolerance: '0.005' }], unit: text('units') } }),
    question('negative', 'numeric', 'Absolute zero in whole degrees?', { answer: { accept: [{ value: '-273' }] } }),
    question('text', 'text', 'Into which sea does the Nile flow?', {
      answer: { blanks: [{ accept: [{ text: 'Mediterranean Sea', lang: 'en' }, { text: '地中海', lang: 'zh-Hans' }] }] } }),
    question('blanks', 'text', 'Red and ____ and ____ make light.', {
      answer: { blanks: [{ accept: [{ text: 'green' }] }, { accept: [{ text: 'blue' }] }] } }),
    question('ordering', 'ordering', 'From small to large', {
      options: [option('a', 'Horse'), option('b', 'Mouse'), option('c', 'Whale'), option('d', 'Cow')],
      answer: { order: ['b', 'd', 'a', 'c'] } }),
    question('matching', 'matching', 'Which is the young of which?', {
      options: [option('l1', 'Dog'), option('l2', 'Cat')],
      targets: [option('r1', 'Kitten'), option('r2', 'Puppy'), option('r3', 'Foal')],
      answer: { pairs: [['l1', 'r2'], ['l2', 'r1']] } }),
  ],
}

/** What is right, what is wrong, and what no phone could have meant, by question. */
export const ANSWERS = {
  single: { right: ['d'], wrong: ['a', 'b'], bad: ['z', '', ['d'], true, 4, 'D'] },
  either: { right: ['a', 'b'], wrong: ['c'], bad: [['a', 'b']] },
  multiple: { right: [['a', 'b'], ['b', 'a']], wrong: [['a'], ['a', 'b', 'c'], ['c']], bad: ['a', ['a', 'z'], [1], true] },
  truefalse: { right: [true], wrong: [false], bad: ['true', 1, [true]] },
  false: { right: [false], wrong: [true], bad: ['no'] },
  numeric: { right: ['3.14', 3.14, '3.135', '3.145', '3.140'], wrong: ['3.15', '-3.14', 3], bad: ['pi', '', '3.1.4', ['3.14'], true] },
  negative: { right: ['-273', -273], wrong: ['273', '-273.15'], bad: ['minus 273'] },
  text: {
    right: [['Mediterranean Sea'], ['  mediterranean   SEA '], ['ｍｅｄｉｔｅｒｒａｎｅａｎ　ｓｅａ'], ['地中海']],
    wrong: [['Black Sea'], ['MediterraneanSea']], bad: ['Mediterranean Sea', ['a', 'b'], [], [5]],
  },
  blanks: { right: [['green', 'blue']], wrong: [['blue', 'green']], bad: [['green'], ['a', 'b', 'c']] },
  ordering: { right: [['b', 'd', 'a', 'c']], wrong: [['a', 'b', 'c', 'd']], bad: [['b', 'd', 'a'], ['b', 'b', 'a', 'c'], ['b', 'd', 'a', 'z'], 'bdac'] },
  matching: {
    right: [[['l1', 'r2'], ['l2', 'r1']], [['l2', 'r1'], ['l1', 'r2']]], wrong: [[['l1', 'r1'], ['l2', 'r2']], [['l1', 'r2']]],
    bad: [[['l1', 'r2'], ['l1', 'r1']], [['l1', 'z']], [['x', 'r1']], [['l1']], 'l1r2'],
  },
}

/** The list of accepted answers that the reveal must show. */
export const ACCEPTED = {
  single: ['d'], either: ['a', 'b'], multiple: ['a', 'b'], three: ['a', 'b', 'c'], truefalse: [true], false: [false],
  numeric: ['3.14'], negative: ['-273'], text: [['Mediterranean Sea', '地中海']], blanks: [['green'], ['blue']],
  ordering: ['b', 'd', 'a', 'c'], matching: [['l1', 'r2'], ['l2', 'r1']],
}

/** A bank of n questions of one choice each, where "a" is right: for contests in which the play counts. */
export const plainBank = (n, id = 'plain') => ({
  format: 'question-bank', version: 1, id, title: text('Plain'), default_language: 'en',
  questions: Array.from({ length: n }, (_, i) =>
    question(`q${i + 1}`, 'single', `Question number ${i + 1}?`, { options: four, answer: { correct: ['a'] } })),
})

/** The smallest contest file over some questions of a bank, and what the round adds to it. */
export const fileOf = (bank, ids, round = {}, contest = {}) => ({
  title: text('Test contest'), ...contest,
  rounds: [{ format: 'everyone', questions: { bank, ids }, ...round }],
})
