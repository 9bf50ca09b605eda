// The organizer's desk against the real server: signing in, banks, a new contest, the poster, results.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { promisify } from 'node:util'
import { AxeBuilder } from '@axe-core/playwright'
import { MEMBERS, REASON, playEvening } from '../integration/lib/played.mjs'
import { TEAMS } from '../integration/lib/stage.mjs'
import { BANK, fileOf as contestFile } from './lib/bank.mjs'
import { checked, desk, fits, newest, to } from './lib/desk.mjs'
import { at, enter, shot } from './lib/pages.mjs'
import { advance, contestOf, rawHost, rawJoin, stage } from './lib/stage.mjs'

const contests = async (server) => (await server.http('GET', '/api/contests')).json.contests
const banks = async (server) => (await server.http('GET', '/api/banks')).json.banks
const SAMPLE = 'geography-and-nature'
const addSample = (server, id = SAMPLE) => server.http('POST', `/api/samples/${id}`, { body: '' })
const fileOf = (value, name = 'my-bank.json') => ({ name, mimeType: 'application/json', buffer: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value, null, 2)) })
const textOf = async (download) => readFileSync(await download.path())

async function downloadOf({ page }, click) {
  const [download] = await Promise.all([page.waitForEvent('download'), click()])
  return { name: download.suggestedFilename(), bytes: await textOf(download) }
}

test('a key link signs in and leaves no key behind; a wrong key has a word; signing out ends it', async (t) => {
  const { server, browser } = await stage(t)
  const watched = await browser.open('desk', `${server.url}/organize#${'0'.repeat(64)}`, { viewport: { width: 1280, height: 800 } })
  const { page } = watched
  watched.mayRefuse = [401]
  await page.getByText('This is not the organizer’s key.').waitFor()
  assert.equal(new URL(page.url()).hash, '#/')
  await page.getByRole('button', { name: 'Use the key' }).click()
  await page.getByText('Please paste the key.').waitFor()
  await page.getByLabel('Organizer’s key or link').fill(`${server.url}/organize#${server.key}`) // the whole link will do
  await page.getByRole('button', { name: 'Use the key' }).click()
  await page.getByTestId('first').waitFor()
  assert.ok(!page.url().includes(server.key))
  const look = page.getByText('Language and look')
  await look.click()
  await page.getByRole('button', { name: '中文' }).waitFor()
  await page.getByRole('heading', { name: 'Contests' }).click()
  assert.equal(await page.getByRole('button', { name: '中文' }).isVisible(), false, 'a press elsewhere folds it away')
  await page.reload()
  await page.getByTestId('first').waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Organizer’s key or link').waitFor()
  assert.deepEqual(await page.context().cookies(), [])
  await page.evaluate((hash) => { location.hash = hash }, `#${server.key}`) // pasted behind an open page
  await page.getByTestId('first').waitFor()
  assert.ok(!page.url().includes(server.key))
  await page.evaluate(() => history.back())
  assert.ok(!page.url().includes(server.key))
  await look.click()
  await page.getByRole('button', { name: '中文' }).click()
  await page.getByRole('heading', { name: '比赛', exact: true }).waitFor()
})

test('a stage is ready-made, too', async (t) => {
  const { server, browser } = await stage(t)
  const watched = await desk(browser, server)
  const { page } = watched
  await page.locator(`[data-sample="${SAMPLE}"]`).getByRole('button').click()
  await checked(watched)
  await page.locator('[data-preset="stage"]').click()
  await page.locator('[data-preset="stage"][aria-pressed="true"]').waitFor()
  await checked(watched)
  assert.equal(await page.getByTestId('whole').count(), 3)
  assert.notEqual(await page.locator('select').first().inputValue(), '', 'the bank is still the one that was chosen')
  await shot(watched, 'organize-stage-preset')
  await page.getByTestId('open').click()
  await page.getByTestId('code').waitFor()
  const { json: { rules: made } } = await server.http('GET', `/api/contests/${(await newest(server)).id}`)
  assert.deepEqual([made.seats, made.teams.length, made.rounds.map(({ format }) => format)], ['teams', 4, ['turn', 'buzzer', 'buzzer']])
})

