// Question banks that people have already, as an organizer brings them in and works on them.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { BANK } from './lib/bank.mjs'
import { desk, to } from './lib/desk.mjs'
import { gbk, kahootRows, workbook } from './lib/files.mjs'
import { shot } from './lib/pages.mjs'
import { stage } from './lib/stage.mjs'

const banks = async (server) => (await server.http('GET', '/api/banks')).json.banks
const docOf = async (server, id) => (await server.http('GET', `/api/banks/${id}`)).json
const fileOf = (name, buffer) => ({ name, mimeType: 'application/octet-stream', buffer })

/** A desk at the page for importing. */
async function importing(t) {
  const { server, browser } = await stage(t)
  const watched = await desk(browser, server)
  watched.mayAbort = /dry_run=1/
  watched.mayRefuse = [422]
  await to(watched, '#/import')
  return { server, browser, watched, page: watched.page }
}

/** Waits until what is shown has been judged, with so many good questions. */
const judged = (page, questions) => page.locator(`[aria-busy="false"] [data-testid="report"][data-questions="${questions}"]`).waitFor()
const codes = (page) => page.locator('[data-testid="problems"] tbody tr').evaluateAll((rows) => rows.map((row) => [row.dataset.severity, row.dataset.code, Number(row.cells[0].textContent)]))
const chosen = (page) => page.getByTestId('text').evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd))

async function bring(page) {
  await page.getByTestId('import').click()
  await page.getByTestId('imported').waitFor()
}

const CHINESE = `一、单选题
1．我国最长的河流是（  ）
A．黄河  B．长江  C．珠江  D．淮河
答案：B
2．“大漠孤烟直”的作者是（  ）
A．李白
B．杜甫
C．王维
D．白居易
答案：C
二、多选题
3．下列属于四大发明的有（  ）
A．造纸术
B．指南针
C．丝绸
D．火药
答案：ABD
三、判断题
4．黄山位于安徽省。（√）
5．西湖位于苏州市。
`

test('a text in GBK: no letter is wrong, what is not taken is told with its line, and it can be undone', async (t) => {
  const { server, watched, page } = await importing(t)
  await page.getByTestId('file').setInputFiles(fileOf('期末.txt', gbk(CHINESE.replaceAll('\n', '\r\n'))))
  await judged(page, 4)
  const found = page.getByTestId('understood')
  assert.deepEqual(await found.evaluate(({ dataset }) => [dataset.format, dataset.encoding, dataset.language]), ['chinese-text', 'gb18030', 'zh-Hans'])
  assert.deepEqual(await codes(page).then((all) => all.filter(([severity]) => severity === 'error')), [['error', 'no_answer', 20]])
  await page.locator('[data-code="no_answer"] .excerpt').getByText('西湖位于苏州市').waitFor()
  const pictures = page.getByTestId('pictures')
  for (const place of ['phone-picture', 'wall-picture']) {
    await page.getByTestId(place).getByText('我国最长的河流是').waitFor()
    assert.equal(await page.getByTestId(place).locator('.tile').count(), 4)
  }
  assert.match(await pictures.locator('.right').innerText(), /长江/)
  await shot(watched, 'import-gbk')
  await pictures.getByRole('button', { name: 'Next' }).click()
  await page.getByTestId('phone-picture').getByText('大漠孤烟直').waitFor()
  // Read as something else, it is nonsense, which can be seen; and back.
  await found.getByLabel('Encoding of the text').selectOption('windows-1252')
  await page.locator('[data-testid="understood"][data-encoding="windows-1252"]').waitFor()
  assert.equal(await page.getByText('大漠孤烟直').count(), 0)
  await found.getByLabel('Encoding of the text').selectOption('gb18030')
  await judged(page, 4)
  assert.equal(await page.getByLabel('Name in your list').inputValue(), '期末')
  assert.deepEqual(await banks(server), [], 'nothing is kept yet')
  await bring(page)
  assert.deepEqual((await banks(server)).map(({ name, questions }) => [name, questions]), [['期末', 4]])
  await page.getByRole('button', { name: 'Undo this import' }).click()
  await page.getByText('The import is undone.').waitFor()
  assert.deepEqual(await banks(server), [])
})

