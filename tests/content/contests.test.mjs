// The contest files: what a schema cannot say. contestProblems() returns sentences, one a problem, and
// is also fed planted faults.
//
// Run from the repository root: node --test tests/content/*.test.mjs
import test from 'node:test'
import assert from 'node:assert/strict'
import { LANGUAGES, banks, contests, duplicates, fold, goodContest, goodWindow, seesEach } from './lib/questions.mjs'

const TURNS_MAX = 1000

const fits = (question, draw) => question.status !== 'retired' &&
  (!draw.tags || draw.tags.some((tag) => question.tags?.includes(tag))) &&
  (!draw.kinds || draw.kinds.includes(question.type)) &&
  (!draw.difficulty || (draw.difficulty[0] <= (question.difficulty ?? 3) && (question.difficulty ?? 3) <= draw.difficulty[1]))

// Can all rounds together be filled with no question twice? Bipartite matching of the places to be
// drawn with the questions that fit them (Kuhn's algorithm).
function unfilled(places) {
  const holder = new Map()
  const place = (index, tried) => {
    for (const key of places[index]) {
      if (tried.has(key)) continue
      tried.add(key)
      if (!holder.has(key) || place(holder.get(key), tried)) {
        holder.set(key, index)
        return true
      }
    }
    return false
  }
  return places.filter((_, index) => !place(index, new Set())).length
}

/** The draws of a round, each with its count: what is not stated follows from the teams and their turns. */
function drawsOf(contest, round) {
  const seats = contest.seats === 'teams' ? contest.teams.length : 0
  const turns = (round.per_seat ?? 1) * seats
  if (round.by_value) return Object.values(round.by_value).map((draw) => ({ count: round.stock ?? turns, ...draw }))
  const draws = [round.draw].flat()
  const needed = round.format === 'risk' ? (round.stock ?? turns) * round.values.length : turns
  const stated = draws.reduce((sum, draw) => sum + (draw.count ?? 0), 0)
  return draws.map((draw) => ({ count: needed - stated, ...draw }))
}

/** A window contest: a question belongs to the first section that fits it, and each section needs as many as a paper has of it. */
function paperProblems(window, known) {
  const problems = []
  const taken = new Set()
  window.paper.forEach((section, index) => {
    const bank = known.get(section.bank)
    if (!bank) return problems.push(`section ${index + 1}: no bank ${section.bank}`)
    const pool = bank.questions.filter((question) => fits(question, section) && !taken.has(`${section.bank}/${question.id}`))
    for (const question of pool) taken.add(`${section.bank}/${question.id}`)
    if (pool.length < section.count) problems.push(`section ${index + 1}: wants ${section.count} questions, ${pool.length} fit`)
  })
  if (!(window.opens_at < window.closes_at)) problems.push('closes before it opens')
  if (!Intl.supportedValuesOf('timeZone').includes(window.time_zone)) problems.push(`no time zone ${window.time_zone}`)
  return problems
}

function contestProblems(contest, known) {
  const problems = []
  const places = []
  const shown = [['title', contest.title]]
  if (contest.description) shown.push(['description', contest.description])
  for (const award of contest.awards ?? []) shown.push(['award', award.title])
  for (const draw of contest.draws ?? []) shown.push(['draw', draw.title])
  if (contest.window) problems.push(...paperProblems(contest.window, known))
  for (const team of contest.teams ?? []) if (typeof team.name === 'object') shown.push(['team', team.name])
  contest.rounds?.forEach((round, index) => {
    const say = (problem) => problems.push(`round ${index + 1}: ${problem}`)
    if (round.title) shown.push([`round ${index + 1}`, round.title])
    if (round.questions) {
      const from = round.questions
      const bank = known.get(from.bank)
      if (!bank) return say(`no bank ${from.bank}`)
      for (const id of from.ids) {
        if (!bank.questions.some((question) => question.id === id)) say(`no question ${id}`)
        places.push([`${from.bank}/${id}`])
      }
      return
    }
    for (const from of drawsOf(contest, round)) {
      const bank = known.get(from.bank)
      if (!bank) return say(`no bank ${from.bank}`)
      if (from.difficulty && from.difficulty[0] > from.difficulty[1]) say('difficulty runs backwards')
      const pool = bank.questions.filter((question) => fits(question, from))
      if (pool.length < from.count) say(`wants ${from.count} questions, ${pool.length} fit`)
      for (let i = 0; i < from.count; i++) places.push(pool.map((question) => `${from.bank}/${question.id}`))
    }
  })
  if (places.length > TURNS_MAX) problems.push(`${places.length} questions in one contest`)
  const missing = unfilled(places)
  if (missing > 0) problems.push(`${missing} places cannot be filled without using a question twice`)
  for (const [what, text] of shown) {
    for (const language of LANGUAGES) if (!text[language]) problems.push(`${what}: no ${language}`)
  }
  const names = (contest.teams ?? []).map((team) => fold(JSON.stringify(typeof team === 'string' ? team : team.name)))
  for (const name of duplicates(names)) problems.push(`team ${name} twice`)
  return problems
}