test('from nothing to the wall: a sample bank, and open; a double click makes one contest', async (t) => {
  const { server, browser } = await stage(t)
  const watched = await desk(browser, server)
  const { page } = watched
  const { samples } = (await server.http('GET', '/api/samples')).json
  const sample = samples.find(({ id }) => id === SAMPLE)
  await page.locator(`[data-sample="${SAMPLE}"]`).getByRole('button').click()
  await checked(watched)
  assert.equal(await page.getByTestId('turns').getAttribute('data-turns'), '10')
  await page.getByTestId('open').evaluate((button) => { button.click(); button.click() })
  await page.getByTestId('code').waitFor()
  const [made, ...others] = await contests(server)
  assert.deepEqual(others, [])
  assert.deepEqual(made.title, sample.title)
  assert.equal((await page.getByTestId('code').textContent()).replace(/\D/g, ''), made.code)
  const contest = await newest(server)
  assert.equal(await page.getByRole('link', { name: 'Open the big screen' }).getAttribute('href'), contest.screen_url)
  assert.equal(await page.getByRole('link', { name: 'Open the host’s console' }).getAttribute('href'), contest.host_url)
  assert.equal(await page.locator('.qr').getAttribute('data-url'), contest.join_url)
  await page.getByText('Phones cannot reach this address').waitFor() // this server listens on this machine only
  assert.ok(!(await page.locator('main').innerText()).includes(contest.host_key), 'the secret link is not written on the page')
  const players = await Promise.all(['Zoë', '李雷'].map((name) => rawJoin(server, contest, name)))
  await page.locator('[data-testid="players"][data-players="2"]').waitFor()
  await to(watched, '#/contests')
  const card = page.locator(`[data-contest="${contest.id}"]`)
  await card.getByText('2 players').waitFor()
  assert.equal(await card.getByRole('link', { name: 'Big screen' }).getAttribute('href'), contest.screen_url)
  await page.getByTestId('first').locator(`[data-sample="${SAMPLE}"]`).getByRole('button').click() // still offered beside one contest, as after a demo
  await page.locator('main[data-view="new"]').waitFor()
  await checked(watched)
  assert.equal(await page.locator('#f-title').inputValue(), sample.title.en, 'the next draft begins anew')
  assert.equal((await banks(server)).length, 1, 'a bank that is there is not imported again')
  assert.equal(players.length, 2)
})

const question = (id, over = {}) => ({
  id, type: 'single', stem: { en: `Question ${id}?` }, answer: { correct: ['a'] },
  options: [{ id: 'a', text: { en: `Right ${id}` } }, { id: 'b', text: { en: `Wrong ${id}` } }], ...over,
})
const FAULTY = {
  format: 'question-bank', version: 1, title: { en: 'My bank' }, default_language: 'en',
  questions: [
    question('q1'), question('q2', { answer: { correct: ['a', 'b'] } }), question('q3', { answer: { correct: ['z'] } }),
    question('q4', { stem: { en: 'A very '.repeat(40) } }), question('q5', { 'colour': 'red' }), question('q6'),
  ],
}