test('a Kahoot sheet: the columns are found, and can be said otherwise', async (t) => {
  const { server, watched, page } = await importing(t)
  await page.getByTestId('file').setInputFiles(fileOf('Round 1.xlsx', workbook(kahootRows([
    ['Which ocean is the largest?', 'Atlantic', 'Pacific', 'Indian', 'Arctic', 20, '2'],
    ['Which are planets?', 'Mars', 'Venus', 'Moon', '', 30, '1,2'],
    ['Who is the answer for?', 'Me', 'You', '', '', 10, ''],
    ['Which option is it?', 'This', 'That', '', '', 10, '4'],
  ]))))
  await judged(page, 2)
  assert.deepEqual((await codes(page)).filter(([severity]) => severity === 'error'), [['error', 'no_answer', 11], ['error', 'unknown_option', 12]])
  await page.getByRole('columnheader', { name: 'Row', exact: true }).waitFor()
  const columns = page.getByTestId('columns')
  const fields = () => columns.locator('tbody tr').evaluateAll((rows) => Object.fromEntries(rows.map((row) => [row.dataset.column, row.dataset.field ?? ''])))
  const { B, C, G, H } = await fields()
  assert.deepEqual({ B, C, G, H }, { B: 'stem', C: 'option_a', G: 'time', H: 'answer' })
  await columns.locator('summary').click()
  await shot(watched, 'import-kahoot')
  await columns.locator('[data-column="H"] select').selectOption('')
  await judged(page, 0)
  assert.equal(await page.getByTestId('import').count(), 0)
  await columns.getByText('Question or right answer is missing').waitFor()
  await columns.getByRole('button', { name: 'Back to what was found' }).click()
  await judged(page, 2)
  await columns.locator('[data-column="G"] select').selectOption('')
  await page.locator('[aria-busy="false"] [data-column="G"]:not([data-field])').waitFor()
  await bring(page)
  const [{ id }] = await banks(server)
  const { bank: { questions } } = await docOf(server, id)
  assert.deepEqual(questions.map(({ type, time_limit_ms: time }) => [type, time]), [['single', undefined], ['multiple', undefined]])
})

