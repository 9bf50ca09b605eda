// The one table: what was asked for, what was measured, and whether that is it.
import { spread } from './stats.mjs'

const shown = (value, digits) => (Number.isFinite(value) ? value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }) : 'none')

export class Table {
  constructor() {
    this.rows = []
  }

  /**
   * Adds a row. `values`: one for each round or pair, of which the median counts; or `measured`, a spread already. `must` and `aim`: at most
   * so much (at least, with `least`). `unit` follows the figure. `wall`: it is time on a clock, which on a machine that others use says
   * something only in a quiet round: then the better quartile is held against the target, and the row is marked.
   */
  add({ what, phones, values, measured = spread(values), must, aim, unit = '', digits = 2, wall = false, least = false, note }) {
    const held = !wall ? measured.median : least ? measured.high : measured.low
    const meets = (target) => (least ? held >= target : held <= target)
    const verdict = must === undefined ? '' : meets(aim ?? must) && aim !== undefined ? 'aim' : meets(must) ? 'met' : 'NOT MET'
    this.rows.push({ what, phones, must, aim, unit, digits, wall, least, note, verdict, ...measured })
  }

  /** Lines of text. */
  lines() {
    const head = ['', 'phones', 'must', 'aim', 'median', 'quartiles', 'rounds', '']
    const sign = (row) => (row.least ? '≥ ' : '≤ ')
    const cells = this.rows.map((row) => [row.what, row.phones?.toLocaleString('en-US') ?? '',
      row.must === undefined ? '' : sign(row) + shown(row.must, row.must % 1 ? 2 : 0) + row.unit,
      row.aim === undefined ? '' : sign(row) + shown(row.aim, row.aim % 1 ? 2 : 0) + row.unit, shown(row.median, row.digits) + row.unit,
      row.n > 1 ? `[${shown(row.low, row.digits)}–${shown(row.high, row.digits)}]` : '', String(row.n),
      row.verdict + (row.wall && row.verdict ? ' ~' : '')])
    const widths = head.map((text, i) => Math.max(text.length, ...cells.map((row) => row[i].length)))
    const line = (row) => row.map((cell, i) => (i === 0 || i === 7 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ').trimEnd()
    return [line(head), line(widths.map((width) => '─'.repeat(width))), ...cells.map(line)]
  }

  get missed() {
    return this.rows.filter(({ verdict }) => verdict === 'NOT MET')
  }
}