test('a faulty file: every problem with its place and words, nothing kept before, undone afterwards', async (t) => {
  const { server, browser } = await stage(t)
  const watched = await desk(browser, server)
  const { page } = watched
  const { json: report } = await server.http('POST', '/api/banks?dry_run=1', { body: JSON.stringify(FAULTY, null, 2) })
  const errors = report.problems.filter(({ severity }) => severity === 'error')
  const warnings = report.problems.filter(({ severity }) => severity === 'warning')
  assert.ok(errors.length >= 3 && warnings.length >= 1, 'the file is faulty in more than one way')
  await to(watched, '#/import')
  await page.getByTestId('file').setInputFiles(fileOf(FAULTY))
  await page.getByTestId('problems').waitFor()
  const rows = () => page.locator('[data-testid="problems"] tbody tr').evaluateAll((list) => list.map((row) => ({
    line: Number(row.cells[0].textContent), column: Number(row.cells[1].textContent), severity: row.dataset.severity, code: row.dataset.code,
    message: row.querySelector('.hint').textContent,
  })))
  const same = (list) => list.map(({ line, column, severity, code, message }) => ({ line, column, severity, code, message }))
  assert.deepEqual(await rows(), same(report.problems))
  await page.getByText('Every option is marked right').waitFor()
  await page.getByRole('button', { name: `Errors (${errors.length})` }).click()
  assert.deepEqual(await rows(), same(errors))
  await page.getByRole('button', { name: `Warnings (${warnings.length})` }).click()
  assert.deepEqual(await rows(), same(warnings))
  const list = await downloadOf(watched, () => page.getByRole('button', { name: 'Download this list' }).click())
  assert.equal(list.name, 'my-bank.json.problems.csv')
  assert.equal(list.bytes.toString().trim().split('\r\n').length, report.problems.length + 1)
  assert.deepEqual(await banks(server), [])
  await page.getByRole('button', { name: `Import ${report.questions} good questions` }).click()
  await page.getByTestId('imported').waitFor()
  assert.deepEqual((await banks(server)).map(({ name, questions }) => [name, questions]), [['My bank', report.questions]])
  await page.getByRole('button', { name: 'Undo this import' }).click()
  await page.getByText('The import is undone.').waitFor()
  assert.deepEqual(await banks(server), [])
  await page.getByLabel('Name in your list').fill('Class 3A')
  await page.getByTestId('import').click()
  await page.getByTestId('imported').waitFor()
  assert.deepEqual((await banks(server)).map(({ name }) => name), ['Class 3A'])
  await page.getByRole('link', { name: 'Look inside' }).click()
  await page.locator('[data-question="q1"]').waitFor()
  const right = page.locator('[data-question="q1"] .right')
  assert.equal(await right.count(), 0, 'the right answer is hidden')
  await page.locator('[data-question="q1"]').getByRole('button', { name: 'Show the answer' }).click()
  assert.match(await right.innerText(), /Right q1/)
  await page.getByRole('button', { name: 'Delete bank' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  assert.equal((await banks(server)).length, 1)
  await page.getByRole('button', { name: 'Delete bank' }).click()
  await page.getByTestId('confirm').click()
  await page.locator('main[data-view="banks"]').waitFor()
  assert.deepEqual(await banks(server), [])
})

test('a file with nothing in it says why, and the next one is taken; text may be pasted', async (t) => {
  const { server, browser } = await stage(t)
  const watched = await desk(browser, server)
  const { page } = watched
  watched.mayRefuse = [422]
  await to(watched, '#/import')
  await page.getByTestId('file').setInputFiles(fileOf('{"format": "question-bank", "questions"', 'broken.json'))
  await page.getByText('Nothing in this file can be imported.').waitFor()
  await page.locator('[data-code="bad_json"]').getByText('The file is damaged').waitFor()
  assert.equal(await page.getByTestId('import').count(), 0)
  await page.getByRole('button', { name: 'Choose another file' }).click()
  await page.getByTestId('file').waitFor()
  await page.evaluate((text) => {
    const data = new DataTransfer()
    data.setData('text/plain', text)
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
  }, JSON.stringify(BANK))
  await page.getByTestId('report').waitFor()
  assert.equal(await page.getByTestId('report').getAttribute('data-questions'), '7')
  await page.getByTestId('import').click()
  await page.getByTestId('imported').waitFor()
  assert.deepEqual((await banks(server)).map(({ id }) => id), ['e2e'])
})

test('a contest as somebody wants it: bank, tags, rules, teams; the check list leads to what is wrong; nothing is lost', async (t) => {
  const { server, browser } = await stage(t)
  await addSample(server)
  const watched = await desk(browser, server)
  const { page } = watched
  watched.mayRefuse = [401, 422]
  await to(watched, '#/new')
  await checked(watched)
  assert.equal(await page.locator('#f-title').getAttribute('lang'), 'en', 'the organizer’s language comes first, though the bank’s is another')
  assert.equal(await page.getByLabel('Main language').inputValue(), 'en')
  await page.locator('#f-title').fill('Spring contest')
  assert.equal(await page.getByRole('textbox', { name: /^Title.*中文/ }).first().inputValue(), '', 'the bank’s title in Chinese is not this contest’s')
  const round = page.locator('[data-round="1"]')
  await round.locator('summary').first().click()
  await round.getByRole('checkbox', { name: /^Single choice/ }).check({ force: true })
  await round.getByRole('checkbox', { name: /^map/ }).check({ force: true })
  const few = Number(await round.locator('[data-testid="fit"]').getAttribute('data-fit'))
  assert.ok(few > 0 && few < 10, `${few} questions fit`)
  await checked(watched, 1)
  const problem = page.locator('[data-section="questions"][data-state="bad"] [data-code="too_few_questions"]')
  await round.locator('.fit.tone-bad').waitFor()
  await page.locator('#f-title').fill('') // now the server does not get as far as drawing; the count stays red, and so does the list
  await checked(watched, 2)
  await problem.waitFor()
  await round.locator('.fit.tone-bad').waitFor()
  await page.locator('#f-title').fill('Spring contest')
  await checked(watched, 1)
  await problem.getByText('Round 1').waitFor()
  assert.ok(await page.getByTestId('open').isDisabled())
  await problem.getByRole('button').click()
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'f-r1-count')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(String(few))
  await checked(watched)
  await page.getByTestId('add-round').click()
  const second = page.locator('[data-round="2"]')
  await second.getByLabel('Number of questions').fill('3')
  await second.locator('summary').last().click()
  await second.getByTestId('own').check()
  await second.locator('#f-r2-seconds').fill('45')
  await second.locator('#f-r2-wrong').fill('-5')
  await second.getByRole('button', { name: 'Move round 2 up' }).click()
  await page.locator('#f-seconds').fill('25')
  await page.locator('#f-speed').selectOption('linear')
  await page.locator('#f-change').check()
  await page.locator('#f-standings').selectOption('round')
  await page.locator('#f-teams').fill('Reds, 12\nBlues, 9\n')
  await page.locator('#f-team-score').selectOption('turnout')
  await page.locator('#f-team-required').check()
  await page.locator('#f-late').uncheck()
  await page.locator('#f-wall').selectOption('zh-Hans')
  await checked(watched)
  await page.locator('#f-teams').fill('Reds, 12\nBlues')
  await checked(watched, 1)
  await page.locator('[data-section="people"] [data-code="missing_roster"]').getByRole('button').click()
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'f-teams')
  await page.locator('#f-teams').fill('Reds, 12\nBlues, 9')
  await page.reload()
  await checked(watched)
  assert.equal(await page.locator('#f-title').inputValue(), 'Spring contest')
  assert.equal(await page.locator('#f-teams').inputValue(), 'Reds, 12\nBlues, 9')
  // The session ends in the middle of it.
  await page.context().clearCookies()
  await page.locator('#f-reading').fill('2')
  await page.getByText('Your session has ended.').waitFor()
  await page.getByLabel('Organizer’s key or link').fill(server.key)
  await page.getByRole('button', { name: 'Use the key' }).click()
  await checked(watched)
  assert.equal(await page.locator('#f-reading').inputValue(), '2')
  await page.getByTestId('open').click()
  await page.getByTestId('code').waitFor()
  const { rules, title } = await newest(server)
  assert.deepEqual(title, { en: 'Spring contest' })
  assert.equal(rules.default_language, 'en')
  assert.deepEqual(rules.screen_languages, ['zh-Hans'])
  assert.deepEqual(rules.teams, [{ name: { und: 'Reds' }, roster: 12 }, { name: { und: 'Blues' }, roster: 9 }])
  const { team_required, team_score, late, pace } = rules
  assert.deepEqual({ team_required, team_score, late, pace }, { team_required: true, team_score: 'turnout', late: 'lobby', pace: 'host' })
  const [first, last] = rules.rounds
  assert.equal(first.draw.count, 3)
  assert.equal(first.seconds, 45)
  assert.equal(first.points.wrong, -5)
  assert.deepEqual([last.draw.count, last.draw.tags, last.draw.kinds], [few, ['map'], ['single']])
  assert.deepEqual([last.seconds, last.reading, last.change, last.standings], [25, 2, true, 'round'])
  assert.deepEqual(last.speed, { kind: 'linear', floor: 50 })
})

