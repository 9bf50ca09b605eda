import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const css = readFileSync('shared/tokens.css', 'utf8')

/** The colours of one block of tokens. */
function tokens(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`)
  if (start < 0) throw new Error(`no ${selector} in tokens.css`)
  const block = css.slice(start, css.indexOf('}', start))
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]))
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string | undefined, b: string | undefined): number {
  if (!a || !b) throw new Error('a token is missing')
  const [hi = 0, lo = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (hi + 0.05) / (lo + 0.05)
}

const dark = tokens(':root')
const light = { ...dark, ...tokens(":root[data-theme='light']") }

it('knows the formula', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})

it.each([['dark', dark], ['light', light]] as const)('%s: words can be read on every surface', (_name, theme) => {
  for (const word of ['text', 'text-2', 'accent', 'ok', 'warn', 'bad']) {
    for (const ground of ['bg', 'surface', 'surface-2']) {
      expect(contrast(theme[word], theme[ground]), `${word} on ${ground}`).toBeGreaterThanOrEqual(4.5)
    }
  }
  expect(contrast(theme['on-accent'], theme.accent)).toBeGreaterThanOrEqual(4.5)
  for (const ground of ['bg', 'surface']) {
    expect(contrast(theme.line, theme[ground]), `line on ${ground}`).toBeGreaterThanOrEqual(3)
  }
})

it.each(['a', 'b', 'c', 'd', 'e', 'f'])('tile %s: its text can be read, and it stands out', (id) => {
  expect(contrast(dark[`on-tile-${id}`], dark[`tile-${id}`])).toBeGreaterThanOrEqual(4.5)
  expect(contrast(dark[`tile-${id}`], dark.bg)).toBeGreaterThanOrEqual(3)
  expect(contrast(dark[`edge-${id}`], light.bg)).toBeGreaterThanOrEqual(3)
})

it('medals and the offline bar carry ink', () => {
  for (const metal of ['gold', 'silver', 'bronze']) expect(contrast(dark.ink, dark[metal])).toBeGreaterThanOrEqual(4.5)
  expect(contrast(dark.ink, '#ffc24b')).toBeGreaterThanOrEqual(4.5)
})
