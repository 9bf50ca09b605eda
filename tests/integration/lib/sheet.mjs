// Reads a workbook as a spreadsheet would: the parts out of the ZIP file, the cells out of the XML.
// Only what the tests need, and strict about it: anything unexpected is an error.
import assert from 'node:assert/strict'
import { inflateRawSync } from 'node:zlib'

/** The files in a ZIP archive, by name, from its central directory. */
export function unzip(bytes) {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  assert.ok(end >= 0, 'this is no ZIP file')
  const files = new Map()
  let at = bytes.readUInt32LE(end + 16)
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n--) {
    assert.equal(bytes.readUInt32LE(at), 0x02014b50)
    const [method, size, name, extra, comment] = [10, 20, 28, 30, 32].map((offset) => offset === 20 ? bytes.readUInt32LE(at + offset) : bytes.readUInt16LE(at + offset))
    const local = bytes.readUInt32LE(at + 42)
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const packed = bytes.subarray(start, start + size)
    files.set(bytes.toString('utf8', at + 46, at + 46 + name), method === 0 ? packed : inflateRawSync(packed))
    at += 46 + name + extra + comment
  }
  return files
}

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const unescape = (text) => text.replace(/&(\w+);/g, (_, name) => ENTITIES[name] ?? assert.fail(`&${name};`))
/** What a cell shows: _x000A_ stands for a character. */
const shown = (text) => unescape(text).replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)))

const attributes = (text) => Object.fromEntries([...text.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, name, value]) => [name, unescape(value)]))

/** "AB" is 27, from 0. */
const columnOf = (letters) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1

function readCells(xml) {
  const rows = []
  for (const [, row, , body] of xml.matchAll(/<row r="(\d+)"([^>]*?)(?:\/>|>(.*?)<\/row>)/gs)) {
    const cells = []
    for (const [, head, content] of (body ?? '').matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const { r, t, s } = attributes(head)
      const [, letters, number] = /^([A-Z]+)(\d+)$/.exec(r)
      assert.equal(number, row, r)
      if (content === undefined) { cells[columnOf(letters)] = { value: null, style: Number(s ?? 0) }; continue }
      const text = /^<is><t(?: xml:space="preserve")?>(.*)<\/t><\/is>$/s.exec(content)
      const value = /^<v>([^<]+)<\/v>$/.exec(content)
      assert.ok(t === 'inlineStr' ? text : t === undefined && value, `${r} is neither text nor a number: ${content}`)
      cells[columnOf(letters)] = { value: t === 'inlineStr' ? shown(text[1]) : Number(value[1]), style: Number(s ?? 0) }
    }
    rows[Number(row) - 1] = cells
  }
  return rows
}

/** The number format of each style, "General" if it has none of its own. */
function readFormats(xml) {
  const codes = new Map([...xml.matchAll(/<numFmt ([^>]*)\/>/g)].map(([, text]) => attributes(text)).map(({ numFmtId, formatCode }) => [numFmtId, formatCode]))
  const builtIn = { 0: 'General', 1: '0', 2: '0.00', 9: '0%', 10: '0.00%', 49: '@' }
  const [, styles] = /<cellXfs[^>]*>(.*?)<\/cellXfs>/s.exec(xml)
  return [...styles.matchAll(/<xf ([^>]*?)\/?>/g)].map(([, text]) => attributes(text)).map(({ numFmtId }) => codes.get(numFmtId) ?? builtIn[numFmtId] ?? assert.fail(`number format ${numFmtId}`))
}

/** {names, sheets: {name: {rows, xml}}, parts, book, formats}: rows of cells with `value` (string, number, null) and `style`, a place in `formats`. */
export function readWorkbook(bytes) {
  const parts = new Map([...unzip(bytes)].map(([name, content]) => [name, content.toString('utf8')]))
  const book = parts.get('xl/workbook.xml')
  const relations = new Map([...parts.get('xl/_rels/workbook.xml.rels').matchAll(/<Relationship ([^>]*)\/>/g)].map(([, text]) => attributes(text)).map(({ Id, Target }) => [Id, Target]))
  const sheets = {}
  for (const [, text] of book.matchAll(/<sheet ([^>]*)\/>/g)) {
    const { name, 'r:id': id } = attributes(text)
    const xml = parts.get(`xl/${relations.get(id)}`)
    sheets[name] = { xml, rows: readCells(xml) }
  }
  return { names: Object.keys(sheets), sheets, parts, book, formats: readFormats(parts.get('xl/styles.xml')) }
}

/** The values alone, every row as long as the first; what is not there is null. */
export function values(rows) {
  const all = Array.from(rows, (row) => row ?? []) // a row without cells is not in the file
  const width = Math.max(...all.map((row) => row.length))
  return all.map((row) => Array.from({ length: width }, (_, i) => row[i]?.value ?? null))
}