test('a contest file comes in and goes out; what was there before can be had back', async (t) => {
  const { server, browser } = await stage(t)
  const evening = JSON.parse(readFileSync(new URL('../../questions/contests/evening.json', import.meta.url), 'utf8'))
  for (const { draw } of evening.rounds) await addSample(server, draw.bank)
  const watched = await desk(browser, server)
  const { page } = watched
  await to(watched, '#/new')
  await checked(watched)
  await page.locator('#f-title').fill('My own')
  await page.getByTestId('contest-file').setInputFiles(fileOf(evening, 'evening.json'))
  await page.locator('[data-round="3"]').waitFor()
  await checked(watched)
  await page.setViewportSize({ width: 1280, height: 2400 }) // all rounds can be seen
  await page.locator('[data-round="3"] .grip').dragTo(page.locator('[data-round="1"]'))
  await page.locator('[data-round="1"] summary').getByText(evening.rounds[2].title['zh-Hans']).waitFor()
  await page.getByRole('button', { name: 'Move round 1 down' }).click()
  await page.getByRole('button', { name: 'Move round 2 down' }).click()
  await page.locator('[data-round="3"] summary').getByText(evening.rounds[2].title['zh-Hans']).waitFor()
  const saved = await downloadOf(watched, () => page.getByRole('button', { name: 'Save as a contest file' }).click())
  for (const round of evening.rounds) if (round.standings === 'turn') delete round.standings // the default, written out
  assert.deepEqual(JSON.parse(saved.bytes), evening)
  await page.getByRole('button', { name: 'Put it back' }).click()
  assert.equal(await page.locator('#f-title').inputValue(), 'My own')
  await page.getByTestId('contest-file').setInputFiles(fileOf('{"rounds": 3}', 'not-one.json'))
  await page.getByText('This is not a contest file.').waitFor()
})