/* ---- the files ---- */

test('there are contests to check', () => {
  for (const name of ['quick-quiz.json', 'classroom.json', 'evening.json', 'demo.json', 'stage-evening.json', 'online-contest.json',
    'sheet-h.json', ...[1, 2, 3, 4, 5].map((notice) => `sheet-i${notice}.json`),
    ...'abcdefg'.split('').map((letter) => `sheet-${letter}.json`)]) assert.ok(contests.has(name), name)
})

for (const [name, contest] of contests) {
  test(`contest ${name}: banks, questions, counts, languages`, () => assert.deepEqual(contestProblems(contest, banks), []))
}

test('the demo is short, plays every kind and shows pictures', () => {
  const { bank, ids } = contests.get('demo.json').rounds[0].questions
  const played = ids.map((id) => banks.get(bank).questions.find((question) => question.id === id))
  assert.ok(ids.length >= 8 && ids.length <= 10, `${ids.length} questions`)
  assert.equal(new Set(played.map((question) => question.type)).size, 7)
  assert.ok(played.filter((question) => question.media).length >= 2)
})

test('contestProblems sees planted faults', () => {
  const faults = {
    'no such bank': (c) => { c.rounds[0].draw.bank = 'nowhere' },
    'no such question': (c) => { delete c.rounds[0].draw; c.rounds[0].questions = { bank: 'geography-and-nature', ids: ['nothing'] } },
    'more than there are': [(c) => { c.rounds[0].draw.count = 200 }, /200 questions/],
    'a contest without end': [(c) => { c.rounds = Array.from({ length: 6 }, () => ({ ...c.rounds[0], draw: { bank: 'geography-and-nature', count: 200 } })) }, /in one contest/],
    'no such tag': (c) => { c.rounds[0].draw.tags = ['nothing'] },
    'difficulty backwards': [(c) => { c.rounds[0].draw.difficulty = [3, 1] }, /backwards/],
    'rounds that compete for the same questions': (c) => { for (const round of c.rounds) Object.assign(round.draw, { bank: 'geography-and-nature', kinds: ['text', 'numeric'], count: 5 }) },
    'the same question in two rounds': (c) => { for (const round of c.rounds) { delete round.draw; round.questions = { bank: 'geography-and-nature', ids: ['geo-01'] } } },
    'title in one language': (c) => { delete c.title.en },
    'round title in one language': (c) => { delete c.rounds[0].title['zh-Hans'] },
    'team twice': (c) => { c.teams = ['A', 'a'] },
  }
  seesEach(assert, goodContest, faults, (contest) => contestProblems(contest, banks))
})

test('contestProblems sees faults planted in a window', () => {
  const paper = (c) => c.window.paper
  const faults = {
    'no such bank': [(c) => { paper(c)[0].bank = 'nowhere' }, /no bank/],
    'more than there are': [(c) => { paper(c)[0].count = 150 }, /wants 150 questions/],
    'sections that compete for the same questions': [(c) => { paper(c)[1] = { ...paper(c)[0] } }, /section 2: wants \d+ questions, 0 fit/],
    'closes first': [(c) => { c.window.closes_at = '2020-01-01T00:00' }, /closes before/],
    'a zone that nobody lives in': [(c) => { c.window.time_zone = 'Asia/Nowhere' }, /no time zone/],
    'a draw in one language': [(c) => { delete c.draws[0].title.en }, /draw: no en/],
  }
  seesEach(assert, goodWindow, faults, (contest) => contestProblems(contest, banks))
})
