// Draws the result as a picture: four by five, the shape that fits most places where people put pictures.

import { direction } from '../shared/i18n'
import { lang } from '../shared/lang.svelte'
import type { Model } from '../shared/state'

const WIDTH = 1080
const HEIGHT = 1350
const EDGE = 90
const COLOURS: Record<string, string> = { gold: '#ffd23f', silver: '#c9d1e6', bronze: '#e39a5b' }

export interface Line { text: string; size: number; weight: number; colour: string; gap: number }

/** What is on the picture, from the top. */
export function linesOf(model: Model): Line[] {
  const you = model.you
  if (!you) return []
  const medal = ['', 'gold', 'silver', 'bronze'][you.rank] ?? ''
  const line = (text: string, size: number, weight = 400, colour = '#f5f7ff', gap = 30): Line => ({ text, size, weight, colour, gap })
  const lines = [
    line(lang.pick(model.welcome?.contest.title).text, 56, 650, '#b9c0e0', 60),
    line(you.name, 88, 800),
    line(lang.t('podium.nth', { n: you.rank }), 120, 800, COLOURS[medal] ?? '#8fa2ff'),
    line(lang.t('podium.of', { n: you.of }), 52, 400, '#b9c0e0', 80),
    line(lang.t('play.points', { n: you.score }), 72, 800),
  ]
  if (you.asked) lines.push(line(lang.t('podium.right', { n: you.right ?? 0, asked: you.asked }), 52))
  if ((you.best_streak ?? 0) > 1) lines.push(line(lang.t('podium.best_streak', { n: you.best_streak ?? 0 }), 52))
  lines.push(line(new Date().toLocaleDateString(lang.tag), 40, 400, '#b9c0e0', 0))
  return lines
}

export function draw(model: Model): { url: string; lines: string[] } {
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const lines = linesOf(model)
  const pen = canvas.getContext('2d')
  if (pen) {
    paint(pen, model, lines)
  }
  return { url: canvas.toDataURL('image/png'), lines: lines.map(({ text }) => text) }
}

function paint(pen: CanvasRenderingContext2D, model: Model, lines: Line[]): void {
  pen.fillStyle = '#0e1226'
  pen.fillRect(0, 0, WIDTH, HEIGHT)
  pen.lineWidth = 24
  pen.strokeStyle = COLOURS[['', 'gold', 'silver', 'bronze'][model.you?.rank ?? 0] ?? ''] ?? '#3947fb'
  pen.strokeRect(12, 12, WIDTH - 24, HEIGHT - 24)
  pen.textAlign = 'center'
  pen.textBaseline = 'top'
  pen.direction = direction(lang.tag)
  const rows = lines.flatMap((line) => {
    font(pen, line)
    const parts = wrap(line.text, (text) => pen.measureText(text).width <= WIDTH - 2 * EDGE)
    return parts.map((text, i) => ({ ...line, text, gap: i < parts.length - 1 ? 8 : line.gap }))
  })
  let y = Math.max(EDGE, (HEIGHT - rows.reduce((sum, { size, gap }) => sum + size * 1.2 + gap, 0)) / 2)
  for (const row of rows) {
    font(pen, row)
    pen.fillStyle = row.colour
    pen.fillText(row.text, WIDTH / 2, y, WIDTH - 2 * EDGE)
    y += row.size * 1.2 + row.gap
  }
}

function font(pen: CanvasRenderingContext2D, { weight, size }: Line): void {
  pen.font = `${weight} ${size}px ${getComputedStyle(document.documentElement).fontFamily}`
}

/** Two lines at the most, broken at a space or, where a script has none, anywhere. */
export function wrap(text: string, fits: (text: string) => boolean): string[] {
  if (fits(text)) return [text]
  let end = 0
  for (let i = 1; i < text.length; i += 1) if (fits(text.slice(0, i))) end = i
  const space = text.lastIndexOf(' ', end)
  const cut = space > end / 2 ? space : end
  let rest = text.slice(cut).trim()
  if (!fits(rest)) {
    while (rest.length > 1 && !fits(`${rest}…`)) rest = rest.slice(0, -1)
    rest = `${rest}…`
  }
  return [text.slice(0, cut), rest]
}