test('the poster is one sheet of paper with a code that phones can read, in the contest’s languages', async (t) => {
  const { server, browser } = await stage(t)
  const contest = await contestOf(server, BANK)
  const watched = await desk(browser, server)
  const { page } = watched
  await to(watched, `#/poster/${contest.id}`)
  await page.getByTestId('poster').waitFor()
  for (const words of ['Spring contest', '春季知识竞赛', 'Scan the code', '扫描二维码']) await page.getByTestId('poster').getByText(words).first().waitFor()
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: 703, height: 1032 }) // A4 less its margins
  assert.equal(await page.getByRole('button', { name: 'Print' }).isVisible(), false)
  const { stdout } = await promisify(execFile)('zbarimg', ['--raw', '-q', await shot(watched, 'poster')])
  assert.equal(stdout.trim(), contest.join_url)
  await page.emulateMedia({ media: null })
  const paper = async () => (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  const sheets = (pdf) => pdf.match(/\/Type\s*\/Page\b/g).length
  const pdf = await paper()
  assert.equal(sheets(pdf), 1)
  assert.match(pdf, /\/MediaBox\s*\[0 0 59[45]\S* 84[12]\S*\]/)
  const title = { en: 'The great contest of everything that anybody has ever wanted to know '.repeat(3).trim(), 'zh-Hans': '关于所有人曾经想知道的一切事情的盛大知识竞赛'.repeat(4) }
  const long = await contestOf(server, BANK, { title })
  await to(watched, `#/poster/${long.id}`)
  await page.getByTestId('poster').getByText('The great contest').waitFor()
  assert.equal(sheets(await paper()), 1, 'with a very long title')
})

test('the results are those of the interface: figures, ranking, questions, downloads; names can be erased', async (t) => {
  const { server, browser } = await stage(t)
  const contest = await contestOf(server, BANK, { ids: ['single', 'truefalse', 'text'] })
  const host = await rawHost(server, contest)
  const players = []
  for (const name of ['Zoë', '李雷', 'سارة', 'Bo']) players.push(await rawJoin(server, contest, name))
  const ANSWERS = [['b', 'a', 'a', 'c'], [false, false, true, undefined]]
  for (const [i, answers] of ANSWERS.entries()) {
    await advance(host, 'open', i + 1)
    for (const [at, answer] of answers.entries()) if (answer !== undefined) await players[at].answer(i + 1, answer)
    await advance(host, 'reveal', i + 1)
  }
  const watched = await desk(browser, server)
  const { page } = watched
  await to(watched, `#/results/${contest.id}`)
  await page.getByText('The contest is still running').waitFor()
  assert.ok(await page.getByRole('button', { name: 'Erase the names' }).isDisabled())
  await host.do('finish')
  await page.getByText('The contest is still running').waitFor({ state: 'detached' })
  const results = `/api/contests/${contest.id}/results`
  const { json } = await server.http('GET', `${results}?format=json`)
  const rows = await page.locator('[data-testid="ranking"] tbody tr').evaluateAll((list) => list.map((row) => [
    Number(row.dataset.rank), Number(row.dataset.player), row.cells[1].textContent, Number(row.dataset.score)]))
  assert.deepEqual(rows, json.participants.map(({ rank, player, name, score }) => [rank, player, name, score]))
  assert.deepEqual(rows.map(([rank, , name]) => [rank, name])[0], [1, 'Zoë'])
  // Two right, one right, none, none: 20, 10, 0, 0.
  const figures = Object.fromEntries(await page.locator('[data-figure]').evaluateAll((list) => list.map((one) => [one.dataset.figure, Number(one.dataset.value)])))
  assert.deepEqual(figures, { participants: 4, mean: 7.5, median: 5, highest: 20, lowest: 0 })
  const turns = await page.locator('[data-turn]').evaluateAll((list) => list.map((one) => [Number(one.dataset.turn), Number(one.dataset.answered), Number(one.dataset.right)]))
  assert.deepEqual(turns, json.questions.map(({ turn, answered, right }) => [turn, answered, right]))
  const first = page.locator('[data-turn="1"]')
  assert.equal(await first.getByTestId('rate').innerText(), '25%')
  assert.match(await first.getByTestId('wrong').innerText(), /Atlantic Ocean/)
  assert.equal(await page.locator('[data-turn="2"]').getByTestId('rate').innerText(), '67%')
  assert.match(await page.locator('[data-turn="2"]').getByTestId('wrong').innerText(), /True/)
  assert.equal(await page.locator('[data-turn="3"]').count(), 0, 'what never began was asked of nobody')
  assert.match(await page.locator('[data-end="hardest"]').innerText(), /Which ocean/)
  assert.equal(await page.getByTestId('head').textContent(), json.log.head)
  await page.getByLabel('Search name or team').fill('سار')
  assert.equal(await page.locator('[data-testid="ranking"] tbody tr').count(), 1)
  for (const format of ['xlsx', 'csv', 'json']) {
    const taken = await downloadOf(watched, () => page.locator(`[data-format="${format}"]`).click())
    const told = await server.http('GET', `${results}?format=${format}`)
    assert.match(taken.name, new RegExp(`^Spring contest \\d{4}-\\d\\d-\\d\\d\\.${format}$`), 'by title and day, not by id')
    if (format === 'xlsx') assert.equal(taken.bytes.subarray(0, 2).toString(), 'PK')
    else assert.deepEqual(taken.bytes, told.bytes, format)
  }
  await page.getByRole('button', { name: 'Erase the names' }).click()
  const yes = page.getByTestId('confirm')
  assert.ok(await yes.isDisabled())
  await page.getByRole('dialog').getByRole('textbox').fill(contest.code)
  await yes.click()
  await page.getByText('The names have been erased.').waitFor()
  assert.deepEqual((await server.http('GET', results)).json.participants.map(({ name }) => name), ['', '', '', ''])
})