test('files that cannot be read say why and what helps', async (t) => {
  const { page } = await importing(t)
  await page.getByTestId('file').setInputFiles(fileOf('exam.pdf', Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n', 'latin1')))
  await judged(page, 0)
  await page.getByText('Nothing in this file can be imported.').waitFor()
  assert.equal(await page.getByTestId('problems').locator('tbody tr').count(), 1)
  assert.match(await page.getByTestId('problems').innerText(), /PDF/)
  assert.equal(await page.getByTestId('import').count(), 0)
  await page.getByRole('button', { name: 'Choose another file' }).click()
  const whole = workbook(kahootRows([['Which?', 'This', 'That', '', '', 20, '1']]))
  await page.getByTestId('file').setInputFiles(fileOf('half.xlsx', whole.subarray(0, whole.length >> 1)))
  await judged(page, 0)
  assert.equal((await codes(page)).filter(([severity]) => severity === 'error').length, 1)
})

const PASTED = `1. Which planet is red?
A. Venus
B. Mars
ANSWER: D

2. Which one is largest?
A. Jupiter
B. Saturn
ANSWER: A
`

test('pasted text is edited where it is wrong, until nothing is', async (t) => {
  const { server, watched, page } = await importing(t)
  await page.getByTestId('paste').fill(PASTED.replaceAll(/^\d+\. /gm, ''))
  await page.getByRole('button', { name: 'Check this text' }).click()
  await judged(page, 1)
  const wrong = page.locator('[data-code="unknown_option"]')
  await wrong.getByRole('button', { name: 'Go to line' }).click()
  await page.getByTestId('text').and(page.locator(':focus')).waitFor()
  assert.equal(await chosen(page), 'ANSWER: D')
  await shot(watched, 'import-pasted')
  await page.getByTestId('text').evaluate((area) => area.setSelectionRange(area.value.indexOf('ANSWER: D'), area.value.indexOf('ANSWER: D') + 9))
  await page.keyboard.type('ANSWER: B')
  await judged(page, 2)
  await page.getByLabel('Name in your list').fill('Planets')
  await bring(page)
  assert.deepEqual((await banks(server)).map(({ name, questions }) => [name, questions]), [['Planets', 2]])
})

test('codes that mean true in one file and false in another are asked about', async (t) => {
  const { server, page } = await importing(t)
  await page.getByTestId('paste').fill('题型\t题干\t答案\n判断题\t水在零度结冰。\t1\n判断题\t鲸是鱼。\t0\n')
  await page.getByRole('button', { name: 'Check this text' }).click()
  await judged(page, 0)
  const asks = page.getByTestId('asks')
  const one = asks.locator('[data-ask="1"]')
  await one.getByRole('button', { name: 'True' }).click()
  await judged(page, 2)
  assert.equal(await one.getByRole('button', { name: 'True' }).getAttribute('aria-pressed'), 'true', 'what was said can be seen, and taken back')
  await one.getByRole('button', { name: 'False' }).click()
  await page.locator('[aria-busy="false"] [data-ask="1"] [aria-pressed="true"]').getByText('False').waitFor()
  await one.getByRole('button', { name: 'True' }).click()
  await page.locator('[aria-busy="false"] [data-ask="1"] [aria-pressed="true"]').getByText('True').waitFor()
  await bring(page)
  const [{ id }] = await banks(server)
  assert.deepEqual((await docOf(server, id)).bank.questions.map(({ answer }) => answer.value), [true, false])
})

const stemOf = async (server, id, question) => (await docOf(server, id)).bank.questions.find((one) => one.id === question)?.stem.en

test('two people edit one bank: nobody’s words are lost or overwritten unseen', async (t) => {
  const { server, browser } = await stage(t)
  const id = await server.importBank(BANK)
  const [one, other] = [await desk(browser, server), await desk(browser, server)]
  other.mayRefuse = [409]
  const open = async (watched, question) => {
    await watched.page.locator(`[data-question="${question}"]`).getByRole('button', { name: 'Edit' }).click()
    const editor = watched.page.getByTestId('editor')
    await editor.waitFor()
    return editor
  }
  const stem = (editor) => editor.getByRole('textbox', { name: /^Question/ }).first()
  for (const watched of [one, other]) {
    await to(watched, `#/bank/${id}`)
    await watched.page.locator('[data-question="single"]').waitFor()
  }
  const mine = await open(one, 'single')
  const theirs = await open(other, 'multiple')
  await stem(mine).fill('Which ocean is the deepest?')
  await mine.getByTestId('save').click()
  await mine.waitFor({ state: 'detached' })
  await one.page.locator('[data-question="single"]').getByText('Which ocean is the deepest?').waitFor()
  await stem(theirs).fill('Which of these are rivers?')
  await theirs.getByTestId('save').click()
  await theirs.getByTestId('stale').waitFor()
  assert.equal(await stemOf(server, id, 'multiple'), BANK.questions.find((q) => q.id === 'multiple').stem.en)
  await shot(other, 'edit-stale')
  await theirs.getByRole('button', { name: 'Load the newest' }).click()
  await theirs.getByTestId('stale').waitFor({ state: 'detached' })
  assert.equal(await stem(theirs).inputValue(), 'Which of these are rivers?')
  assert.equal(await theirs.getByTestId('crossed').count(), 0, 'the other question is not in the way')
  await theirs.getByTestId('save').click()
  await theirs.waitFor({ state: 'detached' })
  assert.deepEqual([await stemOf(server, id, 'single'), await stemOf(server, id, 'multiple')], ['Which ocean is the deepest?', 'Which of these are rivers?'])
  // Both at one question: theirs is shown before mine goes over it.
  const again = await open(one, 'multiple')
  one.mayRefuse = [409]
  await stem(again).fill('Mine')
  await again.getByTestId('save').click()
  await again.getByRole('button', { name: 'Load the newest' }).click()
  await again.getByTestId('crossed').getByText('Which of these are rivers?').waitFor()
  assert.equal(await stem(again).inputValue(), 'Mine')
  await one.page.keyboard.press('Escape')
  await one.page.getByText('Leave without saving?').waitFor()
  await one.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).last().click()
  await again.getByTestId('save').click()
  await again.waitFor({ state: 'detached' })
  assert.equal(await stemOf(server, id, 'multiple'), 'Mine')
})

test('questions are added, corrected, copied, tagged and deleted; the bank is renamed and taken out as a file', async (t) => {
  const { server, browser } = await stage(t)
  const id = await server.importBank(BANK)
  const watched = await desk(browser, server)
  const { page } = watched
  watched.mayRefuse = [401, 422]
  const editor = page.getByTestId('editor')
  const ids = async () => (await docOf(server, id)).bank.questions.map((one) => one.id)
  const before = BANK.questions.map((one) => one.id)
  await to(watched, `#/bank/${id}`)
  await page.getByTestId('add').click()
  await editor.getByRole('textbox', { name: /^Question/ }).first().fill('How many legs has a spider?')
  await editor.getByLabel('Kind').selectOption('numeric')
  await editor.getByLabel('Number', { exact: true }).fill('eight')
  await editor.getByTestId('save').click()
  await editor.getByTestId('question-problems').locator('[data-code="bad_number"]').waitFor()
  assert.deepEqual(await ids(), before)
  await editor.getByLabel('Number', { exact: true }).fill('8')
  await page.context().clearCookies() // the session ends in the middle of it
  await editor.getByTestId('save').click()
  await page.getByLabel('Organizer’s key or link').fill(server.key)
  await page.getByRole('button', { name: 'Use the key' }).click()
  await editor.waitFor()
  assert.equal(await editor.getByLabel('Number', { exact: true }).inputValue(), '8')
  await editor.getByTestId('save').click()
  await editor.waitFor({ state: 'detached' })
  const added = (await ids()).at(-1)
  assert.deepEqual(await ids(), [...before, added])
  const card = page.locator(`[data-question="${added}"]`)
  await card.getByRole('button', { name: 'Duplicate' }).click()
  await editor.waitFor()
  await page.keyboard.press('Escape')
  await editor.waitFor({ state: 'detached' })
  assert.deepEqual(await ids(), [...before, added, `${added}-2`])
  await card.getByRole('button', { name: 'Delete' }).click()
  await page.getByTestId('removed').waitFor()
  assert.deepEqual(await ids(), [...before, `${added}-2`])
  await page.getByTestId('removed').getByRole('button', { name: 'Undo' }).click()
  await card.waitFor()
  assert.deepEqual(new Set(await ids()), new Set([...before, added, `${added}-2`]))
  for (const one of [added, `${added}-2`]) await page.locator(`[data-question="${one}"]`).getByRole('checkbox', { name: 'Select' }).check()
  await page.getByTestId('selected').getByLabel('Tags').fill('spiders, legs')
  await page.getByTestId('selected').getByRole('button', { name: 'Add tags' }).click()
  await card.getByText('spiders').waitFor()
  const { bank } = await docOf(server, id)
  assert.deepEqual(bank.questions.filter((one) => one.tags?.includes('legs')).map((one) => one.id).sort(), [added, `${added}-2`].sort())
  await page.getByRole('button', { name: 'Rename' }).click()
  await page.locator('#bank-title').fill('All about legs')
  await page.getByTestId('rename').getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'All about legs' }).waitFor()
  const out = page.getByTestId('export')
  await out.locator('summary').click()
  await out.getByLabel('Format').selectOption('kahoot')
  await out.getByTestId('cut').waitFor() // an ordering has no place there
  await out.getByLabel('Format').selectOption('json')
  await out.getByText('Nothing is lost in this format.').waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), out.getByTestId('download').click()])
  assert.deepEqual(JSON.parse(readFileSync(await download.path(), 'utf8')).questions.map((one) => one.id), await ids())
})
