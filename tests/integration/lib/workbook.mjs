// Workbooks as a spreadsheet saves them, with nothing but what cells need: sheets are {name, rows}, cells text or numbers.
import { zip } from './zip.mjs'

const escape = (text) => String(text).replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c])
const place = (row, column) => `${String.fromCharCode(65 + column)}${row + 1}`
const cell = (value, row, column) => typeof value === 'number'
  ? `<c r="${place(row, column)}"><v>${value}</v></c>`
  : `<c r="${place(row, column)}" t="inlineStr"><is><t>${escape(value)}</t></is></c>`

/** The bytes of an .xlsx file. */
export function workbook(sheets) {
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  return zip([
    { name: 'xl/workbook.xml', data: `<workbook ${main}><sheets>${sheets.map(({ name }, i) => `<sheet name="${escape(name)}" sheetId="${i + 1}" r:id="r${i + 1}"/>`).join('')}</sheets></workbook>` },
    { name: 'xl/_rels/workbook.xml.rels', data: `<Relationships>${sheets.map((_, i) => `<Relationship Id="r${i + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>` },
    ...sheets.map(({ rows }, i) => ({
      name: `xl/worksheets/sheet${i + 1}.xml`,
      data: `<worksheet ${main}><sheetData>${rows.map((row, r) => `<row r="${r + 1}">${row.map((value, c) => cell(value, r, c)).join('')}</row>`).join('')}</sheetData></worksheet>`,
    })),
  ])
}