/** Cells of a table's body, as text. */
const cells = (page, id) => page.locator(`[data-testid="${id}"] tbody tr`).evaluateAll((list) => list.map((row) => [...row.cells].map((cell) => cell.innerText.replace(/[\u2068\u2069]/g, '').replace(/\s+/g, ' ').trim())))

test('the results of a stage: rounds, members, the hall, every change of a score with its reason; on a phone, on paper, in Chinese', async (t) => {
  const { server, browser } = await stage(t)
  const contest = await playEvening(server)
  const { json } = await server.http('GET', `/api/contests/${contest.id}/results?format=json`)
  const watched = await desk(browser, server, { bypassCSP: true, reducedMotion: 'reduce' })
  const { page } = watched
  await to(watched, `#/results/${contest.id}`)
  await page.getByTestId('stage-teams').waitFor()
  // Rank, team with members, score = base + rounds + adjusted; then fouls and right answers.
  assert.deepEqual(await page.locator('[data-testid="stage-teams"] thead th').allInnerTexts(), ['Rank', 'Team', 'Score', 'Base', 'Must', 'Buzzer', 'Adjusted', 'Fouls', 'Right'])
  assert.deepEqual(await cells(page, 'stage-teams'), [
    ['1', 'Green =G1 · G2', '122.5', '100', '+2.5', '+20', '0', '0', '1 of 2'],
    ['2', 'Red R1 · R2', '107', '100', '+10', '−2.5', '−0.5', '1', '1 of 1'],
    ['3', 'Blue B1 · B2', '100', '100', '0', '0', '0', '0', '0 of 1'],
  ])
  assert.deepEqual(await cells(page, 'individual'), json.individual.map(({ rank, name, team, score, correct, asked }) => [`${rank}`, name, team, `${score}`, asked ? `${correct} of ${asked}` : '–']))
  assert.deepEqual((await cells(page, 'ranking')).map((row) => row.slice(0, 4)), [['1', 'Hal', '110', '1 of 2']], 'the hall by itself: who plays for a team is not in it')
  await page.getByRole('heading', { name: 'Ranking of the hall' }).waitFor()
  const entries = await cells(page, 'entries')
  assert.deepEqual(entries.map(([turn, , , points, after]) => [turn, points, after]), json.entries.map(({ turn, points, score }) => [`${turn ?? '–'}`, `${points > 0 ? '+' : ''}${points}`.replace('-', '−'), `${score}`]))
  assert.deepEqual(entries.map(([, who, why]) => `${who}: ${why}`), [
    'Red R1: Verdict: right', 'Blue B1: Answer B Bee', 'Green =G1: Verdict: wrong', 'Green =G1: Verdict taken back: wrong', 'Green =G1: Verdict: partly right',
    'Red: Foul: buzzed too early', 'Green: Verdict: wrong', 'Blue: Verdict: right',
    'Green: Verdict reversed: wrong → right this question: −20 → 20', 'Blue: Question made void this question: 20 → 0', `Red: Adjusted: ${REASON}`,
  ])
  await page.getByTestId('entries-of').selectOption('Blue')
  assert.deepEqual(await page.locator('[data-testid="entries"] tbody tr').evaluateAll((list) => list.map((row) => row.dataset.why)), ['answer', 'verdict', 'void'])
  await page.getByTestId('entries-of').selectOption('')
  assert.deepEqual(await page.locator('[data-turn][data-void="true"]').evaluateAll((list) => list.map((one) => one.dataset.turn)), ['5'])
  assert.match(await page.locator('[data-turn="5"]').getByTestId('void').innerText(), /what its answers had earned was taken back/)
  assert.match(await page.locator('[data-turn="4"]').getByTestId('gains').innerText(), /Red\s*−2\.5\s*Green\s*\+20/)
  assert.match(await page.locator('[data-turn="1"]').innerText(), /stage: 1 of 1 right · hall: 1 of 1 right/)
  await scan(watched, 'results of a stage')
  await fits(watched, 'results of a stage', '.scroll[tabindex="0"]')
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: 703, height: 1032 }) // A4 less its margins
  for (const id of ['stage-teams', 'individual', 'entries']) {
    const { x, width } = await page.getByTestId(id).boundingBox()
    assert.ok(x >= 0 && x + width <= 703, `${id} on paper: ${x} + ${width}`)
  }
  assert.equal(await page.getByTestId('entries-of').isVisible(), false)
  await page.emulateMedia({ media: null })
  await page.setViewportSize({ width: 1366, height: 768 })
  await page.getByText('Language and look').click()
  await page.getByRole('button', { name: '中文' }).click()
  await page.getByRole('heading', { name: '得分流水' }).waitFor()
  assert.deepEqual((await cells(page, 'stage-teams')).map(([, team]) => team.split(' ')[0]), ['绿队', '红队', '蓝队'], 'teams in the reader’s language')
  await shot(watched, 'organize-results-stage')
})

