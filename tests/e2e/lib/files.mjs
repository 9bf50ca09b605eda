// Files as other programs write them, made by the tests: a text in GBK, a workbook of inline strings.
import { zip } from '../../integration/lib/zip.mjs'

let table = null

/** Every character of GBK and its two bytes, as the platform decodes them. */
function gbkTable() {
  const decoder = new TextDecoder('gbk')
  const found = new Map()
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail !== 0x7f) found.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail])
    }
  }
  return found
}

export function gbk(text) {
  table ??= gbkTable()
  return Buffer.from([...text].flatMap((c) => (c < '\x80' ? [c.charCodeAt(0)] : table.get(c) ?? fail(c))))
}

function fail(c) {
  throw new Error(`GBK has no ${c}`)
}

const escaped = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const letterOf = (column) => String.fromCharCode(65 + column)

/** An .xlsx with one sheet; a row is a list of cells from column A, empty ones are left out. */
export function workbook(rows) {
  const cells = (row, n) => row.map((cell, i) => (cell === '' ? '' : typeof cell === 'number' ? `<c r="${letterOf(i)}${n}"><v>${cell}</v></c>`
    : `<c r="${letterOf(i)}${n}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`)).join('')
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const office = 'http://schemas.openxmlformats.org'
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
  const entries = {
    '[Content_Types].xml': `<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${office}/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${office}/spreadsheetml/2006/main"><sheetData>${rows.map((row, i) => (row.length > 0 ? `<row r="${i + 1}">${cells(row, i + 1)}</row>` : '')).join('')}</sheetData></worksheet>`,
  }
  return zip(Object.entries(entries).map(([name, data]) => ({ name, data: head + data })))
}

/** Rows of a sheet as Kahoot's template has them: help above, the header in row 8, numbers in column A. */
export const kahootRows = (questions) => [
  ['', 'Quiz template'], ['', 'Add questions, at least two answer alternatives, time limit and choose correct answers (at least one).'], [], [], [], [], [],
  ['', 'Question - max 120 characters', 'Answer 1 - max 75 characters', 'Answer 2 - max 75 characters', 'Answer 3 - max 75 characters', 'Answer 4 - max 75 characters',
    'Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs', 'Correct answer(s) - choose at least one'],
  ...questions.map((cells, i) => [i + 1, ...cells]),
]
