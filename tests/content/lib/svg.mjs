// What a picture of a sample bank may be: one small, well-formed SVG made of plain shapes. Everything
// is refused that is not on the lists below, so scripts, styles, links, entities, fonts and embedded
// files need no rules of their own.

const BYTES_MAX = 12 * 1024
const SHAPE = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-linecap', 'stroke-linejoin', 'stroke-dasharray', 'transform', 'clip-path']
const ELEMENTS = {
  svg: ['xmlns', 'viewBox', 'width', 'height'],
  g: SHAPE,
  clipPath: ['id'],
  path: [...SHAPE, 'd'],
  rect: [...SHAPE, 'x', 'y', 'width', 'height', 'rx'],
  circle: [...SHAPE, 'cx', 'cy', 'r'],
  ellipse: [...SHAPE, 'cx', 'cy', 'rx', 'ry'],
  line: [...SHAPE, 'x1', 'y1', 'x2', 'y2'],
  polyline: [...SHAPE, 'points'],
  polygon: [...SHAPE, 'points'],
  text: [...SHAPE, 'x', 'y', 'font-family', 'font-size', 'font-weight', 'text-anchor'],
}
const LABEL = /^([0-9]{1,3}|[A-HN]|[?+=])$/ // digits, single letters and signs: no text in a language
const GROUND = /^<rect width="640" height="400" rx="[1-9][0-9]*" fill="#[0-9a-f]{6}"\/>/

// Opening, closing and text pieces, in order. Anything else (comments, declarations, CDATA) does not match.
const PIECE = /<([a-zA-Z]+)((?:\s+[A-Za-z0-9:-]+="[^"<&]*")*)\s*(\/?)>|<\/([a-zA-Z]+)>|([^<&]+)/gy

export function svgProblems(source) {
  const problems = []
  const open = []
  const bytes = new TextEncoder().encode(source).length
  if (bytes > BYTES_MAX) problems.push(`${bytes} bytes`)
  PIECE.lastIndex = 0
  let at = 0
  let roots = 0
  for (let match; at < source.length && (match = PIECE.exec(source)) !== null; at = PIECE.lastIndex) {
    const [, name, attributes, empty, closed, text] = match
    if (text !== undefined) {
      if (text.trim() === '') continue
      if (open.at(-1) !== 'text') problems.push(`text outside a label: ${text.trim()}`)
      else if (!LABEL.test(text)) problems.push(`a label that is no digit, letter or sign: ${text}`)
    } else if (closed !== undefined) {
      if (open.pop() !== closed) problems.push(`</${closed}> closes something else`)
    } else {
      if (open.length === 0) {
        roots++
        if (name !== 'svg' || roots > 1) problems.push('not one <svg>')
        if (!/ viewBox="0 0 640 400"/.test(attributes)) problems.push('viewBox is not 0 0 640 400')
        if (!/ xmlns="http:\/\/www.w3.org\/2000\/svg"/.test(attributes)) problems.push('no SVG namespace')
        if (!GROUND.test(source.slice(PIECE.lastIndex).trimStart())) problems.push('no ground of its own with round corners comes first')
      }
      const seen = new Set()
      for (const [, key, value] of attributes.matchAll(/([A-Za-z0-9:-]+)="([^"]*)"/g)) {
        if (!ELEMENTS[name]?.includes(key)) problems.push(`<${name} ${key}>`)
        if (seen.has(key)) problems.push(`${key} twice`)
        seen.add(key)
        if (key === 'clip-path' ? !/^url\(#[A-Za-z0-9]+\)$/.test(value) : /[a-z]\s*\(/i.test(value) && key !== 'transform') problems.push(`a function in ${key}`)
      }
      if (!ELEMENTS[name]) problems.push(`<${name}>`)
      if (!empty) open.push(name)
    }
  }
  if (at < source.length) problems.push(`not well-formed at ${at}: ${source.slice(at, at + 30)}`)
  if (open.length > 0) problems.push(`<${open.at(-1)}> is not closed`)
  if (roots === 0) problems.push('no <svg>')
  return problems
}