test('a contest of teams says its rounds by format, its teams with members, and where the judges go', async (t) => {
  const { server, browser } = await stage(t)
  const bank = await server.importBank(BANK)
  const file = contestFile(BANK, bank, { ids: ['single', 'truefalse', 'text'] })
  const [round] = file.rounds
  const contest = await server.contest({ ...file, seats: 'teams', teams: TEAMS.map((team, i) => ({ ...team, members: MEMBERS[i] })), rounds: [
    { format: 'turn', questions: round.questions, per_seat: 1, title: { en: 'Must answer', 'zh-Hans': '必答' } },
    { format: 'judged', questions: { bank, ids: ['multiple', 'numeric', 'ordering'] } },
  ] })
  const watched = await desk(browser, server, { bypassCSP: true, reducedMotion: 'reduce' })
  const { page } = watched
  const links = (await server.http('GET', `/api/contests/${contest.id}`)).json
  await to(watched, '#/contests')
  const card = page.locator(`[data-contest="${contest.id}"]`)
  assert.equal(await card.getByTestId('stage').innerText(), '3 teams')
  assert.equal(await card.getByRole('link', { name: 'Judges' }).getAttribute('href'), links.judge_url)
  await to(watched, `#/contest/${contest.id}`)
  const programme = page.getByTestId('programme')
  await programme.waitFor()
  const said = (await programme.innerText()).replace(/\s+/g, ' ')
  assert.match(said, /1\. Must answer In turn 2\. Judged/)
  assert.match(said, /Red R1 · R2 .*Blue B1 · B2 .*Green =G1 · G2/)
  assert.equal(await page.getByTestId('judges').locator('.qr').getAttribute('data-url'), links.judge_url)
  await scan(watched, 'contest of teams')
  await fits(watched, 'contest of teams')
  const people = await contestOf(server, BANK, { ids: ['single'] })
  await to(watched, `#/contest/${people.id}`)
  await page.getByTestId('code').getByText(people.code.replace(/(...)/, '$1 ')).waitFor()
  assert.equal(await programme.count() + await page.getByTestId('judges').count(), 0, 'a contest of people is as before')
})

test('once a contest is open, the wall and the console are a press away, without scrolling', async (t) => {
  const { server, browser } = await stage(t)
  const contest = await contestOf(server, BANK, { ids: ['single'] })
  const watched = await desk(browser, server, { viewport: { width: 1366, height: 700 } })
  const { page } = watched
  await to(watched, `#/contest/${contest.id}`)
  await page.getByTestId('local').waitFor() // the tallest it gets: with the warning
  for (const name of ['Open the big screen', 'Open the host’s console']) {
    const box = await page.getByRole('link', { name }).boundingBox()
    assert.ok(box.y >= 0 && box.y + box.height <= 700, `${name}: ${JSON.stringify(box)}`)
  }
  await shot(watched, 'organize-contest-1366')
})

test('a contest nobody wants goes from its page: from the lobby after a question, from the past after its code', async (t) => {
  const { server, browser } = await stage(t)
  const [early, late] = [await contestOf(server, BANK, { ids: ['single'] }), await contestOf(server, BANK, { ids: ['single'] })]
  const host = await rawHost(server, late)
  const guest = await browser.phone('guest', early.play)
  await enter(guest, 'Zoë')
  const [wall, led] = [await browser.wall('screen', early.screen), await browser.desk('host', early.host)]
  for (const watched of [guest, wall, led]) await at(watched, 'lobby')
  const watched = await desk(browser, server)
  const { page } = watched
  const drop = page.getByTestId('delete')
  await to(watched, `#/contest/${early.id}`)
  await drop.click()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await drop.click()
  await shot(watched, 'organize-delete')
  await page.getByTestId('confirm').click()
  await page.locator('main[data-view="contests"]').waitFor()
  assert.deepEqual((await contests(server)).map(({ id }) => id), [late.id])
  for (const one of [guest, wall, led]) await one.page.getByText('The contest is over.').waitFor()
  await to(watched, `#/contest/${late.id}`)
  await drop.waitFor()
  await advance(host, 'open', 1)
  await drop.waitFor({ state: 'detached' }) // not while it is played
  await host.do('finish')
  await drop.click()
  const yes = page.getByTestId('confirm')
  assert.ok(await yes.isDisabled())
  await page.getByRole('dialog').getByRole('textbox').fill(late.code)
  await shot(watched, 'organize-delete-over')
  await yes.click()
  await page.locator('main[data-view="contests"]').waitFor()
  assert.deepEqual(await contests(server), [])
})

