// A file as text of which it is known what stands where: the server tells line and column of a problem, the page
// wants the field. One member or item stands on each line, so the line is enough.

export interface Printed { text: string; /** Path of what begins on each line, such as rounds.0.draw.count. */ paths: string[] }

export function printed(value: unknown): Printed {
  const lines: string[] = []
  const paths: string[] = []
  const put = (path: string, depth: number, line: string): void => {
    lines.push('  '.repeat(depth) + line)
    paths.push(path)
  }
  const walk = (node: unknown, path: string, depth: number, before: string, after: string): void => {
    const list = Array.isArray(node)
    const entries = typeof node === 'object' && node !== null ? Object.entries(node) : []
    if (entries.length === 0) {
      put(path, depth, before + JSON.stringify(node) + after)
      return
    }
    put(path, depth, before + (list ? '[' : '{'))
    entries.forEach(([key, child], i) => walk(child, path === '' ? key : `${path}.${key}`, depth + 1,
      list ? '' : `${JSON.stringify(key)}: `, i + 1 < entries.length ? ',' : ''))
    put(path, depth, (list ? ']' : '}') + after)
  }
  walk(value, '', 0, '', '')
  return { text: lines.join('\n'), paths }
}

export const pathAt = (file: Printed, line: number): string => file.paths[line - 1] ?? ''