async function scan({ page }, where) {
  for (const [theme, rules] of [['dark', null], ['light', ['color-contrast']]]) { // in the other look only colours differ
    await page.evaluate((value) => { document.documentElement.dataset.theme = value }, theme)
    const builder = new AxeBuilder({ page }).setLegacyMode(true)
    const { violations } = await (rules ? builder.withRules(rules) : builder).analyze()
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('; ')}`), [], `${where}, ${theme}`)
  }
}

test('axe finds nothing on any view, and no view is wider than a phone', async (t) => {
  const { server, browser } = await stage(t)
  const outside = await browser.open('door', `${server.url}/organize`, { bypassCSP: true, viewport: { width: 1280, height: 800 } })
  outside.mayRefuse = [401]
  await outside.page.getByLabel('Organizer’s key or link').waitFor()
  await scan(outside, 'sign in')
  await fits(outside, 'sign in')
  const watched = await desk(browser, server, { bypassCSP: true, reducedMotion: 'reduce' })
  const { page } = watched
  watched.mayRefuse = [422]
  const look = async (where) => {
    await scan(watched, where)
    await fits(watched, where)
  }
  await page.locator('[data-sample]').first().waitFor()
  await look('first time')
  await addSample(server)
  await to(watched, '#/banks')
  await page.locator('[data-bank]').waitFor()
  await look('banks')
  await page.getByRole('link', { name: 'Look inside' }).click()
  await page.locator('[data-question]').first().waitFor()
  await page.locator('main summary').first().click()
  await page.getByLabel('Show all answers').check()
  await page.getByLabel('Search questions').fill('-1') // every kind, and not all of them
  await look('a bank')
  await page.getByRole('button', { name: 'Edit' }).first().click()
  await page.getByTestId('editor').getByText('How it will look').click()
  await page.getByTestId('wall-picture').locator('.question').waitFor()
  await look('editor')
  await page.keyboard.press('Escape')
  await page.getByTestId('editor').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Delete bank' }).click()
  await scan(watched, 'asking')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await to(watched, '#/import')
  await look('import')
  await page.getByTestId('file').setInputFiles(fileOf(FAULTY))
  await page.getByTestId('problems').waitFor()
  await page.getByTestId('pictures').waitFor()
  await look('report')
  await page.getByRole('button', { name: 'Choose another file' }).click()
  await page.getByTestId('paste').fill(JSON.stringify(FAULTY, null, 2))
  await page.getByRole('button', { name: 'Check this text' }).click()
  await page.getByTestId('problems').waitFor()
  await page.getByTestId('text').fill('题型\t题干\t备注\t答案\n判断题\t水在零度结冰。\t\t1\n单选题\t没有选项\t\tA\n')
  await page.getByTestId('asks').waitFor()
  await page.getByTestId('columns').locator('summary').click()
  await look('pasted text, a table with codes')
  await to(watched, '#/new')
  await page.locator('[data-preset="classroom"]').click()
  await page.locator('[data-round="2"]').waitFor()
  for (const summary of await page.locator('main summary').all()) await summary.click()
  await page.locator('#f-r1-count').fill('500')
  await checked(watched, 1)
  await look('new contest')
  const contest = await contestOf(server, BANK, { ids: ['single', 'multiple'] })
  await to(watched, '#/contests')
  await page.locator(`[data-contest="${contest.id}"]`).waitFor()
  await look('contests')
  await to(watched, `#/contest/${contest.id}`)
  await page.getByTestId('code').waitFor()
  await look('contest')
  await to(watched, `#/poster/${contest.id}`)
  await page.getByTestId('poster').waitFor()
  await look('poster')
  const host = await rawHost(server, contest)
  const player = await rawJoin(server, contest, 'Llanfairpwllgwyngyllgogerychwyrndrobwll')
  await advance(host, 'open', 1)
  await player.answer(1, 'a')
  await advance(host, 'reveal', 1)
  await host.do('finish')
  await to(watched, `#/results/${contest.id}`)
  await page.getByTestId('ranking').waitFor()
  await look('results')
})
